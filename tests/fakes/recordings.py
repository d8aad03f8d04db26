# SPDX-License-Identifier: GPL-3.0-or-later
"""Recordings for tests: the demo files, and files with metadata planted by exiftool."""

from __future__ import annotations

import io
import struct
import subprocess
from pathlib import Path

import numpy as np
from PIL import Image

DEMO = Path(__file__).resolve().parents[2] / "resources" / "demo"

OWNER = "Kari Canary Nordmann"
PLANTED = (OWNER, "SERIAL-4711-CANARY", "comment canary", "xmp canary")


def demo(name: str) -> bytes:
    """Read one of the demo recordings."""
    return (DEMO / name).read_bytes()


def with_planted_metadata(content: bytes, ending: str, folder: Path, *extra: str) -> bytes:
    """Plant place, owner, serial number, comment and XMP with exiftool."""
    path = folder / f"planted.{ending}"
    path.write_bytes(content)
    command = ["exiftool", "-q", "-overwrite_original", "-GPSLatitude=69.6492"]
    command += ["-GPSLatitudeRef=N", "-GPSLongitude=18.9553", "-GPSLongitudeRef=E"]
    command += [f"-OwnerName={OWNER}", f"-Artist={OWNER}", "-SerialNumber=SERIAL-4711-CANARY"]
    command += ["-Comment=comment canary", "-XMP:Description=xmp canary", *extra, str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    return path.read_bytes()


def exif_tags(content: bytes, ending: str, folder: Path) -> dict[str, str]:
    """List what exiftool finds, as {group:tag: value}."""
    path = folder / f"judged.{ending}"
    path.write_bytes(content)
    command = ["exiftool", "-G0", "-s", "-a", "-u", "-ee", str(path)]
    done = subprocess.run(command, check=True, capture_output=True, timeout=60)
    tags = {}
    for line in done.stdout.decode(errors="replace").splitlines():
        name, _, value = line.partition(":")
        group, _, tag = name.strip("[ ").partition("]")
        tags[f"{group.strip()}:{tag.strip()}"] = value.strip()
    return tags


def picture(width: int = 640, height: int = 480, form: str = "PNG", **options: object) -> bytes:
    """Draw a picture with sharp detail, the same for the same size."""
    random = np.random.default_rng(width * 10_000 + height)
    coarse = random.integers(40, 215, (height // 8 + 1, width // 8 + 1, 3), np.uint8)
    pixels = np.repeat(np.repeat(coarse, 8, axis=0), 8, axis=1)[:height, :width]
    target = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(pixels)).save(target, form, **options)
    return target.getvalue()


def wav(samples: np.ndarray, rate_hz: int, *extra: tuple[bytes, bytes]) -> bytes:
    """Write mono samples of -1 to 1 as a WAV, with further chunks before the samples."""
    pcm = (np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes()
    form = struct.pack("<HHIIHH", 1, 1, rate_hz, rate_hz * 2, 2, 16)
    body = b"WAVE"
    for kind, chunk in ((b"fmt ", form), *extra, (b"data", pcm)):
        body += kind + struct.pack("<I", len(chunk)) + chunk + bytes(len(chunk) % 2)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def tone(seconds: float = 6.0, rate_hz: int = 4000, hertz: float = 100.0) -> np.ndarray:
    """Make a steady tone of a third of full scale."""
    return 0.33 * np.sin(2 * np.pi * hertz * np.arange(int(seconds * rate_hz)) / rate_hz)

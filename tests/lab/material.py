# SPDX-License-Identifier: GPL-3.0-or-later
"""What is said and shown in the lab: real speech, and a moving person with numbered frames.

The speech is a recording of Debian's alsa-utils (GPL-2.0+): a woman names loudspeakers, 48 kHz.
"""

from __future__ import annotations

import wave
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from app.media.devices.sources import SAMPLE_RATE, Samples
from tests.lab import strip

SPEECH_FOLDER = Path("/usr/share/sounds/alsa")
PHRASES = (
    "Front_Center",
    "Front_Left",
    "Rear_Right",
    "Side_Left",
    "Rear_Center",
    "Side_Right",
    "Front_Right",
    "Rear_Left",
)
PAUSE_S = 0.25
WIDTH, HEIGHT, FRAMES_PER_S = 1280, 720, 30
FRAMES = 240
"""Eight seconds, so that each frame has a number of its own."""
_PERSON = Path(__file__).resolve().parents[2] / "resources" / "demo" / "astrid.webm"
_NOISE = 2.0
_PEAK = 20_000


@dataclass(frozen=True, slots=True)
class Material:
    """The files that both ends play in a loop."""

    speech: Path
    clip: Path


def speech_loop() -> Samples:
    """Give the phrases one after the other with pauses, as it is played in a loop."""
    pause = np.zeros(int(PAUSE_S * SAMPLE_RATE), np.int16)
    parts: list[Samples] = []
    for phrase in PHRASES:
        with wave.open(str(SPEECH_FOLDER / f"{phrase}.wav"), "rb") as file:
            assert (file.getframerate(), file.getnchannels()) == (SAMPLE_RATE, 1)
            parts.append(np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(np.int16))
        parts.append(pause)
    joined = np.concatenate(parts).astype(np.float64)
    return (joined * (_PEAK / np.abs(joined).max())).astype(np.int16)


def make_material(folder: Path) -> Material:
    """Write the files once; a folder that has them is used again."""
    folder.mkdir(parents=True, exist_ok=True)
    material = Material(folder / "speech.wav", folder / "clip.y4m")
    if not material.speech.exists():
        write_wav(material.speech, speech_loop())
    if not material.clip.exists():
        unfinished = material.clip.with_suffix(".part")
        _write_clip(unfinished)
        unfinished.rename(material.clip)
    return material


def write_small_clip(folder: Path) -> Path:
    """Write the person once at 640x360, for calls of four."""
    clip = folder / "small.y4m"
    if not clip.exists():
        unfinished = clip.with_suffix(".part")
        with unfinished.open("wb") as file, av.open(str(make_material(folder).clip)) as container:
            file.write(f"YUV4MPEG2 W640 H360 F{FRAMES_PER_S}:1 Ip A1:1 C420jpeg\n".encode())
            for frame in container.decode(video=0):
                small = frame.reformat(width=640, height=360, format="yuv420p")
                file.write(b"FRAME\n" + small.to_ndarray().tobytes())
        unfinished.rename(clip)
    return clip


def write_wav(path: Path, samples: Samples) -> None:
    """Write mono sound at 48 kHz."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes(samples.astype("<i2").tobytes())


def read_wav(path: Path) -> Samples:
    """Read mono sound at 48 kHz."""
    with wave.open(str(path), "rb") as file:
        assert (file.getframerate(), file.getnchannels()) == (SAMPLE_RATE, 1)
        return np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(np.int16)


def _write_clip(path: Path) -> None:
    """Write the person, swaying a little, with a camera's noise and the number of each frame."""
    chance = np.random.default_rng(7)
    with path.open("wb") as file:
        file.write(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F{FRAMES_PER_S}:1 Ip A1:1 C420jpeg\n".encode())
        for number, planes in enumerate(_person()):
            sway = round(12 * np.sin(2 * np.pi * number / 120))
            luma = np.roll(planes[0], sway, axis=1).astype(np.float32)
            luma += chance.normal(0, _NOISE, luma.shape).astype(np.float32)
            painted = np.clip(luma, 0, 255).astype(np.uint8)
            strip.paint(painted, number)
            file.write(b"FRAME\n" + painted.tobytes())
            for plane in planes[1:]:
                file.write(np.roll(plane, sway // 2, axis=1).tobytes())


def _person() -> list[tuple[NDArray[np.uint8], ...]]:
    pictures: list[tuple[NDArray[np.uint8], ...]] = []
    while len(pictures) < FRAMES:
        with av.open(str(_PERSON)) as container:
            for frame in container.decode(video=0):
                scaled = frame.reformat(width=WIDTH, height=HEIGHT, format="yuv420p")
                packed = scaled.to_ndarray()
                luma = packed[:HEIGHT]
                chroma = packed[HEIGHT:].reshape(2, HEIGHT // 2, WIDTH // 2)
                pictures.append((luma, chroma[0], chroma[1]))
                if len(pictures) == FRAMES:
                    break
    return pictures

# SPDX-License-Identifier: GPL-3.0-or-later
"""Make the demo's talking people from their drawings: resources/demo/NAME.webm and NAME.ogg.

Run by hand when a drawing or a line changes; needs Debian's librsvg2-bin and espeak-ng.
The people and their words are invented.
"""

from __future__ import annotations

import io
import math
import random
import subprocess
import sys
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from PIL import Image

DEMO = Path(__file__).resolve().parent.parent / "resources" / "demo"
WIDTH, HEIGHT, FPS = 1280, 720, 30
RATE_HZ = 48_000
MOUTH_LEVELS = 6


@dataclass(frozen=True)
class Person:
    """A drawing, a voice and lines to say."""

    name: str
    voice: str
    pitch: int
    lid: str
    lines: tuple[str, ...]


PEOPLE = (
    Person(
        "astrid",
        "en-gb+f2",
        38,
        "#d8a98c",
        (
            "Good morning, Eira. It is good to see you again.",
            "Before we begin: where are you right now, and are you alone?",
            "Thank you. Tell me how your sleep has been since last time.",
        ),
    ),
    Person(
        "eira",
        "en+f4",
        52,
        "#e6b293",
        (
            "Good morning. I hear you well.",
            "I am at home in my kitchen, and I am alone.",
            "I sleep five or six hours now. I have walked four days this week.",
        ),
    ),
)


def speak(person: Person) -> np.ndarray:
    """Say all lines with pauses between; mono float samples at 48 kHz."""
    parts: list[np.ndarray] = []
    for line in person.lines:
        command = ["espeak-ng", "-v", person.voice, "-p", str(person.pitch), "-s", "150"]
        wav = subprocess.run([*command, "--stdout", line], check=True, capture_output=True).stdout
        with av.open(io.BytesIO(wav)) as container:
            resampler = av.AudioResampler("s16", "mono", RATE_HZ)
            for frame in container.decode(audio=0):
                for out in resampler.resample(frame):
                    parts.append(out.to_ndarray()[0].astype(np.float64) / 32768)
        parts.append(np.zeros(RATE_HZ * 7 // 10))
    sound = np.concatenate(parts)
    return sound * (0.5 / np.abs(sound).max())


def drawing(person: Person, mouth: int, blink: bool) -> Image.Image:
    """Render the drawing with the mouth that far open."""
    svg = (DEMO / f"{person.name}.svg").read_text()
    drop = mouth * 2.4
    lower_start = svg.index('<path d="M448 ')
    line_start = svg.index('<path d="M445 ')
    line_end = svg.index("/>", line_start) + 2
    lower, line = svg[lower_start:line_start], svg[line_start:line_end]
    side, floor = 398 + drop * 1.3, 400 + drop * 1.5
    opening = (
        f'<path d="M452 393 C464 398 496 398 508 393 C502 {side} 490 {floor} 480 {floor} '
        f'C470 {floor} 458 {side} 452 393Z" fill="#4a1f1f"/>'
    )
    moved = f'<g transform="translate(0 {drop})">{lower}</g>'
    svg = svg[:lower_start] + (opening + moved if mouth else lower + line) + svg[line_end:]
    if blink:
        lids = "".join(
            f'<path d="M{x - 27} 287 C{x - 15} 268 {x + 15} 268 {x + 27} 287 '
            f'C{x + 12} 298 {x - 12} 298 {x - 27} 287Z" fill="{person.lid}"/>'
            f'<path d="M{x - 26} 289 C{x - 10} 298 {x + 10} 298 {x + 26} 289" fill="none" '
            'stroke="#5b3a2e" stroke-width="3.4" stroke-linecap="round"/>'
            for x in (440, 520)
        )
        eyes_end = svg.index('<path d="M497 336')
        svg = svg[:eyes_end] + lids + svg[eyes_end:]
    command = ["rsvg-convert", "--width", "1280", "--height", "960", "--format", "png"]
    png = subprocess.run(command, input=svg.encode(), check=True, capture_output=True).stdout
    return Image.open(io.BytesIO(png)).convert("RGB").crop((0, 92, 1280, 812))


def mouth_levels(sound: np.ndarray) -> list[int]:
    """Read how far the mouth stands open in each video frame off the sound's envelope."""
    step = RATE_HZ // FPS
    count = math.ceil(len(sound) / step)
    padded = np.pad(sound, (0, count * step - len(sound))).reshape(count, step)
    envelope = np.sqrt((padded**2).mean(axis=1))
    smooth = np.convolve(envelope, [0.25, 0.5, 0.25], "same")
    return [min(MOUTH_LEVELS - 1, int(v * MOUTH_LEVELS * 6)) for v in smooth]


def write(person: Person) -> None:
    """Write the picture and the sound, both of the same length, so that they loop together."""
    sound = speak(person)
    levels = mouth_levels(sound)
    blinks = random.Random(person.name)
    closed: set[int] = set()
    at = 40
    while at < len(levels) - 10:
        closed.update(range(at, at + 4))
        at += blinks.randint(70, 150)
    pictures = {(m, b): drawing(person, m, b) for m in range(MOUTH_LEVELS) for b in (False, True)}
    with av.open(str(DEMO / f"{person.name}.webm"), "w") as out:
        stream = out.add_stream("libvpx-vp9", rate=FPS)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        stream.options = {"crf": "30", "b": "0", "cpu-used": "3", "row-mt": "1"}
        stream.time_base = Fraction(1, FPS)
        for index, level in enumerate(levels):
            frame = av.VideoFrame.from_image(pictures[(level, index in closed)])
            frame.pts, frame.time_base = index, Fraction(1, FPS)
            out.mux(stream.encode(frame))
        out.mux(stream.encode())
    with av.open(str(DEMO / f"{person.name}.ogg"), "w") as out:
        stream = out.add_stream("libopus", rate=RATE_HZ, layout="mono")
        stream.bit_rate = 40_000
        samples = np.pad(sound, (0, len(levels) * RATE_HZ // FPS - len(sound)))
        for start in range(0, len(samples), 960):
            block = (samples[start : start + 960] * 32767).astype(np.int16)[None, :]
            frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(block), "s16", "mono")
            frame.sample_rate, frame.pts = RATE_HZ, start
            out.mux(stream.encode(frame))
        out.mux(stream.encode())


if __name__ == "__main__":
    for each in PEOPLE:
        if len(sys.argv) == 1 or each.name in sys.argv[1:]:
            write(each)

# SPDX-License-Identifier: GPL-3.0-or-later
"""Decode one untrusted HEIC picture into raw pixels, in a child process of its own.

A telephone's format. libheif (LGPL-3) turns the picture upright by itself. See ``decoder``.
"""

from __future__ import annotations

import io
import sys

import pi_heif
from PIL import Image

from app.attachments import decoder
from app.attachments.confinement import confine


def decode_heif(content: bytes) -> decoder.Answer:
    """Read the first picture upright and in sRGB."""
    with Image.open(io.BytesIO(content), formats=["HEIF"]) as opened:
        size = opened.width * opened.height
        if size > decoder.MAX_PIXELS or max(opened.size) > decoder.MAX_SIDE:
            raise decoder.TooLarge
        opened.load()
        rgb = decoder.to_rgb(opened, opened.info.get("icc_profile"))
        return decoder.PICTURE, rgb.width, rgb.height, rgb.tobytes()


def prepare() -> None:
    """Load everything that decoding needs; one thread, since no second may be started."""
    decoder.prepare()
    pi_heif.register_heif_opener(thumbnails=False, decode_threads=1)
    decoder.warm_up()


def main() -> None:
    """Confine the process, then decode the one file that comes on standard input."""
    prepare()
    decoder.answer_with(decode_heif, confine(), sys.stdin.buffer, sys.stdout.buffer)

# SPDX-License-Identifier: GPL-3.0-or-later
"""Write a picture as PNG, with what it is a picture of; nothing is lost and nothing on disk."""

from __future__ import annotations

import io
from collections.abc import Mapping

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from app.records.media_facts import Picture


def still_png(picture: Picture, facts: Mapping[str, str]) -> bytes:
    """Write the pixels with text chunks of these keywords (PNG 11.3.3), in Latin-1."""
    info = PngInfo()
    for keyword, text in facts.items():
        info.add_text(keyword, text)
    target = io.BytesIO()
    image = Image.frombytes("RGB", (picture.width, picture.height), picture.rgb)
    image.save(target, "PNG", pnginfo=info)
    return target.getvalue()

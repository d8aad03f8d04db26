# SPDX-License-Identifier: GPL-3.0-or-later
"""Nothing of a picture is lost, and what it says of itself stays out of what travels."""

from __future__ import annotations

import io

from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from app.attachments.intake import accept
from app.attachments.still_png import still_png
from app.attachments.strip_pictures import strip_png
from app.records.media_facts import MediaType, Picture

SIZES = st.tuples(st.integers(1, 40), st.integers(1, 40))


@given(SIZES, st.data())
def test_every_point_comes_back(size: tuple[int, int], data: st.DataObject) -> None:
    width, height = size
    rgb = data.draw(st.binary(min_size=3 * width * height, max_size=3 * width * height))
    with Image.open(io.BytesIO(still_png(Picture(width, height, rgb), {}))) as image:
        assert (image.format, image.mode, image.size) == ("PNG", "RGB", size)
        assert image.tobytes() == rgb


def test_it_says_what_it_is_and_the_travelling_copy_does_not() -> None:
    facts = {"Creation Time": "2026-11-26T10:00:00.000+00:00", "Visit": "ab" * 16}
    content = still_png(Picture(2, 1, b"123456"), facts)
    assert accept(content) is MediaType.PNG
    with Image.open(io.BytesIO(content)) as image:
        assert {key: image.info[key] for key in facts} == facts
    stripped = strip_png(content)
    assert b"Visit" not in stripped and b"ab" * 16 not in stripped
    with Image.open(io.BytesIO(stripped)) as image:
        assert image.tobytes() == b"123456"

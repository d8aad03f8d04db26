# SPDX-License-Identifier: GPL-3.0-or-later
"""Names from outside neither deceive nor lead anywhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.attachments.names import MAX_CHARACTERS, clean_title, file_name
from app.records.media_facts import MediaType


@pytest.mark.parametrize(
    ("given_name", "clean"),
    [
        ("Venstre legg, nært", "Venstre legg, nært"),
        ("../../etc/passwd", "etcpasswd"),
        ("C:\\Users\\kari\\photo.jpg", "CUserskariphoto.jpg"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("a\x00b\x1b[31mc\nd", "ab[31mc d"),
        (".bashrc", "bashrc"),
        ("CON", "file"),
        ("com1.txt", "file"),
        ("", "file"),
        ("\u200b\u2066", "file"),
        ("name. . .", "name"),
        ("A\u030angstrom", "Ångstrom"),
        ("病変 ١", "病変 ١"),
    ],
)
def test_names_are_cleaned(given_name: str, clean: str) -> None:
    assert clean_title(given_name) == clean


@given(st.text(max_size=300))
def test_every_name_is_safe(text: str) -> None:
    clean = clean_title(text)
    assert 0 < len(clean) <= MAX_CHARACTERS
    assert clean_title(clean) == clean
    assert not set(clean) & set('/\\:*?"<>|\x00\n')
    assert not clean.startswith(".")
    for media_type in MediaType:
        assert len(file_name(text, media_type)) <= MAX_CHARACTERS


def test_the_ending_says_what_the_content_is() -> None:
    assert file_name("lesion.exe", MediaType.JPEG) == "lesion.exe.jpg"
    assert file_name("lesion.jpg", MediaType.JPEG) == "lesion.jpg"

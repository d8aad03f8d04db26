# SPDX-License-Identifier: GPL-3.0-or-later
"""A sealed file is read from anywhere, and what was changed, moved or cut off is never given."""

from __future__ import annotations

import io
import secrets
from pathlib import Path

import pyrage
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.vault.age_files import age_encrypt, new_age_identity
from app.vault.age_seeking import SealedContent
from app.vault.sealing import Tampered

CHUNK = 64 * 1024
KEYS = new_age_identity()
PLAIN = secrets.token_bytes(4 * CHUNK + 123)


def sealed(plain: bytes) -> bytes:
    target = io.BytesIO()
    age_encrypt(io.BytesIO(plain), target, KEYS.recipient)
    return target.getvalue()


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> SealedContent:
    path = tmp_path_factory.mktemp("sealed") / "video.age"
    path.write_bytes(sealed(PLAIN))
    return SealedContent(path, KEYS.identity, len(PLAIN))


@given(st.integers(0, len(PLAIN) + 10), st.integers(0, len(PLAIN) + 10))
@settings(deadline=None)
def test_any_part_is_what_was_sealed(content: SealedContent, offset: int, size: int) -> None:
    assert content.read_at(offset, size) == PLAIN[offset : offset + size]


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK])
def test_files_of_another_program_and_padding_behind_the_content(tmp_path: Path, size: int) -> None:
    plain = secrets.token_bytes(size)
    recipient = pyrage.x25519.Recipient.from_str(KEYS.recipient)
    path = tmp_path / "padded.age"
    path.write_bytes(pyrage.encrypt(plain + bytes(777), [recipient]))
    content = SealedContent(path, KEYS.identity, size)
    assert content.read_at(0, size + 777) == plain


def test_a_part_that_was_changed_is_refused_and_the_others_are_not(tmp_path: Path) -> None:
    path = tmp_path / "video.age"
    whole = sealed(PLAIN)
    start = len(whole) - (len(PLAIN) + 5 * 16)
    second = start + CHUNK + 16
    path.write_bytes(whole[: second + 5] + bytes([whole[second + 5] ^ 1]) + whole[second + 6 :])
    content = SealedContent(path, KEYS.identity, len(PLAIN))
    assert content.read_at(0, CHUNK) == PLAIN[:CHUNK]
    assert content.read_at(2 * CHUNK, 2 * CHUNK) == PLAIN[2 * CHUNK : 4 * CHUNK]
    for offset in (CHUNK - 1, CHUNK, 2 * CHUNK - 1):
        with pytest.raises(Tampered):
            content.read_at(offset, 2)


def test_chunks_that_changed_places_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "video.age"
    whole = sealed(PLAIN)
    start, size = len(whole) - (len(PLAIN) + 5 * 16), CHUNK + 16
    first, second = whole[start : start + size], whole[start + size : start + 2 * size]
    path.write_bytes(whole[:start] + second + first + whole[start + 2 * size :])
    content = SealedContent(path, KEYS.identity, len(PLAIN))
    with pytest.raises(Tampered):
        content.read_at(0, 1)


@pytest.mark.parametrize("short", [1, 16, 123, 123 + 16, CHUNK, len(PLAIN) - 1, len(PLAIN) + 90])
def test_a_file_that_was_cut_is_refused_before_anything_is_read(tmp_path: Path, short: int) -> None:
    path = tmp_path / "video.age"
    path.write_bytes(sealed(PLAIN)[:-short])
    with pytest.raises(Tampered):
        SealedContent(path, KEYS.identity, len(PLAIN) - short if short < 124 else 10)


def test_a_file_for_somebody_else_or_of_another_length_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "video.age"
    path.write_bytes(sealed(PLAIN))
    with pytest.raises(Tampered):
        SealedContent(path, new_age_identity().identity, len(PLAIN))
    with pytest.raises(Tampered):
        SealedContent(path, KEYS.identity, len(PLAIN) + 1)
    path.write_bytes(b"")
    with pytest.raises(Tampered):
        SealedContent(path, KEYS.identity, 0)

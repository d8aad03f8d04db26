# SPDX-License-Identifier: GPL-3.0-or-later
"""Groups of base 32 survive people."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.vault.crockford import decode, encode, grouped, typed_groups


@given(number=st.integers(0, 2**45 - 1))
def test_numbers_come_back(number: int) -> None:
    text = encode(number, 9)
    assert len(text) == 9
    assert decode(text) == number
    assert "".join(typed_groups(grouped(text, 4).lower())) == text


def test_what_people_write_between_and_instead() -> None:
    assert typed_groups(" o1iL-0O \t abCd\n–ef.gh ") == ["0111", "00", "ABCD", "EF", "GH"]
    assert typed_groups("  ") == []


def test_foreign_symbols_are_not_numbers() -> None:
    assert decode("ABU") is None
    assert decode("Å") is None
    assert decode("") == 0

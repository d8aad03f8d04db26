# SPDX-License-Identifier: GPL-3.0-or-later
"""The key on paper survives pens and thumbs, and a slip is named by its group."""

from __future__ import annotations

import xml.etree.ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.vault.crockford import ALPHABET
from app.vault.recovery import (
    GROUPS,
    WrongRecoveryKey,
    format_recovery_key,
    group_is,
    new_recovery_key,
    parse_recovery_key,
    recovery_qr_svg,
    recovery_sheet_lines,
)

KEY = bytes(range(100, 120))
TEXT = format_recovery_key(KEY)


@given(key=st.binary(min_size=20, max_size=20))
def test_a_key_comes_back_however_it_is_typed(key: bytes) -> None:
    text = format_recovery_key(key)
    assert [len(group) for group in text.split("-")] == [4] * GROUPS
    for typed in (
        text,
        text.lower(),
        text.replace("-", ""),
        text.replace("-", " – "),
        text.replace("0", "O").replace("1", "l"),
        text.replace("1", "I") + "\n",
    ):
        assert parse_recovery_key(typed) == key


def test_keys_are_random_and_whole() -> None:
    assert len(new_recovery_key()) == 20
    assert new_recovery_key() != new_recovery_key()
    for wrong in (b"", bytes(19), bytes(21)):
        with pytest.raises(ValueError):
            format_recovery_key(wrong)


def wrong_group(typed: str) -> int | None:
    with pytest.raises(WrongRecoveryKey) as caught:
        parse_recovery_key(typed)
    return caught.value.group


@given(key=st.binary(min_size=20, max_size=20), data=st.data())
@settings(deadline=None)
def test_one_wrong_symbol_names_its_group(key: bytes, data: st.DataObject) -> None:
    text = format_recovery_key(key)
    place = data.draw(st.integers(0, len(text) - 1).filter(lambda i: text[i] != "-"))
    other = data.draw(st.sampled_from(ALPHABET).filter(lambda s: s != text[place]))
    # With 20 bits of checksum another group may fit as well by chance; then none is named.
    named = wrong_group(text[:place] + other + text[place + 1 :])
    assert named in (place // 5 + 1, None)


def test_slips_in_one_key() -> None:
    assert wrong_group(TEXT[1] + TEXT[0] + TEXT[2:]) == 1
    assert wrong_group("U" + TEXT[1:]) == 1
    assert wrong_group(TEXT[:-1] + "U") == 9
    assert wrong_group(TEXT[:5] + TEXT[6:]) == 2
    assert wrong_group(TEXT[:7] + "X" + TEXT[7:]) == 2
    assert wrong_group("") is None
    assert wrong_group(TEXT.replace("-", "")[:-1]) is None
    assert wrong_group(TEXT + "-" + TEXT) is None
    assert wrong_group("ZZZZ-ZZZZ" + TEXT[9:]) is None


@given(text=st.text(max_size=60))
def test_any_text_parses_or_is_wrong(text: str) -> None:
    with pytest.raises(WrongRecoveryKey):
        parse_recovery_key(text)


def test_two_groups_are_asked_back() -> None:
    groups = TEXT.split("-")
    assert all(group_is(TEXT, i, f" {group.lower()}\n") for i, group in enumerate(groups, 1))
    assert not group_is(TEXT, 1, groups[1])
    assert not group_is(TEXT, 1, "")


def test_the_sheet_shows_every_group_with_its_number() -> None:
    lines = recovery_sheet_lines(TEXT)
    assert len(lines) == 3
    joined = " ".join(lines)
    for number, group in enumerate(TEXT.split("-"), 1):
        assert f"{number}: {group}" in joined


def test_the_qr_code_is_an_svg_picture() -> None:
    root = xml.etree.ElementTree.fromstring(recovery_qr_svg(TEXT))
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert recovery_qr_svg(TEXT) != recovery_qr_svg(TEXT[:-1])

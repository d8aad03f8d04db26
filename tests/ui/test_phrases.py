# SPDX-License-Identifier: GPL-3.0-or-later
"""Phrase chips write into the text and take out again, without harming what stands there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ui.notes.phrases import phrases_in, with_phrase, without_phrase

PHRASES = ("Full range", "Reduced", "Flat", "Labile")


@pytest.mark.parametrize(
    ("text", "phrase", "then"),
    [
        ("", "Flat", "Flat"),
        ("Full range", "Labile", "Full range, labile"),
        ("Tired.", "Flat", "Tired. Flat"),
        ("Tired, flat", "Flat", "Tired, flat"),
        ("Tired,", "Flat", "Tired, flat"),
    ],
)
def test_a_phrase_is_written_in(text: str, phrase: str, then: str) -> None:
    assert with_phrase(text, phrase) == then


@pytest.mark.parametrize(
    ("text", "then"),
    [
        ("Flat", ""),
        ("Flat, tired", "Tired"),
        ("Tired, flat", "Tired"),
        ("Tired, flat, slow", "Tired, slow"),
        ("Tired. Flat. Slow.", "Tired. Slow."),
        ("Tired\nflat\nslow", "Tired\n\nslow"),
        ("Flat mood, flattery", "Flat mood, flattery"),
    ],
)
def test_a_phrase_is_taken_out(text: str, then: str) -> None:
    assert without_phrase(text, "Flat") == then


@given(st.text(st.sampled_from("ab ,.?!\nFlat"), max_size=30), st.sampled_from(PHRASES))
def test_in_and_out_again(text: str, phrase: str) -> None:
    written = with_phrase(text, phrase)
    assert phrase in phrases_in(written, PHRASES)
    assert phrase not in phrases_in(without_phrase(written, phrase), PHRASES)

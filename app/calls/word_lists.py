# SPDX-License-Identifier: GPL-3.0-or-later
"""The words that a person reads aloud, in their own language."""

from __future__ import annotations

from app.calls.words import read_word_list
from app.resources import read_text


def words_in(language: str) -> tuple[str, ...]:
    """Read the list for a language like "nb", "nb_NO" or "en"; English for any other."""
    norwegian = language.lower().split("_")[0] in ("nb", "nn", "no")
    return read_word_list(read_text(f"words/{'nb' if norwegian else 'en'}.txt"))

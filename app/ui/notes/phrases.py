# SPDX-License-Identifier: GPL-3.0-or-later
"""Ready phrases in a text: which are there, and writing one in or taking it out."""

from __future__ import annotations

import re
from collections.abc import Sequence


def phrases_in(text: str, phrases: Sequence[str]) -> frozenset[str]:
    """Find the phrases that stand in a text as a part of their own."""
    return frozenset(phrase for phrase in phrases if _as_part(phrase).search(text))


def with_phrase(text: str, phrase: str) -> str:
    """Write a phrase at the end of a text, with a comma where one is needed."""
    if _as_part(phrase).search(text):
        return text
    before = text.rstrip()
    if not before:
        return phrase
    if before[-1] in ".?!":
        return f"{before} {phrase}"
    joint = " " if before[-1] in ",:;" else ", "
    return before + joint + _small(phrase)


def without_phrase(text: str, phrase: str) -> str:
    """Take a phrase out of a text, where it stands as a part of its own."""
    found = _as_part(phrase).search(text)
    if found is None:
        return text
    before, after = found["before"], found["after"]
    kept = after if before == "," else before + after.replace(",", "").replace(".", "")
    rest = text[found.end() :]
    if before != "," and after:
        rest = rest.lstrip(" ")
        rest = (" " if before in (".", "?", "!") else "") + rest[:1].upper() + rest[1:]
    return without_phrase((text[: found.start()] + kept + rest).strip(), phrase)


def _as_part(phrase: str) -> re.Pattern[str]:
    """Match a phrase between commas, sentence ends and line ends."""
    return re.compile(
        rf"(?P<before>^|[,.?!\n])[^\S\n]*{re.escape(phrase)}[^\S\n]*(?P<after>$|(?=\n)|[,.])",
        re.IGNORECASE,
    )


def _small(phrase: str) -> str:
    # "eID" and "SSRI" keep their letters.
    return phrase if phrase[1:2].isupper() else phrase[:1].lower() + phrase[1:]

# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a passphrase is worth its name, and how long wrong ones have to wait. Pure."""

from __future__ import annotations

import re
from enum import StrEnum
from itertools import pairwise
from typing import Final

SHORTEST: Final = 12
_FREE_TRIES: Final = 5
_LONGEST_WAIT_S: Final = 60.0
_ROWS: Final = (
    "abcdefghijklmnopqrstuvwxyzæøå",
    "01234567890",
    "qwertyuiopå",
    "asdfghjkløæ",
    "zxcvbnm",
)
_STEPS: Final = frozenset(
    pair for row in _ROWS for a, b in pairwise(row) for pair in (a + b, b + a)
)
_COMMON: Final = re.compile(
    "password|passphrase|passord|passfrase|hemmelig|secret|letmein|welcome|velkommen|qwerty|admin|"
    "login|vidda|telepsykiatri|telepsychiatry|lege|doctor|doktor|sykehus|hospital|helse|health|"
    "sommer|vinter|summer|winter|spring|autumn|høst|vår|januar|februar|mars|april|mai|juni|juli|"
    "august|september|oktober|november|desember|oslo|bergen|trondheim|norge|norway|kjære|monday|"
    "dragon|football|fotball|master|iloveyou|changeme|test|dette|this|that|jeg|er|is|my|min|mitt|"
    "the|et|en|ett|og|and"
)
_LEAST_LEFT: Final = 6
"""Letters that must remain when common words are taken out."""


class PassphraseProblem(StrEnum):
    """What is wrong with a wished passphrase."""

    SHORT = "short"
    """Under twelve characters."""
    REPEATED = "repeated"
    """The same few characters again and again."""
    SEQUENCE = "sequence"
    """Neighbours in the alphabet or on the keyboard."""
    COMMON = "common"
    """Only words that everybody tries first, and digits."""


def check_passphrase(text: str) -> tuple[str, ...]:
    """List what is wrong, as ``PassphraseProblem`` values; nothing means good.

    No rules about kinds of characters: length helps more (NIST SP 800-63B, 5.1.1.2).
    """
    lowered = text.strip().lower()
    tests = (
        (PassphraseProblem.SHORT, len(lowered) < SHORTEST),
        (PassphraseProblem.REPEATED, _is_repeated(lowered)),
        (PassphraseProblem.SEQUENCE, _is_sequence(lowered)),
        (PassphraseProblem.COMMON, _is_common(lowered)),
    )
    return tuple(problem for problem, found in tests if found)


def wait_before_try_s(wrong_tries: int) -> float:
    """Tell how long the next try has to wait: nothing at first, then 1, 2, 4 … seconds."""
    if wrong_tries < _FREE_TRIES:
        return 0.0
    return min(2.0 ** min(wrong_tries - _FREE_TRIES, 10), _LONGEST_WAIT_S)


def _is_repeated(text: str) -> bool:
    if len(set(text)) < min(5, len(text)):
        return True
    return any(
        text == (text[:period] * len(text))[: len(text)] for period in range(1, len(text) // 2 + 1)
    )


def _is_sequence(text: str) -> bool:
    pairs = [a + b for a, b in pairwise(text)]
    return bool(pairs) and sum(pair in _STEPS for pair in pairs) * 3 >= len(pairs) * 2


def _is_common(text: str) -> bool:
    left = "".join(c for c in _COMMON.sub("", text) if c.isalpha())
    return len(left) < _LEAST_LEFT

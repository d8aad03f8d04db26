# SPDX-License-Identifier: GPL-3.0-or-later
"""Bits as text that people read aloud and type: Crockford's base 32, in groups."""

from __future__ import annotations

from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOKALIKES: Final = str.maketrans("OIL", "011")
_SEPARATORS: Final = "-‐‑‒–—_.,;:"
"""Hyphens of all lengths (word processors exchange them), and what people put between groups."""


def encode(number: int, symbols: int) -> str:
    """Write the lowest ``5 * symbols`` bits, highest first."""
    return "".join(ALPHABET[number >> 5 * i & 31] for i in reversed(range(symbols)))


def decode(text: str) -> int | None:
    """Read what ``encode`` wrote; None where a symbol does not belong to the alphabet."""
    number = 0
    for symbol in text:
        value = ALPHABET.find(symbol)
        if value < 0:
            return None
        number = number << 5 | value
    return number


def grouped(text: str, size: int) -> str:
    """Put a hyphen between groups of ``size`` symbols."""
    return "-".join(text[i : i + size] for i in range(0, len(text), size))


def typed_groups(text: str) -> list[str]:
    """Split what somebody typed at its separators and forgive case, O for 0, I and L for 1."""
    for separator in _SEPARATORS:
        text = text.replace(separator, " ")
    return text.upper().translate(_LOOKALIKES).split()

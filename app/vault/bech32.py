# SPDX-License-Identifier: GPL-3.0-or-later
"""Keys of age as text: Bech32 (BIP 173) without its limit of 90 letters."""

from __future__ import annotations

from typing import Final

_LETTERS: Final = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATOR: Final = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CHECKSUM_LETTERS: Final = 6


class NotBech32(Exception):
    """The text is not a key of this kind."""


def bech32_bytes(kind: str, text: str) -> bytes:
    """Read the bytes behind ``kind`` and a 1; the text is in one case throughout.

    Raises:
        NotBech32: another kind, a wrong letter or checksum, or bits left over.
    """
    if text not in (text.lower(), text.upper()):
        raise NotBech32
    text = text.lower()
    if not text.startswith(f"{kind}1") or not text.isascii():
        raise NotBech32
    digits = [_LETTERS.find(letter) for letter in text[len(kind) + 1 :]]
    if min(digits, default=-1) < 0 or len(digits) < _CHECKSUM_LETTERS:
        raise NotBech32
    spread = [ord(c) >> 5 for c in kind] + [0] + [ord(c) & 31 for c in kind]
    if _checksum(spread + digits) != 1:
        raise NotBech32
    bits = left = 0
    content = bytearray()
    for digit in digits[:-_CHECKSUM_LETTERS]:
        bits, left = (bits << 5 | digit) & 0xFFF, left + 5
        if left >= 8:
            left -= 8
            content.append(bits >> left & 0xFF)
    if left >= 5 or bits & ((1 << left) - 1):
        raise NotBech32
    return bytes(content)


def _checksum(digits: list[int]) -> int:
    value = 1
    for digit in digits:
        top = value >> 25
        value = (value & 0x1FFFFFF) << 5 ^ digit
        for place, factor in enumerate(_GENERATOR):
            if top >> place & 1:
                value ^= factor
    return value

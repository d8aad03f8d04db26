# SPDX-License-Identifier: GPL-3.0-or-later
"""The recovery key on paper: 160 random bits in eight groups of four, and a checking group."""

from __future__ import annotations

import hashlib
import io
import secrets
from collections.abc import Iterator
from typing import Final

import segno

from app.errors import KnownError
from app.vault import crockford

KEY_BYTES: Final = 20
GROUPS: Final = 9
"""Eight of the key, one that checks them."""
_GROUP: Final = 4
_KEY_SYMBOLS: Final = 32
_CHECK_BITS: Final = 20
_GROUPS_A_LINE: Final = 3


class WrongRecoveryKey(KnownError):
    """This is not the recovery key of these records. Nothing was changed. Compare it with the
    printed sheet, group by group; a newer sheet replaces an older one.
    """

    def __init__(self, group: int | None = None) -> None:
        super().__init__(group)
        self.group = group
        """1 to 9 where the typing error is known to be."""


def new_recovery_key() -> bytes:
    """Make a key."""
    return secrets.token_bytes(KEY_BYTES)


def format_recovery_key(key: bytes) -> str:
    """Write a key as nine groups."""
    if len(key) != KEY_BYTES:
        raise ValueError("a recovery key has 20 bytes")
    symbols = crockford.encode(int.from_bytes(key), _KEY_SYMBOLS)
    return crockford.grouped(symbols + _check(symbols), _GROUP)


def parse_recovery_key(text: str) -> bytes:
    """Read a key as a person typed it: case, separators, O for 0, I and L for 1 are forgiven.

    Raises:
        WrongRecoveryKey: with the group at fault where one slip explains it.
    """
    groups = crockford.typed_groups(text)
    symbols = "".join(groups)
    if len(symbols) != GROUPS * _GROUP:
        raise WrongRecoveryKey(_odd_group(groups))
    number = crockford.decode(symbols[:_KEY_SYMBOLS])
    foreign = next((i for i, s in enumerate(symbols) if s not in crockford.ALPHABET), None)
    if number is None or foreign is not None:
        raise WrongRecoveryKey((foreign or 0) // _GROUP + 1)
    if not _fits(symbols):
        raise WrongRecoveryKey(_slipped_group(symbols))
    return number.to_bytes(KEY_BYTES)


def group_is(key_text: str, group: int, typed: str) -> bool:
    """Tell whether somebody retyped group 1 to 9 right; setup asks for two of them."""
    wanted = key_text.split("-")[group - 1]
    return "".join(crockford.typed_groups(typed)) == wanted


def recovery_sheet_lines(key_text: str) -> tuple[str, ...]:
    """Lay the key out for paper: three numbered groups a line."""
    numbered = [f"{i}: {group}" for i, group in enumerate(key_text.split("-"), 1)]
    starts = range(0, len(numbered), _GROUPS_A_LINE)
    return tuple("   ".join(numbered[i : i + _GROUPS_A_LINE]) for i in starts)


def recovery_qr_svg(text: str) -> str:
    """Draw a text as a QR code, a complete SVG document in black on white."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", scale=4, light="white")
    return out.getvalue().decode()


def _check(symbols: str) -> str:
    digest = hashlib.sha256(b"vidda/recovery-checksum/v1\0" + symbols.encode()).digest()
    return crockford.encode(int.from_bytes(digest[:3]) >> 24 - _CHECK_BITS, _GROUP)


def _fits(symbols: str) -> bool:
    return symbols[_KEY_SYMBOLS:] == _check(symbols[:_KEY_SYMBOLS])


def _odd_group(groups: list[str]) -> int | None:
    if len(groups) != GROUPS:
        return None
    return next(i for i, group in enumerate(groups, 1) if len(group) != _GROUP)


def _slipped_group(symbols: str) -> int | None:
    """Find the one group where one wrong symbol, or two swapped ones, explain the mismatch.

    The checking group has 20 bits, some 1,100 slips are tried: a wrong guess is rarer than
    one in 900. The key is never corrected, only the place named.
    """
    groups = {index // _GROUP + 1 for index, candidate in _slips(symbols) if _fits(candidate)}
    return groups.pop() if len(groups) == 1 else None


def _slips(symbols: str) -> Iterator[tuple[int, str]]:
    for index, present in enumerate(symbols):
        for other in crockford.ALPHABET:
            if other != present:
                yield index, symbols[:index] + other + symbols[index + 1 :]
        if index + 1 < len(symbols) and present != symbols[index + 1]:
            swapped = symbols[index + 1] + present
            yield index, symbols[:index] + swapped + symbols[index + 2 :]

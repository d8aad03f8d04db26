# SPDX-License-Identifier: GPL-3.0-or-later
"""The patient's own key for each link, kept on this computer so that its seat stays theirs."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from app.errors import KnownError
from app.records.ids import LinkId
from app.vault.durable import private_directory, replacing
from app.vault.identity import SigningKey

_SAVE_DATA: Final = "save-data"
_MAGIC: Final = b"vidda/seat-file/v1\n"


class SeatUnusable(KnownError):
    """This computer's place in the visit could not be read or kept. Nothing was sent. Check that
    the disk has room and that Vidda may write to its own folder."""


def seat_of(seats: Path, link: LinkId) -> SigningKey:
    """Read the seat key for a link, or make and keep one. Blocking.

    Raises:
        SeatUnusable: the folder refuses.
    """
    path = seats / f"{link}.seat"
    try:
        private_directory(seats)
        if path.exists() and (key := _read(path.read_bytes())) is not None:
            return key
        key = SigningKey.generate()
        with replacing(path) as target:
            target.write(_MAGIC + key.seed)
    except OSError as error:
        raise SeatUnusable from error
    return key


def saves_data(seats: Path) -> bool:
    """Tell whether this patient chose to save data in an earlier visit. Blocking."""
    return (seats / _SAVE_DATA).exists()


def remember_saving(seats: Path, on: bool) -> None:
    """Keep for the next visit whether data are to be saved. Blocking.

    Raises:
        SeatUnusable: the folder refuses.
    """
    try:
        private_directory(seats)
        if on:
            (seats / _SAVE_DATA).touch(0o600)
        else:
            (seats / _SAVE_DATA).unlink(missing_ok=True)
    except OSError as error:
        raise SeatUnusable from error


def _read(data: bytes) -> SigningKey | None:
    # A seat that is damaged or of another version is worth nothing but a new knock.
    if not data.startswith(_MAGIC) or len(data) != len(_MAGIC) + 32:
        return None
    return SigningKey.from_seed(data[len(_MAGIC) :])

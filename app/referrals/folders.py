# SPDX-License-Identifier: GPL-3.0-or-later
"""Where parcels lie on this disk while they come in, and where refused ones are set aside.

Blocking. Everything in these folders is ciphertext.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Final

from app.records.ids import ParcelId
from app.vault.durable import private_directory

_INCOMING: Final = "incoming"
_QUARANTINE: Final = "quarantine"


def incoming(profile: Path, parcel: ParcelId) -> Path:
    """Make the folder that a parcel is fetched into; what an earlier try fetched is still there."""
    return private_directory(private_directory(profile / _INCOMING) / parcel)


def remove_incoming(profile: Path, parcel: ParcelId) -> None:
    """Drop the ciphertext of a parcel that was taken in."""
    shutil.rmtree(profile / _INCOMING / parcel, ignore_errors=True)


def quarantine(profile: Path, parcel: ParcelId) -> None:
    """Set a refused parcel aside for whoever looks into it."""
    place = private_directory(profile / _QUARANTINE)
    folder = profile / _INCOMING / parcel
    if folder.is_dir() and not (place / parcel).exists():
        os.replace(folder, place / parcel)

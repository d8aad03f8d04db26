# SPDX-License-Identifier: GPL-3.0-or-later
"""Fetch the files of a parcel, whatever breaks on the way, and hold them to what is signed."""

from __future__ import annotations

import asyncio
from pathlib import Path

from app.records.ids import ParcelId
from app.records.referral import Attachment
from app.referrals.envelope import (
    ENVELOPE_FILE,
    MAX_ENVELOPE_BYTES,
    EnvelopeCause,
    EnvelopeRefused,
)
from app.referrals.manifest import Manifest, SealedFile
from app.referrals.sealed_files import check_file
from app.signaling.http import ServerClient
from app.signaling.login import Tokens
from app.signaling.parcels import DownloadDamaged, download_file
from signaling_server.wire_http import Parcel, ParcelFile


class Fetching:
    """Brings files of a parcel to a folder of this disk. Belongs to the asyncio thread."""

    def __init__(self, client: ServerClient, tokens: Tokens) -> None:
        self._client = client
        self._tokens = tokens

    async def envelope(self, parcel: Parcel, folder: Path) -> bytes:
        """Fetch the envelope; nothing of it is checked but its size and announced hash.

        Raises:
            EnvelopeRefused, DownloadDamaged, OSError, and what a request raises.
        """
        file = _file_of(parcel, ENVELOPE_FILE)
        if file.size_bytes > MAX_ENVELOPE_BYTES:
            raise EnvelopeRefused(EnvelopeCause.FORMAT)
        await self._fetch(parcel, file, folder)
        return await asyncio.to_thread((folder / ENVELOPE_FILE).read_bytes)

    async def recording(
        self,
        parcel: Parcel,
        folder: Path,
        manifest: Manifest,
        facts: Attachment,
        sealed: SealedFile,
    ) -> Path:
        """Fetch one recording and check it against the signed manifest; it stays sealed.

        Raises as ``envelope``.
        """
        announced = _file_of(parcel, sealed.attachment)
        if (announced.size_bytes, announced.sha256) != (sealed.size_bytes, sealed.sha256):
            raise EnvelopeRefused(EnvelopeCause.HASH)
        await self._fetch(parcel, announced, folder)
        path = folder / sealed.attachment
        await asyncio.to_thread(check_file, path, sealed, facts, manifest.identity)
        return path

    async def _fetch(self, parcel: Parcel, file: ParcelFile, folder: Path) -> None:
        try:
            await self._download(parcel, file, folder)
        except DownloadDamaged:
            # A fault of the line or of this disk is no verdict on what was sent: once more.
            await self._download(parcel, file, folder)

    async def _download(self, parcel: Parcel, file: ParcelFile, folder: Path) -> None:
        name = ParcelId(parcel.parcel)
        await self._tokens.call(
            lambda token: download_file(
                self._client, token, name, file, folder / file.file, lambda _: None
            )
        )


def _file_of(parcel: Parcel, name: str) -> ParcelFile:
    """Find a file by the name that this program expects; the server's names are no paths."""
    found = [file for file in parcel.files if file.file == name]
    if len(found) != 1:
        raise EnvelopeRefused(EnvelopeCause.FORMAT)
    return found[0]

# SPDX-License-Identifier: GPL-3.0-or-later
"""The recordings of the stethoscope in a patient's record: listed, opened, verified."""

from __future__ import annotations

import asyncio
import hashlib
import io
import wave
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from app.calls.errors import NotAsRecorded
from app.records.ids import PatientId, UserId
from app.records.kept_sounds import KeptSound
from app.records.media_facts import Sound
from app.store import access_log
from app.store.blobs import open_blob
from app.store.database import Store
from app.store.encounters import recordings_of
from app.vault.sealing import Tampered

OPENED: Final = "sound-opened"
TREATMENT: Final = "treatment"


@dataclass(frozen=True, slots=True)
class OpenSound:
    """A recording that is what was recorded."""

    kept: KeptSound
    sound: Sound
    wav: bytes = field(repr=False)


class KeptSounds:
    """Belongs to the asyncio thread."""

    def __init__(self, store: Store, clock: Callable[[], datetime], user: UserId) -> None:
        self._store = store
        self._clock = clock
        self._user = user

    async def kept(self, patient: PatientId) -> tuple[KeptSound, ...]:
        """List the sounds in a patient's record, of all visits, newest first."""
        return await recordings_of(self._store, patient)

    async def open(self, kept: KeptSound) -> OpenSound:
        """Open a sound of the record; that is logged.

        Raises:
            NoSuchBlob, NotAsRecorded: nothing of it is heard, and nothing is logged.
        """
        recording = kept.recording
        try:
            wav = await open_blob(self._store, recording.blob)
        except Tampered as error:
            raise NotAsRecorded from error
        sound = await asyncio.to_thread(_verified, wav, recording.sha256)
        await access_log.append(
            self._store,
            self._clock(),
            self._user,
            OPENED,
            recording.blob,
            kept.patient,
            TREATMENT,
        )
        return OpenSound(kept, sound, wav)


def _verified(wav: bytes, sha256: str) -> Sound:
    if hashlib.sha256(wav).hexdigest() != sha256:
        raise NotAsRecorded
    with wave.open(io.BytesIO(wav)) as file:
        return Sound(file.getframerate(), file.readframes(file.getnframes()))

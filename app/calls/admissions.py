# SPDX-License-Identifier: GPL-3.0-or-later
"""Whom this computer has let in, so that the server's word alone opens no door.

Admissions outlive a restart on both sides: the server names again who is inside, and this end
goes on only with those it has let in itself.
"""

from __future__ import annotations

import logging
from typing import Final

from app.errors import KnownError
from app.records.ids import AppointmentId, ParticipantId
from app.store import settings
from app.store.database import Store

_log = logging.getLogger(__name__)
_KEY: Final = "calls.admitted"
_KEPT: Final = 256


class Admissions:
    """Belongs to the asyncio thread."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._inside: dict[tuple[str, str], None] | None = None
        """In the order of admission; None until read."""

    async def read(self) -> None:
        """Learn what this computer has admitted before. Raises StoreDamaged, StoreFailed."""
        if self._inside is None:
            words = (await settings.get(self._store, _KEY, "")).split()
            pairs = (word.partition("=") for word in words)
            self._inside = {(appointment, who): None for appointment, _, who in pairs}

    def holds(self, appointment: AppointmentId, participant: ParticipantId) -> bool:
        """Tell whether this computer has let somebody in, and not out again."""
        return self._inside is not None and (appointment, participant) in self._inside

    async def add(self, appointment: AppointmentId, participant: ParticipantId) -> None:
        """Somebody is let in. A full disk forgets it at the next start, and stops nobody now."""
        await self.read()
        assert self._inside is not None
        self._inside.pop((appointment, participant), None)
        self._inside[appointment, participant] = None
        while len(self._inside) > _KEPT:
            self._inside.pop(next(iter(self._inside)))
        await self._write()

    async def remove(self, appointment: AppointmentId, participant: ParticipantId) -> None:
        """Somebody is out again."""
        if self._inside is not None and self.holds(appointment, participant):
            del self._inside[appointment, participant]
            await self._write()

    async def _write(self) -> None:
        text = " ".join(f"{appointment}={who}" for appointment, who in self._inside or ())
        try:
            await settings.put(self._store, _KEY, text)
        except KnownError as error:
            _log.warning("admissions are not on the disk: %s", type(error).__name__)

# SPDX-License-Identifier: GPL-3.0-or-later
"""Slots that may stand on the server without a visit on this computer, until they are undone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Set
from contextlib import asynccontextmanager
from typing import Final

from app.records.ids import AppointmentId
from app.store import appointments, settings
from app.store.database import Store

_SETTING: Final = "unfinished-visits"


class Unfinished:
    """A list in the store, written before the server is asked. Belongs to the asyncio thread.

    A program that dies between the server's answer and its own store finds its trace here.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = asyncio.Lock()
        self._being_made: set[AppointmentId] = set()

    @asynccontextmanager
    async def making(self, appointment: AppointmentId) -> AsyncIterator[None]:
        """Note an appointment while it is being made; the note goes only if all went well."""
        self._being_made.add(appointment)
        try:
            await self._change(add={appointment})
            yield
            await self._change(remove={appointment})
        finally:
            self._being_made.discard(appointment)

    async def undo(self, cancel: Callable[[AppointmentId], Awaitable[None]]) -> None:
        """Cancel on the server what never became a visit here."""
        for appointment in sorted(await self._noted() - self._being_made):
            if await appointments.appointment(self._store, appointment) is None:
                await cancel(appointment)
            await self._change(remove={appointment})

    async def _noted(self) -> frozenset[AppointmentId]:
        line = await settings.get(self._store, _SETTING, "")
        return frozenset(AppointmentId(name) for name in line.split())

    async def _change(
        self, *, add: Set[AppointmentId] = frozenset(), remove: Set[AppointmentId] = frozenset()
    ) -> None:
        async with self._lock:
            noted = (await self._noted() | add) - remove
            await settings.put(self._store, _SETTING, " ".join(sorted(noted)))

# SPDX-License-Identifier: GPL-3.0-or-later
"""Visits that were finished while the server was away: kept on disk, told when it is back."""

from __future__ import annotations

import asyncio
import logging
from typing import Final

from app.errors import KnownError
from app.records.ids import AppointmentId
from app.signaling.appointments import change_appointment
from app.signaling.http import RefusedByServer, ServerClient
from app.signaling.login import Tokens
from app.store import settings
from app.store.database import Store
from signaling_server.wire import AppointmentState

_log = logging.getLogger(__name__)
_KEY: Final = "calls.unsent-endings"


class UnsentEndings:
    """Belongs to the asyncio thread."""

    def __init__(self, store: Store, client: ServerClient, tokens: Tokens) -> None:
        self._store = store
        self._client = client
        self._tokens = tokens
        self._changing = asyncio.Lock()

    async def add(self, appointment: AppointmentId, state: AppointmentState) -> None:
        """Keep in mind that the server is to be told."""
        async with self._changing:
            await self._write({**await self._read(), appointment: state})

    async def remove(self, appointment: AppointmentId) -> None:
        """The server has been told."""
        async with self._changing:
            kept = await self._read()
            if kept.pop(appointment, None) is not None:
                await self._write(kept)

    async def tell(self) -> None:
        """Tell the server what it has not heard; what it refuses is over there already."""
        for appointment, state in (await self._read()).items():
            try:
                await self._tell(appointment, state)
            except RefusedByServer as error:
                _log.info("an ending was not taken: %s", error.code.value)
            except KnownError as error:
                _log.info("an ending was not told: %s", type(error).__name__)
                return
            await self.remove(appointment)

    async def _tell(self, appointment: AppointmentId, state: AppointmentState) -> None:
        await self._tokens.call(
            lambda token: change_appointment(self._client, token, appointment, state)
        )

    async def _read(self) -> dict[AppointmentId, AppointmentState]:
        words = (await settings.get(self._store, _KEY, "")).split()
        pairs = (word.partition("=") for word in words)
        return {AppointmentId(key): AppointmentState(value) for key, _, value in pairs}

    async def _write(self, kept: dict[AppointmentId, AppointmentState]) -> None:
        text = " ".join(f"{key}={state.value}" for key, state in kept.items())
        await settings.put(self._store, _KEY, text)

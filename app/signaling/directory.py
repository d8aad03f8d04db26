# SPDX-License-Identifier: GPL-3.0-or-later
"""The organisation's directory: fetched, checked up to the pinned key, never rolled back."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from typing import TypeAlias

from app.signaling.http import ServerClient
from app.signaling.login import Tokens
from app.vault.identity import organization_id
from app.vault.trust import VerifiedDirectory, verify_directory
from signaling_server.wire_http import Directory

Load: TypeAlias = Callable[[], Awaitable[tuple[Directory, int] | None]]
Save: TypeAlias = Callable[[Directory, int], Awaitable[None]]


class DirectoryClient:
    """Whom the organisation vouches for, as last seen. Belongs to the asyncio thread."""

    def __init__(
        self,
        client: ServerClient,
        tokens: Tokens,
        organization_key: bytes,
        load: Load,
        save: Save,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """``load`` and ``save`` keep the directory and the highest version seen on this disk."""
        self._client = client
        self._tokens = tokens
        self._key = organization_key
        self._load = load
        self._save = save
        self._clock = clock
        self._at_least: int | None = None
        self._current: VerifiedDirectory | None = None

    @property
    def current(self) -> VerifiedDirectory | None:
        """The last good directory; None before ``open_stored`` or ``refresh`` found one."""
        return self._current

    async def open_stored(self) -> VerifiedDirectory | None:
        """Take the directory from this disk, so that colleagues are known offline too.

        Raises:
            UntrustedDirectory: what the disk holds does not pass.
        """
        stored = await self._load()
        if stored is None:
            self._at_least = 0
            return None
        directory, version = stored
        self._at_least = version
        self._current = verify_directory(directory, self._key, version, self._clock())
        return self._current

    async def refresh(self) -> VerifiedDirectory:
        """Fetch the directory and make it the current one.

        Raises:
            UntrustedDirectory: it does not pass, or is older than one seen before; the current
                one stays.
            ServerUnreachable, RefusedByServer: as every request.
        """
        if self._at_least is None:
            await self.open_stored()
        directory = await self._tokens.call(
            lambda token: self._client.get(
                f"/organizations/{organization_id(self._key)}", Directory, token
            )
        )
        verified = verify_directory(directory, self._key, self._at_least or 0, self._clock())
        await self._save(directory, verified.version)
        self._at_least = verified.version
        self._current = verified
        return verified

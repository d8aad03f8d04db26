# SPDX-License-Identifier: GPL-3.0-or-later
"""Joins the first run with the vault, the server and the store."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import Any

from PySide6.QtCore import QObject

from app.bridge import Bridge
from app.enrolment.newcomer import Claimed, claim, wait_for_approval
from app.ui.start.first_run_screen import FirstRunScreen
from app.ui.start.sheet import Sheet
from app.ui.words import error_words
from app.vault.identity import OwnIdentity
from app.vault.vault import Created, Vault

Keep = Callable[[bytes, Claimed], Coroutine[Any, Any, None]]
"""Save a claim in the vaulted store under this key, so that a restart goes on with it."""
Finished = Callable[[bytes, OwnIdentity, bool], object]
"""Begin to work: key, identity, and whether the recovery sheet was checked."""


class FirstRunFlow(QObject):
    """Leads a newcomer through the four steps; may be left at any of them. GUI thread.

    The store is made before anything is sent, so a code is never used up for keys that a
    power cut could lose.
    """

    def __init__(
        self,
        screen: FirstRunScreen,
        vault: Vault,
        bridge: Bridge,
        clock: Callable[[], datetime],
        device_name: str,
        keep: Keep,
        finished: Finished,
    ) -> None:
        super().__init__(screen)
        self._screen = screen
        self._vault = vault
        self._bridge = bridge
        self._clock = clock
        self._device_name = device_name
        self._keep = keep
        self._finished = finished
        self._server = ""
        self._code = ""
        self._key: bytes | None = None
        self._claimed: Claimed | None = None
        self._sheet_kept = False
        screen.code_given.connect(self._take_code)
        screen.passphrase_given.connect(self._make_vault)
        screen.sheet_kept.connect(lambda: self._sheet_done(True))
        screen.sheet_later.connect(lambda: self._sheet_done(False))
        screen.try_again.connect(self._wait)

    def start(self) -> None:
        """Begin on a new computer."""
        self._screen.show_code()

    def go_on(self, key: bytes, claimed: Claimed | None) -> None:
        """Go on after a restart, with an unlocked store that has no identity yet."""
        self._key, self._sheet_kept = key, True
        if claimed is None:
            self._screen.show_code()
        else:
            self._claimed = claimed
            self._wait()

    def _take_code(self, server: str, code: str) -> None:
        self._server, self._code = server, code
        if self._key is None:
            self._screen.show_passphrase()
        else:
            self._claim(self._key)

    def _make_vault(self, passphrase: str) -> None:
        self._screen.set_passphrase_busy(True)
        self._bridge.run(
            asyncio.to_thread(self._vault.create, passphrase), self._vault_made, self._code_error
        )

    def _vault_made(self, created: Created) -> None:
        self._key = created.key
        self._screen.show_sheet(Sheet("", self._clock(), created.recovery_key))

    def _sheet_done(self, kept: bool) -> None:
        self._sheet_kept = kept
        if self._key is not None:
            self._claim(self._key)

    def _claim(self, key: bytes) -> None:
        self._screen.show_waiting()
        self._bridge.run(self._claim_and_keep(key), self._claimed_now, self._code_error)

    async def _claim_and_keep(self, key: bytes) -> Claimed:
        claimed = await claim(self._server, self._code, self._device_name)
        await self._keep(key, claimed)
        return claimed

    def _claimed_now(self, claimed: Claimed) -> None:
        self._claimed = claimed
        self._wait()

    def _wait(self) -> None:
        if self._claimed is None:
            return
        self._screen.show_waiting()
        self._bridge.run(wait_for_approval(self._claimed), self._approved, self._wait_error)

    def _approved(self, identity: OwnIdentity) -> None:
        if self._key is not None:
            self._finished(self._key, identity, self._sheet_kept)

    def _code_error(self, error: Exception) -> None:
        self._screen.set_passphrase_busy(False)
        self._screen.show_code_error(*error_words(error))

    def _wait_error(self, error: Exception) -> None:
        self._screen.show_waiting_trouble(*error_words(error))

# SPDX-License-Identifier: GPL-3.0-or-later
"""Joins the unlock screen with the vault."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from PySide6.QtCore import QObject

from app.bridge import Bridge
from app.ui.start.unlock_screen import UnlockScreen
from app.ui.words import error_words
from app.vault.keyring_backends import KeyringState
from app.vault.passphrases import wait_before_try_s
from app.vault.recovery import WrongRecoveryKey
from app.vault.vault import KeyringUnlock, Vault, WrongPassphrase


class UnlockFlow(QObject):
    """Asks the keyring first, then the user; gives the key to ``unlocked``. GUI thread.

    Vault calls block, so each runs on a worker thread of the asyncio loop, one at a time.
    """

    def __init__(
        self,
        screen: UnlockScreen,
        vault: Vault,
        bridge: Bridge,
        unlocked: Callable[[bytes], object],
        needs_screen: Callable[[], object],
    ) -> None:
        """``needs_screen`` is called when the keyring did not open and the user must act."""
        super().__init__(screen)
        self._screen = screen
        self._vault = vault
        self._bridge = bridge
        self._unlocked = unlocked
        self._needs_screen = needs_screen
        self._wrong_tries = 0
        screen.passphrase_given.connect(self._try_passphrase)
        screen.recovery_key_given.connect(self._try_recovery_key)
        screen.ask_again.connect(self.start)

    def start(self) -> None:
        """Ask the keyring; if it opens, no screen is needed."""
        self._bridge.run(
            asyncio.to_thread(self._ask_keyring), self._keyring_answered, self._trouble
        )

    def show_locked(self) -> None:
        """Show that the user locked Vidda; the keyring is asked only on wish."""
        self._bridge.run(
            asyncio.to_thread(self._vault.has_passphrase),
            lambda has: self._show(None, has),
            self._trouble,
        )

    def _ask_keyring(self) -> tuple[KeyringUnlock, bool]:
        return self._vault.unlock_with_keyring(), self._vault.has_passphrase()

    def _keyring_answered(self, answer: tuple[KeyringUnlock, bool]) -> None:
        unlock, has_passphrase = answer
        if unlock.key is not None:
            self._finish(unlock.key)
        else:
            self._show(unlock.state, has_passphrase)

    def _show(self, state: KeyringState | None, has_passphrase: bool) -> None:
        self._screen.show_cause(state, has_passphrase=has_passphrase)
        self._needs_screen()

    def _try_passphrase(self, text: str) -> None:
        self._screen.set_busy(True)
        self._bridge.run(
            asyncio.to_thread(self._vault.unlock_with_passphrase, text),
            self._opened_by_hand,
            self._wrong,
        )

    def _try_recovery_key(self, text: str) -> None:
        self._screen.set_busy(True)
        self._bridge.run(
            asyncio.to_thread(self._vault.unlock_with_recovery_key, text),
            self._opened_by_hand,
            self._wrong,
        )

    def _opened_by_hand(self, key: bytes) -> None:
        # A new entry in the key store is a convenience: whatever comes of it, the user is in.
        self._bridge.run(
            asyncio.to_thread(self._vault.reseal_keyring, key),
            lambda _state: self._finish(key),
            lambda _error: self._finish(key),
        )

    def _wrong(self, error: Exception) -> None:
        if not isinstance(error, WrongPassphrase | WrongRecoveryKey):
            self._trouble(error)
            return
        self._wrong_tries += 1
        pause = wait_before_try_s(self._wrong_tries)
        if isinstance(error, WrongRecoveryKey):
            self._screen.show_wrong_recovery_key(error.group, pause)
        else:
            self._screen.show_wrong_passphrase(pause)

    def _trouble(self, error: Exception) -> None:
        self._screen.show_trouble(*error_words(error))
        self._needs_screen()

    def _finish(self, key: bytes) -> None:
        self._wrong_tries = 0
        self._screen.set_busy(False)
        self._screen.forget()
        self._unlocked(key)

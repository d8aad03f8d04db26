# SPDX-License-Identifier: GPL-3.0-or-later
"""The operating system's keyring, and telling its troubles apart.

The only module that imports keyring. Backends are named here and made here: the library's own
search honours environment variables and configuration files, which may put a key into a plain
file or into nothing. security.md section 0, finding 5, and section 2.7.
"""

from __future__ import annotations

import logging
import os
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import Final, Generic, TypeVar

from keyring.backend import KeyringBackend
from keyring.backends import SecretService, Windows, kwallet, libsecret
from keyring.errors import KeyringLocked

if sys.platform == "darwin":
    # Elsewhere its mere import runs compiler and linker in search of Apple's libraries, and
    # leaves files in the temporary folder while it does.
    from keyring.backends import macOS

_log = logging.getLogger(__name__)

T = TypeVar("T")

CALL_SECONDS: Final = 30.0
"""A keyring may ask the user something; after this long it counts as hung."""

ALLOWED: Final[dict[str, type[KeyringBackend]]] = {
    "SecretService": SecretService.Keyring,
    "libsecret": libsecret.Keyring,
    "kwallet": kwallet.DBusKeyring,
    "kwallet4": kwallet.DBusKeyringKWallet4,
    "Windows": Windows.WinVaultKeyring,
}
"""By the id that key slots remember. Never renamed."""
if sys.platform == "darwin":
    ALLOWED["macOS"] = macOS.Keyring

_PROPERTY_PREFIX: Final = "KEYRING_PROPERTY_"


class KeyringState(Enum):
    """How the keyring stands. Only OK gives a key; none of the others ever makes or deletes one."""

    OK = "ok"
    MISSING = "missing"
    """The keyring answers, the entry is not in it."""
    LOCKED = "locked"
    """The user has to unlock the keyring."""
    DENIED = "denied"
    """The keyring refuses or its service is gone."""
    CHANGED = "changed"
    """Another keyring than the one that holds the key."""
    ABSENT = "absent"
    """No keyring that may be trusted."""
    WRONG = "wrong"
    """An entry is there, but it is not this vault's key."""
    TIMEOUT = "timeout"
    """No answer within ``CALL_SECONDS``."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of asking for an entry."""

    state: KeyringState
    """OK, MISSING, LOCKED, DENIED or TIMEOUT."""
    value: str | None = field(default=None, repr=False)


class OsKeyring:
    """One allowed backend with a time limit on each call. Blocking; for a worker thread."""

    def __init__(
        self, backend_id: str, backend: KeyringBackend, call_seconds: float = CALL_SECONDS
    ) -> None:
        self._backend_id = backend_id
        self._backend = backend
        self._call_seconds = call_seconds
        self._hung: threading.Thread | None = None

    @property
    def backend_id(self) -> str:
        """Which of ``ALLOWED`` it is."""
        return self._backend_id

    def get(self, service: str, name: str) -> Reading:
        """Ask for an entry."""
        outcome = self._ask(lambda: self._backend.get_password(service, name))
        if outcome.state is KeyringState.OK and outcome.value is None:
            return Reading(KeyringState.MISSING)
        return Reading(outcome.state, outcome.value)

    def put(self, service: str, name: str, value: str) -> KeyringState:
        """Write an entry. OK only says that the keyring did not complain: read it back."""
        return self._ask(lambda: self._backend.set_password(service, name, value)).state

    def _ask(self, call: Callable[[], T]) -> _Outcome[T]:
        if self._hung is not None:
            # One stuck call is enough; the next waits for it instead of piling up.
            self._hung.join(self._call_seconds)
            if self._hung.is_alive():
                return _Outcome(KeyringState.TIMEOUT)
            self._hung = None
        outcome, thread = _within(call, self._call_seconds)
        if outcome.state is KeyringState.TIMEOUT:
            self._hung = thread
        if outcome.state is not KeyringState.OK:
            _log.info("keyring %s: %s", self._backend_id, outcome.state.value)
        return outcome


def find_keyring(prefer: str | None = None) -> OsKeyring | None:
    """Find the keyring of this desktop among the allowed ones.

    ``prefer`` is the backend that holds the key already (``Vault.keyring_backend``): it is taken
    where it works, whatever the desktop would choose today. None where no backend works.
    """
    end = time.monotonic() + CALL_SECONDS
    found: dict[str, float] = {}
    for backend_id, backend in ALLOWED.items():
        probe = _probe(backend, end - time.monotonic())
        if probe.value is not None:
            found[backend_id] = probe.value
        elif probe.state is KeyringState.TIMEOUT and backend_id == prefer:
            # It holds the key and hangs: saying so is better than offering another one.
            found = {backend_id: 0.0}
            break
    if not found:
        return None
    chosen = prefer if prefer in found else max(found, key=lambda name: found[name])
    return OsKeyring(chosen, make_backend(ALLOWED[chosen]))


def make_backend(backend: type[KeyringBackend]) -> KeyringBackend:
    """Make a backend that heeds no environment variable and does not roam."""
    made = backend()
    for variable in os.environ:
        if variable.startswith(_PROPERTY_PREFIX):
            vars(made).pop(variable.removeprefix(_PROPERTY_PREFIX).lower(), None)
    if isinstance(made, Windows.WinVaultKeyring):
        # The default would carry the key to every computer of a Windows domain.
        made.persist = "local machine"
    return made


def _probe(backend: type[KeyringBackend], seconds: float) -> _Outcome[float]:
    """Ask whether a backend works here, and how well; asking may hang as any call may."""
    outcome, _ = _within(lambda: float(backend.priority), max(seconds, 0.0))
    return outcome


@dataclass(frozen=True, slots=True)
class _Outcome(Generic[T]):
    state: KeyringState
    value: T | None = None


def _within(call: Callable[[], T], seconds: float) -> tuple[_Outcome[T], threading.Thread]:
    outcomes: list[_Outcome[T]] = []

    def work() -> None:
        try:
            outcomes.append(_Outcome(KeyringState.OK, call()))
        except KeyringLocked:
            outcomes.append(_Outcome(KeyringState.LOCKED))
        except Exception:
            # Backends let through whatever their D-Bus, GLib or Win32 binding raises; there is
            # no common class. All of it means the same: no answer, and no reason to act.
            outcomes.append(_Outcome(KeyringState.DENIED))

    thread = threading.Thread(target=work, name="keyring", daemon=True)
    thread.start()
    thread.join(seconds)
    return (outcomes[0] if outcomes else _Outcome(KeyringState.TIMEOUT)), thread

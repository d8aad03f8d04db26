# SPDX-License-Identifier: GPL-3.0-or-later
"""A keyring's troubles are told apart, whatever the environment says."""

from __future__ import annotations

import sys
import threading

import pytest
from keyring.backends import Windows, fail, null
from keyring.compat import properties

from app.vault import keyring_backends
from app.vault.keyring_backends import (
    ALLOWED,
    KeyringState,
    OsKeyring,
    Reading,
    find_keyring,
    make_backend,
)
from tests.fakes.keyring_backend import MemoryKeyring, Mood

SERVICE, NAME = "vidda/x/kek", "x"


def test_entries_come_back() -> None:
    keyring = OsKeyring("memory", MemoryKeyring())
    assert keyring.get(SERVICE, NAME) == Reading(KeyringState.MISSING)
    assert keyring.put(SERVICE, NAME, "value") is KeyringState.OK
    assert keyring.get(SERVICE, NAME) == Reading(KeyringState.OK, "value")
    assert "value" not in repr(keyring.get(SERVICE, NAME))


@pytest.mark.parametrize(
    ("mood", "state"), [(Mood.LOCKED, KeyringState.LOCKED), (Mood.DEAD, KeyringState.DENIED)]
)
def test_troubles(mood: Mood, state: KeyringState) -> None:
    backend = MemoryKeyring()
    backend.mood = mood
    keyring = OsKeyring("memory", backend)
    assert keyring.get(SERVICE, NAME) == Reading(state)
    assert keyring.put(SERVICE, NAME, "value") is state


def test_a_foreign_error_is_a_refusal() -> None:
    backend = MemoryKeyring()
    backend.mood = Mood.READ_ONLY
    assert OsKeyring("memory", backend).put(SERVICE, NAME, "value") is KeyringState.DENIED


def test_a_hung_keyring_times_out_and_may_come_back() -> None:
    backend = MemoryKeyring()
    backend.entries[SERVICE, NAME] = "value"
    backend.mood = Mood.HUNG
    keyring = OsKeyring("memory", backend, call_seconds=0.05)
    assert keyring.get(SERVICE, NAME) == Reading(KeyringState.TIMEOUT)
    # A second call waits for the first instead of hanging beside it.
    assert keyring.get(SERVICE, NAME) == Reading(KeyringState.TIMEOUT)
    backend.mood = Mood.WELL
    patient = OsKeyring("memory", backend)
    backend.woken.set()
    assert patient.get(SERVICE, NAME) == Reading(KeyringState.OK, "value")
    while keyring.get(SERVICE, NAME).state is KeyringState.TIMEOUT:
        pass
    assert keyring.get(SERVICE, NAME) == Reading(KeyringState.OK, "value")


def test_only_named_backends_are_allowed() -> None:
    assert not {fail.Keyring, null.Keyring} & set(ALLOWED.values())
    apple = {"macOS"} if sys.platform == "darwin" else set()
    assert set(ALLOWED) == apple | {"SecretService", "libsecret", "kwallet", "kwallet4", "Windows"}


class Liked(MemoryKeyring):
    """A backend that works here."""

    priority = 5.0


class Better(MemoryKeyring):
    """One that the desktop likes better."""

    priority = 5.1


class Unfit(MemoryKeyring):
    """One that cannot work here."""

    @properties.classproperty
    def priority(self) -> float:
        """Say so the way real backends do."""
        raise RuntimeError("no such service")


def test_the_preferred_keyring_is_the_one_that_holds_the_key(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def only(**backends: type[MemoryKeyring]) -> None:
        monkeypatch.setattr(keyring_backends, "ALLOWED", backends)

    def found(prefer: str | None = None) -> str | None:
        keyring = find_keyring(prefer)
        return None if keyring is None else keyring.backend_id

    only(liked=Liked, better=Better, unfit=Unfit)
    assert found() == "better"
    assert found("liked") == "liked"
    assert found("unfit") == "better"
    only(unfit=Unfit)
    assert found() is None
    assert found("unfit") is None


def test_a_hung_keyring_that_holds_the_key_is_still_the_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    woken = threading.Event()

    class Hung(MemoryKeyring):
        """Its service does not answer."""

        @properties.classproperty
        def priority(self) -> float:
            woken.wait(60)
            return 9.0

    monkeypatch.setattr(keyring_backends, "CALL_SECONDS", 0.05)
    monkeypatch.setattr(keyring_backends, "ALLOWED", {"liked": Liked, "hung": Hung})
    chosen = [find_keyring("hung"), find_keyring("liked"), find_keyring()]
    woken.set()
    assert [k and k.backend_id for k in chosen] == ["hung", "liked", "liked"]


def test_the_environment_does_not_reach_into_a_backend(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEYRING_PROPERTY_MOOD", "hacked")
    monkeypatch.setenv("KEYRING_PROPERTY_PREFERRED_COLLECTION", "/somewhere/else")
    backend = make_backend(ALLOWED["SecretService"])
    assert not hasattr(backend, "preferred_collection")


def test_a_windows_key_stays_on_its_computer(monkeypatch: pytest.MonkeyPatch) -> None:
    class Win32Credentials:
        """The constants of win32cred, which only Windows has."""

        CRED_PERSIST_LOCAL_MACHINE = 2
        CRED_PERSIST_ENTERPRISE = 3

    monkeypatch.setattr(Windows, "win32cred", Win32Credentials, raising=False)
    monkeypatch.setenv("KEYRING_PROPERTY_PERSIST", "enterprise")
    backend = make_backend(Windows.WinVaultKeyring)
    assert isinstance(backend, Windows.WinVaultKeyring)
    assert backend.persist == Win32Credentials.CRED_PERSIST_LOCAL_MACHINE

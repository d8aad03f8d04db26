# SPDX-License-Identifier: GPL-3.0-or-later
"""The key of the records on this disk, and the ways to it: keyring, passphrase, recovery key.

Blocking throughout: a worker thread's business. Whatever the keyring says, no way through here
makes a second key or deletes anything. security.md 2.7.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import msgspec

from app.errors import KnownError
from app.vault import argon, keyring_slot
from app.vault.keyring_backends import KeyringState, OsKeyring
from app.vault.keyslots import (
    KeySlots,
    KeySlotsDamaged,
    KeySlotsNewer,
    PassphraseSlot,
    RecoverySlot,
    any_copy,
    read_slots,
    slot_context,
    write_slots,
)
from app.vault.recovery import (
    WrongRecoveryKey,
    format_recovery_key,
    new_recovery_key,
    parse_recovery_key,
)
from app.vault.sealing import Tampered, derive, open_sealed, seal

__all__ = [
    "Created",
    "KeySlotsDamaged",
    "KeySlotsNewer",
    "KeyringState",
    "KeyringUnlock",
    "Vault",
    "VaultExists",
    "WrongPassphrase",
    "WrongRecoveryKey",
]

_KEY_BYTES: Final = 32
_DATABASE: Final = "vidda.db"
_CHECK_LABEL: Final = "vidda/key-check/v1"


class WrongPassphrase(KnownError):
    """This is not the passphrase of these records. Nothing was changed. Try again, or use the
    recovery key from the printed sheet.
    """


class VaultExists(KnownError):
    """This profile is set up already, so no new key was made. Unlock it, or choose another profile
    folder.
    """


@dataclass(frozen=True, slots=True)
class Created:
    """A new vault."""

    key: bytes = field(repr=False)
    """32 bytes, for ``Store.open``."""
    recovery_key: str = field(repr=False)
    """To be printed now; it cannot be shown again."""
    keyring_state: KeyringState
    """OK, or why the keyring will not unlock this vault."""


@dataclass(frozen=True, slots=True)
class KeyringUnlock:
    """What came of asking the keyring."""

    state: KeyringState
    key: bytes | None = field(default=None, repr=False)
    """With OK only."""


class Vault:
    """The key slots in one directory. Owned by whoever calls it, one call at a time."""

    def __init__(
        self, directory: Path, keyring: OsKeyring | None, cost: argon.Cost | None = None
    ) -> None:
        """``cost``: of passphrases set from now on; None measures what this computer bears."""
        self._directory = directory
        self._keyring = keyring
        self._cost = cost

    def exists(self) -> bool:
        """Tell whether anything was ever set up here, be it damaged."""
        return any_copy(self._directory) or (self._directory / _DATABASE).exists()

    def create(self, passphrase: str | None) -> Created:
        """Make a key and its slots; a crash at any step leaves nothing or a working vault.

        Raises:
            VaultExists: there is something here already.
            OSError: the disk refuses; nothing is there.
        """
        if self.exists():
            raise VaultExists
        key = secrets.token_bytes(_KEY_BYTES)
        store = secrets.token_hex(16)
        recovery = new_recovery_key()
        slots = KeySlots(
            store=store,
            generation=1,
            key_check=_check_of(key),
            passphrase=None
            if passphrase is None
            else self._passphrase_slot(store, key, passphrase),
            recovery=_recovery_slot(store, key, recovery),
        )
        # Ways in that depend on nobody else come first; the keyring is a convenience on top.
        write_slots(self._directory, slots)
        state = self._seal_in_keyring(slots, key)
        return Created(key, format_recovery_key(recovery), state)

    def keyring_backend(self) -> str | None:
        """Name the backend that holds the key, for ``find_keyring``; None where none does.

        Raises:
            KeySlotsDamaged, KeySlotsNewer
        """
        slot = read_slots(self._directory).keyring
        return None if slot is None else slot.backend

    def unlock_with_keyring(self) -> KeyringUnlock:
        """Ask the keyring for the key.

        Raises:
            KeySlotsDamaged, KeySlotsNewer
        """
        slots = read_slots(self._directory)
        unlock = self._ask_keyring(slots)
        slot = slots.keyring
        if unlock.key is not None and slot is not None and not slot.confirmed:
            confirmed = msgspec.structs.replace(slot, confirmed=True)
            self._write(slots, keyring=confirmed)
        return unlock

    def unlock_with_passphrase(self, text: str) -> bytes:
        """Give the key for the right passphrase; takes about a second by design.

        Raises:
            WrongPassphrase: also where no passphrase was ever set.
            KeySlotsDamaged, KeySlotsNewer
        """
        slots = read_slots(self._directory)
        slot = slots.passphrase
        if slot is None:
            raise WrongPassphrase
        cost = argon.Cost(slot.iterations, slot.memory_kib, slot.lanes)
        if not cost.bearable or len(slot.salt) != argon.SALT_BYTES:
            raise KeySlotsDamaged
        try:
            return open_sealed(
                argon.key_from_passphrase(text, slot.salt, cost),
                slot_context("passphrase", slots.store),
                slot.sealed,
            )
        except Tampered as error:
            raise WrongPassphrase from error

    def unlock_with_recovery_key(self, text: str) -> bytes:
        """Give the key for the recovery key as typed from paper.

        Raises:
            WrongRecoveryKey: with the group where a typing error is, if that can be told.
            KeySlotsDamaged, KeySlotsNewer
        """
        recovery = parse_recovery_key(text)
        slots = read_slots(self._directory)
        if slots.recovery is None:
            raise WrongRecoveryKey
        try:
            return open_sealed(
                _recovery_kek(recovery),
                slot_context("recovery", slots.store),
                slots.recovery.sealed,
            )
        except Tampered as error:
            raise WrongRecoveryKey from error

    def has_passphrase(self) -> bool:
        """Tell whether a passphrase was set.

        Raises:
            KeySlotsDamaged, KeySlotsNewer
        """
        return read_slots(self._directory).passphrase is not None

    def set_passphrase(self, key: bytes, new: str) -> None:
        """Set or change the passphrase. The old one is worthless afterwards.

        Raises:
            ValueError: ``key`` is not this vault's.
            KeySlotsDamaged, KeySlotsNewer
        """
        slots = self._checked(key)
        self._write(slots, passphrase=self._passphrase_slot(slots.store, key, new))

    def new_recovery_key(self, key: bytes) -> str:
        """Make a new recovery key to print. The old sheet is worthless afterwards.

        Raises:
            ValueError: ``key`` is not this vault's.
            KeySlotsDamaged, KeySlotsNewer
        """
        slots = self._checked(key)
        recovery = new_recovery_key()
        self._write(slots, recovery=_recovery_slot(slots.store, key, recovery))
        return format_recovery_key(recovery)

    def reseal_keyring(self, key: bytes) -> KeyringState:
        """Put the key into today's keyring; an entry that is there already is never overwritten.

        Raises:
            ValueError: ``key`` is not this vault's.
            KeySlotsDamaged, KeySlotsNewer
        """
        slots = self._checked(key)
        if self._ask_keyring(slots).state is KeyringState.OK:
            return KeyringState.OK
        return self._seal_in_keyring(slots, key)

    def _checked(self, key: bytes) -> KeySlots:
        slots = read_slots(self._directory)
        if not hmac.compare_digest(slots.key_check, _check_of(key)):
            raise ValueError("this key does not belong to this vault")
        return slots

    def _write(self, slots: KeySlots, **changes: object) -> None:
        generation = slots.generation + 1
        changed = msgspec.structs.replace(slots, generation=generation, **changes)
        write_slots(self._directory, changed)

    def _passphrase_slot(self, store: str, key: bytes, passphrase: str) -> PassphraseSlot:
        cost = self._cost or argon.calibrated()
        salt = secrets.token_bytes(argon.SALT_BYTES)
        kek = argon.key_from_passphrase(passphrase, salt, cost)
        sealed = seal(kek, slot_context("passphrase", store), key)
        return PassphraseSlot(salt, cost.iterations, cost.memory_kib, cost.lanes, sealed)

    def _ask_keyring(self, slots: KeySlots) -> KeyringUnlock:
        state, key = keyring_slot.open_slot(self._keyring, slots)
        return KeyringUnlock(state, key)

    def _seal_in_keyring(self, slots: KeySlots, key: bytes) -> KeyringState:
        state, slot = keyring_slot.make_slot(self._keyring, slots.store, key)
        if slot is not None:
            self._write(slots, keyring=slot)
        return state


def _check_of(key: bytes) -> bytes:
    return derive(key, _CHECK_LABEL, 16)


def _recovery_kek(recovery: bytes) -> bytes:
    return derive(recovery, "vidda/recovery-slot/v1")


def _recovery_slot(store: str, key: bytes, recovery: bytes) -> RecoverySlot:
    return RecoverySlot(seal(_recovery_kek(recovery), slot_context("recovery", store), key))

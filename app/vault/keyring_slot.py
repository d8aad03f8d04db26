# SPDX-License-Identifier: GPL-3.0-or-later
"""The slot that the system's keyring opens: a random key there seals the vault's key here."""

from __future__ import annotations

import base64
import binascii
import secrets
import zlib
from typing import Final

from app.vault.keyring_backends import KeyringState, OsKeyring
from app.vault.keyslots import KeyringSlot, KeySlots, slot_context
from app.vault.sealing import Tampered, open_sealed, seal

_KEK_BYTES: Final = 32
_KIND: Final = "keyring"


def open_slot(keyring: OsKeyring | None, slots: KeySlots) -> tuple[KeyringState, bytes | None]:
    """Ask the keyring for its key and open the slot with it; a key comes with OK only."""
    slot = slots.keyring
    if keyring is None:
        return KeyringState.ABSENT, None
    if slot is None:
        return KeyringState.MISSING, None
    if slot.backend != keyring.backend_id:
        return KeyringState.CHANGED, None
    reading = keyring.get(slot.service, slot.name)
    if reading.value is None:
        return reading.state, None
    kek = kek_of(reading.value)
    if kek is None:
        return KeyringState.WRONG, None
    try:
        key = open_sealed(kek, slot_context(_KIND, slots.store), slot.sealed)
    except Tampered:
        return KeyringState.WRONG, None
    return KeyringState.OK, key


def make_slot(
    keyring: OsKeyring | None, store: str, key: bytes
) -> tuple[KeyringState, KeyringSlot | None]:
    """Put a new random key into the keyring, read it back, and seal ``key`` under it.

    An entry that is there already is never overwritten. A slot comes with OK only.
    """
    if keyring is None:
        return KeyringState.ABSENT, None
    service = f"vidda/{store}/kek"
    present = keyring.get(service, store)
    if present.state is KeyringState.OK:
        # Somebody's key is there and it is not ours to judge: it stays, the new one goes beside.
        service = f"{service}-{secrets.token_hex(4)}"
    elif present.state is not KeyringState.MISSING:
        return present.state, None
    kek = secrets.token_bytes(_KEK_BYTES)
    entry = entry_of(kek)
    state = keyring.put(service, store, entry)
    if state is not KeyringState.OK:
        return state, None
    # Some keyrings take everything and keep nothing.
    back = keyring.get(service, store)
    if back.value != entry:
        return (back.state if back.value is None else KeyringState.WRONG), None
    sealed = seal(kek, slot_context(_KIND, store), key)
    return KeyringState.OK, KeyringSlot(keyring.backend_id, service, store, sealed, confirmed=False)


def entry_of(kek: bytes) -> str:
    """Write the keyring's entry: 55 ASCII characters, for Windows takes 1,280 at most."""
    text = base64.urlsafe_b64encode(kek).decode().rstrip("=")
    return f"v1.{text}.{zlib.crc32(kek):08x}"


def kek_of(entry: str) -> bytes | None:
    """Read the keyring's entry; None where it is not exactly one."""
    parts = entry.split(".")
    if len(parts) != 3 or parts[0] != "v1":
        return None
    try:
        kek = base64.b64decode(parts[1] + "=", altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    return kek if len(kek) == _KEK_BYTES and entry_of(kek) == entry else None

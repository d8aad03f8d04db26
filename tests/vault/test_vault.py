# SPDX-License-Identifier: GPL-3.0-or-later
"""Three ways to one key; no trouble of any of them makes another key or loses this one."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.vault.argon import Cost
from app.vault.keyring_backends import OsKeyring
from app.vault.keyring_slot import entry_of, kek_of
from app.vault.keyslots import COPIES, KeySlots, read_slots, write_slots
from app.vault.vault import (
    Created,
    KeyringState,
    KeySlotsDamaged,
    KeySlotsNewer,
    Vault,
    VaultExists,
    WrongPassphrase,
    WrongRecoveryKey,
)
from tests.fakes.keyring_backend import MemoryKeyring, Mood

FAST = Cost(1, 64, 1)
PASSPHRASE = "korrekt hest batteri stift"


class House:
    """A vault with its keyring, opened anew for each look, as after a restart."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.backend = MemoryKeyring()
        self.backend_id = "memory"

    def vault(self) -> Vault:
        keyring = OsKeyring(self.backend_id, self.backend, call_seconds=0.05)
        return Vault(self.directory, keyring, FAST)

    def without_keyring(self) -> Vault:
        return Vault(self.directory, None, FAST)

    def files(self) -> list[bytes]:
        return [(self.directory / name).read_bytes() for name in COPIES]

    def change(self, **changes: object) -> None:
        slots = read_slots(self.directory)
        write_slots(self.directory, msgspec.structs.replace(slots, **changes))


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path / "profile")


@pytest.fixture
def created(house: House) -> Created:
    return house.vault().create(PASSPHRASE)


def test_three_ways_to_one_key(house: House) -> None:
    assert not house.vault().exists()
    created = house.vault().create(PASSPHRASE)
    assert house.vault().exists()
    assert len(created.key) == 32
    assert created.keyring_state is KeyringState.OK
    unlock = house.vault().unlock_with_keyring()
    assert (unlock.state, unlock.key) == (KeyringState.OK, created.key)
    assert house.vault().unlock_with_passphrase(PASSPHRASE) == created.key
    assert house.vault().unlock_with_recovery_key(created.recovery_key.lower()) == created.key
    assert house.vault().has_passphrase()
    assert house.vault().keyring_backend() == "memory"


def test_a_vault_without_passphrase_or_keyring(house: House) -> None:
    created = house.without_keyring().create(None)
    vault = house.without_keyring()
    assert created.keyring_state is KeyringState.ABSENT
    assert vault.unlock_with_keyring().state is KeyringState.ABSENT
    assert not vault.has_passphrase()
    assert vault.keyring_backend() is None
    with pytest.raises(WrongPassphrase):
        vault.unlock_with_passphrase(PASSPHRASE)
    assert vault.unlock_with_recovery_key(created.recovery_key) == created.key


def test_without_a_cost_this_computer_is_measured(house: House) -> None:
    created = Vault(house.directory, None).create(PASSPHRASE)
    slot = read_slots(house.directory).passphrase
    assert slot is not None
    assert slot.memory_kib >= 64 * 1024
    assert house.without_keyring().unlock_with_passphrase(PASSPHRASE) == created.key


def test_the_entry_in_the_keyring(house: House, created: Created) -> None:
    [((service, name), value)] = house.backend.entries.items()
    assert service == f"vidda/{name}/kek"
    assert len(value) <= 64
    assert value.isascii()
    assert value.startswith("v1.")


def test_wrong_secrets_are_refused(house: House, created: Created) -> None:
    other = Vault(house.directory.parent / "other", None, FAST).create(None)
    with pytest.raises(WrongPassphrase):
        house.vault().unlock_with_passphrase("something else entirely")
    with pytest.raises(WrongRecoveryKey) as caught:
        house.vault().unlock_with_recovery_key(other.recovery_key)
    assert caught.value.group is None
    with pytest.raises(WrongRecoveryKey) as caught:
        house.vault().unlock_with_recovery_key("U" + created.recovery_key[1:])
    assert caught.value.group == 1


@pytest.mark.parametrize(
    ("mood", "state"),
    [
        (Mood.LOCKED, KeyringState.LOCKED),
        (Mood.DEAD, KeyringState.DENIED),
        (Mood.HUNG, KeyringState.TIMEOUT),
    ],
)
def test_keyring_troubles_change_nothing(
    house: House, created: Created, mood: Mood, state: KeyringState
) -> None:
    files, entries = house.files(), dict(house.backend.entries)
    house.backend.mood = mood
    vault = house.vault()
    unlock = vault.unlock_with_keyring()
    assert (unlock.state, unlock.key) == (state, None)
    assert vault.unlock_with_passphrase(PASSPHRASE) == created.key
    assert vault.reseal_keyring(created.key) is state
    assert house.files() == files
    assert house.backend.entries == entries
    house.backend.woken.set()
    house.backend.mood = Mood.WELL
    assert house.vault().unlock_with_keyring().key == created.key


def test_a_missing_entry_is_resealed_after_another_way_in(house: House, created: Created) -> None:
    house.backend.entries.clear()
    files = house.files()
    assert house.vault().unlock_with_keyring().state is KeyringState.MISSING
    assert house.files() == files
    assert house.backend.entries == {}
    key = house.vault().unlock_with_recovery_key(created.recovery_key)
    assert house.vault().reseal_keyring(key) is KeyringState.OK
    assert house.vault().unlock_with_keyring().key == created.key
    assert len(house.backend.entries) == 1


@pytest.mark.parametrize(
    "value",
    [
        "",
        "noise",
        "v2.x.y",
        "v1.!!!.00000000",
        "v1.AAAA.00000000",
        entry_of(bytes(32)),
        entry_of(bytes(32))[:-1],
        entry_of(bytes(32)).upper(),
    ],
)
def test_a_wrong_entry_is_kept_aside(house: House, created: Created, value: str) -> None:
    [place] = house.backend.entries
    house.backend.entries[place] = value
    files = house.files()
    unlock = house.vault().unlock_with_keyring()
    assert (unlock.state, unlock.key) == (KeyringState.WRONG, None)
    assert house.files() == files
    assert house.vault().reseal_keyring(created.key) is KeyringState.OK
    assert house.backend.entries[place] == value
    assert len(house.backend.entries) == 2
    assert house.vault().unlock_with_keyring().key == created.key


def test_another_keyring_than_before(house: House, created: Created) -> None:
    old, house.backend, house.backend_id = house.backend, MemoryKeyring(), "other"
    assert house.vault().unlock_with_keyring().state is KeyringState.CHANGED
    assert house.backend.entries == {}
    assert house.vault().reseal_keyring(created.key) is KeyringState.OK
    assert house.vault().unlock_with_keyring().key == created.key
    assert len(old.entries) == 1
    assert house.vault().keyring_backend() == "other"


def test_a_keyring_that_comes_later(house: House) -> None:
    created = house.without_keyring().create(PASSPHRASE)
    assert house.vault().unlock_with_keyring().state is KeyringState.MISSING
    assert house.without_keyring().reseal_keyring(created.key) is KeyringState.ABSENT
    assert house.vault().reseal_keyring(created.key) is KeyringState.OK
    assert house.vault().unlock_with_keyring().key == created.key
    assert house.vault().reseal_keyring(created.key) is KeyringState.OK
    assert len(house.backend.entries) == 1


@pytest.mark.parametrize(
    ("mood", "state"),
    [
        (Mood.FORGETFUL, KeyringState.MISSING),
        (Mood.GARBLING, KeyringState.WRONG),
        (Mood.READ_ONLY, KeyringState.DENIED),
        (Mood.LOCKED, KeyringState.LOCKED),
    ],
)
def test_a_keyring_that_does_not_keep_what_it_got_gets_no_slot(
    house: House, mood: Mood, state: KeyringState
) -> None:
    house.backend.mood = mood
    created = house.vault().create(None)
    assert created.keyring_state is state
    assert read_slots(house.directory).keyring is None
    assert house.vault().unlock_with_recovery_key(created.recovery_key) == created.key


def test_the_keyring_is_confirmed_by_the_next_start(house: House, created: Created) -> None:
    def confirmed() -> bool:
        slot = read_slots(house.directory).keyring
        assert slot is not None
        return slot.confirmed

    assert not confirmed()
    house.vault().unlock_with_keyring()
    assert confirmed()
    files = house.files()
    house.vault().unlock_with_keyring()
    assert house.files() == files


def test_changing_the_passphrase(house: House, created: Created) -> None:
    house.vault().set_passphrase(created.key, "fjellrev på vidda i mars")
    assert house.vault().unlock_with_passphrase("fjellrev på vidda i mars") == created.key
    with pytest.raises(WrongPassphrase):
        house.vault().unlock_with_passphrase(PASSPHRASE)
    assert house.vault().unlock_with_keyring().key == created.key


def test_a_new_recovery_key_replaces_the_old(house: House, created: Created) -> None:
    new = house.vault().new_recovery_key(created.key)
    assert house.vault().unlock_with_recovery_key(new) == created.key
    with pytest.raises(WrongRecoveryKey):
        house.vault().unlock_with_recovery_key(created.recovery_key)


def test_a_foreign_key_is_never_sealed_into_a_slot(house: House, created: Created) -> None:
    files = house.files()
    with pytest.raises(ValueError):
        house.vault().set_passphrase(bytes(32), "anything")
    with pytest.raises(ValueError):
        house.vault().new_recovery_key(bytes(32))
    with pytest.raises(ValueError):
        house.vault().reseal_keyring(bytes(32))
    assert house.files() == files


def test_nothing_is_made_where_something_is(house: House, created: Created) -> None:
    files = house.files()
    with pytest.raises(VaultExists):
        house.vault().create(None)
    assert house.files() == files


def test_a_database_without_key_files_is_not_a_new_profile(tmp_path: Path) -> None:
    (tmp_path / "vidda.db").write_bytes(b"records")
    vault = Vault(tmp_path, None, FAST)
    assert vault.exists()
    with pytest.raises(VaultExists):
        vault.create(None)
    with pytest.raises(KeySlotsDamaged):
        vault.unlock_with_keyring()


def test_damaged_and_newer_key_files(house: House, created: Created) -> None:
    for name in COPIES:
        (house.directory / name).write_bytes(b"torn")
    for use in (
        house.vault().unlock_with_keyring,
        house.vault().has_passphrase,
        lambda: house.vault().unlock_with_passphrase(PASSPHRASE),
        lambda: house.vault().unlock_with_recovery_key(created.recovery_key),
        lambda: house.vault().set_passphrase(created.key, PASSPHRASE),
    ):
        with pytest.raises(KeySlotsDamaged):
            use()
    assert house.vault().exists()
    assert house.files() == [b"torn", b"torn"]
    (house.directory / COPIES[0]).write_bytes(b"VIDDA-KEYSLOTS 7\n")
    with pytest.raises(KeySlotsNewer):
        house.vault().unlock_with_passphrase(PASSPHRASE)


def test_slots_of_another_store_do_not_open_here(house: House, created: Created) -> None:
    house.change(store="f" * 32)
    assert house.vault().unlock_with_keyring().state is KeyringState.WRONG
    with pytest.raises(WrongPassphrase):
        house.vault().unlock_with_passphrase(PASSPHRASE)
    with pytest.raises(WrongRecoveryKey):
        house.vault().unlock_with_recovery_key(created.recovery_key)


def test_a_key_file_cannot_ask_for_all_memory(house: House, created: Created) -> None:
    slot = read_slots(house.directory).passphrase
    assert slot is not None
    for changes in ({"memory_kib": 2**30}, {"iterations": 10**6}, {"lanes": 0}, {"salt": b"x"}):
        house.change(passphrase=msgspec.structs.replace(slot, **changes))
        with pytest.raises(KeySlotsDamaged):
            house.vault().unlock_with_passphrase(PASSPHRASE)


def test_a_vault_without_recovery_slot(house: House, created: Created) -> None:
    house.change(recovery=None)
    with pytest.raises(WrongRecoveryKey):
        house.vault().unlock_with_recovery_key(created.recovery_key)


def test_a_crash_before_the_keyring_leaves_a_working_vault(house: House) -> None:
    class Crashed(BaseException):
        """The process ends here."""

    class Crashing(MemoryKeyring):
        """A keyring during whose call the power goes."""

        def get_password(self, service: str, username: str) -> str | None:
            raise Crashed

    class Direct(OsKeyring):
        """Calls in this thread, so that the crash is seen."""

        def get(self, service: str, name: str) -> object:  # type: ignore[override]
            raise Crashed

    with pytest.raises(Crashed):
        Vault(house.directory, Direct("memory", Crashing()), FAST).create(PASSPHRASE)
    key = house.vault().unlock_with_passphrase(PASSPHRASE)
    assert house.vault().reseal_keyring(key) is KeyringState.OK


@given(kek=st.binary(min_size=32, max_size=32))
def test_keyring_entries_come_back(kek: bytes) -> None:
    assert kek_of(entry_of(kek)) == kek


@given(text=st.text(max_size=70))
def test_other_entries_are_not_keys(text: str) -> None:
    assert kek_of(text) is None
    assert kek_of("v1." + text) is None


def test_nothing_secret_is_printed(created: Created, house: House) -> None:
    printed = repr(created) + repr(house.vault().unlock_with_keyring())
    assert created.recovery_key not in printed
    assert repr(created.key) not in printed


def test_slots_hold_no_key_in_the_clear(house: House, created: Created) -> None:
    raw = b"".join(house.files())
    slots: KeySlots = read_slots(house.directory)
    assert created.key not in raw
    assert created.key.hex().encode() not in raw
    assert slots.key_check not in (created.key, created.key[:16])

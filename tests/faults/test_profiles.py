# SPDX-License-Identifier: GPL-3.0-or-later
"""A profile that cannot be opened: one sentence, and every byte of it is as it was."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from app.store.connection import open_connection
from app.vault.keyslots import COPIES, KeySlots, encode, read_slots, write_slots
from app.vault.vault import Vault
from tests.fakes.command_world import CommandWorld

Damage = Callable[[CommandWorld, Path], None]


def contents(profile: Path) -> dict[str, bytes]:
    """Read all that must stay; the lock is a lock, and spare room comes and goes."""
    files = (p for p in profile.rglob("*") if p.is_file() and p.name not in ("lock", "ballast"))
    return {str(path.relative_to(profile)): path.read_bytes() for path in sorted(files)}


def flip(path: Path, place: int | None = None) -> None:
    """Change one bit."""
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2 if place is None else place] ^= 1
    path.write_bytes(raw)


def both_key_files_damaged(world: CommandWorld, profile: Path) -> None:
    for name in COPIES:
        flip(profile / name)


def both_key_files_gone(world: CommandWorld, profile: Path) -> None:
    for name in COPIES:
        (profile / name).unlink()


def key_file_newer(world: CommandWorld, profile: Path) -> None:
    path = profile / COPIES[1]
    path.write_bytes(path.read_bytes().replace(b"KEYSLOTS 1\n", b"KEYSLOTS 2\n", 1))


def key_files_of_another_profile(world: CommandWorld, profile: Path) -> None:
    # Passphrases are the clinic's own: these slots open, to a key that is not this database's.
    for name in COPIES:
        (profile / name).write_bytes((world.clinic / "gp" / name).read_bytes())


def database_page_damaged(world: CommandWorld, profile: Path) -> None:
    flip(profile / "vidda.db", 5000)


def database_cut_off(world: CommandWorld, profile: Path) -> None:
    os.truncate(profile / "vidda.db", 10_000)


def database_empty(world: CommandWorld, profile: Path) -> None:
    os.truncate(profile / "vidda.db", 0)


def database_gone(world: CommandWorld, profile: Path) -> None:
    (profile / "vidda.db").unlink()


def database_newer(world: CommandWorld, profile: Path) -> None:
    connection = open_connection(profile / "vidda.db", world.key(profile))
    connection.execute("PRAGMA user_version = 9999")
    connection.close()


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (both_key_files_damaged, "files that hold your keys are damaged"),
        (both_key_files_gone, "files that hold your keys are damaged"),
        (key_file_newer, "newer version of Vidda"),
        (key_files_of_another_profile, "damaged, or was made with another key"),
        (database_page_damaged, "damaged, or was made with another key"),
        (database_cut_off, "damaged, or was made with another key"),
        (database_empty, "damaged, or was made with another key"),
        (database_gone, "damaged, or was made with another key"),
        (database_newer, "written by a newer version of Vidda"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_damaged_profile(world: CommandWorld, damage: Damage, says: str) -> None:
    profile = world.copy()
    damage(world, profile)
    before = contents(profile)
    assert says in world.schedule(profile).only_sentence()
    if damage in (both_key_files_gone, database_newer):
        assert says in world.host(profile).only_sentence()
    assert contents(profile) == before


@pytest.mark.parametrize("copy", COPIES)
def test_one_damaged_key_file_costs_nothing(world: CommandWorld, copy: str) -> None:
    profile = world.copy()
    flip(profile / copy)
    assert world.schedule(profile).code == 0
    # Whatever writes next makes both copies good again.
    Vault(profile, None).set_passphrase(world.key(profile), "fire helt andre ord")
    assert len({(profile / name).read_bytes() for name in COPIES}) == 1


def test_a_key_file_that_was_rolled_back(world: CommandWorld, tmp_path: Path) -> None:
    profile = world.copy()
    old = {name: (profile / name).read_bytes() for name in COPIES}
    Vault(profile, None).set_passphrase(world.key(profile), "fire helt andre ord")
    # One old copy: the newer one counts, and the old passphrase stays worthless.
    (profile / COPIES[0]).write_bytes(old[COPIES[0]])
    assert "not the passphrase" in world.schedule(profile).only_sentence()
    new = tmp_path / "new"
    new.write_text("fire helt andre ord\n", encoding="utf-8")
    assert world.schedule(profile, VIDDA_PASSPHRASE_FILE=str(new)).code == 0
    # Both: no file on this disk can tell; the key is the same, so the records still open.
    for name in COPIES:
        (profile / name).write_bytes(old[name])
    assert world.schedule(profile).code == 0


def test_a_key_slot_that_was_exchanged(world: CommandWorld) -> None:
    profile = world.copy()
    mine, other = read_slots(profile), read_slots(world.clinic / "gp")
    mixed = KeySlots(
        mine.store, mine.generation + 1, mine.key_check, None, other.passphrase, mine.recovery
    )
    write_slots(profile, mixed)
    assert encode(read_slots(profile)) == encode(mixed)
    assert "not the passphrase" in world.schedule(profile).only_sentence()


@pytest.mark.parametrize(
    ("passphrase", "says"),
    [
        (b"wrong horse battery staple\n", "not the passphrase of these records"),
        (b"", "not the passphrase of these records"),
        (b"\xff\xfe\x00", "VIDDA_PASSPHRASE_FILE names cannot be read"),
        (None, "VIDDA_PASSPHRASE_FILE names cannot be read"),
    ],
    ids=["wrong", "empty", "not text", "not there"],
)
def test_a_passphrase_file(
    world: CommandWorld, tmp_path: Path, passphrase: bytes | None, says: str
) -> None:
    path = tmp_path / "passphrase"
    if passphrase is not None:
        path.write_bytes(passphrase)
    before = contents(world.psychiatrist)
    outcome = world.schedule(world.psychiatrist, VIDDA_PASSPHRASE_FILE=str(path))
    assert says in outcome.only_sentence()
    assert contents(world.psychiatrist) == before


def test_a_folder_is_no_passphrase_file(world: CommandWorld, tmp_path: Path) -> None:
    outcome = world.host(world.psychiatrist, VIDDA_PASSPHRASE_FILE=str(tmp_path))
    assert "VIDDA_PASSPHRASE_FILE names cannot be read" in outcome.only_sentence()
    assert outcome.code == 41


def test_no_profile_here(world: CommandWorld) -> None:
    nowhere = world.new_folder()
    assert "There is no profile in this folder" in world.schedule(nowhere).only_sentence()
    assert not nowhere.exists()


def test_two_programs_on_one_profile(world: CommandWorld) -> None:
    profile = world.copy()

    async def meanwhile(_: object) -> None:
        for outcome in (world.schedule(profile), world.host(profile)):
            assert "Another Vidda on this computer" in outcome.only_sentence()

    world.at_work(profile, meanwhile)
    assert world.schedule(profile).code == 0


def test_no_keyring_and_no_passphrase_file(world: CommandWorld) -> None:
    outcome = world.schedule(world.psychiatrist, VIDDA_PASSPHRASE_FILE="")
    sentence = outcome.only_sentence()
    assert "no keyring that can be relied on" in sentence
    assert "VIDDA_PASSPHRASE_FILE" in sentence

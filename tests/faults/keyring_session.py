# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs in a D-Bus session of its own with a real gnome-keyring; prints what the command said.

Started by test_keyring.py with a profile, a folder for terminals and the passphrase's file.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from pathlib import Path

import msgspec
import secretstorage

from app.vault.keyring_backends import KeyringState, find_keyring
from app.vault.keyslots import read_slots, write_slots
from app.vault.vault import Vault
from tests.fakes.command_line import CommandLine
from tests.vault.keyring_session import delete_entry, end_daemon, lock


def main() -> None:
    """Plan a visit in each state of the keyring."""
    profile, folder, passphrase_file = map(Path, sys.argv[1:])
    subprocess.run(
        ["gnome-keyring-daemon", "--unlock", "--components=secrets"],
        input=b"login password",
        stdout=subprocess.DEVNULL,
        check=True,
    )
    key = Vault(profile, None).unlock_with_passphrase(passphrase_file.read_text().strip())
    session = ("DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR")
    terminal = CommandLine(folder, **{name: os.environ[name] for name in session})
    said: dict[str, tuple[int, str, str]] = {}

    def plan(state: str) -> None:
        command = ("--profile", profile, "schedule", "--patient", "X", "--json")
        done = terminal.run(*command)
        said[state] = (done.code, done.out, done.err)

    def seal() -> None:
        assert Vault(profile, find_keyring()).reseal_keyring(key) is KeyringState.OK

    seal()
    plan("ok")
    delete_entry()
    plan("missing")
    seal()
    garble_entry()
    plan("wrong")
    delete_entry()
    seal()
    slots = read_slots(profile)
    assert slots.keyring is not None
    elsewhere = msgspec.structs.replace(slots.keyring, backend="kwallet")
    write_slots(profile, msgspec.structs.replace(slots, keyring=elsewhere))
    plan("changed")
    write_slots(profile, slots)
    lock()
    plan("locked")
    print(json.dumps(said))
    end_daemon()


def garble_entry() -> None:
    """Put something else in the place of the one entry."""
    with contextlib.closing(secretstorage.dbus_init()) as bus:
        [item] = secretstorage.get_default_collection(bus).get_all_items()
        item.set_secret(b"somebody else's")


if __name__ == "__main__":
    main()

# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs inside its own D-Bus session with a real gnome-keyring; prints what the vault saw.

Started by test_real_keyring.py. Talks to the keyring only through D-Bus and our own code, ends
only the daemon that this session started.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import secretstorage
from jeepney import DBusAddress, MessageType, new_method_call
from jeepney.io.blocking import open_dbus_connection

from app.vault.argon import Cost
from app.vault.keyring_backends import ALLOWED, OsKeyring, find_keyring, make_backend
from app.vault.keyslots import COPIES
from app.vault.vault import Vault

BUS = DBusAddress(
    "/org/freedesktop/DBus", bus_name="org.freedesktop.DBus", interface="org.freedesktop.DBus"
)


def main() -> None:
    """Walk through the states and print them."""
    directory = Path(sys.argv[1])
    seen: dict[str, object] = {}
    subprocess.run(
        ["gnome-keyring-daemon", "--unlock", "--components=secrets"],
        input=b"login password",
        stdout=subprocess.DEVNULL,
        check=True,
    )
    keyring = find_keyring()
    assert keyring is not None
    seen["backend"] = keyring.backend_id
    # Without a prompter a locked keyring answers at once; the limit is for the hung daemon.
    short = OsKeyring("SecretService", make_backend(ALLOWED["SecretService"]), call_seconds=5)

    def vault() -> Vault:
        return Vault(directory, short, Cost(1, 64, 1))

    created = vault().create("korrekt hest batteri stift")
    seen["created"] = created.keyring_state.value
    unlock = vault().unlock_with_keyring()
    seen["ok"] = unlock.state.value
    seen["same key"] = unlock.key == created.key
    before = fingerprint(directory)

    entry = only_entry()
    seen["label tells nothing"] = str(directory) not in entry[0]
    delete_entry()
    seen["missing"] = vault().unlock_with_keyring().state.value
    seen["missing made nothing"] = entries() == 0

    key = vault().unlock_with_recovery_key(created.recovery_key)
    seen["resealed"] = vault().reseal_keyring(key).value
    seen["ok again"] = vault().unlock_with_keyring().key == created.key
    before = fingerprint(directory)

    lock()
    seen["locked"] = vault().unlock_with_keyring().state.value

    [daemon] = daemon_pid()
    os.kill(daemon, signal.SIGSTOP)
    hung = OsKeyring("SecretService", make_backend(ALLOWED["SecretService"]), call_seconds=0.5)
    seen["hung"] = Vault(directory, hung, None).unlock_with_keyring().state.value
    os.kill(daemon, signal.SIGKILL)
    seen["killed"] = vault().unlock_with_keyring().state.value

    seen["files unchanged"] = fingerprint(directory) == before
    seen["passphrase"] = vault().unlock_with_passphrase("korrekt hest batteri stift") == created.key
    print(json.dumps(seen))
    end_daemon()


def fingerprint(directory: Path) -> str:
    """Sum up the key files."""
    return hashlib.sha256(b"".join((directory / c).read_bytes() for c in COPIES)).hexdigest()


def entries() -> int:
    """Count the entries in the default collection."""
    with contextlib.closing(secretstorage.dbus_init()) as bus:
        return len(list(secretstorage.get_default_collection(bus).get_all_items()))


def only_entry() -> tuple[str, str]:
    """Read the one entry's label and secret."""
    with contextlib.closing(secretstorage.dbus_init()) as bus:
        [item] = secretstorage.get_default_collection(bus).get_all_items()
        return item.get_label(), item.get_secret().decode()


def delete_entry() -> None:
    """Delete the one entry, as a tidy user might."""
    with contextlib.closing(secretstorage.dbus_init()) as bus:
        [item] = secretstorage.get_default_collection(bus).get_all_items()
        item.delete()


def lock() -> None:
    """Lock the default collection."""
    with contextlib.closing(secretstorage.dbus_init()) as bus:
        secretstorage.get_default_collection(bus).lock()


def daemon_pid() -> list[int]:
    """Ask this session's bus for the process behind the secret service; empty when none is."""
    with open_dbus_connection("SESSION") as bus:
        call = new_method_call(BUS, "GetConnectionUnixProcessID", "s", ("org.freedesktop.secrets",))
        reply = bus.send_and_get_reply(call)
        return [] if reply.header.message_type is MessageType.error else [int(reply.body[0])]


def end_daemon() -> None:
    """End the daemon that stands; the bus may have started another since, or none, or not yet."""
    for daemon in daemon_pid():
        with contextlib.suppress(ProcessLookupError):
            os.kill(daemon, signal.SIGTERM)


if __name__ == "__main__":
    main()

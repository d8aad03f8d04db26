# SPDX-License-Identifier: GPL-3.0-or-later
"""``vidda doctor``: check what a visit needs and say what to do about each failure."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from rich.console import Console

from app.attachments.decode import SandboxKind, sandbox_kind
from app.config import passphrase_from_file
from app.errors import KnownError
from app.media.codecs.available import Codecs
from app.media.devices.catalogue import list_cameras, list_microphones, list_speakers
from app.media.link_events import IceConfiguration
from app.media.relay_check import reachable_relays
from app.records.ids import AppointmentId
from app.signaling.appointments import ice_servers, own_appointments
from app.signaling.http import ServerClient
from app.signaling.login import device_login
from app.store.database import Store, StoreInUse
from app.store.identity import load_identity
from app.vault.identity import OwnIdentity
from app.vault.keyring_backends import KeyringState, find_keyring
from app.vault.vault import Vault

CLOCK_TOLERANCE_S = 60.0


class Verdict(Enum):
    """How a check ended."""

    WORKS = "works"
    WEAK = "weak"
    FAILS = "fails"
    SKIPPED = "skipped"


_MARKS = {
    Verdict.WORKS: "[green]✓[/green]",
    Verdict.WEAK: "[yellow]![/yellow]",
    Verdict.FAILS: "[red]✗[/red]",
    Verdict.SKIPPED: "[dim]–[/dim]",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report: what was looked at, what was seen, what to do."""

    name: str
    verdict: Verdict
    seen: str
    advice: str = ""


KEYRING_ADVICE = {
    KeyringState.MISSING: "Unlock once by passphrase or recovery key; Vidda seals it anew.",
    KeyringState.LOCKED: "Unlock the system's keyring, then try again.",
    KeyringState.DENIED: "Start the keyring service (Linux: gnome-keyring or KWallet), or use the"
    " passphrase.",
    KeyringState.CHANGED: "The key lies in another keyring: start that one, or use the passphrase.",
    KeyringState.ABSENT: "Install a keyring (Debian: apt install gnome-keyring), or go on with the"
    " passphrase.",
    KeyringState.WRONG: "Unlock with the passphrase or the recovery key; the old entry is kept.",
    KeyringState.TIMEOUT: "The keyring does not answer: start it anew, or use the passphrase.",
}


def run_doctor(profile: Path, server: str) -> int:
    """Print the report; the exit code is 0 if nothing fails that a visit needs."""
    console = Console(highlight=False, soft_wrap=True)
    findings = asyncio.run(examine(profile, server))
    for finding in findings:
        console.print(f"{_MARKS[finding.verdict]} {finding.name}: {finding.seen}")
        if finding.advice:
            console.print(f"    {finding.advice}")
    return 1 if any(f.verdict is Verdict.FAILS for f in findings) else 0


SANDBOX_MEANS = {
    SandboxKind.BUBBLEWRAP: "one process a file, shut in by bubblewrap: no network, no files of"
    " yours, 1 GiB, 30 s",
    SandboxKind.NAMESPACES: "one process a file, shut in by the kernel (namespaces, Landlock): no"
    " network, no files, 1 GiB, 30 s",
    SandboxKind.PARTIAL: "one process a file with limits of memory and time, but the kernel denies"
    " it either files or network only",
    SandboxKind.LIMITS: "one process a file with limits of memory and time; network and files are"
    " not denied to it",
    SandboxKind.PROCESS: "one process a file, ended after 30 s; memory, network and files are not"
    " denied to it",
}
SANDBOX_ADVICE = {
    "linux": "Install bubblewrap (Debian: apt install bubblewrap) and allow user namespaces.",
    "darwin": "macOS gives a program no lighter sandbox for this: open only files that you expect.",
    "win32": "Windows gives a Python program no sandbox for this: open only files that you expect.",
}


async def examine(profile: Path, server: str) -> tuple[Finding, ...]:
    """Check everything, one after the other; no check can keep another from being made."""
    findings = [check_codecs(), check_sandbox()]
    findings += await asyncio.to_thread(_local_checks)
    key, keyring = await asyncio.to_thread(check_key_store, profile)
    findings.append(keyring)
    identity = None
    if key is not None:
        identity, records = await check_records(profile, key)
        findings.append(records)
    url = server or (identity.server_url if identity is not None else "")
    findings += await check_server(url, identity)
    return tuple(findings)


def _local_checks() -> list[Finding]:
    return [
        _devices("Camera", list_cameras, "Connect a camera. Without one, others do not see you."),
        _devices("Microphone", list_microphones, "Connect a microphone or a headset."),
        _devices("Loudspeaker", list_speakers, "Connect a headset or a loudspeaker."),
    ]


def check_codecs() -> Finding:
    """Say what encodes pictures and sound."""
    codecs = Codecs.found()
    if codecs.vpx is not None and codecs.opus is not None:
        return Finding("Codecs", Verdict.WORKS, "; ".join(codecs.describe()))
    advice = "Calls work, but bear a weak network less well. Reinstall the package av."
    return Finding("Codecs", Verdict.WEAK, "; ".join(codecs.describe()), advice)


def check_sandbox() -> Finding:
    """Say how well received files are kept apart while they are decoded."""
    kind = sandbox_kind()
    strong = kind in (SandboxKind.BUBBLEWRAP, SandboxKind.NAMESPACES)
    verdict = Verdict.WORKS if strong else Verdict.WEAK
    advice = "" if strong else SANDBOX_ADVICE.get(sys.platform, SANDBOX_ADVICE["linux"])
    return Finding("Opening received files", verdict, SANDBOX_MEANS[kind], advice)


def _devices(name: str, find: Callable[[], tuple[str, ...]], advice: str) -> Finding:
    try:
        devices = find()
    except KnownError as error:
        return Finding(name, Verdict.FAILS, error.sentence(), advice)
    if not devices:
        return Finding(name, Verdict.WEAK, "none found", advice)
    return Finding(name, Verdict.WORKS, ", ".join(devices))


def check_key_store(profile: Path) -> tuple[bytes | None, Finding]:
    """Look whether the profile's key can be had; blocks. Gives the key where it can."""
    name = "Key store"
    keyring = find_keyring()
    vault = Vault(profile, keyring)
    if not vault.exists():
        if keyring is None:
            return None, Finding(
                name, Verdict.WEAK, "no keyring", KEYRING_ADVICE[KeyringState.ABSENT]
            )
        return None, Finding(name, Verdict.WORKS, "a keyring is there; no profile yet")
    try:
        passphrase = passphrase_from_file()
        if passphrase is not None:
            key = vault.unlock_with_passphrase(passphrase)
            return key, Finding(name, Verdict.WORKS, "the passphrase opens the profile")
        unlocked = vault.unlock_with_keyring()
    except KnownError as error:
        return None, Finding(name, Verdict.FAILS, error.sentence())
    if unlocked.state is KeyringState.OK:
        return unlocked.key, Finding(name, Verdict.WORKS, "the keyring opens the profile")
    advice = KEYRING_ADVICE[unlocked.state]
    return None, Finding(
        name, Verdict.WEAK, f"the keyring's state is {unlocked.state.value}", advice
    )


async def check_server(url: str, identity: OwnIdentity | None) -> list[Finding]:
    """Look at server, clock and relay."""
    if not url:
        seen = "not known: the profile is locked or new"
        advice = "Name the server with --server, or set VIDDA_PASSPHRASE_FILE."
        return [Finding("Server", Verdict.SKIPPED, seen, advice)]
    try:
        client = ServerClient(url)
    except KnownError as error:
        return [Finding("Server", Verdict.FAILS, error.sentence())]
    try:
        before = time.time()
        health = await client.health()
        middle = (before + time.time()) / 2
        took_ms = round((time.time() - before) * 1000)
        seen = f"version {health.version}, protocol {health.protocol}, {took_ms} ms"
        findings = [Finding("Server", Verdict.WORKS, seen), check_clock(middle - health.time)]
        if identity is None:
            advice = "Unlock the profile (VIDDA_PASSPHRASE_FILE) to test the relay."
            return [*findings, Finding("Relay", Verdict.SKIPPED, "needs a login", advice)]
        return [*findings, *await _check_login_and_relay(client, identity)]
    except KnownError as error:
        advice = "Check the network and the address. Notes and referrals can be written meanwhile."
        return [Finding("Server", Verdict.FAILS, error.sentence(), advice)]
    finally:
        await client.close()


def check_clock(ahead_s: float) -> Finding:
    """Judge how far this computer's clock is from the server's."""
    if abs(ahead_s) <= CLOCK_TOLERANCE_S:
        return Finding("Clock", Verdict.WORKS, f"{abs(ahead_s):.1f} s from the server's")
    way = "ahead of" if ahead_s > 0 else "behind"
    advice = "Let the system set its clock by itself; certificates and visits depend on it."
    return Finding("Clock", Verdict.FAILS, f"{abs(ahead_s):.0f} s {way} the server's", advice)


async def _check_login_and_relay(client: ServerClient, identity: OwnIdentity) -> list[Finding]:
    try:
        token = await device_login(client, identity)
        appointments = await own_appointments(client, token)
        findings = [Finding("Login", Verdict.WORKS, "the server knows this device")]
        if not appointments:
            advice = "Plan a visit, then run this again."
            return [*findings, Finding("Relay", Verdict.SKIPPED, "no visit to try it with", advice)]
        newest = max(appointments, key=lambda appointment: appointment.start)
        given = await ice_servers(client, token, AppointmentId(newest.appointment))
    except KnownError as error:
        advice = "Ask the administrator whether this device is approved and not revoked."
        return [Finding("Login", Verdict.FAILS, error.sentence(), advice)]
    if not given.servers:
        advice = (
            "Calls work where the two sides reach each other directly; run coturn for the rest."
        )
        return [*findings, Finding("Relay", Verdict.WEAK, "the server has none", advice)]
    relays = await reachable_relays(IceConfiguration(given.servers, given.relay_only))
    works = [url for url, reached in relays if reached]
    if works:
        return [*findings, Finding("Relay", Verdict.WORKS, f"{len(works)} of {len(relays)} answer")]
    advice = "Calls through firewalls will fail. Tell the server's administrator to look at coturn."
    return [*findings, Finding("Relay", Verdict.FAILS, "none answers", advice)]


async def check_records(profile: Path, key: bytes) -> tuple[OwnIdentity | None, Finding]:
    """Look whether the records can be read; tells whose they are."""
    name = "Records"
    try:
        store = await Store.open(profile, key)
        try:
            identity = await load_identity(store)
        finally:
            await store.close()
    except StoreInUse as error:
        return None, Finding(name, Verdict.WEAK, error.sentence())
    except KnownError as error:
        return None, Finding(name, Verdict.FAILS, error.sentence())
    if identity is None:
        return None, Finding(name, Verdict.WEAK, "no clinic yet: the set-up is not finished")
    return identity, Finding(name, Verdict.WORKS, "they open, and belong to a clinic")

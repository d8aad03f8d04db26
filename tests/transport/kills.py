# SPDX-License-Identifier: GPL-3.0-or-later
"""Kill -9 the sender, the recipient and the server while referrals of 20 MiB are on their way.

A referral goes up while one of the two ends of the line is killed at places drawn by chance, then
down in the same way. At the end each must have arrived once, whole, and the meter before the
server tells how much was carried more than once.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import random
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Final

import numpy as np

from app.demo_clinic import make_demo_clinic
from app.records.referral import ReferralStatus
from app.referrals.kept import blob_owner
from app.referrals.views import ReferralsView
from app.store import blobs
from app.store.database import Connection, Store
from app.store.referrals import referrals
from app.vault.vault import Vault
from app.workplace import Workplace, open_workplace
from tests.fakes.command_line import CommandLine, Running
from tests.fakes.recordings import wav
from tests.transport.metering_proxy import Meter, metering_proxy
from tests.transport.program import LIMIT_S, NOTHING, Program, Task

REFERRAL_BYTES: Final = 20 * 1024**2
_PIECE_S: Final = 0.03
"""How long the line takes for a piece."""
_EARLY: Final = 0.15
"""Share of kills at a moment drawn by chance, which often is before the first byte."""


class Victim(Enum):
    """Which program is killed; the coordinator's see ``allocation_kills``."""

    CLIENT = "client"
    SERVER = "server"


@dataclass
class Killed:
    """What a run of kills led to."""

    victim: str
    size_bytes: int
    kills_up: int = 0
    kills_down: int = 0
    again_up: int = 0
    again_down: int = 0
    most_again: int = 0
    """Bytes that were carried again after one kill."""
    referrals: int = 0
    whole: int = 0
    """That arrived with the SHA-256 of what was recorded."""
    delivered_once: int = 0
    """That were taken in once, into one file."""
    seconds: float = 0.0

    @property
    def kills(self) -> int:
        """All kills."""
        return self.kills_up + self.kills_down

    @property
    def holds(self) -> bool:
        """Whether everything that is promised came true."""
        same = self.referrals == self.whole == self.delivered_once
        return self.kills > 0 and same and self.most_again <= 1024**2


@dataclass
class Region:
    """A server that can be killed, a meter before it, and two people's profiles."""

    folder: Path
    port: int
    meter: Meter
    keys: dict[str, bytes] = field(default_factory=dict)
    server: Running | None = None
    starts: int = 0

    def serve(self) -> None:
        """Start the server at its address."""
        terminal = CommandLine(self.folder / f"server-{self.starts}")
        self.starts += 1
        arguments = ("serve", "--port", str(self.port), "--data", self.folder / "server")
        self.server = terminal.start_server(*arguments)
        self.server.first_line()

    def kill_server(self) -> None:
        """Kill it, and start it again."""
        assert self.server is not None
        self.server.kill()
        self.serve()

    def program(self, person: str, task: Task = NOTHING) -> Program:
        """Start a person's program."""
        profile = self.folder / "clinic" / person
        return Program(profile, self.keys[person], self.folder / f"{person}.said", task)

    def uploaded(self) -> int:
        """Tell how many bytes of unfinished uploads the server's disk has."""
        return _sizes(self.folder / "server" / "uploads", "*")

    def downloaded(self) -> int:
        """Tell how many bytes of unfinished downloads the recipient's disk has."""
        return _sizes(self.folder / "clinic" / "dermatologist" / "incoming", "*/.*.part")


@contextlib.contextmanager
def region(folder: Path) -> Iterator[Region]:
    """Make the two people, enrolled at a server process, for the length of a block."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = int(listener.getsockname()[1])
    with metering_proxy(port) as meter:
        made = Region(folder, port, meter)
        made.serve()
        try:
            asyncio.run(make_demo_clinic(folder / "clinic", meter.url))
            words = (folder / "clinic" / "passphrase").read_text().strip()
            for person in ("gp", "dermatologist", "cardiologist", "coordinator"):
                vault = Vault(folder / "clinic" / person, None)
                made.keys[person] = vault.unlock_with_passphrase(words)
            yield made
        finally:
            assert made.server is not None
            made.server.kill()


def killed(
    place: Region, victim: Victim, kills: int, seed: int, size_bytes: int = REFERRAL_BYTES
) -> Killed:
    """Send referrals and kill ``victim`` until it was killed so often, then see what arrived."""
    dice = random.Random(f"{seed} {victim.value}")
    result = Killed(victim.value, size_bytes)
    before = time.monotonic()
    sources: list[str] = []
    while result.kills < kills:
        source = place.folder / f"{victim.value}-{len(sources)}.wav"
        content = noise(size_bytes, dice.randrange(2**31))
        source.write_bytes(content)
        sources.append(hashlib.sha256(content).hexdigest())
        left = kills - result.kills
        result.kills_up += _travel(place, victim, _Up(place, source), dice, (left + 1) // 2, result)
        left = kills - result.kills
        result.kills_down += _travel(place, victim, _Down(place), dice, left, result)
        source.unlink()
    result.referrals = len(sources)
    result.seconds = time.monotonic() - before
    asyncio.run(_judge(place, sources, result))
    return result


class _Up:
    """A referral from the GP's disk to the server's."""

    def __init__(self, place: Region, source: Path) -> None:
        self._place = place
        self._source: Path | None = source
        self.ledger = place.meter.up

    def start(self) -> Program:
        program = self._place.program("gp", Task(self._source))
        if self._source is not None:
            # From here on the program has promised to deliver it.
            program.until("waiting", 1)
            self._source = None
        return program

    def done(self, program: Program) -> bool:
        now = program.now()
        return now.get("sent", 0) > 0 and now.get("waiting", 1) == 0

    def reached(self) -> int:
        return self._place.uploaded()


class _Down:
    """A referral from the server's disk to the specialist's."""

    def __init__(self, place: Region) -> None:
        self._place = place
        self._inbox = -1
        self.ledger = place.meter.down

    def start(self) -> Program:
        program = self._place.program("dermatologist")
        if self._inbox < 0:
            program.until("inbox", 0)
            self._inbox = program.said()[0]["inbox"]
        return program

    def done(self, program: Program) -> bool:
        return program.now().get("inbox", 0) > self._inbox

    def reached(self) -> int:
        return self._place.downloaded()


def _travel(
    place: Region, victim: Victim, way: _Up | _Down, dice: random.Random, most: int, result: Killed
) -> int:
    """Bring a referral over one part of its way; gives how often something was killed."""
    kills, noted = 0, way.ledger.again
    program = way.start()
    deadline = time.monotonic() + LIMIT_S
    wanted, moment = _next(way, dice)
    while not way.done(program):
        assert time.monotonic() < deadline, f"stuck: {program.now()}"
        if way.reached() >= wanted and moment == float("inf"):
            # Not always at the end of a piece.
            moment = time.monotonic() + dice.uniform(0.0, _PIECE_S)
        if kills < most and time.monotonic() >= moment:
            if victim is Victim.CLIENT:
                program.kill()
                if way.done(program):
                    program = way.start()
                    break
                program = way.start()
            else:
                place.kill_server()
            kills += 1
            noted = _note(way, noted, result)
            deadline = time.monotonic() + LIMIT_S
            wanted, moment = _next(way, dice)
        time.sleep(0.001)
    _note(way, noted, result)
    program.kill()
    return kills


def _note(way: _Up | _Down, before: int, result: Killed) -> int:
    again = way.ledger.again
    result.most_again = max(result.most_again, again - before)
    if isinstance(way, _Up):
        result.again_up += again - before
    else:
        result.again_down += again - before
    return again


def _next(way: _Up | _Down, dice: random.Random) -> tuple[float, float]:
    """Draw where the next kill comes: after some bytes more, or at a moment."""
    if dice.random() < _EARLY:
        return float("inf"), time.monotonic() + dice.uniform(0.0, 0.6)
    return way.reached() + dice.randrange(1, 3 * 1024**2), float("inf")


async def _judge(place: Region, sources: list[str], result: Killed) -> None:
    """See what lies in the two profiles when both programs are closed."""
    # Once more without a kill, so that receipts that were lost are told.
    opened = [
        await open_workplace(place.folder / "clinic" / person, place.keys[person])
        for person in ("dermatologist", "gp")
    ]
    async with asyncio.timeout(LIMIT_S):
        await _settled(opened[1])
    for program in opened:
        await program.close()
    profile, key = place.folder / "clinic" / "dermatologist", place.keys["dermatologist"]
    store = await Store.open(profile, key)
    taken = await store.run(taken_in)
    arrived: dict[str, list[int]] = {}
    for row in await referrals(store, "received"):
        for facts in row.referral.attachments:
            owner = blob_owner(row.referral.referral, facts.attachment)
            for kept in await blobs.blobs_of(store, owner):
                content = await blobs.open_blob(store, kept.blob)
                digest = hashlib.sha256(content).hexdigest()
                arrived.setdefault(digest, []).append(taken[row.referral.referral])
    await store.close()
    result.whole = sum(digest in arrived for digest in sources)
    result.delivered_once = sum(arrived.get(digest) == [1] for digest in sources)


async def _settled(place: Workplace) -> None:
    """Wait until everything sent is known to have arrived."""
    settled = asyncio.Event()

    def look(view: ReferralsView) -> None:
        if all(row.status is ReferralStatus.RECEIVED for row in view.sent):
            settled.set()

    await place.referrals.watch(look)
    await settled.wait()


def taken_in(connection: Connection) -> dict[str, int]:
    """Count how often each referral was taken in, by the access log."""
    query = "SELECT object_id, COUNT(*) FROM access_log WHERE action = ? GROUP BY object_id"
    return dict(connection.execute(query, ("referral-received",)).fetchall())


def noise(size_bytes: int, seed: int) -> bytes:
    """Record a sound of about this size that nothing can compress."""
    samples = np.random.default_rng(seed).uniform(-0.5, 0.5, size_bytes // 2)
    return wav(samples, 48000)


def _sizes(folder: Path, pattern: str) -> int:
    total = 0
    for path in folder.glob(pattern):
        with contextlib.suppress(FileNotFoundError):
            total += path.stat().st_size
    return total

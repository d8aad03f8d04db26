# SPDX-License-Identifier: GPL-3.0-or-later
"""Follows one end of a visit without windows: tells, waits for the end, reports, judges."""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.calls.call import Call
from app.calls.errors import NoLink, NoSuchVisit
from app.calls.invitations import LinkClosed, LinkNotKnown, NotOpenYet, VisitOver, WrongCard
from app.calls.signers import NotThePeer
from app.calls.views import CallView, EndReason, Stage, Trust
from app.config import PassphraseFileUnreadable
from app.errors import KnownError
from app.media.devices.errors import DeviceError
from app.media.engine import MediaEngine
from app.media.report import CallFacts, build_report
from app.signaling.http import (
    BadServerAnswer,
    ClockWrong,
    InsecureServer,
    NewerProtocol,
    OlderProtocol,
    RefusedByServer,
    ServerUnreachable,
    UntrustedServer,
)
from app.store.errors import StoreInUse
from app.vault.durable import write_durably
from app.vault.links import BadLink
from app.vault.vault import WrongPassphrase
from app.workplace import KeyringClosed, NoProfile, NotEnrolled

Watch = Callable[[Callable[[CallView], None]], Awaitable[Callable[[], None]]]


class NobodyToAsk(KnownError):
    """Nobody can be asked here who may come in. Nothing was opened. Add --admit-all, or start this
    in a terminal."""


class NotAnAppointment(KnownError):
    """This is not the id of a visit. Nothing was opened. Copy the 32 characters that planning the
    visit has printed."""


class NoConnection(KnownError):
    """No connection to the other side could be made. Nothing was shown or sent. Check the network
    on both sides; if it stays so, ask IT for a relay."""


class NotVerified(KnownError):
    """The other side could not be verified, so the call was ended. Talk by phone, and tell IT."""


class TurnedAway(KnownError):
    """The visit was ended before there was a connection. Nothing was shown or sent."""


class StoppedEarly(KnownError):
    """Stopped before there was a connection. Nothing was shown or sent."""


class ReportUnwritable(KnownError):
    """No report can be written there. Nothing was opened. Choose a folder that is there and may be
    written."""


class ReportNotWritten(KnownError):
    """The report could not be written; the visit itself took place. Check that its folder exists
    and has room."""


EXIT_CODES: Final[tuple[tuple[type[KnownError], int], ...]] = (
    (BadLink, 10),
    (LinkNotKnown, 11),
    (LinkClosed, 12),
    (VisitOver, 13),
    (NotOpenYet, 14),
    (WrongCard, 15),
    (NoSuchVisit, 20),
    (NoLink, 21),
    (NotAnAppointment, 22),
    (NobodyToAsk, 23),
    (ServerUnreachable, 30),
    (OlderProtocol, 31),
    (NewerProtocol, 32),
    (InsecureServer, 33),
    (UntrustedServer, 34),
    (ClockWrong, 35),
    (BadServerAnswer, 36),
    (RefusedByServer, 37),
    (WrongPassphrase, 40),
    (PassphraseFileUnreadable, 41),
    (KeyringClosed, 42),
    (NoProfile, 43),
    (NotEnrolled, 44),
    (StoreInUse, 45),
    (DeviceError, 50),
    (NoConnection, 60),
    (NotVerified, 61),
    (NotThePeer, 61),
    (TurnedAway, 62),
    (StoppedEarly, 63),
    (ReportNotWritten, 64),
    (ReportUnwritable, 65),
)


def exit_code(error: KnownError) -> int:
    """Give the exit code of an error; 1 for those without one of their own."""
    return next((code for kind, code in EXIT_CODES if isinstance(error, kind)), 1)


def check_report(path: Path | None) -> None:
    """Find out before a visit whether its report can be written. Blocking.

    Raises:
        ReportUnwritable
    """
    if path is None:
        return
    try:
        if _is_stream(path):
            path.open("ab").close()
        else:
            tempfile.TemporaryFile(dir=path.parent).close()
    except OSError as error:
        raise ReportUnwritable from error


def _write_report(path: Path, content: bytes) -> None:
    if _is_stream(path):
        path.write_bytes(content)
    else:
        write_durably(path, content)


def _is_stream(path: Path) -> bool:
    """Tell a terminal, a pipe or /dev/null, which no new file may replace."""
    return path.exists() and not path.is_file() and not path.is_dir()


def say(sentence: str) -> None:
    """Tell the person at the terminal."""
    sys.stderr.write(sentence + "\n")
    sys.stderr.flush()


@dataclass(frozen=True, slots=True)
class Run:
    """How long to stay, and where to report."""

    seconds: float | None = None
    """After the connection; None: until somebody ends it."""
    report: Path | None = None


class Ending:
    """Somebody wants to stop. ``ask`` may be called from any thread, also before the loop runs."""

    def __init__(self) -> None:
        self.asked = False
        self._wake: Callable[[], None] | None = None

    def ask(self) -> None:
        """Ask for the end."""
        self.asked = True
        if (wake := self._wake) is not None:
            wake()

    def tell(self, wake: Callable[[], None] | None) -> None:
        """Have ``wake`` called when somebody asks."""
        self._wake = wake


class Follower:
    """Belongs to the asyncio thread."""

    def __init__(
        self, call: Callable[[], Call | None], engine: MediaEngine, run: Run, ending: Ending
    ) -> None:
        self._call = call
        self._engine = engine
        self._run = run
        self._ending = ending
        self._view = CallView()
        self._changed = asyncio.Event()
        self._connected_at: float | None = None
        self._verified = False

    async def follow(self, watch: Watch) -> None:
        """Return when a visit has been connected, verified and ended; the report is written.

        Raises:
            NoConnection, NotVerified, TurnedAway, StoppedEarly, ReportNotWritten.
        """
        loop = asyncio.get_running_loop()

        def wake() -> None:
            loop.call_soon_threadsafe(self._changed.set)

        self._ending.tell(wake)
        unwatch = await watch(self._look)
        try:
            while not self._is_over():
                try:
                    async with asyncio.timeout(self._seconds_left()):
                        await self._changed.wait()
                        self._changed.clear()
                except TimeoutError:
                    continue
        finally:
            self._ending.tell(None)
            unwatch()
        await self._report()
        self._judge()

    def _look(self, view: CallView) -> None:
        before, self._view = self._view, view
        if view.stage is Stage.CONNECTED and self._connected_at is None:
            self._connected_at = time.monotonic()
        if view.trust in (Trust.KNOWN_KEY, Trust.VERIFIED):
            self._verified = True
        elif view.trust is Trust.MISMATCH:
            self._verified = False
        if view.stage is not before.stage and (words := _STAGE_WORDS.get(view.stage)):
            say(words)
        if before.server_online and not view.server_online:
            say("The server cannot be reached; trying again.")
        self._changed.set()

    def _seconds_left(self) -> float | None:
        if self._run.seconds is None or self._connected_at is None:
            return None
        return max(0.0, self._connected_at + self._run.seconds - time.monotonic())

    def _is_over(self) -> bool:
        stage, connected = self._view.stage, self._connected_at is not None
        left = self._seconds_left()
        return (
            self._ending.asked
            or (left is not None and left <= 0)
            or stage is Stage.ENDED
            or (connected and stage in (Stage.WAITING, Stage.OUTSIDE))
            or (not connected and stage is Stage.INTERRUPTED)
        )

    async def _report(self) -> None:
        call, path = self._call(), self._run.report
        if path is None:
            return
        facts = CallFacts(
            connected=self._connected_at is not None,
            verified=self._verified,
            relay=call is not None and call.relayed,
            setup_ms=None if call is None else call.chronicle.setup_ms,
            reconnects=0 if call is None else call.chronicle.reconnects,
            connected_at=None if call is None else call.chronicle.connected_at,
            interruptions=() if call is None else call.chronicle.interruptions,
        )
        report = build_report(self._engine.statistics, facts, time.monotonic())
        text = json.dumps(report, indent=2) + "\n"
        try:
            await asyncio.to_thread(_write_report, path, text.encode())
        except OSError as error:
            raise ReportNotWritten from error

    def _judge(self) -> None:
        if self._view.end_reason is EndReason.VERIFICATION_FAILED:
            raise NotVerified
        if self._connected_at is None:
            if self._ending.asked:
                raise StoppedEarly
            if self._view.stage is Stage.INTERRUPTED:
                raise NoConnection
            raise TurnedAway
        say("The visit has ended.")


_STAGE_WORDS: Final = {
    Stage.CONNECTING: "Connecting.",
    Stage.CONNECTED: "Connected, and the other side's key is known.",
    Stage.RECONNECTING: "The connection was lost. Connecting again.",
    Stage.INTERRUPTED: "No connection for two minutes.",
}

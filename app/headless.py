# SPDX-License-Identifier: GPL-3.0-or-later
"""A visit without windows: one end of a real call, for servers, tests and small machines.

Progress goes to standard error in short sentences, the measured facts into the report.
"""

from __future__ import annotations

import asyncio
import signal
import sys
import threading
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from types import FrameType
from typing import Any, Final

from PySide6.QtCore import QCoreApplication, QTimer

from app.calls.guest import GuestService
from app.calls.host import HostService
from app.calls.views import CallView, Stage
from app.config import MediaOptions
from app.errors import KnownError
from app.follower import (
    Ending,
    Follower,
    NobodyToAsk,
    NotAnAppointment,
    Run,
    check_report,
    exit_code,
    say,
)
from app.media.devices.catalogue import NONE, SYNTHETIC, open_camera, open_microphone, open_speaker
from app.media.engine import MediaEngine
from app.records.ids import AppointmentId, ParticipantId, is_id
from app.signaling.http import RefusedByServer
from app.vault.links import parse_link
from app.workplace import now_utc, unlock, workplace

_SIGNAL_POLL_MS: Final = 200
Work = Callable[[Ending], Coroutine[Any, Any, None]]


def host(profile: Path, appointment: str, admit_all: bool, media: MediaOptions, run: Run) -> int:
    """Hold a visit as its clinician. Without ``admit_all`` the terminal is asked about each
    person at the door. Returns the exit code: 0 only when connected and verified."""

    async def work(ending: Ending) -> None:
        if not is_id(appointment):
            raise NotAnAppointment
        if not admit_all and not sys.stdin.isatty():
            raise NobodyToAsk
        await asyncio.to_thread(check_report, run.report)
        key = await asyncio.to_thread(unlock, profile)
        async with _engine(media) as engine, workplace(profile, key=key, engine=engine) as place:
            assert place.host is not None
            # Fail at once, and say why, where the session would go on trying or just end.
            await place.client.health()
            await place.tokens.current()
            await place.host.enter(AppointmentId(appointment))
            _say_what_is_missing(media)
            await _hold(place.host, engine, AppointmentId(appointment), admit_all, run, ending)

    return _run(work, media)


def join(profile: Path, link: str, media: MediaOptions, run: Run) -> int:
    """Come to a visit by its link; ``profile`` keeps the seat. Returns the exit code: 0 only when
    connected and verified."""

    async def work(ending: Ending) -> None:
        address = parse_link(link)
        await asyncio.to_thread(check_report, run.report)
        async with _engine(media) as engine:
            service = GuestService(address, profile / "seats", engine, now_utc)
            try:
                await _come(service, engine, media, run, ending)
            finally:
                await service.close()

    return _run(work, media)


async def _hold(
    service: HostService,
    engine: MediaEngine,
    appointment: AppointmentId,
    admit_all: bool,
    run: Run,
    ending: Ending,
) -> None:
    say("In the room. Waiting for the patient.")
    door = Door(service, appointment, None if admit_all else _ask)
    async with asyncio.TaskGroup() as group:
        opening = group.create_task(door.keep())
        follower = Follower(lambda: service.call, engine, run, ending)
        unwatch = await service.watch(door.look)
        try:
            await follower.follow(service.watch)
        finally:
            unwatch()
            opening.cancel()
            await service.leave()


async def _come(
    service: GuestService, engine: MediaEngine, media: MediaOptions, run: Run, ending: Ending
) -> None:
    invitation = await service.open()
    say(f"Invited by {invitation.clinician_name}, {invitation.unit}.")
    _say_what_is_missing(media)
    await service.knock("skipped")
    say("At the door. Waiting to be let in.")
    try:
        await Follower(lambda: service.call, engine, run, ending).follow(service.watch)
    finally:
        await service.leave()


class Door:
    """Lets in who is at the door: everybody, or those whom the person at the terminal allows."""

    def __init__(
        self,
        service: HostService,
        appointment: AppointmentId,
        ask: Callable[[], Coroutine[Any, Any, bool]] | None,
    ) -> None:
        self._service = service
        self._appointment = appointment
        self._ask = ask
        self._view = CallView()
        self._changed = asyncio.Event()
        self._refused: set[ParticipantId] = set()

    def look(self, view: CallView) -> None:
        """Take a view."""
        self._view = view
        self._changed.set()

    async def keep(self) -> None:
        """Serve the door until cancelled."""
        while True:
            await self._changed.wait()
            self._changed.clear()
            if self._view.stage is not Stage.WAITING:
                continue
            for participant in self._view.waiting:
                if participant in self._refused:
                    continue
                if self._ask is None or await self._ask():
                    await self._admit(participant)
                    break
                self._refused.add(participant)

    async def _admit(self, participant: ParticipantId) -> None:
        try:
            await self._service.admit(self._appointment, participant)
            say("Let in.")
        except RefusedByServer:
            say("They were gone already.")


async def _ask() -> bool:
    """Ask at the terminal; a daemon thread reads, so that nothing waits for it at the end."""
    loop = asyncio.get_running_loop()
    answered: asyncio.Future[bool] = loop.create_future()

    def set_answer(yes: bool) -> None:
        if not answered.done():
            answered.set_result(yes)

    def read() -> None:
        line = sys.stdin.readline().strip().lower()
        if not loop.is_closed():
            loop.call_soon_threadsafe(set_answer, line in ("y", "yes", "j", "ja"))

    say("Somebody is at the door. Let them in? [y/n]")
    threading.Thread(target=read, name="terminal", daemon=True).start()
    return await answered


@asynccontextmanager
async def _engine(media: MediaOptions) -> AsyncIterator[MediaEngine]:
    camera, microphone, speaker = await asyncio.to_thread(
        lambda: (
            open_camera(media.camera or NONE),
            open_microphone(media.microphone or NONE),
            open_speaker(media.speaker or NONE),
        )
    )
    engine = MediaEngine(camera, microphone, speaker)
    try:
        await engine.start()
        yield engine
    finally:
        await engine.close()


def _say_what_is_missing(media: MediaOptions) -> None:
    """Say what the other side will neither see nor hear."""
    match media.camera in ("", NONE), media.microphone in ("", NONE):
        case True, True:
            say("No camera and no microphone: the other side neither sees nor hears you.")
        case True, False:
            say("No camera: the other side hears you, but does not see you.")
        case False, True:
            say("No microphone: the other side sees you, but does not hear you.")
        case _:
            return


# ---- running -------------------------------------------------------------------------------


def _run(work: Work, media: MediaOptions) -> int:
    """Run until the work has ended; Ctrl-C asks it to, a second one breaks it off."""
    ending = Ending()

    def asked(number: int, frame: FrameType | None) -> None:
        signal.signal(number, signal.SIG_DFL)
        ending.ask()

    before = {number: signal.signal(number, asked) for number in (signal.SIGINT, signal.SIGTERM)}
    failed: list[KnownError] = []
    try:
        if _needs_qt(media):
            _run_beside_qt(work, ending)
        else:
            _run_here(work, ending)
    except* KnownError as group:
        failed += _flat(group)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    if not failed:
        return 0
    say(failed[0].sentence())
    return exit_code(failed[0])


def _flat(group: BaseExceptionGroup[KnownError]) -> list[KnownError]:
    """List the errors of a task group, and of groups in it."""
    found: list[KnownError] = []
    for error in group.exceptions:
        found += _flat(error) if isinstance(error, BaseExceptionGroup) else [error]
    return found


def _run_here(work: Work, ending: Ending) -> None:
    with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
        runner.run(work(ending))


def _run_beside_qt(work: Work, ending: Ending) -> None:
    """Real devices speak through Qt, whose loop needs the main thread."""
    application = QCoreApplication.instance() or QCoreApplication(sys.argv[:1])
    failures: list[BaseException] = []

    def serve() -> None:
        try:
            _run_here(work, ending)
        except BaseException as error:
            # Carried over to the main thread, which raises it.
            failures.append(error)
        finally:
            application.quit()

    # Python handles signals only between its own instructions: a timer gives it some.
    timer = QTimer()
    timer.start(_SIGNAL_POLL_MS)
    timer.timeout.connect(lambda: None)
    thread = threading.Thread(target=serve, name="asyncio")
    timer.singleShot(0, thread.start)
    application.exec()
    thread.join()
    for failure in failures:
        raise failure


def _needs_qt(media: MediaOptions) -> bool:
    """Tell whether a name is one of a real device."""

    def is_device(name: str) -> bool:
        like_a_file = "/" in name or "\\" in name or Path(name).is_file()
        return name not in ("", NONE, SYNTHETIC) and not like_a_file

    speaker = media.speaker
    return (
        is_device(media.camera)
        or is_device(media.microphone)
        or (is_device(speaker) and not speaker.lower().endswith(".wav"))
    )

# SPDX-License-Identifier: GPL-3.0-or-later
"""Records the stethoscope at the clinician's end into the visit, sealed, without any loss."""

from __future__ import annotations

import asyncio
import io
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from app.calls.errors import NotListening
from app.calls.own_media import OwnMedia
from app.calls.visit_record import VisitRecord
from app.media.engine import MediaEngine
from app.media.sound_recorder import RecordedSound, SoundRecorder
from app.records.encounter import SoundRecording
from app.records.ids import AppointmentId, UserId
from app.store.blobs import write_blob
from app.store.database import Store

_log = logging.getLogger(__name__)


class RecordingEnd(Enum):
    """Why a recording is over."""

    ASKED = "asked"
    FULL = "full"
    """It is as long as one can be."""
    PARTED = "parted"
    """The two are not together any more."""


@dataclass(frozen=True, slots=True)
class RecordingNews:
    """What a clinician has to hear of a recording that nobody waits for."""

    end: RecordingEnd
    kept: SoundRecording | None
    """None where it could not be kept yet; that is tried again each second."""
    waiting: int = 0
    """So many are over and could not be kept yet."""


@dataclass(slots=True, eq=False)
class _Running:
    """A recording and the visit that it belongs to, whatever visit is open when it is kept."""

    sound: SoundRecorder
    record: VisitRecord
    began: datetime
    end: RecordingEnd = RecordingEnd.ASKED
    sealed: SoundRecording | None = None
    """Set once it is sealed: where the visit cannot be saved, it is not sealed again."""
    failed: bool = False
    """It could not be kept at once, which has been told."""


class VisitSounds:
    """One recording at a time. Belongs to the asyncio thread.

    The sound is taken from the microphone before anything is done to it, is kept in memory, and
    is sealed when it is over: it never lies open on the disk.
    """

    def __init__(
        self,
        store: Store,
        engine: MediaEngine,
        media: OwnMedia,
        record: Callable[[], VisitRecord],
        clock: Callable[[], datetime],
        user: UserId,
    ) -> None:
        """``record`` gives what is written down of the visit that is open; raises NotInVisit."""
        self._store = store
        self._engine = engine
        self._media = media
        self._record = record
        self._clock = clock
        self._user = user
        self._running: _Running | None = None
        self._ended: list[_Running] = []
        """Over, and not kept yet."""
        self._sealing = asyncio.Lock()
        self.on_news: Callable[[RecordingNews], None] | None = None
        """Told of what was not asked for: an end that came by itself, a disk that is full."""
        media.before_voice = lambda: self._end(RecordingEnd.PARTED)

    async def start(self) -> None:
        """Begin to record; both sides are told. Goes on where it records already.

        Raises:
            NotInVisit, NotListening: nothing is recorded.
        """
        record = self._record()
        if not self._media.view.medical_sound:
            raise NotListening
        if self._running is None:
            recorder, now = SoundRecorder(), self._clock()
            self._running = _Running(recorder, record, now)
            self._engine.record_microphone(recorder)
            self._media.records_since(now)

    async def stop(self) -> SoundRecording | None:
        """End the recording and seal it into the visit; None where nothing was recorded.

        Raises:
            StoreFull, StoreFailed: it is not kept yet; that is tried again until it is.
        """
        self._end(RecordingEnd.ASKED)
        return await self._seal()

    async def set_medical_sound(self, on: bool) -> SoundRecording | None:
        """Switch the sound of the stethoscope; switching it off ends a recording, and keeps it.

        Raises:
            StoreFull, StoreFailed: as ``stop`` does; the sound is switched all the same.
        """
        if not on:
            self._end(RecordingEnd.ASKED)
        await self._media.set_medical_sound(on)
        return None if on else await self._seal()

    async def end(self) -> None:
        """Let the sound be that of a voice again as the visit is over, and keep what was recorded.

        What cannot be kept yet is told and tried again by ``look``: no visit stays open for it.
        """
        await self._media.set_medical_sound(False)
        await self.look()

    def pending_record(self, appointment: AppointmentId) -> VisitRecord | None:
        """Give what is written down of a visit by a recording that is not kept yet.

        Whoever opens that visit again goes on with it: two writers would undo each other.
        """
        held = (running.record for running in self._ended)
        return next((r for r in held if r.encounter.appointment == appointment), None)

    async def look(self) -> None:
        """Keep what is as long as a recording can be, or could not be kept before. Never fails."""
        if self._running is not None and self._running.sound.full:
            self._end(RecordingEnd.FULL)
        if not self._ended:
            return
        try:
            await self._seal()
        except Exception as error:
            # Whatever it is, the sound is still in memory: the next look tries again.
            _log.warning("a recording is not kept yet (%s)", type(error).__name__)

    def _end(self, end: RecordingEnd) -> None:
        """Hear no more, at once: of a voice nothing is recorded, not for a moment."""
        running, self._running = self._running, None
        if running is not None:
            self._engine.end_recording(running.sound)
            running.end = end
            self._ended.append(running)
            self._media.records_since(None)

    async def _seal(self) -> SoundRecording | None:
        last: SoundRecording | None = None
        async with self._sealing:
            while self._ended:
                running = self._ended[0]
                try:
                    kept = await self._keep(running.sound.finish(), running)
                except Exception:
                    self._tell_unkept()
                    raise
                self._ended.remove(running)
                if kept and (running.failed or running.end is not RecordingEnd.ASKED):
                    self._tell(running.end, kept)
                last = kept or last
        return last

    async def _keep(self, sound: RecordedSound, running: _Running) -> SoundRecording | None:
        if not sound.seconds:
            return None
        if running.sealed is None:
            owner = running.record.encounter.encounter
            row = await write_blob(self._store, io.BytesIO(sound.wav), "original", owner)
            running.sealed = SoundRecording(
                row.blob, running.began, sound.seconds, row.sha256, self._user, sound.gaps
            )
        await running.record.keep(running.sealed)
        return running.sealed

    def _tell_unkept(self) -> None:
        # Those behind the one that failed wait as well, and are told of when they are kept.
        fresh = [running for running in self._ended if not running.failed]
        for running in fresh:
            running.failed = True
        if fresh:
            self._tell(fresh[0].end, None)

    def _tell(self, end: RecordingEnd, kept: SoundRecording | None) -> None:
        if self.on_news is not None:
            waiting = sum(running.failed for running in self._ended)
            self.on_news(RecordingNews(end, kept, waiting))

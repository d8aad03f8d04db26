# SPDX-License-Identifier: GPL-3.0-or-later
"""Take a picture of the patient that a clinician can judge, and keep it in the record."""

from __future__ import annotations

import asyncio
import hashlib
import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Final

from app.attachments.still_png import still_png
from app.calls.call import Call
from app.calls.still_telling import StillTelling
from app.calls.views import Stage, StillMoment
from app.errors import KnownError
from app.media.engine import MediaEngine
from app.media.frames import VideoFrame
from app.media.still import StillChoice
from app.records.encounter import Encounter
from app.records.ids import ParticipantId, PatientId, StillId, UserId, from_bytes
from app.records.media_facts import Picture
from app.records.stills import Still, StillFacts
from app.store import access_log
from app.store.database import Store
from app.store.stills import OPENED, TREATMENT, keep_still, open_still, stills_of
from app.vault.sealing import Tampered

_LOOK_S: Final = 0.05


class NoPicture(KnownError):
    """No picture comes from the other side just now. None was taken. Wait for the picture, then
    try again."""


class NotSteady(NoPicture):
    """The connection is not steady just now, so nobody could be told in time. No picture was
    taken. Wait until the connection is back, then try again."""


class Blurred(NoPicture):
    """The patient's background is blurred. No picture was taken. Ask them to switch the blurring
    off, then try again."""


class NotTold(NoPicture):
    """The patient's program did not confirm that it shows that a picture is being taken. None was
    taken. Try again; if it goes on like this, the patient needs a newer Vidda."""


class Stills:
    """Belongs to the asyncio thread. The patient is told of each step; nothing is on the disk
    before ``keep``."""

    def __init__(
        self, store: Store, engine: MediaEngine, clock: Callable[[], datetime], user: UserId
    ) -> None:
        self._store = store
        self._engine = engine
        self._clock = clock
        self._user = user
        self._taking = asyncio.Lock()
        self._last: tuple[StillId, StillTelling, int] | None = None
        """The last picture, and whom to tell what becomes of it: nobody else."""

    async def take(self, call: Call, encounter: Encounter, participant: ParticipantId) -> Still:
        """Take the best frame of the next second or two, at the size it was sent in.

        It is looked for only after the other end has said that it shows that a picture is
        coming. Ends of our own send large and sharp ones meanwhile.

        Raises:
            NoPicture: nothing came, or it is no picture of the person.
            NotSteady, Blurred, NotTold: likewise.
        """
        async with self._taking:
            _check(call)
            telling = call.talk.stills
            number = telling.begin()
            try:
                if not await telling.told(number, StillMoment.COMING):
                    raise NotTold
                _check(call)
                frame = await self._best_frame()
                # Who has gone, or shows something else by now, is not on it.
                _check(call)
                if frame is None:
                    raise NoPicture
            except NoPicture:
                telling.tell(number, StillMoment.FAILED)
                raise
            taken = self._clock()
            telling.tell(number, StillMoment.TAKEN)
            try:
                still = await asyncio.to_thread(
                    _still, frame, encounter, participant, taken, self._user
                )
            except BaseException:
                telling.tell(number, StillMoment.DELETED)
                raise
            self._last = still.facts.still, telling, number
            return still

    async def keep(self, still: Still) -> bool:
        """Seal it into the patient's record; tells whether the patient is sure to know.

        Raises:
            StoreFull, StoreFailed: it was not kept, and is still in memory.
        """
        await keep_still(self._store, still)
        return await self._told(still, StillMoment.KEPT)

    async def kept(self, patient: PatientId) -> tuple[StillFacts, ...]:
        """List the pictures in a patient's record, newest first."""
        return await stills_of(self._store, patient)

    async def open(self, facts: StillFacts) -> Still:
        """Open a picture of the record; that is logged.

        Raises:
            NoSuchBlob, Tampered: it is not what was kept, and is not shown.
        """
        png = await open_still(self._store, facts.still)
        if hashlib.sha256(png).hexdigest() != facts.sha256:
            raise Tampered
        await access_log.append(
            self._store, self._clock(), self._user, OPENED, facts.still, facts.patient, TREATMENT
        )
        return Still(facts, png)

    async def discard(self, still: Still) -> bool:
        """Tell the patient that a picture is gone, which was in memory only.

        Tells whether the patient is sure to know.
        """
        return await self._told(still, StillMoment.DELETED)

    async def _told(self, still: Still, moment: StillMoment) -> bool:
        if self._last is None or self._last[0] != still.facts.still:
            return False
        _, telling, number = self._last
        return await telling.told(number, moment)

    async def _best_frame(self) -> VideoFrame | None:
        loop, slot = asyncio.get_running_loop(), self._engine.remote_frames
        choice = StillChoice(loop.time())
        best: VideoFrame | None = None

        def look(frame: VideoFrame) -> None:
            nonlocal best
            if choice.takes(frame.width, frame.height, loop.time()):
                best = frame

        def passing(frame: VideoFrame) -> None:
            loop.call_soon_threadsafe(look, frame)

        slot.on_passing = passing
        try:
            while not choice.done(loop.time()):  # noqa: ASYNC110 - time is a condition too
                await asyncio.sleep(_LOOK_S)
        finally:
            slot.on_passing = None
        return best


def _check(call: Call) -> None:
    """Raise the NoPicture that says why the person cannot be taken now."""
    seen = call.talk.peer_switches
    if call.stage is not Stage.CONNECTED or call.unsteady:
        raise NotSteady
    if not seen.camera_on or seen.shares_screen:
        raise NoPicture
    if seen.blurs:
        raise Blurred


def _still(
    frame: VideoFrame,
    encounter: Encounter,
    participant: ParticipantId,
    taken: datetime,
    user: UserId,
) -> Still:
    picture = Picture(frame.width, frame.height, frame.to_rgb())
    still = StillId(from_bytes(secrets.token_bytes(16)))
    png = still_png(
        picture,
        {
            "Creation Time": taken.isoformat(timespec="milliseconds"),
            "Software": "Vidda",
            "Visit": encounter.encounter,
            "Participant": participant,
        },
    )
    facts = StillFacts(
        still,
        encounter.patient,
        encounter.encounter,
        participant,
        taken,
        user,
        frame.width,
        frame.height,
        hashlib.sha256(png).hexdigest(),
    )
    return Still(facts, png)

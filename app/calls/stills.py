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
_UNBLUR_S: Final = 2.0


class NoPicture(KnownError):
    """No picture comes from the other side just now. None was taken. Wait for the picture, then
    try again."""


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
        self._call: Call | None = None
        """In which the last picture was taken: nobody else is told what becomes of it."""

    async def take(self, call: Call, encounter: Encounter, participant: ParticipantId) -> Still:
        """Take the best frame of the next second or two, at the size it was sent in.

        Ends of our own send large and sharp ones meanwhile.

        Raises:
            NoPicture: nothing came, or it is no picture of the person.
        """
        async with self._taking:
            seen = call.talk.peer_switches
            person = seen.camera_on and not seen.shares_screen
            if call.stage is not Stage.CONNECTED or not person:
                raise NoPicture
            # Nobody is photographed who cannot be told so.
            if not call.talk.say_still(StillMoment.COMING):
                raise NoPicture
            self._call = call
            frame = await self._best_frame() if await _unblurred(call) else None
            taken = self._clock()
            # Who has gone, or shows something else by now, is not on it.
            now = call.talk.peer_switches
            shows = now.camera_on and not now.shares_screen and not now.blurs
            if frame is None or not shows or call.stage is not Stage.CONNECTED:
                call.talk.say_still(StillMoment.FAILED)
                raise NoPicture
            call.talk.say_still(StillMoment.TAKEN)
            return await asyncio.to_thread(_still, frame, encounter, participant, taken, self._user)

    async def keep(self, still: Still) -> None:
        """Seal it into the patient's record.

        Raises:
            StoreFull, StoreFailed: it was not kept, and is still in memory.
        """
        await keep_still(self._store, still)
        self._tell(StillMoment.KEPT)

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

    async def discard(self) -> None:
        """Tell the patient that the last picture is gone; it was in memory only."""
        self._tell(StillMoment.DELETED)

    def _tell(self, moment: StillMoment) -> None:
        if self._call is not None:
            self._call.talk.say_still(moment)

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


async def _unblurred(call: Call) -> bool:
    """Wait until the other end has switched off what alters its picture."""
    loop = asyncio.get_running_loop()
    latest = loop.time() + _UNBLUR_S
    while call.talk.peer_switches.blurs and loop.time() < latest:  # noqa: ASYNC110 - time counts too
        await asyncio.sleep(_LOOK_S)
    return not call.talk.peer_switches.blurs


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

# SPDX-License-Identifier: GPL-3.0-or-later
"""Rating scales of one clinician's patients: each answer is kept at once."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from datetime import datetime

from app.errors import KnownError
from app.records.ids import EncounterId, PatientId, ScaleResponseId, UserId, from_bytes
from app.records.scale import AlertAct, AlertAction, FilledIn, ScaleResponse
from app.records.text import mended
from app.scales.library import OWN_FOLDER, Library, read_library
from app.scales.note_lines import note_lines
from app.scales.responses import finished, needs_action, with_action, with_answer
from app.store import scales
from app.store.database import Store

BEGUN, FINISHED, ACTED = "scale-begun", "scale-finished", "scale-alert-acted"


class NoSuchResponse(KnownError):
    """These answers are not in this record. Nothing was changed. Open the patient again."""


class ScaleService:
    """Begins, answers, finishes, acts. Belongs to the asyncio thread."""

    def __init__(self, store: Store, author: UserId, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._author = author
        self._clock = clock
        self._changing = asyncio.Lock()

    async def library(self) -> Library:
        """Read which scales there are."""
        return await asyncio.to_thread(read_library, self._store.profile / OWN_FOLDER)

    async def begin(
        self,
        patient: PatientId,
        encounter: EncounterId | None,
        name: str,
        filled_in: FilledIn,
        language: str,
    ) -> ScaleResponse:
        """Begin a scale; it is in the record, and in the access log, from then on.

        Raises:
            NoSuchScale
        """
        scale = (await self.library()).scale(name)
        response = ScaleResponse(
            response=ScaleResponseId(from_bytes(secrets.token_bytes(16))),
            patient=patient,
            encounter=encounter,
            scale=scale.scale,
            version=scale.version,
            language=language,
            answers=(),
            filled_in=filled_in,
            author=self._author,
            begun=self._clock(),
        )
        await scales.save(self._store, response, response.begun, BEGUN)
        return response

    async def answer(self, wanted: ScaleResponseId, item: str, value: int) -> ScaleResponse:
        """Keep one answer; when this returns, it is on the disk.

        Raises:
            NoSuchResponse, NoSuchScale, AlreadyFinished, ScaleChanged, ImpossibleAnswer
        """
        async with self._changing:
            response = await self._response(wanted)
            scale = (await self.library()).scale(response.scale)
            changed = with_answer(scale, response, item, value)
            await scales.save(self._store, changed, self._clock())
            return changed

    async def finish(self, wanted: ScaleResponseId) -> ScaleResponse:
        """Score whole answers, for good.

        Raises:
            NoSuchResponse, NoSuchScale, AlreadyFinished, ScaleChanged, NotAllAnswered
        """
        async with self._changing:
            response = await self._response(wanted)
            scale = (await self.library()).scale(response.scale)
            done = finished(scale, response, self._clock())
            await scales.save(self._store, done, self._clock(), FINISHED)
            return done

    async def act(self, wanted: ScaleResponseId, act: AlertAct, words: str = "") -> ScaleResponse:
        """Record what was done upon a response's alerts, which closes them.

        Raises:
            NoSuchResponse, NoAlert, WordsMissing
        """
        async with self._changing:
            action = AlertAction(act, self._clock(), self._author, mended(words).strip())
            acted = with_action(await self._response(wanted), action)
            await scales.add_action(self._store, acted, acted.actions[-1], ACTED)
            return acted

    async def history(self, patient: PatientId) -> tuple[ScaleResponse, ...]:
        """List all of a patient's, oldest first."""
        return await scales.of_patient(self._store, patient)

    async def open_alerts(self, patient: PatientId) -> tuple[ScaleResponse, ...]:
        """List those of a patient whose alert waits for an action, oldest first."""
        return tuple(r for r in await self.history(patient) if needs_action(r))

    async def note_lines(self, encounter: EncounterId, language: str) -> tuple[str, ...]:
        """Write a visit's scales for its note, in "en" or "nb"."""
        found = await scales.of_encounter(self._store, encounter)
        return note_lines(found, (await self.library()).scales, language)

    async def _response(self, wanted: ScaleResponseId) -> ScaleResponse:
        found = await scales.response(self._store, wanted)
        if found is None:
            raise NoSuchResponse
        return found

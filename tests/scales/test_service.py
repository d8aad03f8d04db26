# SPDX-License-Identifier: GPL-3.0-or-later
"""Scales in a real store: kept at once, final when finished, alerts until acted upon."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlcipher3

from app.notes.service import NoteService
from app.records.composition import NoteTemplate, Section, SectionCode
from app.records.ids import PatientId, ScaleResponseId
from app.records.scale import AlertAct, FilledIn, ScaleResponse
from app.scales.responses import AlreadyFinished
from app.scales.service import NoSuchResponse, ScaleService
from app.store import access_log, encounters, scales
from app.store.database import Connection
from tests.notes.conftest import Clinic, make_directory


def service_of(clinic: Clinic) -> ScaleService:
    return ScaleService(clinic.store, clinic.astrid.user, clinic.clock)


async def begun(clinic: Clinic) -> ScaleResponse:
    return await service_of(clinic).begin(
        clinic.patient.patient,
        clinic.encounter.encounter,
        "phq-9",
        FilledIn.READ_ALOUD,
        "en",
    )


async def answered(clinic: Clinic, value: int) -> ScaleResponse:
    service, response = service_of(clinic), await begun(clinic)
    scale = (await service.library()).scale("phq-9")
    for item in (i.item for i in scale.items if i.scored):
        response = await service.answer(response.response, item, value)
    return response


async def test_each_answer_is_kept_at_once(clinic: Clinic) -> None:
    service, response = service_of(clinic), await begun(clinic)
    first = (await service.library()).scale("phq-9").items[0].item
    changed = await service.answer(response.response, first, 3)
    # As another program would find it that begins now.
    assert await service_of(clinic).history(clinic.patient.patient) == (changed,)
    assert changed.answers == ((first, 3),)
    assert await service.history(PatientId("0" * 32)) == ()


async def test_a_finished_scale_is_final_in_the_store_too(clinic: Clinic) -> None:
    done = await service_of(clinic).finish((await answered(clinic, 1)).response)
    assert (done.total, done.band) == (9, "mild")
    with pytest.raises(AlreadyFinished):
        await service_of(clinic).answer(done.response, done.answers[0][0], 0)
    with pytest.raises(sqlcipher3.IntegrityError):
        await scales.save(clinic.store, replace(done, total=0), clinic.clock())
    for statement in (
        "DELETE FROM scale_responses",
        "INSERT OR REPLACE INTO scale_responses SELECT * FROM scale_responses",
        "UPDATE scale_responses SET finished_us = NULL",
    ):
        with pytest.raises(sqlcipher3.IntegrityError):
            await run(clinic, statement)
    assert await service_of(clinic).history(clinic.patient.patient) == (done,)


async def test_an_alert_is_open_until_acted_upon_also_unfinished(clinic: Clinic) -> None:
    service, response = service_of(clinic), await begun(clinic)
    nine = (await service.library()).scale("phq-9").alerts[0].item
    alarming = await service.answer(response.response, nine, 1)
    assert await service_of(clinic).open_alerts(clinic.patient.patient) == (alarming,)
    acted = await service.act(alarming.response, AlertAct.JUDGED, "An old thought, no plan.")
    assert await service_of(clinic).open_alerts(clinic.patient.patient) == ()
    assert await service.history(clinic.patient.patient) == (acted,)
    for statement in ("DELETE FROM scale_actions", "UPDATE scale_actions SET body = x''"):
        with pytest.raises(sqlcipher3.IntegrityError):
            await run(clinic, statement)


async def test_an_alert_of_a_finished_scale_can_be_acted_upon(clinic: Clinic) -> None:
    service = service_of(clinic)
    done = await service.finish((await answered(clinic, 3)).response)
    assert await service.open_alerts(clinic.patient.patient) == (done,)
    await service.act(done.response, AlertAct.ASKED)
    assert await service.open_alerts(clinic.patient.patient) == ()
    with pytest.raises(NoSuchResponse):
        await service.act(ScaleResponseId("0" * 32), AlertAct.ASKED)


async def test_the_access_log_names_what_was_done(clinic: Clinic) -> None:
    service = service_of(clinic)
    done = await service.finish((await answered(clinic, 3)).response)
    await service.act(done.response, AlertAct.ASKED)
    rows = await access_log.access_rows(clinic.store, clinic.patient.patient)
    found = [row.action for row in rows if row.object_id == done.response]
    assert found == ["scale-begun", "scale-finished", "scale-alert-acted"]


async def test_the_signed_note_carries_the_visits_scales(clinic: Clinic) -> None:
    service = service_of(clinic)
    done = await service.finish((await answered(clinic, 3)).response)
    await service.act(done.response, AlertAct.ASKED)
    directory = make_directory(clinic.key, clinic.astrid)
    notes = NoteService(
        clinic.store,
        clinic.astrid,
        lambda: directory,
        clinic.clock,
        more_lines=service.note_lines,
    )
    encounter = clinic.complete()
    await encounters.save_encounter(clinic.store, encounter)
    draft = await notes.begin(clinic.patient.patient, encounter.encounter, NoteTemplate.FOLLOW_UP)
    text = (Section(SectionCode.PLAN, "Follow up on Friday."),)
    await notes.save(replace(draft, sections=text))
    signed = await notes.sign(draft.composition, encounter, clinic.patient)
    score, alert = signed.version.header.technical[-2:]
    assert "27 of 27" in score
    assert "asked directly" in alert


async def run(clinic: Clinic, statement: str) -> None:
    def work(connection: Connection) -> None:
        connection.execute(statement)

    await clinic.store.run(work)

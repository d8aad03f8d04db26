# SPDX-License-Identifier: GPL-3.0-or-later
"""Signing and reading with a real store: whatever is changed in it, nothing false is shown."""

from __future__ import annotations

import asyncio
import json
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
import sqlcipher3
from sqlcipher3 import Connection

from app.records.safety_plan import PlanStep, SafetyKind, SafetyPlan, StepContent
from app.records.suicide_triage import TriageItem
from app.safety.plan import PlanEmpty
from app.safety.prompts import OWN_FILE, BadPrompts, prompts_of, read_prompts
from app.safety.service import NothingToSign, SafetyBroken
from app.safety.triage import ActionsMissing
from app.safety.version_bytes import SIGNATURE_CONTEXT, version_hash
from app.store import access_log, safety
from app.store.database import Store
from app.store.safety import SafetyRow
from tests.notes.conftest import Clinic
from tests.safety.conftest import ALARMING, CALM, PLAN, PUBLIC, SECRET, service_of
from tests.safety.plan_writer import KEY, PATIENT, text_of

LATER = SafetyPlan((*PLAN.steps, StepContent(PlanStep.ENVIRONMENT, "Knives put away")))
ROOT = Path(__file__).parents[2]


async def _two_plans(clinic: Clinic) -> tuple[SafetyRow, ...]:
    service, who = service_of(clinic), clinic.patient
    for plan in (PLAN, LATER):
        await service.save(who.patient, clinic.encounter.encounter, plan)
        await service.sign(who, SafetyKind.PLAN, PUBLIC)
    return await safety.versions(clinic.store, who.patient, SafetyKind.PLAN)


async def _replace_rows(clinic: Clinic, rows: Sequence[SafetyRow]) -> None:
    """Do what only somebody with the store's key and no triggers can do."""

    def work(connection: Connection) -> None:
        for trigger in ("no_update", "no_delete", "in_order"):
            connection.execute(f"DROP TRIGGER IF EXISTS safety_versions_{trigger}")
        connection.execute("DELETE FROM safety_versions")
        for row in rows:
            safety.put_version(connection, row)

    await clinic.store.run(work)


async def test_a_draft_becomes_a_signed_version_and_the_next_follows_it(clinic: Clinic) -> None:
    await _two_plans(clinic)
    state = await service_of(clinic, clinic.jon).open(clinic.patient.patient)
    assert state.plan_draft is None
    assert [v.version.number for v in state.plans.versions] == [1, 2]
    newest = state.plans.newest
    assert newest is not None
    assert newest.plan == LATER
    assert newest.author_name == "Astrid Fonnedal"
    assert newest.version.encounter == clinic.encounter.encounter
    assert newest.version.previous_hash == state.plans.versions[0].hash
    actions = [row.action for row in await access_log.access_rows(clinic.store)]
    assert actions == ["safety-plan-signed", "safety-plan-signed", "safety-opened"]


async def test_what_may_not_be_signed_stays_a_draft(clinic: Clinic) -> None:
    service, who = service_of(clinic), clinic.patient
    with pytest.raises(NothingToSign):
        await service.sign(who, SafetyKind.PLAN)
    empty = SafetyPlan((StepContent(PlanStep.PROFESSIONALS, contacts=PUBLIC),))
    await service.save(who.patient, None, empty)
    with pytest.raises(PlanEmpty):
        await service.sign(who, SafetyKind.PLAN, PUBLIC)
    await service.save(who.patient, None, replace(ALARMING, actions=()))
    with pytest.raises(ActionsMissing):
        await service.sign(who, SafetyKind.TRIAGE)
    state = await service.state(who.patient)
    assert state.plan_draft is not None
    assert state.triage_draft is not None
    await service.discard(who.patient, SafetyKind.PLAN)
    assert (await service.state(who.patient)).plan_draft is None


async def test_high_stands_until_a_later_triage_says_otherwise(clinic: Clinic) -> None:
    service, who = service_of(clinic), clinic.patient
    assert await service.high() == frozenset()
    await service.save(who.patient, None, ALARMING)
    state = await service.sign(who, SafetyKind.TRIAGE)
    assert state.high_since is not None
    assert await service.high() == {who.patient}
    await service.save(who.patient, None, CALM)
    await service.sign(who, SafetyKind.TRIAGE)
    assert await service.high() == frozenset()


@pytest.mark.parametrize("number", [1, 2])
@pytest.mark.parametrize("field", ["raw", "signature", "signer_key", "user_certificate"])
async def test_one_flipped_bit_hides_the_version_and_all_after_it(
    clinic: Clinic, number: int, field: str
) -> None:
    rows = list(await _two_plans(clinic))
    value = bytearray(getattr(rows[number - 1], field))
    value[len(value) // 2] ^= 4
    rows[number - 1] = replace(rows[number - 1], **{field: bytes(value)})
    await _replace_rows(clinic, rows)
    service = service_of(clinic)
    state = await service.open(clinic.patient.patient)
    assert [v.version.number for v in state.plans.versions] == list(range(1, number))
    assert state.plans.broken == 3 - number
    assert SECRET not in repr(state)
    await service.save(clinic.patient.patient, None, PLAN)
    with pytest.raises(SafetyBroken):
        await service.sign(clinic.patient, SafetyKind.PLAN, PUBLIC)


async def test_removed_swapped_and_moved_versions_are_noticed(clinic: Clinic) -> None:
    first, second = await _two_plans(clinic)
    service, patient = service_of(clinic), clinic.patient.patient
    for rows, good in (
        ([first], 1),
        ([], 0),
        ([second], 0),
        ([replace(second, number=1), replace(first, number=2)], 0),
    ):
        await _replace_rows(clinic, rows)
        state = await service.state(patient)
        assert (len(state.plans.versions), state.plans.broken) == (good, 2 - good)
    forged = first.raw.replace(SECRET.encode(), b"Nothing is ever wrong"[: len(SECRET)])
    row = replace(
        first,
        raw=forged,
        signature=clinic.jon.signing_key.sign(SIGNATURE_CONTEXT, forged),
        signer_key=clinic.jon.signing_key.public,
        hash=version_hash(forged),
    )
    await _replace_rows(clinic, [row, second])
    assert (await service.state(patient)).plans.versions == ()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE safety_versions SET raw = x'00'",
        "DELETE FROM safety_versions",
        "INSERT OR REPLACE INTO safety_versions SELECT * FROM safety_versions WHERE number = 1",
    ],
)
async def test_no_statement_changes_a_signed_version(clinic: Clinic, statement: str) -> None:
    rows = await _two_plans(clinic)
    with pytest.raises(sqlcipher3.IntegrityError):
        await clinic.store.run(lambda connection: connection.execute(statement))
    patient = clinic.patient.patient
    assert await safety.versions(clinic.store, patient, SafetyKind.PLAN) == rows


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
async def test_a_draft_survives_the_program_being_killed(tmp_path: Path) -> None:
    def killed_after_three() -> int:
        child = subprocess.Popen(
            [sys.executable, "-m", "tests.safety.plan_writer", str(tmp_path / "profile")],
            stdout=subprocess.PIPE,
            cwd=ROOT,
        )
        assert child.stdout is not None
        with child.stdout:
            last = [int(child.stdout.readline()) for _ in range(3)][-1]
            child.send_signal(signal.SIGKILL)
            rest = child.stdout.read().split(b"\n")[:-1]
        child.wait(30)
        return int(rest[-1]) if rest else last

    last = await asyncio.to_thread(killed_after_three)
    store = await Store.open(tmp_path / "profile", KEY)
    draft = await safety.draft(store, PATIENT, SafetyKind.PLAN)
    await store.close()
    assert draft is not None
    assert isinstance(draft.content, SafetyPlan)
    # One more than acknowledged may have reached the disk; never one less.
    text = draft.content.step(PlanStep.WARNING_SIGNS).text
    assert text in (text_of(last), text_of(last + 1))


def test_a_clinic_s_own_questions_are_read_whole_or_not_at_all(tmp_path: Path) -> None:
    assert prompts_of(tmp_path).texts == {}
    texts = {item.value: {"nb": f"Spørsmål {item.value}"} for item in TriageItem}
    whole = {"name": "Clinic 2026", "licence": "Licence no. 1", "items": texts}
    path = tmp_path / OWN_FILE
    path.parent.mkdir()
    path.write_text(json.dumps(whole), "utf-8")
    prompts = prompts_of(tmp_path)
    assert prompts.text(TriageItem.WISH, "nb") == "Spørsmål 1"
    missing = {**whole, "items": {"1": "Only one"}}
    for bad in (missing, {**whole, "licence": " "}, {**whole, "more": 1}, []):
        with pytest.raises(BadPrompts):
            read_prompts(json.dumps(bad).encode())
    path.write_text("{", "utf-8")
    assert prompts_of(tmp_path).refused

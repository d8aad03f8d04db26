# SPDX-License-Identifier: GPL-3.0-or-later
"""How a plan begins and is put in order, and the exact bytes that are signed."""

from __future__ import annotations

import pytest

from app.records.ids import EncounterId, PatientId, UserId, VersionId
from app.records.safety_plan import (
    PlanContact,
    PlanStep,
    SafetyContent,
    SafetyPlan,
    SafetyVersion,
    StepContent,
)
from app.safety.plan import PlanEmpty, PlanUnchanged, begun_plan, ordered, to_sign
from app.safety.triage import to_sign as triage_to_sign
from app.safety.version_bytes import (
    NO_PREVIOUS,
    UnreadableSafety,
    decode_version,
    encode_version,
)
from tests.notes.conftest import START
from tests.safety.conftest import ALARMING, PLAN, PUBLIC


def version(content: SafetyContent) -> SafetyVersion:
    return SafetyVersion(
        VersionId("1" * 32),
        PatientId("a" * 32),
        "Eira Multemyr",
        "1992-03-04",
        EncounterId("e" * 32),
        1,
        content,
        UserId("2" * 32),
        "Astrid Fonnedal",
        "Psychiatrist",
        "0000001",
        "DPS Viddal",
        START,
        NO_PREVIOUS,
    )


def test_a_plan_begins_with_public_numbers_then_with_what_was_signed() -> None:
    assert begun_plan(None, PUBLIC).step(PlanStep.PROFESSIONALS).contacts == PUBLIC
    assert begun_plan(PLAN, PUBLIC) == PLAN


def test_steps_come_in_their_order_and_no_word_is_lost() -> None:
    mixed = SafetyPlan(
        (
            StepContent(PlanStep.ENVIRONMENT, "Medicines at her brother's"),
            StepContent(PlanStep.COPING, " \n"),
            StepContent(PlanStep.HELPERS, "", (PlanContact("", " 1 "), PlanContact(" ", ""))),
            StepContent(PlanStep.WARNING_SIGNS, "Pacing \ud800"),
        )
    )
    assert ordered(mixed).steps == (
        StepContent(PlanStep.WARNING_SIGNS, "Pacing \ufffd"),
        StepContent(PlanStep.HELPERS, "", (PlanContact("", "1"),)),
        StepContent(PlanStep.ENVIRONMENT, "Medicines at her brother's"),
    )


def test_only_a_plan_of_this_patient_that_is_new_is_signed() -> None:
    for empty in (SafetyPlan(), begun_plan(None, PUBLIC)):
        with pytest.raises(PlanEmpty):
            to_sign(empty, None, PUBLIC)
    with pytest.raises(PlanUnchanged):
        to_sign(PLAN, PLAN, PUBLIC)
    assert to_sign(PLAN, None, PUBLIC) == PLAN


@pytest.mark.parametrize("content", [PLAN, triage_to_sign(ALARMING)])
def test_bytes_are_read_back_and_no_other_writing_is(content: SafetyContent) -> None:
    raw = encode_version(version(content))
    assert decode_version(raw) == version(content)
    changed = [raw[:8] + b"\x02" + raw[9:], raw[:-1], raw + b" ", raw.replace(b":", b": ", 1), b""]
    for other in changed:
        with pytest.raises(UnreadableSafety):
            decode_version(other)


def test_a_triage_without_its_outcome_is_not_written() -> None:
    with pytest.raises(ValueError, match="rule"):
        encode_version(version(ALARMING))

# SPDX-License-Identifier: GPL-3.0-or-later
"""Which views fail, and what had been found on them."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from app.records.media_facts import QualityProblem
from app.records.referral import (
    Decision,
    PictureQuality,
    ReferralStatus,
    Slot,
    Specialty,
    Urgency,
)
from app.referrals.case_facts import (
    AdditionFacts,
    AnswerFacts,
    Case,
    CaseFacts,
    FormFacts,
    QualityFacts,
    RecordingFacts,
    ReplyFacts,
)
from app.referrals.recording_statistics import ViewRecordings, judged, recordings_by_clinic
from tests.fakes.cases import CASES, NAMES, NOW, SENDERS, UNITS

GOOD, LIMITED, NOT_USABLE = PictureQuality
HOUR = timedelta(hours=1)


def recording(slot: Slot, *problems: QualityProblem) -> RecordingFacts:
    return RecordingFacts(NAMES[0], slot, QualityFacts(problems))


def answered(quality: PictureQuality, *recordings: RecordingFacts, **answers: str) -> CaseFacts:
    given = tuple((key.replace("_", "-"), value) for key, value in answers.items())
    return CaseFacts(
        FormFacts(Specialty.DERMATOLOGY, Urgency.THREE_DAYS),
        recordings,
        ReferralStatus.ANSWERED,
        SENDERS[0],
        NOW,
        AnswerFacts(ReplyFacts(quality, Decision.TREAT_AT_GP, given), NOW),
    )


def test_a_view_knows_how_often_it_failed_and_why() -> None:
    blurred = recording(Slot.CLOSE_UP, QualityProblem.BLURRED, QualityProblem.DARK)
    cases = [
        answered(GOOD, blurred, recording(Slot.REGION)),
        answered(LIMITED, blurred),
        answered(NOT_USABLE, blurred, recording(Slot.REGION)),
    ]
    (clinic,) = recordings_by_clinic(cases, UNITS)
    assert clinic.unit == "Viddal"
    assert clinic.views == (
        ViewRecordings(Slot.REGION, 2, 0, 1, (), 1),
        ViewRecordings(
            Slot.CLOSE_UP, 3, 1, 1, ((QualityProblem.BLURRED, 2), (QualityProblem.DARK, 2)), 0
        ),
    )


@pytest.mark.parametrize(
    ("quality", "gradable", "word"),
    [
        (GOOD, "no", NOT_USABLE),
        (NOT_USABLE, "yes", LIMITED),
        (LIMITED, "yes", LIMITED),
        (NOT_USABLE, "not-sent", NOT_USABLE),
        (GOOD, "whatever a stranger wrote", GOOD),
    ],
)
def test_an_eye_has_a_word_of_its_own(
    quality: PictureQuality, gradable: str, word: PictureQuality
) -> None:
    right, left = recording(Slot.FUNDUS_RIGHT), recording(Slot.FUNDUS_LEFT)
    facts = answered(quality, right, left, gradable_right=gradable)
    assert {each.slot: said for each, said in judged(facts)} == {
        Slot.FUNDUS_RIGHT: word,
        Slot.FUNDUS_LEFT: quality,
    }


def test_what_was_added_has_the_word_of_the_answer_after_it() -> None:
    first, added = recording(Slot.REGION), replace(recording(Slot.CLOSE_UP), attachment=NAMES[1])
    wanted_more = replace(answered(NOT_USABLE).reply, signed=NOW - HOUR)
    facts = replace(
        answered(GOOD, first, added),
        earlier_replies=(wanted_more,),
        additions=(AdditionFacts((NAMES[1],), NOW - HOUR / 2),),
    )
    assert [word for _, word in judged(facts)] == [NOT_USABLE, GOOD]
    assert [word for _, word in judged(replace(facts, reply=None))] == [NOT_USABLE]


@given(st.lists(CASES, max_size=20))
def test_every_recording_is_counted_once_at_most(cases: list[Case]) -> None:
    facts = [case.facts for case in cases]
    clinics = recordings_by_clinic(facts, UNITS)
    found = {(clinic.unit, view.slot): view.judged for clinic in clinics for view in clinic.views}
    whole = [each for each in facts if not each.additions and (each.reply or each.earlier_replies)]
    least = Counter((UNITS.get(f.sender, ""), one.slot) for f in whole for one in f.attachments)
    answered_ones = [each for each in facts if each.reply or each.earlier_replies]
    most = Counter(
        (UNITS.get(f.sender, ""), one.slot) for f in answered_ones for one in f.attachments
    )
    assert Counter(found) <= most
    assert least <= Counter(found)
    for view in (view for clinic in clinics for view in clinic.views):
        poor = view.limited + view.not_usable
        assert 0 <= view.unexplained <= poor <= view.judged
        assert all(0 < count <= poor for _, count in view.problems)

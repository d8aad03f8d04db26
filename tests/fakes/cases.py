# SPDX-License-Identifier: GPL-3.0-or-later
"""Cases for statistics: written by hand, or by hypothesis in all their variety."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from app.records.ids import AttachmentId, UserId
from app.records.media_facts import QualityProblem
from app.records.referral import (
    Decision,
    PictureQuality,
    ReferralStatus,
    Slot,
    Specialty,
    StepKind,
    Urgency,
)
from app.referrals.case_facts import (
    AdditionFacts,
    AnswerFacts,
    Case,
    CaseFacts,
    FormFacts,
    OutcomeFacts,
    QualityFacts,
    RecordingFacts,
    ReplyFacts,
    StepFacts,
)

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
SENDERS = tuple(UserId(letter * 32) for letter in "abcd")
UNITS = {SENDERS[0]: "Viddal", SENDERS[1]: "Nordre", SENDERS[2]: "Viddal"}
"""The fourth has left."""


def moments(days: int) -> st.SearchStrategy[datetime]:
    """Give times of the last so many days, to the second."""
    return st.integers(0, days * 86_400).map(lambda each: NOW - timedelta(seconds=each))


NAMES = tuple(AttachmentId(letter * 32) for letter in "123456")
RECORDINGS = st.builds(
    RecordingFacts,
    attachment=st.sampled_from(NAMES),
    slot=st.sampled_from([Slot.REGION, Slot.CLOSE_UP, Slot.FUNDUS_RIGHT, Slot.LUNGS]),
    quality=st.builds(
        QualityFacts,
        problems=st.lists(st.sampled_from(QualityProblem), max_size=2, unique=True).map(tuple),
    ),
)
ANSWERS = st.builds(
    AnswerFacts,
    reply=st.builds(
        ReplyFacts,
        quality=st.sampled_from(PictureQuality),
        decision=st.sampled_from(Decision),
        answers=st.sampled_from(
            [
                (),
                (("gradable-right", "yes"),),
                (("gradable-right", "no"),),
                (("gradable-left", "no"),),
            ]
        ),
    ),
    signed=moments(60),
)
STEPS = st.builds(
    StepFacts,
    kind=st.sampled_from(StepKind),
    at=moments(60),
    outcome=st.none() | st.builds(OutcomeFacts, st.booleans(), st.booleans()),
)
ADDITIONS = st.builds(
    AdditionFacts,
    attachments=st.lists(st.sampled_from(NAMES), max_size=2, unique=True).map(tuple),
    at=moments(60),
)
CASES = st.builds(
    Case,
    facts=st.builds(
        CaseFacts,
        form=st.builds(FormFacts, st.sampled_from(Specialty), st.sampled_from(Urgency)),
        attachments=st.lists(RECORDINGS, max_size=3).map(tuple),
        status=st.sampled_from(ReferralStatus),
        sender=st.sampled_from(SENDERS),
        sent=st.none() | moments(500),
        reply=st.none() | ANSWERS,
        steps=st.lists(STEPS, max_size=3).map(tuple),
        additions=st.lists(ADDITIONS, max_size=2).map(tuple),
        earlier_replies=st.lists(ANSWERS, max_size=2).map(tuple),
    ),
    mine=st.booleans(),
    arrived=st.none() | moments(500),
)

# SPDX-License-Identifier: GPL-3.0-or-later
"""Statistics against plain loops over the same cases, and by hand where a rule is decided."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

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
from app.referrals.figures import Share, Spread
from app.referrals.statistics import Counted, Period, statistics
from tests.fakes.cases import CASES, NAMES, NOW, SENDERS, UNITS

OVER = {ReferralStatus.ANSWERED, ReferralStatus.ACKNOWLEDGED, ReferralStatus.OUTCOME_REPORTED}
TELL_OF_ANSWER = (StepKind.MORE_ASKED, StepKind.ANSWERED)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def one(**changes: object) -> Case:
    """Give a case that came an hour ago and waits."""
    fields: dict[str, object] = {
        "form": FormFacts(Specialty.DERMATOLOGY, Urgency.THREE_DAYS),
        "attachments": (),
        "status": ReferralStatus.RECEIVED,
        "sender": SENDERS[0],
        "sent": NOW - HOUR,
    }
    return Case(CaseFacts(**(fields | changes)), False)  # type: ignore[arg-type]


def answer(
    decision: Decision = Decision.TREAT_AT_GP, signed: datetime = NOW, **changes: object
) -> AnswerFacts:
    fields: dict[str, object] = {"quality": PictureQuality.GOOD, "decision": decision}
    return AnswerFacts(ReplyFacts(**(fields | changes)), signed)  # type: ignore[arg-type]


def received(*cases: Case, period: Period = Period.EVERYTHING) -> Counted:
    return statistics(cases, period, NOW, UNITS).received


def spread(seconds: list[float]) -> tuple[int, float | None, float | None]:
    """Do it the plain way."""
    times = [max(0.0, each) for each in seconds]
    if len(times) < 5:
        return len(times), None, None
    return len(times), float(np.percentile(times, 50)), float(np.percentile(times, 90))


def same(found: Spread, wanted: tuple[int, float | None, float | None]) -> bool:
    pairs = zip((found.median, found.ninetieth), wanted[1:], strict=True)
    return found.count == wanted[0] and all(
        (each is None and other is None)
        or (each is not None and other is not None and abs(each.total_seconds() - other) < 1e-5)
        for each, other in pairs
    )


@given(st.lists(CASES, max_size=30), st.sampled_from(Period))
def test_counts_are_those_of_plain_loops(cases: list[Case], period: Period) -> None:
    found = statistics(cases, period, NOW, UNITS)
    days = {Period.MONTH: 30, Period.QUARTER: 90, Period.YEAR: 365, Period.EVERYTHING: 10_000}
    for mine, counted in ((False, found.received), (True, found.sent)):
        side = [
            c.facts
            for c in cases
            if c.mine is mine
            and c.facts.sent is not None
            and c.facts.status is not ReferralStatus.DRAFT
        ]
        chosen = [f for f in side if f.sent is not None and NOW - f.sent <= days[period] * DAY]
        assert counted.cases == len(chosen)
        assert counted.cases == sum(n for _, n in counted.by_specialty)
        assert counted.cases == sum(n for _, n in counted.by_status)
        for specialty in Specialty:
            number = sum(f.form.specialty is specialty for f in chosen)
            assert dict(counted.by_specialty).get(specialty, 0) == number
        for status in ReferralStatus:
            number = sum(f.status is status for f in chosen)
            assert dict(counted.by_status).get(status, 0) == number
        latest = [
            f.reply or max(f.earlier_replies, key=lambda each: each.signed)
            for f in chosen
            if f.reply or f.earlier_replies
        ]
        decided = [each.reply.decision for each in latest]
        treated, video = decided.count(Decision.TREAT_AT_GP), decided.count(Decision.VIDEO_VISIT)
        assert sum(n for _, n in counted.decisions) == len(latest)
        assert counted.avoided == Share(treated, len(latest))
        assert counted.no_journey == Share(treated + video, len(latest))
        assert counted.open_now == sum(f.status not in OVER for f in side)


@given(st.lists(CASES, max_size=30))
def test_times_are_those_of_plain_loops(cases: list[Case]) -> None:
    found = statistics(cases, Period.EVERYTHING, NOW, UNITS)
    for mine, counted in ((False, found.received), (True, found.sent)):
        side = [
            (c, c.facts, c.facts.sent)
            for c in cases
            if c.mine is mine and c.facts.status is not ReferralStatus.DRAFT and c.facts.sent
        ]
        for row in counted.answer_times:
            urgencies = list(Urgency) if row.urgency is None else [row.urgency]
            took, in_time, late, waiting = [], 0, 0, 0
            for _, facts, sent in side:
                if facts.form.urgency in urgencies:
                    due = sent + facts.form.urgency.time_to_answer
                    answers = [each.signed for each in facts.earlier_replies]
                    answers += [facts.reply.signed] if facts.reply else []
                    answers += [s.at for s in facts.steps if s.kind in TELL_OF_ANSWER]
                    end = min(answers, default=NOW)
                    if answers:
                        took.append((end - sent).total_seconds())
                    in_time += bool(answers) and end <= due
                    open_ = not answers and facts.status not in OVER | {ReferralStatus.MORE_WANTED}
                    late += (bool(answers) and end > due) or (open_ and end >= due)
                    waiting += open_ and end < due
            assert same(row.time, spread(took))
            assert (row.in_time, row.waiting) == (Share(in_time, in_time + late), waiting)
        openings = []
        for case, facts, sent in side:
            begun = sent if mine else case.arrived
            began = [s.at for s in facts.steps if s.kind is StepKind.REVIEW_BEGAN]
            if begun is not None and began:
                openings.append((min(began) - begun).total_seconds())
        assert same(counted.opening, spread(openings))
        chosen = [
            (min(made) - sent).total_seconds()
            for _, facts, sent in side
            if (made := [s.at for s in facts.steps if s.kind is StepKind.ALLOCATED])
        ]
        assert same(counted.allocation, spread(chosen))


@given(st.lists(CASES, max_size=12), st.randoms())
def test_the_order_of_cases_is_nothing(cases: list[Case], random: object) -> None:
    shuffled = list(cases)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    for period in Period:
        assert statistics(shuffled, period, NOW, UNITS) == statistics(cases, period, NOW, UNITS)


def test_a_period_holds_its_first_moment_and_what_a_fast_clock_sent() -> None:
    first = one(sent=NOW - 30 * DAY)
    before = one(sent=NOW - 30 * DAY - timedelta(microseconds=1))
    ahead = one(sent=NOW + HOUR)
    assert received(first, before, ahead, period=Period.MONTH).cases == 2
    assert received(first, before, ahead).cases == 3


def test_what_is_open_is_open_whenever_it_was_sent() -> None:
    old = one(sent=NOW - 400 * DAY)
    counted = received(old, one(), period=Period.MONTH)
    assert (counted.cases, counted.open_now, counted.overdue_now) == (1, 2, 1)


def test_an_answer_to_the_second_is_in_time_and_a_deadline_passed_counts_against_it() -> None:
    sent = NOW - 4 * DAY
    just = one(sent=sent, reply=answer(signed=sent + 3 * DAY), status=ReferralStatus.ANSWERED)
    late = one(sent=sent, reply=answer(signed=sent + 3 * DAY + HOUR))
    silent = one(sent=sent)
    fresh = one()
    (row,) = received(just, late, silent, fresh).answer_times
    assert (row.urgency, row.time.count) == (Urgency.THREE_DAYS, 2)
    assert (row.in_time, row.waiting) == (Share(1, 3), 1)


def test_the_first_answer_counts_the_latest_decides_and_an_addition_begins_the_time_anew() -> None:
    sent = NOW - 10 * DAY
    wanted_more = answer(Decision.SEND_MORE, sent + HOUR)
    added = AdditionFacts((), NOW - DAY)
    again = one(sent=sent, earlier_replies=(wanted_more,), additions=(added,))
    late = one(sent=sent, earlier_replies=(wanted_more,), additions=(AdditionFacts((), sent),))
    settled = one(
        sent=sent,
        status=ReferralStatus.ANSWERED,
        earlier_replies=(wanted_more,),
        additions=(added,),
        reply=answer(),
    )
    more = one(sent=sent, reply=wanted_more, status=ReferralStatus.MORE_WANTED)
    counted = received(again, late, settled, more)
    (row,) = counted.answer_times
    assert (row.time.count, row.in_time, row.waiting) == (4, Share(4, 4), 0)
    assert counted.decisions == ((Decision.TREAT_AT_GP, 1), (Decision.SEND_MORE, 3))
    assert counted.avoided == Share(1, 4)
    assert (counted.open_now, counted.overdue_now) == (3, 1)


def test_an_answer_that_went_elsewhere_is_neither_late_nor_waited_for() -> None:
    sent = NOW - 10 * DAY
    elsewhere = one(sent=sent, status=ReferralStatus.ANSWERED)
    (row,) = received(elsewhere, one()).answer_times
    assert (row.time.count, row.in_time, row.waiting) == (0, Share(0, 0), 1)


def test_all_urgencies_together_come_last_where_there_are_several() -> None:
    urgent = one(form=FormFacts(Specialty.FUNDUS, Urgency.SAME_DAY))
    rows = received(one(), urgent).answer_times
    assert [row.urgency for row in rows] == [Urgency.SAME_DAY, Urgency.THREE_DAYS, None]
    assert [row.waiting for row in rows] == [1, 1, 2]


def test_the_first_opening_counts_from_arrival_here_and_from_sending_elsewhere() -> None:
    steps = tuple(
        StepFacts(StepKind.REVIEW_BEGAN, at) for at in (NOW - HOUR, NOW - timedelta(minutes=90))
    )
    case = one(sent=NOW - 3 * HOUR, steps=steps)
    here = [Case(case.facts, False, NOW - 2 * HOUR)] * 5
    assert received(*here).opening.median == timedelta(minutes=30)
    assert received(*[case] * 5).opening == Spread(0)
    sent = statistics([Case(case.facts, True)] * 5, Period.MONTH, NOW, UNITS).sent
    assert sent.opening.median == timedelta(minutes=90)


def test_the_last_word_on_how_it_went_counts() -> None:
    steps = (
        StepFacts(StepKind.OUTCOME, NOW - HOUR, OutcomeFacts(False, False)),
        StepFacts(StepKind.OUTCOME, NOW, OutcomeFacts(True, False)),
    )
    counted = received(one(steps=steps), one())
    assert (counted.right_specialist, counted.fast_enough) == (Share(1, 1), Share(0, 1))


def picture(slot: Slot = Slot.REGION) -> RecordingFacts:
    return RecordingFacts(NAMES[0], slot, QualityFacts())


def test_recordings_stand_under_their_clinic_by_name_and_those_of_the_gone_last() -> None:
    cases = [
        one(sender=sender, attachments=(picture(),), reply=answer()) for sender in reversed(SENDERS)
    ]
    clinics = received(*cases).recordings
    assert [clinic.unit for clinic in clinics] == ["Nordre", "Viddal", ""]
    assert [clinic.views[0].judged for clinic in clinics] == [1, 2, 1]


def test_a_coordinator_counts_choices_and_answers_that_they_are_only_told_of() -> None:
    steps = (
        StepFacts(StepKind.ALLOCATED, NOW - 2 * HOUR),
        StepFacts(StepKind.ALLOCATED, NOW - HOUR),
        StepFacts(StepKind.ANSWERED, NOW),
    )
    case = one(sent=NOW - 3 * HOUR, status=ReferralStatus.ANSWERED, steps=steps)
    found = received(*[case] * 5)
    assert found.allocation.median == HOUR
    (row,) = found.answer_times
    assert (row.time.median, row.in_time) == (3 * HOUR, Share(5, 5))
    assert received(one()).allocation == Spread(0)

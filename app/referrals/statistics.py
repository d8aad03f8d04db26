# SPDX-License-Identifier: GPL-3.0-or-later
"""Statistics over cases: how many, how fast, how good, with what end; pure.

What is asked for stands in the design's F12.7; the measures are those by which store and forward
services are compared: time to allocation and to first answer (Médecins Sans Frontières), unusable
pictures, referrals avoided. Nothing here names a patient, for nothing that comes in does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from typing import Final, TypeVar

from app.records.ids import UserId
from app.records.referral import Decision, ReferralStatus, Specialty, StepKind, Urgency
from app.referrals.case_facts import Case, CaseFacts
from app.referrals.figures import Share, Spread, spread_of
from app.referrals.lateness import Lateness, lateness
from app.referrals.recording_statistics import ClinicRecordings, recordings_by_clinic

CLOSED: Final = (
    ReferralStatus.ANSWERED,
    ReferralStatus.ACKNOWLEDGED,
    ReferralStatus.OUTCOME_REPORTED,
)
"""Answered for good."""
_NOT_WAITED_FOR: Final = (ReferralStatus.MORE_WANTED, *CLOSED)
_TELL_OF_ANSWER: Final = (StepKind.MORE_ASKED, StepKind.ANSWERED)
_AT_GP: Final = (Decision.TREAT_AT_GP,)
_AT_HOME: Final = (Decision.TREAT_AT_GP, Decision.VIDEO_VISIT)

Member = TypeVar("Member", bound=Enum)


class Period(Enum):
    """Which cases are counted: those sent within so many days before now."""

    MONTH = "30-days"
    QUARTER = "90-days"
    YEAR = "year"
    EVERYTHING = "everything"

    def begins(self, now: datetime) -> datetime | None:
        """Give the first moment that counts; None where all do."""
        days = {Period.MONTH: 30, Period.QUARTER: 90, Period.YEAR: 365}
        return now - timedelta(days=days[self]) if self in days else None


@dataclass(frozen=True, slots=True)
class AnswerTimes:
    """From sending to the first answer, for one urgency or all."""

    urgency: Urgency | None
    """None for all together."""
    time: Spread
    """Of those that have an answer."""
    in_time: Share
    """Answered within the wanted time, of those that are answered or whose time is over."""
    waiting: int
    """Not answered, and within their time."""


@dataclass(frozen=True, slots=True)
class Counted:
    """All figures of one direction."""

    cases: int
    by_specialty: tuple[tuple[Specialty, int], ...]
    by_status: tuple[tuple[ReferralStatus, int], ...]
    answer_times: tuple[AnswerTimes, ...]
    """A row for each urgency that occurs; where it is more than one, all together last."""
    opening: Spread
    """Until the specialist opened it: from its arrival here, or from sending where it was sent
    from here."""
    allocation: Spread
    """Until a coordinator had first said who answers, from sending."""
    recordings: tuple[ClinicRecordings, ...]
    """By the sender's clinic, in order of their names."""
    decisions: tuple[tuple[Decision, int], ...]
    """Of the latest answers."""
    avoided: Share
    """Referrals avoided: the latest answer is to treat at the GP, of all answered cases."""
    no_journey: Share
    """Journeys to a specialist that nobody was asked for: treat at the GP or a video visit."""
    right_specialist: Share
    """Of the outcomes that senders have told."""
    fast_enough: Share
    open_now: int
    """Sent at any time and not answered for good."""
    overdue_now: int
    """Of these, those that wait for the specialist beyond the wanted time."""


@dataclass(frozen=True, slots=True)
class Statistics:
    """What was counted, and when."""

    period: Period
    begins: datetime | None
    at: datetime
    received: Counted
    sent: Counted


def statistics(
    cases: Iterable[Case], period: Period, now: datetime, units: Mapping[UserId, str]
) -> Statistics:
    """Count. Drafts are no cases; a case belongs to the period in which it was sent.

    ``units`` gives the clinics of senders, as far as they are known. A second specialist that was
    asked about the same patient is a case of its own, as everywhere.
    """
    begins = period.begins(now)
    sides: tuple[list[Case], list[Case]] = ([], [])
    for case in cases:
        if case.facts.status is not ReferralStatus.DRAFT and case.facts.sent is not None:
            sides[case.mine].append(case)
    received, sent = (_counted(side, begins, now, units) for side in sides)
    return Statistics(period, begins, now, received, sent)


def _counted(
    side: Sequence[Case], begins: datetime | None, now: datetime, units: Mapping[UserId, str]
) -> Counted:
    chosen = [case for case in side if begins is None or _sent(case) >= begins]
    latest = [answers[-1].reply for case in chosen if (answers := case.facts.answers)]
    decisions = Counter(reply.decision for reply in latest)
    told = [
        outcomes[-1]
        for case in chosen
        if (outcomes := [step.outcome for step in case.facts.steps if step.outcome is not None])
    ]
    still_open = [case for case in side if case.facts.status not in CLOSED]
    return Counted(
        cases=len(chosen),
        by_specialty=_tally(Specialty, (case.facts.form.specialty for case in chosen)),
        by_status=_tally(ReferralStatus, (case.facts.status for case in chosen)),
        answer_times=_answer_times(chosen, now),
        opening=spread_of(_openings(chosen)),
        allocation=spread_of(_allocations(chosen)),
        recordings=recordings_by_clinic((case.facts for case in chosen), units),
        decisions=_tally(Decision, decisions.elements()),
        avoided=Share(sum(decisions[each] for each in _AT_GP), len(latest)),
        no_journey=Share(sum(decisions[each] for each in _AT_HOME), len(latest)),
        right_specialist=Share(sum(outcome.right_specialist for outcome in told), len(told)),
        fast_enough=Share(sum(outcome.fast_enough for outcome in told), len(told)),
        open_now=len(still_open),
        overdue_now=sum(_is_overdue(case, now) for case in still_open),
    )


def _tally(kind: type[Member], members: Iterable[Member]) -> tuple[tuple[Member, int], ...]:
    """Count members of a closed set, in its own order; those that do not occur are left out."""
    counts = Counter(members)
    return tuple((member, counts[member]) for member in kind if counts[member])


@dataclass(slots=True)
class _Answers:
    """How fast cases were answered, as far as it is counted."""

    times: list[timedelta] = field(default_factory=list)
    in_time: int = 0
    late: int = 0
    waiting: int = 0

    def add(self, case: Case, wanted: timedelta, now: datetime) -> None:
        sent, answered = _sent(case), first_answer(case.facts)
        if answered is not None:
            time = answered - sent
            self.times.append(time)
            self.in_time += time <= wanted
            self.late += time > wanted
        elif case.facts.status in _NOT_WAITED_FOR:
            pass  # Answered, but the answer went past this computer: how fast is not known here.
        elif now - sent >= wanted:
            self.late += 1
        else:
            self.waiting += 1

    def join(self, others: Iterable[_Answers]) -> _Answers:
        for other in others:
            self.times += other.times
            self.in_time += other.in_time
            self.late += other.late
            self.waiting += other.waiting
        return self

    def frozen(self, urgency: Urgency | None) -> AnswerTimes:
        in_time = Share(self.in_time, self.in_time + self.late)
        return AnswerTimes(urgency, spread_of(self.times), in_time, self.waiting)


def _answer_times(chosen: Sequence[Case], now: datetime) -> tuple[AnswerTimes, ...]:
    answers: dict[Urgency, _Answers] = {}
    for urgency in Urgency:
        wanted = urgency.time_to_answer
        for case in chosen:
            if case.facts.form.urgency is urgency:
                answers.setdefault(urgency, _Answers()).add(case, wanted, now)
    rows = tuple(each.frozen(urgency) for urgency, each in answers.items())
    return (*rows, _Answers().join(answers.values()).frozen(None)) if len(rows) > 1 else rows


def first_answer(facts: CaseFacts) -> datetime | None:
    """Say when the specialist first answered, whatever the answer was; a coordinator is told only
    that there is one.
    """
    told = [step.at for step in facts.steps if step.kind in _TELL_OF_ANSWER]
    return min((*(answer.signed for answer in facts.answers), *told), default=None)


def _openings(cases: Iterable[Case]) -> Iterable[timedelta]:
    for case in cases:
        begun = _sent(case) if case.mine else case.arrived
        opened = [step.at for step in case.facts.steps if step.kind is StepKind.REVIEW_BEGAN]
        if begun is not None and opened:
            yield min(opened) - begun


def _allocations(cases: Iterable[Case]) -> Iterable[timedelta]:
    for case in cases:
        chosen = [step.at for step in case.facts.steps if step.kind is StepKind.ALLOCATED]
        if chosen:
            yield min(chosen) - _sent(case)


def _is_overdue(case: Case, now: datetime) -> bool:
    """Judge a case as the lists do: the time begins anew with each addition."""
    sent = case.facts.additions[-1].at if case.facts.additions else _sent(case)
    due = sent + case.facts.form.urgency.time_to_answer
    return lateness(case.facts.status, sent, due, now) is Lateness.OVERDUE


def _sent(case: Case) -> datetime:
    assert case.facts.sent is not None, "only what was sent is counted"
    return case.facts.sent

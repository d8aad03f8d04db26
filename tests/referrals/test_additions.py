# SPDX-License-Identifier: GPL-3.0-or-later
"""Adding to a case: nothing that was answered changes, and nothing that was written is lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.records.ids import AttachmentId, DeviceId, ReferralId, UserId
from app.records.media_facts import MediaType, Quality, QualityVerdict
from app.records.referral import (
    Adding,
    Addition,
    Attachment,
    CaseStep,
    Decision,
    Referral,
    ReferralStatus,
    SignedReply,
    Slot,
    StepKind,
)
from app.referrals.additions import (
    added,
    answered,
    answered_late,
    followed,
    may_follow,
    may_write,
    missing_in_addition,
    taken_back,
    whole_form,
    with_written,
    written,
)
from app.referrals.errors import Missing
from app.referrals.manifest import MAX_ADDITIONS, Kind, Manifest
from app.referrals.steps import with_step
from tests.fakes.referrals import form, reply

NOW = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
GP, SKIN = UserId("a" * 32), UserId("b" * 32)


def attachment(number: int, verdict: QualityVerdict = QualityVerdict.GOOD) -> Attachment:
    name = AttachmentId(f"{number:032x}")
    facts = (MediaType.JPEG, 1, "0" * 64, "0" * 64, Quality(verdict))
    return Attachment(name, Slot.CLOSE_UP, "", *facts)


def signed(decision: Decision, minutes: int = 0) -> SignedReply:
    answer = replace(reply(), decision=decision)
    return SignedReply(answer, SKIN, "Eira", "Skin", NOW + timedelta(minutes=minutes))


SENT = Referral(
    ReferralId("d" * 32),
    form(),
    (attachment(1),),
    ReferralStatus.IN_REVIEW,
    GP,
    SKIN,
    NOW,
    sent=NOW,
)
WANTED = answered(SENT, signed(Decision.SEND_MORE))
BEGUN = replace(WANTED, adding=Adding("Here it is ", (attachment(2),)))


def as_sent(case: Referral) -> Manifest:
    """Write what the sender's program would send of a case."""
    return Manifest(
        kind=Kind.REFERRAL,
        referral=case.referral,
        version=case.version,
        sender=GP,
        sender_device=DeviceId("e" * 32),
        recipient=SKIN,
        devices=(DeviceId("e" * 32),),
        created=NOW,
        form=case.form,
        attachments=case.attachments,
        additions=case.additions,
    )


def test_the_specialists_wish_leads_to_an_addition_and_back_to_an_answer() -> None:
    assert WANTED.status is ReferralStatus.MORE_WANTED
    assert written(BEGUN) == (attachment(2),)
    more = added(BEGUN, NOW + timedelta(days=1))
    assert more.status is ReferralStatus.SENDING
    assert more.attachments == (attachment(1), attachment(2))
    expected = Addition("Here it is", (attachment(2).attachment,), NOW + timedelta(days=1))
    assert (more.additions, more.adding, more.reply) == ((expected,), None, None)
    assert more.earlier_replies == (WANTED.reply,)
    assert more.due == NOW + timedelta(days=4)
    there = followed(WANTED, as_sent(more), more.attachments)
    assert there == replace(more, status=ReferralStatus.RECEIVED)
    done = answered(there, signed(Decision.TREAT_AT_GP, 5))
    assert done.status is ReferralStatus.ANSWERED
    assert len(done.earlier_replies) == 1


def test_what_comes_back_is_what_was_written() -> None:
    more = added(BEGUN, NOW)
    again = taken_back(more)
    assert again == replace(BEGUN, adding=Adding("Here it is", (attachment(2),)))
    # A reply that crossed it on the way is the newest one then.
    late = signed(Decision.TREAT_AT_GP, 9)
    again = taken_back(answered_late(more, late))
    assert (again.reply, again.status) == (late, ReferralStatus.ANSWERED)
    assert again.earlier_replies == (WANTED.reply,)
    assert may_write(again)


@pytest.mark.parametrize("status", ReferralStatus)
def test_only_drafts_and_what_was_asked_for_can_be_written(status: ReferralStatus) -> None:
    plain = replace(SENT, status=status)
    begun = replace(plain, adding=Adding("Begun"))
    assert may_write(plain) is (status in (ReferralStatus.DRAFT, ReferralStatus.MORE_WANTED))
    open_ones = (
        ReferralStatus.DRAFT,
        ReferralStatus.MORE_WANTED,
        ReferralStatus.ANSWERED,
        ReferralStatus.ACKNOWLEDGED,
    )
    assert may_write(begun) is (status in open_ones)
    full = replace(begun, additions=(Addition("x", (), NOW),) * MAX_ADDITIONS)
    assert may_write(full) is (status is ReferralStatus.DRAFT)


def test_recordings_go_where_they_belong() -> None:
    draft = replace(SENT, status=ReferralStatus.DRAFT)
    assert with_written(draft, ()).attachments == ()
    assert with_written(draft, ()).adding is None
    case = with_written(WANTED, (attachment(3),))
    assert case.attachments == SENT.attachments
    assert case.adding == Adding("", (attachment(3),))
    assert written(WANTED) == ()


@pytest.mark.parametrize(
    ("adding", "missing"),
    [
        (Adding(), (Missing.QUESTION,)),
        (Adding(" \n"), (Missing.QUESTION,)),
        (Adding("A word"), ()),
        (Adding("", (attachment(1),)), ()),
        (Adding("", (attachment(1, QualityVerdict.BAD),)), (Missing.REASON,)),
        (Adding("", (replace(attachment(1, QualityVerdict.BAD), kept_reason="Dark"),)), ()),
    ],
)
def test_what_an_addition_needs(adding: Adding, missing: tuple[Missing, ...]) -> None:
    assert missing_in_addition(adding) == missing


MORE = added(BEGUN, NOW)
FORGERIES: dict[str, Callable[[Manifest], Manifest]] = {
    "another question": lambda m: replace(m, form=form("Another?")),
    "another patient": lambda m: replace(m, form=form(patient_name="Somebody Else")),
    "a picture less": lambda m: replace(m, attachments=m.attachments[1:]),
    "another picture": lambda m: replace(
        m, attachments=(replace(m.attachments[0], sha256="1" * 64), *m.attachments[1:])
    ),
    "another order": lambda m: replace(m, attachments=m.attachments[::-1]),
    "nothing added": lambda m: replace(m, additions=()),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_what_was_answered_can_only_be_added_to(name: str) -> None:
    right = as_sent(MORE)
    assert may_follow(WANTED, right)
    assert not may_follow(WANTED, FORGERIES[name](right))
    # What nobody has answered yet may come again as it was meant.
    assert may_follow(SENT, FORGERIES[name](right))


def test_what_was_added_before_stands_word_for_word() -> None:
    there = answered(followed(WANTED, as_sent(MORE), MORE.attachments), signed(Decision.SEND_MORE))
    again = added(replace(there, adding=Adding("And this")), NOW + timedelta(days=2))
    right = as_sent(again)
    assert may_follow(there, right)
    rewritten = (replace(right.additions[0], text="Something else"), right.additions[1])
    assert not may_follow(there, replace(right, additions=rewritten))
    assert whole_form(again).history == "Grown over three months\n\nHere it is\n\nAnd this"


def test_a_step_of_before_the_addition_tells_nothing_of_now() -> None:
    there = followed(WANTED, as_sent(MORE), MORE.attachments)
    old = CaseStep(StepKind.REVIEW_BEGAN, NOW, SKIN)
    assert with_step(there, old).status is ReferralStatus.RECEIVED
    assert with_step(there, old).steps == (old,)
    assert with_step(there, replace(old, version=2)).status is ReferralStatus.IN_REVIEW


@given(st.lists(st.sampled_from(["wants", "adds", "answers", "late", "back"]), max_size=12))
def test_no_reply_and_no_word_is_ever_lost(events: list[str]) -> None:
    case, said, told = SENT, 0, 0
    for number, event in enumerate(events):
        match event:
            case "wants" | "answers":
                more = event == "wants"
                decision = Decision.SEND_MORE if more else Decision.TREAT_AT_GP
                case, said = answered(case, signed(decision, number)), said + 1
            case "adds" if case.reply is not None and case.adding is None:
                written_ = replace(case, adding=Adding(f"Word {number}"))
                case, told = added(written_, NOW + timedelta(minutes=number)), told + 1
            case "late" if case.additions and case.reply is None:
                case, said = answered_late(case, signed(Decision.TREAT_AT_GP, number)), said + 1
            case "back" if case.status is ReferralStatus.SENDING:
                case = taken_back(case)
            case _:
                pass
        replies = len(case.earlier_replies) + (case.reply is not None)
        words = len(case.additions) + (case.adding is not None)
        assert (replies, words) == (said, told)
        assert case.attachments == SENT.attachments

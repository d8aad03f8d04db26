# SPDX-License-Identifier: GPL-3.0-or-later
"""What statistics may know of a case: ids, dates and closed words, no name and no text.

The fields are some of those of ``records.referral``, under the same names, so that a stored
referral is read as one of these and the rest of it is never decoded. They are not looked through by
the cyclic collector: of twenty thousand cases at once it would keep the windows waiting.
"""

from __future__ import annotations

from datetime import datetime

import msgspec

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


class FormFacts(msgspec.Struct, frozen=True, gc=False):
    """Of a ``ReferralForm``."""

    specialty: Specialty
    urgency: Urgency


class QualityFacts(msgspec.Struct, frozen=True, gc=False):
    """Of a ``Quality``."""

    problems: tuple[QualityProblem, ...] = ()


class RecordingFacts(msgspec.Struct, frozen=True, gc=False):
    """Of an ``Attachment``."""

    attachment: AttachmentId
    slot: Slot
    quality: QualityFacts


class ReplyFacts(msgspec.Struct, frozen=True, gc=False):
    """Of a ``Reply``."""

    quality: PictureQuality
    decision: Decision
    answers: tuple[tuple[str, str], ...] = ()
    """To the specialty's own closed questions."""


class AnswerFacts(msgspec.Struct, frozen=True, gc=False):
    """Of a ``SignedReply``."""

    reply: ReplyFacts
    signed: datetime


class OutcomeFacts(msgspec.Struct, frozen=True, gc=False):
    """Of an ``Outcome``."""

    right_specialist: bool
    fast_enough: bool


class StepFacts(msgspec.Struct, frozen=True, gc=False):
    """Of a ``CaseStep``."""

    kind: StepKind
    at: datetime
    outcome: OutcomeFacts | None = None
    to: UserId | None = None


class AdditionFacts(msgspec.Struct, frozen=True, gc=False):
    """Of an ``Addition``."""

    attachments: tuple[AttachmentId, ...]
    at: datetime


class CaseFacts(msgspec.Struct, frozen=True, gc=False):
    """Of a ``Referral``."""

    form: FormFacts
    attachments: tuple[RecordingFacts, ...]
    status: ReferralStatus
    sender: UserId
    sent: datetime | None = None
    reply: AnswerFacts | None = None
    steps: tuple[StepFacts, ...] = ()
    additions: tuple[AdditionFacts, ...] = ()
    earlier_replies: tuple[AnswerFacts, ...] = ()
    recipient: UserId | None = None

    @property
    def answers(self) -> tuple[AnswerFacts, ...]:
        """All answers, oldest first; the one that stands now is the last."""
        last = () if self.reply is None else (self.reply,)
        if not self.earlier_replies:
            return last
        return (*sorted(self.earlier_replies, key=lambda answer: answer.signed), *last)


def was_given_away(facts: CaseFacts, reader: UserId) -> bool:
    """Tell whether a case that came to this reader is another's to answer, and was never theirs
    to answer in the end. Whoever chooses has it all the time."""
    chosen = [step.to for step in facts.steps if step.kind is StepKind.ALLOCATED]
    return bool(chosen) and reader not in (facts.recipient, chosen[-1]) and not facts.answers


class Case(msgspec.Struct, frozen=True, gc=False):
    """A case as one side of it has it."""

    facts: CaseFacts
    mine: bool
    """True where it was sent from here, False where it came here to be answered."""
    arrived: datetime | None = None
    """When it was taken in on this computer; known where it came here."""

# SPDX-License-Identifier: GPL-3.0-or-later
"""Referrals (FHIR R4 ServiceRequest + Task), their attachments and their answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum

from app.records.ids import AttachmentId, ReferralId, UserId
from app.records.media_facts import MediaType, Quality
from app.records.presentation import Viewed
from app.records.schedule import OfferedVisit


class Specialty(Enum):
    """Which specialist is asked."""

    DERMATOLOGY = "dermatology"
    EAR_NOSE_THROAT = "ear-nose-throat"
    HEART_AND_LUNG = "heart-and-lung"
    FUNDUS = "fundus"


class Urgency(Enum):
    """Wanted time to the answer."""

    SAME_DAY = "same-day"
    THREE_DAYS = "three-days"
    TEN_DAYS = "ten-days"

    @property
    def time_to_answer(self) -> timedelta:
        """Length of the deadline from sending."""
        days = {Urgency.SAME_DAY: 1, Urgency.THREE_DAYS: 3, Urgency.TEN_DAYS: 10}
        return timedelta(days=days[self])


class ReferralStatus(Enum):
    """Task.status in the words of this product.

    DRAFT --send--> SENDING --committed--> SENT --receipt--> RECEIVED
      RECEIVED --specialist opens--> IN_REVIEW --reply--> ANSWERED --GP--> ACKNOWLEDGED
      RECEIVED --coordinator chooses--> ALLOCATED --specialist opens--> IN_REVIEW
      IN_REVIEW --coordinator chooses anew--> ALLOCATED
      ACKNOWLEDGED --GP tells how it went--> OUTCOME_REPORTED
      IN_REVIEW --reply asks for more--> MORE_WANTED --GP adds to it--> SENDING
      MORE_WANTED --GP has no more to send--> ACKNOWLEDGED
    """

    DRAFT = "draft"
    SENDING = "sending"
    SENT = "sent"
    RECEIVED = "received"
    ALLOCATED = "allocated"
    IN_REVIEW = "in-review"
    MORE_WANTED = "more-wanted"
    ANSWERED = "answered"
    ACKNOWLEDGED = "acknowledged"
    OUTCOME_REPORTED = "outcome-reported"


class Slot(Enum):
    """Views that a specialty asks for, one by one."""

    REGION = "region"
    LANDMARK = "landmark"
    CLOSE_UP = "close-up"
    OBLIQUE = "oblique"
    FUNDUS_RIGHT = "fundus-right"
    FUNDUS_LEFT = "fundus-left"
    EAR_RIGHT = "ear-right"
    EAR_LEFT = "ear-left"
    THROAT = "throat"
    HEART_AORTIC = "heart-aortic"
    HEART_PULMONARY = "heart-pulmonary"
    HEART_TRICUSPID = "heart-tricuspid"
    HEART_MITRAL = "heart-mitral"
    LUNGS = "lungs"
    OTHER = "other"


SLOTS: dict[Specialty, tuple[Slot, ...]] = {
    Specialty.DERMATOLOGY: (Slot.REGION, Slot.LANDMARK, Slot.CLOSE_UP, Slot.OBLIQUE),
    Specialty.EAR_NOSE_THROAT: (Slot.EAR_RIGHT, Slot.EAR_LEFT, Slot.THROAT),
    Specialty.HEART_AND_LUNG: (
        Slot.HEART_AORTIC,
        Slot.HEART_PULMONARY,
        Slot.HEART_TRICUSPID,
        Slot.HEART_MITRAL,
        Slot.LUNGS,
    ),
    Specialty.FUNDUS: (Slot.FUNDUS_RIGHT, Slot.FUNDUS_LEFT),
}


SOUND_SLOTS: frozenset[Slot] = frozenset(SLOTS[Specialty.HEART_AND_LUNG])
"""Views that are listened to."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """One recorded file of a referral (FHIR R4 Attachment), as the manifest names it."""

    attachment: AttachmentId
    slot: Slot
    title: str
    media_type: MediaType
    size_bytes: int
    sha256: str
    """Of the copy that travels, in the clear."""
    original_sha256: str
    """Of the file as recorded; it stays sealed at its origin."""
    quality: Quality
    kept_reason: str = ""
    """Why it was kept in spite of its quality."""


class BodyView(Enum):
    """Which side of the body is drawn."""

    FRONT = "front"
    BACK = "back"


@dataclass(frozen=True, slots=True)
class BodyPoint:
    """A place on the drawn body, in fractions of the drawing's width and height from top left."""

    view: BodyView
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class ReferralForm:
    """What the sender writes. Nothing of it is ever seen by the server."""

    specialty: Specialty
    patient_name: str
    patient_birth_date: date | None
    question: str
    urgency: Urgency
    history: str = ""
    medication: str = ""
    body_site: str = ""
    duration: str = ""
    symptoms: tuple[str, ...] = ()
    body_point: BodyPoint | None = None
    answers: tuple[tuple[str, str], ...] = ()
    """(key, answer) to the specialty's questions, see ``specialty_questions``."""
    consent: bool = False
    consent_note: str = ""


class PictureQuality(Enum):
    """The specialist's word on what was sent."""

    GOOD = "good"
    LIMITED = "limited"
    NOT_USABLE = "not-usable"


class Certainty(Enum):
    """How sure the specialist is."""

    CERTAIN = "certain"
    PROBABLE = "probable"
    POSSIBLE = "possible"


class Decision(Enum):
    """What shall happen; the reply's heart."""

    TREAT_AT_GP = "treat-at-gp"
    SEND_MORE = "send-more"
    VIDEO_VISIT = "video-visit"
    REFER_IN_PERSON = "refer-in-person"
    ADMIT_NOW = "admit-now"
    OPEN = "open"
    """Not decided yet: of what is being written, never of a signed reply."""


class Shape(Enum):
    """What a finding is marked with."""

    CIRCLE = "circle"
    ARROW = "arrow"
    """From its tail at x, y to its tip."""
    POINT = "point"
    LENGTH = "length"
    """A line that is measured where the picture has a scale."""
    STRETCH = "stretch"
    """A part of a sound, from x to to_x."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A numbered finding, tied to a place in one attachment where there is one.

    Places are in fractions of the upright picture's width, both across and down, so that
    they hold for every size and look; in a sound, in fractions of its length.
    """

    number: int
    text: str
    attachment: AttachmentId | None = None
    x: float | None = None
    """Centre of a circle, beginning of a line or of a stretch."""
    y: float | None = None
    radius: float | None = None
    """Of a circle."""
    shape: Shape = Shape.CIRCLE
    to_x: float | None = None
    """End of an arrow, a line or a stretch."""
    to_y: float | None = None
    at_s: float | None = None
    """In a video, when the frame is shown that this was seen in."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A specialist's structured answer (FHIR R4 DiagnosticReport)."""

    quality: PictureQuality
    findings: tuple[Finding, ...]
    assessment: str
    certainty: Certainty
    decision: Decision
    treatment: str = ""
    follow_up: str = ""
    follow_up_on: date | None = None
    """When the sender shall look at the patient again, and is asked how it went."""
    answers: tuple[tuple[str, str], ...] = ()
    """(key, answer) to the specialty's own form, see ``specialty_questions.REPLY_QUESTIONS``."""
    patient_text: str = ""
    """The same in words for the patient."""
    viewed: tuple[Viewed, ...] = ()
    """How pictures were looked at, where not as they came."""
    visit: OfferedVisit | None = None
    """Of VIDEO_VISIT: when the specialist sees the patient."""


class StepKind(Enum):
    """What one side tells the other of a case beside referral and reply (FHIR R4 Provenance)."""

    REVIEW_BEGAN = "review-began"
    """By the specialist, who has opened it."""
    ACKNOWLEDGED = "acknowledged"
    """By the sender, who has read the answer."""
    OUTCOME = "outcome"
    """By the sender, who tells how it went."""
    ALLOCATED = "allocated"
    """By the coordinator it was sent to, who chooses who answers."""
    MORE_ASKED = "more-asked"
    """By the specialist to the coordinator: the sender is asked for more."""
    ANSWERED = "answered"
    """By the specialist to the coordinator: the sender has an answer."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How it went, as the sender saw it (the follow-up that store and forward services miss)."""

    right_specialist: bool
    fast_enough: bool
    text: str


@dataclass(frozen=True, slots=True)
class CaseStep:
    """One step of a case: what, when and by whom."""

    kind: StepKind
    at: datetime
    by: UserId
    outcome: Outcome | None = None
    """Of an OUTCOME."""
    version: int = 1
    """Of the referral that it was taken on."""
    to: UserId | None = None
    """Of an ALLOCATED: who answers."""
    reason: str = ""
    """Of an ALLOCATED, in the coordinator's words; often empty."""


@dataclass(frozen=True, slots=True)
class SignedReply:
    """A reply whose signature was verified."""

    reply: Reply
    author: UserId
    author_name: str
    author_unit: str
    signed: datetime


@dataclass(frozen=True, slots=True)
class Addition:
    """What the sender added when the specialist had asked for more (FHIR R4 Task.input)."""

    text: str
    attachments: tuple[AttachmentId, ...]
    """Those that came with it; they stand among all of the referral's."""
    at: datetime


@dataclass(frozen=True, slots=True)
class Adding:
    """An addition that is being written; nothing of it has left this computer."""

    text: str = ""
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Referral:
    """A referral with everything known about it on this computer."""

    referral: ReferralId
    form: ReferralForm
    attachments: tuple[Attachment, ...]
    status: ReferralStatus
    sender: UserId
    recipient: UserId | None
    created: datetime
    sent: datetime | None = None
    reply: SignedReply | None = None
    steps: tuple[CaseStep, ...] = ()
    """What both sides have told each other, oldest first."""
    additions: tuple[Addition, ...] = ()
    """Oldest first."""
    earlier_replies: tuple[SignedReply, ...] = ()
    """Replies to what was sent before the last addition, oldest first."""
    adding: Adding | None = None

    @property
    def version(self) -> int:
        """Which state of the referral this is: 1, and one more with each addition."""
        return len(self.additions) + 1

    @property
    def allocation(self) -> CaseStep | None:
        """The last choice of who answers, where a coordinator chooses."""
        chosen = [step for step in self.steps if step.kind is StepKind.ALLOCATED]
        return chosen[-1] if chosen else None

    @property
    def answerer(self) -> UserId | None:
        """Who is to answer: whom the coordinator chose last, else the recipient."""
        return self.recipient if self.allocation is None else self.allocation.to

    @property
    def outcome(self) -> Outcome | None:
        """How it went, once the sender has told it."""
        told = [step.outcome for step in self.steps if step.outcome is not None]
        return told[-1] if told else None

    @property
    def last_sent(self) -> datetime | None:
        """When it, or the last addition to it, was sent."""
        return self.additions[-1].at if self.additions else self.sent

    @property
    def due(self) -> datetime | None:
        """When the answer is wanted; the time begins anew with each addition."""
        return self.last_sent and self.last_sent + self.form.urgency.time_to_answer

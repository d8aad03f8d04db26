# SPDX-License-Identifier: GPL-3.0-or-later
"""What the referral screens show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.records.ids import ReferralId
from app.records.people import Practitioner
from app.records.referral import Attachment, Referral, ReferralStatus, Specialty
from app.referrals.errors import Hindrance
from app.referrals.whose import Part


@dataclass(frozen=True, slots=True)
class ReferralRow:
    """One line of the inbox or of the sent list."""

    referral: ReferralId
    patient_name: str
    specialty: Specialty
    question: str
    other_name: str
    """Sender's name in the inbox, recipient's in the sent list."""
    status: ReferralStatus
    sent: datetime | None
    """When it, or the last addition to it, was sent."""
    due: datetime | None
    came_back: Hindrance | None = None
    """Why it was sent and is to be sent anew."""
    version: int = 1
    """Rises with each addition."""
    part: Part = Part.ANSWER
    """Of a case that came: what this user has to do with it."""
    with_name: str = ""
    """Whom a coordinator gave it to; empty where nobody was chosen, or nobody of that name is
    left."""
    with_since: datetime | None = None
    """When that was; None where nobody was chosen."""


@dataclass(frozen=True, slots=True)
class OutboxView:
    """What is on its way. ``sent_bytes`` grows to ``total_bytes``."""

    items: int = 0
    sent_bytes: int = 0
    total_bytes: int = 0
    waiting_for_server: bool = False
    failed: int = 0
    """Items that the server refused for good; they stay until the user tries again."""
    seconds_left: float | None = None
    """As it goes now; None where that cannot be said."""
    hindrance: Hindrance | None = None
    """What keeps the first of them that is kept."""


@dataclass(frozen=True, slots=True)
class RefusedParcel:
    """A parcel that failed verification: nothing of it is shown."""

    parcel: str
    cause: str
    """"signature", "recipient", "hash", "format", "sender", "replay"."""
    at: datetime


@dataclass(frozen=True, slots=True)
class ReferralsView:
    """All referrals of this user."""

    inbox: tuple[ReferralRow, ...] = ()
    sent: tuple[ReferralRow, ...] = ()
    drafts: tuple[ReferralRow, ...] = ()
    outbox: OutboxView = OutboxView()
    refused: tuple[RefusedParcel, ...] = ()
    to_allocate: tuple[ReferralRow, ...] = ()
    """What a coordinator has to give to somebody, the longest waiting first."""
    allocated: tuple[ReferralRow, ...] = ()
    """What a coordinator has given to somebody."""
    coordinates: bool = False
    """Whether this user is a coordinator."""
    inbox_hindrance: Hindrance | None = None
    """Why something that lies on the server cannot be taken in."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A specialist who may answer, as a coordinator chooses."""

    person: Practitioner
    open_cases: int
    """That this coordinator gave them and that are not answered yet."""


@dataclass(frozen=True, slots=True)
class EarlierPicture:
    """A picture of an earlier referral of the same patient, to compare with."""

    referral: ReferralId
    attachment: Attachment
    sent: datetime


@dataclass(frozen=True, slots=True)
class OpenReferral:
    """A verified referral on the screen."""

    referral: Referral
    sender: Practitioner | None
    recipient: Practitioner | None
    mine: bool
    """True for its sender, who reads the reply; False for the specialist, who writes it."""
    number: int
    of: int
    """Place in the inbox, for previous and next."""
    earlier: tuple[EarlierPicture, ...] = ()
    """Newest first."""
    part: Part = Part.ANSWER
    """Of a case that came: what this user has to do with it."""
    answerer: Practitioner | None = None
    """Who is to answer, where a coordinator chose."""
    stale: bool = False
    """Whether whoever has it has not got all of it, so that it has to be given again."""

# SPDX-License-Identifier: GPL-3.0-or-later
"""What can stand in the way of a referral, shared by the parts of this feature."""

from __future__ import annotations

from enum import Enum

from app.errors import KnownError


class NoSuchReferral(KnownError):
    """This referral is not on this computer. Nothing was changed. Look for it in the list again."""


class NoSuchAttachment(KnownError):
    """This recording is not part of the referral any more. Nothing was changed."""


class WrongStatus(KnownError):
    """The referral has moved on, so this can no longer be done. Nothing was changed. Open it again
    to see how it stands.
    """


class Hindrance(Enum):
    """Why something that was sent is not there yet, or came back to be sent anew."""

    SERVER_FULL = "server-full"
    QUOTA = "quota"
    """The sender's share of the server's disk is used up."""
    NO_ACCESS = "no-access"
    """This device or person no longer counts."""
    RECIPIENT_GONE = "recipient-gone"
    """No device that it was sealed for counts any more."""
    CLOCK = "clock"
    """This computer's clock is more than a day off the server's."""
    SPOILT = "spoilt"
    """Sealed files on this disk are gone, or no longer what they were."""
    DISK_FULL = "disk-full"
    """This computer's."""
    ADDED = "added"
    """The sender added to a case for somebody whom the coordinator had taken it from meanwhile."""
    REFUSED = "refused"
    """For another reason, for good."""


class Missing(Enum):
    """What a referral still needs before it can be sent."""

    PATIENT = "patient"
    QUESTION = "question"
    CONSENT = "consent"
    REASON = "reason"
    """A recording judged bad needs a reason why it is kept, or must be taken again."""
    SPECIALTY = "specialty"
    """A question that the specialty has to know is not answered, or impossibly."""
    RECIPIENT = "recipient"


class NotComplete(KnownError):
    """The referral is not complete, so it was not sent. It is kept as a draft. Fill in what is
    marked and send it again.
    """

    def __init__(self, missing: tuple[Missing, ...]) -> None:
        super().__init__(missing)
        self.missing = missing


class GivenToAnother(KnownError):
    """The coordinator has given this case to somebody else, so your answer was not sent. What you
    wrote is kept here. Go back and open the case to see who has it now.
    """


class SenderGone(KnownError):
    """The sender's computer no longer has access, so nobody could check any more who wrote this. It
    was not allocated. Ask the sender to send it again, or answer them by phone.
    """


class NoDevice(KnownError):
    """The recipient has no computer that could open this, so it was not sent. It is kept here.
    Choose somebody else, or ask the recipient to set Vidda up.
    """

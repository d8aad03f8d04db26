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


class NoDevice(KnownError):
    """The recipient has no computer that could open this, so it was not sent. It is kept here.
    Choose somebody else, or ask the recipient to set Vidda up.
    """

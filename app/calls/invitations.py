# SPDX-License-Identifier: GPL-3.0-or-later
"""What a link's holder is told when the door does not open, and what the card says."""

from __future__ import annotations

from datetime import UTC, datetime

from app.calls.views import InvitationView
from app.errors import KnownError
from app.signaling.http import RefusedByServer
from app.signaling.sealed_texts import Card
from signaling_server.wire import ErrorCode


class WrongCard(KnownError):
    """The invitation on the server does not belong to this link. Nothing was sent. Copy the whole
    link from the message again, or ask the clinic for a new one."""


class LinkNotKnown(KnownError):
    """The server does not know this link. Nothing was sent. Copy the whole link from the message
    again, or ask the clinic for a new one."""


class LinkClosed(KnownError):
    """This link does not work any more: the visit is finished, or the clinic has made a new link.
    Nothing was sent. Look for a newer message, or ring the clinic."""


class VisitOver(KnownError):
    """The time of this visit is over and its door is closed. Nothing was sent. Ring the clinic if
    you still need to talk to them."""


class NotOpenYet(KnownError):
    """The door of this visit is not open yet; it opens 30 minutes before the start. Nothing was
    sent. Come back then with the same link."""


def refusal_of_link(error: RefusedByServer) -> KnownError:
    """Say in a guest's words why the server does not let this link in."""
    match error.code:
        case ErrorCode.UNAUTHORISED | ErrorCode.NOT_FOUND:
            return LinkNotKnown()
        case ErrorCode.GONE | ErrorCode.REVOKED:
            return LinkClosed()
        case ErrorCode.TOO_LATE:
            return VisitOver()
        case ErrorCode.TOO_EARLY:
            return NotOpenYet()
        case _:
            return error


def invitation_of(card: Card) -> InvitationView:
    """Show what the card says."""
    return InvitationView(
        clinician_name=card.clinician_name,
        clinician_role=card.clinician_role,
        unit=card.unit,
        start=datetime.fromtimestamp(card.start, UTC),
        end=datetime.fromtimestamp(card.end, UTC),
        phone=card.phone,
        patient_name=card.patient_name,
    )

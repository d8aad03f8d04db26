# SPDX-License-Identifier: GPL-3.0-or-later
"""What clinic and patient tell each other under the link's secret, before there is a call."""

from __future__ import annotations

from enum import Enum
from typing import Final

from app.errors import KnownError
from app.records.ids import AppointmentId, LinkId
from app.vault.links import card_key, message_key
from app.vault.sealing import open_sealed, seal
from signaling_server.wire import MAX_SEALED_MESSAGE_BYTES, Struct, decode, encode

_CARD: Final = "vidda/link-card/v1"
_MESSAGE: Final = "vidda/link-message/v1"
# Version byte, nonce and tag are added by sealing.
MAX_TEXT_BYTES: Final = MAX_SEALED_MESSAGE_BYTES - 29


class Card(Struct, frozen=True):
    """What a link's holder learns of the visit; the server holds it sealed.

    The fields of ``app.calls.views.InvitationView``; times in seconds since 1970, UTC.
    """

    clinician_name: str
    clinician_role: str
    unit: str
    start: float
    end: float
    phone: str
    patient_name: str


class Author(Enum):
    """Which end wrote a message; bound to it, so that nobody hears their own words back."""

    HOST = "host"
    GUEST = "guest"


class TextTooLong(KnownError):
    """The message is too long. It was not sent. Shorten it, or send it in parts."""


def seal_card(secret: bytes, link: LinkId, card: Card) -> bytes:
    """Seal a card for the holder of a link's secret."""
    return seal(card_key(secret), f"{_CARD}\0{link}", encode(card))


def open_card(secret: bytes, link: LinkId, sealed: bytes) -> Card:
    """Open a card.

    Raises:
        Tampered: it is not the card of this link.
        WireError: the clinic's program is newer.
    """
    return decode(open_sealed(card_key(secret), f"{_CARD}\0{link}", sealed), Card)


def seal_text(secret: bytes, appointment: AppointmentId, author: Author, text: str) -> bytes:
    """Seal a short message between the door and the clinician.

    Raises:
        TextTooLong: over 4 KiB.
    """
    plain = text.encode()
    if len(plain) > MAX_TEXT_BYTES:
        raise TextTooLong
    return seal(message_key(secret), _message_context(appointment, author), plain)


def open_text(secret: bytes, appointment: AppointmentId, author: Author, sealed: bytes) -> str:
    """Open a message that ``author`` wrote.

    Raises:
        Tampered: it was changed, or comes from somebody else.
    """
    plain = open_sealed(message_key(secret), _message_context(appointment, author), sealed)
    return plain.decode(errors="replace")


def _message_context(appointment: AppointmentId, author: Author) -> str:
    return f"{_MESSAGE}\0{appointment}\0{author.value}"

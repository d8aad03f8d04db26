# SPDX-License-Identifier: GPL-3.0-or-later
"""What a call machine is told and what it asks for; ``machine.py`` is the machine."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from app.calls.views import EndReason


class Bye(Enum):
    """Why one end closes the link; said to the other over the link itself."""

    LEFT = "left"
    FINISHED = "finished"
    WAIT_AGAIN = "wait-again"
    WORDS_DIFFER = "words-differ"


# ---- events --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Entered:
    """This person is in the room, or at its door."""


@dataclass(frozen=True, slots=True)
class PeerCame:
    """The other is inside as well; ``session`` changes when its program starts anew."""

    session: str
    offerer: bool
    """Whether this end makes the offers."""


@dataclass(frozen=True, slots=True)
class PeerLeft:
    """The server no longer sees the other."""

    on_purpose: bool


@dataclass(frozen=True, slots=True)
class OfferCame:
    """An offer whose signature has been verified."""

    attempt: int
    sdp: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class AnswerCame:
    """An answer to ``attempt`` whose signature has been verified."""

    attempt: int
    sdp: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class LinkUp:
    """The transport of ``attempt`` is encrypted and carries data."""

    attempt: int


@dataclass(frozen=True, slots=True)
class LinkVerified:
    """The living connection of ``attempt`` ends at the one who signed."""

    attempt: int


@dataclass(frozen=True, slots=True)
class LinkSilent:
    """Nothing has come over the link of ``attempt`` for three seconds."""

    attempt: int
    patience_s: float = 0.0
    """How long the link may look for another path itself before it is made anew."""


@dataclass(frozen=True, slots=True)
class LinkHeard:
    """Something comes over the link of ``attempt`` again."""

    attempt: int


@dataclass(frozen=True, slots=True)
class LinkDown:
    """The link of ``attempt`` is dead for good, or could not be made."""

    attempt: int


@dataclass(frozen=True, slots=True)
class VerificationFailed:
    """A description or the living connection is not the peer's."""


@dataclass(frozen=True, slots=True)
class PeerRefused:
    """The other could not verify this end's description. Not signed: counts only before
    the connection, where the server could as well deliver nothing."""


@dataclass(frozen=True, slots=True)
class ServerLost:
    """The connection to the server broke."""


@dataclass(frozen=True, slots=True)
class ServerBack:
    """The server can carry descriptions again."""


@dataclass(frozen=True, slots=True)
class ServerEnded:
    """The server takes no login of this end any more; it will not come back."""


@dataclass(frozen=True, slots=True)
class HungUp:
    """This person goes (``LEFT``), ends the visit, sends the other to the door or sees
    that the words differ."""

    bye: Bye


@dataclass(frozen=True, slots=True)
class ByeCame:
    """The other said over the link why it closes it."""

    bye: Bye


@dataclass(frozen=True, slots=True)
class SentAway:
    """The server says this guest is outside: ``SENT_BACK``, ``REMOVED`` or ``FINISHED``."""

    reason: EndReason


@dataclass(frozen=True, slots=True)
class TimePassed:
    """``deadline()`` has come."""


Event = (
    Entered
    | PeerCame
    | PeerLeft
    | OfferCame
    | AnswerCame
    | LinkUp
    | LinkVerified
    | LinkSilent
    | LinkHeard
    | LinkDown
    | VerificationFailed
    | PeerRefused
    | ServerLost
    | ServerBack
    | ServerEnded
    | HungUp
    | ByeCame
    | SentAway
    | TimePassed
)


# ---- commands ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MakeOffer:
    """Open a link for ``attempt`` and send its signed offer."""

    attempt: int


@dataclass(frozen=True, slots=True)
class MakeAnswer:
    """Open a link for the peer's offer and send the signed answer."""

    attempt: int
    sdp: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class TakeAnswer:
    """Give the link the peer's answer."""

    attempt: int
    sdp: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class VerifyLink:
    """Compare the living certificate and exchange the hashes of what was signed."""

    attempt: int


@dataclass(frozen=True, slots=True)
class LetThrough:
    """Let picture and sound of this link reach the person."""

    attempt: int


@dataclass(frozen=True, slots=True)
class DropLink:
    """Close the link of ``attempt``, if there is one."""

    attempt: int


@dataclass(frozen=True, slots=True)
class SayBye:
    """Tell the other over the link, if it is verified."""

    bye: Bye


@dataclass(frozen=True, slots=True)
class SayRefused:
    """Tell the other that its description could not be verified."""


Command = (
    MakeOffer | MakeAnswer | TakeAnswer | VerifyLink | LetThrough | DropLink | SayBye | SayRefused
)

# SPDX-License-Identifier: GPL-3.0-or-later
"""What two ends say to each other over the encrypted data channel of a link.

``Confirm`` is the first text on each link; before it is right, nothing else counts.
Unknown types are refused one by one, so that a newer end may say more than an older knows.
"""

from __future__ import annotations

from typing import Final

import msgspec

from app.calls.events import Bye
from app.calls.views import StillMoment
from signaling_server.wire import Struct

MAX_CONTROL_CHARACTERS: Final = 2048


class ControlError(Exception):
    """The text is no control message of this version."""


class Control(Struct, frozen=True, tag_field="type"):
    """A control message."""


class Confirm(Control, frozen=True, tag="confirm"):
    """Which descriptions led to this link; security.md 2.10."""

    mine: bytes
    """Hash of what the sender said last."""
    yours: bytes
    """Hash of what the sender heard last."""


class Switches(Control, frozen=True, tag="switches", omit_defaults=True):
    """Whether the sender's microphone and camera are on, and what its picture is.

    What is usual is left out: an end that knows no screens refuses only what it cannot show.
    """

    microphone_on: bool
    camera_on: bool
    shares_screen: bool = False
    """A screen or window comes in the camera's place, whether that is on or off."""
    blurs: bool = False
    """What is behind the sender is blurred."""
    medical_sound: bool = False
    """The sound comes as the microphone gives it, which is a stethoscope."""
    records_sound: bool = False
    """The sender records its own microphone."""


class Commitment(Control, frozen=True, tag="words-commitment"):
    """The offerer's promise of a nonce, made before it has seen the other's."""

    commitment: bytes


class Nonce(Control, frozen=True, tag="words-nonce"):
    """The answerer's nonce, after it has seen the commitment."""

    nonce: bytes


class Reveal(Control, frozen=True, tag="words-reveal"):
    """The offerer's nonce."""

    nonce: bytes


class Goodbye(Control, frozen=True, tag="bye"):
    """Why the sender closes the link."""

    bye: Bye


class StillTold(Control, frozen=True, tag="still", omit_defaults=True):
    """How far the sender is with taking a picture of the receiver, who sends sharp ones then."""

    moment: StillMoment
    number: int = 0
    """Which picture of this call, from 1. An end that knows no numbers refuses the whole message
    and answers nothing, so that no picture is taken; one that sends none waits for no answer."""


class StillHeard(Control, frozen=True, tag="still-heard"):
    """The sender shows its person what the receiver told of a picture."""

    moment: StillMoment
    number: int


Said = Switches | Goodbye | StillTold | StillHeard
"""What two people are told of each other."""
ControlMessage = Confirm | Commitment | Nonce | Reveal | Said
_messages: msgspec.json.Decoder[ControlMessage] = msgspec.json.Decoder(ControlMessage)
_encoder = msgspec.json.Encoder()


def encode_control(message: ControlMessage) -> str:
    """Write a control message."""
    return _encoder.encode(message).decode()


def decode_control(text: str) -> ControlMessage:
    """Read a control message.

    Raises:
        ControlError: It is none. No other exception leaves this function.
    """
    if len(text) > MAX_CONTROL_CHARACTERS:
        raise ControlError
    try:
        return _messages.decode(text.encode())
    except (msgspec.MsgspecError, UnicodeError, RecursionError, ValueError) as error:
        raise ControlError from error

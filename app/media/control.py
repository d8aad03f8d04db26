# SPDX-License-Identifier: GPL-3.0-or-later
"""What the two ends of a link say to each other on its data channel.

Each message is one JSON object with a ``type``. What is not understood is ignored, so that
newer ends can say more.
"""

from __future__ import annotations

from enum import Enum
from typing import Final

import msgspec

LONGEST_TEXT: Final = 16_000
_LONGEST_MESSAGE: Final = 4 * LONGEST_TEXT


class Ping(msgspec.Struct, frozen=True, tag_field="type", tag="ping", forbid_unknown_fields=True):
    """Asks for an answer; times are NTP seconds on the own time line of each end."""

    sent: float


class Pong(msgspec.Struct, frozen=True, tag_field="type", tag="pong", forbid_unknown_fields=True):
    """Answers a ping."""

    sent: float
    received: float
    answered: float


class NoPictures(Enum):
    """Why an end sends no pictures."""

    CAMERA_OFF = "camera-off"
    NO_CAMERA = "no-camera"
    """It is on, but none is connected."""
    SOUND_ONLY = "sound-only"
    NETWORK = "network"
    """The path carries no more than the sound."""


class Pictures(msgspec.Struct, frozen=True, tag_field="type", tag="pictures"):
    """Whether pictures are sent, and whether the other's are wanted.

    Older ends say only the first two, and newer ones may give causes that are not known here.
    """

    sent: bool
    wanted: bool
    cause: str = ""
    """Why none are sent, as in NoPictures; "" where they are."""
    saving: bool = False
    """This end saves data: what comes to it shall be small and slow."""

    @property
    def missing(self) -> NoPictures | None:
        """Say why none are sent; None where they are."""
        if self.sent:
            return None
        known = {one.value: one for one in NoPictures}
        return known.get(self.cause, NoPictures.CAMERA_OFF)


class Reception(msgspec.Struct, frozen=True, tag_field="type", tag="reception"):
    """How well the sender of this hears and sees just now; shares are from 0 to 1."""

    concealed: float
    """Of the sound, what had to be invented."""
    frozen: float
    """Of the time, what the picture stood still."""
    frames_shown: float
    """A second, of the other's pictures."""
    frames_sent: float
    """A second, of the own pictures."""
    repaired: float | None = None
    """Of the sound, what came from copies. From here on older ends say nothing."""
    freeze_count: int | None = None
    freeze_s: float | None = None
    """How long the picture stood still since the beginning."""
    sound_delay_s: float | None = None
    """From the other's microphone to the loudspeaker."""
    picture_delay_s: float | None = None
    """From the other's camera to the screen."""


class Text(msgspec.Struct, frozen=True, tag_field="type", tag="text", forbid_unknown_fields=True):
    """A text of the owner of the link."""

    text: str


Message = Ping | Pong | Pictures | Reception | Text

_decoder: msgspec.json.Decoder[Message] = msgspec.json.Decoder(Message)
_encoder = msgspec.json.Encoder()


class ControlError(Exception):
    """Not a message of this version; it is ignored."""


class TextTooLong(ValueError):
    """A text for the data channel is longer than 16 000 characters."""


def encode(message: Message) -> str:
    """Write a message. Raises TextTooLong."""
    if isinstance(message, Text) and len(message.text) > LONGEST_TEXT:
        raise TextTooLong(len(message.text))
    return _encoder.encode(message).decode()


def decode(text: str) -> Message:
    """Read a message. Raises ControlError, and nothing else."""
    if len(text) > _LONGEST_MESSAGE:
        raise ControlError("too long")
    try:
        return _decoder.decode(text)
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError) as error:
        raise ControlError("not understood") from error

# SPDX-License-Identifier: GPL-3.0-or-later
"""How a picture is looked at: aids that never change it (after DICOM's Presentation State)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

from app.records.ids import AttachmentId


class Channel(Enum):
    """What is shown of the colours."""

    COLOUR = "colour"
    RED_FREE = "red-free"
    """The green channel, as fundus photography calls it: vessels and blood stand out."""
    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True, slots=True)
class Presentation:
    """All aids over one picture; as it is made anew, the picture is shown as it came."""

    channel: Channel = Channel.COLOUR
    local_contrast: bool = False
    brightness: int = 0
    """-100 to 100, in per cent of the range."""
    contrast: int = 0
    """-100 to 100; 0 leaves as it is."""
    inverted: bool = False
    quarter_turns: int = 0
    """0 to 3, clockwise."""


AS_IT_CAME: Final = Presentation()
"""No aid at all."""


class Unit(Enum):
    """What lengths in a picture are counted in."""

    MILLIMETRE = "mm"
    DISC_DIAMETER = "disc-diameter"
    """Of the optic disc, as distances in the fundus are told."""


@dataclass(frozen=True, slots=True)
class Scale:
    """How large what is in a picture was: set by a person on something of known length."""

    across: float
    """Width of the whole upright picture, in ``unit``; above nought."""
    unit: Unit = Unit.MILLIMETRE


@dataclass(frozen=True, slots=True)
class Viewed:
    """How one picture of a referral was looked at when it was answered."""

    attachment: AttachmentId
    presentation: Presentation = AS_IT_CAME
    scale: Scale | None = None

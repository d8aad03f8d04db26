# SPDX-License-Identifier: GPL-3.0-or-later
"""What the picture tools ask for, and what each makes of the panes. Pure."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum
from typing import Final

from app.records.presentation import Channel
from app.records.referral import Attachment
from app.ui.workbench.panes import (
    MOST_PANES,
    Panes,
    adjusted,
    earlier,
    next_channel,
    other_side,
    toggled,
    turned,
)
from app.ui.workbench.pen import Tool

LIGHT_STEP: Final = 5
"""Of brightness and contrast, at one press of a key."""


class Wish(Enum):
    """What a button or key asks for."""

    WHOLE = "whole"
    CLOSER = "closer"
    AWAY = "away"
    ONE_TO_ONE = "one-to-one"
    BESIDE = "beside"
    MORE_PANES = "more-panes"
    OTHER_SIDE = "other-side"
    """The other eye or ear beside this one."""
    EARLIER = "earlier"
    """An earlier picture of the same view beside this one."""
    LINK = "link"
    RED_FREE = "red-free"
    NEXT_CHANNEL = "next-channel"
    LOCAL_CONTRAST = "local-contrast"
    LIGHT = "light"
    INVERT = "invert"
    TURN = "turn"
    TURN_BACK = "turn-back"
    LOUPE = "loupe"
    CIRCLE = "circle"
    ARROW = "arrow"
    POINT = "point"
    LENGTH = "length"
    SCALE = "scale"
    UNDO = "undo"
    REDO = "redo"
    RESET = "reset"
    KEYS = "keys"
    BRIGHTER = "brighter"
    DARKER = "darker"
    HARDER = "harder"
    SOFTER = "softer"


TOOLS: Final = {
    Wish.CIRCLE: Tool.CIRCLE,
    Wish.ARROW: Tool.ARROW,
    Wish.POINT: Tool.POINT,
    Wish.LENGTH: Tool.LENGTH,
    Wish.SCALE: Tool.SCALE,
}


def granted(now: Panes, wish: Wish, pictures: tuple[Attachment, ...]) -> Panes | None:
    """Give the panes as wished; None where the wish is not about what they show."""
    look = now.here.presentation
    match wish:
        case Wish.RED_FREE:
            return now.looked(toggled(look, Channel.RED_FREE))
        case Wish.NEXT_CHANNEL:
            return now.looked(next_channel(look))
        case Wish.LOCAL_CONTRAST:
            return now.looked(replace(look, local_contrast=not look.local_contrast))
        case Wish.INVERT:
            return now.looked(replace(look, inverted=not look.inverted))
        case Wish.TURN:
            return now.looked(turned(look, 1))
        case Wish.TURN_BACK:
            return now.looked(turned(look, -1))
        case Wish.BRIGHTER:
            return now.looked(adjusted(look, brightness=LIGHT_STEP))
        case Wish.DARKER:
            return now.looked(adjusted(look, brightness=-LIGHT_STEP))
        case Wish.HARDER:
            return now.looked(adjusted(look, contrast=LIGHT_STEP))
        case Wish.SOFTER:
            return now.looked(adjusted(look, contrast=-LIGHT_STEP))
        case Wish.BESIDE:
            return now.arranged(1 if len(now.panes) > 1 else 2, pictures)
        case Wish.MORE_PANES:
            more = len(now.panes) + 1
            return now.arranged(more if more <= MOST_PANES else 1, pictures)
        case Wish.OTHER_SIDE:
            other = other_side(now.here.attachment, pictures)
            return None if other is None else now.beside(other)
        case Wish.EARLIER:
            other = earlier(now.here.attachment, pictures)
            return None if other is None else now.beside(other)
        case Wish.LINK:
            return now.linked_to(on=not now.linked)
        case Wish.RESET:
            return now.as_it_came()
        case _:
            return None

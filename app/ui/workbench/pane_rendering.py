# SPDX-License-Identifier: GPL-3.0-or-later
"""Has a pane's pixels computed, one level at a time; wishes that are out of date are dropped."""

from __future__ import annotations

from dataclasses import dataclass

from app.attachments.picture_looks import Levels, ScreenPixels, shown
from app.records.ids import AttachmentId
from app.records.presentation import AS_IT_CAME, Presentation
from app.ui.workbench.background import Background
from app.ui.workbench.picture_pane import PicturePane


@dataclass(frozen=True, slots=True)
class _Wish:
    levels: Levels
    presentation: Presentation
    level: int


class PaneRendering:
    """Between one pane and the computing of what it shows. Lives in the GUI thread."""

    def __init__(self, pane: PicturePane, background: Background) -> None:
        self._pane = pane
        self._background = background
        self._attachment: AttachmentId | None = None
        self._levels: Levels | None = None
        self._presentation = AS_IT_CAME
        self._drawn: Presentation | None = None
        """The look of the pixels that the pane has; all of them have the same."""
        self._waiting: dict[int, _Wish] = {}
        self._at_work: _Wish | None = None
        pane.level_wanted.connect(self._wanted)

    def show(
        self, attachment: AttachmentId | None, levels: Levels | None, presentation: Presentation
    ) -> None:
        """Show a picture in a look; what is the same already costs nothing.

        Of the same attachment, larger levels may follow smaller ones.
        """
        if levels is not self._levels or attachment != self._attachment:
            grown = attachment == self._attachment and self._levels is not None
            same_look = presentation == self._presentation
            self._attachment, self._levels = attachment, levels
            self._presentation, self._drawn = presentation, None
            self._waiting.clear()
            keep = grown and same_look
            self._pane.show_picture(levels, presentation.quarter_turns, keep=keep)
        elif presentation != self._presentation:
            self._presentation = presentation
            self._waiting.clear()
            self._pane.renew(presentation.quarter_turns)

    def _wanted(self, level: int) -> None:
        if self._levels is None:
            return
        wish = _Wish(self._levels, self._presentation, level)
        if wish != self._at_work:
            self._waiting[level] = wish
            self._begin()

    def _begin(self) -> None:
        if self._at_work is not None or not self._waiting:
            return
        # The smallest first: it is there soonest, and something is seen.
        wish = self._waiting.pop(max(self._waiting))
        self._at_work = wish

        def work() -> ScreenPixels:
            return shown(wish.levels.levels[wish.level], wish.presentation)

        def done(pixels: ScreenPixels) -> None:
            self._at_work = None
            self._take(wish, pixels)
            self._begin()

        self._background(work, done)

    def _take(self, wish: _Wish, pixels: ScreenPixels) -> None:
        turned = wish.presentation.quarter_turns != self._presentation.quarter_turns
        if wish.levels is not self._levels or turned:
            return
        # While a slider moves each look is shown that is ready; the newest follows.
        self._pane.show_level(wish.level, pixels, fresh=wish.presentation != self._drawn)
        self._drawn = wish.presentation

# SPDX-License-Identifier: GPL-3.0-or-later
"""Up to four panes beside each other, drawn from one value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from app.attachments.picture_looks import Levels
from app.records.ids import AttachmentId
from app.records.presentation import AS_IT_CAME
from app.records.referral import Finding
from app.ui.workbench import picture_words
from app.ui.workbench.background import Background
from app.ui.workbench.pane_frame import PaneFrame
from app.ui.workbench.pane_rendering import PaneRendering
from app.ui.workbench.panes import MOST_PANES, Panes
from app.ui.workbench.picture_pane import PicturePane

_IN_A_ROW: Final = ((0, 0), (0, 1), (0, 2))
_SQUARE: Final = ((0, 0), (0, 1), (1, 0), (1, 1))


class PaneGrid(QWidget):
    """Shows Panes; tells what is done in one of them with its index."""

    went = Signal(int, object)
    """A View."""
    drawn = Signal(int, object)
    """A Drawn mark."""
    entered = Signal(int)
    adjusted = Signal(int, int)
    """Brightness and contrast changed by so much in the active pane."""
    picture_wished = Signal(int, str)
    look_wished = Signal(int, object)
    """A Presentation."""

    def __init__(self, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._panes = Panes()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(8)
        self._places: dict[int, tuple[int, int]] = {}
        self._frames = [self._make_frame(index) for index in range(MOST_PANES)]
        self._renderings = [PaneRendering(frame.pane, background) for frame in self._frames]

    @property
    def active(self) -> PicturePane:
        """The pane that is worked in."""
        return self._frames[self._panes.active].pane

    def pane(self, index: int) -> PicturePane:
        """One of the four, shown or not."""
        return self._frames[index].pane

    def render_panes(
        self,
        panes: Panes,
        levels: Mapping[AttachmentId, Levels | None],
        names: tuple[tuple[AttachmentId, str], ...],
        troubles: Mapping[AttachmentId, str],
        *,
        loupe: bool,
    ) -> None:
        """Show all panes; what cannot be shown is said in its place."""
        self._panes = panes
        places = _IN_A_ROW if len(panes.panes) < MOST_PANES else _SQUARE
        for index, frame in enumerate(self._frames):
            shown = index < len(panes.panes)
            self._place(index, places[index] if shown else None)
            if shown:
                seen = panes.panes[index]
                chosen = index == panes.active and len(panes.panes) > 1
                frame.render_seen(seen, names, chosen=chosen)
                pixels = levels.get(seen.attachment)
                self._renderings[index].show(seen.attachment, pixels, seen.presentation)
                frame.pane.say_instead(troubles.get(seen.attachment) or self.tr("Opening …"))
                frame.pane.set_loupe(loupe and index == panes.active)
            else:
                self._renderings[index].show(None, None, AS_IT_CAME)
            frame.setVisible(shown)
        self.render_views(panes)

    def render_views(self, panes: Panes) -> None:
        """Show other parts of the same pictures."""
        self._panes = panes
        for frame, seen in zip(self._frames, panes.panes, strict=False):
            frame.pane.show_view(seen.view)

    def render_findings(self, findings: tuple[Finding, ...], chosen: int) -> None:
        """Draw each finding's mark in every pane with its picture."""
        for frame, seen in zip(self._frames, self._panes.panes, strict=False):
            own = tuple(f for f in findings if f.attachment == seen.attachment)
            frame.pane.show_findings(own, chosen)

    def _place(self, index: int, place: tuple[int, int] | None) -> None:
        if self._places.get(index) == place:
            return
        frame = self._frames[index]
        self._grid.removeWidget(frame)
        self._places.pop(index, None)
        if place is not None:
            self._grid.addWidget(frame, *place)
            self._places[index] = place

    def _make_frame(self, index: int) -> PaneFrame:
        frame = PaneFrame(lambda share: self._measure(index, share), self)
        frame.pane.moved.connect(lambda view: self.went.emit(index, view))
        frame.pane.drawn.connect(lambda drawn: self.drawn.emit(index, drawn))
        frame.pane.adjusted.connect(self.adjusted)
        frame.pane.entered.connect(lambda: self.entered.emit(index))
        frame.picture_wished.connect(lambda wanted: self.picture_wished.emit(index, wanted))
        frame.look_wished.connect(lambda look: self.look_wished.emit(index, look))
        frame.hide()
        return frame

    def _measure(self, index: int, share: float) -> str:
        if index >= len(self._panes.panes):
            return ""
        attachment = self._panes.panes[index].attachment
        return picture_words.in_scale(share, self._panes.scale_of(attachment))

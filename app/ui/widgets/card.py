# SPDX-License-Identifier: GPL-3.0-or-later
"""A white sheet with a thin line around, and the thin line itself."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from app.ui import theme


class Card(QFrame):
    """A sheet whose parts stand in a column. Tones: "", strong, accent, warn, danger, paper.

    ``widest`` limits the width, in design pixels; nought means no limit.
    """

    def __init__(
        self,
        tone: str = "",
        *,
        margin: int = 16,
        spacing: int = 8,
        widest: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("tone", tone)
        self._widest = widest
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(margin, margin, margin, margin)
        self._column.setSpacing(spacing)
        self._limit()

    @property
    def column(self) -> QVBoxLayout:
        """The layout to add parts to."""
        return self._column

    def changeEvent(self, event: QEvent) -> None:
        """Grow with the text."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._limit()

    def _limit(self) -> None:
        if self._widest:
            self.setMaximumWidth(theme.px(self._widest))


class Line(QFrame):
    """A separator, one pixel thick."""

    def __init__(self, *, upright: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        fixed, grows = QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding
        if upright:
            self.setFixedWidth(1)
            self.setSizePolicy(fixed, grows)
        else:
            self.setFixedHeight(1)
            self.setSizePolicy(grows, fixed)

# SPDX-License-Identifier: GPL-3.0-or-later
"""A white sheet with a thin line around, and the thin line itself."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget


class Card(QFrame):
    """A sheet whose parts stand in a column. Tones: "", strong, accent, warn, danger, paper."""

    def __init__(
        self,
        tone: str = "",
        *,
        margin: int = 16,
        spacing: int = 8,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("tone", tone)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(margin, margin, margin, margin)
        self._column.setSpacing(spacing)

    @property
    def column(self) -> QVBoxLayout:
        """The layout to add parts to."""
        return self._column


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

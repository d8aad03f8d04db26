# SPDX-License-Identifier: GPL-3.0-or-later
"""How good the connection is, over the picture; pressing it opens the numbers behind the words."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from app.ui import theme
from app.ui.widgets.enter import pressed_by_enter
from app.ui.widgets.pills import Pill, draw_pill, pill_size

_FINGER = 44
"""The least height of what is pressed by a finger (WCAG 2.5.5)."""


class QualityPill(QAbstractButton):
    """Bars and words, drawn like the other labels of the picture; hidden where there is none."""

    def __init__(self, *, tall: bool = False, parent: QWidget | None = None) -> None:
        """``tall``: high enough for a finger, for patients."""
        super().__init__(parent)
        self._tall = tall
        self._pill: Pill | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.hide()
        self._speak()

    def set_pill(self, pill: Pill | None, room: int) -> None:
        """Show this in at most ``room`` pixels of width, or nothing."""
        if pill != self._pill:
            self._pill = pill
            self._speak()
            self.update()
        if pill is not None:
            wanted = self.sizeHint()
            self.resize(min(wanted.width(), room), wanted.height())
        self.setVisible(pill is not None)

    def sizeHint(self) -> QSize:
        """Room for all of it, and for a finger where one presses."""
        if self._pill is None:
            return QSize()
        size = pill_size(self._pill, self.font())
        return size.expandedTo(QSize(0, theme.px(_FINGER))) if self._tall else size

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Be pressed by Enter too."""
        if not pressed_by_enter(self, event):
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Speak another language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._speak()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw bars and words."""
        if self._pill is not None:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            draw_pill(painter, self._pill, QRectF(self.rect()), 0, 0.0, self.height())

    def _speak(self) -> None:
        pill = self._pill
        name = "" if pill is None else ", ".join(part for part in (pill.text, pill.detail) if part)
        self.setAccessibleName(name)
        self.setAccessibleDescription(self.tr("Opens the numbers of the connection"))
        self.setToolTip(f"{name}\n{self.accessibleDescription()}")

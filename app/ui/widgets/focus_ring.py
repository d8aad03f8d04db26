# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the keyboard is."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget
from shiboken6 import isValid

from app.ui import theme

_OUTSIDE = 4
_THICK = 2
_MOVES = (
    QEvent.Type.Move,
    QEvent.Type.Resize,
    QEvent.Type.Show,
    QEvent.Type.Hide,
    QEvent.Type.ParentChange,
)


class FocusRing(QWidget):
    """A frame around the focused control, two pixels outside it; one ring a window.

    It shows when the focus came without a mouse button, so clicking leaves no ring behind,
    and it is drawn over everything, so painted controls need no focus drawing of their own.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._over = window
        self._target: QWidget | None = None
        self._last: QWidget | None = None
        self._watched: list[QWidget] = []
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay around the target when it or anything it lies in moves."""
        if event.type() in _MOVES:
            self._place()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the frame."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("focus"), _THICK))
        half = _THICK / 2
        box = self.rect().toRectF().adjusted(half, half, -half, -half)
        radius = min(theme.px(8) + 3, box.height() / 2)
        painter.drawRoundedRect(box, radius, radius)

    def _follow(self, old: QWidget | None, now: QWidget | None) -> None:
        for watched in self._watched:
            if isValid(watched):
                watched.removeEventFilter(self)
        self._watched = []
        by_mouse = QApplication.mouseButtons() != Qt.MouseButton.NoButton
        usable = now is not None and now.window() is self._over and not by_mouse
        if old is None and now is not self._last:
            # The window came to the front: that is no use of the keyboard.
            usable = False
        self._target = now if usable else None
        self._last = self._target or self._last
        widget: QWidget | None = self._target
        while widget is not None and widget is not self._over:
            widget.installEventFilter(self)
            self._watched.append(widget)
            widget = widget.parentWidget()
        self._place()

    def _place(self) -> None:
        target, window = self._target, self._over
        if target is None or not isValid(target) or not target.isVisible():
            self.hide()
            return
        box = QRect(target.mapTo(window, target.rect().topLeft()), target.size())
        if box.width() > 0.9 * window.width() and box.height() > 0.7 * window.height():
            self.hide()
            return
        box.adjust(-_OUTSIDE, -_OUTSIDE, _OUTSIDE, _OUTSIDE)
        shown = box
        above: QWidget | None = target.parentWidget()
        while above is not None and above is not window:
            holder = above.parentWidget()
            if isinstance(holder, QAbstractScrollArea) and holder.viewport() is above:
                view = QRect(above.mapTo(window, above.rect().topLeft()), above.size())
                shown = shown.intersected(view.adjusted(-_OUTSIDE, -_OUTSIDE, _OUTSIDE, _OUTSIDE))
            above = holder
        if shown.isEmpty() or shown.height() < box.height() / 2:
            self.hide()
            return
        self.setGeometry(box)
        self.show()
        self.raise_()
        self.update()

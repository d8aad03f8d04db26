# SPDX-License-Identifier: GPL-3.0-or-later
"""A drawn body on which the place is shown: by a click, or by the arrow keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.records.referral import BodyPoint, BodyView
from app.ui import theme
from app.ui.referrals import body_shape
from app.ui.widgets.segments import Segments

_STEP: Final = 0.01
_START: Final = BodyPoint(BodyView.FRONT, 0.5, 0.3)
_MOVES: Final = {
    Qt.Key.Key_Left: (-2 * _STEP, 0.0),
    Qt.Key.Key_Right: (2 * _STEP, 0.0),
    Qt.Key.Key_Up: (0.0, -_STEP),
    Qt.Key.Key_Down: (0.0, _STEP),
}
_HEIGHT_PX: Final = 176


def draw_body(painter: QPainter, to_screen: Callable[[float, float], QPointF]) -> None:
    """Draw the whole body; ``to_screen`` takes the drawing's units to the widget's pixels."""
    parts = [QPolygonF([to_screen(x, y) for x, y in part]) for part in body_shape.outlines()]
    # First all edges, then all grounds over them: what is left is the outer edge.
    painter.setPen(QPen(theme.color("edge"), 2.0))
    for part in parts:
        painter.drawPolygon(part)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("sunken"))
    for part in parts:
        painter.drawPolygon(part)


class _Drawing(QWidget):
    """The body and the point on it."""

    placed = Signal(object)

    def __init__(self, writable: bool) -> None:
        super().__init__()
        self._point: BodyPoint | None = None
        self._view = BodyView.FRONT
        self._writable = writable
        self.setFixedHeight(theme.px(_HEIGHT_PX))
        if writable:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def sizeHint(self) -> QSize:
        """As wide as the body and a little air."""
        return QSize(theme.px(96), theme.px(_HEIGHT_PX))

    def show_point(self, point: BodyPoint | None, view: BodyView) -> None:
        """Draw this side of the body, with the point if it is on this side."""
        self._point, self._view = point, view
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the body in the middle, and the focus around it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = self._body()
        draw_body(painter, lambda x, y: self._to_screen(body, x, y))
        if self._point is not None and self._point.view is self._view:
            place = QPointF(
                body.x() + self._point.x * body.width(), body.y() + self._point.y * body.height()
            )
            painter.setPen(theme.color("surface"))
            painter.setBrush(theme.color("accent"))
            painter.drawEllipse(place, theme.px(5), theme.px(5))
        if self.hasFocus():
            painter.setPen(theme.color("focus"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -2, -2), 6, 6)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Put the point where it is clicked, if that is on the body."""
        if not self._writable or event.button() is not Qt.MouseButton.LeftButton:
            return
        body, at = self._body(), event.position()
        point = BodyPoint(
            self._view,
            (at.x() - body.x()) / body.width(),
            (at.y() - body.y()) / body.height(),
        )
        if body_shape.name_of(point):
            self.placed.emit(point)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the point by arrows, take it away by Delete."""
        key = Qt.Key(event.key())
        if not self._writable or (key not in _MOVES and key is not Qt.Key.Key_Delete):
            super().keyPressEvent(event)
            return
        if key is Qt.Key.Key_Delete:
            self.placed.emit(None)
            return
        here = self._point
        if here is None or here.view is not self._view:
            self.placed.emit(replace(_START, view=self._view))
            return
        across, down = _MOVES[key]
        moved = replace(here, x=_within(here.x + across), y=_within(here.y + down))
        self.placed.emit(moved)

    def focusInEvent(self, event: QEvent) -> None:
        """Show the focus."""
        self.update()

    def focusOutEvent(self, event: QEvent) -> None:
        """Show that it is gone."""
        self.update()

    def _body(self) -> QRectF:
        margin = theme.px(6)
        height = self.height() - 2 * margin
        width = height * body_shape.WIDTH / body_shape.HEIGHT
        return QRectF((self.width() - width) / 2, margin, width, height)

    @staticmethod
    def _to_screen(body: QRectF, x: float, y: float) -> QPointF:
        return QPointF(
            body.x() + x / body_shape.WIDTH * body.width(),
            body.y() + y / body_shape.HEIGHT * body.height(),
        )


class BodyMap(QWidget):
    """Front or back, and one point on it. ``pointed`` tells the point (or None) and its words."""

    pointed = Signal(object, str)

    def __init__(self, *, writable: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._point: BodyPoint | None = None
        self._view = BodyView.FRONT
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self._drawing = _Drawing(writable)
        self._drawing.placed.connect(self._placed)
        column.addWidget(self._drawing)
        self._side = Segments(tuple((view.value, "") for view in BodyView), size="small", fill=True)
        self._side.chosen.connect(lambda key: self._turn(BodyView(key)))
        column.addWidget(self._side)
        self.say()

    @property
    def point(self) -> BodyPoint | None:
        """The point, None where none was set."""
        return self._point

    def show_point(self, point: BodyPoint | None) -> None:
        """Show a point on its side of the body, or none."""
        self._point = point
        self._turn(self._view if point is None else point.view)

    def say(self) -> None:
        """Say everything anew, in another language."""
        self._side.set_texts(
            {BodyView.FRONT.value: self.tr("Front"), BodyView.BACK.value: self.tr("Back")}
        )
        self._describe()

    def _turn(self, view: BodyView) -> None:
        self._view = view
        self._side.choose(view.value)
        self._drawing.show_point(self._point, view)
        self._describe()

    def _placed(self, point: BodyPoint | None) -> None:
        self._point = point
        self._drawing.show_point(point, self._view)
        self._describe()
        self.pointed.emit(point, "" if point is None else body_shape.name_of(point))

    def _describe(self) -> None:
        words = "" if self._point is None else body_shape.name_of(self._point)
        self._drawing.setAccessibleName(self.tr("Place on the body"))
        self._drawing.setAccessibleDescription(
            words or self.tr("Nothing is marked. Click, or use the arrow keys.")
        )
        self._drawing.setToolTip(words)


def _within(value: float) -> float:
    return min(1.0, max(0.0, value))

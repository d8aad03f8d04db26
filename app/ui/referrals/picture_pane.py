# SPDX-License-Identifier: GPL-3.0-or-later
"""One pane of the review: a picture to zoom, pan and mark."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QGraphicsScene, QGraphicsView, QWidget

LEAST_ZOOM, MOST_ZOOM = 0.25, 8.0
STEP = 1.25
PAN_PX = 60
LEAST_RADIUS = 0.01
MARK_COLOR = QColor("#FFFFFF")
MARK_SHADOW = QColor("#0B0F0E")


@dataclass(frozen=True, slots=True)
class Mark:
    """A numbered circle; centre and radius in fractions of the picture's width."""

    number: int
    x: float
    y: float
    radius: float


class PicturePane(QGraphicsView):
    """Shows one picture, whole at first; zoom 25 % to 800 %, double click 1:1.

    The ground is dark in every theme, so that the eye is not dazzled (ui.md screen 09).
    """

    zoomed = Signal(float)
    view_moved = Signal()
    circle_drawn = Signal(float, float, float)
    """Centre and radius in fractions of the picture's width."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setScene(QGraphicsScene(self))
        self._pixmap = self.scene().addPixmap(QPixmap())
        self._pixmap.setTransformationMode(Qt.TransformationMode.SmoothTransformation)
        self._marks: tuple[Mark, ...] = ()
        self._fitting = True
        self._drawing = False
        self._from: QPointF | None = None
        self._to: QPointF | None = None
        self.setAccessibleName(name)
        self.setObjectName("picture")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.horizontalScrollBar().valueChanged.connect(self.view_moved)
        self.verticalScrollBar().valueChanged.connect(self.view_moved)

    def show_picture(self, width: int, height: int, rgb: bytes) -> None:
        """Show pixels; a picture of another size is fitted into the pane."""
        image = QImage(rgb, width, height, 3 * width, QImage.Format.Format_RGB888)
        before = self._pixmap.pixmap().size()
        self._pixmap.setPixmap(QPixmap.fromImage(image))
        self.setSceneRect(QRectF(0, 0, width, height))
        if before != image.size() or self._fitting:
            self.fit()

    def set_marks(self, marks: tuple[Mark, ...]) -> None:
        """Show these marks in place of the earlier ones."""
        self._marks = marks
        self.viewport().update()

    def set_drawing(self, on: bool) -> None:
        """Let the next drags draw a circle instead of moving the picture."""
        self._drawing = on
        mode = QGraphicsView.DragMode.NoDrag if on else QGraphicsView.DragMode.ScrollHandDrag
        self.setDragMode(mode)
        self.viewport().setCursor(
            Qt.CursorShape.CrossCursor if on else Qt.CursorShape.OpenHandCursor
        )

    @property
    def zoom(self) -> float:
        """Screen pixels a picture pixel."""
        return self.transform().m11()

    def fit(self) -> None:
        """Show the whole picture."""
        self._fitting = True
        if not self.sceneRect().isEmpty():
            self.fitInView(self.sceneRect(), Qt.AspectRatioMode.KeepAspectRatio)
            self.zoomed.emit(self.zoom)

    def set_zoom(self, zoom: float) -> None:
        """Zoom to screen pixels a picture pixel, within 25 % and 800 %."""
        least = min(LEAST_ZOOM, self._fit_zoom())
        wanted = max(least, min(zoom, MOST_ZOOM))
        self._fitting = False
        self.scale(wanted / self.zoom, wanted / self.zoom)
        self.zoomed.emit(self.zoom)
        self.view_moved.emit()

    def zoom_in(self) -> None:
        """Come one step closer."""
        self.set_zoom(self.zoom * STEP)

    def zoom_out(self) -> None:
        """Go one step away."""
        self.set_zoom(self.zoom / STEP)

    def look_like(self, other: PicturePane) -> None:
        """Take zoom and place of another pane, for panes that move together."""
        self._fitting = False
        blocked = self.blockSignals(True)
        self.setTransform(other.transform())
        self.horizontalScrollBar().setValue(other.horizontalScrollBar().value())
        self.verticalScrollBar().setValue(other.verticalScrollBar().value())
        self.blockSignals(blocked)

    def _fit_zoom(self) -> float:
        size, rect = self.viewport().size(), self.sceneRect()
        if rect.isEmpty():
            return LEAST_ZOOM
        return min(size.width() / rect.width(), size.height() / rect.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep a fitted picture fitted."""
        super().resizeEvent(event)
        if self._fitting:
            self.fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the pointer."""
        self.set_zoom(self.zoom * STEP ** (event.angleDelta().y() / 120))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Zoom, fit and pan by keys: + - 0 1 F and the arrows."""
        bars = self.horizontalScrollBar(), self.verticalScrollBar()
        match event.key():
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.zoom_in()
            case Qt.Key.Key_Minus:
                self.zoom_out()
            case Qt.Key.Key_0 | Qt.Key.Key_F:
                self.fit()
            case Qt.Key.Key_1:
                self.set_zoom(1.0)
            case Qt.Key.Key_Left:
                bars[0].setValue(bars[0].value() - PAN_PX)
            case Qt.Key.Key_Right:
                bars[0].setValue(bars[0].value() + PAN_PX)
            case Qt.Key.Key_Up:
                bars[1].setValue(bars[1].value() - PAN_PX)
            case Qt.Key.Key_Down:
                bars[1].setValue(bars[1].value() + PAN_PX)
            case _:
                super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Go to 1:1 and back to the whole."""
        if abs(self.zoom - 1.0) < 0.01:
            self.fit()
        else:
            self.set_zoom(1.0)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a circle where drawing is on."""
        if self._drawing and event.button() is Qt.MouseButton.LeftButton:
            self._from = self._to = self.mapToScene(event.position().toPoint())
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw the circle that is being made."""
        if self._from is not None:
            self._to = self.mapToScene(event.position().toPoint())
            self.viewport().update()
        else:
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Finish the circle; a mere click makes a small one."""
        if self._from is None or self._to is None:
            super().mouseReleaseEvent(event)
            return
        width = self.sceneRect().width()
        radius = max(_distance(self._from, self._to) / width, LEAST_RADIUS * 3)
        centre = self._from
        self._from = self._to = None
        self.viewport().update()
        if width > 0:
            self.circle_drawn.emit(centre.x() / width, centre.y() / width, radius)

    def drawForeground(self, painter: QPainter, rect: QRectF | object) -> None:
        """Draw the marks with pens that stay as thin at every zoom."""
        width = self.sceneRect().width()
        for mark in self._marks:
            centre = QPointF(mark.x * width, mark.y * width)
            self._circle(painter, centre, mark.radius * width, str(mark.number))
        if self._from is not None and self._to is not None:
            self._circle(painter, self._from, _distance(self._from, self._to), "")

    def _circle(self, painter: QPainter, centre: QPointF, radius: float, label: str) -> None:
        for color, thickness in ((MARK_SHADOW, 4), (MARK_COLOR, 2)):
            pen = QPen(color, thickness)
            pen.setCosmetic(True)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(centre, radius, radius)
        if not label:
            return
        at = self.mapFromScene(centre + QPointF(radius * 0.71, -radius * 0.71))
        painter.save()
        painter.resetTransform()
        badge = QRectF(at.x() - 11, at.y() - 11, 22, 22)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(MARK_COLOR)
        painter.drawEllipse(badge)
        painter.setPen(MARK_SHADOW)
        font = QFont(self.font())
        font.setPixelSize(13)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, label)
        painter.restore()


def _distance(a: QPointF, b: QPointF) -> float:
    return float(((a.x() - b.x()) ** 2 + (a.y() - b.y()) ** 2) ** 0.5)

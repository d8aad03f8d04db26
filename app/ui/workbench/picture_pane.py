# SPDX-License-Identifier: GPL-3.0-or-later
"""One pane of the review: a picture to zoom, pan, look into and mark."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.attachments.picture_looks import Levels, ScreenPixels
from app.records.referral import Finding
from app.ui import theme
from app.ui.workbench.mark_paint import MARK, paint_finding, paint_line, paint_pen
from app.ui.workbench.pane_canvas import GROUND, LOUPE_TIMES, PaneCanvas
from app.ui.workbench.pen import Drawn, Pen, Tool
from app.ui.workbench.placement import STEP, WHOLE, Placement, Point, View

PAN_PX: Final = 60
PEN_PX: Final = 10
FINE_PX: Final = 1
EDGE: Final = QColor("#8CC6E8")


class PicturePane(QWidget):
    """Shows one picture, whole at first; zoom 25 % to 800 %, double click 1:1.

    The ground is dark in every theme, so that the eye is not dazzled (ui.md screen 09).
    Pixels come in levels when ``level_wanted`` asked for one; until then the nearest is drawn.
    """

    moved = Signal(object)
    """The View that the user went to."""
    drawn = Signal(object)
    """A Drawn mark."""
    adjusted = Signal(int, int)
    """Brightness and contrast changed by steps of 1, while the right button drags."""
    entered = Signal()
    level_wanted = Signal(int)

    def __init__(self, measure: Callable[[float], str], parent: QWidget | None = None) -> None:
        """``measure`` words a length given in fractions of the picture's width."""
        super().__init__(parent)
        self._measure = measure
        self._canvas = PaneCanvas()
        self._turns = 0
        self._view = WHOLE
        self._findings: tuple[Finding, ...] = ()
        self._chosen = 0
        self._pen: Pen | None = None
        self._line: Drawn | None = None
        self._loupe = False
        self._instead = ""
        self._worked_in = False
        self._mouse: Point | None = None
        self._drag: Point | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(120, 90)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    # ---- what is shown ---------------------------------------------------------------------

    def show_picture(self, levels: Levels | None, turns: int, *, keep: bool = False) -> None:
        """Take another picture and ask for its pixels.

        ``keep`` where it is the same one, larger: what is drawn stays until they are there.
        """
        self._canvas.levels, self._turns = levels, turns
        if not keep:
            self._canvas.clear()
            self._pen = self._line = None
        self._ask(anew=keep)
        self.update()

    def renew(self, turns: int) -> None:
        """Ask for pixels of another look; the old ones stay until they are there."""
        if turns != self._turns:
            # Marks over a picture that is still turned otherwise would point beside.
            self._canvas.clear()
        self._turns = turns
        self._ask(anew=True)
        self.update()

    def show_level(self, level: int, pixels: ScreenPixels, *, fresh: bool) -> None:
        """Show pixels of one level; ``fresh`` ones replace all of an earlier look."""
        self._canvas.take(level, pixels, fresh=fresh)
        self.update()

    def show_view(self, view: View) -> None:
        """Show this part, as far as pane and picture allow."""
        self._view = view
        self._ask()
        self.update()

    def show_findings(self, findings: tuple[Finding, ...], chosen: int) -> None:
        """Draw these marks; the one of the chosen number stands out."""
        self._findings, self._chosen = findings, chosen
        self.update()

    def show_line(self, line: Drawn | None) -> None:
        """Draw the line that a scale is being set with."""
        self._line = line
        self.update()

    def take_pen(self, tool: Tool | None) -> None:
        """Let clicks, drags, arrows and Enter draw with a tool; None puts it down."""
        if tool is None:
            self._pen = None
            self.unsetCursor()
        else:
            middle = (self.width() / 2, self.height() / 2)
            self._pen = Pen(tool, self.placement.to_mark(middle))
            self.setCursor(Qt.CursorShape.CrossCursor)
        self.update()

    def say_instead(self, sentence: str) -> None:
        """Say this where there is no picture yet, or none that can be opened."""
        self._instead = sentence
        self.setAccessibleDescription(sentence)
        self.update()

    def set_chosen(self, on: bool) -> None:
        """Show by an edge that the tools work on this pane, where there are several."""
        self._worked_in = on
        self.update()

    def set_loupe(self, on: bool) -> None:
        """Magnify what is under the mouse, the pen or the middle."""
        self._loupe = on
        self._ask()
        self.update()

    # ---- where it is -----------------------------------------------------------------------

    @property
    def placement(self) -> Placement:
        """Where the picture lies now."""
        size = (1.0, 1.0)
        if (levels := self._canvas.levels) is not None:
            size = (float(levels.width), float(levels.height))
        pane = (float(max(self.width(), 1)), float(max(self.height(), 1)))
        return Placement(pane, size, self._turns, self._view).kept_in()

    @property
    def has_picture(self) -> bool:
        """Whether pixels are there to be seen."""
        return bool(self._canvas)

    @property
    def shown_zoom(self) -> float | None:
        """The zoom of a picture, once its size is known."""
        return None if self._canvas.levels is None else self.zoom

    @property
    def zoom(self) -> float:
        """Screen pixels a picture pixel."""
        return self.placement.zoom

    def zoom_to(self, zoom: float, at: Point | None = None) -> None:
        """Zoom to screen pixels a picture pixel, within 25 % and 800 %."""
        self._go(self.placement.zoomed(zoom, at))

    def zoom_by(self, steps: float, at: Point | None = None) -> None:
        """Come closer by steps, or go away."""
        self.zoom_to(self.zoom * STEP**steps, at)

    def pan(self, dx: float, dy: float) -> None:
        """Move the picture by screen pixels."""
        self._go(self.placement.panned(dx, dy))

    def _go(self, to: Placement) -> None:
        if self._canvas.levels is not None:
            self._view = to.view
            self._ask()
            self.update()
            self.moved.emit(to.view)

    def _ask(self, *, anew: bool = False) -> None:
        zoom = self.zoom * self.devicePixelRatioF()
        zooms = (zoom, zoom * LOUPE_TIMES) if self._loupe else (zoom,)
        for level in self._canvas.missing(zooms, anew=anew):
            self.level_wanted.emit(level)

    # ---- drawing ---------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the visible part, then the marks."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), GROUND)
        placement = self.placement
        ratio = self.devicePixelRatioF()
        self._canvas.draw(painter, placement, QRectF(self.rect()), ratio)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self._canvas:
            self._draw_instead(painter)
        else:
            self._draw_marks(painter, placement)
            if self._loupe:
                self._canvas.draw_loupe(painter, placement, self._loupe_place(placement), ratio)
        if self.hasFocus() or self._worked_in:
            painter.setPen(QPen(EDGE, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)

    def _draw_instead(self, painter: QPainter) -> None:
        font = painter.font()
        font.setPixelSize(theme.px(14))
        painter.setFont(font)
        painter.setPen(MARK)
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(self.rect().adjusted(24, 48, -24, -24), flags, self._instead)

    def _draw_marks(self, painter: QPainter, placement: Placement) -> None:
        for finding in self._findings:
            chosen = finding.number == self._chosen
            paint_finding(painter, placement, finding, self._length_of(finding), chosen=chosen)
        if self._line is not None:
            paint_line(painter, placement, self._line.begin, self._line.end, "")
        if self._pen is not None:
            length = 0.0
            if self._pen.tool is Tool.LENGTH and self._pen.first is not None:
                length = Drawn(self._pen.tool, self._pen.first, self._pen.at).length
            paint_pen(painter, placement, self._pen, self._measure(length) if length else "")

    def _length_of(self, finding: Finding) -> str:
        if finding.to_x is None or finding.to_y is None or finding.x is None or finding.y is None:
            return ""
        return self._measure(math.hypot(finding.to_x - finding.x, finding.to_y - finding.y))

    def _loupe_place(self, placement: Placement) -> Point:
        if self._pen is not None:
            return placement.to_pane(self._pen.at)
        return self._mouse or (self.width() / 2, self.height() / 2)

    # ---- hands -----------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the same part in view."""
        super().resizeEvent(event)
        self._ask()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that this pane is worked in."""
        super().focusInEvent(event)
        self.entered.emit()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the edge away."""
        super().focusOutEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Bring the loupe back to the middle."""
        super().leaveEvent(event)
        self._mouse = None
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the pointer."""
        self.zoom_by(event.angleDelta().y() / 120, event.position().toTuple())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pan with the arrows, or move the pen; Enter sets its places, Escape puts it back."""
        ways = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
        }
        way = ways.get(Qt.Key(event.key()))
        fine = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if self._pen is not None and way is not None:
            x, y = self.placement.to_pane(self._pen.at)
            step = FINE_PX if fine else PEN_PX
            x = max(0.0, min(x + way[0] * step, self.width()))
            y = max(0.0, min(y + way[1] * step, self.height()))
            self._pen = self._pen.moved(self.placement.to_mark((x, y)))
            self.update()
        elif self._pen is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._press_pen()
        elif way is not None:
            step = PEN_PX if fine else PAN_PX
            self.pan(-way[0] * step, -way[1] * step)
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Go to 1:1 and back to the whole."""
        if self._pen is not None:
            self.mousePressEvent(event)
        elif abs(self.zoom - 1.0) < 0.01:
            self._go(Placement(*self._frame(), WHOLE).kept_in())
        else:
            self.zoom_to(1.0, event.position().toTuple())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to draw, to move, or with the right button to change the light."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        place = event.position().toTuple()
        if self._pen is not None and event.button() is Qt.MouseButton.LeftButton:
            self._pen = self._pen.moved(self.placement.to_mark(place))
            if self._pen.first is None and self._pen.tool is not Tool.POINT:
                self._press_pen()
        else:
            self._drag = place

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw on, or move the picture."""
        place = event.position().toTuple()
        self._mouse = place
        if self._pen is not None:
            self._pen = self._pen.moved(self.placement.to_mark(place))
        elif self._drag is not None:
            dx, dy = place[0] - self._drag[0], place[1] - self._drag[1]
            if event.buttons() & Qt.MouseButton.LeftButton:
                self.pan(dx, dy)
            elif event.buttons() & Qt.MouseButton.RightButton:
                self.adjusted.emit(round(-dy), round(dx))
            self._drag = place
        if self._pen is not None or self._loupe:
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Finish what was drawn or moved."""
        self._drag = None
        if self._pen is not None and event.button() is Qt.MouseButton.LeftButton:
            self._pen = self._pen.moved(self.placement.to_mark(event.position().toTuple()))
            self._press_pen()

    def _press_pen(self) -> None:
        if self._pen is None:
            return
        self._pen, made = self._pen.pressed()
        self.update()
        if made is not None:
            self.drawn.emit(made)

    def _frame(self) -> tuple[Point, Point, int]:
        placement = self.placement
        return placement.pane, placement.upright, placement.turns

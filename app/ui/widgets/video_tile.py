# SPDX-License-Identifier: GPL-3.0-or-later
"""One person's picture, with labels over it.

An own painted widget: a QVideoWidget holds a native window and covers whatever lies over it.
"""

from __future__ import annotations

import threading
from enum import Enum

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QHideEvent,
    QImage,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.media.frames import FrameSlot, VideoFrame
from app.records.people import initials
from app.ui import theme
from app.ui.widgets.picture_fit import fit_picture
from app.ui.widgets.pills import Pill, draw_pill

RADIUS = 14
_VEIL = 0.66
_VOICE_MS = 66
"""Voice bars repaint at most 15 times a second."""


class TileState(Enum):
    """What the tile shows.

    WAITING (no picture yet) -> LIVE <-> SPEAKING; any of them <-> CAMERA_OFF, PAUSED (by the
    network, sound goes on), RECONNECTING.
    """

    WAITING = "waiting"
    LIVE = "live"
    SPEAKING = "speaking"
    CAMERA_OFF = "camera-off"
    PAUSED = "paused"
    RECONNECTING = "reconnecting"


class VideoTile(QWidget):
    """Draws the newest frame of a slot, round corners, labels and its state. GUI thread.

    The thread that puts a frame also converts it to this tile's size; the tile only draws it.
    ``ground`` is the colour token behind the tile, ``border`` a white frame around own pictures.
    """

    _converted = Signal()

    def __init__(
        self,
        name: str,
        *,
        ground: str = "canvas",
        border: int = 0,
        mirrored: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._name = name
        self._ground = ground
        self._border = border
        self._mirrored = mirrored
        self._state = TileState.WAITING
        self._words = ""
        self._pills: tuple[Pill, ...] = ()
        self._voice = 0.0
        self._slot: FrameSlot | None = None
        self._image: QImage | None = None
        self._lock = threading.Lock()
        self._next: QImage | None = None
        self._wanted = (0, 0)
        self._voice_timer = QTimer(self)
        self._voice_timer.setSingleShot(True)
        self._voice_timer.setInterval(_VOICE_MS)
        self._voice_timer.timeout.connect(self.update)
        self._converted.connect(self._show_next, Qt.ConnectionType.QueuedConnection)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._tell()

    def set_slot(self, slot: FrameSlot | None) -> None:
        """Show the frames of this slot; None shows no frames and forgets the last one."""
        self._detach()
        self._slot = slot
        if slot is None:
            self._image = None
            self.update()
        elif self.isVisible():
            self._attach()

    def forget_picture(self) -> None:
        """Show nothing of what came so far: the next frame may be of somebody else."""
        if self._slot is not None:
            self._slot.clear()
        with self._lock:
            self._next = None
        self._image = None
        self.update()

    def set_state(self, state: TileState, words: str = "") -> None:
        """Show a state and its words: "Eira is speaking", "Connecting again …"."""
        if (state, words) != (self._state, self._words):
            self._state, self._words = state, words
            self._tell()
            self.update()

    def state(self) -> TileState:
        """Give the state on show."""
        return self._state

    def set_name(self, name: str) -> None:
        """Say who this is."""
        self._name = name
        self._tell()
        self.update()

    def set_mirrored(self, on: bool) -> None:
        """Draw as a mirror does, or as it is."""
        if on is not self._mirrored:
            self._mirrored = on
            self.update()

    def set_pills(self, *pills: Pill) -> None:
        """Show these labels over the picture."""
        if pills != self._pills:
            self._pills = pills
            self._tell()
            self.update()

    def set_voice(self, level: float) -> None:
        """Let the voice bars follow a level from 0 to 1."""
        self._voice = level
        if any(pill.voice for pill in self._pills) and not self._voice_timer.isActive():
            self._voice_timer.start()

    def has_picture(self) -> bool:
        """Tell whether a frame has been shown since the slot was set."""
        return self._image is not None

    def sizeHint(self) -> QSize:
        """A usual size; layouts decide."""
        return QSize(640, 480)

    def minimumSizeHint(self) -> QSize:
        """Small enough for a row of others."""
        return QSize(120, 90)

    def showEvent(self, event: QShowEvent) -> None:
        """Take frames only while somebody can see them."""
        super().showEvent(event)
        self._measure()
        self._attach()

    def hideEvent(self, event: QHideEvent) -> None:
        """Leave the frames to another tile."""
        super().hideEvent(event)
        self._detach()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for frames of the new size."""
        super().resizeEvent(event)
        self._measure()

    def changeEvent(self, event: QEvent) -> None:
        """Draw anew in another look."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self.update()

    # ---- frames: called from any thread ----------------------------------------------------

    def _frame_came(self) -> None:
        with self._lock:
            busy = self._next is not None
        slot = self._slot
        if busy or slot is None:
            # Not shown yet: the newer frame waits in the slot, older ones are dropped there.
            return
        frame = slot.take()
        if frame is not None:
            self._convert(frame)

    def _convert(self, frame: VideoFrame) -> None:
        box_wide, box_high = self._wanted
        if box_wide < 1 or box_high < 1:
            return
        wide, high = fit_picture(frame.width, frame.height, box_wide, box_high)
        image = QImage(frame.to_bgra(wide, high), wide, high, wide * 4, QImage.Format.Format_RGB32)
        # The bytes belong to Python; the copy belongs to Qt.
        image = image.copy()
        with self._lock:
            self._next = image
        self._converted.emit()

    # ---- GUI thread ------------------------------------------------------------------------

    def _attach(self) -> None:
        if self._slot is not None:
            self._slot.on_frame = self._frame_came
            self._frame_came()

    def _detach(self) -> None:
        if self._slot is not None and self._slot.on_frame == self._frame_came:
            self._slot.on_frame = None

    def _measure(self) -> None:
        ratio = self.devicePixelRatioF()
        self._wanted = (round(self.width() * ratio), round(self.height() * ratio))

    def _show_next(self) -> None:
        with self._lock:
            image, self._next = self._next, None
        if image is None or self._slot is None:
            return
        image.setDevicePixelRatio(self.devicePixelRatioF())
        self._image = image
        if self._state in (TileState.LIVE, TileState.SPEAKING):
            self.update()
        # Not at once: where converting takes longer than a frame lasts, the posted events would
        # never run out, and nothing else in this thread would get its turn.
        QTimer.singleShot(0, self, self._frame_came)

    def _tell(self) -> None:
        words = [self._name, *(f"{p.text} {p.detail}".strip() for p in self._pills), self._words]
        name = ", ".join(dict.fromkeys(word for word in words if word))
        self.setAccessibleName(name)
        self.setToolTip(self._name)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw picture, veil, corners, frame and labels."""
        painter = QPainter(self)
        area = QRectF(self.rect())
        painter.fillRect(self.rect(), theme.color("viewer"))
        if self._image is not None and self._state is not TileState.CAMERA_OFF:
            self._draw_picture(painter, self._image, area)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._state not in (TileState.LIVE, TileState.SPEAKING):
            self._draw_covered(painter, area)
        self._draw_corners(painter, area)
        margin = theme.px(12 if self.width() > theme.px(260) else 8)
        for pill in self._pills:
            draw_pill(painter, pill, area, margin, self._voice)

    def _draw_picture(self, painter: QPainter, image: QImage, area: QRectF) -> None:
        size = image.deviceIndependentSize()
        if self._state in (TileState.PAUSED, TileState.RECONNECTING):
            # Frozen: small and scaled up, so that nobody takes it for a living picture.
            small = image.scaled(image.width() // 12 or 1, image.height() // 12 or 1)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            target = QRectF(QPointF(), size)
            target.moveCenter(area.center())
            painter.drawImage(target, small, QRectF(small.rect()))
            return
        target = QRectF(QPointF(), size)
        target.moveCenter(area.center())
        if self._mirrored:
            painter.save()
            painter.translate(area.width(), 0)
            painter.scale(-1, 1)
            painter.drawImage(target.topLeft(), image)
            painter.restore()
        else:
            painter.drawImage(target.topLeft(), image)

    def _draw_covered(self, painter: QPainter, area: QRectF) -> None:
        veil = QColor(theme.color("viewer"))
        veil.setAlphaF(_VEIL)
        painter.fillRect(area, veil)
        side = min(theme.px(96), area.width() * 0.34, area.height() * 0.4)
        room_for_words = bool(self._words) and area.height() > theme.px(150)
        center = area.center() - QPointF(0, theme.px(16) if room_for_words else 0)
        disc = QRectF(0, 0, side, side)
        disc.moveCenter(center)
        painter.setPen(QPen(theme.color("on_pill"), 2))
        painter.setBrush(theme.color("pill"))
        painter.drawEllipse(disc)
        font = QFont(self.font())
        font.setPixelSize(max(10, round(side * 0.36)))
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, initials(self._name))
        if room_for_words:
            font.setPixelSize(theme.px(16))
            font.setWeight(QFont.Weight.Medium)
            painter.setFont(font)
            below = QRectF(area.left(), disc.bottom() + theme.px(8), area.width(), theme.px(48))
            below.adjust(theme.px(12), 0, -theme.px(12), 0)
            flags = Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(below, flags, self._words)

    def _draw_corners(self, painter: QPainter, area: QRectF) -> None:
        radius = theme.px(RADIUS) if area.width() > 200 else theme.px(10)
        around, inside = QPainterPath(), QPainterPath()
        around.addRect(area)
        inside.addRoundedRect(area, radius, radius)
        painter.fillPath(around.subtracted(inside), theme.color(self._ground))
        thick, token = self._border, "surface"
        if self._state is TileState.SPEAKING:
            thick, token = max(2, thick), "ok_fill"
        if thick:
            half = thick / 2
            painter.setPen(QPen(theme.color(token), thick))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            along = area.adjusted(half, half, -half, -half)
            painter.drawRoundedRect(along, radius - half, radius - half)

# SPDX-License-Identifier: GPL-3.0-or-later
"""The pixels of one pane, in the levels that have come so far, and how they are painted."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen

from app.attachments.picture_looks import Levels, ScreenPixels
from app.ui import theme
from app.ui.workbench.mark_paint import MARK, SHADOW
from app.ui.workbench.placement import Placement, Point

LOUPE_PX: Final = 110
"""Half of the loupe's width."""
LOUPE_TIMES: Final = 3.0
GROUND: Final = QColor("#0B0F0E")


class PaneCanvas:
    """Draws the nearest level that is there; the cost is that of the pane, not of the picture."""

    def __init__(self) -> None:
        self.levels: Levels | None = None
        self._images: dict[int, tuple[QImage, ScreenPixels]] = {}

    def __bool__(self) -> bool:
        """Tell whether there is anything to be seen."""
        return self.levels is not None and bool(self._images)

    def clear(self) -> None:
        """Forget all pixels."""
        self._images.clear()

    def take(self, level: int, pixels: ScreenPixels, *, fresh: bool) -> None:
        """Keep pixels of one level; ``fresh`` ones replace all of an earlier look."""
        if fresh:
            self._images.clear()
        height, width = pixels.shape[:2]
        image = QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_RGB32)
        # QImage borrows the memory: the array is kept beside it.
        self._images[level] = (image, pixels)

    def missing(self, zooms: tuple[float, ...], *, anew: bool) -> tuple[int, ...]:
        """List the levels that these zooms need and that are not there, or not in this look."""
        if self.levels is None:
            return ()
        needed = dict.fromkeys(self.levels.for_zoom(zoom) for zoom in zooms)
        return tuple(level for level in needed if anew or level not in self._images)

    def draw(self, painter: QPainter, placement: Placement, part: QRectF, ratio: float) -> None:
        """Draw what of the picture lies in ``part`` of the pane; ``ratio`` is the screen's."""
        if self.levels is None or not self._images:
            return
        wanted = self.levels.for_zoom(placement.zoom * ratio)
        image = self._images[min(self._images, key=lambda each: abs(each - wanted))][0]
        (left, top), zoom, size = placement.origin, placement.zoom, placement.size
        whole = QRectF(left, top, size[0] * zoom, size[1] * zoom)
        target = part.intersected(whole)
        if target.isEmpty():
            return
        across, down = image.width() / whole.width(), image.height() / whole.height()
        source = QRectF(
            (target.x() - left) * across,
            (target.y() - top) * down,
            target.width() * across,
            target.height() * down,
        )
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(target, image, source)

    def draw_loupe(self, painter: QPainter, placement: Placement, at: Point, ratio: float) -> None:
        """Draw a circle around a place in which all is three times as large."""
        radius = theme.px(LOUPE_PX)
        path = QPainterPath()
        path.addEllipse(QPointF(*at), radius, radius)
        painter.save()
        painter.setClipPath(path)
        painter.fillPath(path, GROUND)
        box = QRectF(at[0] - radius, at[1] - radius, 2 * radius, 2 * radius)
        self.draw(painter, placement.magnified(LOUPE_TIMES, at), box, ratio)
        painter.restore()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for color, thickness in ((SHADOW, 5), (MARK, 2)):
            painter.setPen(QPen(color, thickness))
            painter.drawEllipse(QPointF(*at), radius, radius)

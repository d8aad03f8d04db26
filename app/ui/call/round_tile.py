# SPDX-License-Identifier: GPL-3.0-or-later
"""A picture that lies over another one or over the landscape: its corners are cut away."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath, QRegion, QResizeEvent
from PySide6.QtWidgets import QWidget

from app.ui import theme
from app.ui.widgets.video_tile import RADIUS, VideoTile


class RoundTile(VideoTile):
    """A tile whose ground is whatever lies behind it."""

    def __init__(
        self, *, border: int, mirrored: bool = True, parent: QWidget | None = None
    ) -> None:
        # The mask's stairs leave some of the corners: they take the frame's colour.
        ground = "surface" if border else "viewer"
        super().__init__("", border=border, mirrored=mirrored, ground=ground, parent=parent)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut the corners anew."""
        super().resizeEvent(event)
        radius = theme.px(RADIUS) if self.width() > 200 else theme.px(10)  # as they are drawn
        path = QPainterPath()
        path.addRoundedRect(QRectF(QPointF(), self.size().toSizeF()), radius, radius)
        self.setMask(QRegion(path.toFillPolygon().toPolygon()))

# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws marks over a picture: as thin at every zoom, seen on light and on dark."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from app.records.referral import Finding, Shape
from app.ui import theme
from app.ui.workbench.pen import LEAST_RADIUS, Pen, Tool, distance
from app.ui.workbench.placement import Placement, Point

MARK: Final = QColor("#FFFFFF")
SHADOW: Final = QColor("#0B0F0E")
CHOSEN: Final = QColor("#8CC6E8")
PENCIL: Final = QColor("#FFE14D")
HEAD_PX: Final = 14
TICK_PX: Final = 7
POINT_PX: Final = 5
BADGE_PX: Final = 22


def paint_finding(
    painter: QPainter, placement: Placement, finding: Finding, label: str, *, chosen: bool
) -> None:
    """Draw one finding's mark with its number; ``label`` is written beside a line."""
    if finding.x is None or finding.y is None:
        return
    color = CHOSEN if chosen else MARK
    begin = placement.to_pane((finding.x, finding.y))
    if finding.shape is Shape.CIRCLE and finding.radius is not None:
        radius = finding.radius * placement.upright[0] * placement.zoom
        _twice(painter, color, lambda: painter.drawEllipse(QPointF(*begin), radius, radius))
        slant = radius * math.sqrt(0.5)
        _badge(painter, (begin[0] + slant, begin[1] - slant), str(finding.number))
    elif finding.to_x is not None and finding.to_y is not None:
        end = placement.to_pane((finding.to_x, finding.to_y))
        if finding.shape is Shape.ARROW:
            _twice(painter, color, lambda: _arrow(painter, begin, end))
        else:
            _twice(painter, color, lambda: _measure(painter, begin, end))
            _words(painter, ((begin[0] + end[0]) / 2, (begin[1] + end[1]) / 2), label)
        _badge(painter, begin, str(finding.number))
    elif finding.shape is Shape.POINT:
        _dot(painter, begin, color)
        half = theme.px(BADGE_PX) / 2
        _badge(painter, (begin[0] + half + 2, begin[1] - half - 2), str(finding.number))


def paint_pen(painter: QPainter, placement: Placement, pen: Pen, label: str) -> None:
    """Draw what is being made, and a cross where the pen is."""
    at = placement.to_pane(pen.at)
    if pen.first is not None:
        begin = placement.to_pane(pen.first)
        if pen.tool is Tool.CIRCLE:
            length = max(distance(pen.first, pen.at), LEAST_RADIUS / 3)
            radius = length * placement.upright[0] * placement.zoom
            _twice(painter, PENCIL, lambda: painter.drawEllipse(QPointF(*begin), radius, radius))
        elif pen.tool is Tool.ARROW:
            _twice(painter, PENCIL, lambda: _arrow(painter, begin, at))
        else:
            _twice(painter, PENCIL, lambda: _measure(painter, begin, at))
            _words(painter, ((begin[0] + at[0]) / 2, (begin[1] + at[1]) / 2), label)
    _twice(painter, PENCIL, lambda: _cross(painter, at))


def paint_line(
    painter: QPainter, placement: Placement, begin: Point, end: Point, label: str
) -> None:
    """Draw the line that a scale is being set with."""
    ends = placement.to_pane(begin), placement.to_pane(end)
    _twice(painter, PENCIL, lambda: _measure(painter, *ends))
    _words(painter, ((ends[0][0] + ends[1][0]) / 2, (ends[0][1] + ends[1][1]) / 2), label)


def _twice(painter: QPainter, color: QColor, draw: Callable[[], object]) -> None:
    """Draw with a dark edge, so that a white line is seen on a white ground."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for each, thickness in ((SHADOW, 4), (color, 2)):
        pen = QPen(each, thickness)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        draw()


def _arrow(painter: QPainter, tail: Point, tip: Point) -> None:
    painter.drawLine(QPointF(*tail), QPointF(*tip))
    angle = math.atan2(tip[1] - tail[1], tip[0] - tail[0])
    for turn in (math.pi * 0.84, -math.pi * 0.84):
        x = tip[0] + HEAD_PX * math.cos(angle + turn)
        y = tip[1] + HEAD_PX * math.sin(angle + turn)
        painter.drawLine(QPointF(*tip), QPointF(x, y))


def _measure(painter: QPainter, begin: Point, end: Point) -> None:
    painter.drawLine(QPointF(*begin), QPointF(*end))
    angle = math.atan2(end[1] - begin[1], end[0] - begin[0]) + math.pi / 2
    dx, dy = TICK_PX * math.cos(angle), TICK_PX * math.sin(angle)
    for x, y in (begin, end):
        painter.drawLine(QPointF(x - dx, y - dy), QPointF(x + dx, y + dy))


def _cross(painter: QPainter, at: Point) -> None:
    x, y = at
    for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        painter.drawLine(QPointF(x + 4 * dx, y + 4 * dy), QPointF(x + 12 * dx, y + 12 * dy))


def _dot(painter: QPainter, at: Point, color: QColor) -> None:
    painter.setPen(QPen(SHADOW, 2))
    painter.setBrush(color)
    painter.drawEllipse(QPointF(*at), POINT_PX, POINT_PX)


def _font(painter: QPainter, pixels: int) -> QFont:
    font = QFont(painter.font())
    font.setPixelSize(theme.px(pixels))
    font.setWeight(QFont.Weight.DemiBold)
    return font


def _badge(painter: QPainter, at: Point, words: str) -> None:
    side = theme.px(BADGE_PX)
    box = QRectF(at[0] - side / 2, at[1] - side / 2, side, side)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(MARK)
    painter.drawEllipse(box)
    painter.setPen(SHADOW)
    painter.setFont(_font(painter, 13))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)


def _words(painter: QPainter, at: Point, words: str) -> None:
    if not words:
        return
    painter.setFont(_font(painter, 13))
    size = painter.fontMetrics().size(0, words)
    box = QRectF(at[0] + 8, at[1] + 8, size.width() + 12, size.height() + 6)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(14, 20, 19, 200))
    painter.drawRoundedRect(box, 6, 6)
    painter.setPen(MARK)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)

# SPDX-License-Identifier: GPL-3.0-or-later
"""The labels that lie over a video picture."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from math import ceil

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from app.ui import theme

_HIGH = 32
_PAD = 12
_GAP = 8
_BAR_WIDE = 4
_BAR_GAP = 2
BARS = 5


class Corner(Enum):
    """Where a pill lies."""

    TOP_LEFT = "top-left"
    TOP_RIGHT = "top-right"
    BOTTOM_LEFT = "bottom-left"
    BOTTOM_RIGHT = "bottom-right"


@dataclass(frozen=True, slots=True)
class Pill:
    """One label: icon or bars, bold words, quieter words. The words carry the meaning."""

    text: str
    corner: Corner = Corner.BOTTOM_LEFT
    detail: str = ""
    icon: str = ""
    bars: int | None = None
    """0 to 4 lit bars of connection; None for none."""
    voice: bool = False
    """Five bars that follow the voice."""


def draw_pill(
    painter: QPainter,
    pill: Pill,
    area: QRectF,
    margin: float,
    voice: float,
    high: float | None = None,
) -> QRectF:
    """Draw one pill in its corner of ``area``; only a name too long is cut. Returns its box.

    ``high`` is its height where it is not the usual one.
    """
    bold, plain = _fonts(painter.font())
    lead = _lead_width(pill)
    high = theme.px(_HIGH) if high is None else high
    room = area.width() - 2 * margin - 2 * theme.px(_PAD) - lead
    detail_width = QFontMetricsF(plain).horizontalAdvance(pill.detail)
    extra = detail_width + theme.px(_GAP) if pill.detail else 0.0
    metrics = QFontMetricsF(bold)
    text = pill.text
    if metrics.horizontalAdvance(text) + extra > room:
        # In a small tile the role goes before the name is cut.
        extra = 0.0
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(room, 0.0))
    text_width = metrics.horizontalAdvance(text)
    wide = 2 * theme.px(_PAD) + lead + text_width + extra
    left = area.left() + margin
    if pill.corner in (Corner.TOP_RIGHT, Corner.BOTTOM_RIGHT):
        left = area.right() - margin - wide
    top = area.top() + margin
    if pill.corner in (Corner.BOTTOM_LEFT, Corner.BOTTOM_RIGHT):
        top = area.bottom() - margin - high
    box = QRectF(left, top, wide, high)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("pill"))
    painter.drawRoundedRect(box, theme.px(8), theme.px(8))
    at = left + theme.px(_PAD)
    if lead:
        _draw_lead(painter, pill, QRectF(at, top, lead, high), voice)
        at += lead
    painter.setPen(theme.color("on_pill"))
    painter.setFont(bold)
    painter.drawText(QRectF(at, top, text_width + 2, high), Qt.AlignmentFlag.AlignVCenter, text)
    if extra:
        painter.setFont(plain)
        box_detail = QRectF(at + text_width + theme.px(_GAP), top, detail_width + 2, high)
        painter.drawText(box_detail, Qt.AlignmentFlag.AlignVCenter, pill.detail)
    return box


def pill_size(pill: Pill, font: QFont) -> QSize:
    """Say how large a pill is when nothing of it is left out."""
    bold, plain = _fonts(font)
    wide = 2 * theme.px(_PAD) + _lead_width(pill) + QFontMetricsF(bold).horizontalAdvance(pill.text)
    if pill.detail:
        wide += theme.px(_GAP) + QFontMetricsF(plain).horizontalAdvance(pill.detail)
    return QSize(ceil(wide), theme.px(_HIGH))


def _fonts(font: QFont) -> tuple[QFont, QFont]:
    bold, plain = QFont(font), QFont(font)
    bold.setPixelSize(theme.px(14))
    bold.setWeight(QFont.Weight.Medium)
    plain.setPixelSize(theme.px(12))
    return bold, plain


def _lead_width(pill: Pill) -> float:
    if pill.icon:
        return theme.px(18 + _GAP)
    count = 4 if pill.bars is not None else BARS if pill.voice else 0
    return theme.px(count * (_BAR_WIDE + _BAR_GAP) + _GAP - _BAR_GAP) if count else 0.0


def _draw_lead(painter: QPainter, pill: Pill, box: QRectF, voice: float) -> None:
    if pill.icon:
        side = theme.px(18)
        icon = theme.icon(pill.icon, "on_pill")
        top = box.center().y() - side / 2
        picture = icon.pixmap(QSize(side, side), painter.device().devicePixelRatio())
        painter.drawPixmap(QPointF(box.left(), top), picture)
        return
    count = 4 if pill.bars is not None else BARS
    lit = pill.bars if pill.bars is not None else round(max(0.0, min(voice, 1.0)) * BARS)
    bottom = box.center().y() + theme.px(7)
    for bar in range(count):
        color = theme.color("voice" if bar < lit else "on_pill")
        if bar >= lit:
            color.setAlphaF(0.35)
        painter.setBrush(color)
        high = theme.px(5 + bar * 9 / (count - 1))
        left = box.left() + theme.px(bar * (_BAR_WIDE + _BAR_GAP))
        painter.drawRoundedRect(QRectF(left, bottom - high, theme.px(_BAR_WIDE), high), 1.5, 1.5)

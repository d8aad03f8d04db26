# SPDX-License-Identifier: GPL-3.0-or-later
"""A state that holds, with its words."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.ui import theme
from app.ui.widgets.icon import Icon
from app.ui.widgets.plain_label import PlainLabel

_WIDE, _HIGH, _KNOB_GAP = 44, 26, 3


class Switch(QCheckBox):
    """Words on the left, the switch on the right; the whole row can be pressed.

    The words are the state ("Microphone on"). ``toggled`` follows Qt's check box, which is
    also what it is to a screen reader.
    """

    def __init__(
        self, text: str, detail: str = "", icon: str = "", *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._row = QHBoxLayout(self)
        self._row.setSpacing(14)
        if icon:
            self._icon: Icon | None = Icon(icon, "text", 24)
            self._row.addWidget(self._icon)
        else:
            self._icon = None
        words = QVBoxLayout()
        words.setSpacing(1)
        self._text = PlainLabel(text, "strong", wrap=True)
        self._detail = PlainLabel(detail, "second", "muted", wrap=True)
        for label in (self._text, self._detail):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            words.addWidget(label)
        self._detail.setVisible(bool(detail))
        self._row.addLayout(words, 1)
        self.setAccessibleName(text)
        self.setAccessibleDescription(detail)
        self._resize()

    def set_words(self, text: str, detail: str = "") -> None:
        """Say the state in other words."""
        self._text.setText(text)
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))
        self.setAccessibleName(text)
        self.setAccessibleDescription(detail)

    def set_icon(self, name: str) -> None:
        """Show another icon before the words."""
        if self._icon is not None:
            self._icon.set_icon(name, "text")

    def sizeHint(self) -> QSize:
        """Room for the words and the switch."""
        return self._row.sizeHint().expandedTo(QSize(theme.px(120), theme.px(44)))

    def minimumSizeHint(self) -> QSize:
        """Room for the narrowest words and the switch."""
        return self._row.minimumSize().expandedTo(QSize(theme.px(90), theme.px(44)))

    def hasHeightForWidth(self) -> bool:
        """Words may wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Tell the height at a width."""
        return max(self._row.heightForWidth(width), theme.px(44))

    def hitButton(self, pos: QPoint) -> bool:
        """Let every point of the row count."""
        return self.rect().contains(pos)

    def changeEvent(self, event: QEvent) -> None:
        """Grow with the text."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._resize()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the track and the knob; the words are labels."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide, high, gap = theme.px(_WIDE), theme.px(_HIGH), theme.px(_KNOB_GAP)
        left, top = self.width() - wide, (self.height() - high) / 2
        track = QRectF(left + 0.5, top + 0.5, wide - 1, high - 1)
        on = self.isChecked()
        painter.setPen(theme.color("accent" if on else "edge"))
        painter.setBrush(theme.color("accent" if on else "sunken"))
        painter.drawRoundedRect(track, high / 2, high / 2)
        knob = high - 2 * gap
        at = left + wide - knob - gap if on else left + gap
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("on_accent" if on else "edge"))
        painter.drawEllipse(QRectF(at, top + gap, knob, knob))

    def _resize(self) -> None:
        self._row.setContentsMargins(0, theme.px(6), theme.px(_WIDE) + 12, theme.px(6))
        self.updateGeometry()

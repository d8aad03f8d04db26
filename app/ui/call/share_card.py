# SPDX-License-Identifier: GPL-3.0-or-later
"""The question which screen or window the other person is to see."""

from __future__ import annotations

from typing import assert_never

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from app.media.devices.qt_shareables import Shareable, ShareKind
from app.ui import theme
from app.ui.widgets.button import Button
from app.ui.widgets.card import Card
from app.ui.widgets.flow_layout import FlowLayout
from app.ui.widgets.plain_label import PlainLabel

_ROWS = 5
_ROW = 40


class ShareCard(Card):
    """A list to choose from, and a button that shares. Lies over the stage until it is answered.

    Choosing and sharing are two steps: a window that is shared by mistake may be another
    patient's record.
    """

    chosen = Signal(object)
    """A Shareable."""
    closed = Signal()

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__("strong", margin=20, spacing=12, parent=parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._offered: tuple[Shareable, ...] = ()
        self._name = ""
        self._title = PlainLabel("", "section", wrap=True)
        self._lead = PlainLabel("", "body", "muted", wrap=True)
        self._list = QListWidget()
        self._list.setObjectName("choices")
        self._list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self._list.setSizeAdjustPolicy(QListWidget.SizeAdjustPolicy.AdjustToContents)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._share = Button("", "primary")
        self._later = Button("", "quiet")
        answers = FlowLayout(8)
        answers.addWidget(self._share)
        answers.addWidget(self._later)
        self.column.addWidget(self._title)
        self.column.addWidget(self._lead)
        self.column.addWidget(self._list)
        self.column.addLayout(answers)
        self._list.itemActivated.connect(self._choose)
        self._share.clicked.connect(self._choose)
        self._later.clicked.connect(self.closed)
        self.hide()
        self._speak()

    def ask(self, offered: tuple[Shareable, ...], name: str) -> None:
        """Open with these; ``name`` is who will see it."""
        self._offered, self._name = offered, name
        self._list.clear()
        self._speak()
        self._list.setCurrentRow(0)
        self.show()
        self.raise_()
        self._list.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow language, look and text size."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.StyleChange):
            self._speak()

    def _choose(self) -> None:
        row = self._list.currentRow()
        if 0 <= row < len(self._offered):
            self.chosen.emit(self._offered[row])

    def _speak(self) -> None:
        self._title.setText(self.tr("What do you want to show?"))
        lead = self.tr("{name} sees all of it. Close what belongs to other patients first.")
        self._lead.setText(lead.format(name=self._name or self.tr("The other person")))
        self._list.setAccessibleName(self._title.text())
        self._share.setText(self.tr("Share"))
        self._later.setText(self.tr("Close"))
        self._fill()

    def _fill(self) -> None:
        row = max(0, self._list.currentRow())
        self._list.clear()
        screens = [one for one in self._offered if one.kind is ShareKind.SCREEN]
        for one in self._offered:
            item = QListWidgetItem(theme.icon(_ICONS[one.kind], "text"), self._words(one, screens))
            item.setToolTip(item.text())
            self._list.addItem(item)
        self._list.setCurrentRow(row)
        shown = min(max(1, len(self._offered)), _ROWS)
        # As high as its rows, lower where the stage is, and then it scrolls.
        self._list.setMinimumHeight(theme.px(_ROW))
        self._list.setMaximumHeight(shown * theme.px(_ROW) + theme.px(10))
        self._share.setEnabled(bool(self._offered))

    def _words(self, one: Shareable, screens: list[Shareable]) -> str:
        match one.kind:
            case ShareKind.WINDOW:
                return one.name
            case ShareKind.SYSTEM:
                return self.tr("A screen or window")
            case ShareKind.SCREEN:
                size = f"{one.width} × {one.height}"
                if len(screens) == 1:
                    return self.tr("The whole screen, {size}").format(size=size)
                number = screens.index(one) + 1
                return self.tr("Screen {number}, {size}").format(number=number, size=size)
            case _:
                assert_never(one.kind)


_ICONS = {
    ShareKind.WINDOW: "app-window",
    ShareKind.SCREEN: "monitor",
    ShareKind.SYSTEM: "monitor",
}

# SPDX-License-Identifier: GPL-3.0-or-later
"""Print the recovery sheet, and show that you have it."""

from __future__ import annotations

import secrets

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.ui.start.sheet import Sheet, SheetPicture, print_sheet
from app.ui.widgets.button import Button
from app.ui.widgets.field import Field
from app.ui.widgets.plain_label import PlainLabel
from app.ui.widths import Width, width_of
from app.vault.recovery import GROUPS, group_is


class SheetPage(QWidget):
    """Shows the key once; two groups, chosen at random, are asked for. Emits the outcome."""

    kept = Signal()
    later = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._sheet: Sheet | None = None
        self._asked = (1, 2)
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._sides.setContentsMargins(0, 0, 0, 0)
        self._sides.setSpacing(48)
        self._sides.addWidget(self._make_words(), 1)
        self._picture = SheetPicture()
        self._sides.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        self._name()

    def show_sheet(self, sheet: Sheet) -> None:
        """Show a new key and choose the two groups."""
        self._sheet = sheet
        # The checking group is left out: it is the easiest to guess from the others.
        first = secrets.randbelow(GROUPS - 1) + 1
        second = secrets.choice([g for g in range(1, GROUPS) if g != first])
        self._asked = (min(first, second), max(first, second))
        for editor in self._editors:
            editor.clear()
        self._picture.show_sheet(sheet)
        self._name()
        self._check()
        self._print.setFocus()

    def forget(self) -> None:
        """Keep nothing of the key."""
        self._sheet = None
        self._picture.show_sheet(None)
        for editor in self._editors:
            editor.clear()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the paper under the words where there is little room."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Speak another language, or in another size."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._name()
        elif event.type() is QEvent.Type.StyleChange:
            QTimer.singleShot(0, self, self._fit)

    def _make_words(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        self._title = PlainLabel("", "patient-page", wrap=True)
        self._lead = PlainLabel("", "lead", "muted", wrap=True)
        column.addWidget(self._title)
        column.addWidget(self._lead)
        row = QHBoxLayout()
        row.setSpacing(8)
        self._print = Button("", icon="printer")
        self._print.clicked.connect(lambda _: self._print_it())
        self._by_hand = PlainLabel("", "body", "muted", wrap=True)
        self._by_hand.hide()
        self._no_printer = Button("", "quiet")
        self._no_printer.clicked.connect(lambda _: self._by_hand.show())
        row.addWidget(self._print)
        row.addWidget(self._no_printer)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self._by_hand)
        column.addSpacing(10)
        self._check_title = PlainLabel("", "name", wrap=True)
        self._check_lead = PlainLabel("", "body", "muted", wrap=True)
        column.addWidget(self._check_title)
        column.addWidget(self._check_lead)
        fields = QHBoxLayout()
        fields.setSpacing(16)
        self._editors = (QLineEdit(), QLineEdit())
        self._fields = tuple(Field("", editor) for editor in self._editors)
        for editor, field in zip(self._editors, self._fields, strict=True):
            editor.setProperty("place", "mono")
            editor.setProperty("scale", "large")
            editor.setMaxLength(8)
            editor.textChanged.connect(lambda _text: self._check())
            editor.returnPressed.connect(self._go_on)
            fields.addWidget(field, 1)
        column.addLayout(fields)
        last = QHBoxLayout()
        last.setSpacing(8)
        self._go = Button("", "primary", size="large")
        self._go.clicked.connect(lambda _: self.kept.emit())
        self._go.explained.connect(lambda _reason: self._focus_missing())
        self._later = Button("", "quiet")
        self._later.clicked.connect(lambda _: self.later.emit())
        last.addWidget(self._go)
        last.addWidget(self._later)
        last.addStretch(1)
        column.addLayout(last)
        self._reminder = PlainLabel("", "second", "muted", wrap=True)
        column.addWidget(self._reminder)
        column.addStretch(1)
        return holder

    def _right(self) -> tuple[bool, bool]:
        if self._sheet is None:
            return (False, False)
        key = self._sheet.recovery_key
        first, second = (
            group_is(key, group, editor.text())
            for group, editor in zip(self._asked, self._editors, strict=True)
        )
        return (first, second)

    def _check(self) -> None:
        right = self._right()
        for editor, field, good in zip(self._editors, self._fields, right, strict=True):
            wrong = len(editor.text().strip()) >= 4 and not good
            field.set_error(self.tr("This differs from the sheet.") if wrong else "")
            field.set_hint(self.tr("Right") if good else "")
        self._go.explain_off(
            "" if all(right) else self.tr("Write the two groups first, or do it later.")
        )

    def _go_on(self) -> None:
        if all(self._right()):
            self.kept.emit()
        else:
            self._focus_missing()

    def _focus_missing(self) -> None:
        for editor, good in zip(self._editors, self._right(), strict=True):
            if not good:
                editor.setFocus()
                return

    def _print_it(self) -> None:
        if self._sheet is not None:
            print_sheet(self, self._sheet)

    def _fit(self) -> None:
        direction = QBoxLayout.Direction
        narrow = width_of(self).under(Width.MEDIUM)
        self._sides.setDirection(direction.TopToBottom if narrow else direction.LeftToRight)
        self._picture.updateGeometry()

    def _name(self) -> None:
        self._title.setText(self.tr("Print this sheet and keep it safe"))
        self._lead.setText(
            self.tr(
                "If this computer breaks, or you forget the passphrase, this sheet is the only "
                "way to your notes. Nobody else has a copy. Keep it locked away, on paper."
            )
        )
        self._print.setText(self.tr("Print"))
        self._no_printer.setText(self.tr("I have no printer"))
        self._by_hand.setText(
            self.tr("Write the nine groups on paper by hand. Do not take a picture of them.")
        )
        self._check_title.setText(self.tr("Check that you have it"))
        self._check_lead.setText(self.tr("Write two groups from the sheet."))
        for field, group in zip(self._fields, self._asked, strict=True):
            field.set_label(self.tr("Group {group}").format(group=group))
        self._go.setText(self.tr("Go on"))
        self._later.setText(self.tr("Go on without a sheet"))
        self._reminder.setText(
            self.tr(
                "The key is shown only this once. Without it, a forgotten passphrase can keep "
                "your notes here closed for good."
            )
        )

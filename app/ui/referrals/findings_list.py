# SPDX-License-Identifier: GPL-3.0-or-later
"""Numbered findings being described, each tied to its mark."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from app.records.referral import Finding
from app.ui import theme
from app.ui.widgets.badge import Badge
from app.ui.widgets.button import Button
from app.ui.widgets.plain_label import PlainLabel

HEIGHT = 56


class _Words(QPlainTextEdit):
    """The words of one finding."""

    entered = Signal()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that this finding is worked on."""
        super().focusInEvent(event)
        self.entered.emit()


class FindingsList(QWidget):
    """Adds, describes and removes findings; numbers close up, and the last removal comes back."""

    changed = Signal()
    entered = Signal(int)
    """The number of the finding that is being described."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[tuple[Finding, _Words]] = []
        self._removed: tuple[int, Finding] | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._title = PlainLabel("", "label")
        column.addWidget(self._title)
        self._column = QVBoxLayout()
        self._column.setSpacing(8)
        column.addLayout(self._column)
        self._none = PlainLabel("", "second", "muted", wrap=True)
        column.addWidget(self._none)
        self._undo = Button("", "quiet", "arrow-u-up-left", size="small")
        self._undo.clicked.connect(self._bring_back)
        self._undo.hide()
        column.addWidget(self._undo)
        self._say()

    def fill(self, findings: tuple[Finding, ...]) -> None:
        """Show these findings in place of all others."""
        for _, words in list(self._rows):
            self._drop(words)
        self._rows.clear()
        for finding in findings:
            self._append(finding)
        self._set_removed(None)
        self._none.setVisible(not self._rows)

    def add(self, finding: Finding) -> None:
        """Add a finding for a mark just drawn, and let it be described; it gets its number here."""
        self._append(finding).setFocus()
        self._none.hide()
        self.changed.emit()

    def findings(self) -> tuple[Finding, ...]:
        """List the findings with their marks and words, numbered from 1."""
        return tuple(
            replace(finding, number=number, text=words.toPlainText().strip())
            for number, (finding, words) in enumerate(self._rows, 1)
        )

    def without_words(self) -> QWidget | None:
        """Find the first finding that is not described yet."""
        return next((w for _, w in self._rows if not w.toPlainText().strip()), None)

    def changeEvent(self, event: QEvent) -> None:
        """Say everything anew in another language, and grow with the text."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._say()
        elif event.type() is QEvent.Type.StyleChange:
            for _, words in self._rows:
                words.setFixedHeight(theme.px(HEIGHT))

    def _say(self) -> None:
        self._title.setText(self.tr("Findings, tied to the picture"))
        self._none.setText(self.tr("Draw on a picture, or mark a part of a sound, to add one."))
        self._undo.setText(self.tr("Undo removal"))

    def _append(self, finding: Finding) -> _Words:
        number = len(self._rows) + 1
        words = _Words()
        words.setTabChangesFocus(True)
        words.setFixedHeight(theme.px(HEIGHT))
        words.setPlainText(finding.text)
        words.setAccessibleName(self.tr("Finding {number}").format(number=number))
        words.setPlaceholderText(self.tr("What is seen here"))
        words.textChanged.connect(self.changed)
        words.entered.connect(lambda: self.entered.emit(number))
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(Badge(str(number), "count"))
        line.addWidget(words, 1)
        remove = Button("", "quiet", "x", size="icon")
        remove.setAccessibleName(self.tr("Remove finding {number}").format(number=number))
        remove.clicked.connect(lambda: self._remove(number))
        line.addWidget(remove)
        self._column.addWidget(holder)
        self._rows.append((finding, words))
        return words

    def _remove(self, number: int) -> None:
        findings = self.findings()
        removed = findings[number - 1]
        self.fill(tuple(f for f in findings if f is not removed))
        self._set_removed((number - 1, removed))
        self.changed.emit()

    def _bring_back(self) -> None:
        if self._removed is None:
            return
        place, finding = self._removed
        findings = self.findings()
        self.fill((*findings[:place], finding, *findings[place:]))
        self.changed.emit()

    def _set_removed(self, removed: tuple[int, Finding] | None) -> None:
        self._removed = removed
        self._undo.setVisible(removed is not None)

    def _drop(self, words: _Words) -> None:
        holder = words.parentWidget()
        if holder is not None:
            self._column.removeWidget(holder)
            holder.hide()
            holder.deleteLater()

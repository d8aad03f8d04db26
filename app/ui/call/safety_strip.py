# SPDX-License-Identifier: GPL-3.0-or-later
"""Who, where, whom to ring: the safety record beside the picture; clinical.md F3."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.records.encounter import REQUIRED, STRIP, SafetyAnswer, SafetyField, SafetyRecord
from app.ui import theme
from app.ui.call.labels import safety_words
from app.ui.call.safety_form import SafetyForm
from app.ui.shell.keys import mark_region
from app.ui.widgets.badge import Badge
from app.ui.widgets.button import Button
from app.ui.widgets.enter import pressed_by_enter
from app.ui.widgets.icon import Icon
from app.ui.widgets.plain_label import PlainLabel

_QUIET = Qt.WidgetAttribute.WA_TransparentForMouseEvents


class SafetyCell(QPushButton):
    """One question: label, answer, tick; amber with "Ask now" while it is missing."""

    def __init__(self, field: SafetyField) -> None:
        super().__init__()
        self._field = field
        self.setAutoDefault(False)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(10, 5, 8, 5)
        row.setSpacing(10)
        self._icon = Icon("check-circle-fill", "ok", 18)
        self._label = PlainLabel("", "caption", "muted", wrap=True)
        self._value = PlainLabel("", "label", wrap=True)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self._label)
        words.addWidget(self._value)
        words.addStretch(1)
        row.addWidget(self._icon)
        row.addLayout(words, 1)
        for part in (self._icon, self._label, self._value):
            part.setAttribute(_QUIET)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Be pressed by Enter too."""
        if not pressed_by_enter(self, event):
            super().keyPressEvent(event)

    def render_answer(self, answer: SafetyAnswer | None) -> None:
        """Show the answer, or that it is missing."""
        label = safety_words(self._field).label
        required = self._field in REQUIRED
        if answer is not None and answer.value.strip():
            value = answer.value
            if answer.not_obtained:
                value = self.tr("Not obtained: {reason}").format(reason=answer.value)
            self._show(label, value, "check-circle-fill", "ok", "")
            if answer.not_obtained:
                self._icon.set_icon("minus-circle-fill", "muted")
        elif required:
            self._show(label, self.tr("Ask now"), "warning-circle-fill", "warn", "missing")
        else:
            self._show(label, self.tr("When needed"), "circle", "muted", "")

    def sizeHint(self) -> QSize:
        """Room for two lines."""
        width = self._row.sizeHint().width()
        return QSize(width, max(self.heightForWidth(max(width, 1)), theme.px(48)))

    def minimumSizeHint(self) -> QSize:
        """Room for the longest word."""
        return QSize(theme.px(110), theme.px(48))

    def hasHeightForWidth(self) -> bool:
        """Answers may wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Tell the height at a width."""
        return max(self._row.heightForWidth(width), theme.px(48))

    def _show(self, label: str, value: str, icon: str, tone: str, state: str) -> None:
        missing = state == "missing"
        self._label.setText(label)
        self._label.set_tone("warn" if missing else "muted")
        self._value.setText(value)
        self._value.set_tone("warn" if missing else "")
        self._icon.set_icon(icon, tone)
        self.setAccessibleName(f"{label}: {value}")
        theme.set_state(self, "state", state)
        self.updateGeometry()


class SafetyStrip(QFrame):
    """Six cells, twelve on demand, one form. Folds to a line when everything is answered.

    Emits answered(field, value, not_obtained).
    """

    answered = Signal(SafetyField, str, bool)

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("strip")
        mark_region(self)
        self._record = SafetyRecord()
        self._suggestions: dict[SafetyField, str] = {}
        self._all = False
        self._folded = False
        self._was_complete = False
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 16, 14)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(8)
        self._title = PlainLabel("", "strong")
        self._missing_badge = Badge("", "warn")
        self._complete_badge = Badge("", "ok", "check-circle-fill")
        self._toggle = Button("", "quiet", "caret-down", size="small")
        self._toggle.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        head.addWidget(self._title)
        head.addWidget(self._missing_badge)
        head.addWidget(self._complete_badge)
        head.addStretch(1)
        head.addWidget(self._toggle)
        column.addLayout(head)
        self._grid_box = QWidget()
        grid = QGridLayout(self._grid_box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(6)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        others = (field for field in SafetyField if field not in STRIP)
        self._cells = {field: SafetyCell(field) for field in (*STRIP, *others)}
        for place, (field, cell) in enumerate(self._cells.items()):
            cell.clicked.connect(lambda _checked=False, field=field: self.ask(field))
            grid.addWidget(cell, place // 2, place % 2)
        column.addWidget(self._grid_box)
        self._form = SafetyForm()
        self._form.hide()
        column.addWidget(self._form)
        self._toggle.clicked.connect(self._press_toggle)
        self._form.answered.connect(self._take)
        self._form.closed.connect(self._close_form)
        self._show()

    def render_record(self, record: SafetyRecord, suggestions: dict[SafetyField, str]) -> None:
        """Show the answers; folds once when the last one is given."""
        self._record = record
        self._suggestions = suggestions
        complete = not record.missing()
        if complete and not self._was_complete and not self._form.isVisible():
            self._folded, self._all = True, False
        if not complete:
            self._folded = False
        self._was_complete = complete
        self._show()

    def ask(self, field: SafetyField) -> None:
        """Open the form of one question."""
        self._folded = False
        suggestion = self._suggestions.get(field, "")
        self._grid_box.hide()
        self._form.show()
        self._form.ask(field, self._record.answer(field), suggestion)

    def asking(self) -> bool:
        """Tell whether a form is open."""
        return not self._form.isHidden()

    def changeEvent(self, event: QEvent) -> None:
        """Speak another language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._show()

    def _take(self, field: SafetyField, value: str, not_obtained: bool) -> None:
        self._close_form()
        self.answered.emit(field, value, not_obtained)

    def _close_form(self) -> None:
        field = self._form.question
        self._form.hide()
        if field not in STRIP:
            self._all = True
        self._show()
        self._cells[field].setFocus(Qt.FocusReason.OtherFocusReason)

    def _press_toggle(self) -> None:
        if self._folded:
            self._folded = False
        elif self._all:
            self._all = False
            self._folded = not self._record.missing()
        else:
            self._all = True
        self._show()

    def _show(self) -> None:
        missing = self._record.missing()
        self._title.setText(self.tr("Session start"))
        self._missing_badge.set_text(self.tr("{count} left").format(count=len(missing)))
        self._missing_badge.setVisible(bool(missing))
        self._complete_badge.set_text(self.tr("Complete"))
        self._complete_badge.setVisible(not missing)
        place = self._record.answer(SafetyField.PLACE)
        if self._folded:
            self._toggle.setText(self.tr("Show"))
            self._toggle.setAccessibleDescription(place.value if place is not None else "")
        else:
            self._toggle.setText(self.tr("Fewer") if self._all else self.tr("All 12 fields"))
        self._toggle.set_icon("caret-up" if self._all and not self._folded else "caret-down")
        for field, cell in self._cells.items():
            cell.render_answer(self._record.answer(field))
            cell.setVisible(self._all or field in STRIP)
        asking = self.asking()
        self._grid_box.setVisible(not self._folded and not asking)
        self._toggle.setVisible(not asking)

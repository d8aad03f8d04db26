# SPDX-License-Identifier: GPL-3.0-or-later
"""Under the note: what still has to be done, and the next step of the visit."""

from __future__ import annotations

from typing import assert_never

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.records.encounter import SafetyField
from app.records.schedule import AppointmentStatus
from app.ui import theme
from app.ui.call.labels import safety_words
from app.ui.call.view import Phase, VisitView
from app.ui.shell.keys import mark_region
from app.ui.widgets.button import Button
from app.ui.widgets.flow_layout import FlowLayout
from app.ui.widgets.icon import Icon
from app.ui.widgets.plain_label import PlainLabel
from app.ui.widgets.segments import Segments

_LEAST_WORDS = 200
OUTCOMES = (AppointmentStatus.FULFILLED, AppointmentStatus.NOSHOW, AppointmentStatus.CANCELLED)


class Foot(QFrame):
    """Emits finish_asked(status), sign_asked and missing_pressed(field).

    Finish asks once, in place, how the visit went: it ends the call for both.
    """

    finish_asked = Signal(AppointmentStatus)
    sign_asked = Signal()
    missing_pressed = Signal(SafetyField)

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("footbar")
        mark_region(self)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._view = VisitView()
        self._asking = False
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 16, 10)
        column.setSpacing(10)
        self._question = QWidget()
        asked = QVBoxLayout(self._question)
        asked.setContentsMargins(0, 0, 0, 0)
        asked.setSpacing(8)
        self._title = PlainLabel("", "strong", wrap=True)
        self._outcome = Segments(tuple((s.value, s.value) for s in OUTCOMES))
        self._confirm = Button("", "primary")
        self._back = Button("", "quiet")
        answers = FlowLayout(8)
        answers.addWidget(self._confirm)
        answers.addWidget(self._back)
        asked.addWidget(self._title)
        asked.addWidget(self._outcome)
        asked.addLayout(answers)
        self._line = QWidget()
        self._row = QHBoxLayout(self._line)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(10)
        words = QHBoxLayout()
        words.setSpacing(10)
        self._icon = Icon("warning-circle-fill", "warn", 18)
        self._words = PlainLabel("", "second", wrap=True)
        words.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        words.addWidget(self._words, 1)
        self._next = Button("", "primary")
        self._row.addLayout(words, 1)
        self._row.addWidget(self._next, 0, Qt.AlignmentFlag.AlignVCenter)
        column.addWidget(self._question)
        column.addWidget(self._line)
        self._next.clicked.connect(self.press_next)
        self._next.explained.connect(self._go_to_missing)
        self._confirm.clicked.connect(self._finish)
        self._back.clicked.connect(self._stop_asking)
        self._show()

    def render_view(self, view: VisitView) -> None:
        """Show the next step of a visit."""
        self._view = view
        if view.phase is not Phase.VISITING:
            self._asking = False
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the button under the words where a line is short for both."""
        super().resizeEvent(event)
        self._stack()

    def press_next(self) -> None:
        """Take the next step, as pressing the button does."""
        match self._view.phase:
            case Phase.VISITING:
                self._asking = True
                self._show()
                self._confirm.setFocus(Qt.FocusReason.OtherFocusReason)
            case Phase.WRITING:
                if self._next.off_reason:
                    self._go_to_missing()
                else:
                    self.sign_asked.emit()
            case Phase.SIGNED:
                pass
            case _:
                assert_never(self._view.phase)

    def changeEvent(self, event: QEvent) -> None:
        """Speak another language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._show()

    def _finish(self) -> None:
        self._asking = False
        self._show()
        self.finish_asked.emit(AppointmentStatus(self._outcome.key()))

    def _stop_asking(self) -> None:
        self._asking = False
        self._show()
        self._next.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go_to_missing(self) -> None:
        if missing := self._view.missing:
            self.missing_pressed.emit(missing[0])

    def _show(self) -> None:
        view = self._view
        self._title.setText(self.tr("How did the visit go? Finishing ends the call for both."))
        words = (self.tr("Took place"), self.tr("Nobody came"), self.tr("Called off"))
        texts = {status.value: word for status, word in zip(OUTCOMES, words, strict=True)}
        self._outcome.set_texts(texts)
        self._outcome.setAccessibleName(self.tr("How the visit went"))
        self._confirm.setText(self.tr("Finish visit"))
        self._back.setText(self.tr("Not yet"))
        self._question.setVisible(self._asking)
        self._line.setVisible(not self._asking)
        self._next.setVisible(view.phase is not Phase.SIGNED and view.encounter is not None)
        sentence, icon, token = self._sentence()
        self._words.setText(sentence)
        self._icon.set_icon(icon, token)
        self._icon.setVisible(bool(sentence))
        if view.phase is Phase.VISITING:
            self._next.setText(self.tr("Finish visit"))
            self._next.explain_off("")
        else:
            self._next.setText(self.tr("Sign") + "  F8")
            self._next.setAccessibleName(self.tr("Sign"))
            self._next.explain_off(sentence if view.missing else "")
        self._stack()

    def _stack(self) -> None:
        down, right = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        room = self.width() - self._next.sizeHint().width()
        self._row.setDirection(right if room >= theme.px(_LEAST_WORDS) else down)

    def _sentence(self) -> tuple[str, str, str]:
        """Say what is missing; the failed saving comes first, it is never hidden."""
        view = self._view
        if view.draft is not None and view.draft.save_failed:
            words = self.tr("Not saved. Your text stays here and is saved again by itself.")
            return words, "warning-circle-fill", "danger"
        if view.phase is Phase.SIGNED:
            return self.tr("Signed and locked"), "check-circle-fill", "ok"
        if not view.missing:
            return "", "check", "ok"
        first = safety_words(view.missing[0]).missing
        if len(view.missing) == 1:
            words = self.tr("Before signing: record {what}").format(what=first)
        else:
            more = self.tr("and {count} more").format(count=len(view.missing) - 1)
            words = self.tr("Before signing: record {what}, {more}").format(what=first, more=more)
        return words, "warning-circle-fill", "warn"

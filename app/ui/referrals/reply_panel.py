# SPDX-License-Identifier: GPL-3.0-or-later
"""The structured answer: written by the specialist."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from enum import Enum
from typing import TypeVar

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from app.records.presentation import Viewed
from app.records.referral import Certainty, Decision, Finding, PictureQuality, Referral, Reply
from app.records.specialty_questions import REPLY_QUESTIONS
from app.schedule.free_time import Calendar
from app.ui import theme, times
from app.ui.reading import read_date
from app.ui.referrals import words
from app.ui.referrals.case_history import CaseHistory, promised_visit
from app.ui.referrals.decision_fields import DecisionFields
from app.ui.referrals.findings_list import FindingsList
from app.ui.referrals.specialty_fields import SpecialtyFields
from app.ui.widgets.button import Button
from app.ui.widgets.field import Field
from app.ui.widgets.plain_label import PlainLabel
from app.ui.widgets.scroll import Scroll
from app.ui.widgets.segments import Segments

SAVE_AFTER_MS = 1000
E_ = TypeVar("E_", bound=Enum)


class ReplyPanel(QWidget):
    """Writes a reply, saves it as it grows, and asks to sign and send it whole."""

    changed = Signal(object)
    send_wanted = Signal(object)
    finding_entered = Signal(int)
    """The number of the finding that is being described."""
    calendar_wanted = Signal()
    """A time for a video visit is to be proposed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("reply")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._viewed: tuple[Viewed, ...] = ()
        self._filling = False
        self._held = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(16, 14, 16, 8)
        self._title = PlainLabel("", "section")
        head.addWidget(self._title, 1)
        self._saved = PlainLabel("", "second", "muted")
        head.addWidget(self._saved)
        column.addLayout(head)
        self._scroll = Scroll(margins=(16, 8, 16, 16), spacing=14)
        column.addWidget(self._scroll, 1)
        self._make_fields()
        column.addWidget(self._make_foot())
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SAVE_AFTER_MS)
        self._timer.timeout.connect(lambda: self.changed.emit(self.reply()))
        self._say()

    def fill(self, draft: Reply | None, referral: Referral) -> None:
        """Begin a reply to a referral, from a saved draft where there is one."""
        self._filling = True
        self._timer.stop()
        self._saved.setText("")
        self._viewed = draft.viewed if draft else ()
        self._findings.fill(draft.findings if draft else ())
        self._quality.choose((draft.quality if draft else PictureQuality.GOOD).value)
        self._assessment.setPlainText(draft.assessment if draft else "")
        self._certainty.choose((draft.certainty if draft else Certainty.PROBABLE).value)
        decision = draft.decision if draft else Decision.OPEN
        self._decision.fill(decision, draft.visit if draft else promised_visit(referral))
        self._history.show_referral(referral)
        self._own.fill(REPLY_QUESTIONS[referral.form.specialty], draft.answers if draft else ())
        self._treatment.setPlainText(draft.treatment if draft else "")
        day = draft.follow_up_on if draft else None
        self._follow_up.setText(day.strftime("%d.%m.%Y") if day else "")
        self._patient_text.setPlainText(draft.patient_text if draft else "")
        self._filling = False
        self._render_foot()

    def add_finding(self, finding: Finding) -> None:
        """Add a finding for a mark just drawn, and let it be described; it gets its number here."""
        self._findings.add(finding)

    def keep_viewed(self, viewed: tuple[Viewed, ...]) -> None:
        """Take how the pictures are looked at into the reply."""
        if viewed != self._viewed:
            self._viewed = viewed
            self._touch()

    def findings(self) -> tuple[Finding, ...]:
        """List the findings with their marks, numbered from 1."""
        return self._findings.findings()

    def reply(self) -> Reply:
        """Read the form, as far as it is written."""
        return Reply(
            quality=PictureQuality(self._quality.key()),
            findings=self.findings(),
            assessment=self._assessment.toPlainText().strip(),
            certainty=Certainty(self._certainty.key()),
            decision=self._decision.decision,
            treatment=self._treatment.toPlainText().strip(),
            follow_up_on=read_date(self._follow_up.text()),
            answers=self._own.answers(),
            patient_text=self._patient_text.toPlainText().strip(),
            viewed=self._viewed,
            visit=self._decision.visit,
        )

    def hold(self, *, on: bool) -> None:
        """Let nothing be written while it is being signed; a visit is planned with the server."""
        self._held = on
        if (fields := self._scroll.widget()) is not None:
            fields.setEnabled(not on)
        self._render_foot()

    def show_calendar(self, calendar: Calendar) -> None:
        """Know what is planned already, to propose a time for a visit."""
        self._decision.show_calendar(calendar)

    def show_saved(self, at: datetime) -> None:
        """Say when the draft was last written to disk."""
        self._saved.setText(self.tr("Saved {time}").format(time=times.hour_minute_second(at)))

    def flush(self) -> None:
        """Tell what was typed at once, before the panel is left."""
        if self._timer.isActive():
            self._timer.stop()
            self.changed.emit(self.reply())

    def _make_fields(self) -> None:
        self._history = CaseHistory()
        self._scroll.column.addWidget(self._history)
        self._quality = Segments(_options(PictureQuality, words.picture_quality), fill=True)
        self._quality_field = Field("", self._quality)
        self._scroll.column.addWidget(self._quality_field)
        self._findings = FindingsList()
        self._findings.changed.connect(self._touch)
        self._findings.entered.connect(self.finding_entered)
        self._scroll.column.addWidget(self._findings)
        self._assessment = _text_box(76)
        self._assessment_field = Field("", self._assessment)
        self._scroll.column.addWidget(self._assessment_field)
        self._certainty = Segments(_options(Certainty, words.certainty), fill=True)
        self._certainty_field = Field("", self._certainty)
        self._scroll.column.addWidget(self._certainty_field)
        self._own = SpecialtyFields()
        self._own.changed.connect(self._touch)
        self._scroll.column.addWidget(self._own)
        self._decision = DecisionFields()
        self._decision.changed.connect(self._touch)
        self._decision.calendar_wanted.connect(self.calendar_wanted)
        self._scroll.column.addWidget(self._decision)
        self._treatment = _text_box(60)
        self._treatment_field = Field("", self._treatment)
        self._scroll.column.addWidget(self._treatment_field)
        self._follow_up = QLineEdit()
        self._follow_up.setMaxLength(10)
        self._follow_up.textEdited.connect(self._touch)
        self._follow_up.editingFinished.connect(self._judge_date)
        self._follow_up_field = Field("", self._follow_up)
        self._scroll.column.addWidget(self._follow_up_field)
        self._patient_text = _text_box(60)
        self._patient_field = Field("", self._patient_text)
        self._scroll.column.addWidget(self._patient_field)
        self._scroll.column.addStretch(1)
        for box in (self._assessment, self._treatment, self._patient_text):
            box.textChanged.connect(self._touch)
        self._quality.chosen.connect(self._touch)
        self._certainty.chosen.connect(self._touch)

    def _make_foot(self) -> QWidget:
        foot = QFrame()
        foot.setObjectName("footbar")
        row = QHBoxLayout(foot)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(12)
        self._why = PlainLabel("", "second", "muted", wrap=True)
        row.addWidget(self._why, 1)
        self._send = Button("", "primary")
        self._send.clicked.connect(self._wish_to_send)
        self._send.explained.connect(self._wish_to_send)
        row.addWidget(self._send)
        return foot

    def changeEvent(self, event: QEvent) -> None:
        """Say everything anew in another language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._say()

    def _say(self) -> None:
        self._title.setText(self.tr("Reply"))
        self._quality_field.set_label(self.tr("Quality of what was sent"))
        self._quality.set_texts({q.value: words.picture_quality(q) for q in PictureQuality})
        self._assessment_field.set_label(self.tr("Assessment"))
        self._certainty_field.set_label(self.tr("How certain"))
        self._certainty.set_texts({c.value: words.certainty(c) for c in Certainty})
        self._decision.say()
        self._own.say()
        self._treatment_field.set_label(self.tr("Treatment and follow-up"))
        self._follow_up_field.set_label(self.tr("Follow-up on"))
        self._follow_up_field.set_hint(self.tr("The sender is asked then how it went."))
        self._patient_field.set_label(self.tr("To the patient, in plain words"))
        self._send.setText(self.tr("Sign and send"))
        self._render_foot()

    def _date_hint(self) -> str:
        return self.tr("Write day, month and year, like 24.11.2026.")

    def _judge_date(self) -> None:
        text = self._follow_up.text().strip()
        wrong = bool(text) and read_date(text) is None
        self._follow_up_field.set_error(self._date_hint() if wrong else "")

    def _touch(self, *_: object) -> None:
        if not self._filling:
            self._timer.start()
            self._render_foot()

    def _missing(self) -> tuple[str, QWidget] | None:
        if not self._assessment.toPlainText().strip():
            return self.tr("The assessment is still open"), self._assessment
        if (missing := self._own.missing()) is not None:
            return missing
        if self._follow_up.text().strip() and read_date(self._follow_up.text()) is None:
            return self._date_hint(), self._follow_up
        if (missing := self._decision.missing()) is not None:
            return missing
        empty = self._findings.without_words()
        if empty is not None:
            return self.tr("A finding has no words yet"), empty
        return None

    def _render_foot(self) -> None:
        if self._held:
            held = self.tr("Being signed and sent …")
            self._send.explain_off(held)
            self._why.setText(held)
            return
        missing = self._missing()
        self._send.explain_off(missing[0] if missing else "")
        self._why.setText(missing[0] if missing else self.tr("Locked and sealed when you sign"))

    def _wish_to_send(self, *_: object) -> None:
        if self._held:
            return
        missing = self._missing()
        if missing is not None:
            missing[1].setFocus()
            return
        self._timer.stop()
        self.send_wanted.emit(self.reply())


def _options(kind: type[E_], name: Callable[[E_], str]) -> tuple[tuple[str, str], ...]:
    return tuple((str(each.value), name(each)) for each in kind)


def _text_box(height: int) -> QPlainTextEdit:
    box = QPlainTextEdit()
    box.setTabChangesFocus(True)
    box.setFixedHeight(theme.px(height))
    return box

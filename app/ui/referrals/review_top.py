# SPDX-License-Identifier: GPL-3.0-or-later
"""The head of a review: whose recordings they are, who asks what, and until when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from app.records.people import Practitioner
from app.records.referral import ReferralStatus
from app.records.specialty_questions import QUESTIONS, known_answers
from app.referrals.lateness import lateness
from app.referrals.views import OpenReferral
from app.referrals.whose import Part
from app.ui.referrals import question_words, words
from app.ui.referrals.due_mark import DueMark
from app.ui.widgets.badge import Badge
from app.ui.widgets.button import Button
from app.ui.widgets.plain_label import PlainLabel

_NOT_THERE = (ReferralStatus.DRAFT, ReferralStatus.SENDING)


class ReviewTop(QFrame):
    """Shows one referral's form in two lines."""

    left = Signal()
    turned = Signal()
    """Between recordings and reply, where there is room for one of them only."""
    another_wanted = Signal(object)
    """The OpenReferral about which a second specialist is to be asked."""
    another_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("topbar")
        self._open: OpenReferral | None = None
        self._narrow = False
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 16, 8)
        row.setSpacing(12)
        self._back = Button("", "quiet", "arrow-left", size="icon")
        self._back.clicked.connect(self.left)
        row.addWidget(self._back)
        titles = QVBoxLayout()
        titles.setSpacing(0)
        first = QHBoxLayout()
        first.setSpacing(10)
        self._title = PlainLabel("", "name")
        first.addWidget(self._title)
        self._kind = Badge("")
        first.addWidget(self._kind)
        first.addStretch(1)
        titles.addLayout(first)
        self._about = PlainLabel("", "second", "muted", wrap=True)
        titles.addWidget(self._about)
        row.addLayout(titles, 1)
        self._due = DueMark()
        row.addWidget(self._due)
        self._another = Button("", "outlined", "user-plus")
        self._another.clicked.connect(lambda: self.another_wanted.emit(self._open))
        row.addWidget(self._another)
        self._turn = Button("", "outlined")
        self._turn.clicked.connect(self.turned)
        row.addWidget(self._turn)
        self._say()

    def render_referral(self, opened: OpenReferral) -> None:
        """Show whose referral it is and what is asked."""
        self._open = opened
        referral, form = opened.referral, opened.referral.form
        age = _age(opened)
        self._title.setText(f"{form.patient_name}, {age}" if age else form.patient_name)
        self._kind.set_text(words.specialty(form.specialty))
        parts = [form.question, form.history, form.body_site, form.duration, form.medication]
        parts += [words.symptom(key) for key in form.symptoms]
        parts += [
            f"{question_words.question(q.key)}: {question_words.answer(q, given)}"
            for q, given in known_answers(QUESTIONS[form.specialty], form.answers)
        ]
        about = "  ·  ".join(part for part in parts if part)
        if opened.sender is not None:
            origin = self.tr("From {name}, {unit}").format(
                name=opened.sender.name, unit=opened.sender.unit
            )
            about = f"{origin}  ·  {about}"
        if not opened.mine and opened.part is Part.ANSWER and opened.answerer is not None:
            by = "" if opened.recipient is None else opened.recipient.name
            given = self.tr("Allocated to you by {name}").format(name=by)
            about = f"{given}  ·  {about}" if by else about
        self._about.setText(about)
        self.tick()
        self._another.setVisible(opened.mine and referral.status not in _NOT_THERE)

    def tick(self) -> None:
        """Say anew how much time there is."""
        if self._open is None:
            return
        referral, now = self._open.referral, datetime.now(UTC)
        late = lateness(referral.status, referral.last_sent, referral.due, now)
        if not self._open.mine and self._open.part is Part.READ:
            late = None
        self._due.render_due(words.due_in(referral.due, now), late)

    def offer_others(self, people: Sequence[Practitioner]) -> QMenu:
        """Let one of these be chosen."""
        menu = QMenu(self._another)
        menu.setAccessibleName(self._another.accessibleName())
        for person in people:
            name = ", ".join(part for part in (person.name, person.unit) if part)
            # Names are no shortcuts.
            action = menu.addAction(name.replace("&", "&&"))
            action.triggered.connect(lambda _=False, user=person.user: self._choose(user))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._another.mapToGlobal(self._another.rect().bottomLeft()))
        return menu

    def offer_turn(self, *, on: bool, answering: bool) -> None:
        """Offer the other page where there is room for one only."""
        self._narrow = on
        self._turn.setVisible(on)
        chooses = self._open is not None and self._open.part is Part.ALLOCATE
        other = self.tr("Who answers?") if chooses else self.tr("Reply")
        self._turn.setText(self.tr("Pictures") if answering else other)
        self._say()

    def changeEvent(self, event: QEvent) -> None:
        """Say everything anew in another language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._say()
            if self._open is not None:
                self.render_referral(self._open)

    def _choose(self, user: str) -> None:
        self.another_chosen.emit(user)

    def _say(self) -> None:
        asking = self.tr("Ask another specialist")
        self._another.setText("" if self._narrow else asking)
        self._another.setAccessibleName(asking)
        self._another.setToolTip(asking)
        self._back.setAccessibleName(self.tr("Back to the referrals"))
        self._back.setToolTip(self.tr("Back to the referrals"))


def _age(opened: OpenReferral) -> str:
    born = opened.referral.form.patient_birth_date
    if born is None:
        return ""
    today = datetime.now().astimezone().date()
    years = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    return str(years)

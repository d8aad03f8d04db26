# SPDX-License-Identifier: GPL-3.0-or-later
"""The structured answer as the sender of a referral reads it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.records.referral import Finding, Outcome, Referral, ReferralStatus, Reply
from app.records.specialty_questions import REPLY_QUESTIONS, known_answers
from app.referrals.additions import may_write
from app.referrals.views import OpenReferral
from app.ui import times
from app.ui.referrals import question_words, words
from app.ui.referrals.case_history import CaseHistory
from app.ui.referrals.given_away import GivenAway
from app.ui.referrals.offered_visit import OfferedVisitCard
from app.ui.referrals.outcome_form import OutcomeForm
from app.ui.widgets.banner import Banner
from app.ui.widgets.button import Button
from app.ui.widgets.flow_layout import FlowLayout
from app.ui.widgets.plain_label import PlainLabel
from app.ui.widgets.scroll import Scroll
from app.ui.workbench import picture_words
from app.ui.workbench.pen import measured


class ReadReply(QWidget):
    """A verified reply as its receiver reads it: always marked as an external opinion."""

    acknowledged = Signal()
    more_wanted = Signal()
    """The sender goes on to add what is asked for."""
    answer_wanted = Signal()
    """The specialist answers without waiting for it."""
    outcome_told = Signal(object)
    finding_chosen = Signal(int)
    """The number of a finding whose mark shall be seen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("reply")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._scroll = Scroll(margins=(16, 16, 16, 16), spacing=10)
        column.addWidget(self._scroll, 1)
        self._foot = QFrame()
        self._foot.setObjectName("footbar")
        within = QVBoxLayout(self._foot)
        within.setContentsMargins(16, 12, 16, 12)
        row = FlowLayout(8)
        within.addLayout(row)
        self._more = Button("", "primary")
        self._more.clicked.connect(self.more_wanted)
        self._answer = Button("", "outlined")
        self._answer.clicked.connect(self.answer_wanted)
        self._read = Button("", "primary")
        self._read.clicked.connect(self.acknowledged)
        for button in (self._more, self._answer, self._read):
            row.addWidget(button)
        column.addWidget(self._foot)
        self._shown: OpenReferral | None = None
        self._draft: Reply | None = None
        self._say()

    def changeEvent(self, event: QEvent) -> None:
        """Say everything anew in another language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._say()

    def show_referral(self, opened: OpenReferral | None, draft: Reply | None = None) -> None:
        """Show a referral's reply, or that it has not come yet, and what became of it.

        ``draft`` is of somebody who had it to answer and has it no more.
        """
        self._shown, self._draft = opened, draft
        referral = None if opened is None else opened.referral
        signed = None if referral is None else referral.reply
        mine = opened is not None and opened.mine
        self._offer(opened)
        column = self._scroll.column
        while (item := column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        if signed is None or referral is None:
            column.addWidget(PlainLabel(self.tr("No answer yet"), "section"))
            if mine or opened is None:
                told = self.tr("You are told when it comes.")
                column.addWidget(PlainLabel(told, "body", "muted"))
            if opened is not None:
                column.addWidget(GivenAway(opened, draft))
            if referral is not None:
                self._add_history(referral)
            column.addStretch(1)
            return
        reply = signed.reply
        author = (
            f"{signed.author_name}, {signed.author_unit}, {times.day_and_minute(signed.signed)}"
        )
        title = self.tr("External specialist opinion")
        column.addWidget(Banner("ok", "check-circle-fill", title, author))
        self._add(self.tr("Decision"), words.decision(reply.decision))
        if reply.visit is not None:
            column.addWidget(OfferedVisitCard(reply.visit, signed.author_name, mine=mine))
        sure = f"{reply.assessment} ({words.certainty(reply.certainty).lower()})"
        self._add(self.tr("Assessment"), sure)
        for question, given in known_answers(
            REPLY_QUESTIONS[referral.form.specialty], reply.answers
        ):
            answer = question_words.answer(question, given)
            self._add(question_words.question(question.key), answer)
        for finding in reply.findings:
            self._add_finding(finding, reply)
        self._add(self.tr("Treatment and follow-up"), reply.treatment)
        if reply.follow_up_on is not None:
            self._add(self.tr("Follow-up on"), times.long_day(reply.follow_up_on))
        self._add(self.tr("To the patient, in plain words"), reply.patient_text)
        self._add(self.tr("Quality of what was sent"), words.picture_quality(reply.quality))
        if (outcome := referral.outcome) is not None:
            self._add_outcome(outcome)
        elif mine and referral.status is ReferralStatus.ACKNOWLEDGED:
            form = OutcomeForm()
            form.told.connect(self.outcome_told)
            column.addWidget(form)
        self._add_history(referral)
        column.addStretch(1)

    def _say(self) -> None:
        self.show_referral(self._shown, self._draft)

    def _offer(self, opened: OpenReferral | None) -> None:
        """Offer what can be done with the case as it stands."""
        mine = opened is not None and opened.mine
        status = None if opened is None else opened.referral.status
        wanted = status is ReferralStatus.MORE_WANTED
        begun = opened is not None and may_write(opened.referral)
        self._more.setText(
            self.tr("Send what is asked for") if wanted else self.tr("Send what you began to add")
        )
        self._more.setVisible(mine and begun)
        self._answer.setText(self.tr("Answer without it"))
        self._answer.setVisible(wanted and not mine)
        self._read.setText(
            self.tr("I have nothing more to send") if wanted else self.tr("I have read this")
        )
        self._read.setVisible(mine and (wanted or status is ReferralStatus.ANSWERED))
        self._read.set_kind("quiet" if wanted else "primary")
        shown = (self._more, self._answer, self._read)
        self._foot.setVisible(any(not button.isHidden() for button in shown))

    def _add_history(self, referral: Referral) -> None:
        history = CaseHistory()
        mine = self._shown is not None and self._shown.mine
        self._scroll.column.addWidget(history)
        history.show_referral(referral, mine=mine)

    def _add_outcome(self, outcome: Outcome) -> None:
        self._add(self.tr("What became of the patient"), outcome.text)
        right = self.tr("Yes") if outcome.right_specialist else self.tr("No")
        fast = self.tr("Yes") if outcome.fast_enough else self.tr("No")
        self._add(self.tr("The right specialist"), right)
        self._add(self.tr("The answer came fast enough"), fast)

    def _add_finding(self, finding: Finding, reply: Reply) -> None:
        """A finding leads to its mark; what was measured stands beside the words."""
        scale = next((v.scale for v in reply.viewed if v.attachment == finding.attachment), None)
        length = measured(finding, scale)
        words_ = finding.text
        if length is not None and scale is not None:
            words_ = f"{words_} ({picture_words.length(length, scale.unit)})"
        label = self.tr("Finding {number}").format(number=finding.number)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(PlainLabel(label, "label", "muted"), 1)
        if finding.attachment is not None:
            show = Button(self.tr("Show"), "quiet", "eye", size="small")
            show.setAccessibleName(self.tr("Show finding {number}").format(number=finding.number))
            show.clicked.connect(lambda: self.finding_chosen.emit(finding.number))
            line.addWidget(show)
        holder = QWidget()
        line.setContentsMargins(0, 0, 0, 0)
        holder.setLayout(line)
        self._scroll.column.addWidget(holder)
        self._scroll.column.addWidget(PlainLabel(words_, "body", wrap=True))

    def _add(self, label: str, text: str) -> None:
        if text:
            self._scroll.column.addWidget(PlainLabel(label, "label", "muted"))
            self._scroll.column.addWidget(PlainLabel(text, "body", wrap=True))

# SPDX-License-Identifier: GPL-3.0-or-later
"""The structured answer as the sender of a referral reads it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.records.referral import Finding, Reply, SignedReply
from app.ui import times
from app.ui.referrals import words
from app.ui.widgets.banner import Banner
from app.ui.widgets.button import Button
from app.ui.widgets.plain_label import PlainLabel
from app.ui.widgets.scroll import Scroll
from app.ui.workbench import picture_words
from app.ui.workbench.pen import measured


class ReadReply(QWidget):
    """A verified reply as its receiver reads it: always marked as an external opinion."""

    acknowledged = Signal()
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
        row = QHBoxLayout(self._foot)
        row.setContentsMargins(16, 12, 16, 12)
        row.addStretch(1)
        self._read = Button("", "primary")
        self._read.clicked.connect(self.acknowledged)
        row.addWidget(self._read)
        column.addWidget(self._foot)
        self._shown: tuple[SignedReply | None, bool] = (None, False)
        self._say()

    def changeEvent(self, event: QEvent) -> None:
        """Say everything anew in another language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._say()

    def show_reply(self, signed: SignedReply | None, *, may_acknowledge: bool) -> None:
        """Show the reply, or that it has not come yet."""
        self._shown = (signed, may_acknowledge)
        column = self._scroll.column
        while (item := column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._foot.setVisible(may_acknowledge)
        if signed is None:
            column.addWidget(PlainLabel(self.tr("No answer yet"), "section"))
            column.addWidget(PlainLabel(self.tr("You are told when it comes."), "body", "muted"))
            column.addStretch(1)
            return
        reply = signed.reply
        author = (
            f"{signed.author_name}, {signed.author_unit}, {times.day_and_minute(signed.signed)}"
        )
        title = self.tr("External specialist opinion")
        column.addWidget(Banner("ok", "check-circle-fill", title, author))
        self._add(self.tr("Decision"), words.decision(reply.decision))
        sure = f"{reply.assessment} ({words.certainty(reply.certainty).lower()})"
        self._add(self.tr("Assessment"), sure)
        for finding in reply.findings:
            self._add_finding(finding, reply)
        self._add(self.tr("Treatment and follow-up"), reply.treatment)
        self._add(self.tr("To the patient, in plain words"), reply.patient_text)
        self._add(self.tr("Quality of what was sent"), words.picture_quality(reply.quality))
        column.addStretch(1)

    def _say(self) -> None:
        self._read.setText(self.tr("I have read this"))
        signed, may_acknowledge = self._shown
        self.show_reply(signed, may_acknowledge=may_acknowledge)

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

# SPDX-License-Identifier: GPL-3.0-or-later
"""The left column of an addition: what the specialist asks for, and the sender's words to it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from app.records.referral import Decision, Referral
from app.referrals.manifest import MAX_ADDITION_TEXT
from app.ui import theme
from app.ui.referrals import words
from app.ui.widgets.banner import Banner
from app.ui.widgets.field import Field
from app.ui.widgets.plain_label import PlainLabel
from app.ui.widgets.scroll import Scroll


class AdditionForm(Scroll):
    """Shows the request word for word; tells each change of the answer to it."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(spacing=14, parent=parent)
        self._filling = False
        self._referral: Referral | None = None
        self._asked = QVBoxLayout()
        self._asked.setSpacing(6)
        self.column.addLayout(self._asked)
        self._text = QPlainTextEdit()
        self._text.setTabChangesFocus(True)
        self._text.setFixedHeight(theme.px(140))
        self._text.textChanged.connect(self._changed)
        self._field = Field("", self._text)
        self.column.addWidget(self._field)
        self.column.addStretch(1)

    @property
    def text(self) -> str:
        """What is written."""
        return self._text.toPlainText().strip()

    def fill(self, referral: Referral) -> None:
        """Show another case in place of what stood here."""
        self._referral = referral
        self._filling = True
        self._text.setPlainText(referral.adding.text if referral.adding else "")
        self._filling = False
        self.say()

    def say(self) -> None:
        """Say everything anew, in another language."""
        self._field.set_label(self.tr("Your answer"))
        while (item := self._asked.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        signed = None if self._referral is None else self._referral.reply
        if signed is None:
            return
        reply = signed.reply
        title = self.tr("More is wanted")
        if reply.decision is not Decision.SEND_MORE:
            # The answer came while this was being written; it asks for nothing more.
            title = words.decision(reply.decision)
        by = ", ".join(part for part in (signed.author_name, signed.author_unit) if part)
        self._asked.addWidget(Banner("warn", "chat-circle-text", title, by))
        asked = (
            (self.tr("Assessment"), reply.assessment),
            (self.tr("Treatment and follow-up"), reply.treatment),
            (self.tr("Quality of what was sent"), words.picture_quality(reply.quality)),
            *(
                (self.tr("Finding {number}").format(number=finding.number), finding.text)
                for finding in reply.findings
            ),
        )
        for label, text in asked:
            if text:
                self._asked.addWidget(PlainLabel(label, "label", "muted"))
                self._asked.addWidget(PlainLabel(text, "body", wrap=True))

    def missing(self, *, anything: bool) -> tuple[str, QWidget] | None:
        """Say what must be written before sending; nothing where a recording speaks for itself."""
        if len(self.text) > MAX_ADDITION_TEXT:
            pattern = self.tr("At most {number} characters")
            return pattern.format(number=MAX_ADDITION_TEXT), self._text
        if not self.text and not anything:
            return self.tr("Write an answer, or add what is asked for"), self._text
        return None

    def _changed(self) -> None:
        if not self._filling:
            self.changed.emit()

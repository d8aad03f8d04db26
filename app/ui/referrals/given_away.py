# SPDX-License-Identifier: GPL-3.0-or-later
"""Who has a case that a coordinator gave to somebody: for its sender, and for who had it before."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.records.referral import Reply
from app.referrals.views import OpenReferral
from app.referrals.whose import Part
from app.ui.referrals import allocation_words
from app.ui.widgets.banner import Banner
from app.ui.widgets.card import Card
from app.ui.widgets.plain_label import PlainLabel


class GivenAway(QWidget):
    """Hidden where no coordinator chooses."""

    def __init__(self, opened: OpenReferral, draft: Reply | None = None) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        chosen = opened.referral.allocation
        if chosen is None:
            waits = opened.mine and opened.recipient is not None and opened.recipient.coordinates
            if waits:
                title = self.tr("The coordinator chooses who answers")
                column.addWidget(Banner("acc", "users", title))
            else:
                self.hide()
            return
        name = "" if opened.answerer is None else opened.answerer.name
        title = allocation_words.with_whom(name, chosen.at, datetime.now(UTC))
        had_it = not opened.mine and opened.part is Part.READ
        calm = self.tr("You are not waited for. You can still read all of it.") if had_it else ""
        detail = "\n".join(part for part in (chosen.reason, calm) if part)
        column.addWidget(Banner("acc", "user", title, detail))
        if had_it and draft is not None:
            self._add_draft(column, draft)

    def _add_draft(self, column: QVBoxLayout, draft: Reply) -> None:
        """What was written is not lost, though it is not sent."""
        card = Card("paper", margin=12, spacing=4)
        title = self.tr("What you had written; it was not sent")
        card.column.addWidget(PlainLabel(title, "label", "muted", wrap=True))
        findings = (f"{finding.number}. {finding.text}" for finding in draft.findings)
        for line in (draft.assessment, draft.treatment, *findings, draft.patient_text):
            if line:
                card.column.addWidget(PlainLabel(line, "body", wrap=True))
        column.addWidget(card)

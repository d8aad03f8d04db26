# SPDX-License-Identifier: GPL-3.0-or-later
"""What was said in a case before: earlier replies, and what the sender added."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.records.referral import Addition, Referral, SignedReply
from app.records.schedule import OfferedVisit
from app.ui import times
from app.ui.referrals import words
from app.ui.referrals.offered_visit import OfferedVisitCard
from app.ui.widgets.card import Card
from app.ui.widgets.plain_label import PlainLabel


def said_before(referral: Referral) -> tuple[SignedReply | Addition, ...]:
    """List additions and earlier replies, newest first."""
    said: list[tuple[datetime, SignedReply | Addition]] = [
        *((reply.signed, reply) for reply in referral.earlier_replies),
        *((addition.at, addition) for addition in referral.additions),
    ]
    said.sort(key=lambda each: each[0], reverse=True)
    return tuple(each for _, each in said)


def promised_visit(referral: Referral) -> OfferedVisit | None:
    """Give the visit that the last answer with one has told of, if its time is not over."""
    promise = _promise(referral)
    visit = None if promise is None else promise.reply.visit
    return None if visit is None or visit.end <= datetime.now(UTC) else visit


class CaseHistory(QWidget):
    """One card for each; hidden where a case was answered at once."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(10)
        self._promise: SignedReply | None = None
        """The last answer that told of a video visit: only that one may still stand."""
        self._mine = False
        self.hide()

    def show_referral(self, referral: Referral, *, mine: bool = False) -> None:
        """Show another case; ``mine`` to its sender."""
        self._promise, self._mine = _promise(referral), mine
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        said = said_before(referral)
        for each in said:
            card = Card("paper", margin=12, spacing=4)
            if isinstance(each, Addition):
                self._show_addition(card, each)
            else:
                self._show_reply(card, each)
            self._column.addWidget(card)
        self.setVisible(bool(said))

    def _show_addition(self, card: Card, addition: Addition) -> None:
        title = self.tr("Added {when}").format(when=times.day_and_minute(addition.at))
        card.column.addWidget(PlainLabel(title, "label", "muted", wrap=True))
        if addition.text:
            card.column.addWidget(PlainLabel(addition.text, "body", wrap=True))
        if addition.attachments:
            count = self.tr("New recordings: {count}").format(count=len(addition.attachments))
            card.column.addWidget(PlainLabel(count, "second", "muted"))

    def _show_reply(self, card: Card, signed: SignedReply) -> None:
        title = self.tr("Earlier answer of {name}, {when}").format(
            name=signed.author_name, when=times.day_and_minute(signed.signed)
        )
        card.column.addWidget(PlainLabel(title, "label", "muted", wrap=True))
        reply = signed.reply
        lines = (
            words.decision(reply.decision),
            reply.assessment,
            reply.treatment,
            *(f"{finding.number}. {finding.text}" for finding in reply.findings),
        )
        for line in lines:
            if line:
                card.column.addWidget(PlainLabel(line, "body", wrap=True))
        if signed is self._promise and reply.visit is not None:
            card.column.addWidget(
                OfferedVisitCard(reply.visit, signed.author_name, mine=self._mine)
            )


def _promise(referral: Referral) -> SignedReply | None:
    replies = (*referral.earlier_replies, referral.reply)
    told = [each for each in replies if each is not None and each.reply.visit is not None]
    return told[-1] if told else None

# SPDX-License-Identifier: GPL-3.0-or-later
"""The video visit that an answer tells of, and the link for its patient."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from app.records.schedule import OfferedVisit
from app.ui import times
from app.ui.widgets.announce import announce
from app.ui.widgets.button import Button
from app.ui.widgets.card import Card
from app.ui.widgets.flow_layout import FlowLayout
from app.ui.widgets.plain_label import PlainLabel
from app.vault.links import BadLink, parse_link
from signaling_server.wire import EARLY_JOIN_SECONDS


class OfferedVisitCard(Card):
    """Says when, with whom and how the patient joins; the link is copied, never shown."""

    def __init__(
        self, visit: OfferedVisit, specialist: str, *, mine: bool, parent: QWidget | None = None
    ) -> None:
        """``mine``: for the sender of the referral, who passes the link on."""
        super().__init__(margin=12, spacing=8, parent=parent)
        self._visit = visit
        self._copied = PlainLabel("", "second", "ok")
        day = times.heading_day(times.local_day(visit.start))
        when = self.tr("{day}, {time}, {minutes} minutes").format(
            day=day, time=times.hour_minute(visit.start), minutes=visit.minutes
        )
        self.column.addWidget(PlainLabel(when, "strong", wrap=True))
        if visit.end <= datetime.now(UTC):
            self._say(self.tr("The time of this visit is over."))
        elif not mine:
            self._say(self.tr("The sender has the patient's link with your answer."))
        elif not _is_whole(visit.link):
            words = self.tr("The patient's link did not come with the answer. Ask {name} for it.")
            self._say(words.format(name=specialist))
        else:
            self._offer_link(specialist)

    def _offer_link(self, specialist: str) -> None:
        words = self.tr(
            "It is planned with {name}. The patient joins with this link, from {early} minutes"
            " before. Give it to the patient alone: who has it can knock at the door."
        )
        self._say(words.format(name=specialist, early=EARLY_JOIN_SECONDS // 60))
        row = FlowLayout(8)
        copy = Button(self.tr("Copy the patient's link"), "outlined", "copy", size="small")
        copy.clicked.connect(self._copy)
        row.addWidget(copy)
        row.addWidget(self._copied)
        self.column.addLayout(row)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._visit.link)
        self._copied.setText(self.tr("Copied"))
        announce(self, self.tr("Copied"))

    def _say(self, words: str) -> None:
        self.column.addWidget(PlainLabel(words, "second", "muted", wrap=True))


def _is_whole(link: str) -> bool:
    """Tell whether a link that came from elsewhere is a join link to its last character."""
    try:
        parse_link(link)
    except BadLink:
        return False
    return True

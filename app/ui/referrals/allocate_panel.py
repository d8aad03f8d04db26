# SPDX-License-Identifier: GPL-3.0-or-later
"""What a coordinator sees beside a case: who could answer it, and a button for each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.records.referral import ReferralStatus
from app.referrals.steps import MAX_REASON_TEXT
from app.referrals.views import Candidate, OpenReferral
from app.referrals.whose import ALLOCATABLE
from app.ui.referrals import allocation_words, words
from app.ui.widgets.banner import Banner
from app.ui.widgets.button import Button
from app.ui.widgets.card import Card
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.field import Field
from app.ui.widgets.plain_label import PlainLabel
from app.ui.widgets.scroll import Scroll


class AllocatePanel(QWidget):
    """One press gives the case to somebody; a reason may stand beside it."""

    chosen = Signal(str, str)
    """User id of the specialist, and the reason."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("reply")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._opened: OpenReferral | None = None
        self._candidates: tuple[Candidate, ...] | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._scroll = Scroll(margins=(16, 16, 16, 16), spacing=12)
        column.addWidget(self._scroll, 1)
        self._reason = QLineEdit()
        self._reason.setMaxLength(MAX_REASON_TEXT)

    def show_referral(self, opened: OpenReferral) -> None:
        """Show who has a case; who may have it comes with ``offer``."""
        self._opened, self._candidates = opened, None
        self._reason.clear()
        self._render()

    def offer(self, candidates: Sequence[Candidate]) -> None:
        """Let one of these be chosen."""
        self._candidates = tuple(candidates)
        self._render()

    def changeEvent(self, event: QEvent) -> None:
        """Say everything anew in another language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._render()

    def _render(self) -> None:
        # The text that is being typed outlives the parts around it.
        self._reason.setParent(None)
        self._scroll.clear()
        if self._opened is None:
            return
        referral = self._opened.referral
        open_ = referral.status in ALLOCATABLE
        title = self.tr("Who answers?") if open_ else words.status(referral.status)
        self._scroll.column.addWidget(PlainLabel(title, "section"))
        self._add_standing()
        if not open_:
            text = self.tr("The answer went to the sender.")
            self._scroll.column.addWidget(PlainLabel(text, "body", "muted", wrap=True))
        elif self._candidates is not None:
            self._add_choice(self._candidates)
        self._scroll.column.addStretch(1)

    def _add_standing(self) -> None:
        """Say who has it now, and whether they have begun."""
        assert self._opened is not None
        referral, person = self._opened.referral, self._opened.answerer
        step = referral.allocation
        if step is None:
            text = self.tr("Nobody has it yet.")
            self._scroll.column.addWidget(PlainLabel(text, "body", "muted", wrap=True))
            return
        name = "" if person is None else person.name
        title = allocation_words.with_whom(name, step.at, datetime.now(UTC))
        unopened = referral.status is ReferralStatus.ALLOCATED
        state = self.tr("Not opened yet") if unopened else words.status(referral.status)
        detail = "\n".join(part for part in (state, step.reason) if part)
        if person is None:
            detail = allocation_words.nobody_left()
        tone, icon = ("warn", "warning") if person is None else ("acc", "user")
        self._scroll.column.addWidget(Banner(tone, icon, title, detail))

    def _add_choice(self, candidates: Sequence[Candidate]) -> None:
        if not candidates:
            title = self.tr("Nobody to choose from")
            detail = self.tr(
                "No specialist of this kind has a computer in the directory. Ask your"
                " administrator, or call the sender."
            )
            self._scroll.column.addWidget(EmptyState("users", title, detail))
            return
        field = Field(self.tr("Reason, if you like"), self._reason)
        field.set_hint(self.tr("The sender and the specialists read it."))
        self._scroll.column.addWidget(field)
        for candidate in candidates:
            self._scroll.column.addWidget(self._card(candidate))

    def _card(self, candidate: Candidate) -> Card:
        assert self._opened is not None
        person, referral = candidate.person, self._opened.referral
        has_it = referral.allocation is not None and referral.answerer == person.user
        card = Card("accent" if has_it else "", margin=12, spacing=4)
        row = QHBoxLayout()
        row.setSpacing(12)
        about = QVBoxLayout()
        about.setSpacing(2)
        about.addWidget(PlainLabel(person.name, "strong", wrap=True))
        place = ", ".join(part for part in (person.role, person.unit) if part)
        about.addWidget(PlainLabel(place, "second", "muted", wrap=True))
        load = allocation_words.open_cases(candidate.open_cases)
        about.addWidget(PlainLabel(load, "second", "muted", wrap=True))
        row.addLayout(about, 1)
        again = referral.allocation is not None
        text = self.tr("Send again") if has_it else self.tr("Move here")
        button = Button(text if again else self.tr("Allocate"), "outlined", size="small")
        pattern = self.tr("Allocate to {name}, {load}")
        button.setAccessibleName(pattern.format(name=person.name, load=load))
        button.clicked.connect(lambda: self._choose(person.user))
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        card.column.addLayout(row)
        button.setVisible(not has_it or self._opened.stale)
        return card

    def _choose(self, user: str) -> None:
        self.chosen.emit(user, self._reason.text().strip())

# SPDX-License-Identifier: GPL-3.0-or-later
"""Joins the wish for a second specialist with the referral feature."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from app.bridge import Bridge
from app.records.ids import UserId
from app.records.people import Practitioner
from app.referrals.service import ReferralService
from app.referrals.views import OpenReferral
from app.ui.notices import Notices
from app.ui.referrals.review_screen import ReviewScreen


class AnotherFlow(QObject):
    """Lives in the GUI thread: who could be asked, who was chosen, and off it goes."""

    def __init__(
        self,
        review: ReviewScreen,
        service: ReferralService,
        bridge: Bridge,
        notices: Notices,
        show_list: Callable[[], object],
    ) -> None:
        super().__init__()
        self._review, self._service, self._bridge = review, service, bridge
        self._notices, self._show_list = notices, show_list
        self._about: OpenReferral | None = None
        self._people: dict[str, Practitioner] = {}
        review.another_wanted.connect(self._find)
        review.another_chosen.connect(self._ask)

    def _find(self, opened: OpenReferral) -> None:
        self._about = opened

        def found(people: tuple[Practitioner, ...]) -> None:
            if self._about is not opened:
                return
            asked = (opened.referral.recipient, opened.referral.answerer)
            others = [p for p in people if p.user not in asked and not p.coordinates]
            self._people = {p.user: p for p in others}
            if others:
                self._review.offer_others(others)
            else:
                self._notices.say(self.tr("There is no other specialist to ask."))

        looking = self._service.recipients(opened.referral.form.specialty)
        self._bridge.run(looking, found, self._notices.show)

    def _ask(self, user: str) -> None:
        if self._about is None or user not in self._people:
            return
        name = self._people[user].name

        def sent(_: object) -> None:
            self._show_list()
            text = self.tr("Sent to {name} as well, as a case of its own.")
            self._notices.say(text.format(name=name))

        asking = self._service.ask_another(self._about.referral.referral, UserId(user))
        self._bridge.run(asking, sent, self._notices.show)

# SPDX-License-Identifier: GPL-3.0-or-later
"""Joins the coordinator's choice of who answers with the referral feature."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from app.bridge import Bridge
from app.records.ids import UserId
from app.referrals.allocating import Allocating
from app.referrals.views import Candidate, OpenReferral
from app.ui.notices import Notices
from app.ui.referrals.review_screen import ReviewScreen


class AllocateFlow(QObject):
    """Lives in the GUI thread: who could answer, who was chosen, and off it goes."""

    def __init__(
        self,
        review: ReviewScreen,
        allocating: Allocating,
        bridge: Bridge,
        notices: Notices,
        show_list: Callable[[], object],
    ) -> None:
        super().__init__()
        self._review, self._allocating, self._bridge = review, allocating, bridge
        self._notices, self._show_list = notices, show_list
        self._about: OpenReferral | None = None
        self._names: dict[str, str] = {}
        review.candidates_wanted.connect(self._find)
        review.candidate_chosen.connect(self._give)

    def _find(self, opened: OpenReferral) -> None:
        self._about = opened

        def found(candidates: tuple[Candidate, ...]) -> None:
            if self._about is opened:
                self._names = {each.person.user: each.person.name for each in candidates}
                self._review.offer_candidates(candidates)

        looking = self._allocating.candidates(opened.referral.referral)
        self._bridge.run(looking, found, self._notices.show)

    def _give(self, user: str, reason: str) -> None:
        if self._about is None or user not in self._names:
            return
        opened, name = self._about, self._names[user]
        # One press gives it once, however often it is pressed.
        self._about = None

        def given(_: object) -> None:
            self._show_list()
            self._notices.say(self.tr("Allocated to {name}. The sender is told.").format(name=name))

        def failed(error: Exception) -> None:
            self._about = opened
            self._notices.show(error)

        giving = self._allocating.allocate(opened.referral.referral, UserId(user), reason)
        self._bridge.run(giving, given, failed)

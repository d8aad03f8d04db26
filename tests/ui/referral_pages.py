# SPDX-License-Identifier: GPL-3.0-or-later
"""The pages of referrals in a window of their own, over a workplace that is open already."""

from __future__ import annotations

from PySide6.QtWidgets import QMainWindow, QStackedWidget
from pytestqt.qtbot import QtBot

from app.bridge import Bridge
from app.media.engine import MediaEngine
from app.records.referral import Referral
from app.referrals.capturing import Capturing
from app.ui.notices import Notices
from app.ui.referrals.compose_screen import ComposeScreen
from app.ui.referrals.flow import ReferralsFlow
from app.ui.referrals.list_screen import ReferralListScreen
from app.ui.referrals.review_screen import ReviewScreen
from app.workplace import Workplace
from tests.ui.asking import DEADLINE_MS, on_bridge


class ReferralPages:
    """A window with a flow that has begun. Let it ``flow.leave()`` at the end."""

    def __init__(self, qtbot: QtBot, bridge: Bridge, place: Workplace) -> None:
        self._qtbot, self._bridge, self._service = qtbot, bridge, place.referrals
        window, self._pages = QMainWindow(), QStackedWidget()
        window.setCentralWidget(self._pages)
        self._compose = ComposeScreen()
        screens = ReferralListScreen(), self._compose, ReviewScreen()
        for page in screens:
            self._pages.addWidget(page)
        self.flow = ReferralsFlow(
            screens,
            place.referrals,
            place.answering,
            bridge,
            Notices(window),
            self._pages.setCurrentWidget,
            lambda: self._pages.setCurrentWidget(screens[0]),
            lambda _: None,
            lambda: None,
            Capturing(MediaEngine(None, None, None)),
            lambda: True,
            lambda _: None,
        )
        self.flow.start()
        qtbot.addWidget(window)
        window.resize(1280, 800)
        window.show()

    def draft(self) -> Referral:
        """Wait for a draft to be on show, and read it from the disk."""
        self._qtbot.waitUntil(
            lambda: self._pages.currentWidget() is self._compose, timeout=DEADLINE_MS
        )
        shown = self.flow._draft
        assert shown is not None
        return on_bridge(self._qtbot, self._bridge, self._service.draft(shown.referral))

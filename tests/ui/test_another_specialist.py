# SPDX-License-Identifier: GPL-3.0-or-later
"""A second specialist is asked from the case itself: a button, a name, then two cases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QMainWindow,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.bridge import Bridge
from app.records.ids import ReferralId
from app.records.referral import ReferralStatus
from app.store.referrals import referral as find_referral
from app.store.referrals import save_referral
from app.ui.notices import Notices
from app.ui.referrals.another_flow import AnotherFlow
from app.ui.referrals.review_screen import ReviewScreen
from tests.fakes.people import Clinic
from tests.fakes.referral_desk import Desk
from tests.fakes.referrals import form
from tests.ui.asking import DEADLINE_MS, on_bridge, press, words

NOWHERE = "http://127.0.0.1:9"
ASK = "Ask another specialist"


class Surgery:
    """A GP before a case that was sent, with so many specialists in the region."""

    def __init__(self, qtbot: QtBot, bridge: Bridge, folder: Path, names: tuple[str, ...]) -> None:
        self.qtbot, self.bridge = qtbot, bridge
        clinic = Clinic()
        gp = clinic.add("Sondre Dahl", "GP")
        people = [clinic.add(name, "Dermatologist", "dermatology") for name in names]
        directory = clinic.directory()
        self.desk = Desk(gp, folder, NOWHERE, lambda: directory)
        on_bridge(qtbot, bridge, self.desk.open())
        self.first = people[0].user
        self.number = on_bridge(qtbot, bridge, self._sent())
        self.window, self.pages, whole = QMainWindow(), QStackedWidget(), QWidget()
        notices = Notices(self.window)
        column = QVBoxLayout(whole)
        column.addWidget(notices.bar)
        column.addWidget(self.pages, 1)
        self.window.setCentralWidget(whole)
        self.review = ReviewScreen()
        self.pages.addWidget(QWidget())
        self.pages.addWidget(self.review)
        self.flow = AnotherFlow(
            self.review, self.desk.service, bridge, notices, lambda: self.pages.setCurrentIndex(0)
        )
        self.window.resize(1280, 800)
        self.window.show()
        self.show()

    async def _sent(self) -> ReferralId:
        draft = await self.desk.service.new_draft(form())
        await self.desk.service.send(draft.referral, self.first)
        await self.mark(draft.referral, ReferralStatus.SENT)
        return draft.referral

    async def mark(self, number: ReferralId, status: ReferralStatus) -> None:
        """Let a referral stand so, as it would after a delivery."""
        stored = await find_referral(self.desk.store, number)
        assert stored is not None
        changed = replace(stored.referral, status=status)
        await save_referral(self.desk.store, changed, "sent", stored.secret)

    def show(self) -> None:
        """Open the case."""
        opened = on_bridge(self.qtbot, self.bridge, self.desk.service.open(self.number))
        self.review.render(opened, {}, None)
        self.pages.setCurrentWidget(self.review)
        QApplication.processEvents()


@pytest.fixture
def bridge() -> Iterator[Bridge]:
    bridge = Bridge()
    bridge.start()
    yield bridge
    bridge.stop()


def menu_of(window: QWidget) -> QMenu | None:
    found = [menu for menu in window.findChildren(QMenu) if menu.isVisible()]
    return found[0] if found else None


def test_another_specialist_is_asked_by_keys(qtbot: QtBot, bridge: Bridge, tmp_path: Path) -> None:
    surgery = Surgery(qtbot, bridge, tmp_path, ("Eira Nygård", "Mona Lie", "Pål & Co"))
    press(qtbot, surgery.window, ASK)
    qtbot.waitUntil(lambda: menu_of(surgery.window) is not None, timeout=DEADLINE_MS)
    menu = menu_of(surgery.window)
    assert menu is not None
    offered = [action.text() for action in menu.actions()]
    assert [text.split(",")[0] for text in offered] == ["Mona Lie", "Pål && Co"]
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    qtbot.waitUntil(
        lambda: any("Sent to Mona Lie as well" in line for line in words(surgery.window)),
        timeout=DEADLINE_MS,
    )
    assert surgery.pages.currentIndex() == 0
    qtbot.waitUntil(lambda: len(surgery.desk.view.sent) == 2, timeout=DEADLINE_MS)
    statuses = {row.status for row in surgery.desk.view.sent if row.other_name == "Mona Lie"}
    assert statuses == {ReferralStatus.SENDING}
    on_bridge(qtbot, bridge, surgery.desk.close())


def test_where_nobody_else_is_it_says_so_and_where_it_is_not_there_yet_it_is_not_offered(
    qtbot: QtBot, bridge: Bridge, tmp_path: Path
) -> None:
    surgery = Surgery(qtbot, bridge, tmp_path, ("Eira Nygård",))
    press(qtbot, surgery.window, ASK)
    qtbot.waitUntil(
        lambda: any("no other specialist" in line for line in words(surgery.window)),
        timeout=DEADLINE_MS,
    )
    on_bridge(qtbot, bridge, surgery.mark(surgery.number, ReferralStatus.SENDING))
    surgery.show()
    buttons = [b for b in surgery.window.findChildren(QAbstractButton) if b.isVisible()]
    assert buttons
    assert ASK not in [b.accessibleName() for b in buttons]
    on_bridge(qtbot, bridge, surgery.desk.close())

# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of referrals says what keeps one, and how long an upload will still take."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.records.ids import ReferralId
from app.records.referral import ReferralStatus, Specialty
from app.referrals.errors import Hindrance
from app.referrals.views import OutboxView, ReferralRow, ReferralsView
from app.ui.referrals import words
from app.ui.referrals.list_screen import ReferralListScreen
from app.ui.widgets.banner import Banner
from app.ui.widgets.row import Row

DRAFT = ReferralRow(
    ReferralId("c" * 32),
    "Astrid Solbakken",
    Specialty.DERMATOLOGY,
    "Melanoma?",
    "Eira Nygård",
    ReferralStatus.DRAFT,
    None,
    None,
    Hindrance.RECIPIENT_GONE,
)


def test_what_keeps_a_referral_is_said_with_the_time_left(qtbot: QtBot) -> None:
    screen = ReferralListScreen()
    qtbot.addWidget(screen)
    screen.show()

    def banners(view: ReferralsView) -> list[str]:
        screen.render(view)
        QApplication.processEvents()
        return [banner.text() for banner in screen.findChildren(Banner) if banner.isVisible()]

    moving = OutboxView(1, 3_000_000, 20_000_000, seconds_left=170.0)
    assert any("about 3 min left" in text for text in banners(ReferralsView(outbox=moving)))
    for why in Hindrance:
        stuck = ReferralsView(outbox=OutboxView(1, 0, 1, hindrance=why), inbox_hindrance=why)
        assert len([text for text in banners(stuck) if words.hindrance(why) in text]) == 2
    failed = banners(ReferralsView(outbox=OutboxView(1, 0, 1, failed=1)))
    assert any("does not take it" in text for text in failed)
    assert banners(ReferralsView(drafts=(DRAFT,))) == []
    (line,) = [r for r in screen.findChildren(Row) if r.isVisible()]
    assert "no longer has access" in line.accessibleName()


def test_time_left_is_rough() -> None:
    said = [words.time_left(seconds) for seconds in (5.0, 170.0, 3600.0 * 5)]
    assert said == ["less than a minute left", "about 3 min left", "about 5 h left"]

# SPDX-License-Identifier: GPL-3.0-or-later
"""How much time an answer has: in words and by an icon, in lists and on the first screen."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.records.ids import ReferralId
from app.records.referral import ReferralStatus
from app.referrals.lateness import Lateness, Waiting, lateness, row_lateness, waiting_in
from app.referrals.views import ReferralsView
from app.ui import times
from app.ui.referrals.due_mark import DueMark
from app.ui.referrals.list_screen import ReferralListScreen
from app.ui.theme import Look, Theme
from app.ui.today.aside import NeedRow
from app.ui.today.needs import needs
from app.ui.today.screen import TodayScreen
from app.ui.widgets.badge import Badge
from app.ui.widgets.icon import Icon
from app.ui.widgets.row import Row
from tests.ui.asking import words
from tests.ui.clipping import assert_readable, settle
from tests.ui.samples import DAY, NOW
from tests.ui.test_case_news import ROW

HOUR, DAY_LONG = timedelta(hours=1), timedelta(days=1)


def row(number: int, left: timedelta, status: ReferralStatus = ReferralStatus.RECEIVED):  # type: ignore[no-untyped-def]
    """A line of three days' urgency with so much time left."""
    due = NOW + left
    name = ReferralId(f"{number:032x}")
    return replace(ROW, referral=name, sent=due - 3 * DAY_LONG, due=due, status=status)


FRESH, HALF, LATE = row(1, 2.5 * DAY_LONG), row(2, 30 * HOUR), row(3, -3.2 * HOUR)
DONE = row(4, -DAY_LONG, ReferralStatus.ANSWERED)


@pytest.mark.parametrize(
    ("left", "said"),
    [
        (timedelta(days=9, hours=23), "9 days left"),
        (timedelta(days=2), "2 days left"),
        (timedelta(days=1, hours=4, minutes=59), "1 day 4 h left"),
        (timedelta(hours=3, minutes=59), "3 h left"),
        (timedelta(minutes=59), "59 min left"),
        (timedelta(seconds=5), "1 min left"),
        (timedelta(0), "overdue 0 min"),
        (timedelta(minutes=-59), "overdue 59 min"),
        (timedelta(hours=-3, minutes=-1), "overdue 3 h"),
        (timedelta(hours=-47), "overdue 47 h"),
        (timedelta(days=-2, hours=-1), "overdue 2 days"),
    ],
)
def test_time_in_words(left: timedelta, said: str) -> None:
    assert times.left(NOW + left, NOW) == said


@given(
    st.sampled_from(ReferralStatus),
    st.timedeltas(timedelta(minutes=1), timedelta(days=20)),
    st.timedeltas(timedelta(0), timedelta(days=30)),
)
def test_lateness_only_grows_and_ends_with_the_answer(
    status: ReferralStatus, length: timedelta, later: timedelta
) -> None:
    due = NOW + length
    found = [lateness(status, NOW, due, at) for at in (NOW, NOW + later / 2, NOW + later)]
    if found[0] is None:
        assert found == [None] * 3
        return
    order = list(Lateness)
    assert found[0] is Lateness.IN_TIME
    assert [order.index(each) for each in found] == sorted(order.index(each) for each in found)
    assert lateness(status, NOW, due, due) is Lateness.OVERDUE
    assert lateness(status, NOW, due, NOW + length / 2) is Lateness.HALF_TIME
    assert lateness(status, None, due, NOW) is lateness(status, NOW, None, NOW) is None


def test_what_waits_is_counted_and_the_most_pressing_found() -> None:
    answered = replace(FRESH, status=ReferralStatus.ANSWERED)
    view = ReferralsView(inbox=(FRESH, HALF, LATE, DONE), sent=(answered,))
    assert waiting_in(view, NOW) == Waiting(3, 1, 1, LATE.due, Lateness.OVERDUE)
    assert waiting_in(ReferralsView(), NOW) == Waiting()


@pytest.fixture
def clock() -> list[datetime]:
    return [NOW]


@pytest.fixture
def screen(qtbot: QtBot, clock: list[datetime]) -> ReferralListScreen:
    screen = ReferralListScreen(lambda: clock[0])
    qtbot.addWidget(screen)
    screen.resize(1280, 800)
    screen.show()
    screen.render(ReferralsView(inbox=(FRESH, HALF, LATE, DONE)))
    settle(screen)
    return screen


def looks(screen: ReferralListScreen) -> list[tuple[str, object]]:
    """Words and tone of each mark on show; each has an icon beside its words."""
    found = []
    for mark in screen.findChildren(DueMark):
        if mark.isVisible():
            (badge,) = [b for b in mark.findChildren(Badge) if b.isVisible()]
            assert badge.findChild(Icon) is not None
            found.append((mark.text(), badge.property("tone")))
    return found


def test_the_lists_say_how_much_time_there_is(screen: ReferralListScreen) -> None:
    assert looks(screen) == [
        ("2 days left", "neutral"),
        ("1 day 6 h left", "warn"),
        ("Overdue 3 h", "danger"),
    ]
    names = [found.accessibleName() for found in screen.findChildren(Row) if found.isVisible()]
    assert "1 day 6 h left" in names[1]
    assert "overdue 3 h" in names[2]
    assert "left" not in names[3]


def test_time_goes_on_in_the_rows_as_they_stand(
    screen: ReferralListScreen, clock: list[datetime], qtbot: QtBot
) -> None:
    screen.activateWindow()
    first = next(found for found in screen.findChildren(Row) if found.isVisible())
    first.setFocus()
    qtbot.waitUntil(first.hasFocus)
    clock[0] = NOW + DAY_LONG + 2 * HOUR
    screen.tick()
    settle(screen)
    assert looks(screen)[0] == ("1 day 10 h left", "warn")
    assert QApplication.focusWidget() is first
    assert row_lateness(FRESH, clock[0]) is Lateness.HALF_TIME


@pytest.mark.parametrize(
    ("waiting", "title", "detail", "tone"),
    [
        (Waiting(1, 0, 0, FRESH.due, Lateness.IN_TIME), "1 referral to answer", "2 days left", ""),
        (
            Waiting(3, 0, 0, HALF.due, Lateness.HALF_TIME),
            "3 referrals to answer",
            "The first: 1 day 6 h left",
            "warn",
        ),
        (
            Waiting(3, 0, 1, LATE.due, Lateness.OVERDUE),
            "3 referrals to answer",
            "The first: overdue 3 h",
            "danger",
        ),
        (
            Waiting(3, 0, 2, LATE.due, Lateness.OVERDUE),
            "3 referrals to answer",
            "2 are late, the first overdue 3 h",
            "danger",
        ),
        (Waiting(0, 2), "2 answers to read", "", ""),
    ],
)
def test_the_first_screen_says_it_too(waiting: Waiting, title: str, detail: str, tone: str) -> None:
    (need,) = needs(waiting, 0, NOW)
    assert (need.title, need.detail, need.tone) == (title, detail, tone)


def test_what_presses_keeps_the_keyboard_when_its_words_change(qtbot: QtBot) -> None:
    today = TodayScreen(lambda: NOW)
    qtbot.addWidget(today)
    today.resize(1280, 800)
    today.show()
    today.render(DAY)
    waiting = Waiting(1, 0, 0, NOW + HOUR, Lateness.HALF_TIME)
    today.set_needs(needs(waiting, 1, NOW))
    today.activateWindow()
    settle(today)
    first = next(found for found in today.findChildren(NeedRow) if found.isVisible())
    first.setFocus()
    qtbot.waitUntil(first.hasFocus)
    today.set_needs(needs(waiting, 1, NOW + timedelta(minutes=1)))
    settle(today)
    focused = QApplication.focusWidget()
    assert isinstance(focused, NeedRow)
    assert focused.accessibleName() == "1 referral to answer. 59 min left"
    today.resize(1024, 700)
    settle(today)
    assert "1 referral to answer: 1 h left" in words(today) or "59 min left" in " ".join(
        words(today)
    )


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(
    ("width", "height", "percent"), [(1280, 800, 100), (1024, 700, 100), (1280, 800, 200)]
)
@pytest.mark.usefixtures("bokmal")
def test_deadlines_are_readable_in_bokmal(
    screen: ReferralListScreen, look: Theme, width: int, height: int, percent: int, dark: bool
) -> None:
    look.set_look(Look.DARK if dark else Look.LIGHT)
    look.set_percent(percent)
    screen.resize(width, height)
    screen.render(ReferralsView(inbox=(FRESH, HALF, LATE, DONE), sent=(LATE, DONE)))
    assert_readable(screen)

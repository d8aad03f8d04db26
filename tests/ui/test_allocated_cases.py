# SPDX-License-Identifier: GPL-3.0-or-later
"""What is read of allocated cases: in the lists, by their sender, by whoever had them before."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.records.referral import (
    ReferralStatus,
    Slot,
)
from app.referrals.errors import Hindrance
from app.referrals.lateness import Waiting, waiting_in
from app.referrals.views import ReferralsView
from app.referrals.whose import Part
from app.ui.referrals.case_news import CaseNews, NewsWatch
from app.ui.referrals.compose_screen import ComposeScreen
from app.ui.referrals.list_screen import ReferralListScreen
from app.ui.referrals.news_words import of_news
from app.ui.referrals.review_screen import ReviewScreen
from app.ui.today.needs import needs
from app.ui.widgets.banner import Banner
from app.ui.widgets.row import Row
from tests.fakes.referrals import reply
from tests.ui.allocation_samples import (
    GIVEN,
    KARI,
    LEFT,
    MONA,
    NOW,
    TO_MONA,
    TO_SIGRUN,
    WAITS,
    WAITS_LONG,
    case,
    opened,
    row,
)
from tests.ui.asking import button, words
from tests.ui.clipping import assert_readable, settle
from tests.ui.test_referral_screens import SIGRUN, attachment, referral


def rows(screen: ReferralListScreen) -> list[str]:
    QApplication.processEvents()
    return [r.accessibleName() for r in screen.findChildren(Row) if r.isVisible()]


def test_the_list_says_how_long_a_case_has_waited_and_who_has_it(qtbot: QtBot) -> None:
    screen = ReferralListScreen(lambda: NOW)
    qtbot.addWidget(screen)
    screen.resize(1280, 900)
    screen.show()
    screen.render(
        ReferralsView(coordinates=True, to_allocate=(WAITS_LONG, LEFT, WAITS), allocated=(GIVEN,))
    )
    settle(screen)
    shown = words(screen)
    assert {"To allocate", "Allocated by you"} <= set(shown)
    assert "To answer" not in shown
    long, left, short, given = rows(screen)
    assert "Has waited 1 h 20 min" in long
    assert "Whoever had it no longer has access" in left
    assert "Has waited 20 min" in short
    assert "With Sigrun Aasheim since" in given
    assert_readable(screen)


def test_who_had_a_case_reads_who_has_it_and_is_not_hurried(qtbot: QtBot) -> None:
    screen = ReferralListScreen(lambda: NOW)
    qtbot.addWidget(screen)
    screen.resize(1280, 900)
    screen.show()
    late = row(5, Part.READ, 60 * 24 * 4, status=ReferralStatus.ALLOCATED)
    late = replace(late, with_name="Mona Lie", with_since=NOW)
    mine = row(6, Part.ANSWER, 60, status=ReferralStatus.ALLOCATED)
    screen.render(ReferralsView(inbox=(mine, late)))
    first, second = rows(screen)
    assert "Given to you" in first
    assert "Given to somebody else" in second
    assert "With Mona Lie since" in second
    assert "verdue" not in second
    view = ReferralsView(inbox=(mine, late))
    assert (waiting_in(view, NOW).to_answer, waiting_in(view, NOW).overdue) == (1, 0)


def test_the_sender_reads_whom_it_is_with_and_who_chooses(qtbot: QtBot) -> None:
    review = ReviewScreen()
    qtbot.addWidget(review)
    review.resize(1280, 800)
    review.show()
    review.render(opened(case(), Part.READ, mine=True), {}, None)
    settle(review)
    assert "The coordinator chooses who answers" in words(review)
    given = case(TO_MONA, status=ReferralStatus.ALLOCATED)
    review.render(opened(given, Part.READ, mine=True, answerer=MONA), {}, None)
    settle(review)
    said = [banner.text() for banner in review.findChildren(Banner) if banner.isVisible()]
    assert any("With Mona Lie since" in text and "On leave" in text for text in said)
    assert_readable(review)


def test_who_had_a_case_reads_it_and_what_was_written(qtbot: QtBot) -> None:
    review = ReviewScreen()
    qtbot.addWidget(review)
    review.resize(1280, 800)
    review.show()
    given = case(TO_SIGRUN, TO_MONA, status=ReferralStatus.ALLOCATED)
    review.render(opened(given, Part.READ, answerer=MONA), {}, reply("Half written"))
    settle(review)
    assert "Half written" in words(review)
    said = [banner.text() for banner in review.findChildren(Banner) if banner.isVisible()]
    assert any("You are not waited for" in text for text in said)
    assert_readable(review)


def test_whoever_was_chosen_reads_by_whom(qtbot: QtBot) -> None:
    review = ReviewScreen()
    qtbot.addWidget(review)
    review.resize(1280, 800)
    review.show()
    given = case(TO_SIGRUN, status=ReferralStatus.ALLOCATED)
    review.render(opened(given, Part.ANSWER, answerer=SIGRUN), {}, None)
    settle(review)
    assert any("Allocated to you by Kari Moen" in line for line in words(review))
    assert button(review, "Sign and send")


def test_a_sender_may_choose_the_coordinator(qtbot: QtBot) -> None:
    compose = ComposeScreen()
    qtbot.addWidget(compose)
    compose.resize(1280, 800)
    compose.show()
    compose.render(referral(attachment(1, Slot.REGION)), (SIGRUN, KARI), {})
    settle(compose)
    assert "The coordinator chooses who answers." not in words(compose)
    compose._form._to.setCurrentText("Coordinator, University hospital")
    settle(compose)
    assert compose._form.recipient == KARI.user
    assert "The coordinator chooses who answers." in words(compose)


def test_what_a_coordinator_and_a_former_specialist_are_told_once() -> None:
    watch = NewsWatch()
    assert watch.look(ReferralsView(), NOW) == ()
    view = ReferralsView(to_allocate=(WAITS,))
    assert watch.look(view, NOW) == (CaseNews.TO_ALLOCATE,)
    assert watch.look(view, NOW + timedelta(minutes=30)) == ()
    assert watch.look(view, NOW + timedelta(minutes=50)) == (CaseNews.UNALLOCATED,)
    assert watch.look(view, NOW + timedelta(minutes=60)) == ()
    back = ReferralsView(to_allocate=(replace(WAITS, came_back=Hindrance.RECIPIENT_GONE),))
    assert watch.look(back, NOW + timedelta(minutes=60)) == (CaseNews.TO_ALLOCATE_AGAIN,)
    assert watch.look(back, NOW + timedelta(minutes=61)) == ()
    view = ReferralsView(allocated=(replace(WAITS, status=ReferralStatus.IN_REVIEW),))
    assert watch.look(view, NOW + timedelta(days=2)) == ()
    assert watch.look(view, NOW + timedelta(days=3)) == (CaseNews.OVERDUE_ELSEWHERE,)
    theirs = NewsWatch()
    mine = row(7, Part.ANSWER, 10)
    assert theirs.look(ReferralsView(inbox=(mine,)), NOW) == ()
    given = ReferralsView(inbox=(replace(mine, part=Part.READ),))
    assert theirs.look(given, NOW) == (CaseNews.GIVEN_AWAY,)
    assert theirs.look(given, NOW + timedelta(days=9)) == ()
    assert all(of_news(news) for news in CaseNews)


def test_the_first_screen_says_what_waits_to_be_allocated() -> None:
    waiting = waiting_in(ReferralsView(to_allocate=(WAITS, WAITS_LONG)), NOW)
    assert (waiting.to_allocate, waiting.unallocated) == (2, 1)
    (need,) = needs(waiting, 0, NOW)
    assert (need.tone, "2 referrals to allocate" in need.title) == ("danger", True)
    (need,) = needs(Waiting(to_allocate=1), 0, NOW)
    assert (need.tone, need.title) == ("", "1 referral to allocate")

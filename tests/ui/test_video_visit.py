# SPDX-License-Identifier: GPL-3.0-or-later
"""A video visit as an answer: proposed where there is room, told to the sender with its link."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QPlainTextEdit, QRadioButton
from pytestqt.qtbot import QtBot

from app.bridge import Bridge
from app.records.ids import LinkId
from app.records.referral import (
    Certainty,
    Decision,
    PictureQuality,
    ReferralStatus,
    Reply,
    SignedReply,
)
from app.records.schedule import OfferedVisit
from app.referrals.reply_check import can_be_drawn
from app.schedule.free_time import Busy, Calendar
from app.store.referrals import referral as find_referral
from app.store.referrals import save_referral
from app.ui.notices import Notices
from app.ui.referrals.review_flow import ReviewFlow
from app.ui.referrals.review_screen import ReviewScreen
from app.ui.theme import Theme
from app.ui.widgets.button import Button
from app.vault.links import JoinAddress, format_link
from tests.fakes.people import Clinic
from tests.fakes.referral_desk import Desk
from tests.fakes.referrals import form
from tests.ui.asking import DEADLINE_MS, button, on_bridge, press, words
from tests.ui.clipping import assert_readable, settle
from tests.ui.test_compose_fields import choose
from tests.ui.test_referral_screens import NOW, SIGRUN, opened, review

__all__ = ["review"]

LINK = format_link(JoinAddress("https://vidda.example.org", LinkId("a" * 32), b"s" * 16, b"h" * 10))
NOWHERE = "http://127.0.0.1:9"


def working_day() -> datetime:
    """Ten o'clock on a working day that is near, on this computer's clock."""
    day = datetime.now().astimezone() + timedelta(days=2)
    while day.weekday() >= 5:
        day += timedelta(days=1)
    return day.replace(hour=10, minute=0, second=0, microsecond=0)


def calendar(*busy: Busy) -> Calendar:
    return Calendar(busy, working_day(), working_day() + timedelta(days=20))


def line(window: ReviewScreen, name: str) -> QLineEdit:
    return next(e for e in window.findChildren(QLineEdit) if e.accessibleName() == name)


def decide(window: ReviewScreen, name: str) -> None:
    radio = next(r for r in window.findChildren(QRadioButton) if r.text() == name)
    QTest.mouseClick(radio, Qt.MouseButton.LeftButton, pos=QPoint(8, radio.height() // 2))
    settle(window)


def answered_but_for_the_decision(review: ReviewScreen, draft: Reply | None = None) -> None:
    review.render(opened(), {}, draft)
    box = next(b for b in review.findChildren(QPlainTextEdit) if b.accessibleName() == "Assessment")
    box.setPlainText("Dysplastic naevus")
    choose(review, "What to do with the skin change", "excise-or-refer")


def answered(visit: OfferedVisit) -> SignedReply:
    reply = Reply(
        PictureQuality.GOOD,
        (),
        "Dysplastic naevus",
        Certainty.PROBABLE,
        Decision.VIDEO_VISIT,
        visit=visit,
    )
    return SignedReply(reply, SIGRUN.user, SIGRUN.name, SIGRUN.unit, NOW)


def test_the_first_free_time_is_proposed_and_signed(review: ReviewScreen, qtbot: QtBot) -> None:
    answered_but_for_the_decision(review)
    with qtbot.waitSignal(review.calendar_wanted):
        decide(review, "Video visit")
    jonas = Busy(working_day(), working_day() + timedelta(minutes=45), "Jonas Skaresund")
    review.show_calendar(calendar(jonas))
    assert line(review, "Time").text() == "10:45"
    # A longer one does not fit there any more, and what the user wrote is not moved.
    lunch = Busy(working_day() + timedelta(minutes=75), working_day() + timedelta(hours=3), "x")
    review.show_calendar(calendar(jonas, lunch))
    press(qtbot, review.window(), "60")
    assert line(review, "Time").text() == "13:00"
    line(review, "Time").clear()
    QTest.keyClicks(line(review, "Time"), "10.15")
    settle(review)
    assert "At that time you have Jonas Skaresund, 10:00 to 10:45." in words(review)
    press(qtbot, review.window(), "30")
    assert line(review, "Time").text() == "10.15"
    with qtbot.waitSignal(review.reply_wanted) as wanted:
        press(qtbot, review.window(), "Sign and send")
    visit = OfferedVisit(working_day().replace(minute=15).astimezone(UTC), 30)
    assert wanted.args[0].decision is Decision.VIDEO_VISIT
    assert wanted.args[0].visit == visit
    # Saved as it was chosen, it stands there again, and nothing is proposed over it.
    answered_but_for_the_decision(review, wanted.args[0])
    review.show_calendar(calendar())
    assert line(review, "Time").text() == "10:15"
    decide(review, "Treat at the GP")
    with qtbot.waitSignal(review.reply_wanted) as wanted:
        press(qtbot, review.window(), "Sign and send")
    assert wanted.args[0].visit is None


@pytest.mark.parametrize(
    ("day", "time", "reason"),
    [
        ("", "10:00", "Write day, month and year"),
        ("31.02.2027", "10:00", "Write day, month and year"),
        ("01.02.2027", "25:00", "Write hours and minutes"),
        ("01.02.2020", "10:00", "not over yet"),
        ("01.02.2199", "10:00", "within the next 30 days"),
    ],
)
def test_an_impossible_time_keeps_the_answer_here_and_says_why(
    review: ReviewScreen, day: str, time: str, reason: str
) -> None:
    answered_but_for_the_decision(review)
    decide(review, "Video visit")
    line(review, "Day").setText(day)
    QTest.keyClicks(line(review, "Time"), time)
    sent: list[Reply] = []
    review.reply_wanted.connect(sent.append)
    send = button(review, "Sign and send")
    assert reason in send.off_reason  # type: ignore[attr-defined]
    QTest.mouseClick(send, Qt.MouseButton.LeftButton)
    assert sent == []
    assert QApplication.focusWidget() in (line(review, "Day"), line(review, "Time"))


def test_a_full_calendar_is_said(review: ReviewScreen) -> None:
    answered_but_for_the_decision(review)
    decide(review, "Video visit")
    review.show_calendar(calendar(Busy(NOW, NOW + timedelta(days=400_000), "x")))
    settle(review)
    assert "No free time was found. Write day and time." in words(review)
    assert line(review, "Day").text() == ""


def test_the_sender_reads_when_and_copies_the_link(review: ReviewScreen, qtbot: QtBot) -> None:
    visit = OfferedVisit(working_day(), 30, LINK)
    review.render(opened(mine=True, reply=answered(visit)), {}, None)
    settle(review)
    (when,) = [text for text in words(review) if text.endswith("10:00, 30 minutes")]
    assert str(working_day().day) in when
    assert LINK not in " ".join(words(review))
    press(qtbot, review.window(), "Copy the patient's link")
    assert QApplication.clipboard().text() == LINK
    assert "Copied" in words(review)


@pytest.mark.parametrize(
    ("visit", "mine", "said"),
    [
        (OfferedVisit(working_day(), 30, LINK), False, "The sender has the patient's link"),
        (OfferedVisit(working_day(), 30, LINK[:-3]), True, f"Ask {SIGRUN.name} for it."),
        (OfferedVisit(NOW - timedelta(days=900), 30, LINK), True, "The time of this visit is over"),
    ],
)
def test_no_link_is_offered_that_helps_nobody(
    review: ReviewScreen, visit: OfferedVisit, mine: bool, said: str
) -> None:
    review.render(opened(mine=mine, reply=answered(visit)), {}, None)
    settle(review)
    assert any(said in text for text in words(review))
    with pytest.raises(AssertionError):
        button(review, "Copy the patient's link")


def test_a_visit_outside_of_any_calendar_is_not_shown() -> None:
    fine = answered(OfferedVisit(NOW, 30, LINK)).reply
    assert can_be_drawn(fine)
    for wrong in (
        OfferedVisit(NOW.replace(tzinfo=None), 30),
        OfferedVisit(NOW.replace(year=9999), 30),
        OfferedVisit(NOW, 0),
        OfferedVisit(NOW, 100_000),
        OfferedVisit(NOW, 30, "x" * 5000),
    ):
        assert not can_be_drawn(replace(fine, visit=wrong))


@pytest.mark.parametrize(
    ("width", "height", "percent"), [(1280, 800, 100), (1024, 700, 100), (1280, 800, 200)]
)
@pytest.mark.usefixtures("bokmal")
def test_both_sides_are_readable_in_bokmal(
    review: ReviewScreen, look: Theme, width: int, height: int, percent: int
) -> None:
    look.set_percent(percent)
    review.resize(width, height)
    draft = answered(OfferedVisit(working_day(), 30)).reply
    review.render(opened(), {}, draft)
    busy = Busy(working_day(), working_day() + timedelta(minutes=45), "Jonas Skaresund")
    review.show_calendar(calendar(busy))
    settle(review)
    if percent == 200:
        press_turn(review)
    assert_readable(review)
    visit = OfferedVisit(working_day(), 30, LINK)
    review.render(opened(mine=True, reply=answered(visit)), {}, None)
    assert_readable(review)


def press_turn(review: ReviewScreen) -> None:
    """Turn to the page with the answer."""
    QTest.mouseClick(button(review, "Svar"), Qt.MouseButton.LeftButton)
    settle(review)


@pytest.fixture
def bridge() -> Iterator[Bridge]:
    bridge = Bridge()
    bridge.start()
    yield bridge
    bridge.stop()


async def received(desk: Desk, sender: Desk) -> str:
    """Let a referral lie in the specialist's inbox, as it would after a delivery."""
    draft = await sender.service.new_draft(form())
    await sender.service.send(draft.referral, desk.identity.user)
    stored = await find_referral(sender.store, draft.referral)
    assert stored is not None
    came = replace(stored.referral, status=ReferralStatus.RECEIVED)
    await save_referral(desk.store, came, "received", stored.secret)
    return draft.referral


def test_without_the_server_nothing_is_promised_and_the_answer_is_kept(
    qtbot: QtBot, bridge: Bridge, review: ReviewScreen, tmp_path: Path
) -> None:
    clinic = Clinic()
    people = clinic.add("Sondre Dahl", "GP"), clinic.add("Eira", "Dermatologist", "dermatology")
    directory = clinic.directory()
    gp, skin = (Desk(p, tmp_path / p.user, NOWHERE, lambda: directory) for p in people)
    for desk in (gp, skin):
        on_bridge(qtbot, bridge, desk.open())
    number = on_bridge(qtbot, bridge, received(skin, gp))
    window = QMainWindow()
    qtbot.addWidget(window)
    notices = Notices(window)
    window.setCentralWidget(notices.bar)
    window.show()
    shown: list[object] = []
    flow = ReviewFlow(
        review, skin.service, skin.answering, bridge, notices, shown.append, lambda: None
    )
    flow.open(number)
    qtbot.waitUntil(lambda: bool(shown), timeout=DEADLINE_MS)
    box = next(b for b in review.findChildren(QPlainTextEdit) if b.accessibleName() == "Assessment")
    box.setPlainText("Dysplastic naevus")
    choose(review, "What to do with the skin change", "excise-or-refer")
    decide(review, "Video visit")
    qtbot.waitUntil(lambda: bool(line(review, "Time").text()), timeout=DEADLINE_MS)
    press(qtbot, review.window(), "Sign and send")
    qtbot.waitUntil(
        lambda: any("no visit could be planned" in text for text in words(window)),
        timeout=DEADLINE_MS,
    )
    assert button(review, "Sign and send").isEnabled()
    assert box.isEnabled()
    draft = on_bridge(qtbot, bridge, skin.service.reply_draft(number))
    assert draft is not None and draft.decision is Decision.VIDEO_VISIT
    assert draft.visit is not None
    for desk in (gp, skin):
        on_bridge(qtbot, bridge, desk.close())


def test_what_an_earlier_answer_promised_is_offered_again_and_found_by_the_sender(
    review: ReviewScreen, qtbot: QtBot
) -> None:
    visit = OfferedVisit(working_day().astimezone(UTC), 45, LINK)
    case = opened()
    again = replace(case.referral, earlier_replies=(answered(visit),))
    review.render(replace(case, referral=again), {}, None)
    decide(review, "Video visit")
    review.show_calendar(calendar(Busy(NOW, NOW + timedelta(days=400_000), "x")))
    assert (line(review, "Day").text(), line(review, "Time").text()) == (
        working_day().strftime("%d.%m.%Y"),
        "10:00",
    )
    # The last answer has none: the sender finds the link with the one before.
    now = answered(visit)
    now = replace(now, reply=replace(now.reply, decision=Decision.TREAT_AT_GP, visit=None))
    read = replace(opened(mine=True, reply=now).referral, earlier_replies=(answered(visit),))
    review.render(replace(case, referral=read, mine=True), {}, None)
    settle(review)
    press(qtbot, review.window(), "Copy the patient's link")
    assert QApplication.clipboard().text() == LINK
    # One that a later answer has replaced is not offered any more.
    new = answered(OfferedVisit(working_day() + timedelta(days=1), 30, LINK))
    review.render(replace(case, referral=replace(read, reply=new), mine=True), {}, None)
    settle(review)
    copies = [b for b in review.findChildren(Button) if b.text() == "Copy the patient's link"]
    assert sum(b.isVisible() for b in copies) == 1

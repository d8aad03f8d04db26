# SPDX-License-Identifier: GPL-3.0-or-later
"""No part of a screen ever opens as a window of its own: it would flash and take the keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.calls.views import Stage
from app.records.composition import VersionKind
from app.records.schedule import OfferedVisit
from app.referrals.lateness import Lateness, Waiting
from app.referrals.views import ReferralsView
from app.schedule.free_time import Calendar
from app.ui.call.screen import CallScreen
from app.ui.call.view import Phase
from app.ui.notes.screen import NotesScreen
from app.ui.notes.view import NotesView
from app.ui.patient.call_screen import PatientCallScreen
from app.ui.patient.check import CheckView, StepState
from app.ui.patient.check_screen import CheckScreen
from app.ui.patient.waiting_screen import WaitingScreen
from app.ui.referrals.list_screen import ReferralListScreen
from app.ui.referrals.review_screen import ReviewScreen
from app.ui.theme import Theme
from app.ui.today.needs import needs
from app.ui.today.screen import TodayScreen
from tests.ui.clipping import settle
from tests.ui.samples import DAY, NOW, OWNER, VISITS
from tests.ui.test_deadlines import DONE, FRESH, HALF, LATE
from tests.ui.test_referral_screens import opened
from tests.ui.test_video_visit import LINK, answered, working_day
from tests.ui.visit_samples import (
    ALARM,
    BROKEN,
    CALL,
    GUEST,
    GUEST_CALL,
    HISTORY,
    INVITATION,
    ROW,
    ROWS,
    VISIT,
)

VISIT_TIME = OfferedVisit(working_day(), 30, LINK)


class Watch(QObject):
    """Remembers which windows were shown."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        shown = event.type() is QEvent.Type.Show
        if shown and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(type(watched).__name__)
        return False


@pytest.fixture
def windows(qapp: QApplication) -> Iterator[list[str]]:
    watch = Watch()
    qapp.installEventFilter(watch)
    yield watch.seen
    qapp.removeEventFilter(watch)


def call_screen() -> QWidget:
    screen = CallScreen(OWNER, lambda: NOW)
    screen.show()
    for stage in Stage:
        screen.render(replace(VISIT, call=replace(CALL, stage=stage), earlier=(ROW,)))
    screen.render(replace(VISIT, encounter=ALARM))
    screen.show_emergency()
    screen.render(replace(VISIT, phase=Phase.WRITING))
    return screen


def notes_screen() -> QWidget:
    screen = NotesScreen()
    screen.show()
    for history in (None, HISTORY, BROKEN):
        screen.render(NotesView(ROWS, ROW, history))
    screen.render(NotesView(ROWS, ROW, HISTORY))
    screen._write(VersionKind.CORRECTION)
    return screen


def check_screen() -> QWidget:
    screen = CheckScreen()
    screen.show()
    for state in StepState:
        screen.render(CheckView(INVITATION, state, state, state, state))
    return screen


def waiting_screen() -> QWidget:
    screen = WaitingScreen(lambda: NOW)
    screen.show()
    screen.render(GUEST)
    screen.render(replace(GUEST, stage=Stage.ENDED))
    return screen


def patient_call() -> QWidget:
    screen = PatientCallScreen(lambda: NOW)
    screen.show()
    screen.render(GUEST_CALL)
    return screen


def referral_list() -> QWidget:
    screen = ReferralListScreen(lambda: NOW)
    screen.show()
    screen.render(ReferralsView(inbox=(FRESH, HALF, LATE, DONE), sent=(LATE,), drafts=(DONE,)))
    screen.render(ReferralsView(to_allocate=(FRESH,), inbox=(LATE,)))
    screen.tick()
    return screen


def review_screen() -> QWidget:
    screen = ReviewScreen()
    screen.show()
    screen.render(opened(), {}, answered(VISIT_TIME).reply)
    screen.show_calendar(Calendar((), NOW, NOW))
    screen.advise_headphones(on=True)
    read = opened(mine=True, reply=answered(VISIT_TIME))
    screen.render(read, {}, None)
    again = replace(read.referral, earlier_replies=(answered(VISIT_TIME),))
    screen.render(replace(read, referral=again), {}, None)
    return screen


def today_screen() -> QWidget:
    screen = TodayScreen(lambda: NOW)
    screen.show()
    screen.render(replace(DAY, coming=VISITS))
    screen.set_needs(needs(Waiting(2, 1, 1, NOW, Lateness.OVERDUE), 1, NOW))
    return screen


@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize(
    "make",
    [
        *(call_screen, notes_screen, check_screen, waiting_screen, patient_call),
        *(referral_list, review_screen, today_screen),
    ],
)
def test_only_the_screen_itself_is_a_window(
    qtbot: QtBot, look: Theme, windows: list[str], make: Callable[[], QWidget], percent: int
) -> None:
    look.set_percent(percent)
    screen = make()
    qtbot.addWidget(screen)
    screen.resize(1024, 700)
    settle(screen)
    look.set_percent(150)
    settle(screen)
    assert set(windows) == {type(screen).__name__}

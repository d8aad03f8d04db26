# SPDX-License-Identifier: GPL-3.0-or-later
"""The visits of later days: under the name of their day, with the same actions as today's."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from app.records.schedule import AppointmentStatus
from app.ui.theme import Theme
from app.ui.today.screen import TodayScreen
from app.ui.today.visit_line import VisitLine
from tests.ui.asking import words
from tests.ui.clipping import assert_readable, settle
from tests.ui.samples import DAY, NOW, at, visit

BOOKED = AppointmentStatus.BOOKED
FIRST = visit(21, "Halvard Nysnø", 58, "Referral: new dark patch on the left calf. Excise here?",
              at(10, 0) + timedelta(days=2), BOOKED)  # fmt: skip
COMING = (
    replace(FIRST, promised=True),
    visit(22, "Jonas Skaresund", 52, "Follow-up", at(11, 0) + timedelta(days=2), BOOKED),
    visit(23, "Eira Multemyr", 34, "Follow-up", at(9, 0) + timedelta(days=3), BOOKED),
)


@pytest.fixture
def screen(qtbot: QtBot) -> TodayScreen:
    screen = TodayScreen(lambda: NOW)
    qtbot.addWidget(screen)
    screen.resize(1280, 800)
    screen.show()
    return screen


def test_later_days_have_their_names_and_each_visit_its_actions(
    screen: TodayScreen, qtbot: QtBot
) -> None:
    screen.render(replace(DAY, coming=COMING))
    settle(screen)
    said = words(screen)
    assert [
        text for text in said if text in ("Later", "Thursday 26 November", "Friday 27 November")
    ]
    assert said.count("Thursday 26 November") == 1
    line = next(
        found
        for found in screen.findChildren(VisitLine)
        if found.accessibleName().startswith("Thursday 26 November, 10:00, Halvard Nysnø")
    )
    menu = line.findChild(QMenu)
    assert isinstance(menu, QMenu)
    actions = {action.text(): action for action in menu.actions()}
    for text, signal in (
        ("Show the link", screen.link_asked),
        ("Make a new link", screen.new_link_asked),
        ("Cancel the visit", screen.cancel_asked),
    ):
        with qtbot.waitSignal(signal) as asked:
            actions[text].trigger()
        assert asked.args == [COMING[0].appointment]
    assert screen.patient_name(COMING[2].appointment) == "Eira Multemyr"
    assert [screen.is_promised(row.appointment) for row in COMING] == [True, False, False]


def test_without_later_visits_nothing_is_said_of_them(screen: TodayScreen) -> None:
    screen.render(replace(DAY, coming=COMING))
    screen.render(DAY)
    settle(screen)
    assert "Later" not in words(screen)


@pytest.mark.parametrize(
    ("width", "height", "percent"), [(1280, 800, 100), (1024, 700, 100), (1280, 800, 200)]
)
@pytest.mark.usefixtures("bokmal")
def test_later_days_are_readable_in_bokmal(
    screen: TodayScreen, look: Theme, width: int, height: int, percent: int
) -> None:
    look.set_percent(percent)
    screen.resize(width, height)
    screen.render(replace(DAY, coming=COMING))
    assert_readable(screen)

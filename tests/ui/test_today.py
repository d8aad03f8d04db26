# SPDX-License-Identifier: GPL-3.0-or-later
"""The day's screen: what it shows, what it asks, and that it loses no text."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.schedule.views import Connection
from app.ui.reading import read_date, read_time
from app.ui.shell.main_window import MainWindow
from app.ui.shell.rail import Section
from app.ui.theme import Theme
from app.ui.today.alarm import ArrivalAlarm
from app.ui.today.aside import Equipment, Need
from app.ui.today.forms import VisitForm
from app.ui.today.screen import TodayScreen
from app.ui.today.waiting import WaitingLine
from app.ui.widgets.button import Button
from app.ui.widgets.plain_label import PlainLabel
from tests.ui.asking import button
from tests.ui.clipping import assert_readable, settle
from tests.ui.samples import DANYLO, DAY, JONAS, NOW, OFFLINE, OWNER, QUIET

NEEDS = (Need("referrals", "tray", "3 new referrals", "The oldest has waited 40 min"),)


@pytest.fixture
def window(qtbot: QtBot) -> MainWindow:
    screen = TodayScreen(lambda: NOW)
    window = MainWindow(((Section("today", "calendar-blank"), screen),), OWNER)
    qtbot.addWidget(window)
    window.show()
    screen.set_needs(NEEDS)
    screen.set_equipment(Equipment("Built-in camera", "Headset", ""))
    screen.render(DAY)
    settle(window)
    return window


@pytest.fixture
def screen(window: MainWindow) -> TodayScreen:
    found = window.findChild(TodayScreen)
    assert isinstance(found, TodayScreen)
    return found


def words(window: MainWindow) -> list[str]:
    return [label.text() for label in window.findChildren(PlainLabel) if label.isVisible()]


def press(qtbot: QtBot, window: MainWindow, name: str) -> None:
    button = next(
        b for b in window.findChildren(Button) if b.isVisible() and b.accessibleName() == name
    )
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    settle(window)


@pytest.mark.parametrize("size", [(1280, 800), (1024, 700), (800, 560)])
@pytest.mark.parametrize("percent", [100, 200])
def test_the_day_is_readable_at_every_size(
    window: MainWindow,
    screen: TodayScreen,
    look: Theme,
    size: tuple[int, int],
    percent: int,
) -> None:
    look.set_percent(percent)
    window.resize(*size)
    for view in (DAY, QUIET, OFFLINE):
        screen.render(view)
        assert_readable(window)


@pytest.mark.parametrize("percent", [100, 200])
def test_the_pages_over_the_day_are_readable(
    window: MainWindow, screen: TodayScreen, look: Theme, percent: int, qtbot: QtBot
) -> None:
    look.set_percent(percent)
    screen.start_new_visit()
    assert_readable(window)
    screen.show_link("Eira Multemyr", "https://vidda.example/j/0123#" + "A" * 60)
    assert_readable(window)


def test_the_waiting_are_shown_with_how_long(window: MainWindow) -> None:
    names = [widget.accessibleName() for widget in window.findChildren(Button)]
    assert "Admit Jonas Skaresund, waiting 8 minutes" in names
    assert "Admit Danylo Verkhovin, waiting 3 minutes" in names
    assert "Check: weak network, sound fine" in words(window)


def test_only_one_primary_action(window: MainWindow) -> None:
    filled = [
        b for b in window.findChildren(Button) if b.isVisible() and b.property("kind") == "primary"
    ]
    assert len(filled) == 1


def test_admit_by_button_and_by_key(window: MainWindow, screen: TodayScreen, qtbot: QtBot) -> None:
    asked: list[tuple[str, str]] = []
    screen.admit_asked.connect(lambda visit, person: asked.append((visit, person)))
    press(qtbot, window, "Admit Danylo Verkhovin, waiting 3 minutes")
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(window, Qt.Key.Key_Return, both)
    assert asked == [
        (DANYLO.appointment, DANYLO.participant),
        (JONAS.appointment, JONAS.participant),
    ]


def test_enter_alone_lets_nobody_in(window: MainWindow, screen: TodayScreen, qtbot: QtBot) -> None:
    asked: list[str] = []
    screen.admit_asked.connect(lambda visit, _person: asked.append(visit))
    admit = button(window, "Admit Jonas Skaresund, waiting 8 minutes")
    qtbot.keyClick(admit, Qt.Key.Key_Return)
    assert asked == []
    qtbot.keyClick(admit, Qt.Key.Key_Space)
    assert asked == [JONAS.appointment]


def test_nobody_is_admitted_without_a_line(
    window: MainWindow, screen: TodayScreen, qtbot: QtBot
) -> None:
    screen.render(OFFLINE)
    settle(window)
    asked: list[str] = []
    screen.admit_asked.connect(lambda visit, _person: asked.append(visit))
    press(qtbot, window, "Admit Jonas Skaresund, waiting 8 minutes")
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(window, Qt.Key.Key_Return, both)
    assert asked == []
    assert "Not connected since 09:31." in words(window)


def test_what_is_being_written_survives_changes_of_the_day(
    window: MainWindow, screen: TodayScreen, qtbot: QtBot
) -> None:
    press(qtbot, window, "Message to Jonas Skaresund")
    line = next(edit for edit in window.findChildren(QLineEdit) if edit.isVisible())
    line.setText("I come in two min")
    later = replace(DAY, waiting=(replace(JONAS, check="failed"), DANYLO))
    screen.render(later)
    screen.render(replace(DAY, waiting=(JONAS,)))
    settle(window)
    assert line.isVisible()
    assert line.text() == "I come in two min"
    sent: list[tuple[str, str, str]] = []
    screen.message_asked.connect(lambda *message: sent.append(message))
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert sent == [(JONAS.appointment, JONAS.participant, "I come in two min")]


def test_those_who_left_are_gone(window: MainWindow, screen: TodayScreen) -> None:
    screen.render(replace(DAY, waiting=(DANYLO,)))
    settle(window)
    lines = [line for line in window.findChildren(WaitingLine) if line.isVisible()]
    assert len(lines) == 1
    screen.render(QUIET)
    settle(window)
    assert "Nobody is waiting" in words(window)


def test_a_row_opens_by_keyboard(window: MainWindow, screen: TodayScreen, qtbot: QtBot) -> None:
    opened: list[str] = []
    screen.open_asked.connect(opened.append)
    row = next(
        widget
        for widget in window.findChildren(type(window.centralWidget()))
        if widget.accessibleName().startswith("10:45, Eira Multemyr")
    )
    row.setFocus()
    qtbot.keyClick(row, Qt.Key.Key_Return)
    assert len(opened) == 1


def test_a_new_visit_by_keyboard_alone(
    window: MainWindow, screen: TodayScreen, qtbot: QtBot
) -> None:
    planned: list[VisitForm] = []
    screen.plan_asked.connect(planned.append)
    qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    settle(window)
    for text in ("Eira Multemyr", "3.5.1992", "000 12 345", "Follow-up", "25.11.2026", "09.15"):
        editor = window.focusWidget()
        assert isinstance(editor, QLineEdit)
        editor.selectAll()
        qtbot.keyClicks(editor, text)
        qtbot.keyClick(editor, Qt.Key.Key_Tab)
    qtbot.keyClick(window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert len(planned) == 1
    form = planned[0]
    assert (form.patient_name, form.birth_date) == ("Eira Multemyr", date(1992, 5, 3))
    assert form.start.tzinfo is not None
    assert (form.start.hour, form.start.minute, form.minutes) == (9, 15, 30)


def test_a_wrong_date_is_said_and_nothing_is_planned(
    window: MainWindow, screen: TodayScreen, qtbot: QtBot
) -> None:
    planned: list[VisitForm] = []
    screen.plan_asked.connect(planned.append)
    screen.start_new_visit()
    name = window.focusWidget()
    assert isinstance(name, QLineEdit)
    qtbot.keyClicks(name, "Eira")
    qtbot.keyClick(name, Qt.Key.Key_Tab)
    birth = window.focusWidget()
    assert isinstance(birth, QLineEdit)
    qtbot.keyClicks(birth, "31.02.1992")
    qtbot.keyClick(window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(window)
    assert planned == []
    assert birth.hasFocus()
    assert "Write day, month and year, like 24.11.1974." in words(window)
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert screen.currentIndex() == 0


def test_the_link_is_copied_whole(window: MainWindow, screen: TodayScreen, qtbot: QtBot) -> None:
    link = "https://vidda.example/j/" + "0" * 32 + "#" + "A" * 38
    screen.show_link("Eira Multemyr", link)
    press(qtbot, window, "Copy the link")
    assert QGuiApplication.clipboard().text() == link
    assert "Copied" in words(window)


def test_silence_counts_until_the_next_person(
    window: MainWindow, screen: TodayScreen, qtbot: QtBot
) -> None:
    screen.render(replace(DAY, waiting=(JONAS,)))
    press(qtbot, window, "Silence")
    assert "Sound repeats every 20 s" not in words(window)
    screen.render(DAY)
    settle(window)
    assert "Sound repeats every 20 s" in words(window)


def test_the_alarm_repeats_until_somebody_acts(qtbot: QtBot, screen: TodayScreen) -> None:
    told: list[str] = []
    alarm = ArrivalAlarm(screen, told.append)
    alarm.set_waiting(1)
    assert alarm.sounding
    assert told == ["Somebody is waiting for you."]
    alarm.silence()
    assert not alarm.sounding
    alarm.set_waiting(1)
    assert not alarm.sounding
    alarm.set_waiting(2)
    assert alarm.sounding
    alarm.set_waiting(0)
    assert not alarm.sounding


def test_connecting_is_not_shown_as_gone(window: MainWindow, screen: TodayScreen) -> None:
    screen.render(replace(DAY, connection=Connection.CONNECTING))
    settle(window)
    assert not any(text.startswith("Not connected") for text in words(window))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("24.11.1974", date(1974, 11, 24)),
        ("1974-11-24", date(1974, 11, 24)),
        (" 3/5/1992 ", date(1992, 5, 3)),
        ("24.11.74", None),
        ("31.02.1992", None),
        ("soon", None),
        ("", None),
    ],
)
def test_dates_as_people_write_them(text: str, expected: date | None) -> None:
    assert read_date(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("9:30", time(9, 30)), ("09.30", time(9, 30)), ("0930", time(9, 30)), ("25:00", None)],
)
def test_times_as_people_write_them(text: str, expected: time | None) -> None:
    assert read_time(text) == expected


def test_the_clock_goes_on_by_itself(qtbot: QtBot) -> None:
    moments = iter([NOW + timedelta(seconds=47.9)] * 3)
    last = NOW + timedelta(minutes=1)
    screen = TodayScreen(lambda: next(moments, last))
    qtbot.addWidget(screen)
    screen.show()
    qtbot.waitUntil(
        lambda: any("09:39" in one.text() for one in screen.findChildren(PlainLabel)), timeout=3000
    )

# SPDX-License-Identifier: GPL-3.0-or-later
"""The page of statistics: walked by keys, heard in sentences, readable at every size, as CSV."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QLineEdit,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.bridge import Bridge
from app.records.ids import UserId
from app.referrals.case_facts import Case
from app.referrals.statistics import Period, Statistics, statistics
from app.store.referrals import save_referral
from app.ui.notices import Notices
from app.ui.referrals.figure_rows import FigureRow, FigureTable, csv_lines, figure_words, time_words
from app.ui.referrals.figure_view import FigureLine
from app.ui.referrals.list_screen import ReferralListScreen
from app.ui.referrals.statistics_flow import StatisticsFlow
from app.ui.referrals.statistics_screen import StatisticsScreen
from app.ui.theme import Theme
from app.ui.widgets.share_bar import ShareBar
from tests.fakes.answered import GP, NOW, answered_referral, facts_of
from tests.fakes.people import Clinic
from tests.fakes.referral_desk import Desk
from tests.ui.asking import DEADLINE_MS, button, on_bridge, press, words
from tests.ui.clipping import assert_readable, settle, tab_order

NOWHERE = "http://127.0.0.1:9"
OTHER_GP = UserId("c" * 32)
UNITS = {GP: "Legekontoret i Øvre Viddal og omegn", OTHER_GP: "Nordre legesenter"}


def case(number: int, *, mine: bool = False) -> Case:
    one = answered_referral(number, OTHER_GP if number % 6 == 1 else GP)
    return Case(facts_of(one), mine, None if one.sent is None else one.sent + timedelta(minutes=3))


def counted(received: int, sent: int = 0, period: Period = Period.QUARTER) -> Statistics:
    cases = [case(number) for number in range(received)]
    cases += [case(number, mine=True) for number in range(sent)]
    return statistics(cases, period, NOW, UNITS)


@pytest.fixture
def screen(qtbot: QtBot) -> StatisticsScreen:
    screen = StatisticsScreen()
    qtbot.addWidget(screen)
    screen.resize(1280, 800)
    screen.show()
    return screen


def lines(screen: QWidget) -> list[FigureLine]:
    return [line for line in screen.findChildren(FigureLine) if line.isVisible()]


def heard(screen: QWidget) -> list[str]:
    return [line.accessibleName() for line in lines(screen)]


@pytest.mark.parametrize(
    ("width", "height", "percent", "in_bokmal"),
    [
        (1280, 800, 100, False),
        (1280, 800, 200, False),
        (1024, 700, 100, True),
        (1024, 700, 200, True),
        (800, 560, 150, True),
    ],
)
def test_every_word_is_readable_at_every_size(
    request: pytest.FixtureRequest,
    look: Theme,
    qtbot: QtBot,
    width: int,
    height: int,
    percent: int,
    in_bokmal: bool,
) -> None:
    if in_bokmal:
        request.getfixturevalue("bokmal")
    screen = StatisticsScreen()
    qtbot.addWidget(screen)
    look.set_percent(percent)
    screen.resize(width, height)
    screen.show()
    screen.render(counted(60))
    assert_readable(screen)
    screen.render(counted(2))
    assert_readable(screen)
    screen.render(counted(0))
    assert_readable(screen)


def test_each_line_is_a_sentence_and_each_bar_stands_beside_its_number(
    screen: StatisticsScreen,
) -> None:
    screen.render(counted(60))
    settle(screen)
    said = heard(screen)
    assert "Cases in this period: 60" in said
    (row,) = [line for line in said if line.startswith("Same day: ")]
    assert all(word in row for word in ("Answered ", "Median ", "90th percentile ", "In time "))
    (close_up,) = [
        line for line in said if line.startswith("Close-up: ") and "Too bright 1" in line
    ]
    assert "Limited or not usable" in close_up
    bars = [bar for bar in screen.findChildren(ShareBar) if bar.isVisible()]
    assert bars
    for bar in bars:
        line = bar.parentWidget()
        assert isinstance(line, FigureLine)
        assert "%" in line.accessibleName()
    shown = " ".join(words(screen))
    assert "Canary" not in shown and "Solbakken" not in shown


def test_few_cases_have_counts_and_no_percentile_and_it_is_said(screen: StatisticsScreen) -> None:
    screen.render(counted(4))
    settle(screen)
    said = " ".join(heard(screen))
    assert "%" not in said
    assert "Median fewer than 5" in said
    assert any("no median, percentile or per cent" in line for line in words(screen))
    assert not [bar for bar in screen.findChildren(ShareBar) if bar.isVisible()]


def test_tab_comes_to_each_table_once_and_arrows_walk_it(screen: StatisticsScreen) -> None:
    screen.render(counted(60))
    screen.activateWindow()
    settle(screen)
    stops = [stop for stop in tab_order(screen) if isinstance(stop, FigureLine)]
    titles = {stop.parentWidget().accessibleName() for stop in stops if stop.parentWidget()}
    assert len(stops) < len(lines(screen)) / 3
    first = next(line for line in lines(screen) if line.accessibleName().startswith("Same day"))
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Down)
    second = screen.focusWidget()
    assert isinstance(second, FigureLine)
    assert second.accessibleName().startswith("3 days")
    QTest.keyClick(second, Qt.Key.Key_End)
    last = screen.focusWidget()
    assert isinstance(last, FigureLine)
    assert last.accessibleName().startswith("All: ")
    QTest.keyClick(last, Qt.Key.Key_Down)
    assert screen.focusWidget() is last
    region = next(line for line in lines(screen) if line.accessibleName().startswith("Region"))
    region.setFocus()
    QTest.keyClick(region, Qt.Key.Key_End)
    below = screen.focusWidget()
    assert isinstance(below, FigureLine) and below is not region
    assert below.visibleRegion().boundingRect() == below.rect()
    last.setFocus()
    QTest.keyClick(last, Qt.Key.Key_Home)
    assert screen.focusWidget() is first
    again = [stop for stop in tab_order(screen) if isinstance(stop, FigureLine)]
    assert {stop.parentWidget().accessibleName() for stop in again if stop.parentWidget()} == titles


def test_the_side_with_anything_is_shown_until_one_is_chosen(
    qtbot: QtBot, screen: StatisticsScreen
) -> None:
    screen.render(counted(0, 9))
    settle(screen)
    assert "Cases in this period: 9" in heard(screen)
    assert any(line.startswith("From sending to opening") for line in heard(screen))
    press(qtbot, screen, "Sent to you")
    assert "Cases in this period: 0" in heard(screen)
    assert "Nothing was sent to you" in words(screen)
    screen.render(counted(0, 9))
    settle(screen)
    assert "Cases in this period: 0" in heard(screen)


def test_an_empty_time_says_since_when_and_what_to_do(screen: StatisticsScreen) -> None:
    screen.render(counted(0))
    settle(screen)
    assert any(line.startswith("Not since 26 August 2026.") for line in words(screen))
    screen.render(counted(0, period=Period.EVERYTHING))
    settle(screen)
    assert "Figures come by themselves with the first referral." in words(screen)


def test_before_there_are_figures_there_is_no_file(qtbot: QtBot, screen: StatisticsScreen) -> None:
    screen.show_counting()
    settle(screen)
    assert "Counting …" in words(screen)
    with qtbot.assertNotEmitted(screen.file_wanted, wait=50):
        press(qtbot, screen, "Save as CSV …")
    screen.show_not_counted()
    settle(screen)
    assert any("Choose a period above" in line for line in words(screen))


@pytest.mark.parametrize(
    ("time", "said"),
    [
        (timedelta(seconds=20), "under a minute"),
        (timedelta(seconds=50), "1 min"),
        (timedelta(minutes=59, seconds=40), "1 h 0 min"),
        (timedelta(hours=5, minutes=20), "5 h 20 min"),
        (timedelta(days=1, hours=4, minutes=31), "1 d 4 h"),
    ],
)
def test_times_in_words(time: timedelta, said: str) -> None:
    assert time_words(time) == said


def test_a_file_holds_whole_numbers() -> None:
    table = FigureTable(
        "T", ("", "a", "b", "c"), (FigureRow("=R", (3, timedelta(minutes=90), None)),)
    )
    assert csv_lines(table, "D") == [
        ("D", "T", "=R", "a", 3, "", ""),
        ("D", "T", "=R", "b", 90, "", "minutes"),
        ("D", "T", "=R", "c", "", "", "fewer than 5"),
    ]
    assert figure_words("word") == "word"


class Office:
    """The list and the page over a real service, in a window."""

    def __init__(self, qtbot: QtBot, bridge: Bridge, folder: Path, cases: int) -> None:
        self.qtbot, self.bridge = qtbot, bridge
        clinic = Clinic()
        directory = clinic.directory()
        own = clinic.add("Eira Nygård", "Dermatologist")
        self.desk = Desk(own, folder / "profile", NOWHERE, lambda: directory)
        self.desk.clock = lambda: NOW
        on_bridge(qtbot, bridge, self.desk.open())
        for number in range(cases):
            one = answered_referral(number, recipient=own.user)
            on_bridge(qtbot, bridge, save_referral(self.desk.store, one, "received", b""))
        self.window, self.pages, whole = QMainWindow(), QStackedWidget(), QWidget()
        notices = Notices(self.window)
        column = QVBoxLayout(whole)
        column.addWidget(notices.bar)
        column.addWidget(self.pages, 1)
        self.window.setCentralWidget(whole)
        self.list, self.page = ReferralListScreen(), StatisticsScreen()
        for each in (self.list, self.page):
            self.pages.addWidget(each)
        self.flow = StatisticsFlow(
            self.list,
            self.page,
            self.desk.service,
            bridge,
            notices,
            self.pages.setCurrentWidget,
            lambda: self.pages.setCurrentWidget(self.list),
        )
        qtbot.addWidget(self.window)
        self.window.resize(1280, 800)
        self.window.show()
        self.window.activateWindow()
        settle(self.window)

    def until(self, sentence: str) -> None:
        """Wait for a line or words to be on show."""
        self.qtbot.waitUntil(
            lambda: any(sentence in line for line in (*heard(self.window), *words(self.window))),
            timeout=DEADLINE_MS,
        )

    def dialog(self) -> QFileDialog:
        """Wait for the question where to."""
        self.qtbot.waitUntil(lambda: bool(self.page.findChildren(QFileDialog)), timeout=DEADLINE_MS)
        return self.page.findChildren(QFileDialog)[-1]

    def close(self) -> None:
        self.flow.close()
        on_bridge(self.qtbot, self.bridge, self.desk.close())


@pytest.fixture
def bridge() -> Iterator[Bridge]:
    bridge = Bridge()
    bridge.start()
    yield bridge
    bridge.stop()


def test_from_the_list_to_a_file_by_keys(qtbot: QtBot, bridge: Bridge, tmp_path: Path) -> None:
    office = Office(qtbot, bridge, tmp_path, 40)
    QTest.keyClick(
        office.window,
        Qt.Key.Key_S,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )
    office.until("Cases in this period: 40")
    month = button(office.window, "30 days")
    month.setFocus()
    QTest.keyClick(month, Qt.Key.Key_Right)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right)
    office.until("Cases in this period: 40")
    assert office.page.period is Period.YEAR
    QTest.keyClick(office.window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    dialog = office.dialog()
    field = dialog.findChildren(QLineEdit)[0]
    target = tmp_path / "kept"
    field.setText(str(target))
    QTest.keyClick(field, Qt.Key.Key_Return)
    office.until("Saved as kept.csv")
    raw = target.with_suffix(".csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    read = list(csv.reader(raw.decode("utf-8-sig").splitlines(), strict=True))
    assert {len(line) for line in read} == {8}
    assert [
        "Sent to you",
        "A year",
        "At a glance",
        "Cases in this period",
        "",
        "40",
        "",
        "",
    ] in read
    office.window.activateWindow()
    settle(office.window)
    QTest.keyClick(office.window, Qt.Key.Key_Escape)
    assert office.pages.currentWidget() is office.list
    office.close()


def test_a_folder_that_takes_nothing_is_said(qtbot: QtBot, bridge: Bridge, tmp_path: Path) -> None:
    office = Office(qtbot, bridge, tmp_path, 1)
    press(qtbot, office.window, "Statistics")
    office.until("Cases in this period: 1")
    press(qtbot, office.window, "Save as CSV …")
    office.dialog().fileSelected.emit(str(tmp_path / "nowhere" / "figures.csv"))
    office.until("The file could not be written there.")
    office.flow.close()
    qtbot.waitUntil(lambda: not office.page.findChildren(QFileDialog), timeout=DEADLINE_MS)
    office.close()


def test_only_what_was_asked_for_last_is_shown(
    qtbot: QtBot, bridge: Bridge, tmp_path: Path
) -> None:
    office = Office(qtbot, bridge, tmp_path, 9)
    old = replace(answered_referral(900), created=NOW - timedelta(days=80))
    old = replace(old, sent=NOW - timedelta(days=80))
    on_bridge(qtbot, bridge, save_referral(office.desk.store, old, "received", b""))
    press(qtbot, office.window, "Statistics")
    for name in ("90 days", "Everything", "30 days", "90 days"):
        button(office.window, name).click()
    office.until("Cases in this period: 10")
    assert office.page.period is Period.QUARTER
    on_bridge(qtbot, bridge, office.desk.service.statistics(Period.MONTH))
    assert "Cases in this period: 10" in heard(office.window)
    office.close()

# SPDX-License-Identifier: GPL-3.0-or-later
"""The two window frames: sections, keys, widths, text size, language."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.errors import KnownError
from app.ui.patient_frame import PatientFrame
from app.ui.shell.keys import KeyList, mark_region, working_keys
from app.ui.shell.main_window import MainWindow
from app.ui.shell.rail import Section
from app.ui.theme import Look, Theme
from app.ui.widgets.button import Button
from app.ui.widgets.plain_label import PlainLabel
from app.ui.widths import Width, width_for
from tests.ui.clipping import assert_readable, settle, tab_order
from tests.ui.samples import OWNER


class NothingKnown(KnownError):
    """The test has no server. Your text is kept. Try again."""


def page(words: str) -> QWidget:
    screen = QWidget()
    column = QVBoxLayout(screen)
    column.addWidget(PlainLabel(words, wrap=True))
    button = QPushButton(words)
    column.addWidget(button)
    return screen


@pytest.fixture
def window(qtbot: QtBot) -> MainWindow:
    window = MainWindow(
        (
            (Section("today", "calendar-blank"), page("Today's page")),
            (Section("referrals", "tray"), page("Referrals' page")),
            (Section("notes", "note-pencil"), page("Notes' page")),
            (Section("settings", "gear", at_foot=True), page("Settings' page")),
        ),
        OWNER,
    )
    qtbot.addWidget(window)
    window.show()
    settle(window)
    return window


@pytest.mark.parametrize(
    ("pixels", "factor", "expected"),
    [
        (1280, 1.0, Width.WIDE),
        (1180, 1.0, Width.WIDE),
        (1179, 1.0, Width.MEDIUM),
        (1024, 1.0, Width.MEDIUM),
        (899, 1.0, Width.NARROW),
        (1280, 2.0, Width.NARROW),
        (1024, 2.0, Width.TINY),
    ],
)
def test_width_depends_on_window_and_text(pixels: int, factor: float, expected: Width) -> None:
    assert width_for(pixels, factor) is expected


@pytest.mark.parametrize("size", [(1280, 800), (1024, 700), (800, 560)])
@pytest.mark.parametrize("percent", [100, 200])
def test_the_window_is_readable_at_every_size(
    window: MainWindow, look: Theme, size: tuple[int, int], percent: int
) -> None:
    window.set_count("today", 2)
    window.notices.show(NothingKnown())
    look.set_percent(percent)
    window.resize(*size)
    assert_readable(window)


def test_sections_by_key(window: MainWindow, qtbot: QtBot) -> None:
    shown: list[str] = []
    window.section_shown.connect(shown.append)
    qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(window, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    assert shown == ["referrals", "settings"]


def test_lock_by_key_and_by_button(window: MainWindow, qtbot: QtBot) -> None:
    asked: list[bool] = []
    window.lock_asked.connect(lambda: asked.append(True))
    qtbot.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    lock = next(b for b in window.findChildren(Button) if b.accessibleName() == "Lock now")
    qtbot.mouseClick(lock, Qt.MouseButton.LeftButton)
    assert asked == [True, True]


def test_text_size_by_key(window: MainWindow, look: Theme, qtbot: QtBot) -> None:
    control = Qt.KeyboardModifier.ControlModifier
    qtbot.keyClick(window, Qt.Key.Key_Plus, control)
    assert look.percent == 125
    qtbot.keyClick(window, Qt.Key.Key_Minus, control)
    qtbot.keyClick(window, Qt.Key.Key_Minus, control)
    assert look.percent == 100
    look.set_percent(200)
    qtbot.keyClick(window, Qt.Key.Key_0, control)
    assert look.percent == 100


def test_f6_moves_between_the_parts_of_the_window(window: MainWindow, qtbot: QtBot) -> None:
    window.show_section("today")
    window.setFocus()
    seen = []
    for _ in range(3):
        qtbot.keyClick(window, Qt.Key.Key_F6)
        seen.append(window.focusWidget())
    assert seen[0] is not seen[1]
    assert seen[0] is seen[2]


def test_the_list_of_keys_names_what_works_now(window: MainWindow, qtbot: QtBot) -> None:
    words = {words for _, words in working_keys(window)}
    assert {"Lock now", "This list", "Larger text", "Next part of the window"} <= words
    keys = KeyList(window)
    qtbot.addWidget(keys)
    keys.show()
    assert_readable(keys)


def test_a_page_covers_the_navigation_and_goes_again(window: MainWindow) -> None:
    call = page("A call")
    window.add_page(call)
    window.show_page(call)
    settle(window)
    assert window.page() is call
    window.show_sections()
    settle(window)
    assert window.page() is not call
    assert not call.isVisible()


def test_counts_are_said_with_the_section(window: MainWindow) -> None:
    window.set_count("referrals", 3)
    names = [button.accessibleName() for button in window.findChildren(QPushButton)]
    assert "Referrals, 3" in names


def test_an_error_says_what_happened_and_what_to_do(window: MainWindow, qtbot: QtBot) -> None:
    window.notices.show(NothingKnown())
    labels = [label.text() for label in window.findChildren(PlainLabel) if label.isVisible()]
    assert "The test has no server." in labels
    assert "Your text is kept. Try again." in labels
    close = next(b for b in window.findChildren(Button) if b.text() == "Close")
    qtbot.mouseClick(close, Qt.MouseButton.LeftButton)
    assert not window.notices.bar.isVisible()


def test_tab_reaches_every_control_of_the_navigation(window: MainWindow) -> None:
    names = {widget.accessibleName() for widget in tab_order(window)}
    assert {"Today", "Lock now"} <= names


# ---- the patient's window ------------------------------------------------------------------


@pytest.fixture
def frame(qtbot: QtBot) -> PatientFrame:
    frame = PatientFrame("en")
    frame.set_unit("DPS Viddal")
    screen = QWidget()
    row = QHBoxLayout(screen)
    row.addWidget(Button("Go to the waiting room", "primary"))
    row.addWidget(QLineEdit())
    screen.findChildren(QLineEdit)[0].setAccessibleName("Phone")
    mark_region(screen)
    frame.add_screen(screen)
    frame.show_screen(screen, plateau=True)
    qtbot.addWidget(frame)
    frame.show()
    settle(frame)
    return frame


@pytest.mark.parametrize("size", [(1280, 800), (1024, 700), (800, 560)])
@pytest.mark.parametrize("percent", [100, 150, 200])
def test_the_patient_reads_everything_at_every_size(
    frame: PatientFrame, look: Theme, size: tuple[int, int], percent: int
) -> None:
    look.set_percent(percent)
    frame.resize(*size)
    assert_readable(frame)


def test_patients_have_targets_of_44(frame: PatientFrame) -> None:
    for button in frame.findChildren(Button):
        if button.isVisible():
            assert button.height() >= 44, button.accessibleName()
            assert button.width() >= 44, button.accessibleName()


def test_larger_text_goes_round(frame: PatientFrame, look: Theme, qtbot: QtBot) -> None:
    larger = next(b for b in frame.findChildren(Button) if b.accessibleName() == "Larger text")
    seen = []
    for _ in range(5):
        qtbot.mouseClick(larger, Qt.MouseButton.LeftButton)
        seen.append(look.percent)
    assert seen == [125, 150, 175, 200, 100]


def test_contrast_goes_on_and_off(frame: PatientFrame, look: Theme, qtbot: QtBot) -> None:
    contrast = next(b for b in frame.findChildren(Button) if b.accessibleName() == "Contrast")
    qtbot.mouseClick(contrast, Qt.MouseButton.LeftButton)
    assert look.look is Look.CONTRAST
    qtbot.mouseClick(contrast, Qt.MouseButton.LeftButton)
    assert look.look is Look.SYSTEM


def test_the_three_numbers_are_always_there(frame: PatientFrame) -> None:
    words = [label.text() for label in frame.findChildren(PlainLabel) if label.isVisible()]
    assert {"113", "116 117", "116 123"} <= set(words)


def test_the_language_is_asked_for(frame: PatientFrame, qtbot: QtBot) -> None:
    asked: list[str] = []
    frame.language_chosen.connect(asked.append)
    language = next(b for b in frame.findChildren(Button) if b.accessibleName() == "Language")
    menu = language.menu()
    assert menu is not None
    menu.actions()[0].trigger()
    assert asked == ["nb"]
    frame.set_language("nb")
    assert language.text() == "Norsk"

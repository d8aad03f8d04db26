# SPDX-License-Identifier: GPL-3.0-or-later
"""Closing asks nothing, but text that is not on the disk holds the window open once."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.schedule.views import OwnerCard
from app.ui.shell.main_window import MainWindow
from app.ui.shell.rail import Section


def window(qtbot: QtBot) -> MainWindow:
    made = MainWindow(
        ((Section("today", "calendar-blank"), QWidget()),),
        OwnerCard("Astrid Fonnedal", "Psychiatrist", "DPS Viddal"),
    )
    qtbot.addWidget(made)
    made.show()
    return made


def test_it_closes_without_a_question(qtbot: QtBot) -> None:
    main = window(qtbot)
    with qtbot.waitSignal(main.closing):
        assert main.close()
    assert not main.isVisible()


def test_a_guard_holds_it_open(qtbot: QtBot) -> None:
    main = window(qtbot)
    answers = [False, True]
    main.set_guard(lambda: answers.pop(0))
    told: list[bool] = []
    main.closing.connect(lambda: told.append(True))
    assert not main.close()
    assert main.isVisible()
    assert told == []
    assert main.close()
    assert told == [True]

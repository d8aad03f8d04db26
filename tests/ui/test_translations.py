# SPDX-License-Identifier: GPL-3.0-or-later
"""Bokmål: complete, with the same places for names, and it fits the screens."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest
from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.resources import resource_path
from app.signaling.http import ServerUnreachable
from app.ui.patient_frame import PatientFrame
from app.ui.settings.screen import SettingsScreen
from app.ui.shell.main_window import MainWindow
from app.ui.shell.rail import Section
from app.ui.start.unlock_screen import UnlockScreen
from app.ui.theme import Theme
from app.ui.today.screen import TodayScreen
from app.ui.words import error_words
from app.vault.keyring_backends import KeyringState
from tests.ui.asking import button, words
from tests.ui.clipping import assert_readable, settle
from tests.ui.samples import DAY, NOW, OWNER

CATALOGUE = resource_path("translations/vidda_nb.ts")


def messages() -> list[tuple[str, str, str]]:
    """Give context, English and bokmål of every message."""
    return [
        (context.findtext("name", ""), one.findtext("source", ""), one.findtext("translation", ""))
        for context in ET.parse(CATALOGUE).getroot().iter("context")
        for one in context.iter("message")
    ]


def test_every_sentence_has_bokmal() -> None:
    missing = [f"{context}: {english}" for context, english, bokmal in messages() if not bokmal]
    assert not missing, "\n".join(missing)


def test_names_and_numbers_keep_their_places() -> None:
    for _context, english, bokmal in messages():
        if bokmal:
            assert sorted(re.findall(r"{\w+}", english)) == sorted(re.findall(r"{\w+}", bokmal))


def test_no_exclamation_marks_and_no_please() -> None:
    for _context, english, bokmal in messages():
        assert "!" not in english + bokmal
        assert "please" not in english.lower()


def test_errors_speak_bokmal(bokmal: None) -> None:
    title, detail = error_words(ServerUnreachable())
    assert title == "Tjeneren kan ikke nås."
    assert detail.startswith("Ingenting er tapt")


@pytest.mark.parametrize(
    ("width", "height", "percent"), [(1280, 800, 100), (1024, 700, 100), (1280, 800, 200)]
)
def test_screens_are_readable_in_bokmal(
    qtbot: QtBot, bokmal: None, look: Theme, width: int, height: int, percent: int
) -> None:
    today, settings = TodayScreen(lambda: NOW), SettingsScreen()
    window = MainWindow(
        ((Section("today", "calendar-blank"), today), (Section("settings", "gear"), settings)),
        OWNER,
    )
    unlock, frame = UnlockScreen(), PatientFrame("nb")
    frame.add_screen(QWidget())
    window.add_page(unlock)
    for one in (window, frame):
        qtbot.addWidget(one)
        one.show()
        one.resize(width, height)
    look.set_percent(percent)
    today.render(DAY)
    assert_readable(window)
    window.show_section("settings")
    assert_readable(window)
    unlock.show_cause(KeyringState.TIMEOUT, has_passphrase=True)
    window.show_page(unlock)
    assert_readable(window)
    assert_readable(frame)


def test_a_living_window_changes_its_language(
    qtbot: QtBot, qapp: QApplication, norwegian: QTranslator
) -> None:
    today = TodayScreen(lambda: NOW)
    window = MainWindow(((Section("today", "calendar-blank"), today),), OWNER)
    qtbot.addWidget(window)
    window.show()
    today.render(DAY)
    settle(window)
    assert "Waiting" in words(window)
    qapp.installTranslator(norwegian)
    settle(window)
    assert {"Venter", "Dagen", "Må følges opp", "Avsluttet", "Kjent enhet"} <= set(words(window))
    assert button(window, "I dag").isVisible()
    qapp.removeTranslator(norwegian)
    settle(window)
    assert "Waiting" in words(window)

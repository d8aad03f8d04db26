# SPDX-License-Identifier: GPL-3.0-or-later
"""One theme for all screen tests, brought back to its usual state after each."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from app.resources import resource_path
from app.ui import theme
from app.ui.theme import Look, Theme

CATALOGUE = resource_path("translations/vidda_nb.ts")


@pytest.fixture(scope="session")
def installed_theme(qapp: QApplication) -> Theme:
    """Give the application its fonts and look, once."""
    return theme.install(qapp)


@pytest.fixture(scope="session")
def bokmal_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The catalogue as it stands, built anew: the program's own may be older, or not there."""
    tool = Path(sys.executable).parent / "pyside6-lrelease"
    target = tmp_path_factory.mktemp("qm") / "vidda_nb.qm"
    found = str(tool) if tool.exists() else shutil.which("pyside6-lrelease")
    assert found is not None
    subprocess.run([found, "-silent", str(CATALOGUE), "-qm", str(target)], check=True, timeout=60)
    return target


@pytest.fixture(scope="session")
def norwegian(bokmal_file: Path, qapp: QApplication) -> QTranslator:
    translator = QTranslator()
    assert translator.load(str(bokmal_file))
    return translator


@pytest.fixture
def bokmal(qapp: QApplication, norwegian: QTranslator) -> Iterator[None]:
    """All screens in bokmål, with its numbers."""
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.NorwegianBokmal))
    qapp.installTranslator(norwegian)
    yield
    qapp.removeTranslator(norwegian)
    QLocale.setDefault(before)


@pytest.fixture(autouse=True)
def look(installed_theme: Theme) -> Iterator[Theme]:
    """The theme, light and 100 % at the start of each test."""
    installed_theme.set_look(Look.LIGHT)
    installed_theme.set_percent(100)
    yield installed_theme
    # Closed windows wait for an event loop to delete them; until then each change of the look
    # would polish them all again.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    installed_theme.set_look(Look.LIGHT)
    installed_theme.set_percent(100)
    installed_theme.set_less_motion(False)

# SPDX-License-Identifier: GPL-3.0-or-later
"""One theme for all screen tests, brought back to its usual state after each."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from app.ui import theme
from app.ui.theme import Look, Theme


@pytest.fixture(scope="session")
def installed_theme(qapp: QApplication) -> Theme:
    """Give the application its fonts and look, once."""
    return theme.install(qapp)


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

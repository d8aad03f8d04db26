# SPDX-License-Identifier: GPL-3.0-or-later
"""Small questions that screen tests ask: press by name, read what is shown, wait for a result."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from app.bridge import Bridge
from app.ui.widgets.plain_label import PlainLabel
from tests.ui.clipping import settle

T = TypeVar("T")
DEADLINE_MS = 20_000


def words(window: QWidget) -> list[str]:
    """List the words on show."""
    return [label.text() for label in window.findChildren(PlainLabel) if label.isVisible()]


def button(window: QWidget, name: str) -> QAbstractButton:
    """Find a visible button by what it is called."""
    for found in window.findChildren(QAbstractButton):
        if found.isVisible() and name in (found.accessibleName(), found.text()):
            return found
    raise AssertionError(f"no button {name!r} among the visible ones")


def press(qtbot: QtBot, window: QWidget, name: str) -> None:
    """Press a visible button with the mouse."""
    qtbot.mouseClick(button(window, name), Qt.MouseButton.LeftButton)
    settle(window)


def on_bridge(qtbot: QtBot, bridge: Bridge, coroutine: Coroutine[Any, Any, T]) -> T:
    """Run something on the asyncio thread and wait for its result."""
    results: list[T] = []
    errors: list[Exception] = []
    bridge.run(coroutine, results.append, errors.append)
    qtbot.waitUntil(lambda: bool(results or errors), timeout=DEADLINE_MS)
    if errors:
        raise errors[0]
    return results[0]

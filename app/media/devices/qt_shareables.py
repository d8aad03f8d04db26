# SPDX-License-Identifier: GPL-3.0-or-later
"""The screens and windows of this computer that can be shared, by their names. Qt's thread."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtMultimedia import QCapturableWindow, QWindowCapture


class ShareKind(Enum):
    """What is shared."""

    WINDOW = "window"
    SCREEN = "screen"
    SYSTEM = "system"
    """The system asks by itself which one (Wayland, through the desktop portal)."""


@dataclass(frozen=True, slots=True)
class Shareable:
    """One thing that can be shared."""

    kind: ShareKind
    name: str
    """As the system calls it; "" where the system asks by itself."""
    width: int = 0
    """Of a screen, in points; 0 where it is not known."""
    height: int = 0


def shareables() -> tuple[Shareable, ...]:
    """List what can be shared: windows first, then screens; the own windows are left out.

    On Wayland the system shows its own choice, and no program may know the windows of others.
    """
    if QGuiApplication.platformName().startswith("wayland"):
        return (Shareable(ShareKind.SYSTEM, ""),)
    own = {window.title() for window in QGuiApplication.topLevelWindows()}
    titles = dict.fromkeys(
        window.description()
        for window in QWindowCapture.capturableWindows()
        if window.isValid() and window.description() and window.description() not in own
    )
    windows = tuple(Shareable(ShareKind.WINDOW, title) for title in titles)
    return windows + tuple(_screen(screen) for screen in QGuiApplication.screens())


def screen_named(name: str) -> QScreen | None:
    """Find a screen."""
    return next((screen for screen in QGuiApplication.screens() if screen.name() == name), None)


def window_named(name: str) -> QCapturableWindow | None:
    """Find a window that is still open."""
    windows = QWindowCapture.capturableWindows()
    return next((one for one in windows if one.isValid() and one.description() == name), None)


def _screen(screen: QScreen) -> Shareable:
    ratio = screen.devicePixelRatio()
    size = screen.size()
    width, height = round(size.width() * ratio), round(size.height() * ratio)
    return Shareable(ShareKind.SCREEN, screen.name(), width, height)

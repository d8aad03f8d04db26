# SPDX-License-Identifier: GPL-3.0-or-later
"""The clinician's visit on show, and what a test asks of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from pytestqt.qtbot import QtBot

from app.calls.views import CallView
from app.ui.call.screen import CallScreen
from app.ui.call.stage import CallStage
from app.ui.widgets.banner import Banner
from app.ui.widgets.button import Button
from app.ui.widgets.control_button import ControlButton
from app.ui.widgets.plain_label import PlainLabel
from app.ui.widgets.video_tile import VideoTile
from tests.ui.clipping import settle
from tests.ui.samples import NOW, OWNER
from tests.ui.visit_samples import VISIT


class Now:
    """A clock that a test may set."""

    def __init__(self) -> None:
        self.time = NOW

    def __call__(self) -> datetime:
        return self.time


def shown_screen(qtbot: QtBot, now: Now) -> CallScreen:
    screen = CallScreen(OWNER, now)
    qtbot.addWidget(screen)
    screen.resize(1280, 800)
    with qtbot.waitActive(screen):
        screen.show()
        screen.activateWindow()
    screen.render(VISIT)
    settle(screen)
    return screen


def words(screen: CallScreen) -> str:
    labels = (label.text() for label in screen.findChildren(PlainLabel) if label.isVisible())
    return "\n".join(labels)


def button(screen: CallScreen, name: str) -> Button | ControlButton:
    found = [*screen.findChildren(Button), *screen.findChildren(ControlButton)]
    return next(b for b in found if b.isVisible() and b.accessibleName() == name)


def tile(screen: CallScreen) -> VideoTile:
    return screen.findChildren(VideoTile)[0]


def banner(screen: CallScreen) -> str:
    found = screen.findChild(CallStage).findChild(Banner)
    assert isinstance(found, Banner)
    return found.text() if found.isVisible() else ""


def show(screen: CallScreen, call: CallView) -> None:
    screen.render(replace(VISIT, call=call))
    settle(screen.window())

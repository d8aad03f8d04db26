# SPDX-License-Identifier: GPL-3.0-or-later
"""A sound of the record played on a real loudspeaker, for a test that starts this with one.

Prints one JSON object: what is heard at each step.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from app.ui import theme
from app.ui.call.screen import CallScreen
from app.ui.workbench.sound_pane import SoundPane
from tests.ui.samples import NOW, OWNER
from tests.ui.test_referral_screens import demo_sound
from tests.ui.visit_samples import VISIT

DEADLINE_S = 10.0


def until(application: QApplication, holds: Callable[[], bool]) -> bool:
    """Serve events until something is true, or for too long."""
    deadline = time.monotonic() + DEADLINE_S
    while not holds() and time.monotonic() < deadline:
        application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 50)
    return holds()


def main() -> None:
    """Play, and go away in each way that there is."""
    application = QApplication(sys.argv)
    theme.install(application)
    screen, other, pages = CallScreen(OWNER, lambda: NOW), QWidget(), QStackedWidget()
    pages.addWidget(screen)
    pages.addWidget(other)
    pages.resize(1280, 800)
    pages.show()
    screen.render(VISIT)
    pane = screen.findChild(SoundPane)
    assert isinstance(pane, SoundPane)
    player = pane._player
    screen.sound_closed.connect(lambda: screen.show_sound("", None))
    heard: dict[str, bool] = {}

    def play(way: str) -> None:
        pages.setCurrentWidget(screen)
        screen.show_sound("Stethoscope", demo_sound())
        player.play()
        heard[f"plays before {way}"] = until(application, lambda: player.at_s > 0.2)

    def still_heard(way: str) -> None:
        application.processEvents()
        heard[f"plays after {way}"] = player.playing

    play("another page")
    pages.setCurrentWidget(other)
    still_heard("another page")
    play("closing it")
    screen.show_sound("", None)
    still_heard("closing it")
    play("the emergency panel")
    screen.show_emergency()
    still_heard("the emergency panel")
    print(json.dumps(heard))


if __name__ == "__main__":
    main()

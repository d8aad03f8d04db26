# SPDX-License-Identifier: GPL-3.0-or-later
"""Share a real window and a real screen through both windows of a visit.

Needs an X screen of its own, so that ``test_sharing_real.py`` starts it there.
"""

from __future__ import annotations

from PySide6.QtWidgets import QListWidget
from pytestqt.qtbot import QtBot

from app.ui.widgets.video_tile import TileState, VideoTile
from tests.media.screen_end import other_window
from tests.ui.asking import DEADLINE_MS, press
from tests.ui.test_visit_flow import Clinic, clinic, come_together

__all__ = ["clinic"]


def large(clinic: Clinic) -> VideoTile:
    return next(t for t in clinic.frame.findChildren(VideoTile) if t.isVisible())


def test_from_the_button_to_the_closed_window(clinic: Clinic, qtbot: QtBot) -> None:
    program = other_window()
    try:
        come_together(clinic)
        press(qtbot, clinic.call, "Share screen")
        rows = next(w for w in clinic.call.findChildren(QListWidget) if w.isVisible())
        assert "xmessage" in rows.item(0).text()
        press(qtbot, clinic.call, "Share")
        clinic.until(clinic.call, "You are sharing a window. Sondre sees “xmessage”.")
        qtbot.waitUntil(
            lambda: "Astrid is sharing a screen" in large(clinic).accessibleName(),
            timeout=DEADLINE_MS,
        )
        assert large(clinic).state() is TileState.LIVE
        program.terminate()
        program.wait()
        qtbot.waitUntil(lambda: not clinic.call.sharing_bar.isVisible(), timeout=DEADLINE_MS)
        clinic.until(clinic.window, "what you shared is closed")
        qtbot.waitUntil(
            lambda: "sharing" not in large(clinic).accessibleName(), timeout=DEADLINE_MS
        )

        press(qtbot, clinic.call, "Share screen")
        press(qtbot, clinic.call, "Share")
        clinic.until(clinic.call, "You are sharing your screen. Sondre sees all of it.")
        press(qtbot, clinic.call, "Leave call")
        qtbot.waitUntil(lambda: not clinic.call.sharing_bar.isVisible(), timeout=DEADLINE_MS)
    finally:
        program.kill()
        program.wait()

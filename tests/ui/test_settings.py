# SPDX-License-Identifier: GPL-3.0-or-later
"""Settings: each change counts at once, is saved, and devices can be tried."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from app.bridge import Bridge
from app.media.devices.preference import DeviceOrders
from app.store import settings
from app.store.database import Store
from app.ui.language import Language
from app.ui.settings.flow import SettingsFlow
from app.ui.settings.preferences import Preferences, load_preferences
from app.ui.settings.screen import SettingsScreen, SettingsView
from app.ui.shell.main_window import MainWindow
from app.ui.shell.rail import Section
from app.ui.theme import Look, Theme
from app.ui.widgets.switch import Switch
from app.ui.widgets.video_tile import VideoTile
from tests.ui.asking import DEADLINE_MS, on_bridge, press, words
from tests.ui.clipping import assert_readable, settle
from tests.ui.samples import OWNER

SYNTHETIC = Preferences(devices=DeviceOrders(("synthetic",), ("synthetic",)))


class Desk:
    """The settings screen with a real store behind it."""

    def __init__(self, qtbot: QtBot, bridge: Bridge, folder: Path, theme: Theme) -> None:
        self.qtbot = qtbot
        self.bridge = bridge
        self.store = on_bridge(qtbot, bridge, Store.open(folder, bytes(32)))
        self.screen = SettingsScreen()
        self.window = MainWindow(((Section("settings", "gear"), self.screen),), OWNER)
        qtbot.addWidget(self.window)
        self.window.show()
        self.devices: list[Preferences] = []
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        self.flow = SettingsFlow(
            self.screen,
            self.store,
            bridge,
            self.window.notices,
            theme,
            Language(application),
            SYNTHETIC,
            "0.1.0",
            self.devices.append,
        )
        self.flow.start()
        settle(self.window)

    def saved(self) -> Preferences:
        return on_bridge(self.qtbot, self.bridge, load_preferences(self.store))


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, look: Theme) -> Iterator[Desk]:
    bridge = Bridge()
    bridge.start()
    desk = Desk(qtbot, bridge, tmp_path, look)
    yield desk
    desk.flow.close()
    bridge.settle()
    on_bridge(qtbot, bridge, desk.store.close())
    bridge.stop()


def choose(desk: Desk, name: str, index: int) -> None:
    box = next(b for b in desk.window.findChildren(QComboBox) if b.accessibleName() == name)
    box.setCurrentIndex(index)
    box.activated.emit(index)
    settle(desk.window)


def test_text_size_and_colours_count_at_once_and_are_kept(
    desk: Desk, qtbot: QtBot, look: Theme
) -> None:
    choose(desk, "Text size", 2)
    choose(desk, "Colours", 2)
    assert (look.percent, look.look) == (150, Look.DARK)
    saved = desk.saved()
    assert (saved.percent, saved.look) == (150, Look.DARK)


def test_a_text_size_by_key_is_kept(desk: Desk, look: Theme) -> None:
    look.step_percent(2)
    assert desk.saved().percent == 150


def test_less_motion_is_kept(desk: Desk, look: Theme, qtbot: QtBot) -> None:
    desk.window.findChildren(Switch)[0].click()
    assert look.less_motion
    assert desk.saved().less_motion


def test_a_device_is_kept_and_told(desk: Desk) -> None:
    choose(desk, "Camera", 0)
    assert desk.devices[-1].devices.camera == ("", "synthetic")
    assert desk.saved().devices == DeviceOrders(("", "synthetic"), ("synthetic",))


def test_what_was_chosen_before_there_was_an_order_is_kept(desk: Desk) -> None:
    async def as_before() -> None:
        await settings.put(desk.store, "device.speaker", "Old headset")
        await settings.put(desk.store, "devices.speaker", "")

    on_bridge(desk.qtbot, desk.bridge, as_before())
    assert desk.saved().devices.speaker == ("Old headset",)


def test_the_last_choice_is_on_top_and_the_others_stay_in_their_order(desk: Desk) -> None:
    view = SettingsView(
        Preferences(devices=DeviceOrders(microphone=("Headset", "Desk"))),
        microphones=("Laptop", "Desk"),
    )
    desk.screen.render(view)
    assert "Not connected now. Until it is: Desk." in words(desk.window)
    choose(desk, "Microphone", 1)
    assert desk.devices[-1].devices.microphone == ("Laptop", "Headset", "Desk")
    assert "When it is not connected: Headset, Desk, As on this computer." in words(desk.window)
    choose(desk, "Loudspeaker for arrivals", 0)
    assert desk.saved().devices.microphone == ("Laptop", "Headset", "Desk")
    assert desk.saved().devices.ringer == ("",)


def test_the_camera_shows_itself_and_is_let_go(desk: Desk, qtbot: QtBot) -> None:
    press(qtbot, desk.window, "See yourself: Camera")
    tile = desk.window.findChildren(VideoTile)[0]
    qtbot.waitUntil(tile.has_picture, timeout=DEADLINE_MS)
    desk.screen.hide()
    settle(desk.window)
    assert not tile.isVisibleTo(desk.screen)


def test_the_microphone_is_measured(desk: Desk, qtbot: QtBot) -> None:
    levels: list[float] = []
    desk.flow._trial.level.connect(levels.append)
    press(qtbot, desk.window, "Try it: Microphone")
    qtbot.waitUntil(lambda: any(level > 0 for level in levels), timeout=DEADLINE_MS)
    desk.flow.close()
    assert "Say a few words." not in words(desk.window)


def test_a_missing_device_is_said_at_its_place(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    gone = Preferences(devices=DeviceOrders((str(tmp_path / "gone.mp4"),)))
    desk.screen.changed.emit(gone)
    press(qtbot, desk.window, "See yourself: Camera")
    assert any("device" in text or "file" in text.lower() for text in words(desk.window))


@pytest.mark.parametrize(
    ("width", "height", "percent"),
    [(1280, 800, 100), (1024, 700, 100), (1280, 800, 200), (800, 560, 200)],
)
def test_settings_are_readable(
    qtbot: QtBot, look: Theme, width: int, height: int, percent: int
) -> None:
    screen = SettingsScreen()
    window = MainWindow(((Section("settings", "gear"), screen),), OWNER)
    qtbot.addWidget(window)
    window.show()
    screen.render(SettingsView(Preferences(), ("A camera with a long name " * 3,), (), (), "0.1"))
    screen.show_meter(True)
    look.set_percent(percent)
    window.resize(width, height)
    assert_readable(window)

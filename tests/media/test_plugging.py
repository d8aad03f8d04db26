# SPDX-License-Identifier: GPL-3.0-or-later
"""Devices that come and go during a call: a real PulseAudio server, and cameras that are files."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.bridge import Bridge
from app.config import MediaOptions
from app.devices_in_use import DeviceKeeper
from app.media.control import NoPictures
from app.media.devices.errors import DeviceKind
from app.media.devices.preference import DeviceOrders
from app.ui.notices import Notices
from tests.media.ends import End, connect, end
from tests.media.pulse import pulse
from tests.media.test_devices import write_video
from tests.ui.asking import DEADLINE_MS, on_bridge, words

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 150.0
HEADSET, LAPTOP = "Headset microphone", "Laptop microphone"


@pytest.fixture(scope="module")
def steps() -> dict[str, Any]:
    """Run the call on a server of its own, once."""
    with pulse() as server:
        done = subprocess.run(
            [sys.executable, "-m", "tests.media.plug_end"],
            cwd=ROOT,
            env={**server.environment(), "QT_QPA_PLATFORM": "offscreen"},
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
    assert done.returncode == 0, done.stderr[-4000:]
    return {step["step"]: step for step in json.loads(done.stdout.splitlines()[-1])}


@pytest.mark.skipif(
    shutil.which("pulseaudio") is None or shutil.which("pactl") is None,
    reason="PulseAudio not installed",
)
class TestHeadset:
    """One call; the far end hears by its tone which microphone is in use."""

    def test_the_best_of_those_that_are_there_is_used(self, steps: dict[str, Any]) -> None:
        assert steps["start"]["microphone"] == HEADSET
        assert steps["start"]["speaker"] == "Headset speaker"
        assert steps["start"]["said"] == []

    def test_unplugged_the_next_one_is_used_and_one_sentence_says_so(
        self, steps: dict[str, Any]
    ) -> None:
        assert (steps["gone"]["microphone"], steps["gone"]["tone"]) == (LAPTOP, 400)
        assert steps["gone"]["said"] == [
            "Headset microphone and Headset speaker are gone. "
            "You speak into Laptop microphone and hear through Laptop speaker."
        ]

    def test_plugged_in_again_it_is_taken_again(self, steps: dict[str, Any]) -> None:
        assert (steps["back"]["microphone"], steps["back"]["tone"]) == (HEADSET, 900)
        assert steps["back"]["said"] == [
            "You speak into Headset microphone and hear through Headset speaker now."
        ]

    def test_arrivals_ring_where_they_are_to_ring(self, steps: dict[str, Any]) -> None:
        assert steps["rings"]["sinks"] == ["headset_speaker", "laptop_speaker"]

    def test_with_nothing_left_it_is_said_until_something_comes(
        self, steps: dict[str, Any]
    ) -> None:
        said = " ".join(steps["nothing"]["said"])
        assert "Nobody hears you now." in said
        assert "You hear nobody now." in said
        assert (steps["nothing"]["microphone"], steps["nothing"]["speaker"]) == ("", "")
        assert (steps["something"]["microphone"], steps["something"]["tone"]) == (LAPTOP, 400)
        assert not any("Nobody" in line for line in steps["something"]["said"])

    def test_a_sound_server_that_ends_is_noticed(self, steps: dict[str, Any]) -> None:
        assert steps["server gone"]["microphone"] == ""
        assert any("Nobody hears you now." in line for line in steps["server gone"]["said"])


# ---- cameras -------------------------------------------------------------------------------


class CameraCall:
    """A call whose near end has two cameras, which are files that come and go."""

    def __init__(self, qtbot: QtBot, bridge: Bridge, folder: Path) -> None:
        self.qtbot = qtbot
        self.bridge = bridge
        self.good, self.spare = folder / "good.webm", folder / "spare.webm"
        for path in (self.good, self.spare):
            write_video(path, 20)
        self.stage = QWidget()
        qtbot.addWidget(self.stage)
        self.stage.resize(800, 500)
        notices = Notices(self.stage)
        notices.bar.setParent(self.stage)
        self.stage.show()
        self.contexts = (end(), end())
        self.near, self.far = on_bridge(qtbot, bridge, self._connect())
        wanted = MediaOptions(microphone="none", speaker="none")
        self.keeper = DeviceKeeper(self.near.engine, bridge, notices, wanted, self.stage)
        self.keeper.start(DeviceOrders(camera=(str(self.good), str(self.spare))))

    async def _connect(self) -> tuple[End, End]:
        near, far = [await context.__aenter__() for context in self.contexts]
        await connect(near, far)
        return near, far

    async def _close(self) -> None:
        for context in self.contexts:
            await context.__aexit__(None, None, None)

    def close(self) -> None:
        self.keeper.close()
        on_bridge(self.qtbot, self.bridge, self._close())

    def until(self, condition: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(condition, timeout=DEADLINE_MS)

    def until_pictures(self) -> None:
        shown = self.far.shown
        self.until(lambda: self.far.shown > shown + 5)

    def unplug(self, camera: Path) -> None:
        camera.rename(camera.with_suffix(".gone"))
        self.keeper.look()

    def plug_in(self, camera: Path) -> None:
        camera.with_suffix(".gone").rename(camera)
        with self.qtbot.waitSignal(self.keeper.used, timeout=DEADLINE_MS):
            self.keeper.look()

    def told(self) -> NoPictures | None:
        return self.far.link.talk.peer_pictures.missing

    def said(self) -> str:
        return " ".join(words(self.stage))


@pytest.fixture
def call(qtbot: QtBot, tmp_path: Path) -> Iterator[CameraCall]:
    bridge = Bridge()
    bridge.start()
    call = CameraCall(qtbot, bridge, tmp_path)
    yield call
    call.close()
    bridge.stop()


def test_a_camera_that_goes_is_replaced_and_taken_again(call: CameraCall) -> None:
    call.until_pictures()
    call.unplug(call.good)
    call.until(lambda: "is gone. Your camera is now" in call.said())
    assert call.keeper.name(DeviceKind.CAMERA) == str(call.spare)
    call.until_pictures()
    call.plug_in(call.good)
    call.until(lambda: f"Your camera is now {call.good}" in call.said())
    call.until_pictures()


def test_without_a_camera_the_picture_pauses_with_words_and_comes_back(call: CameraCall) -> None:
    call.until_pictures()
    call.unplug(call.spare)
    call.unplug(call.good)
    call.until(lambda: "Your picture is paused." in call.said())
    call.until(lambda: call.told() is NoPictures.NO_CAMERA)
    assert call.near.engine.local_frames.take() is None
    call.plug_in(call.good)
    call.until_pictures()
    assert call.told() is None
    assert "paused" not in call.said()


def test_a_camera_that_was_switched_off_stays_off_when_it_comes_back(call: CameraCall) -> None:
    call.until_pictures()

    async def switch_off() -> None:
        call.near.engine.set_camera_on(False)

    on_bridge(call.qtbot, call.bridge, switch_off())
    call.unplug(call.spare)
    call.unplug(call.good)
    call.until(lambda: call.keeper.name(DeviceKind.CAMERA) == "")
    call.plug_in(call.good)
    call.until(lambda: call.keeper.name(DeviceKind.CAMERA) == str(call.good))
    assert call.told() is NoPictures.CAMERA_OFF

# SPDX-License-Identifier: GPL-3.0-or-later
"""Plug headsets in and out during a real call; print what was used, heard and said as JSON.

Run with a PulseAudio server of its own: ``python -m tests.media.plug_end``.
"""

from __future__ import annotations

import asyncio
import json
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from PySide6.QtCore import QCoreApplication, QEventLoop, QObject
from PySide6.QtWidgets import QApplication, QWidget

from app.bridge import Bridge
from app.config import MediaOptions
from app.devices_in_use import DeviceKeeper
from app.media.devices.errors import DeviceKind
from app.media.devices.pacing import Pace
from app.media.devices.preference import DeviceOrders
from app.media.devices.sources import SAMPLE_RATE, AudioSink, Samples
from app.ui.notices import Notices
from app.ui.today.alarm import ArrivalAlarm
from app.ui.widgets.plain_label import PlainLabel
from tests.media.ends import connect, end
from tests.media.pulse import Headset, told, unplug

BUILT_IN, HEADSET = Headset("Laptop", 400), Headset("Headset", 900)
ORDERS = DeviceOrders(
    microphone=(HEADSET.microphone, BUILT_IN.microphone),
    speaker=(HEADSET.speaker, BUILT_IN.speaker),
)
DEADLINE_S = 15.0


class Ear(AudioSink):
    """Says which tone was heard last. Any thread."""

    def __init__(self) -> None:
        self._pace = Pace()
        self._lock = threading.Lock()
        self._last: Samples = np.zeros(0, np.int16)

    def start(self) -> None:
        """Begin."""

    def wanted(self, now: float) -> int:
        """Count the ticks that have passed."""
        count = 0
        while self._pace.next_tick(now) is not None:
            count += 1
        return count

    def write(self, samples: Samples, now: float) -> None:
        """Hear the next tick."""
        with self._lock:
            self._last = np.concatenate((self._last, samples))[-SAMPLE_RATE // 10 :]

    def stop(self) -> None:
        """End."""

    def tone(self) -> int:
        """Give the tone of the last 100 ms, rounded to 100 Hz; 0 for none."""
        with self._lock:
            heard = self._last.astype(np.float64)
        if len(heard) < SAMPLE_RATE // 10 or np.sqrt(np.mean(heard**2)) < 20:
            return 0
        spectrum = np.abs(np.fft.rfft(heard * np.hanning(len(heard))))
        return int(round(np.argmax(spectrum) * 10, -2))


def sinks_in_use() -> set[str]:
    """Name the loudspeakers that something plays to, without the rooms of the microphones."""
    names = dict(line.split("\t")[:2] for line in told("list", "short", "sinks").splitlines())
    playing = told("list", "short", "sink-inputs").splitlines()
    used = {names[line.split("\t")[1]] for line in playing}
    return {name for name in used if name.endswith("_speaker")}


class Plugging(QObject):
    """One end of a call on the devices of the server, and the far end that hears it."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self.bridge = bridge
        self.ear = Ear()
        self.stage = QWidget()
        self.stage.resize(900, 600)
        self.notices = Notices(self.stage)
        self.notices.bar.setParent(self.stage)
        self.stage.show()
        self.report: list[dict[str, Any]] = []
        self.ending = asyncio.Event()

    async def call(self, ready: Callable[[Any], object]) -> None:
        """Hold a call until it is to end."""
        async with end() as near, end(speaker=self.ear) as far:
            await connect(near, far)
            ready(near.engine)
            await self.ending.wait()

    def words(self) -> list[str]:
        """Read what stands on the window."""
        labels = self.stage.findChildren(PlainLabel)
        return [label.text() for label in labels if label.isVisible() and label.text()]

    def calm(self) -> bool:
        """Say whether no warning stands on the window."""
        return not self.notices.bar.isVisible()

    def wait(self, name: str, condition: Callable[[], bool]) -> None:
        """Serve events until a condition holds, and note how long that took."""
        began = time.monotonic()
        while not condition():
            if time.monotonic() - began > DEADLINE_S:
                self.note(name, None)
                raise TimeoutError(json.dumps(self.report, indent=1))
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 10)
        self.note(name, round(time.monotonic() - began, 2))

    def note(self, name: str, seconds: float | None) -> None:
        """Write down how things stand."""
        self.report.append(
            {
                "step": name,
                "s": seconds,
                "microphone": self.keeper.name(DeviceKind.MICROPHONE),
                "speaker": self.keeper.name(DeviceKind.SPEAKER),
                "tone": self.ear.tone(),
                "said": self.words(),
            }
        )

    def ring(self) -> None:
        """Let somebody arrive, to be heard on the laptop while the call is on the headset."""
        alarm = ArrivalAlarm(self.stage, lambda _: None)
        alarm.ring_through((BUILT_IN.speaker, HEADSET.speaker))
        alarm.set_waiting(1)
        self.wait("rings", lambda: len(sinks_in_use()) == 2)
        self.report[-1]["sinks"] = sorted(sinks_in_use())
        alarm.silence()

    def run(self) -> None:
        """Do what people do with a headset."""
        engines: list[Any] = []
        built_in, headset = BUILT_IN.plug_in(), HEADSET.plug_in()
        self.bridge.run(self.call(self.bridge.in_gui(engines.append)), print, print)
        while not engines:
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 10)
        self.keeper = DeviceKeeper(engines[0], self.bridge, self.notices, MediaOptions(), self)
        self.keeper.start(ORDERS)
        self.wait("start", lambda: self.ear.tone() == HEADSET.frequency)
        unplug(headset)
        self.wait("gone", lambda: self.ear.tone() == BUILT_IN.frequency and bool(self.words()))
        self.notices.say("-")
        headset = HEADSET.plug_in()
        self.wait("back", lambda: self.ear.tone() == HEADSET.frequency and self.words() != ["-"])
        self.ring()
        unplug(headset)
        laptop = BUILT_IN.microphone
        self.wait("gone again", lambda: self.keeper.name(DeviceKind.MICROPHONE) == laptop)
        unplug(built_in)
        self.wait("nothing", lambda: "Nobody hears you" in " ".join(self.words()))
        BUILT_IN.plug_in()
        self.wait("something", lambda: self.ear.tone() == BUILT_IN.frequency and self.calm())
        told("exit")
        self.wait("server gone", lambda: "Nobody hears you" in " ".join(self.words()))


def main() -> None:
    """Run it and print the report."""
    application = QApplication(sys.argv)
    bridge = Bridge()
    bridge.start()
    plugging = Plugging(bridge)
    try:
        plugging.run()
    finally:

        async def finish() -> None:
            plugging.ending.set()

        bridge.run(finish(), print, print)
        bridge.settle()
        bridge.stop()
        application.quit()
    print(json.dumps(plugging.report))


if __name__ == "__main__":
    main()

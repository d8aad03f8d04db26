# SPDX-License-Identifier: GPL-3.0-or-later
"""The patient's window: one visit by one link, from the check to the end."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject

from app.bridge import Bridge
from app.calls.guest import GuestService
from app.config import MediaOptions, make_private
from app.devices_in_use import DeviceKeeper
from app.media.devices.errors import DeviceKind
from app.media.devices.preference import DeviceOrders
from app.media.engine import MediaEngine
from app.ui.language import Language
from app.ui.patient.check import Step
from app.ui.patient.flow import PatientFlow
from app.ui.patient_frame import PatientFrame
from app.vault.links import JoinAddress
from app.workplace import now_utc


class Visiting(QObject):
    """Builds the patient's window in order and closes it in reverse. Lives in the GUI thread."""

    def __init__(
        self,
        address: JoinAddress,
        seats: Path,
        bridge: Bridge,
        language: Language,
        media: MediaOptions,
        opened: Callable[[Visiting], object],
    ) -> None:
        super().__init__()
        self._address, self._seats = address, make_private(seats)
        self._bridge, self._language, self._media = bridge, language, media
        self._opened = opened
        self._engine: MediaEngine | None = None
        self._guest: GuestService | None = None
        self._flow: PatientFlow | None = None
        self._devices: DeviceKeeper | None = None
        self.window = PatientFrame(language.key)
        self.window.language_chosen.connect(self._speak)

    @property
    def guest(self) -> GuestService:
        """The patient's end of the visit, once ``opened`` was told."""
        assert self._guest is not None
        return self._guest

    @property
    def bridge(self) -> Bridge:
        """The bridge to the asyncio thread."""
        return self._bridge

    @property
    def engine(self) -> MediaEngine:
        """The engine of the call, once ``opened`` was told."""
        assert self._engine is not None
        return self._engine

    def start(self) -> None:
        """Show the window and begin the check."""
        self.window.show()
        self._bridge.run(self._begin(), self._begun, self.window.notices.show)

    def close(self) -> None:
        """Leave the visit and let go of the devices. Returns when that is done."""
        if self._devices is not None:
            self._devices.close()
        self._bridge.settle()
        self._bridge.run(self._end(), _nothing, _nothing)
        self._bridge.settle()

    def _speak(self, key: str) -> None:
        self._language.choose(key)
        self.window.set_language(self._language.key)

    async def _begin(self) -> tuple[MediaEngine, GuestService]:
        engine = MediaEngine(None, None, None)
        await engine.start()
        try:
            guest = GuestService(self._address, self._seats, engine, now_utc, self._language.key)
        except BaseException:
            await engine.close()
            raise
        return engine, guest

    def _begun(self, parts: tuple[MediaEngine, GuestService]) -> None:
        self._engine, self._guest = parts
        notices = self.window.notices
        devices = self._devices = DeviceKeeper(
            self._engine, self._bridge, notices, self._media, self
        )
        devices.start(DeviceOrders())
        devices.picked.connect(devices.pick)
        pairs = ((Step.CAMERA, DeviceKind.CAMERA), (Step.MICROPHONE, DeviceKind.MICROPHONE))
        self._flow = PatientFlow(
            self.window,
            self._guest,
            self._engine,
            self._bridge,
            notices,
            now_utc,
            devices.pick,
            self,
            missing=frozenset(step for step, kind in pairs if not devices.name(kind)),
        )
        devices.refused.connect(self._flow.device_refused)
        self._flow.begin()
        self._opened(self)

    def _end(self) -> Coroutine[Any, Any, None]:
        guest, engine = self._guest, self._engine
        self._guest = self._engine = None

        async def end() -> None:
            if guest is not None:
                await guest.close()
            if engine is not None:
                await engine.close()

        return end()


def _nothing(*_: object) -> None:
    return None

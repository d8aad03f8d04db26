# SPDX-License-Identifier: GPL-3.0-or-later
"""Keeps a running engine on the devices that are liked best of those that are there."""

from __future__ import annotations

import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from app.bridge import Bridge
from app.config import MediaOptions
from app.errors import KnownError
from app.media.devices.catalogue import (
    NONE,
    open_camera,
    open_microphone,
    open_speaker,
    present,
)
from app.media.devices.errors import DeviceKind
from app.media.devices.preference import DeviceOrders, Order, choose
from app.media.devices.qt_watch import DeviceWatch
from app.media.devices.sources import AudioSink, AudioSource, VideoSource
from app.media.engine import MediaEngine
from app.ui.device_words import DeviceNews, missing_words, news_words
from app.ui.notices import Notices

_KINDS = (DeviceKind.SPEAKER, DeviceKind.MICROPHONE, DeviceKind.CAMERA)
_GATHER_MS = 400
_LIVED_S = 5.0
"""A device that stops by itself sooner than this after it was opened is not opened again."""


@dataclass(slots=True)
class _Held:
    """One kind of device as it is used now."""

    name: str | None = None
    """What is used, or being opened; None for nothing."""
    number: int = 0
    """Of the last change: what is told of an earlier one counts no more."""
    opened_at: float = float("-inf")
    seen: tuple[str, ...] = ()
    refused: set[str] = field(default_factory=set)
    """Here, but they do not work."""
    lost: str = ""
    """What was used before there was nothing."""


class DeviceKeeper(QObject):
    """Opens devices, and others when these go or better ones come. Lives in the GUI thread.

    ``used`` tells that other devices are in use; ``picked`` that the user undid a change and so
    likes this kind's device of this name best; ``refused`` that a device did not open; ``listed``
    that devices came or went.
    """

    used = Signal()
    listed = Signal()
    picked = Signal(object, str)
    refused = Signal(object, object)

    def __init__(
        self,
        engine: MediaEngine,
        bridge: Bridge,
        notices: Notices,
        wanted: MediaOptions,
        parent: QObject,
    ) -> None:
        """``wanted`` is from the command line and comes first until something is picked."""
        super().__init__(parent)
        self._engine, self._bridge, self._notices = engine, bridge, notices
        self._wanted = {
            DeviceKind.CAMERA: wanted.camera,
            DeviceKind.MICROPHONE: wanted.microphone,
            DeviceKind.SPEAKER: wanted.speaker,
        }
        self._orders = DeviceOrders()
        self._held = {kind: _Held() for kind in _KINDS}
        self._started = False
        self._missing: dict[DeviceKind, DeviceNews] = {}
        self._warned = ""
        self._news: dict[DeviceKind, DeviceNews] = {}
        self._soon = QTimer(self, singleShot=True, interval=_GATHER_MS)
        self._soon.timeout.connect(self._tell)
        self._watch = DeviceWatch(self)
        self._watch.changed.connect(self.look)
        engine.on_device_ended = bridge.in_gui(self._ended)

    def name(self, kind: DeviceKind) -> str:
        """Name the device in use, "" for none."""
        name = self._held[kind].name
        return "" if name is None or name == NONE else name

    def start(self, orders: DeviceOrders) -> None:
        """Open the best of these; says which device of the command line cannot be opened."""
        self._orders, self._started = orders, True
        for kind in _KINDS:
            name = self._wanted[kind]
            if name and name not in self._present(kind):
                self._opened(kind, name)
            self._settle(kind, told=False)

    def use(self, orders: DeviceOrders) -> None:
        """Change to the best of these, as the user picked."""
        before, self._orders = self._orders, orders
        for kind in _KINDS:
            if orders.of(kind) != before.of(kind):
                self._wanted[kind] = ""
                self._held[kind].refused.clear()
                self._settle(kind, told=False)

    def pick(self, kind: DeviceKind, name: str) -> None:
        """Use this device, and like it best until the end."""
        self.use(self._orders.picking(kind, name))

    def close(self) -> None:
        """Open nothing any more."""
        self._started = False
        self._engine.on_device_ended = None
        self._watch.close()
        self._soon.stop()

    def look(self, kinds: frozenset[DeviceKind] = frozenset(_KINDS)) -> None:
        """Look which devices are there now, and tell the user what changes by that."""
        if not self._started:
            return
        self.listed.emit()
        for kind in _KINDS:
            if kind in kinds:
                self._held[kind].refused.clear()
                self._settle(kind, told=True)

    # ---- inside ----------------------------------------------------------------------------

    def _ended(self, kind: DeviceKind) -> None:
        """Open a device again that has stopped by itself, or the next one."""
        held = self._held[kind]
        if not self._started or held.name is None:
            return
        if time.monotonic() - held.opened_at < _LIVED_S:
            held.refused.add(held.name)
        self._settle(kind, told=True, again=True)

    def _order(self, kind: DeviceKind) -> Order:
        wanted, order = self._wanted[kind], self._orders.of(kind)
        return (wanted, *order) if wanted else order

    def _present(self, kind: DeviceKind) -> tuple[str, ...]:
        return present(kind, self._order(kind))

    def _settle(self, kind: DeviceKind, *, told: bool, again: bool = False) -> None:
        held = self._held[kind]
        held.seen = self._present(kind)
        before = held.name or held.lost
        while True:
            name = choose(self._order(kind), held.seen, held.refused)
            if name == held.name and not (again and name is not None):
                return
            change = self._engine_change(kind, name)
            if change is not None:
                break
            held.refused.add(name or "")
        held.name, held.number, held.opened_at = name, held.number + 1, time.monotonic()
        held.lost = before if name is None else ""
        gone = before not in held.seen or before in held.refused
        news = DeviceNews(kind, before, name or "", gone)
        number = held.number

        def done(_: None) -> None:
            if self._started and number == held.number:
                self._changed(news, told=told)

        def failed(error: Exception) -> None:
            if self._started and number == held.number:
                held.refused.add(name or "")
                held.name, held.lost = None, before
                self.refused.emit(kind, error)
                if not told:
                    self._notices.show(error)
                self._settle(kind, told=told, again=True)
                if held.name is None:
                    self._changed(DeviceNews(kind, before, "", gone=True), told=told)

        self._bridge.run(change, done, failed)

    def _engine_change(
        self, kind: DeviceKind, name: str | None
    ) -> Coroutine[Any, Any, None] | None:
        """Give what changes the engine to a device; None where the device cannot be used."""
        opened = None if name is None else self._opened(kind, name)
        if name is not None and opened is None and name != NONE:
            return None
        match kind, opened:
            case DeviceKind.CAMERA, (VideoSource() | None) as camera:
                return self._engine.change_camera(camera)
            case DeviceKind.MICROPHONE, (AudioSource() | None) as microphone:
                return self._engine.change_microphone(microphone)
            case DeviceKind.SPEAKER, (AudioSink() | None) as speaker:
                return self._engine.change_speaker(speaker)
            case _:
                return None

    def _opened(self, kind: DeviceKind, name: str) -> VideoSource | AudioSource | AudioSink | None:
        opener: Callable[[str], VideoSource | AudioSource | AudioSink | None] = {
            DeviceKind.CAMERA: open_camera,
            DeviceKind.MICROPHONE: open_microphone,
            DeviceKind.SPEAKER: open_speaker,
        }[kind]
        try:
            return opener(name)
        except KnownError as error:
            self._notices.show(error)
            return None

    # ---- telling ---------------------------------------------------------------------------

    def _changed(self, news: DeviceNews, *, told: bool) -> None:
        self.used.emit()
        if news.now and news.kind in self._missing:
            del self._missing[news.kind]
            self._warn()
        if not told or not news.before:
            return
        earlier = self._news.pop(news.kind, None)
        if earlier is not None:
            news = replace(news, before=earlier.before, gone=earlier.gone)
        if news.before != news.now:
            self._news[news.kind] = news
            self._soon.start()

    def _tell(self) -> None:
        """Say in one message what has changed: a headset is a microphone and a loudspeaker."""
        told, self._news = tuple(self._news.values()), {}
        missing = {news.kind: news for news in told if not news.now}
        if missing:
            self._missing |= missing
            self._warn()
        changed = [news for news in told if news.now]
        if changed:
            better = [news for news in changed if not news.gone]
            undo = partial(self._undo, better) if better else None
            self._notices.say(news_words(changed), undo)

    def _warn(self) -> None:
        """Let the warning say what is missing now, and nothing else."""
        self._notices.take_back(self._warned)
        self._warned = ""
        if self._missing:
            title, detail = missing_words(tuple(self._missing.values()))
            self._warned = title
            self._notices.warn(title, detail)

    def _undo(self, changed: list[DeviceNews]) -> None:
        for news in changed:
            self.picked.emit(news.kind, news.before)

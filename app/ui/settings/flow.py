# SPDX-License-Identifier: GPL-3.0-or-later
"""Joins the settings with the look, the language, the devices and the store."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject

from app.bridge import Bridge
from app.media.devices.catalogue import (
    list_cameras,
    list_microphones,
    list_speakers,
    present,
)
from app.media.devices.errors import DeviceKind
from app.media.devices.preference import USUAL, choose
from app.store.database import Store
from app.ui.language import Language
from app.ui.notices import Notices
from app.ui.settings.device_trial import DeviceTrial
from app.ui.settings.preferences import Preferences, apply_look, save_preferences
from app.ui.settings.screen import SettingsScreen, SettingsView
from app.ui.theme import Theme
from app.ui.words import error_words


class SettingsFlow(QObject):
    """Applies each change at once and saves it. Lives in the GUI thread.

    ``devices_changed`` hears the preferences after a change of devices, for the next call.
    """

    def __init__(
        self,
        screen: SettingsScreen,
        store: Store,
        bridge: Bridge,
        notices: Notices,
        theme: Theme,
        language: Language,
        preferences: Preferences,
        version: str,
        devices_changed: Callable[[Preferences], object],
    ) -> None:
        super().__init__(screen)
        self._screen = screen
        self._store = store
        self._bridge = bridge
        self._notices = notices
        self._theme = theme
        self._language = language
        self._preferences = preferences
        self._version = version
        self._devices_changed = devices_changed
        self._trial = DeviceTrial(self)
        self._trial.level.connect(screen.set_level)
        self._trial.silent.connect(screen.set_silent)
        self._trial.camera_ended.connect(lambda: screen.show_camera(False))
        self._trial.microphone_ended.connect(lambda: screen.show_meter(False))
        screen.changed.connect(self._change)
        screen.camera_tried.connect(self._try_camera)
        screen.microphone_tried.connect(self._try_microphone)
        screen.speaker_tried.connect(
            lambda: self._trial.play_tone(self._preferences.devices.speaker)
        )
        screen.ringer_tried.connect(
            lambda: self._trial.play_arrival(self._preferences.devices.ringer)
        )
        screen.left.connect(self._trial.stop)
        theme.changed.connect(self._look_changed)

    def start(self) -> None:
        """Apply what was chosen before, and show it with the devices there are."""
        apply_look(self._theme, self._preferences)
        self._language.choose(self._preferences.language)
        self.refresh()

    def refresh(self) -> None:
        """Look again which devices there are, when the screen is opened."""
        self._screen.render(
            SettingsView(
                self._preferences,
                list_cameras(),
                list_microphones(),
                list_speakers(),
                self._version,
            )
        )

    def pick(self, kind: DeviceKind, name: str) -> None:
        """Like this device best from now on, as if it had been chosen on the screen."""
        devices = self._preferences.devices.picking(kind, name)
        self._change(replace(self._preferences, devices=devices))
        self.refresh()

    def close(self) -> None:
        """Let go of the devices."""
        self._trial.stop()

    def _change(self, chosen: Preferences) -> None:
        before, self._preferences = self._preferences, chosen
        apply_look(self._theme, chosen)
        if chosen.language != before.language:
            self._language.choose(chosen.language)
        if chosen.devices != before.devices:
            self._trial.stop()
            self._screen.show_device_errors()
            self._devices_changed(chosen)
        self._save()

    def _look_changed(self) -> None:
        """Keep a text size that was changed by keys."""
        if self._theme.percent != self._preferences.percent:
            self._preferences = replace(self._preferences, percent=self._theme.percent)
            self.refresh()
            self._save()

    def _save(self) -> None:
        self._bridge.run(
            save_preferences(self._store, self._preferences),
            lambda _: None,
            self._notices.show,
        )

    def _try_camera(self) -> None:
        self._screen.show_device_errors()
        error = self._trial.start_camera(self._best(DeviceKind.CAMERA), self._screen.slot())
        if error is None:
            self._screen.show_camera(True)
        else:
            self._screen.show_device_errors(camera=" ".join(error_words(error)).strip())

    def _try_microphone(self) -> None:
        self._screen.show_device_errors()
        error = self._trial.start_microphone(self._best(DeviceKind.MICROPHONE))
        if error is None:
            self._screen.show_meter(True)
        else:
            self._screen.show_device_errors(microphone=" ".join(error_words(error)).strip())

    def _best(self, kind: DeviceKind) -> str:
        """Name what a call would use; where there is nothing, what is liked best."""
        order = self._preferences.devices.of(kind)
        found = choose(order, present(kind, order))
        return found if found is not None else next(iter(order), USUAL)

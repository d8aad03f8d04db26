# SPDX-License-Identifier: GPL-3.0-or-later
"""This person's switches: what the engine sends, what the view says, what the peer is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from app.calls.control import Switches
from app.calls.views import OwnView
from app.media.engine import MediaEngine


class OwnMedia:
    """Belongs to the asyncio thread."""

    def __init__(self, engine: MediaEngine, changed: Callable[[], None]) -> None:
        self.view = OwnView()
        self._engine = engine
        self._changed = changed

    @property
    def switches(self) -> Switches:
        """What the peer is told."""
        return Switches(self.view.microphone_on, self.view.camera_on and not self.view.sound_only)

    def set_microphone(self, on: bool) -> None:
        """Switch the microphone."""
        self._engine.set_microphone_on(on)
        self._set(replace(self.view, microphone_on=on, microphone_silent=False))

    def set_camera(self, on: bool) -> None:
        """Switch the camera."""
        self._engine.set_camera_on(on)
        self._set(replace(self.view, camera_on=on))

    def set_sound_only(self, on: bool) -> None:
        """Send and ask for sound alone, or pictures again."""
        self._engine.set_sound_only(on)
        self._set(replace(self.view, sound_only=on))

    def look(self) -> None:
        """Notice a microphone that gives exactly nothing."""
        silent = self.view.microphone_on and self._engine.levels().microphone_silent
        self._set(replace(self.view, microphone_silent=silent))

    def _set(self, view: OwnView) -> None:
        if view != self.view:
            self.view = view
            self._changed()

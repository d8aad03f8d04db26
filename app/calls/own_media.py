# SPDX-License-Identifier: GPL-3.0-or-later
"""This person's switches: what the engine sends, what the view says, what the peer is told."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

from app.calls.control import Switches
from app.calls.muted_talk import MutedTalk
from app.calls.views import OwnView
from app.media.engine import MediaEngine


class OwnMedia:
    """Belongs to the asyncio thread; its switches are coroutines, as screens ask for them."""

    def __init__(
        self,
        engine: MediaEngine,
        changed: Callable[[], None],
        remember: Callable[[bool], Awaitable[None]],
    ) -> None:
        """``remember`` keeps for the next visit whether data are to be saved."""
        self.view = OwnView()
        self._engine = engine
        self._changed = changed
        self._remember = remember
        self._muted_talk = MutedTalk()

    @property
    def switches(self) -> Switches:
        """What the peer is told."""
        return Switches(self.view.microphone_on, self.view.camera_on and not self.view.sound_only)

    async def set_microphone(self, on: bool) -> None:
        """Switch the microphone."""
        self._engine.set_microphone_on(on)
        if on:
            self._muted_talk.switched_on()
        self._set(
            replace(self.view, microphone_on=on, microphone_silent=False, talking_while_off=False)
        )

    async def set_camera(self, on: bool) -> None:
        """Switch the camera."""
        self._engine.set_camera_on(on)
        self._set(replace(self.view, camera_on=on))

    async def set_sound_only(self, on: bool) -> None:
        """Send and ask for sound alone, or pictures again."""
        self._engine.set_sound_only(on)
        self._set(replace(self.view, sound_only=on))

    async def set_save_data(self, on: bool) -> None:
        """Send and ask for small and slow pictures, now and in later visits."""
        self.save_data(on)
        await self._remember(on)

    def save_data(self, on: bool) -> None:
        """Take up what was remembered."""
        self._engine.set_save_data(on)
        self._set(replace(self.view, save_data=on))

    def look(self, now: float) -> None:
        """Notice a microphone that gives exactly nothing, and talk into one that is off."""
        levels, on = self._engine.levels(), self.view.microphone_on
        talking = not on and self._muted_talk.shown(levels.talking_while_off, now)
        self._set(
            replace(
                self.view,
                microphone_silent=on and levels.microphone_silent,
                talking_while_off=talking,
            )
        )

    def _set(self, view: OwnView) -> None:
        if view != self.view:
            self.view = view
            self._changed()

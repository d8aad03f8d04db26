# SPDX-License-Identifier: GPL-3.0-or-later
"""This person's switches: what the engine sends, what the view says, what the peer is told."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from typing import Final

from app.calls.call import Call
from app.calls.control import Switches
from app.calls.muted_talk import MutedTalk
from app.calls.views import TOGETHER, BlurStop, OwnView, StillMoment
from app.errors import KnownError
from app.media.devices.sources import VideoSource
from app.media.engine import MediaEngine
from app.media.send.blur import BlurEnd
from app.tasks import Tasks

_BLUR_TOLD_S: Final = 30.0
"""Or until the camera is on again."""


class NotWhileExamined(KnownError):
    """Your background is not blurred now. A picture is being taken or a stethoscope listened to,
    and both show everything as it is. Blur it afterwards, or switch your camera off."""


class UnblurFirst(KnownError):
    """The stethoscope is not on, because your background is blurred. An examination shows
    everything as it is, and nothing has changed. Switch off the blurring, then try again."""


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
        self._screen: VideoSource | None = None
        self._sharing = asyncio.Lock()
        """One change after the other: a screen that is slow to start is not left running."""
        self._tasks = Tasks()
        self._photographed = False
        self.before_voice: Callable[[], None] = _nothing
        """Called before the sound is that of a voice again, whoever switches it."""
        self._blur_told_at: float | None = None

    @property
    def switches(self) -> Switches:
        """What the peer is told."""
        own = self.view
        return Switches(
            own.microphone_on,
            own.camera_on and not own.sound_only,
            own.shares_screen,
            own.blurs,
            own.medical_sound,
            own.recording_since is not None,
        )

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
        stopped = None if on else self.view.blur_stopped
        self._set(replace(self.view, camera_on=on, blur_stopped=stopped))

    async def set_sound_only(self, on: bool) -> None:
        """Send and ask for sound alone, or pictures again."""
        if on:
            await self.share_screen(None)
        self._engine.set_sound_only(on)
        self._set(replace(self.view, sound_only=on))

    async def set_medical_sound(self, on: bool) -> None:
        """Send what a stethoscope hears, with nothing done to it, or a voice again.

        Raises UnblurFirst: nothing has changed then.
        """
        if on and self.view.blurs:
            raise UnblurFirst
        if on is not self.view.medical_sound:
            self._load_no_blur()
            if not on:
                self.before_voice()
            self._engine.set_medical_sound(on)
            self._set(replace(self.view, medical_sound=on))

    def records_since(self, at: datetime | None) -> None:
        """Show both sides that the own microphone is recorded; None for no more."""
        self._set(replace(self.view, recording_since=at))

    async def share_screen(self, screen: VideoSource | None) -> None:
        """Show a screen or window instead of this person; None shows the person again.

        Who chose sound alone gets the pictures back with it. Raises DeviceError: nothing is
        shared then.
        """
        if screen is not None and self.view.sound_only:
            await self.set_sound_only(False)
        async with self._sharing:
            before, self._screen = self._screen, None
            if screen is None and before is None:
                return
            try:
                await self._engine.share_screen(screen)
                self._screen = screen
            finally:
                self._set(replace(self.view, shares_screen=self._screen is not None))

    async def screen_ended(self, screen: VideoSource) -> bool:
        """Stop sharing what the system has ended; tell whether it was still being shared."""
        shared = self._screen is screen
        if shared:
            await self.share_screen(None)
        return shared

    async def set_blur(self, on: bool) -> None:
        """Blur what is behind this person, or not; what was wished last holds.

        Raises:
            NotWhileExamined, BlurUnavailable: nothing has changed then.
        """
        if not on:
            self._engine.stop_blur()
            self._set(replace(self.view, blurs=False))
        elif self._examined:
            raise NotWhileExamined
        elif not self.view.blurs:
            if await self._engine.start_blur(self._blur_ended):
                self._set(replace(self.view, blurs=True, blur_stopped=None))
            elif self._examined:
                raise NotWhileExamined

    def visit_over(self) -> None:
        """Switch off what is chosen for one visit; devices stay as this person has set them."""
        self._engine.stop_blur()
        if self.view.sound_only:
            self._engine.set_sound_only(False)
        self._set(replace(self.view, blurs=False, blur_stopped=None, sound_only=False))

    def follow(self, call: Call) -> None:
        """Tell the peer the switches; share no screen any longer than with this one person."""
        if self.view.shares_screen and call.stage not in TOGETHER:
            self._tasks.start(self.share_screen(None), "stop sharing")
        photographed = call.talk.still.moment is StillMoment.COMING
        if photographed and not self._photographed:
            self._load_no_blur()
        self._photographed = photographed
        if self.view.medical_sound and call.stage not in TOGETHER:
            self._tasks.start(self.set_medical_sound(False), "stop medical sound")
        if call.talk.own_switches != self.switches:
            call.talk.say_switches(self.switches)

    async def set_save_data(self, on: bool) -> None:
        """Send and ask for small and slow pictures, now and in later visits."""
        self.save_data(on)
        await self._remember(on)

    def save_data(self, on: bool) -> None:
        """Take up what was remembered."""
        self._engine.set_save_data(on)
        self._set(replace(self.view, save_data=on))

    async def close(self) -> None:
        """Share nothing any more."""
        await self._tasks.close()
        await self.share_screen(None)

    def look(self, now: float) -> None:
        """Notice a microphone that gives exactly nothing, and talk into one that is off."""
        levels, on = self._engine.levels(), self.view.microphone_on
        if self._blur_told_at is None and self.view.blur_stopped is not None:
            self._blur_told_at = now
        told_at = self._blur_told_at
        if told_at is not None and now - told_at >= _BLUR_TOLD_S:
            self._blur_told_at = None
            self._set(replace(self.view, blur_stopped=None))
        talking = not on and self._muted_talk.shown(levels.talking_while_off, now)
        self._set(
            replace(
                self.view,
                microphone_silent=on and levels.microphone_silent,
                talking_while_off=talking,
            )
        )

    @property
    def _examined(self) -> bool:
        """The other looks at or listens to what must not be altered."""
        return self._photographed or self.view.medical_sound

    def _load_no_blur(self) -> None:
        """Let blurring that is still being loaded come too late for an examination."""
        if not self.view.blurs:
            self._engine.stop_blur()

    def _blur_ended(self, cause: BlurEnd) -> None:
        # Whoever hides what is behind them does not have it shown unasked: no picture at all.
        self._engine.set_camera_on(False)
        self._engine.stop_blur()
        self._blur_told_at = None
        stop = BlurStop(cause.value)
        self._set(replace(self.view, camera_on=False, blurs=False, blur_stopped=stop))

    def _set(self, view: OwnView) -> None:
        if view != self.view:
            self.view = view
            self._changed()


def _nothing() -> None:
    return None

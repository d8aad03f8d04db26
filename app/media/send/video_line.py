# SPDX-License-Identifier: GPL-3.0-or-later
"""What the one line of pictures carries: the camera, or a screen in its place."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from app.media.content import ContentHint
from app.media.devices.sources import VideoSource
from app.media.frames import FrameSlot, VideoFrame
from app.media.send.blur import BackgroundBlur


class VideoLine:
    """Belongs to the asyncio thread; frames pass on the threads of their sources.

    Sources change without the line noticing: nothing is negotiated, and all frames carry times
    of one monotonic clock. While a screen is shared the camera goes on, and is not sent.
    """

    def __init__(
        self,
        own: FrameSlot,
        send: Callable[[VideoFrame], None],
        changed: Callable[[], None],
    ) -> None:
        """``own`` shows what is sent; ``changed`` is called when ``sends`` or ``hint`` may have."""
        self._own = own
        self._send = send
        self._changed = changed
        self._changing = asyncio.Lock()
        self._camera: VideoSource | None = None
        self._camera_on = True
        self._screen: VideoSource | None = None
        self._blur: BackgroundBlur | None = None
        self._watcher: FrameSlot | None = None

    @property
    def sends(self) -> bool:
        """Say whether there are pictures to send."""
        return self._screen is not None or (self._camera is not None and self._camera_on)

    @property
    def camera_missing(self) -> bool:
        """Say whether the camera would be shown if there were one."""
        return self._screen is None and self._camera is None and self._camera_on

    @property
    def hint(self) -> ContentHint:
        """Say what the pictures show."""
        return ContentHint.MOTION if self._screen is None else ContentHint.TEXT

    def set_camera_on(self, on: bool) -> None:
        """Let the camera's pictures through, or not."""
        self._camera_on = on
        if not on and self._screen is None:
            self._own.clear()
        self._changed()

    async def change_camera(self, camera: VideoSource | None) -> None:
        """Use another camera, or none. Raises DeviceError; there is none then."""
        async with self._changing:
            old, self._camera = self._camera, None
            if old is not None and old is not camera:
                await asyncio.to_thread(old.stop)
            try:
                if camera is not None:
                    await asyncio.to_thread(camera.start, self._camera_came)
                    self._camera = camera
            finally:
                if self._camera is None and self._screen is None:
                    self._own.clear()
                self._changed()

    async def share(self, screen: VideoSource | None) -> None:
        """Put a screen in the camera's place, another one, or the camera back.

        Raises DeviceError: the camera is back then.
        """
        old, self._screen = self._screen, None
        if old is not None:
            await asyncio.to_thread(old.stop)
        try:
            if screen is not None:
                await asyncio.to_thread(screen.start, self._screen_came)
                self._screen = screen
        finally:
            # The last picture of the one must not stand where the other is expected.
            self._own.clear()
            self._changed()

    def watch_camera(self, slot: FrameSlot | None) -> None:
        """Put the camera's frames there as they come, whatever is sent; None for no more."""
        self._watcher = slot

    def use_blur(self, blur: BackgroundBlur | None) -> None:
        """Send the camera's pictures through this, or as they are; a screen is never blurred."""
        old, self._blur = self._blur, blur
        if old is not None:
            old.end()

    def blur_came(self, frame: VideoFrame) -> None:
        """Take a frame with its background blurred; on the blurring thread."""
        if self._blur is not None and self._camera_on and self._screen is None:
            self._pass_on(frame)

    def stop(self) -> None:
        """Let go of the devices. Blocks shortly."""
        blur = self._blur
        self.use_blur(None)
        if blur is not None:
            blur.join()
        for source in (self._screen, self._camera):
            if source is not None:
                source.stop()

    def _camera_came(self, frame: VideoFrame) -> None:
        """Take a frame; on the camera's thread."""
        if (watcher := self._watcher) is not None:
            watcher.put(frame)
        # Read before the switch: who switches the camera off, then the blurring, lets out
        # nothing that is clear.
        blur = self._blur
        if not self._camera_on or self._screen is not None:
            return
        if blur is not None:
            blur.offer(frame)
        else:
            self._pass_on(frame)

    def _screen_came(self, frame: VideoFrame) -> None:
        """Take a frame; on the screen's thread."""
        if self._screen is not None:
            self._pass_on(frame)

    def _pass_on(self, frame: VideoFrame) -> None:
        self._own.put(frame)
        self._send(frame)

# SPDX-License-Identifier: GPL-3.0-or-later
"""Switches the blurring of the camera's pictures on and off, whatever overtakes what."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from app.media.send.blur import BackgroundBlur, BlurEnd
from app.media.send.video_line import VideoLine


class BlurSwitch:
    """Belongs to the asyncio thread. What was wished last holds, however long a model loads."""

    def __init__(self, line: VideoLine, encoder_dropped: Callable[[], int]) -> None:
        self._line = line
        self._encoder_dropped = encoder_dropped
        self._wish = 0
        """Counts what was wished: whoever comes back from loading sees whether it still holds."""

    async def start(self, ended: Callable[[BlurEnd], None]) -> bool:
        """Blur until ``stop``; tells whether it does, or was overtaken by another wish.

        ``ended`` is told on the asyncio thread when blurring has ended by itself. No picture of
        the camera goes out from then on, until ``stop``: whose background may be seen is not
        decided here. Raises BlurUnavailable.
        """
        loop = asyncio.get_running_loop()
        self._wish += 1
        wish = self._wish

        def by_itself(cause: BlurEnd) -> None:
            if wish == self._wish:
                ended(cause)

        def tell(cause: BlurEnd) -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(by_itself, cause)

        blur = await asyncio.to_thread(
            BackgroundBlur, self._line.blur_came, self._encoder_dropped, tell
        )
        if wish != self._wish:
            return False
        blur.start()
        self._line.use_blur(blur)
        return True

    def stop(self) -> None:
        """Send the camera's pictures as they are, from the next one on."""
        self._wish += 1
        self._line.use_blur(None)

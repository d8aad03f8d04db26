# SPDX-License-Identifier: GPL-3.0-or-later
"""Change the size or the pixel format of pictures that several threads share."""

from __future__ import annotations

import threading

import av
from av.video.reformatter import VideoReformatter


class PictureScaler:
    """Keeps one converter a thread; safe to call from any thread.

    ``av.VideoFrame.reformat`` keeps its converter in the frame and lets go of the GIL while it
    works: two threads that convert one frame at a time, the self-view and the encoder, crash.
    """

    def __init__(self) -> None:
        self._own = threading.local()

    def scale(self, frame: av.VideoFrame, width: int, height: int, pixels: str) -> av.VideoFrame:
        """Give the picture in this size and format; the same frame if nothing changes."""
        converter = getattr(self._own, "converter", None)
        if converter is None:
            converter = self._own.converter = VideoReformatter()
        scaled: av.VideoFrame = converter.reformat(frame, width, height, pixels)
        return scaled

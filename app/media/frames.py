# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures on their way to a screen: one frame, and the place where the newest one waits."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

import av

from app.media.scaling import PictureScaler
from app.media.statistics import QueueName, QueueStatistics

# Shared by all frames: it holds nothing but one converter a thread.
_SCALER = PictureScaler()


@dataclass(frozen=True, slots=True, eq=False)
class VideoFrame:
    """One picture in yuv420p; its planes are shared and must not be changed."""

    av: av.VideoFrame = field(repr=False)
    captured_at: float | None
    """When it was captured, in seconds of this machine's monotonic clock; None where unknown."""

    @property
    def width(self) -> int:
        """Give the width in pixels."""
        return self.av.width

    @property
    def height(self) -> int:
        """Give the height in pixels."""
        return self.av.height

    def to_bgra(self, width: int, height: int) -> bytes:
        """Scale to the given size as BGRA rows without padding, ready for QImage RGB32."""
        return self._packed(width, height, "bgra", 4)

    def to_rgb(self) -> bytes:
        """Give the picture at its own size as rows of red, green and blue without padding."""
        return self._packed(self.width, self.height, "rgb24", 3)

    def _packed(self, width: int, height: int, pixels: str, point_bytes: int) -> bytes:
        plane = _SCALER.scale(self.av, width, height, pixels).planes[0]
        row_bytes = width * point_bytes
        if plane.line_size == row_bytes:
            return bytes(plane)[: row_bytes * height]
        rows = memoryview(plane)
        return b"".join(
            rows[start : start + row_bytes]
            for start in range(0, plane.line_size * height, plane.line_size)
        )


class FrameSlot:
    """The place of the newest frame: older ones that nobody took are dropped. Any thread."""

    def __init__(self) -> None:
        self.on_frame: Callable[[], None] | None = None
        """Called after each ``put``, from the thread that put."""
        self.on_passing: Callable[[VideoFrame], None] | None = None
        """Given each frame that is put, from the thread that put; whoever shows it takes it."""
        self._lock = threading.Lock()
        self._frame: VideoFrame | None = None
        self._dropped = 0

    @property
    def dropped(self) -> int:
        """Count the frames that were replaced before anybody took them."""
        return self._dropped

    def queue(self) -> QueueStatistics:
        """Tell whether a frame waits, and how many were never taken."""
        waiting = int(self._frame is not None)
        return QueueStatistics(QueueName.DECODED_TO_SCREEN, waiting, 1, self._dropped)

    def put(self, frame: VideoFrame) -> None:
        """Leave a frame, in place of one that nobody has taken."""
        with self._lock:
            if self._frame is not None:
                self._dropped += 1
            self._frame = frame
        if (pass_by := self.on_passing) is not None:
            pass_by(frame)
        if (tell := self.on_frame) is not None:
            tell()

    def take(self) -> VideoFrame | None:
        """Take the newest frame; None when there is no new one."""
        with self._lock:
            frame, self._frame = self._frame, None
        return frame

    def clear(self) -> None:
        """Forget the waiting frame."""
        with self._lock:
            self._frame = None

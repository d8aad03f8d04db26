# SPDX-License-Identifier: GPL-3.0-or-later
"""The pictures of one peer: assembled on the asyncio thread, decoded on a thread of their own."""

from __future__ import annotations

import asyncio
import logging
import queue
import threading
import time
from collections.abc import Callable

import av

from app.media.codecs.vp8_pyav import Vp8Decoder
from app.media.counters import LinkCounters
from app.media.frames import VideoFrame
from app.media.receive.assembly import (
    MOST_PACKETS,
    AskAgain,
    AskKeyframe,
    AssemblyCommand,
    Decode,
    VideoAssembly,
    VideoPacket,
)
from app.media.receive.presentation import Presentation
from app.media.statistics import QueueName, QueueStatistics

_log = logging.getLogger(__name__)

_MOST_WAITING = 64
_LATE_S = 0.15
_TOO_LATE_BEHIND = 3
"""A frame that is late and has so many newer ones behind it is decoded, but not shown."""
_JOIN_TIMEOUT_S = 2.0


class PictureReceiver:
    """Assembly and decoder of one peer's pictures. Belongs to the asyncio thread."""

    def __init__(
        self,
        round_trip_s: Callable[[], float],
        captured_at: Callable[[int], float | None],
        ask_again: Callable[[tuple[int, ...]], None],
        ask_keyframe: Callable[[], None],
        show: Callable[[VideoFrame], None],
        counters: LinkCounters,
        presentation: Presentation,
    ) -> None:
        """``show`` is called on the decoding thread, and only after ``open``."""
        self._counters = counters
        self._round_trip_s = round_trip_s
        self._captured_at = captured_at
        self._ask_again = ask_again
        self._ask_keyframe = ask_keyframe
        self._show = show
        self._assembly = VideoAssembly()
        self._waiting: queue.Queue[tuple[float, Decode] | None] = queue.Queue(_MOST_WAITING)
        """Each whole frame, and when it became whole."""
        self._presentation = presentation
        self._ending = threading.Event()
        self._loop = asyncio.get_running_loop()
        self._thread: threading.Thread | None = None
        self._closed = False
        self._dropped = 0

    @property
    def retransmissions(self) -> int:
        """Count the packets that came after they were asked for again."""
        return self._assembly.retransmitted

    def queues(self) -> tuple[QueueStatistics, ...]:
        """Tell how full the queues are, and what they have dropped."""
        return (
            QueueStatistics(
                QueueName.PATH_TO_PICTURES,
                self._assembly.waiting,
                MOST_PACKETS,
                self._assembly.given_up,
            ),
            QueueStatistics(
                QueueName.ASSEMBLED_TO_DECODER,
                self._waiting.qsize(),
                _MOST_WAITING,
                self._dropped,
            ),
        )

    def insert(self, packet: VideoPacket, now: float) -> None:
        """Take a packet."""
        self._do(self._assembly.add(packet, now, self._round_trip_s()), now)

    def tick(self, now: float, *, crowded: bool) -> None:
        """Let time pass; to be called every 10 to 20 ms. ``crowded``: a queue builds up."""
        self._assembly.set_crowded(crowded)
        self._do(self._assembly.tick(now, self._round_trip_s()), now)

    def open(self) -> None:
        """Decode and show from now on, beginning with the frames that wait since a keyframe."""
        if self._thread is None and not self._closed:
            self._thread = threading.Thread(target=self._run, name="picture-decoder", daemon=True)
            self._thread.start()

    async def close(self) -> None:
        """End the decoding thread; nothing is shown any more."""
        self._closed = True
        self._ending.set()
        self._empty()
        self._waiting.put_nowait(None)
        if self._thread is not None:
            await asyncio.to_thread(self._thread.join, _JOIN_TIMEOUT_S)
            self._thread = None

    def _do(self, commands: list[AssemblyCommand], now: float) -> None:
        for command in commands:
            match command:
                case AskAgain(sequences):
                    self._counters.nacks_sent += 1
                    self._ask_again(sequences)
                case AskKeyframe():
                    self._counters.plis_sent += 1
                    self._ask_keyframe()
                case Decode():
                    self._counters.frames_received += 1
                    self._queue(command, now)

    def _queue(self, frame: Decode, now: float) -> None:
        if self._closed:
            return
        try:
            self._waiting.put_nowait((now, frame))
        except queue.Full:
            # Frames refer to each other: without these, only a keyframe helps.
            self._dropped += 1 + self._empty()
            self._do(self._assembly.decoding_failed(now, self._round_trip_s()), now)

    def _empty(self) -> int:
        """Throw away what waits; tells how much that was."""
        count = 0
        while True:
            try:
                self._waiting.get_nowait()
            except queue.Empty:
                return count
            count += 1

    def _decoding_failed(self) -> None:
        if not self._closed:
            now = time.monotonic()
            self._do(self._assembly.decoding_failed(now, self._round_trip_s()), now)

    def _run(self) -> None:
        """Decode until the end mark; on the decoding thread."""
        decoder = Vp8Decoder()
        counters = self._counters
        while (waiting := self._waiting.get()) is not None:
            whole_at, encoded = waiting
            began_at = time.monotonic()
            try:
                pictures = decoder.decode(encoded.data)
            except av.FFmpegError:
                _log.debug("frame of %d bytes could not be decoded", len(encoded.data))
                counters.frames_dropped += 1
                self._tell_failure()
                continue
            counters.frames_decoded += 1
            counters.key_frames_decoded += encoded.keyframe
            counters.decode_time_s += time.monotonic() - began_at
            if pictures:
                captured_at = self._captured_at(encoded.timestamp)
                self._show_in_time(VideoFrame(pictures[-1], captured_at), whole_at)
            if self._closed:
                return

    def _show_in_time(self, frame: VideoFrame, whole_at: float) -> None:
        if frame.captured_at is not None:
            # From when it was whole: the frame before it may have been held back meanwhile.
            at = self._presentation.show_at(frame.captured_at, whole_at)
            now = time.monotonic()
            if at > now:
                self._ending.wait(at - now)
            elif self._is_too_late(frame.captured_at, now):
                self._counters.frames_dropped += 1
                return
        if not self._closed:
            self._show(frame)

    def _is_too_late(self, captured_at: float, now: float) -> bool:
        usual_s = self._presentation.delay_s
        late = usual_s is not None and now - captured_at > usual_s + _LATE_S
        return late and self._waiting.qsize() > _TOO_LATE_BEHIND

    def _tell_failure(self) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._decoding_failed)

# SPDX-License-Identifier: GPL-3.0-or-later
"""The thread that encodes the camera once, for every peer."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import av

from app.media.adaptation import PicturePlan
from app.media.codecs.available import AnyVp8Encoder, Codecs
from app.media.codecs.vp8 import CLOCK_RATE, EncodedFrame, EncoderFailed
from app.media.content import ContentHint
from app.media.frames import VideoFrame
from app.media.scaling import PictureScaler
from app.media.screen_plan import Debt
from app.media.send.tracks import EncodedPacket
from app.media.statistics import QueueName, QueueStatistics

_log = logging.getLogger(__name__)

_BETWEEN_KEYFRAMES_S = 0.3


@dataclass(slots=True)
class EncoderCounters:
    """What the encoder has done; written on its thread, so reading needs no lock."""

    frames: int = 0
    key_frames: int = 0
    encode_time_s: float = 0.0
    width: int = 0
    height: int = 0


class PictureEncoder:
    """Takes the newest frame, scales and encodes it. Its methods may be called from any thread."""

    def __init__(
        self,
        codecs: Codecs,
        epoch: float,
        plan: PicturePlan,
        deliver: Callable[[EncodedPacket], None],
    ) -> None:
        """``deliver`` is called on the encoding thread; ``epoch`` is where RTP time begins."""
        self._codecs = codecs
        self._epoch = epoch
        self._deliver = deliver
        self._scaler = PictureScaler()
        self._condition = threading.Condition()
        self._frame: VideoFrame | None = None
        self._plan = plan
        self._active = False
        self._ending = False
        self._keyframe_wanted = True
        self._encoder: AnyVp8Encoder | None = None
        self._keyframe_at = float("-inf")
        self._due_at = float("-inf")
        self._dropped = 0
        self.counters = EncoderCounters()
        self._debt = Debt()
        self._thread = threading.Thread(target=self._run, name="picture-encoder", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def close(self) -> None:
        """End the thread; blocks for one frame at most."""
        with self._condition:
            self._ending = True
            self._condition.notify()
        if self._thread.is_alive():
            self._thread.join()

    def queue(self) -> QueueStatistics:
        """Tell whether a frame waits, and how many were replaced by newer ones."""
        waiting = int(self._frame is not None)
        return QueueStatistics(QueueName.CAMERA_TO_ENCODER, waiting, 1, self._dropped)

    def offer(self, frame: VideoFrame) -> None:
        """Leave a frame to be encoded, in place of one that still waits."""
        with self._condition:
            if self._active:
                self._dropped += self._frame is not None
                self._frame = frame
                self._condition.notify()

    def set_plan(self, plan: PicturePlan) -> None:
        """Encode by another plan from the next frame on."""
        with self._condition:
            self._plan = plan

    def set_active(self, active: bool) -> None:
        """Encode, or spare the work because nobody wants pictures."""
        with self._condition:
            if active and not self._active:
                self._keyframe_wanted = True
            self._active = active
            if not active:
                self._frame = None

    def want_keyframe(self) -> None:
        """Make one of the next frames a keyframe; wishes of all peers within 0.3 s share one."""
        with self._condition:
            self._keyframe_wanted = True

    def _run(self) -> None:
        while True:
            with self._condition:
                while self._frame is None and not self._ending:
                    self._condition.wait()
                if self._ending:
                    break
                frame, self._frame = self._frame, None
                plan = self._plan
            if frame is not None and frame.captured_at is not None and plan.frames_per_s > 0:
                self._encode(frame.av, frame.captured_at, plan)
        if self._encoder is not None:
            self._encoder.close()
            self._encoder = None

    def _encode(self, picture: av.VideoFrame, captured_at: float, plan: PicturePlan) -> None:
        if not self._falls_due(captured_at, 1 / plan.frames_per_s):
            return
        if plan.hint is ContentHint.TEXT and not self._debt.allows(captured_at):
            return
        width, height = fitted(picture.width, picture.height, plan)
        if (picture.width, picture.height, picture.format.name) != (width, height, "yuv420p"):
            picture = self._scaler.scale(picture, width, height, "yuv420p")
        now = time.monotonic()
        with self._condition:
            keyframe = self._keyframe_wanted and now - self._keyframe_at >= _BETWEEN_KEYFRAMES_S
            if keyframe:
                self._keyframe_wanted = False
        try:
            encoded = self._fitting_encoder(width, height, plan).encode(
                picture, round((captured_at - self._epoch) * CLOCK_RATE), keyframe=keyframe
            )
        except EncoderFailed as error:
            _log.error("picture encoder failed (%s), opened anew", error)
            self._encoder = None
            return
        self._count(encoded, time.monotonic() - now)
        if encoded is None:
            if keyframe:
                self.want_keyframe()
            return
        if encoded.keyframe:
            self._keyframe_at = now
        self._debt.spend(len(encoded.data), plan.bitrate, captured_at)
        self._deliver(EncodedPacket(encoded.data, encoded.timestamp, captured_at, encoded.keyframe))

    def _count(self, encoded: EncodedFrame | None, took_s: float) -> None:
        counters, encoder = self.counters, self._encoder
        counters.encode_time_s += took_s
        if encoder is not None:
            counters.width, counters.height = encoder.width, encoder.height
        if encoded is not None:
            counters.frames += 1
            counters.key_frames += encoded.keyframe

    def _falls_due(self, captured_at: float, interval_s: float) -> bool:
        """Thin out a camera that is quicker than the plan; one that jitters keeps its frames."""
        if captured_at < self._due_at - interval_s / 2:
            return False
        self._due_at = max(self._due_at, captured_at - interval_s) + interval_s
        return True

    def _fitting_encoder(self, width: int, height: int, plan: PicturePlan) -> AnyVp8Encoder:
        encoder, wanted = self._encoder, (width, height, plan.hint)
        if encoder is None or (encoder.width, encoder.height, encoder.hint) != wanted:
            if encoder is not None:
                encoder.close()
            encoder = self._codecs.vp8_encoder(width, height, plan.bitrate, plan.hint)
            self._encoder = encoder
        encoder.set_bitrate(plan.bitrate)
        return encoder


def fitted(width: int, height: int, plan: PicturePlan) -> tuple[int, int]:
    """Scale a size down into the plan's, keeping its shape; both even, as VP8's chroma likes it."""
    plan = plan if width >= height else replace(plan, width=plan.height, height=plan.width)
    scale = min(1.0, plan.width / width, plan.height / height)
    return max(2, round(width * scale) // 2 * 2), max(2, round(height * scale) // 2 * 2)

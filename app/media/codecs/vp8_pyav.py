# SPDX-License-Identifier: GPL-3.0-or-later
"""VP8 through PyAV: the decoder, and the encoder for machines where libvpx cannot be loaded."""

from __future__ import annotations

from fractions import Fraction

import av
from av.video.frame import PictureType

from app.media.codecs.vp8 import CLOCK_RATE, COARSEST, EncodedFrame
from app.media.content import ContentHint

_TIME_BASE = Fraction(1, CLOCK_RATE)

_WORTH_A_KEYFRAME = 0.25
"""FFmpeg takes a new bitrate by being opened anew, which costs a keyframe."""


class PyavVp8Encoder:
    """An encoder of PyAV's; each larger change of the bitrate makes a keyframe."""

    def __init__(
        self,
        width: int,
        height: int,
        bitrate: int,
        hint: ContentHint = ContentHint.MOTION,
    ) -> None:
        self.hint = hint
        self.width = width
        self.height = height
        self._bitrate = bitrate
        self._codec = self._opened()
        self._last_timestamp = -1

    def set_bitrate(self, bitrate: int) -> None:
        """Aim at another bitrate (bit/s); changes below a quarter are not worth a keyframe."""
        if abs(bitrate - self._bitrate) >= _WORTH_A_KEYFRAME * self._bitrate:
            self._bitrate = bitrate
            self._codec = self._opened()

    def encode(
        self, frame: av.VideoFrame, timestamp: int, *, keyframe: bool
    ) -> EncodedFrame | None:
        """Encode one frame; None when the rate control dropped it."""
        timestamp = max(timestamp, self._last_timestamp + 1)
        self._last_timestamp = timestamp
        # The frame is shared with others: the marks go to a copy.
        own = av.VideoFrame.from_ndarray(frame.to_ndarray(), frame.format.name)
        own.pts, own.time_base = timestamp, _TIME_BASE
        own.pict_type = PictureType.I if keyframe else PictureType.NONE
        packets = self._codec.encode(own)
        own.pict_type = PictureType.NONE
        if not packets:
            return None
        return EncodedFrame(
            b"".join(bytes(packet) for packet in packets),
            any(packet.is_keyframe for packet in packets),
            timestamp,
        )

    def close(self) -> None:
        """Nothing to free by hand: PyAV frees its codec with the object."""

    def _opened(self) -> av.VideoCodecContext:
        codec = av.VideoCodecContext.create("libvpx", "w")
        codec.width = self.width
        codec.height = self.height
        codec.pix_fmt = "yuv420p"
        codec.bit_rate = self._bitrate
        codec.gop_size = 3000
        codec.time_base = _TIME_BASE
        codec.thread_count = 1
        codec.qmin, codec.qmax = 2, COARSEST[self.hint]
        codec.options = {
            "deadline": "realtime",
            "cpu-used": "-8",
            "lag-in-frames": "0",
            "max-intra-rate": "450",
            "undershoot-pct": "100",
            "overshoot-pct": "15",
            "minrate": str(self._bitrate),
            "maxrate": str(self._bitrate),
            "bufsize": str(self._bitrate),
            "static-thresh": "1",
            "screen-content-mode": str(int(self.hint is ContentHint.TEXT)),
        }
        return codec


class Vp8Decoder:
    """One decoder on one thread. Raises av.FFmpegError on data that it cannot decode."""

    def __init__(self) -> None:
        self._codec = av.VideoCodecContext.create("vp8", "r")
        # One thread: a frame must come out at once, and the cores are shared.
        self._codec.thread_count = 1
        self._codec.options = {"flags": "low_delay"}

    def decode(self, data: bytes) -> list[av.VideoFrame]:
        """Decode one whole frame."""
        return self._codec.decode(av.Packet(data))

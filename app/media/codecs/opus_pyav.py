# SPDX-License-Identifier: GPL-3.0-or-later
"""Opus through PyAV, for machines where libopus cannot be loaded: no repair of losses."""

from __future__ import annotations

from fractions import Fraction

import av
import numpy as np

from app.media.codecs.opus import FRAME_SAMPLES, OpusFailed
from app.media.devices.sources import SAMPLE_RATE, Samples

_TIME_BASE = Fraction(1, SAMPLE_RATE)
_FADE = 0.5
"""Each concealed frame is this much quieter than the one before."""


class PyavOpusEncoder:
    """A mono voice encoder of PyAV's; its settings are fixed when it opens."""

    def __init__(self, bitrate: int = 32_000, *, faithful: bool = False) -> None:
        self._codec = av.AudioCodecContext.create("libopus", "w")
        self._codec.sample_rate = SAMPLE_RATE
        self._codec.layout = "mono"
        self._codec.format = "s16"
        self._codec.bit_rate = bitrate
        self._codec.time_base = _TIME_BASE
        self._codec.options = (
            {"application": "audio"}
            if faithful
            else {"application": "voip", "fec": "1", "packet_loss": "10"}
        )
        self._position = 0

    def set_bitrate(self, bitrate: int) -> None:
        """FFmpeg cannot change it while it runs; the first one stays."""

    def set_expected_loss(self, percent: int) -> None:
        """FFmpeg cannot change it while it runs; ten percent stays."""

    def frame_samples(self, wanted: int) -> int:
        """FFmpeg fixes the length of the frames when it opens."""
        return FRAME_SAMPLES

    def encode(self, samples: Samples) -> bytes:
        """Encode one frame of 20 ms; b"" while FFmpeg still gathers its first one."""
        frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate = SAMPLE_RATE
        frame.time_base = _TIME_BASE
        frame.pts = self._position
        self._position += len(samples)
        return b"".join(bytes(packet) for packet in self._codec.encode(frame))

    def close(self) -> None:
        """Nothing to free by hand."""


class PyavOpusDecoder:
    """A mono decoder of PyAV's; a lost frame is the last one again, fading out."""

    def __init__(self) -> None:
        self._codec = av.AudioCodecContext.create("libopus", "r")
        self._codec.sample_rate = SAMPLE_RATE
        self._codec.layout = "mono"
        self._resampler = av.AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE)
        self._last: Samples = np.zeros(FRAME_SAMPLES, np.int16)

    def decode(self, packet: bytes) -> Samples:
        """Decode one packet. Raises OpusFailed for data that is no Opus packet."""
        try:
            frames = self._codec.decode(av.Packet(packet))
            pieces = [
                piece.to_ndarray().reshape(-1).astype(np.int16)
                for frame in frames
                for piece in self._resampler.resample(frame)
            ]
        except av.FFmpegError as error:
            raise OpusFailed(str(error)) from error
        if not pieces:
            return self.conceal(FRAME_SAMPLES)
        self._last = np.concatenate(pieces)
        return self._last

    def can_recover(self, next_packet: bytes) -> bool:
        """FFmpeg cannot read the in-band copy."""
        return False

    def recover(self, next_packet: bytes, samples: int) -> Samples:
        """FFmpeg cannot read the in-band copy: conceal instead."""
        return self.conceal(samples)

    def conceal(self, samples: int) -> Samples:
        """Play the last frame again, quieter."""
        self._last = (np.resize(self._last, samples) * _FADE).astype(np.int16)
        return self._last

    def close(self) -> None:
        """Nothing to free by hand."""

# SPDX-License-Identifier: GPL-3.0-or-later
"""Turn a device's samples into mono at 48 kHz and back. No I/O."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import av
import numpy as np

from app.media.devices.sources import SAMPLE_RATE, Samples


class SampleKind(Enum):
    """How one sample is written."""

    UINT8 = "u1"
    INT16 = "<i2"
    INT32 = "<i4"
    FLOAT = "<f4"


@dataclass(frozen=True, slots=True)
class SampleFormat:
    """How a device writes sound."""

    rate: int
    channels: int
    kind: SampleKind


class ToMono:
    """Reads a device's bytes, in pieces of any size."""

    def __init__(self, sample_format: SampleFormat) -> None:
        self._format = sample_format
        self._rest = b""
        self._rate = _Rate(sample_format.rate, SAMPLE_RATE)

    def feed(self, data: bytes) -> Samples:
        """Take bytes, give what is complete."""
        dtype = np.dtype(self._format.kind.value)
        frame_bytes = dtype.itemsize * self._format.channels
        data = self._rest + data
        whole = len(data) // frame_bytes * frame_bytes
        self._rest = data[whole:]
        values = np.frombuffer(data[:whole], dtype).astype(np.float64)
        match self._format.kind:
            case SampleKind.UINT8:
                values = (values - 128) * 256
            case SampleKind.INT32:
                values = values / 65536
            case SampleKind.FLOAT:
                values = values * 32767
            case SampleKind.INT16:
                pass
        mono = values.reshape(-1, self._format.channels).mean(axis=1)
        return self._rate.feed(np.clip(mono, -32768, 32767).astype(np.int16))


class FromMono:
    """Writes a device's bytes."""

    def __init__(self, sample_format: SampleFormat) -> None:
        self._format = sample_format
        self._rate = _Rate(SAMPLE_RATE, sample_format.rate)

    def feed(self, samples: Samples) -> bytes:
        """Take samples, give what is ready."""
        values = self._rate.feed(samples).astype(np.float64)
        match self._format.kind:
            case SampleKind.UINT8:
                values = values / 256 + 128
            case SampleKind.INT32:
                values = values * 65536
            case SampleKind.FLOAT:
                values = values / 32768
            case SampleKind.INT16:
                pass
        each = np.repeat(values, self._format.channels)
        return each.astype(np.dtype(self._format.kind.value)).tobytes()


class _Rate:
    """Changes the sample rate of a mono stream."""

    def __init__(self, source: int, target: int) -> None:
        self._source = source
        self._resampler = (
            av.AudioResampler(format="s16", layout="mono", rate=target)
            if source != target
            else None
        )

    def feed(self, samples: Samples) -> Samples:
        if self._resampler is None or not len(samples):
            return samples
        frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate = self._source
        pieces = [
            piece.to_ndarray().reshape(-1).astype(np.int16)
            for piece in self._resampler.resample(frame)
        ]
        return np.concatenate(pieces) if pieces else np.zeros(0, np.int16)

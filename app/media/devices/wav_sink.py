# SPDX-License-Identifier: GPL-3.0-or-later
"""A loudspeaker that is a file: it gets what would have been heard, in real time."""

from __future__ import annotations

import logging
import struct
from pathlib import Path
from typing import BinaryIO

import numpy as np

from app.media.devices.errors import DeviceKind, MediaFileUnreadable
from app.media.devices.sources import SAMPLE_RATE, TICK_SAMPLES, AudioSink, Samples

_log = logging.getLogger(__name__)

BUFFER_SAMPLES = SAMPLE_RATE * 40 // 1000
"""What a sound card's buffer holds: 40 ms."""
_HEADER_EVERY = SAMPLE_RATE
_HEADER_BYTES = 44


class WavSink(AudioSink):
    """Plays into a WAV file, mono at 48 kHz, silence and gaps included.

    It behaves like a sound card: it plays by the clock, and where nothing was written in time
    it plays silence. The header is brought up to date each second, so the file is whole up to
    that second even when the program ends abruptly.
    """

    def __init__(self, path: Path) -> None:
        """Make the file. Raises MediaFileUnreadable when that is not possible."""
        self._path = path
        try:
            self._file: BinaryIO | None = path.open("wb")
            self._file.write(wav_header(0))
            self._file.flush()
        except OSError as error:
            raise MediaFileUnreadable(DeviceKind.SPEAKER, str(path)) from error
        self._started_at: float | None = None
        self._written = 0
        self._in_header = 0

    def start(self) -> None:
        """Begin to play with the first write."""

    def wanted(self, now: float) -> int:
        """Say how many ticks fit into the buffer now."""
        if self._file is None:
            return 0
        if self._started_at is None:
            self._started_at = now
        played = int((now - self._started_at) * SAMPLE_RATE)
        if played > self._written:
            # The buffer ran empty: a loudspeaker was silent meanwhile.
            self._append(np.zeros(played - self._written, np.int16))
        return max(0, (played + BUFFER_SAMPLES - self._written) // TICK_SAMPLES)

    def write(self, samples: Samples, now: float) -> None:
        """Append the next tick."""
        self._append(samples)

    def stop(self) -> None:
        """Finish the file."""
        if self._file is not None:
            try:
                self._write_header(self._file)
                self._file.close()
            except OSError as error:
                _log.warning("sound file not finished: errno %s", error.errno)
            self._file = None

    def _append(self, samples: Samples) -> None:
        if self._file is None:
            return
        try:
            self._file.write(samples.astype("<i2", copy=False).tobytes())
            self._written += len(samples)
            if self._written - self._in_header >= _HEADER_EVERY:
                self._write_header(self._file)
        except OSError as error:
            _log.warning("sound file cannot be written any more: errno %s", error.errno)
            self._file.close()
            self._file = None

    def _write_header(self, file: BinaryIO) -> None:
        file.flush()
        file.seek(0)
        file.write(wav_header(self._written))
        file.seek(0, 2)
        file.flush()
        self._in_header = self._written


def wav_header(samples: int) -> bytes:
    """Make a RIFF WAVE header for 16-bit mono PCM."""
    size_bytes = min(samples * 2, 0xFFFFFFFF - _HEADER_BYTES)
    return b"".join(
        (
            struct.pack("<4sI4s", b"RIFF", size_bytes + _HEADER_BYTES - 8, b"WAVE"),
            struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, SAMPLE_RATE, SAMPLE_RATE * 2, 2, 16),
            struct.pack("<4sI", b"data", size_bytes),
        )
    )

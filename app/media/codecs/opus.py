# SPDX-License-Identifier: GPL-3.0-or-later
"""Opus on libopus itself: bitrate and protection change while it runs, losses are repaired."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from ctypes import POINTER, c_char_p, c_int, c_int16, c_int32, c_void_p

import numpy as np

from app.media.codecs.libraries import LibraryMissing, load_library
from app.media.devices.sources import SAMPLE_RATE, Samples

FRAME_SAMPLES = 960
"""20 ms, what browsers send, and we where there is room."""

# opus_defines.h
_APPLICATION_VOIP, _APPLICATION_AUDIO = 2048, 2049
_SET_BITRATE = 4002
_SET_INBAND_FEC = 4012
_SET_PACKET_LOSS_PERC = 4014
_SET_COMPLEXITY = 4010
_SET_MAX_BANDWIDTH = 4004
_SET_SIGNAL = 4024
_SIGNAL_VOICE, _SIGNAL_MUSIC = 3001, 3002
_WIDEBAND, _FULLBAND = 1103, 1105
_FULLBAND_BITRATE = 24_000
"""Below, all bits go to what is under 8 kHz (RFC 6716 section 2.1.1)."""
_LONGEST_PACKET_BYTES = 1500
_LONGEST_FRAME_SAMPLES = 5760
_CONCEALED_IN_STEPS = 120
"""2.5 ms."""


class OpusFailed(Exception):
    """libopus refused a packet or a setting."""


class OpusLibrary:
    """libopus, loaded once."""

    def __init__(self) -> None:
        """Load it. Raises LibraryMissing."""
        library = load_library("opus")
        try:
            library.opus_get_version_string.restype = c_char_p
            library.opus_encoder_create.restype = c_void_p
            library.opus_encoder_create.argtypes = (c_int32, c_int, c_int, POINTER(c_int))
            library.opus_encoder_destroy.argtypes = (c_void_p,)
            library.opus_encode.argtypes = (
                c_void_p,
                POINTER(c_int16),
                c_int,
                ctypes.c_char_p,
                c_int32,
            )
            library.opus_decoder_create.restype = c_void_p
            library.opus_decoder_create.argtypes = (c_int32, c_int, POINTER(c_int))
            library.opus_decoder_destroy.argtypes = (c_void_p,)
            library.opus_decode.argtypes = (
                c_void_p,
                c_char_p,
                c_int32,
                POINTER(c_int16),
                c_int,
                c_int,
            )
            library.opus_packet_has_lbrr.argtypes = (c_char_p, c_int32)
        except AttributeError as error:
            raise LibraryMissing("opus") from error
        self.functions = library
        self.set_control = _variadic(library)

    @property
    def version(self) -> str:
        """Give the library's own version text."""
        text: bytes = self.functions.opus_get_version_string()
        return text.decode("ascii", "replace")


class OpusEncoder:
    """A mono voice encoder with in-band forward error correction. One thread at a time."""

    def __init__(
        self, library: OpusLibrary, bitrate: int = 32_000, *, faithful: bool = False
    ) -> None:
        """Open it. Raises OpusFailed.

        ``faithful`` keeps all sounds as they are; the voice modes cut off what lies below a
        voice, which is where the heart is heard.
        """
        self._library = library
        error = c_int()
        application = _APPLICATION_AUDIO if faithful else _APPLICATION_VOIP
        self._state = library.functions.opus_encoder_create(SAMPLE_RATE, 1, application, error)
        if error.value != 0 or not self._state:
            raise OpusFailed(error.value)
        self._out = ctypes.create_string_buffer(_LONGEST_PACKET_BYTES)
        self._bitrate = 0
        self._loss_percent = -1
        self._control(_SET_INBAND_FEC, 0 if faithful else 1)
        self._control(_SET_COMPLEXITY, 9)
        # Only the voice modes carry a copy of the packet before.
        self._control(_SET_SIGNAL, _SIGNAL_MUSIC if faithful else _SIGNAL_VOICE)
        self.set_bitrate(bitrate)
        self.set_expected_loss(5)

    def set_bitrate(self, bitrate: int) -> None:
        """Aim at another bitrate (bit/s) from the next packet on."""
        if bitrate != self._bitrate:
            self._bitrate = bitrate
            self._control(_SET_BITRATE, bitrate)
            wide = _FULLBAND if bitrate >= _FULLBAND_BITRATE else _WIDEBAND
            self._control(_SET_MAX_BANDWIDTH, wide)

    def set_expected_loss(self, percent: int) -> None:
        """Protect each packet by the next one as this share of losses (0 to 100) deserves."""
        if percent != self._loss_percent:
            self._loss_percent = percent
            self._control(_SET_PACKET_LOSS_PERC, percent)

    def frame_samples(self, wanted: int) -> int:
        """Say how long the frames are to be where so many samples are wanted (20 to 60 ms)."""
        return wanted

    def encode(self, samples: Samples) -> bytes:
        """Encode one frame. Raises OpusFailed."""
        samples = np.ascontiguousarray(samples, dtype=np.int16)
        size = self._library.functions.opus_encode(
            self._state,
            samples.ctypes.data_as(POINTER(c_int16)),
            len(samples),
            self._out,
            _LONGEST_PACKET_BYTES,
        )
        if size < 0:
            raise OpusFailed(size)
        return self._out.raw[:size]

    def close(self) -> None:
        """Free the encoder."""
        if self._state:
            self._library.functions.opus_encoder_destroy(self._state)
            self._state = None

    def _control(self, request: int, value: int) -> None:
        result = self._library.set_control(self._state, request, value)
        if result != 0:
            raise OpusFailed(result)


class OpusDecoder:
    """A mono decoder that also rebuilds and invents what was lost. One thread at a time."""

    def __init__(self, library: OpusLibrary) -> None:
        """Open it. Raises OpusFailed."""
        self._functions = library.functions
        error = c_int()
        self._state = self._functions.opus_decoder_create(SAMPLE_RATE, 1, error)
        if error.value != 0 or not self._state:
            raise OpusFailed(error.value)
        self._out: Samples = np.zeros(_LONGEST_FRAME_SAMPLES, np.int16)
        self._out_pointer = self._out.ctypes.data_as(POINTER(c_int16))

    def decode(self, packet: bytes) -> Samples:
        """Decode one packet. Raises OpusFailed for data that is no Opus packet."""
        return self._decode(packet, _LONGEST_FRAME_SAMPLES, 0)

    def can_recover(self, next_packet: bytes) -> bool:
        """Say whether a packet carries a copy of the one before it (RFC 6716 section 2.1.7)."""
        found: int = self._functions.opus_packet_has_lbrr(next_packet, len(next_packet))
        return found == 1

    def recover(self, next_packet: bytes, samples: int) -> Samples:
        """Rebuild the lost packet before this one from its in-band copy. Raises OpusFailed."""
        return self._decode(next_packet, samples, 1)

    def conceal(self, samples: int) -> Samples:
        """Invent sound that goes on from what was heard. Raises OpusFailed."""
        whole = -(-samples // _CONCEALED_IN_STEPS) * _CONCEALED_IN_STEPS
        return self._decode(None, whole, 0)[:samples]

    def close(self) -> None:
        """Free the decoder."""
        if self._state:
            self._functions.opus_decoder_destroy(self._state)
            self._state = None

    def _decode(self, packet: bytes | None, samples: int, from_next: int) -> Samples:
        size = len(packet) if packet is not None else 0
        count = self._functions.opus_decode(
            self._state, packet, size, self._out_pointer, samples, from_next
        )
        if count < 0:
            raise OpusFailed(count)
        return self._out[:count].copy()


def _variadic(library: ctypes.CDLL) -> Callable[[int, int, int], int]:
    """Wrap ``opus_encoder_ctl``, whose last argument is variadic.

    arm64 on Apple passes variadic arguments on the stack, which ctypes does only when
    ``argtypes`` names just the fixed ones.
    """
    function = library.opus_encoder_ctl
    function.argtypes = (c_void_p, c_int)
    function.restype = c_int

    def call(state: int, request: int, value: int) -> int:
        result: int = function(state, request, c_int32(value))
        return result

    return call

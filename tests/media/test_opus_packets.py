# SPDX-License-Identifier: GPL-3.0-or-later
"""What Opus packets say of themselves, checked against libopus."""

from __future__ import annotations

import ctypes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.media.codecs.opus import OpusDecoder, OpusEncoder, OpusLibrary
from app.media.receive.opus_packets import is_discontinuous, packet_samples, repeats_previous
from tests.media.signals import voice

LIBRARY = OpusLibrary()


@given(st.binary(max_size=60))
def test_lengths_are_those_of_the_library(packet: bytes) -> None:
    count = LIBRARY.functions.opus_packet_get_nb_samples
    count.argtypes = (ctypes.c_char_p, ctypes.c_int32, ctypes.c_int32)
    expected = count(packet, len(packet), 48_000)
    # Zero frames are not a length.
    assert packet_samples(packet) == (expected if expected > 0 else None)


@pytest.mark.parametrize("bitrate", [12_000, 24_000, 32_000, 64_000])
@pytest.mark.parametrize("frame", [480, 960])
def test_in_band_copies_are_seen(bitrate: int, frame: int) -> None:
    encoder, decoder = OpusEncoder(LIBRARY, bitrate), OpusDecoder(LIBRARY)
    encoder.set_expected_loss(20)
    said = voice(2.0)
    copies = 0
    for start in range(0, len(said) - frame + 1, frame):
        packet = encoder.encode(said[start : start + frame])
        assert repeats_previous(packet) is decoder.can_recover(packet)
        assert packet_samples(packet) == frame
        copies += repeats_previous(packet)
    assert (copies > 20) is (bitrate >= 24_000)
    encoder.close()
    decoder.close()


def test_nothing_and_little_have_no_copy() -> None:
    for packet in (b"", b"\x48", b"\xf8\xff\xff", b"\x49\xff\xff"):
        assert not repeats_previous(packet)
    assert is_discontinuous(b"\x48")
    assert not is_discontinuous(b"\x48\x00\x00")

# SPDX-License-Identifier: GPL-3.0-or-later
"""Encoders and decoders, the libraries' own and PyAV's."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest

from app.media.codecs.available import AnyVp8Encoder, Codecs
from app.media.codecs.libraries import LibraryMissing, load_library
from app.media.codecs.opus import FRAME_SAMPLES, OpusFailed
from app.media.codecs.vp8 import EncodedFrame, Vp8Encoder
from app.media.codecs.vp8_pyav import Vp8Decoder
from app.media.devices.sources import Samples
from app.media.devices.synthetic import SyntheticCamera
from app.media.statistics import CodecImplementation
from tests.media.signals import tone

FOUND = Codecs.found()
PYAV = Codecs(None, None)


def run(encoder: AnyVp8Encoder, first: int, count: int) -> list[EncodedFrame]:
    camera = SyntheticCamera()
    frames = [
        encoder.encode(camera.picture(number), number * 3000, keyframe=False)
        for number in range(first, first + count)
    ]
    return [frame for frame in frames if frame is not None]


def kbps(frames: list[EncodedFrame]) -> float:
    return sum(len(frame.data) for frame in frames) * 8 / 1000 / (len(frames) / 30)


def test_the_wheel_brings_both_libraries() -> None:
    assert FOUND.vpx is not None
    assert FOUND.opus is not None
    assert ["libvpx" in line or "libopus" in line for line in FOUND.describe()] == [True, True]
    assert all("PyAV" in line for line in PYAV.describe())
    assert (FOUND.pictures_by, FOUND.sound_by) == (CodecImplementation.LIBRARY,) * 2
    assert (PYAV.pictures_by, PYAV.sound_by) == (CodecImplementation.FALLBACK,) * 2


def test_a_library_that_is_not_there_is_missing() -> None:
    with pytest.raises(LibraryMissing):
        load_library("no-such-codec")


def test_the_systems_library_stands_in_where_the_wheel_has_none(tmp_path: Path) -> None:
    # libdbus is there wherever Qt runs on Linux; no wheel carries it.
    assert load_library("dbus-1", tmp_path / "av").dbus_get_version is not None
    broken = tmp_path / "av.libs"
    broken.mkdir()
    (broken / "libdbus-1.so.3").write_bytes(b"no library")
    assert load_library("dbus-1", tmp_path / "av").dbus_get_version is not None


def test_bitrate_changes_without_a_keyframe() -> None:
    encoder = FOUND.vp8_encoder(1280, 720, 400_000)
    assert isinstance(encoder, Vp8Encoder)
    low = run(encoder, 0, 60)
    encoder.set_bitrate(60_000)
    lower = run(encoder, 60, 60)
    assert [frame.keyframe for frame in low] == [True] + [False] * (len(low) - 1)
    assert not any(frame.keyframe for frame in lower)
    assert kbps(lower[20:]) < 0.6 * kbps(low[20:])
    encoder.close()
    encoder.close()


@pytest.mark.parametrize("codecs", [FOUND, PYAV], ids=["libvpx", "pyav"])
def test_pictures_survive(codecs: Codecs) -> None:
    encoder, decoder = codecs.vp8_encoder(1280, 720, 1_500_000), Vp8Decoder()
    picture = SyntheticCamera().picture(7)
    for number in range(5):
        encoded = encoder.encode(picture, number * 3000, keyframe=number == 3)
        assert encoded is not None
        assert encoded.keyframe is (number in (0, 3))
        decoded = decoder.decode(encoded.data)
    encoder.close()
    sent, got = picture.to_ndarray().astype(int), decoded[0].to_ndarray().astype(int)
    assert np.mean(np.abs(sent - got)) < 4


def test_timestamps_that_do_not_grow_are_made_to() -> None:
    encoder = FOUND.vp8_encoder(320, 180, 200_000)
    picture = SyntheticCamera().picture(0).reformat(width=320, height=180)
    stamps = [encoder.encode(picture, stamp, keyframe=True) for stamp in (100, 100, 50)]
    assert [frame.timestamp for frame in stamps if frame] == [100, 101, 102]
    encoder.close()


def test_a_decoder_refuses_rubbish() -> None:
    with pytest.raises(av.FFmpegError):
        Vp8Decoder().decode(b"\x00\x01\x02")


def test_pyav_encoder_follows_only_large_changes() -> None:
    encoder = PYAV.vp8_encoder(320, 180, 200_000)
    picture = SyntheticCamera().picture(0).reformat(width=320, height=180)

    def is_key(stamp: int) -> bool:
        encoded = encoder.encode(picture, stamp, keyframe=False)
        assert encoded is not None
        return encoded.keyframe

    assert is_key(0)
    encoder.set_bitrate(210_000)
    assert not is_key(3000)
    encoder.set_bitrate(100_000)
    assert is_key(6000)


def packets_of(codecs: Codecs, samples: Samples, loss_percent: int = 20) -> list[bytes]:
    encoder = codecs.opus_encoder(32_000)
    encoder.set_expected_loss(loss_percent)
    packets = [
        encoder.encode(samples[start : start + FRAME_SAMPLES])
        for start in range(0, len(samples) - FRAME_SAMPLES + 1, FRAME_SAMPLES)
    ]
    encoder.close()
    return [packet for packet in packets if packet]


def power(samples: Samples) -> float:
    return float(np.mean(samples.astype(float) ** 2))


@pytest.mark.parametrize("codecs", [FOUND, PYAV], ids=["libopus", "pyav"])
def test_sound_survives_and_holes_are_filled(codecs: Codecs) -> None:
    packets = packets_of(codecs, tone(440, 1.0))
    decoder = codecs.opus_decoder()
    decoded = [decoder.decode(packet) for packet in packets[:30]]
    assert all(len(piece) == FRAME_SAMPLES for piece in decoded[1:])
    loud = power(decoded[20])
    assert loud > 1e6
    assert power(decoder.conceal(FRAME_SAMPLES)) > 0.05 * loud
    assert len(decoder.recover(packets[31], FRAME_SAMPLES)) == FRAME_SAMPLES
    decoder.close()


def test_a_lost_packet_is_rebuilt_from_the_next() -> None:
    packets = packets_of(FOUND, tone(300, 1.0))
    decoder = FOUND.opus_decoder()
    for packet in packets[:20]:
        whole = decoder.decode(packet)
    assert decoder.can_recover(packets[21])
    assert power(decoder.recover(packets[21], FRAME_SAMPLES)) > 0.5 * power(whole)
    assert not PYAV.opus_decoder().can_recover(packets[21])


def test_opus_bitrate_changes_while_it_runs() -> None:
    encoder = FOUND.opus_encoder(48_000)
    noise = np.random.default_rng(1).normal(0, 3000, FRAME_SAMPLES * 50).astype(np.int16)
    halves = []
    for bitrate in (48_000, 16_000):
        encoder.set_bitrate(bitrate)
        halves.append(
            sum(
                len(encoder.encode(noise[start : start + FRAME_SAMPLES]))
                for start in range(0, len(noise), FRAME_SAMPLES)
            )
        )
    assert halves[1] < 0.5 * halves[0]
    encoder.close()
    encoder.close()


def test_sound_decoders_refuse_rubbish() -> None:
    with pytest.raises(OpusFailed):
        FOUND.opus_decoder().decode(b"\xff" * 3)
    with pytest.raises(OpusFailed):
        FOUND.opus_encoder(32_000).encode(np.zeros(7, np.int16))

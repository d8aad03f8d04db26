# SPDX-License-Identifier: GPL-3.0-or-later
"""The lab's short part: seeded losses without namespaces, judged by what is heard and seen."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from app.media.codecs.available import Codecs
from app.media.devices.media_file import FileMicrophone
from app.media.devices.sources import SAMPLE_RATE
from app.media.devices.synthetic import SyntheticCamera
from app.media.devices.wav_sink import WavSink
from tests.lab.material import read_wav, speech_loop, write_wav
from tests.lab.network import Network, bad_network
from tests.lab.scores import longest_gap_s, score_pictures, score_sound
from tests.lab.sound_bench import SHAPES, scores
from tests.media.ends import connect, end, until

# (link, least PESQ, least STOI), as the lab demands of whole calls
BOUNDS = (
    ("clean", 4.3, 0.99),
    ("2%", 4.2, 0.98),
    ("5%", 4.0, 0.97),
    ("10%", 3.7, 0.95),
    ("20%", 3.0, 0.92),
    ("400k", 3.9, 0.95),
    ("100k", 3.5, 0.93),
)


@pytest.mark.parametrize(("link", "pesq", "stoi"), BOUNDS)
def test_speech_over_a_bad_link_is_understood(link: str, pesq: float, stoi: float) -> None:
    (score,) = scores(Codecs.found(), speech_loop(), SHAPES[link], range(1, 2))
    assert score.pesq >= pesq
    assert score.stoi >= stoi


@pytest.mark.realtime
async def test_a_real_pair_over_a_lossy_path(tmp_path: Path) -> None:
    said = speech_loop()
    write_wav(tmp_path / "said.wav", said)
    heard_path = tmp_path / "heard.wav"
    lossy = Network(loss=0.05, delay_s=0.03, jitter_s=0.01)
    async with (
        end(SyntheticCamera(), FileMicrophone(tmp_path / "said.wav")) as first,
        end(None, None, WavSink(heard_path)) as second,
    ):
        await connect(first, second)
        with (
            bad_network(first.link, lossy, random.Random(5)),
            bad_network(second.link, lossy, random.Random(6)),
        ):
            await until(lambda: second.shown > 60)
            begin_at = time.monotonic()
            from_byte = heard_path.stat().st_size
            length = int(1.1 * len(said) * 2)
            await until(lambda: heard_path.stat().st_size > from_byte + length, 40.0)
            end_at = time.monotonic()
        shown = [(at, 1280, 720) for at in second.shown_at]
    heard = read_wav(heard_path)[from_byte // 2 : (from_byte + length) // 2]
    score = score_sound(said, heard)
    # A little less than in the lab: both ends share one process, and may share it with others.
    assert score.pesq >= 3.9
    assert score.stoi >= 0.94
    assert longest_gap_s(said, heard) <= 0.1
    pictures = score_pictures(shown, [], begin_at, end_at)
    assert pictures.frames_per_s >= 20
    assert pictures.freeze_s <= 1.0
    assert len(heard) > SAMPLE_RATE * 10

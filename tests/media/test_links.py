# SPDX-License-Identifier: GPL-3.0-or-later
"""Two real links over loopback: sound and pictures arrive, dead paths are noticed."""

from __future__ import annotations

import asyncio
import gc
import os
import random
import re
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from app.media.devices.media_file import FileMicrophone
from app.media.devices.sources import SAMPLE_RATE
from app.media.devices.synthetic import SyntheticCamera, SyntheticMicrophone
from app.media.devices.wav_sink import WavSink
from app.media.link import (
    DescriptionRefused,
    IceConfiguration,
    LinkDown,
    LinkUp,
    NoRelay,
    TextCame,
)
from app.media.link_events import PulseChanged
from app.media.liveness import Pulse
from app.media.receive.presentation import SOUND_LATE_S
from app.media.report import CallFacts, build_report
from tests.lab.network import DEAD, Network, bad_network
from tests.media.ends import End, connect, end, until
from tests.media.signals import read_wav, tone_sequence, tones_heard, write_wav

# Judges rates and delays of media: nothing else may run beside it.
pytestmark = pytest.mark.realtime


async def test_pictures_arrive_at_full_rate_and_are_measured() -> None:
    async with end(SyntheticCamera()) as first, end(SyntheticCamera()) as second:
        await connect(first, second)
        await until(lambda: first.best_rate() >= 25 and second.best_rate() >= 25, 30)
        # The first pictures are small: what the path carries has to show itself.
        await until(lambda: size_shown(first) == size_shown(second) == (1280, 720), 15)
        assert first.told(LinkUp) == second.told(LinkUp) == [LinkUp()]
        assert first.link.live_fingerprint() == second.link.local_fingerprint()
        assert second.link.live_fingerprint() == first.link.local_fingerprint()
        assert not first.link.relayed()


def size_shown(end_: End) -> tuple[int, int] | None:
    """Tell the size of the pictures now, from the report."""
    video = end_.engine.statistics.report(CallFacts(True, True, False, None), 0.0)["video"]
    return video["width"], video["height"]  # type: ignore[index]


async def test_report_tells_rates_and_delays(tmp_path: Path) -> None:
    async with (
        end(SyntheticCamera(), SyntheticMicrophone()) as first,
        end(None, None, WavSink(tmp_path / "out.wav")) as second,
    ):
        await connect(first, second)
        facts = CallFacts(connected=True, verified=True, relay=False, setup_ms=50.0)

        def report() -> dict[str, dict[str, float]]:
            return build_report(second.engine.statistics, facts, time.monotonic())  # type: ignore[return-value]

        await until(lambda: report()["video"]["frames"] > 30 and report()["seconds"] > 1.5)  # type: ignore[operator]
        video, audio = report()["video"], report()["audio"]
        assert video["kbps_in"] > 300
        assert video["kbps_out"] == 0
        assert 0 < video["delay_ms"]["p50"] < 200  # type: ignore[index,operator]
        assert 20 < audio["delay_ms"]["p50"] < 300  # type: ignore[index,operator]
        assert audio["concealed"] < 0.05
        assert report()["cpu_s"] > 0  # type: ignore[operator]


async def test_pictures_wait_for_a_sound_that_is_later() -> None:
    async with (
        end(SyntheticCamera(), SyntheticMicrophone()) as first,
        end() as second,
    ):
        await connect(first, second)
        streams = second.link._streams
        assert streams is not None
        presentation = streams._presentation
        await until(lambda: presentation.skew_s is not None and second.shown > 60, 20)
        # Sound waits for its jitter buffer, here for longer than a picture takes.
        await until(lambda: (presentation.skew_s or 1.0) <= SOUND_LATE_S + 0.005, 20)


async def test_what_is_said_is_heard(tmp_path: Path) -> None:
    said = tone_sequence((400, 900, 600, 1300))
    write_wav(tmp_path / "said.wav", said)
    heard_path = tmp_path / "heard.wav"
    async with (
        end(None, FileMicrophone(tmp_path / "said.wav")) as first,
        end(None, None, WavSink(heard_path)) as second,
    ):
        await connect(first, second)
        await until(lambda: heard_path.stat().st_size > SAMPLE_RATE * 2 * 5)
    heard = tones_heard(read_wav(heard_path))
    assert "400 900 600 1300" in " ".join(map(str, heard))


async def test_nothing_comes_out_before_it_is_let_through(tmp_path: Path) -> None:
    path = tmp_path / "out.wav"
    async with (
        end(SyntheticCamera(), SyntheticMicrophone()) as first,
        end(SyntheticCamera(), SyntheticMicrophone(), WavSink(path)) as second,
    ):
        await connect(first, second, let_through=False)
        first.link.let_through()
        first.link.send_text("are you who you say?")
        await until(lambda: second.told(TextCame))
        size = path.stat().st_size
        await until(lambda: path.stat().st_size > size + SAMPLE_RATE)
        assert second.shown == 0
        assert second.engine.remote_frames.take() is None
        assert not np.any(read_wav(path))
        second.link.let_through()
        await until(lambda: second.shown > 10)
        await until(lambda: second.engine.levels().speaker > 0)


async def test_a_hushed_end_is_neither_seen_nor_heard_but_still_told(tmp_path: Path) -> None:
    async with (
        end(SyntheticCamera(), SyntheticMicrophone()) as first,
        end(None, None, WavSink(tmp_path / "out.wav")) as second,
    ):
        await connect(first, second)
        await until(lambda: second.shown > 10)
        await until(lambda: second.engine.levels().speaker > 0)
        second.link.hush()
        second.engine.remote_frames.take()
        shown = second.shown
        first.link.send_text("good-bye")
        await until(lambda: second.told(TextCame))
        await until(lambda: second.engine.levels().speaker == 0)
        assert second.shown <= shown + 1


async def test_texts_arrive_in_order() -> None:
    async with end() as first, end() as second:
        await connect(first, second, let_through=False)
        for number in range(50):
            first.link.send_text(f"æøå {number}")
        await until(lambda: len(second.told(TextCame)) == 50)
        assert [event.text for event in second.told(TextCame)] == [f"æøå {n}" for n in range(50)]


async def test_dead_path_is_noticed_in_time() -> None:
    async with (
        end(None, SyntheticMicrophone()) as first,
        end(None, SyntheticMicrophone()) as second,
    ):
        await connect(first, second)
        await until(lambda: second.engine.levels().speaker > 0)
        with (
            bad_network(first.link, DEAD, random.Random(1)),
            bad_network(second.link, DEAD, random.Random(2)),
        ):
            cut_at = time.monotonic()
            silent = PulseChanged(Pulse.SILENT)
            await until(lambda: silent in first.events and silent in second.events)
            assert 2.5 <= time.monotonic() - cut_at <= 3.6
        # It may come back: no end.
        steady = PulseChanged(Pulse.STEADY)
        await until(lambda: steady in first.events and steady in second.events)
        assert not first.told(LinkDown) and not second.told(LinkDown)


async def test_closing_tells_the_other_end() -> None:
    async with end() as first, end() as second:
        await connect(first, second)
        await first.link.close()
        await until(lambda: second.told(LinkDown), 3.6)
        assert not first.told(LinkDown)
        assert first.link.live_fingerprint() == ""


async def test_losses_are_repaired() -> None:
    async with (
        end(SyntheticCamera(), SyntheticMicrophone()) as first,
        end(SyntheticCamera(), SyntheticMicrophone()) as second,
    ):
        await connect(first, second)
        lossy = Network(loss=0.05, delay_s=0.03, jitter_s=0.01)
        facts = CallFacts(connected=True, verified=True, relay=False, setup_ms=None)
        with (
            bad_network(first.link, lossy, random.Random(1)),
            bad_network(second.link, lossy, random.Random(2)),
        ):
            await until(
                lambda: (
                    build_report(second.engine.statistics, facts, time.monotonic())["seconds"] > 4
                )  # type: ignore[operator]
            )
            report = build_report(second.engine.statistics, facts, time.monotonic())
        audio, video = report["audio"], report["video"]
        assert audio["concealed"] < 0.05  # type: ignore[index]
        assert audio["recovered"] > 0.005  # type: ignore[index]
        assert video["fps"] > 15  # type: ignore[index]


async def test_no_camera_and_no_microphone_is_a_call_too() -> None:
    async with end() as first, end(SyntheticCamera(), SyntheticMicrophone()) as second:
        await connect(first, second)
        await until(lambda: first.shown > 10 and first.engine.levels().speaker > 0)
        assert second.shown == 0


async def test_camera_off_and_sound_only_stop_the_pictures() -> None:
    async with end(SyntheticCamera()) as first, end(SyntheticCamera()) as second:
        await connect(first, second)
        await until(lambda: first.shown > 5 and second.shown > 5)
        first.engine.set_camera_on(False)
        await until(lambda: not second.link.talk.peer_pictures.sent)
        assert first.engine.local_frames.take() is None
        second.engine.set_sound_only(True)
        await until(lambda: not first.link.gets_pictures)
        first.engine.set_camera_on(True)
        second.engine.set_sound_only(False)
        shown = second.shown
        await until(lambda: second.shown > shown + 5)


async def test_devices_change_during_a_call() -> None:
    async with end(SyntheticCamera(), SyntheticMicrophone()) as first, end() as second:
        await connect(first, second)
        await until(lambda: second.shown > 5)
        await first.engine.change_camera(None)
        await first.engine.change_microphone(None)
        await until(lambda: not second.link.talk.peer_pictures.sent)
        shown = second.shown
        await first.engine.change_camera(SyntheticCamera())
        await first.engine.change_microphone(SyntheticMicrophone())
        await until(lambda: second.shown > shown + 5)
        await until(lambda: second.engine.levels().speaker > 0)


async def test_unusable_descriptions_are_refused() -> None:
    async with end() as first, end() as second:
        link = await first.make_link("1", IceConfiguration())
        answerer = await second.make_link("1", IceConfiguration())
        offer = await link.offer()
        for bad in ("", "v=0\r\n", re.sub("m=video \\d+", "m=video 0", offer), "x" * 70_000):
            with pytest.raises(DescriptionRefused):
                await answerer.answer(bad)
        broken = offer.replace("a=ice-ufrag", "a=ice-nothing").replace("a=setup", "a=sotup")
        with pytest.raises(DescriptionRefused):
            await answerer.answer(broken)
        await link.accept(await answerer.answer(offer))
        await until(lambda: link.up and answerer.up)


async def test_relay_only_without_relay_says_so() -> None:
    async with end() as first:
        link = await first.make_link("1", IceConfiguration(relay_only=True))
        with pytest.raises(NoRelay):
            await link.offer()


async def test_twenty_links_leave_nothing_behind() -> None:
    async with end() as first, end() as second:
        await connect(first, second, "0")
        await first.link.close()
        await second.link.close()
        gc.collect()
        before = _held()
        for attempt in range(20):
            await connect(first, second, str(attempt))
            await first.link.close()
            await second.link.close()
        gc.collect()
        await until(lambda: _held() <= before, 5)


def _held() -> tuple[int, int, int]:
    """Count threads, tasks and open files."""
    workers = sum(not thread.name.startswith("asyncio_") for thread in threading.enumerate())
    return workers, len(asyncio.all_tasks()), len(os.listdir("/proc/self/fd"))

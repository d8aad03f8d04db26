# SPDX-License-Identifier: GPL-3.0-or-later
"""Another path under a living association, over real sockets."""

from __future__ import annotations

import asyncio
import time

import pytest

from app.media.devices.synthetic import SyntheticCamera, SyntheticMicrophone
from app.media.link_events import (
    IceConfiguration,
    LinkDown,
    PathChanged,
    PathDescription,
    PulseChanged,
    TextCame,
)
from app.media.liveness import Pulse
from app.media.rtc_paths import PathUnusable, addresses_in_use, own_addresses
from tests.media.ends import End, break_path, connect, end, path_of, until


async def exchange(first: End, second: End, ice: IceConfiguration | None = None) -> None:
    """Describe both ends to each other, and connect."""
    ice = ice or IceConfiguration()
    paths = first.link.paths, second.link.paths
    assert paths[0] is not None and paths[1] is not None
    one, other = await asyncio.gather(*(each.describe(ice) for each in paths))
    await asyncio.gather(paths[0].take(other), paths[1].take(one))


async def test_a_dead_path_is_replaced_and_nothing_above_notices() -> None:
    async with (
        end(SyntheticCamera(), SyntheticMicrophone()) as first,
        end(SyntheticCamera(), SyntheticMicrophone()) as second,
    ):
        await connect(first, second)
        await until(lambda: first.shown > 10 and second.shown > 10)
        fingerprints = first.link.live_fingerprint(), second.link.live_fingerprint()
        assert addresses_in_use(first.link.connection) <= own_addresses()
        before = path_of(first.link)
        break_path(first.link, second.link)
        first.link.send_text("is anybody there?")
        await until(lambda: PulseChanged(Pulse.UNSTEADY) in second.events)
        shown = second.shown
        began_at = time.monotonic()
        await exchange(first, second)
        await until(lambda: second.shown > shown + 10 and first.told(PathChanged))
        assert time.monotonic() - began_at < 4.0
        assert (first.link.live_fingerprint(), second.link.live_fingerprint()) == fingerprints
        assert path_of(first.link) is not before
        # What was said on the data channel meanwhile is said again.
        await until(lambda: TextCame("is anybody there?") in second.events)
        await until(lambda: second.events.count(PulseChanged(Pulse.STEADY)) == 1)
        assert not first.told(LinkDown) and not second.told(LinkDown)
        # The old sockets are given back.
        await until(lambda: not before._protocols)


async def test_a_path_that_works_is_replaced_without_a_gap() -> None:
    async with (
        end(None, SyntheticMicrophone()) as first,
        end() as second,
    ):
        await connect(first, second)
        await until(lambda: second.engine.levels().speaker > 0)
        for _ in range(3):
            await exchange(first, second)
        heard = second.link.statistics()
        assert heard is not None
        await until(
            lambda: (
                (now := second.link.statistics()) is not None
                and now.sound_in.total_samples_received
                > heard.sound_in.total_samples_received + 48_000
            )
        )
        assert not any(isinstance(event, PulseChanged) for event in second.events)


async def test_silence_is_told_and_is_no_end() -> None:
    async with (
        end(SyntheticCamera(), SyntheticMicrophone()) as first,
        end(SyntheticCamera(), SyntheticMicrophone()) as second,
    ):
        await connect(first, second)
        await until(lambda: first.shown > 5 and second.shown > 5)
        break_path(first.link, second.link)
        pulses = [PulseChanged(Pulse.UNSTEADY), PulseChanged(Pulse.SILENT)]
        await until(lambda: [e for e in first.events if isinstance(e, PulseChanged)] == pulses)
        assert first.link.up and not first.told(LinkDown)


async def test_a_description_that_leads_nowhere_leaves_the_path() -> None:
    async with end(None, SyntheticMicrophone()) as first, end() as second:
        await connect(first, second)
        assert first.link.paths is not None and second.link.paths is not None
        with pytest.raises(PathUnusable):
            await first.link.paths.take(await second.link.paths.describe(IceConfiguration()))
        own = await first.link.paths.describe(IceConfiguration())
        for bad in (("no candidate",), ("1 1 udp 1 300.1.1.1 x typ host",), ()):
            await first.link.paths.describe(IceConfiguration())
            with pytest.raises(PathUnusable):
                await first.link.paths.take(type(own)(own.ufrag, own.password, bad))
        await until(lambda: second.engine.levels().speaker > 0)
        assert first.link.up and second.link.up


async def test_closing_while_another_path_is_made_leaves_no_sockets() -> None:
    async with end() as first, end() as second:
        await connect(first, second)
        assert first.link.paths is not None
        await first.link.paths.describe(IceConfiguration())
        nobody = PathDescription("abcd", "p" * 22, ("1 1 udp 9 192.0.2.1 9 typ host",))
        async with asyncio.TaskGroup() as group:
            taking = group.create_task(first.link.paths.take(nobody))
            await until(lambda: first.link.paths is not None and not first.link.paths.waiting)
            await first.link.paths.describe(IceConfiguration())
            await first.link.close()
            taking.cancel()
        assert first.link.paths is None

# SPDX-License-Identifier: GPL-3.0-or-later
"""A screen is shared with one person only, and that person is told what it is."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from app.calls.views import CallView, PictureState
from app.media.devices.errors import ScreenDenied
from app.media.devices.sources import VideoSource
from tests.fakes.shared_page import PAGE, DeniedPage, SharedPage, SlowPage
from tests.fakes.visit_world import End, World, visit_world


async def size_seen(end: End) -> tuple[int, int]:
    """Wait for the next picture of the other and measure it."""
    came, loop = asyncio.Event(), asyncio.get_running_loop()
    before = end.engine.remote_frames.on_frame
    end.engine.remote_frames.on_frame = lambda: loop.call_soon_threadsafe(came.set)
    async with asyncio.timeout(20):
        await came.wait()
    end.engine.remote_frames.on_frame = before
    frame = end.engine.remote_frames.take()
    assert frame is not None
    return frame.width, frame.height


async def until_size(end: End, wanted: Callable[[tuple[int, int]], bool]) -> None:
    async with asyncio.timeout(20):
        while not wanted(await size_seen(end)):
            pass


def shows_screen(view: CallView) -> bool:
    return view.peer is not None and view.peer.shares_screen


async def shared(world: World, guest: End, screen: VideoSource) -> None:
    await world.host_service.media.share_screen(screen)
    assert world.host.view.own.shares_screen
    await guest.until(shows_screen)
    await until_size(guest, lambda size: size == PAGE)


async def test_the_other_is_told_and_sees_it(tmp_path: Path) -> None:
    async with visit_world(tmp_path) as world:
        _, guest = await world.connected()
        await world.host_service.media.set_camera(False)
        await shared(world, guest, SharedPage())
        peer = guest.view.peer
        assert peer is not None and not peer.camera_on
        await guest.until(lambda view: view.peer and view.peer.picture is PictureState.SHOWN)
        await world.host_service.media.share_screen(None)
        assert not world.host.view.own.shares_screen
        await guest.until(lambda view: not shows_screen(view))


async def test_sound_only_ends_it_and_sharing_brings_the_pictures_back(tmp_path: Path) -> None:
    async with visit_world(tmp_path) as world:
        _, guest = await world.connected()
        media = world.host_service.media
        await shared(world, guest, SharedPage())
        await media.set_sound_only(True)
        assert not media.view.shares_screen
        await shared(world, guest, SharedPage())
        assert not media.view.sound_only


@pytest.mark.parametrize("way", ["leave", "wait_again"])
async def test_nobody_else_ever_sees_it(tmp_path: Path, way: str) -> None:
    async with visit_world(tmp_path) as world:
        _, guest = await world.connected()
        await shared(world, guest, SharedPage())
        await getattr(world.host_service, way)()
        await world.host.until(lambda view: not view.own.shares_screen)
        # The one who comes next sees the person.
        host = world.host_service
        await host.enter(world.appointment)
        if way == "leave":
            await guest.until(lambda view: view.host_present)
        else:
            await host.admit(world.appointment, await world.someone_waits())
        await world.until_connected(guest)
        await until_size(guest, lambda size: size != PAGE)
        assert not shows_screen(guest.view)


async def test_a_screen_that_comes_too_late_is_not_shown(tmp_path: Path) -> None:
    async with visit_world(tmp_path) as world:
        await world.connected()
        screen = SlowPage()
        async with asyncio.TaskGroup() as group:
            group.create_task(world.host_service.media.share_screen(screen))
            await asyncio.to_thread(screen.asked.wait, 20)
            await world.host_service.leave()
            screen.allowed.set()
        assert await asyncio.to_thread(screen.stopped.wait, 20)
        await world.host.until(lambda view: not view.own.shares_screen)


async def test_what_the_system_refuses_or_ends_is_not_shared(tmp_path: Path) -> None:
    async with visit_world(tmp_path) as world:
        _, guest = await world.connected()
        media = world.host_service.media
        with pytest.raises(ScreenDenied):
            await media.share_screen(DeniedPage())
        assert not media.view.shares_screen
        screen = SharedPage()
        await shared(world, guest, screen)
        assert not await media.screen_ended(DeniedPage()), "an older one ends late"
        assert media.view.shares_screen
        assert await media.screen_ended(screen)
        assert not media.view.shares_screen
        assert not await media.screen_ended(screen)

# SPDX-License-Identifier: GPL-3.0-or-later
"""A blurred background is told, never silently there in an examination, never shown unasked."""

from __future__ import annotations

import asyncio
import io
import threading
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from app.calls.own_media import NotWhileExamined, UnblurFirst
from app.calls.stills import Blurred
from app.calls.views import BlurStop, CallView, Stage, StillMoment
from app.media.frames import VideoFrame
from app.media.send import blur
from app.media.send.blur_budget import WINDOW_S
from app.media.send.person_mask import PersonMask
from tests.fakes.portrait_camera import PortraitCamera
from tests.fakes.visit_world import visit_world
from tests.media.ends import until
from tests.media.test_blur import stripes as wall


def peer_blurs(view: CallView) -> bool:
    return view.peer is not None and view.peer.blurs


def stripes(png: bytes) -> float:
    with Image.open(io.BytesIO(png)) as image:
        rows = np.asarray(image.convert("L"), np.float64)
        width, height = image.size
    found = rows[height // 7 : height * 5 // 6, width // 64 : width // 7]
    return float(np.abs(np.diff(found, axis=1)).mean())


async def test_a_blurred_person_is_asked_before_a_picture_is_taken(tmp_path: Path) -> None:
    async with visit_world(tmp_path) as world:
        service, guest = await world.connected()
        await guest.engine.change_camera(PortraitCamera())
        assert not guest.view.own.blurs, "off by itself"
        await service.media.set_blur(True)
        await world.host.until(peer_blurs)
        with pytest.raises(Blurred):
            await world.host_service.take_still()
        assert guest.view.own.blurs, "nobody else switches it off"
        assert all(view.peer is None or view.peer.still is None for view in guest.views)
        await service.media.set_blur(False)
        await world.host.until(lambda view: not peer_blurs(view))
        still = await world.host_service.take_still()
        assert stripes(still.png) > 10, "the wall behind the person is as it is"


async def test_while_a_picture_is_taken_nothing_is_blurred(tmp_path: Path) -> None:
    async with visit_world(tmp_path) as world:
        service, guest = await world.connected()
        async with asyncio.TaskGroup() as tasks:
            taking = tasks.create_task(world.host_service.take_still())
            await guest.until(lambda view: view.peer and view.peer.still is StillMoment.COMING)
            with pytest.raises(NotWhileExamined):
                await service.media.set_blur(True)
        assert not guest.view.own.blurs
        assert taking.result().png
        await guest.until(lambda view: view.peer and view.peer.still is StillMoment.TAKEN)
        await service.media.set_blur(True)
        assert guest.view.own.blurs, "it may be afterwards"


async def test_who_is_blurred_is_asked_before_a_stethoscope_is_on(tmp_path: Path) -> None:
    async with visit_world(tmp_path) as world:
        service, guest = await world.connected()
        await service.media.set_blur(True)
        with pytest.raises(UnblurFirst):
            await service.media.set_medical_sound(True)
        assert guest.view.own.blurs and not guest.view.own.medical_sound
        await service.media.set_blur(False)
        await service.media.set_medical_sound(True)
        with pytest.raises(NotWhileExamined):
            await service.media.set_blur(True)
        assert not guest.view.own.blurs, "not while it lasts"
        await service.media.set_medical_sound(False)
        await service.media.set_blur(True)
        assert guest.view.own.blurs


@pytest.mark.parametrize("stop", BlurStop)
async def test_where_it_ends_by_itself_no_background_is_shown(
    tmp_path: Path, stop: BlurStop
) -> None:
    async with visit_world(tmp_path) as world:
        service, guest = await world.connected()
        camera = PortraitCamera()
        await guest.engine.change_camera(camera)
        await service.media.set_blur(True)
        sent: list[VideoFrame] = []
        guest.engine.local_frames.on_passing = sent.append
        await until(lambda: len(sent) > 5)
        if stop is BlurStop.SLOW:
            dropped = iter(range(0, 10_000_000, 1000))
            running = guest.engine._line._blur
            assert running is not None
            running._encoder_dropped = lambda: next(dropped)
        else:
            # No picture of a camera: nothing can be found on it.
            clear, camera.picture = camera.picture, camera.picture.reformat(format="gray")
        await guest.until(lambda view: view.own.blur_stopped is stop, WINDOW_S + 10)
        own = guest.view.own
        assert (own.blurs, own.camera_on) == (False, False)
        await world.host.until(lambda view: view.peer and not view.peer.camera_on)
        assert all(wall(frame.av) < 3 for frame in sent[1:])
        if stop is BlurStop.BROKEN:
            camera.picture = clear
        over = len(sent)
        await service.media.set_camera(True)
        assert guest.view.own.blur_stopped is None
        await until(lambda: len(sent) > over)
        assert wall(sent[-1].av) > 30, "as was chosen"


async def test_what_ended_it_is_told_for_a_while_only(tmp_path: Path) -> None:
    async with visit_world(tmp_path) as world:
        service, _ = await world.connected()
        media = service.media
        await media.set_blur(True)
        running = media._engine._line._blur
        assert running is not None
        running._ended(blur.BlurEnd.BROKEN)
        await until(lambda: media.view.blur_stopped is BlurStop.BROKEN)
        media.look(1000.0)
        assert media.view.blur_stopped is BlurStop.BROKEN
        media.look(1029.0)
        assert media.view.blur_stopped is BlurStop.BROKEN
        media.look(1031.0)
        assert media.view.blur_stopped is None
        assert not media.view.camera_on


async def test_switched_off_while_it_loads_it_stays_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loading, go_on = threading.Event(), threading.Event()

    class SlowMask(PersonMask):
        """Loads as slowly as a cold disk."""

        def __init__(self) -> None:
            loading.set()
            go_on.wait(10)
            super().__init__()

    monkeypatch.setattr(blur, "PersonMask", SlowMask)
    async with visit_world(tmp_path) as world:
        service, guest = await world.connected()
        media = service.media
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(media.set_blur(True))
            await asyncio.to_thread(loading.wait, 10)
            await media.set_blur(False)
            go_on.set()
        assert guest.engine._line._blur is None
        assert all(not view.own.blurs for view in guest.views)
        # Off and on again: what was wished last holds, and it is switched on once.
        go_on.clear()
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(media.set_blur(True))
            tasks.create_task(media.set_blur(False))
            tasks.create_task(media.set_blur(True))
            go_on.set()
        assert guest.view.own.blurs
        await media.set_blur(False)
        await world.host.until(lambda view: not peer_blurs(view))
        # A picture that begins meanwhile counts more.
        loading.clear()
        go_on.clear()
        async with asyncio.TaskGroup() as tasks:
            wished = tasks.create_task(_refused(media.set_blur(True)))
            await asyncio.to_thread(loading.wait, 10)
            tasks.create_task(world.host_service.take_still())
            await guest.until(lambda view: view.peer and view.peer.still is StillMoment.COMING)
            go_on.set()
        assert wished.result()
        assert not guest.view.own.blurs


async def test_what_is_chosen_for_one_visit_ends_with_it(tmp_path: Path) -> None:
    async with visit_world(tmp_path) as world:
        _, guest = await world.connected()
        host = world.host_service
        clear: list[VideoFrame] = []
        await world.host.engine.change_camera(PortraitCamera())
        await host.media.set_blur(True)
        await host.media.set_microphone(False)
        await guest.until(peer_blurs)
        await host.media.set_sound_only(True)
        world.host.engine.local_frames.on_passing = clear.append
        await host.leave()
        await world.host.until(lambda view: view.stage is Stage.OUTSIDE and not view.own.blurs)
        await until(lambda: clear and wall(clear[-1].av) > 30)
        own = host.media.view
        assert (own.sound_only, own.microphone_on, own.camera_on) == (False, False, True)
        await host.enter(world.appointment)
        await world.until_connected(guest)
        await guest.until(lambda view: view.peer and view.peer.camera_on and not view.peer.blurs)


async def _refused(wish: Coroutine[Any, Any, None]) -> bool:
    try:
        await wish
    except NotWhileExamined:
        return True
    return False

# SPDX-License-Identifier: GPL-3.0-or-later
"""A blurred background is told, and never silently there when somebody is examined."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
from PIL import Image

from app.calls.views import BlurStop, CallView
from tests.fakes.portrait_camera import PortraitCamera
from tests.fakes.visit_world import visit_world


def peer_blurs(view: CallView) -> bool:
    return view.peer is not None and view.peer.blurs


def stripes(png: bytes) -> float:
    with Image.open(io.BytesIO(png)) as image:
        rows = np.asarray(image.convert("L"), np.float64)
        width, height = image.size
    wall = rows[height // 7 : height * 5 // 6, width // 64 : width // 7]
    return float(np.abs(np.diff(wall, axis=1)).mean())


async def test_it_ends_before_a_picture_is_taken_and_says_so(tmp_path: Path) -> None:
    async with visit_world(tmp_path) as world:
        service, guest = await world.connected()
        await guest.engine.change_camera(PortraitCamera())
        assert not guest.view.own.blurs, "off by itself"
        await service.media.set_blur(True)
        await world.host.until(peer_blurs)
        still = await world.host_service.take_still()
        assert stripes(still.png) > 10, "the wall behind the person is as it is"
        assert not guest.view.own.blurs
        assert guest.view.own.blur_stopped is BlurStop.EXAMINATION
        assert not peer_blurs(world.host.view)
        # It is not switched on again by itself, but may be afterwards.
        await service.media.set_blur(True)
        assert guest.view.own.blurs
        assert guest.view.own.blur_stopped is None
        await service.media.set_blur(False)
        await world.host.until(lambda view: not peer_blurs(view))


async def test_what_ended_it_is_told_for_a_moment_only(tmp_path: Path) -> None:
    async with visit_world(tmp_path) as world:
        service, guest = await world.connected()
        await service.media.set_blur(True)
        await world.host_service.take_still()
        await guest.until(lambda view: view.own.blur_stopped is BlurStop.EXAMINATION)
        await guest.until(lambda view: view.own.blur_stopped is None)


async def test_it_ends_where_a_stethoscope_is_listened_to(tmp_path: Path) -> None:
    async with visit_world(tmp_path) as world:
        service, guest = await world.connected()
        await service.media.set_blur(True)
        await service.media.set_medical_sound(True)
        assert not guest.view.own.blurs
        assert guest.view.own.blur_stopped is BlurStop.EXAMINATION
        await service.media.set_blur(True)
        assert not guest.view.own.blurs, "not while it lasts"
        await service.media.set_medical_sound(False)
        await service.media.set_blur(True)
        assert guest.view.own.blurs

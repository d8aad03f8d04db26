# SPDX-License-Identifier: GPL-3.0-or-later
"""A picture from the patient's camera to the sealed record, over real links and a real store."""

from __future__ import annotations

import asyncio
import io
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from app.calls.control import ControlMessage, StillTold
from app.calls.still_telling import HEARD_SECONDS
from app.calls.stills import NoPicture, NotSteady, NotTold
from app.calls.views import CallView, Stage, StillMoment
from app.media.frames import VideoFrame
from app.store.blobs import blobs_of
from app.store.stills import open_still, stills_of
from app.vault.sealing import Tampered
from tests.fakes.shared_page import SharedPage
from tests.fakes.visit_world import End, visit_world


def moments(end: End) -> list[StillMoment]:
    """List what the end was told, without repetitions."""
    found: list[StillMoment] = []
    for view in end.views:
        moment = view.peer.still if view.peer is not None else None
        if moment is not None and (not found or found[-1] is not moment):
            found.append(moment)
    return found


async def until_told(end: End, moment: StillMoment) -> None:
    def holds(view: CallView) -> bool:
        return view.peer is not None and view.peer.still is moment

    await end.until(holds)


async def test_the_kept_picture_is_the_frame_that_was_seen(tmp_path: Path) -> None:
    async with visit_world(tmp_path) as world:
        _, guest = await world.connected()
        host, slot = world.host_service, world.host.engine.remote_frames
        seen: list[VideoFrame] = []

        def shown() -> None:
            if (frame := slot.take()) is not None:
                seen.append(frame)

        slot.on_frame = shown
        still = await host.take_still()
        slot.on_frame = None
        encounter = host.encounter
        assert encounter is not None
        facts = still.facts
        assert (facts.patient, facts.encounter) == (encounter.patient, encounter.encounter)
        assert world.host.view.peer is not None
        assert facts.participant == world.host.view.peer.participant
        assert facts.taken.utcoffset() is not None
        assert (facts.width, facts.height) == (1280, 720), "the size that the camera gives"
        # Until it is kept there is nothing on the disk.
        store = world.place.store
        assert await stills_of(store, facts.patient) == ()
        assert await blobs_of(store, facts.still) == ()

        assert await host.keeping.stills.keep(still), "the patient is sure to know"
        assert await stills_of(store, facts.patient) == (facts,)
        png = await open_still(store, facts.still)
        with Image.open(io.BytesIO(png)) as image:
            pixels = image.tobytes()
            assert image.info["Visit"] == encounter.encounter
            assert image.info["Participant"] == facts.participant
            assert image.info["Creation Time"].endswith("+00:00")
        same = [frame for frame in seen if (frame.width, frame.height) == (1280, 720)]
        assert any(frame.to_rgb() == pixels for frame in same)
        for path in store.profile.rglob("*"):
            assert not path.is_file() or pixels[3000:3060] not in path.read_bytes()
            assert not path.is_file() or b"\x89PNG" not in path.read_bytes()
        await until_told(guest, StillMoment.KEPT)
        assert moments(guest) == [StillMoment.COMING, StillMoment.TAKEN, StillMoment.KEPT]
        assert moments(world.host) == []


async def test_a_discarded_picture_is_nowhere(tmp_path: Path) -> None:
    async with visit_world(tmp_path) as world:
        _, guest = await world.connected()
        still = await world.host_service.take_still()
        assert await world.host_service.keeping.stills.discard(still)
        assert moments(guest)[-1] is StillMoment.DELETED
        store = world.place.store
        assert await stills_of(store, still.facts.patient) == ()
        assert not list(store.blobs.glob("*.age"))


async def test_without_a_person_to_see_there_is_no_picture(tmp_path: Path) -> None:
    async with visit_world(tmp_path) as world:
        service, guest = await world.connected()
        host = world.host_service
        await service.media.set_camera(False)
        await world.host.until(lambda view: view.peer and not view.peer.camera_on)
        with pytest.raises(NoPicture):
            await host.take_still()
        await service.media.set_camera(True)
        await service.media.share_screen(SharedPage())
        await world.host.until(lambda view: view.peer and view.peer.shares_screen)
        with pytest.raises(NoPicture):
            await host.take_still()
        assert moments(guest) == [], "nothing was asked of anybody"
        await service.media.share_screen(None)
        await world.host.until(lambda view: view.peer and not view.peer.shares_screen)
        await host.take_still()


async def test_it_is_taken_only_after_the_patient_reads_so(tmp_path: Path) -> None:
    async with visit_world(tmp_path) as world:
        _, guest = await world.connected()
        read_at: list[float] = []
        looked: list[float] = []
        loop = asyncio.get_running_loop()
        slot, look = world.host.engine.remote_frames, guest.look

        def read(view: CallView) -> None:
            look(view)
            if view.peer is not None and view.peer.still is StillMoment.COMING:
                read_at.append(loop.time())
                looked.append(0.0 if slot.on_passing is None else loop.time())

        await guest.service.watch(read)
        await world.host_service.take_still()
        assert read_at[0] and looked[0] == 0.0, "no frame is looked at before the patient reads"


async def test_no_picture_of_whoever_does_not_answer(tmp_path: Path) -> None:
    async with visit_world(tmp_path) as world:
        service, guest = await world.connected()
        # As an end does that knows no numbers: it refuses the message, and goes on.
        attempt = service.call._links.standing
        assert attempt is not None
        take = attempt._take

        def take_what_is_old(message: ControlMessage) -> None:
            if not isinstance(message, StillTold):
                take(message)

        attempt._take = take_what_is_old  # type: ignore[method-assign]
        began = asyncio.get_running_loop().time()
        with pytest.raises(NotTold):
            await world.host_service.take_still()
        assert asyncio.get_running_loop().time() - began < HEARD_SECONDS + 0.5
        assert world.host.engine.remote_frames.on_passing is None
        assert moments(guest) == []


async def test_there_is_no_picture_over_an_unsteady_connection(tmp_path: Path) -> None:
    async with visit_world(tmp_path) as world:
        service, guest = await world.connected()
        call = world.host_service.call
        assert call is not None
        call.unsteady = True
        with pytest.raises(NotSteady):
            await world.host_service.take_still()
        call.unsteady = False
        assert moments(guest) == []
        # The patient's end alone is without anything to see just now.
        service.call.unsteady = True
        with pytest.raises(NotTold):
            await world.host_service.take_still()
        service.call.unsteady = False
        await until_told(guest, StillMoment.FAILED)


async def test_what_becomes_of_it_is_told_over_the_next_link(tmp_path: Path) -> None:
    async with visit_world(tmp_path) as world:
        _, guest = await world.connected()
        host = world.host_service
        still = await host.take_still()
        await until_told(guest, StillMoment.TAKEN)
        await world.host.link.close()
        await host.keeping.stills.keep(still)
        await until_told(guest, StillMoment.KEPT)
        assert Stage.RECONNECTING in guest.stages() or Stage.RECONNECTING in world.host.stages()


async def test_nobody_else_is_told_what_became_of_it(tmp_path: Path) -> None:
    async with visit_world(tmp_path) as world:
        _, guest = await world.connected()
        host = world.host_service
        still = await host.take_still()
        await host.leave()
        await guest.until(lambda view: view.peer is None)
        await host.enter(world.appointment)
        await world.until_connected(guest)
        before = len(guest.views)
        assert not await host.keeping.stills.keep(still)
        assert await stills_of(world.place.store, still.facts.patient) == (still.facts,)
        assert all(
            view.peer is None or view.peer.still is not StillMoment.KEPT
            for view in guest.views[before:]
        )


async def test_a_picture_that_is_not_what_was_kept_is_never_shown(tmp_path: Path) -> None:
    async with visit_world(tmp_path) as world:
        await world.connected()
        stills = world.host_service.keeping.stills
        still = await world.host_service.take_still()
        await stills.keep(still)
        [facts] = await stills.kept(still.facts.patient)
        assert (await stills.open(facts)).png == still.png
        with pytest.raises(Tampered):
            await stills.open(replace(facts, sha256="0" * 64))

# SPDX-License-Identifier: GPL-3.0-or-later
"""Recordings of the stethoscope, found again in the record: verified, logged, of one patient."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.calls.errors import NotAsRecorded
from app.calls.kept_sounds import OPENED
from app.records.encounter import Encounter
from app.records.ids import EncounterId, PatientId
from app.records.kept_sounds import KeptSound
from app.store.access_log import access_rows, verify_chain
from app.store.blobs import NoSuchBlob, blob
from app.store.database import Store
from app.store.encounters import encounter_of, save_encounter
from tests.calls.test_visit_sounds import recorded
from tests.fakes.visit_world import World, visit_world


async def visit_of(world: World) -> Encounter:
    """Read the visit as it is written down."""
    written = await encounter_of(world.place.store, world.appointment)
    assert written is not None
    return written


async def file_of(store: Store, kept: KeptSound) -> Path:
    """Find the sealed file of a sound."""
    row = await blob(store, kept.recording.blob)
    assert row is not None
    return store.blobs / row.file


async def opened(world: World) -> list[str]:
    """List the sounds that the log says were opened."""
    rows = await access_rows(world.place.store, (await visit_of(world)).patient)
    return [row.object_id for row in rows if row.action == OPENED]


async def test_a_recording_is_found_again_and_heard(tmp_path: Path) -> None:
    async with visit_world(tmp_path) as world:
        await world.connected()
        first, second = await recorded(world), await recorded(world)
        written = await visit_of(world)
        sounds = world.host_service.keeping.kept_sounds
        listed = await sounds.kept(written.patient)
        assert [kept.recording for kept in listed] == [second, first]
        assert {kept.encounter for kept in listed} == {written.encounter}
        found = await sounds.open(listed[1])
        assert hashlib.sha256(found.wav).hexdigest() == first.sha256
        assert found.sound.rate_hz == 48_000
        assert len(found.sound.pcm) == 2 * round(48_000 * first.seconds)
        (row,) = [
            row
            for row in await access_rows(world.place.store, written.patient)
            if row.action == OPENED
        ]
        assert (row.object_id, row.actor) == (first.blob, world.identity.user)
        assert await verify_chain(world.place.store)


async def test_earlier_visits_of_this_patient_are_listed_and_of_no_other(tmp_path: Path) -> None:
    async with visit_world(tmp_path) as world:
        await world.connected()
        now = await recorded(world, 0.2)
        store, written = world.place.store, await visit_of(world)
        earlier = replace(now, at=now.at - timedelta(days=30), gaps=1)
        latest = replace(now, at=now.at + timedelta(days=1))
        before = EncounterId("1" * 32)
        await save_encounter(
            store, replace(written, encounter=before, recordings=(earlier, latest))
        )
        other = replace(written, encounter=EncounterId("2" * 32), patient=PatientId("f" * 32))
        await save_encounter(store, replace(other, recordings=(replace(now, gaps=7),)))
        sounds = world.host_service.keeping.kept_sounds
        listed = await sounds.kept(written.patient)
        assert [(kept.recording, kept.encounter) for kept in listed] == [
            (latest, before),
            (now, written.encounter),
            (earlier, before),
        ]
        assert {kept.patient for kept in listed} == {written.patient}
        assert [kept.recording.gaps for kept in await sounds.kept(other.patient)] == [7]
        assert await sounds.kept(PatientId("0" * 32)) == ()


async def test_what_is_not_what_was_recorded_is_not_heard(tmp_path: Path) -> None:
    async with visit_world(tmp_path) as world:
        await world.connected()
        await recorded(world, 0.2)
        await recorded(world, 0.4)
        store, written = world.place.store, await visit_of(world)
        sounds = world.host_service.keeping.kept_sounds
        late, early = await sounds.kept(written.patient)

        # The record names another sound than the file holds: each is whole, the pair is not.
        swapped = replace(early, recording=replace(early.recording, blob=late.recording.blob))
        with pytest.raises(NotAsRecorded):
            await sounds.open(swapped)

        file = await file_of(store, late)
        whole = file.read_bytes()
        content = bytearray(whole)
        content[len(content) // 2] ^= 1
        for changed in (bytes(content), whole[:-1], (await file_of(store, early)).read_bytes()):
            file.write_bytes(changed)
            with pytest.raises(NotAsRecorded):
                await sounds.open(late)
        file.unlink()
        with pytest.raises(NoSuchBlob):
            await sounds.open(late)
        assert await opened(world) == []

        # The other is heard as before.
        await sounds.open(early)
        assert await opened(world) == [early.recording.blob]

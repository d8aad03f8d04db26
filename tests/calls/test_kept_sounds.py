# SPDX-License-Identifier: GPL-3.0-or-later
"""Recordings of the stethoscope, found again in the record: verified, logged, of one patient."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from app.calls.kept_sounds import OPENED
from app.store.access_log import access_rows, verify_chain
from app.store.encounters import encounter_of
from app.vault.sealing import Tampered
from tests.calls.test_visit_sounds import recorded
from tests.fakes.visit_world import visit_world


async def test_a_recording_is_found_again_and_heard(tmp_path: Path) -> None:
    async with visit_world(tmp_path) as world:
        await world.connected()
        first, second = await recorded(world), await recorded(world)
        written = await encounter_of(world.place.store, world.appointment)
        assert written is not None
        sounds = world.host_service.keeping.kept_sounds
        listed = await sounds.kept(written.patient)
        assert [kept.recording for kept in listed] == [second, first]
        assert {kept.encounter for kept in listed} == {written.encounter}
        found = await sounds.open(listed[1])
        assert hashlib.sha256(found.wav).hexdigest() == first.sha256
        assert found.sound.rate_hz == 48_000
        assert len(found.sound.pcm) == 2 * round(48_000 * first.seconds)
        logged = await access_rows(world.place.store, written.patient)
        assert [row.object_id for row in logged if row.action == OPENED] == [first.blob]
        assert await verify_chain(world.place.store)
        assert await sounds.kept(type(written.patient)("f" * 32)) == ()


async def test_what_is_not_what_was_recorded_is_not_heard(tmp_path: Path) -> None:
    async with visit_world(tmp_path) as world:
        await world.connected()
        await recorded(world)
        written = await encounter_of(world.place.store, world.appointment)
        assert written is not None
        sounds = world.host_service.keeping.kept_sounds
        (kept,) = await sounds.kept(written.patient)
        store = world.place.store
        for file in store.blobs.iterdir():
            content = bytearray(file.read_bytes())
            content[len(content) // 2] ^= 1
            file.write_bytes(content)
        with pytest.raises(Tampered):
            await sounds.open(kept)
        logged = await access_rows(store, written.patient)
        assert not any(row.action == OPENED for row in logged)

# SPDX-License-Identifier: GPL-3.0-or-later
"""A stethoscope in a visit: told to both sides, recorded into the record, sealed."""

from __future__ import annotations

import hashlib
import io
import wave
from pathlib import Path

import numpy as np
import pytest
import sqlcipher3

from app.calls.errors import NotInVisit, NotListening
from app.calls.views import EndReason, Stage
from app.calls.visit_sounds import RecordingEnd, RecordingNews, VisitSounds
from app.errors import KnownError
from app.records.encounter import SoundRecording
from app.records.schedule import AppointmentStatus
from app.store.appointments import appointment
from app.store.blobs import blobs_of, open_blob
from app.store.encounters import encounter_of
from tests.fakes.visit_world import World, visit_world
from tests.media.ends import until


def lies_open(folder: Path, content: bytes) -> bool:
    """Say whether a file holds this in the clear."""
    return any(content in file.read_bytes() for file in folder.rglob("*") if file.is_file())


async def recorded(world: World, seconds: float = 0.5) -> SoundRecording:
    """Record for a while."""
    sounds = world.host_service.keeping.sounds
    await sounds.set_medical_sound(True)
    await sounds.start()
    await until(lambda: sounds._running is not None and sounds._running.sound.seconds > seconds)
    kept = await sounds.stop()
    assert kept is not None
    return kept


async def test_both_sides_are_told(tmp_path: Path) -> None:
    async with visit_world(tmp_path) as world:
        _, guest = await world.connected()
        sounds = world.host_service.keeping.sounds
        await sounds.set_medical_sound(True)
        await guest.until(lambda view: view.peer and view.peer.medical_sound)
        assert not (guest.view.peer and guest.view.peer.records_sound)
        await sounds.start()
        await guest.until(lambda view: view.peer and view.peer.records_sound)
        assert world.host.view.own.recording_since is not None
        await sounds.set_medical_sound(False)
        await guest.until(lambda view: view.peer and not view.peer.medical_sound)
        assert not (guest.view.peer and guest.view.peer.records_sound)
        assert world.host.view.own.recording_since is None


async def test_a_recording_is_sealed_into_the_visit(tmp_path: Path) -> None:
    async with visit_world(tmp_path) as world:
        await world.connected()
        kept = await recorded(world)
        store = world.place.store
        written = await encounter_of(store, world.appointment)
        assert written is not None
        assert written.recordings == (kept,)
        assert [row.blob for row in await blobs_of(store, written.encounter)] == [kept.blob]
        wav = await open_blob(store, kept.blob)
        assert hashlib.sha256(wav).hexdigest() == kept.sha256
        with wave.open(io.BytesIO(wav)) as file:
            assert (file.getnchannels(), file.getframerate()) == (1, 48_000)
            samples = np.frombuffer(file.readframes(file.getnframes()), "<i2")
        assert len(samples) == round(kept.seconds * 48_000)
        assert np.abs(samples).max() > 500
        # Nothing of it lies open anywhere on the disk.
        loudest = min(int(np.argmax(np.abs(samples))), len(samples) - 480)
        tone = samples[loudest : loudest + 480].tobytes()
        assert not lies_open(tmp_path, tone)


async def test_what_is_muted_is_not_recorded(tmp_path: Path) -> None:
    async with visit_world(tmp_path) as world:
        await world.connected()
        await world.host_service.media.set_microphone(False)
        kept = await recorded(world)
        with wave.open(io.BytesIO(await open_blob(world.place.store, kept.blob))) as file:
            assert not np.any(np.frombuffer(file.readframes(file.getnframes()), "<i2"))


async def test_leaving_ends_and_keeps_it(tmp_path: Path) -> None:
    async with visit_world(tmp_path) as world:
        await world.connected()
        sounds = world.host_service.keeping.sounds
        await sounds.set_medical_sound(True)
        await sounds.start()
        await until(lambda: sounds._running is not None and sounds._running.sound.seconds > 0.2)
        await world.host_service.leave()
        written = await encounter_of(world.place.store, world.appointment)
        assert written is not None
        assert len(written.recordings) == 1
        assert not world.host_service.media.view.medical_sound


async def test_a_disk_that_is_full_ends_the_recording_and_lets_the_patient_go(
    tmp_path: Path,
) -> None:
    async with visit_world(tmp_path) as world:
        _, guest = await world.connected()
        store = world.place.store
        sounds = world.host_service.keeping.sounds
        await sounds.set_medical_sound(True)
        await sounds.start()
        await until(lambda: sounds._running is not None and sounds._running.sound.seconds > 0.2)
        await store.run(
            lambda db: db.execute(
                "CREATE TEMP TRIGGER no_more BEFORE UPDATE ON encounters "
                "BEGIN SELECT RAISE(ABORT, 'no more'); END"
            )
        )
        with pytest.raises(sqlcipher3.IntegrityError):
            await world.host_service.leave()
        assert not world.host_service.media.view.medical_sound
        assert sounds._running is None
        await guest.until(lambda view: view.peer is None or not view.peer.medical_sound)
        # Whatever went wrong, the look goes on and keeps it when it can.
        await store.run(lambda db: db.execute("DROP TRIGGER no_more"))
        await until(lambda: not sounds._ended)
        written = await encounter_of(store, world.appointment)
        assert written is not None and len(written.recordings) == 1


async def recording(world: World) -> VisitSounds:
    """Begin to record, and go on until there is something."""
    sounds = world.host_service.keeping.sounds
    await sounds.set_medical_sound(True)
    await sounds.start()
    await until(lambda: sounds._running is not None and sounds._running.sound.seconds > 0.2)
    return sounds


async def test_a_recording_without_room_does_not_keep_a_visit_from_being_finished(
    tmp_path: Path,
) -> None:
    async with visit_world(tmp_path) as world:
        _, guest = await world.connected()
        store, news = world.place.store, list[RecordingNews]()
        sounds = await recording(world)
        sounds.on_news = news.append
        away = store.blobs.rename(store.blobs.with_name("away"))
        await world.host_service.finish(AppointmentStatus.FULFILLED)
        await guest.until(lambda view: view.end_reason is EndReason.FINISHED)
        found = await appointment(store, world.appointment)
        assert found is not None and found.status is AppointmentStatus.FULFILLED
        assert [(each.end, each.kept, each.waiting) for each in news] == [
            (RecordingEnd.PARTED, None, 1)
        ]
        away.rename(store.blobs)
        await until(lambda: len(news) == 2)
        written = await encounter_of(store, world.appointment)
        assert written is not None and written.recordings == (news[1].kept,)
        assert news[1].waiting == 0


async def test_finishing_on_a_full_disk_tells_the_server_and_is_done_again(tmp_path: Path) -> None:
    async with visit_world(tmp_path) as world:
        patient, _ = await world.connected()
        store = world.place.store
        await store.run(
            lambda db: db.execute(
                "CREATE TEMP TRIGGER no_more BEFORE UPDATE ON encounters "
                "BEGIN SELECT RAISE(ABORT, 'no more'); END"
            )
        )
        with pytest.raises(sqlcipher3.IntegrityError):
            await world.host_service.finish(AppointmentStatus.FULFILLED)
        with pytest.raises(KnownError):
            await patient.open()
            await patient.knock("fine")
        await store.run(lambda db: db.execute("DROP TRIGGER no_more"))
        await world.host_service.finish(AppointmentStatus.FULFILLED)
        found = await appointment(store, world.appointment)
        assert found is not None and found.status is AppointmentStatus.FULFILLED


async def test_ending_the_program_keeps_what_is_being_recorded(tmp_path: Path) -> None:
    async with visit_world(tmp_path) as world:
        await world.connected()
        await recording(world)
        await world.place.close()
        await world.reopen()
        written = await encounter_of(world.place.store, world.appointment)
        assert written is not None
        (kept,) = written.recordings
        assert len(await open_blob(world.place.store, kept.blob)) > 0.2 * 48_000 * 2


async def test_ending_the_program_keeps_it_though_the_call_has_just_ended(tmp_path: Path) -> None:
    async with visit_world(tmp_path) as world:
        await world.connected()
        await recording(world)
        call = world.host_service.call
        assert call is not None
        # The words were not the same: the call is over before anything could be kept.
        call.words_compared(False)
        await world.place.close()
        await world.reopen()
        written = await encounter_of(world.place.store, world.appointment)
        assert written is not None and len(written.recordings) == 1


async def test_each_of_several_that_wait_is_told_of_when_it_is_kept(tmp_path: Path) -> None:
    async with visit_world(tmp_path) as world:
        await world.connected()
        blobs, news = world.place.store.blobs, list[RecordingNews]()
        world.host_service.keeping.sounds.on_news = news.append
        away = blobs.rename(blobs.with_name("away"))
        for _ in range(2):
            with pytest.raises(KnownError):
                await recorded(world, 0.2)
        away.rename(blobs)
        await until(lambda: len(news) == 4)
        assert [each.waiting for each in news] == [1, 2, 1, 0]
        written = await encounter_of(world.place.store, world.appointment)
        assert written is not None
        assert written.recordings == tuple(each.kept for each in news[2:])


async def test_a_patients_end_is_listened_to_until_the_call_ends(tmp_path: Path) -> None:
    async with visit_world(tmp_path) as world:
        patient, guest = await world.connected()
        await patient.media.set_medical_sound(True)
        await world.host.until(lambda view: view.peer and view.peer.medical_sound)
        assert guest.view.own.medical_sound and guest.view.own.recording_since is None
        await world.host_service.leave()
        await guest.until(lambda view: not view.own.medical_sound)
        assert guest.view.stage is not Stage.CONNECTED


async def test_of_a_voice_nothing_is_recorded_whoever_ends_the_listening(tmp_path: Path) -> None:
    async with visit_world(tmp_path) as world:
        patient, _ = await world.connected()
        service = world.host_service
        sounds, news = service.keeping.sounds, list[RecordingNews]()
        sounds.on_news = news.append
        await sounds.set_medical_sound(True)
        await sounds.start()
        await until(lambda: sounds._running is not None and sounds._running.sound.seconds > 0.2)
        await patient.leave()
        await until(lambda: bool(news))
        assert not service.media.view.medical_sound
        recorded_views = [view.own for view in world.host.views if view.own.recording_since]
        assert recorded_views and all(own.medical_sound for own in recorded_views)
        (told,) = news
        assert told.end is RecordingEnd.PARTED and told.kept is not None
        written = await encounter_of(world.place.store, world.appointment)
        assert written is not None and written.recordings == (told.kept,)


async def test_what_could_not_be_kept_is_kept_as_soon_as_it_can(tmp_path: Path) -> None:
    async with visit_world(tmp_path) as world:
        await world.connected()
        blobs = world.place.store.blobs
        sounds = world.host_service.keeping.sounds
        news: list[RecordingNews] = []
        sounds.on_news = news.append
        away = blobs.rename(blobs.with_name("away"))
        with pytest.raises(KnownError):
            await recorded(world)
        assert world.host.view.own.recording_since is None
        assert [(each.end, each.kept) for each in news] == [(RecordingEnd.ASKED, None)]
        away.rename(blobs)
        # The service looks once a second by itself.
        await until(lambda: not sounds._ended)
        written = await encounter_of(world.place.store, world.appointment)
        assert written is not None
        assert len(written.recordings) == 1
        assert await open_blob(world.place.store, written.recordings[0].blob)
        assert news[-1].kept == written.recordings[0]


async def test_a_recording_that_is_named_again_stands_there_once(tmp_path: Path) -> None:
    async with visit_world(tmp_path) as world:
        await world.connected()
        await recorded(world)
        record = world.host_service.keeping._record
        assert record is not None
        (kept,) = record.encounter.recordings
        # As when the disk was full at the first try.
        await record.keep(kept)
        written = await encounter_of(world.place.store, world.appointment)
        assert written is not None and written.recordings == (kept,)


async def test_there_is_nothing_to_record_without_a_visit_or_a_stethoscope(tmp_path: Path) -> None:
    async with visit_world(tmp_path) as world:
        sounds = world.host_service.keeping.sounds
        with pytest.raises(NotInVisit):
            await sounds.start()
        await world.connected()
        with pytest.raises(NotListening):
            await sounds.start()
        assert await sounds.stop() is None


async def test_one_kept_late_undoes_nothing_of_the_visit_that_was_entered_again(
    tmp_path: Path,
) -> None:
    async with visit_world(tmp_path) as world:
        await world.connected()
        store, service = world.place.store, world.host_service
        away = store.blobs.rename(store.blobs.with_name("away"))
        with pytest.raises(KnownError):
            await recorded(world)
        await service.leave()
        await service.enter(world.appointment)
        await service.keeping.log_emergency("Rang 113")
        away.rename(store.blobs)
        await until(lambda: not service.keeping.sounds._ended)
        await service.keeping.log_emergency("They are on their way")
        written = await encounter_of(store, world.appointment)
        assert written is not None
        assert [entry.text for entry in written.emergency] == ["Rang 113", "They are on their way"]
        assert len(written.recordings) == 1

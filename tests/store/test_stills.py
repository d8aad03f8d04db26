# SPDX-License-Identifier: GPL-3.0-or-later
"""A picture of a patient lies sealed in the record, logged, and never in the clear on the disk."""

from __future__ import annotations

import dataclasses
import hashlib
from datetime import UTC, datetime, timedelta

import pytest
import sqlcipher3

from app.records.ids import EncounterId, ParticipantId, PatientId, StillId, UserId
from app.records.stills import Still, StillFacts
from app.store.access_log import access_rows, verify_chain
from app.store.blobs import NoSuchBlob
from app.store.database import Store
from app.store.stills import KEPT, keep_still, open_still, stills_of
from app.vault.sealing import Tampered

PATIENT = PatientId("a" * 32)
NOW = datetime(2026, 11, 26, 10, 0, 0, 250_000, tzinfo=UTC)


def still(number: int, patient: PatientId = PATIENT) -> Still:
    png = b"\x89PNG\r\n\x1a\n" + f"picture number {number} in the clear".encode() * 40
    facts = StillFacts(
        StillId(f"{number:032x}"),
        patient,
        EncounterId("b" * 32),
        ParticipantId("c" * 32),
        NOW + timedelta(minutes=number),
        UserId("d" * 32),
        1280,
        720,
        hashlib.sha256(png).hexdigest(),
    )
    return Still(facts, png)


async def test_kept_listed_and_opened(store: Store) -> None:
    other = still(3, PatientId("e" * 32))
    for one in (still(1), still(2), other):
        await keep_still(store, one)
    assert await stills_of(store, PATIENT) == (still(2).facts, still(1).facts)
    assert await stills_of(store, other.facts.patient) == (other.facts,)
    assert await open_still(store, still(1).facts.still) == still(1).png
    logged = await access_rows(store, PATIENT)
    assert [(row.action, row.object_id) for row in logged] == [
        (KEPT, still(1).facts.still),
        (KEPT, still(2).facts.still),
    ]
    assert await verify_chain(store)
    assert "picture number" not in repr(still(1))


async def test_nothing_of_it_is_on_the_disk_in_the_clear(store: Store) -> None:
    await keep_still(store, still(1))
    files = [path for path in store.profile.rglob("*") if path.is_file()]
    assert any(path.suffix == ".age" for path in files)
    for path in files:
        content = path.read_bytes()
        assert b"picture number" not in content, path.name
        assert PATIENT.encode() not in content, path.name


async def test_a_picture_that_cannot_be_listed_is_not_kept(store: Store) -> None:
    await keep_still(store, still(1))
    before = sorted(store.blobs.iterdir())
    with pytest.raises(sqlcipher3.IntegrityError):
        await keep_still(store, still(1))
    assert sorted(store.blobs.iterdir()) == before
    assert len(await access_rows(store, PATIENT)) == 1


async def test_what_was_changed_is_never_shown(store: Store) -> None:
    await keep_still(store, still(1))
    [sealed] = store.blobs.glob("*.age")
    content = bytearray(sealed.read_bytes())
    content[-1] ^= 1
    sealed.write_bytes(content)
    with pytest.raises(Tampered):
        await open_still(store, still(1).facts.still)
    with pytest.raises(NoSuchBlob):
        await open_still(store, StillId("f" * 32))


def test_facts_are_frozen() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        still(1).facts.width = 1  # type: ignore[misc]

# SPDX-License-Identifier: GPL-3.0-or-later
"""The access log grows, refuses every other change, and shows tampering with the file."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import sqlcipher3

from app.records.ids import PatientId, UserId
from app.store import access_log
from app.store.database import Connection, Store

NOW = datetime(2026, 11, 23, 9, 30, 0, 7, tzinfo=UTC)
ACTOR, KARI, OLA = UserId("1" * 32), PatientId("a" * 32), PatientId("b" * 32)


async def fill(store: Store, rows: int = 5) -> None:
    for number in range(rows):
        patient = (KARI, OLA, None)[number % 3]
        at = NOW + timedelta(seconds=number)
        await access_log.append(store, at, ACTOR, "open", f"note {number}", patient, "treatment")


async def test_records_come_back_in_order(store: Store) -> None:
    assert await access_log.verify_chain(store)
    await fill(store)
    assert await access_log.verify_chain(store)
    rows = await access_log.access_rows(store)
    assert [row.seq for row in rows] == [1, 2, 3, 4, 5]
    first = rows[0]
    assert (first.at, first.actor, first.action, first.object_id, first.patient, first.purpose) == (
        NOW,
        ACTOR,
        "open",
        "note 0",
        KARI,
        "treatment",
    )
    assert rows[2].patient is None
    assert [row.seq for row in await access_log.access_rows(store, KARI)] == [1, 4]
    assert len({row.hash for row in rows}) == 5


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE access_log SET actor = ''",
        "DELETE FROM access_log WHERE seq = 5",
        "REPLACE INTO access_log SELECT * FROM access_log WHERE seq = 5",
        "INSERT INTO access_log SELECT 9, at_us, actor, action, object_id, patient, purpose, "
        "previous, hash FROM access_log WHERE seq = 5",
        "INSERT INTO access_log SELECT NULL, at_us, actor, action, object_id, patient, purpose, "
        "previous, hash FROM access_log WHERE seq = 5",
    ],
)
async def test_it_only_grows(store: Store, statement: str) -> None:
    await fill(store)
    before = await access_log.access_rows(store)
    with pytest.raises(sqlcipher3.IntegrityError):
        await store.run(lambda c: c.execute(statement))
    assert await access_log.access_rows(store) == before


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE access_log SET actor = 'x' WHERE seq = 3",
        "UPDATE access_log SET purpose = 'x' WHERE seq = 5",
        "UPDATE access_log SET at_us = at_us + 1 WHERE seq = 1",
        "UPDATE access_log SET patient = '' WHERE seq = 1",
        "UPDATE access_log SET hash = previous WHERE seq = 2",
        "DELETE FROM access_log WHERE seq = 3",
        "DELETE FROM access_log WHERE seq = 1",
        "UPDATE access_log SET seq = seq + 1 WHERE seq = 5",
    ],
)
async def test_tampering_past_the_triggers_is_seen(store: Store, statement: str) -> None:
    await fill(store)

    def tamper(connection: Connection) -> None:
        for trigger in ("no_update", "no_delete", "in_order"):
            connection.execute(f"DROP TRIGGER access_log_{trigger}")
        connection.execute(statement)

    assert await access_log.verify_chain(store)
    await store.run(tamper)
    assert not await access_log.verify_chain(store)

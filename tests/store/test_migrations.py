# SPDX-License-Identifier: GPL-3.0-or-later
"""Steps are numbered without a gap, split right, and each is whole or not there."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from app.records.ids import DeviceId, ParcelId, ReferralId, UserId
from app.store import outbox, referrals
from app.store.connection import open_connection
from app.store.database import Store
from app.store.errors import StoreNewer
from app.store.migrations import Step, refuse_newer, statements, steps, upgrade, version_of

KEY = bytes(range(32))
REFERRAL = ReferralId("r")


def test_the_shipped_steps_are_numbered_from_one() -> None:
    assert [step.version for step in steps()] == list(range(1, len(steps()) + 1))


def test_a_gap_is_our_mistake(tmp_path: Path) -> None:
    (tmp_path / "0001.sql").write_text("SELECT 1;")
    (tmp_path / "0003.sql").write_text("SELECT 1;")
    (tmp_path / "notes.txt").write_text("not a step")
    with pytest.raises(AssertionError):
        steps(tmp_path)


def test_semicolons_inside_triggers_and_texts_end_nothing() -> None:
    trigger = "CREATE TRIGGER t BEFORE DELETE ON a\nBEGIN\n  SELECT 1;\n  SELECT 2;\nEND;\n"
    text = "INSERT INTO a VALUES ('x;\ny');\n"
    assert list(statements(f"-- a; comment\n{trigger}\n{text}")) == [
        f"-- a; comment\n{trigger}",
        f"\n{text}",
    ]
    with pytest.raises(ValueError):
        list(statements("SELECT 1;\nSELECT 2"))


def test_notes_signed_before_there_was_a_search_are_found(tmp_path: Path) -> None:
    connection = open_connection(tmp_path / "a.db", KEY)
    before = tuple(step for step in steps() if step.version < 6)
    upgrade(connection, before)
    body = {
        "header": {"patient_name": "Eira Multemyr"},
        "sections": [["plan", "Sertraline in the morning"], ["mood", "Better"]],
        "reason": "typing error",
    }
    whole = b"VIDDANOT\x01" + json.dumps(body).encode()
    for number, raw in enumerate((whole, b"VIDDANOT\x01{", b"", b"VIDDANOT\x01[]", b"\xff" * 40)):
        connection.execute(
            "INSERT INTO note_versions VALUES (?, ?, ?, 1, ?, x'', '', x'', '', 1.0, x'')",
            (f"v{number}", f"c{number}", "p", raw),
        )
    upgrade(connection, steps())
    for word in ("sertraline", "multemyr", "better", "typing"):
        found = connection.execute(
            "SELECT composition FROM note_words WHERE note_words MATCH ?", (word,)
        ).fetchall()
        assert found == [("c0",)]
    connection.close()


def test_steps_run_once_each_and_in_order(tmp_path: Path) -> None:
    connection = open_connection(tmp_path / "a.db", KEY)
    assert version_of(connection) == 0
    one = Step(1, "CREATE TABLE a (x);\n")
    two = Step(2, "INSERT INTO a VALUES (1);\n")
    upgrade(connection, (one,))
    upgrade(connection, (one, two))
    upgrade(connection, (one, two))
    assert version_of(connection) == 2
    assert connection.execute("SELECT count(*) FROM a").fetchone()[0] == 1
    with pytest.raises(StoreNewer):
        upgrade(connection, (one,))
    with pytest.raises(ValueError):
        upgrade(connection, (one, two, Step(3, "DELETE FROM a;\nINSERT INTO")))
    assert version_of(connection) == 2
    assert connection.execute("SELECT count(*) FROM a").fetchone()[0] == 1
    connection.close()
    refuse_newer(2, 2)


async def test_what_waited_before_parcels_had_addresses_goes_on(tmp_path: Path) -> None:
    """A row of before its step goes to the other side of its case, a version counts for all."""
    profile = tmp_path / "profile"
    await (await Store.open(profile, KEY)).close()
    path = profile / "vidda.db"
    path.unlink()
    connection = open_connection(path, KEY)
    upgrade(connection, steps()[:3])
    connection.execute(
        "INSERT INTO outbox (id, kind, referral, parcel, spool, created, tries, next_try, state) "
        "VALUES ('p', 'referral', 'r', 'p', ?, 1.5, 2, 3.5, 'waiting')",
        (b"[]",),
    )
    connection.execute("INSERT INTO parcels_seen VALUES ('q', 'r', 4, 1)")
    connection.close()
    store = await Store.open(profile, KEY)
    expected = outbox.OutboxRow("p", "referral", REFERRAL, ParcelId("p"), (), 1.5, 2, 3.5)
    assert await outbox.pending(store) == (expected,)
    assert await referrals.highest_version(store, REFERRAL, UserId("anybody")) == 4
    addressed = replace(expected, recipients=(UserId("a"),), devices=(DeviceId("d"),))
    await store.run(lambda connection: outbox.put(connection, addressed))
    assert await outbox.pending(store) == (addressed,)
    await store.close()

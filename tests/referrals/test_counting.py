# SPDX-License-Identifier: GPL-3.0-or-later
"""Statistics out of the real store: everybody once, drafts never, and a file at the end."""

from __future__ import annotations

import dataclasses
import os
import secrets
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.records.ids import ParcelId, ReferralId
from app.records.referral import CaseStep, Referral, ReferralStatus, StepKind
from app.referrals.case_facts import Case, CaseFacts
from app.referrals.counting import Counting
from app.referrals.statistics import Period, statistics
from app.store.database import Store
from app.store.leaving import FileNotWritten, write_file
from app.store.referrals import note_seen, put_referral, referral_parts, save_referral
from app.vault.identity import OwnIdentity
from tests.fakes.answered import NOW, answered_referral, facts_of
from tests.fakes.people import Clinic

MANY = 1203
"""More than two portions, the last not full."""


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    store = await Store.open(tmp_path / "profile", secrets.token_bytes(32))
    yield store
    await store.close()


def parcel(number: int) -> ParcelId:
    return ParcelId(f"{number:032x}")


async def test_everything_stored_is_counted_once_and_as_it_stands(store: Store) -> None:
    clinic = Clinic()
    gp, specialist = clinic.add("Sondre Dahl", "GP"), clinic.add("Eira Nygård", "Dermatologist")
    all_of_them = [
        answered_referral(number, *((gp.user, specialist.user)[:: 1 if number % 3 else -1]))
        for number in range(MANY)
    ]
    draft = dataclasses.replace(
        all_of_them[0], referral=ReferralId("f" * 32), status=ReferralStatus.DRAFT, sent=None
    )

    def fill(connection: object) -> None:
        for one in (*all_of_them, draft):
            if one.sender == specialist.user:
                # Begun long before it was sent.
                begun = dataclasses.replace(one, created=one.created - timedelta(days=90))
                put_referral(connection, begun, "sent", b"a secret")  # type: ignore[arg-type]
            else:
                put_referral(connection, one, "received", b"a secret")  # type: ignore[arg-type]

    await store.run(fill)
    counting = Counting(store, specialist, clinic.directory, lambda: NOW)
    cases = [Case(facts_of(one), one.sender == specialist.user) for one in all_of_them]
    units = {gp.user: gp.unit, specialist.user: specialist.unit}
    for period in Period:
        found = await counting.statistics(period)
        assert found == statistics(cases, period, NOW, units)
    assert (found.received.cases, found.sent.cases) == (802, 401)
    assert [clinic.unit for clinic in found.received.recordings] == ["Unit of GP"]
    assert "Canary" not in repr(found)


async def test_a_referral_arrived_when_its_first_parcel_was_taken_in(store: Store) -> None:
    came, mine = answered_referral(1), answered_referral(2)
    await save_referral(store, came, "received", b"")
    await save_referral(store, mine, "sent", b"")
    for number, (one, version, minutes) in enumerate(
        [(came, 0, 1), (came, 2, 30), (came, 1, 20), (mine, 1, 5)]
    ):
        at = NOW + timedelta(minutes=minutes)
        await note_seen(store, parcel(number), one.referral, version, at)
    first, second = await referral_parts(store, CaseFacts)
    assert (first.role, first.arrived) == ("received", NOW + timedelta(minutes=20))
    assert (second.role, second.arrived) == ("sent", None)


async def test_what_was_given_to_another_is_theirs_to_count(store: Store) -> None:
    """Nobody is late with a case that they were not to answer in the end."""
    clinic = Clinic()
    people = [clinic.add(name, "Dermatologist") for name in ("Eira", "Mona", "Kari")]
    skin, mona, kari = (person.user for person in people)
    steps = tuple(
        CaseStep(StepKind.ALLOCATED, NOW + timedelta(minutes=minutes), kari, to=to)
        for minutes, to in ((1, skin), (2, mona))
    )
    base = dataclasses.replace(answered_referral(1), recipient=kari, steps=steps)
    waits = dataclasses.replace(base, reply=None, status=ReferralStatus.ALLOCATED)

    async def counted(case: Referral, reader: OwnIdentity) -> int:
        await save_referral(store, case, "received", b"")
        counting = Counting(store, reader, clinic.directory, lambda: NOW)
        return (await counting.statistics(Period.EVERYTHING)).received.cases

    assert [await counted(waits, person) for person in people] == [0, 1, 1]
    # Whoever had answered before did so.
    assert await counted(base, people[0]) == 1


async def test_without_a_directory_clinics_but_the_own_are_not_known(store: Store) -> None:
    clinic = Clinic()
    own = clinic.add("Eira Nygård", "Dermatologist")
    await save_referral(store, answered_referral(1), "received", b"")
    await save_referral(store, answered_referral(2, own.user), "sent", b"")
    found = await Counting(store, own, lambda: None, lambda: NOW).statistics(Period.MONTH)
    assert [clinic.unit for clinic in found.received.recordings] == [""]
    assert [clinic.unit for clinic in found.sent.recordings] == [own.unit]


async def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "figures.csv"
    await write_file(target, b"old")
    await write_file(target, b"new")
    assert target.read_bytes() == b"new"
    with pytest.raises(FileNotWritten):
        await write_file(tmp_path / "no such folder" / "figures.csv", b"new")
    with pytest.raises(FileNotWritten):
        await write_file(tmp_path, b"new")
    assert os.listdir(tmp_path) == ["figures.csv"]

# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever somebody changes on the way or on a disk: it is refused, said, and never shown."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from app.notes.views import NoteHistory
from app.records.composition import NoteTemplate, Section, SectionCode
from app.records.ids import CompositionId, PatientId
from app.records.people import Patient
from app.records.referral import Slot
from app.referrals.views import ReferralsView
from app.resources import resource_path
from app.store.connection import open_connection
from app.workplace import Workplace
from tests.fakes.command_line import Outcome
from tests.fakes.command_world import WITHOUT_WINDOWS, CommandWorld
from tests.fakes.meddling_proxy import Change, meddling_proxy
from tests.fakes.referrals import form

WAIT_S = 30.0
NILS = Patient(PatientId("b" * 32), "Nils Test", None)


def swap(pattern: bytes) -> Change:
    """Change the letter or digit behind a text."""

    def change(piece: bytes) -> bytes:
        def other(match: re.Match[bytes]) -> bytes:
            return match[1] + (b"0" if match[2] != b"0" else b"1")

        return re.sub(b"(" + pattern + b")([0-9A-Za-z])", other, piece)

    return change


async def met_through(world: CommandWorld, change: Change) -> tuple[Outcome, Outcome, int]:
    """Let clinician and patient meet where what the server tells the patient is changed."""
    plan = json.loads((await asyncio.to_thread(world.schedule, world.psychiatrist)).out)
    async with meddling_proxy(world.server.url, change) as proxy:
        start = world.terminal.start
        take = ("host", plan["appointment"], *WITHOUT_WINDOWS, "--camera", "synthetic")
        host = start("--profile", world.psychiatrist, *take)
        link = plan["link"].replace(world.server.url, proxy.url)
        join = ("join", link, "--headless", "--camera", "synthetic")
        patient = start("--profile", world.new_folder(), *join)
        ended = await asyncio.to_thread(patient.wait), await asyncio.to_thread(host.wait)
        return *ended, proxy.changed


@pytest.mark.parametrize("what", [rb"a=fingerprint:sha-256 ", rb"a=ice-ufrag:"])
async def test_an_answer_that_was_changed_on_the_way(world: CommandWorld, what: bytes) -> None:
    patient, host, changed = await met_through(world, swap(what))
    assert changed
    for end in (patient, host):
        assert end.code == 61, end.err
        assert end.sentence().startswith("The other side could not be verified")
        assert "Connected" not in end.err


def sign_a_note(world: CommandWorld, profile: Path, text: str) -> CompositionId:
    async def write(place: Workplace) -> CompositionId:
        draft = await place.notes.begin(NILS.patient, None, NoteTemplate.SOAP)
        section = Section(SectionCode.MOOD, text)
        await place.notes.save(dataclasses.replace(draft, sections=(section,)))
        await place.notes.sign(draft.composition, None, NILS)
        return draft.composition

    return world.at_work(profile, write)


def change_note(world: CommandWorld, profile: Path, change: Callable[[bytes], bytes]) -> None:
    """Change a signed note as its owner can with the key in hand: past the triggers."""
    connection = open_connection(profile / "vidda.db", world.key(profile))
    triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?"
    for (name,) in connection.execute(triggers, ("note_versions",)).fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    ((raw,),) = connection.execute("SELECT raw FROM note_versions").fetchall()
    assert change(raw) != raw
    connection.execute("UPDATE note_versions SET raw = ?", (change(raw),))
    connection.commit()
    connection.close()


def test_a_signed_note_that_was_changed_on_this_disk(world: CommandWorld) -> None:
    profile = world.copy()
    note = sign_a_note(world, profile, "Har det bedre")

    async def read(place: Workplace) -> NoteHistory:
        return await place.notes.history(note)

    before = world.at_work(profile, read)
    assert [v.version.sections[0].text for v in before.versions] == ["Har det bedre"]
    assert not before.broken
    change_note(world, profile, lambda raw: raw.replace(b"bedre", b"verre"))
    tampered = world.at_work(profile, read)
    assert tampered.versions == ()
    assert [version.cause for version in tampered.broken] == ["signature"]
    # Nothing is lost either: what was signed, put back, is good again.
    change_note(world, profile, lambda raw: raw.replace(b"verre", b"bedre"))
    assert world.at_work(profile, read).versions == before.versions
    # The rest of the profile goes on.
    assert world.schedule(profile).code == 0


async def until(place: Workplace, holds: Callable[[ReferralsView], object]) -> ReferralsView:
    """Wait for a view of the referrals of which something is true."""
    found: asyncio.Future[ReferralsView] = asyncio.get_running_loop().create_future()

    def look(view: ReferralsView) -> None:
        if holds(view) and not found.done():
            found.set_result(view)

    unwatch = await place.referrals.watch(look)
    try:
        async with asyncio.timeout(WAIT_S):
            return await found
    finally:
        unwatch()


def test_a_parcel_that_was_changed_at_the_server(world: CommandWorld) -> None:
    photo = resource_path("demo/derm_close.jpg").read_bytes()
    before = set(world.server.data.rglob("*"))

    async def send(place: Workplace) -> None:
        await until(place, lambda _: place.directory.current is not None)
        draft = await place.referrals.new_draft(form())
        await place.referrals.attach(draft.referral, Slot.CLOSE_UP, photo, "Close-up")
        (to, *_) = await place.referrals.recipients(draft.form.specialty)
        await place.referrals.send(draft.referral, to.user)
        await until(place, lambda view: view.outbox.items == 0)

    world.at_work(world.clinic / "gp", send)
    new = [path for path in set(world.server.data.rglob("*")) - before if path.is_file()]
    (sealed,) = [p for p in new if p.read_bytes().startswith(b"age-encryption")]
    raw = bytearray(sealed.read_bytes())
    raw[len(raw) // 2] ^= 1
    sealed.chmod(0o600)
    sealed.write_bytes(raw)

    async def open_inbox(place: Workplace) -> ReferralsView:
        return await until(place, lambda view: view.refused)

    profile = world.clinic / "dermatologist"
    for _ in range(2):
        view = world.at_work(profile, open_inbox)
        assert view.inbox == ()
        assert [refused.cause for refused in view.refused] == ["hash"]

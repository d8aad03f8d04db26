# SPDX-License-Identifier: GPL-3.0-or-later
"""Plays the people of test_canary.py in a process of its own, logging all that we log.

Started with the clinic's folder, a folder for the patient, and JSON on standard input: what to
plant where.
"""

from __future__ import annotations

import asyncio
import dataclasses
import json
import logging
import os
import sys
from collections.abc import Callable
from pathlib import Path

from app.calls.guest import GuestService
from app.calls.views import Stage
from app.media.devices.synthetic import SyntheticCamera, SyntheticMicrophone
from app.media.engine import MediaEngine
from app.records.composition import NoteTemplate, Section, SectionCode
from app.records.ids import AppointmentId, ReferralId
from app.records.referral import ReferralStatus, Slot, Specialty
from app.referrals.views import ReferralsView
from app.store.appointments import appointment as find_appointment
from app.vault.links import parse_link
from app.vault.vault import Vault
from app.workplace import Workplace, now_utc, open_workplace
from tests.fakes.referrals import form, reply
from tests.fakes.visit_world import End

WAIT_S = 30.0


async def main(clinic: Path, patient: Path, planted: dict[str, str]) -> None:
    """Do the day's work."""
    words = await asyncio.to_thread((clinic / "passphrase").read_text, encoding="utf-8")

    async def enter(who: str, engine: MediaEngine | None = None) -> Workplace:
        profile = clinic / who
        key = await asyncio.to_thread(Vault(profile, None).unlock_with_passphrase, words.strip())
        return await open_workplace(profile, key, engine=engine)

    engines = [MediaEngine(SyntheticCamera(), SyntheticMicrophone(), None) for _ in range(2)]
    for engine in engines:
        await engine.start()
    psychiatrist = await enter("psychiatrist", engines[0])
    await visit(psychiatrist, engines, patient, planted)
    await note(psychiatrist, planted)
    await psychiatrist.close()
    for engine in engines:
        await engine.close()
    gp, skin = await enter("gp"), await enter("dermatologist")
    await referral(gp, skin, planted)
    heart, chooser = await enter("cardiologist"), await enter("coordinator")
    await allocated(gp, chooser, heart, planted)
    for place in (gp, skin, heart, chooser):
        await place.close()


async def visit(
    place: Workplace, engines: list[MediaEngine], patient: Path, planted: dict[str, str]
) -> None:
    """Meet, with messages at the door and inside."""
    visit = AppointmentId(planted["appointment"])
    # Another of the patient's computers, whom nobody has let in yet.
    seats = patient / "second" / "seats"
    service = GuestService(parse_link(planted["link"]), seats, engines[1], now_utc)
    assert place.host is not None
    guest, host = End(service, engines[1]), End(place.host, engines[0])
    await service.open()
    await service.watch(guest.look)
    await place.host.watch(host.look)
    await place.host.enter(visit)
    await service.knock("fine")
    await host.until(lambda view: view.waiting)
    await service.send_message(planted["chat"] + " at the door")
    await place.host.admit(visit, host.view.waiting[0])
    for end in (guest, host):
        await end.until_stage(Stage.CONNECTED)
    await place.host.send_message(planted["chat"] + " inside")
    for end in (guest, host):
        await end.until(lambda view: len(view.messages) == 2)
        await end.until(lambda view: view.words)
    await service.leave()
    await service.close()
    await place.host.leave()


async def note(place: Workplace, planted: dict[str, str]) -> None:
    """Write, sign and read a note about the patient."""
    visit = await find_appointment(place.store, AppointmentId(planted["appointment"]))
    assert visit is not None
    draft = await place.notes.begin(visit.patient.patient, None, NoteTemplate.FOLLOW_UP)
    written = Section(SectionCode.MOOD, planted["note"])
    await place.notes.save(dataclasses.replace(draft, sections=(written,)))
    await place.notes.sign(draft.composition, None, visit.patient)
    history = await place.notes.history(draft.composition)
    assert history.versions[-1].version.sections == (written,)


async def referral(gp: Workplace, skin: Workplace, planted: dict[str, str]) -> None:
    """Send a photo, answer, and acknowledge."""
    await until(gp, lambda _: gp.directory.current is not None)
    draft = await gp.referrals.new_draft(form(planted["question"], patient_name=planted["name"]))
    number: ReferralId = draft.referral
    photo = Path(planted["photo"])
    attachment = await gp.referrals.attach(number, Slot.CLOSE_UP, photo, planted["file name"])
    (to, *_) = await gp.referrals.recipients(draft.form.specialty)
    await gp.referrals.send(number, to.user)
    await until(skin, lambda view: view.inbox)
    opened = await skin.referrals.open(number)
    assert opened.referral.form.question == planted["question"]
    await skin.referrals.picture(number, attachment.attachment)
    await skin.referrals.reply(number, reply(planted["reply"]))
    await until(gp, lambda view: view.sent[0].status is ReferralStatus.ANSWERED)
    answered = (await gp.referrals.open(number)).referral.reply
    assert answered is not None and answered.reply.assessment == planted["reply"]
    await gp.referrals.acknowledge(number)
    for place in (gp, skin):
        await until(place, lambda view: view.outbox.items == 0)


async def allocated(
    gp: Workplace, chooser: Workplace, heart: Workplace, planted: dict[str, str]
) -> None:
    """Let a coordinator say who answers, and why."""
    asked = form(
        planted["question"],
        patient_name=planted["name"],
        specialty=Specialty.HEART_AND_LUNG,
        answers=(("posture", "left-side"), ("filter", "unfiltered")),
    )
    draft = await gp.referrals.new_draft(asked)
    people = await gp.referrals.recipients(Specialty.HEART_AND_LUNG)
    (to,) = (person.user for person in people if person.coordinates)
    await gp.referrals.send(draft.referral, to)
    await until(chooser, lambda view: view.to_allocate)
    await chooser.referrals.open(draft.referral)
    (who, *_) = await chooser.referrals.allocating.candidates(draft.referral)
    chosen = who.person.user
    await chooser.referrals.allocating.allocate(draft.referral, chosen, planted["allocation"])
    await until(heart, lambda view: view.inbox)
    opened = await heart.referrals.open(draft.referral)
    assert opened.referral.allocation is not None
    assert opened.referral.allocation.reason == planted["allocation"]
    await heart.referrals.reply(draft.referral, reply(planted["reply"]))
    await until(chooser, lambda view: view.allocated[0].status is ReferralStatus.ANSWERED)
    await until(gp, lambda view: view.sent[0].status is ReferralStatus.ANSWERED)
    for place in (gp, heart, chooser):
        await until(place, lambda view: view.outbox.items == 0)


async def until(place: Workplace, holds: Callable[[ReferralsView], object]) -> None:
    """Wait for a view of the referrals of which something is true."""
    shown = asyncio.Event()
    unwatch = await place.referrals.watch(lambda view: shown.set() if holds(view) else None)
    async with asyncio.timeout(WAIT_S):
        await shown.wait()
    unwatch()


if __name__ == "__main__":
    os.umask(0o077)
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    logging.getLogger("app").setLevel(logging.DEBUG)
    asyncio.run(main(Path(sys.argv[1]), Path(sys.argv[2]), json.load(sys.stdin)))

# SPDX-License-Identifier: GPL-3.0-or-later
"""Records come back from the store as they went in."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.records.encounter import Encounter, Interruption, SafetyAnswer, SafetyField, SafetyRecord
from app.records.ids import (
    AppointmentId,
    AttachmentId,
    DeviceId,
    EncounterId,
    LinkId,
    OrganizationId,
    ParcelId,
    PatientId,
    ReferralId,
    UserId,
)
from app.records.media_facts import MediaType, Quality, QualityProblem, QualityVerdict
from app.records.people import Patient
from app.records.referral import (
    Attachment,
    BodyPoint,
    BodyView,
    Certainty,
    Decision,
    Finding,
    PictureQuality,
    Referral,
    ReferralForm,
    ReferralStatus,
    Reply,
    SignedReply,
    Slot,
    Specialty,
    Urgency,
)
from app.records.schedule import Appointment, AppointmentStatus, JoinLink
from app.store import (
    appointments,
    directory,
    encounters,
    identity,
    outbox,
    patients,
    referrals,
    settings,
)
from app.store.database import Connection, Store
from app.store.times import from_us, to_us
from app.vault.identity import OwnIdentity, SealingKey, SigningKey
from signaling_server.wire_http import Directory, SignedDocument

NOW = datetime(2026, 11, 23, 9, 30, 0, 123456, tzinfo=UTC)
KARI = Patient(PatientId("a" * 32), "Kari  Nordmann", date(1980, 2, 29), "+47 22 22 22 22")
OLA = Patient(PatientId("b" * 32), "Åse Ødegård")


@given(moment=st.datetimes(timezones=st.just(UTC)))
def test_moments_come_back_exactly(moment: datetime) -> None:
    assert from_us(to_us(moment)) == moment


def test_moments_have_a_zone() -> None:
    oslo = timezone(timedelta(hours=1))
    assert from_us(to_us(datetime(2026, 1, 1, 1, tzinfo=oslo))) == datetime(2026, 1, 1, tzinfo=UTC)
    with pytest.raises(TypeError):
        to_us(datetime(2026, 1, 1))


def own_identity(device: str = "2" * 32) -> OwnIdentity:
    key = SigningKey.generate()
    return OwnIdentity(
        organization=OrganizationId("0" * 32),
        organization_key=key.public,
        server_url="https://example.org",
        user=UserId("1" * 32),
        device=DeviceId(device),
        name="Kari",
        role="GP",
        unit="Centre",
        hpr="1234567",
        user_key=SigningKey.generate(),
        signing_key=SigningKey.generate(),
        sealing_key=SealingKey.generate(),
        device_document=SignedDocument(b"body", b"signature"),
    )


def same(one: OwnIdentity, other: OwnIdentity) -> bool:
    def plain(identity: OwnIdentity) -> tuple[object, ...]:
        keys = (identity.user_key.seed, identity.signing_key.seed, identity.sealing_key.private)
        facts = (identity.organization, identity.organization_key, identity.server_url)
        person = (identity.user, identity.name, identity.role, identity.unit, identity.hpr)
        return (*keys, *facts, *person, identity.device, identity.device_document)

    return plain(one) == plain(other)


async def test_identity(store: Store) -> None:
    assert await identity.load_identity(store) is None
    assert await identity.former_sealing_keys(store) == ()
    first = own_identity()
    await identity.save_identity(store, first)
    loaded = await identity.load_identity(store)
    assert loaded is not None
    assert same(loaded, first)
    await identity.save_identity(store, replace(first, name="Kari N."))
    assert await identity.former_sealing_keys(store) == ()

    second = own_identity("3" * 32)
    await identity.save_identity(store, second)
    loaded = await identity.load_identity(store)
    assert loaded is not None
    assert same(loaded, second)
    [former] = await identity.former_sealing_keys(store)
    assert former.private == first.sealing_key.private


async def test_directory_never_goes_back(store: Store) -> None:
    assert await directory.load_directory(store) is None
    old = Directory(SignedDocument(b"old", b"s"), ())
    new = Directory(SignedDocument(b"\x00new", b"s"), (SignedDocument(b"d", b"s"),))
    await directory.save_directory(store, new, 7)
    await directory.save_directory(store, old, 6)
    assert await directory.load_directory(store) == (new, 7)
    await directory.save_directory(store, old, 7)
    assert await directory.load_directory(store) == (old, 7)


async def test_patients(store: Store) -> None:
    await patients.save_patient(store, OLA)
    await patients.save_patient(store, KARI)
    assert await patients.patients(store) == (KARI, OLA)
    assert await patients.patient(store, OLA.patient) == OLA
    assert await patients.patient(store, PatientId("f" * 32)) is None
    assert await patients.find_patient(store, " kari nordmann ", KARI.birth_date) == KARI
    assert await patients.find_patient(store, "ÅSE ØDEGÅRD", None) == OLA
    assert await patients.find_patient(store, "A\u030ase Ødegård", None) == OLA
    assert await patients.find_patient(store, "Kari Nordmann", None) is None
    assert await patients.find_patient(store, "Kari Nordmann", date(1980, 3, 1)) is None
    await patients.save_patient(store, replace(KARI, name="Kari Hansen", phone=""))
    assert await patients.find_patient(store, "Kari Nordmann", KARI.birth_date) is None
    found = await patients.find_patient(store, "kari hansen", KARI.birth_date)
    assert found == replace(KARI, name="Kari Hansen", phone="")


def visit(number: int, start: datetime) -> Appointment:
    return Appointment(
        AppointmentId(f"{number:032x}"), KARI, "Follow-up", start, start + timedelta(minutes=45)
    )


async def test_appointments(store: Store) -> None:
    link = JoinLink(LinkId("c" * 32), bytes(range(16)))
    one = replace(visit(1, NOW), link=link)
    two = visit(2, NOW + timedelta(hours=1))
    for each in (two, one):
        await appointments.save_appointment(store, each)
    assert await appointments.appointment(store, one.appointment) == one
    assert await appointments.appointment(store, AppointmentId("f" * 32)) is None
    hour = timedelta(hours=1)
    assert await appointments.appointments_between(store, NOW, NOW + 2 * hour) == (one, two)
    assert await appointments.appointments_between(store, NOW, NOW + hour) == (one,)
    assert await appointments.appointments_between(store, NOW + hour, NOW + 2 * hour) == (two,)

    revoked = replace(one, link=replace(link, revoked=True), patient=replace(KARI, phone="1"))
    await appointments.save_appointment(store, revoked)
    assert await appointments.appointment(store, one.appointment) == revoked
    await appointments.set_status(store, two.appointment, AppointmentStatus.NOSHOW, "Did not come")
    changed = await appointments.appointment(store, two.appointment)
    assert changed is not None
    assert (changed.status, changed.outcome) == (AppointmentStatus.NOSHOW, "Did not come")
    assert changed.patient.phone == "1"


async def test_encounters(store: Store) -> None:
    answer = SafetyAnswer(SafetyField.PLACE, "At home, Røros", NOW, UserId("1" * 32))
    first = Encounter(
        EncounterId("1" * 32),
        AppointmentId("2" * 32),
        KARI.patient,
        NOW,
        NOW + timedelta(minutes=40),
        SafetyRecord((answer, replace(answer, field=SafetyField.PHONE, not_obtained=True))),
        ("Patient", "Interpreter"),
        (Interruption(NOW, None), Interruption(NOW, NOW)),
        True,
        True,
    )
    second = replace(first, encounter=EncounterId("3" * 32), start=NOW + timedelta(hours=1))
    assert await encounters.encounter_of(store, first.appointment) is None
    await encounters.save_encounter(store, second)
    await encounters.save_encounter(store, first)
    assert await encounters.encounter(store, first.encounter) == first
    assert await encounters.encounter_of(store, first.appointment) == second
    await encounters.save_encounter(store, replace(first, end=None))
    assert await encounters.encounter(store, first.encounter) == replace(first, end=None)


REFERRAL = Referral(
    ReferralId("d" * 32),
    ReferralForm(
        Specialty.DERMATOLOGY,
        "Kari Nordmann",
        date(1980, 2, 29),
        "Melanoma?",
        Urgency.TEN_DAYS,
        symptoms=("itching", "bleeding"),
        body_point=BodyPoint(BodyView.BACK, 0.4, 0.85),
        answers=(("treatment-tried", "Hydrocortisone"),),
        consent=True,
    ),
    (
        Attachment(
            AttachmentId("e" * 32),
            Slot.CLOSE_UP,
            "Close-up",
            MediaType.JPEG,
            123456,
            "0" * 64,
            "1" * 64,
            Quality(QualityVerdict.LOOK_AGAIN, (QualityProblem.BLURRED,)),
            "The child moved",
        ),
    ),
    ReferralStatus.DRAFT,
    UserId("1" * 32),
    None,
    NOW,
)
REPLY = Reply(
    PictureQuality.GOOD,
    (Finding(1, "Asymmetry", AttachmentId("e" * 32), 0.25, 0.5, 0.1), Finding(2, "None")),
    "Benign naevus",
    Certainty.PROBABLE,
    Decision.TREAT_AT_GP,
)


async def test_referrals(store: Store) -> None:
    assert await referrals.referral(store, REFERRAL.referral) is None
    await referrals.save_referral(store, REFERRAL, "sent", b"secret")
    found = await referrals.referral(store, REFERRAL.referral)
    assert found == referrals.StoredReferral(REFERRAL, "sent", b"secret")
    assert b"secret" not in repr(found).encode()

    answered = replace(
        REFERRAL,
        status=ReferralStatus.ANSWERED,
        recipient=UserId("2" * 32),
        sent=NOW,
        reply=SignedReply(REPLY, UserId("2" * 32), "Ola", "Skin", NOW),
    )
    await referrals.save_referral(store, answered, "sent", b"other")
    other = replace(
        REFERRAL, referral=ReferralId("9" * 32), created=NOW + timedelta(microseconds=1)
    )
    await referrals.save_referral(store, other, "sent", b"")
    assert [r.referral for r in await referrals.referrals(store, "sent")] == [other, answered]
    assert await referrals.referrals(store, "received") == ()


async def test_reply_drafts(store: Store) -> None:
    await referrals.save_referral(store, REFERRAL, "received", b"")
    assert await referrals.reply_draft(store, REFERRAL.referral) is None
    await referrals.save_reply_draft(store, REFERRAL.referral, REPLY)
    await referrals.save_reply_draft(store, REFERRAL.referral, replace(REPLY, treatment="None"))
    assert await referrals.reply_draft(store, REFERRAL.referral) == replace(REPLY, treatment="None")
    await store.run(lambda c: referrals.remove_reply_draft(c, REFERRAL.referral))
    assert await referrals.reply_draft(store, REFERRAL.referral) is None


async def test_parcels_seen_and_refused(store: Store) -> None:
    referral, parcel = REFERRAL.referral, ParcelId("5" * 32)
    ada, bo = UserId("a" * 32), UserId("b" * 32)
    assert await referrals.highest_version(store, referral, ada) == 0
    assert not await referrals.was_seen(store, parcel)
    await referrals.note_seen(store, parcel, referral, 2, NOW)
    await referrals.note_seen(store, ParcelId("6" * 32), referral, 1, NOW)
    await referrals.note_seen(store, parcel, referral, 9, NOW)
    assert await referrals.was_seen(store, parcel)
    # Of before senders were written down: it holds for everybody.
    assert await referrals.highest_version(store, referral, ada) == 2
    await referrals.note_seen(store, ParcelId("9" * 32), referral, 4, NOW, ada)
    found = [await referrals.highest_version(store, referral, user) for user in (ada, bo)]
    assert found == [4, 2]

    await referrals.note_refused(store, ParcelId("7" * 32), "signature", NOW)
    await referrals.note_refused(store, ParcelId("8" * 32), "hash", NOW + timedelta(seconds=1))
    await referrals.note_refused(store, ParcelId("7" * 32), "replay", NOW + timedelta(days=1))
    assert await referrals.refused(store) == (
        referrals.RefusedRow(ParcelId("8" * 32), "hash", NOW + timedelta(seconds=1)),
        referrals.RefusedRow(ParcelId("7" * 32), "signature", NOW),
    )


async def test_outbox(store: Store) -> None:
    spool = (outbox.SpooledFile("envelope", "/profile/spool/x", 1234, "0" * 64),)
    row = outbox.OutboxRow(
        "1" * 32, "referral", REFERRAL.referral, ParcelId("5" * 32), spool, created=100.25
    )
    later = replace(row, id="2" * 32, created=101.0, next_try=500.0)

    def send(connection: Connection) -> None:
        referrals.put_referral(connection, REFERRAL, "sent", b"")
        outbox.put(connection, row)
        outbox.put(connection, later)

    await store.run(send)
    assert await outbox.pending(store) == (row, later)
    tried = replace(row, tries=1, next_try=600.0)
    await outbox.update(store, tried)
    assert await outbox.pending(store) == (tried, later)
    failed = replace(later, state=outbox.FAILED)
    await outbox.update(store, failed)
    assert await outbox.pending(store) == (tried, failed)
    await store.run(lambda c: outbox.put(c, replace(tried, spool=())))
    await outbox.remove(store, later.id)
    await outbox.update(store, later)
    assert await outbox.pending(store) == (replace(tried, spool=()),)


async def test_request_and_outbox_row_come_together_or_not_at_all(store: Store) -> None:
    row = outbox.OutboxRow("1", "referral", REFERRAL.referral, ParcelId("5"), (), created=0.0)

    def send(connection: Connection) -> None:
        referrals.put_referral(connection, REFERRAL, "sent", b"")
        outbox.put(connection, row)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await store.run(send)
    assert await outbox.pending(store) == ()
    assert await referrals.referral(store, REFERRAL.referral) is None


async def test_settings(store: Store) -> None:
    assert await settings.get(store, "a", "none") == "none"
    for value in ("text", "", 7, 0.5, True, False):
        await settings.put(store, "a", value)
        assert await settings.get(store, "a", type(value)()) == value
    await settings.put(store, "a", True)
    assert await settings.get(store, "a", 3) == 3
    assert await settings.get(store, "a", "text") == "text"

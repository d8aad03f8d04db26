# SPDX-License-Identifier: GPL-3.0-or-later
"""A fictional visit, its note and its invitation, for the screens under test."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from app.calls.views import (
    CallView,
    ChatLine,
    ConnectionQuality,
    InvitationView,
    OwnView,
    PeerView,
    Stage,
    Trust,
)
from app.notes.views import BrokenVersion, DraftView, NoteHistory, NoteRow, VerifiedVersion
from app.records.composition import (
    DraftNote,
    NoteHeader,
    NoteTemplate,
    NoteVersion,
    Section,
    SectionCode,
    VersionKind,
)
from app.records.encounter import (
    REQUIRED,
    EmergencyEntry,
    Encounter,
    SafetyAnswer,
    SafetyField,
    SafetyRecord,
)
from app.records.ids import (
    AppointmentId,
    CompositionId,
    EncounterId,
    ParticipantId,
    PatientId,
    UserId,
    VersionId,
)
from app.records.people import Patient
from app.records.schedule import Appointment
from app.ui.call.view import VisitView
from tests.ui.samples import NOW

ME = UserId("c" * 32)
EIRA = Patient(PatientId("a" * 32), "Eira Multemyr", date(1992, 3, 4), "000 12 345")
APPOINTMENT = Appointment(
    AppointmentId("b" * 32),
    EIRA,
    "Follow-up, depression",
    NOW - timedelta(minutes=12),
    NOW + timedelta(minutes=30),
)


def answer(field: SafetyField, value: str) -> SafetyAnswer:
    """Answer one question of the session start."""
    return SafetyAnswer(field, value, NOW - timedelta(minutes=11), ME)


WRITTEN = {
    SafetyField.IDENTITY: "eID, read back",
    SafetyField.PLACE: "Elgveien 7, second floor, 2599 Viddal",
    SafetyField.PHONE: "000 12 345",
    SafetyField.SUPPORT: "Sondre, brother, 000 12 346, may be rung",
    SafetyField.PRIVATE: "Alone, at home",
}
SAFETY = SafetyRecord(
    tuple(
        answer(field, WRITTEN.get(field, "Yes"))
        for field in SafetyField
        if field in REQUIRED and field is not SafetyField.CONSENT
    )
)
"""All but one: the patient has not been asked whether they agree to video."""
COMPLETE = SAFETY.with_answer(answer(SafetyField.CONSENT, "Informed, agrees, no recording"))
ENCOUNTER = Encounter(
    EncounterId("e" * 32),
    APPOINTMENT.appointment,
    EIRA.patient,
    NOW - timedelta(minutes=12, seconds=46),
    safety=SAFETY,
)
ALARM = replace(
    ENCOUNTER,
    emergency=(
        EmergencyEntry(NOW, "Log started by Astrid Fonnedal", ME),
        EmergencyEntry(NOW, "113 rung, Ambulance", ME),
    ),
)
DRAFT = DraftNote(
    CompositionId("d" * 32),
    EIRA.patient,
    ENCOUNTER.encounter,
    NoteTemplate.FOLLOW_UP,
    ME,
    (
        Section(
            SectionCode.SINCE_LAST_TIME,
            "Sleeps five to six hours and wakes at four. Has walked four days of seven.",
        ),
        Section(SectionCode.AFFECT, "Full range"),
    ),
    NOW,
    NOW,
)
PEER = PeerView(ParticipantId("f" * 32), "Eira Multemyr", "Patient", quality=ConnectionQuality.GOOD)
CALL = CallView(
    Stage.CONNECTED,
    APPOINTMENT.appointment,
    PEER,
    OwnView(),
    Trust.KNOWN_KEY,
    ("lake", "stone", "amber", "kettle"),
    NOW - timedelta(minutes=12, seconds=46),
)
VISIT = VisitView(CALL, APPOINTMENT, ENCOUNTER, DraftView(DRAFT))

INVITATION = InvitationView(
    "Astrid Fonnedal",
    "Psychiatrist",
    "DPS Viddal",
    NOW - timedelta(minutes=2),
    NOW + timedelta(minutes=40),
    "000 12 300",
    "Eira Multemyr",
)
GUEST = CallView(
    Stage.WAITING,
    invitation=INVITATION,
    host_present=True,
    messages=(ChatLine(False, "I am about 10 minutes late. Sorry for the wait.", NOW),),
)
GUEST_CALL = replace(
    CALL,
    peer=replace(PEER, name="Astrid Fonnedal", role="Psychiatrist"),
    invitation=INVITATION,
)

HEADER = NoteHeader(
    "Eira Multemyr",
    "1992-03-04",
    "Astrid Fonnedal",
    "Psychiatrist",
    "0000001",
    "DPS Viddal",
    "2026-10-26T09:45:00+00:00",
    "2026-10-26T10:31:00+00:00",
    tuple((field.value, value) for field, value in WRITTEN.items()),
    (
        "Took part: Eira Multemyr, Astrid Fonnedal",
        "Video 46 min, 1 interruption of 7 s: 10:12 the other side was gone",
    ),
)


def version(number: int, kind: VersionKind, text: str, reason: str = "") -> VerifiedVersion:
    """Make one verified version of the demo note."""
    sections = (Section(SectionCode.PLAN, text),)
    if kind is VersionKind.ORIGINAL:
        sections = (Section(SectionCode.SINCE_LAST_TIME, "Starts to go out again."), *sections)
    note = NoteVersion(
        VersionId(f"{number:032x}"),
        DRAFT.composition,
        EIRA.patient,
        None,
        number,
        kind,
        NoteTemplate.FOLLOW_UP,
        HEADER,
        sections,
        reason,
        ME,
        NOW + timedelta(days=number),
        "0" * 64,
    )
    return VerifiedVersion(note, "7f2c91a403deb85f" * 4, "Astrid Fonnedal", "0000001")


VERSIONS = (
    version(1, VersionKind.ORIGINAL, "Sertraline 150 mg each morning. New visit 24 November."),
    version(
        2,
        VersionKind.CORRECTION,
        "Sertraline 100 mg each morning. New visit 24 November.",
        "typing error",
    ),
    version(3, VersionKind.ADDENDUM, "Rung by the patient. Panic in the shop again.", "contact"),
)
HISTORY = NoteHistory(DRAFT.composition, VERSIONS, (), NOW)
BROKEN = NoteHistory(
    DRAFT.composition,
    VERSIONS[:1],
    (
        BrokenVersion(VersionId("9" * 32), 2, "signature"),
        BrokenVersion(VersionId("8" * 32), 3, "chain"),
    ),
    NOW,
)
ROW = NoteRow(
    DRAFT.composition, EIRA.patient, EIRA.name, "follow-up", "Astrid Fonnedal", NOW, NOW, 3
)
ROWS = (
    replace(ROW, composition=CompositionId("1" * 32), signed=None, versions=0),
    ROW,
    replace(ROW, composition=CompositionId("2" * 32), template="", author_name=""),
)

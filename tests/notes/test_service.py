# SPDX-License-Identifier: GPL-3.0-or-later
"""Notes from draft to signed versions, in the real store with real keys."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlcipher3

from app.notes.life_cycle import (
    AlreadySigned,
    NoteUnknown,
    NothingWritten,
    NotInThisNote,
    NotYourDraft,
    ReasonMissing,
    SafetyIncomplete,
)
from app.notes.signed_notes import CannotSignHere
from app.notes.views import VerifiedVersion
from app.records.composition import NoteTemplate, Section, SectionCode, VersionKind
from app.records.encounter import (
    EmergencyEntry,
    Interruption,
    InterruptionCause,
    SafetyAnswer,
    SafetyField,
    SoundRecording,
)
from app.records.ids import CompositionId, VersionId
from app.store import access_log, notes
from tests.notes.conftest import START, Clinic

PLAN = Section(SectionCode.PLAN, "Sertraline 150 mg each morning.")
SINCE = Section(SectionCode.SINCE_LAST_TIME, "Sleeps five to six hours.")


def clock(minute: int) -> str:
    """Give the time as it is read where this computer stands."""
    return f"{START.replace(minute=minute).astimezone():%H:%M}"


async def signed_note(clinic: Clinic) -> VerifiedVersion:
    """Write and sign a note of the visit."""
    service = clinic.notes
    draft = await service.begin(
        clinic.patient.patient, clinic.encounter.encounter, NoteTemplate.FOLLOW_UP
    )
    await service.save(replace(draft, sections=(PLAN, SINCE)))
    return await service.sign(draft.composition, clinic.complete(), clinic.patient)


async def test_a_draft_is_kept_as_it_was_written(clinic: Clinic) -> None:
    service = clinic.notes
    draft = await service.begin(
        clinic.patient.patient, clinic.encounter.encounter, NoteTemplate.FOLLOW_UP
    )
    assert await service.drafts() == ()
    saved = await service.save(replace(draft, sections=(PLAN, SINCE)))
    assert saved.saved > draft.saved
    assert saved.sections == (SINCE, PLAN), "in the order of the template"
    assert await service.draft(draft.composition) == saved
    again = await service.begin(
        clinic.patient.patient, clinic.encounter.encounter, NoteTemplate.SOAP
    )
    assert again == saved, "the same visit takes up the same draft"


async def test_changing_the_template_loses_no_word(clinic: Clinic) -> None:
    service = clinic.notes
    draft = await service.begin(clinic.patient.patient, None, NoteTemplate.FOLLOW_UP)
    mood = Section(SectionCode.MOOD, "Low in the morning")
    saved = await service.save(replace(draft, template=NoteTemplate.SOAP, sections=(mood, PLAN)))
    assert saved.sections == (PLAN, mood)


async def test_signing_locks_the_text_and_removes_the_draft(clinic: Clinic) -> None:
    signed = await signed_note(clinic)
    service = clinic.notes
    composition = signed.version.composition
    assert signed.author_name == "Astrid Fonnedal"
    assert await service.drafts() == ()
    history = await service.history(composition)
    assert history.versions == (signed,)
    assert history.broken == ()
    header = signed.version.header
    assert header.patient_name == "Eira Multemyr"
    assert dict(header.safety)["place"] == "answer to place"
    assert header.technical[1:] == (
        "Video 46 min, no interruptions",
        "Encrypted end to end, the other side was verified",
    )
    with pytest.raises(AlreadySigned):
        await service.sign(composition, clinic.complete(), clinic.patient)
    draft = await service.begin(clinic.patient.patient, None, NoteTemplate.FOLLOW_UP)
    with pytest.raises(AlreadySigned):
        await service.save(replace(draft, composition=composition, sections=(PLAN,)))
    with pytest.raises(NoteUnknown):
        await service.draft(composition)


async def test_the_row_itself_refuses_to_change(clinic: Clinic) -> None:
    signed = await signed_note(clinic)
    for statement in ("UPDATE note_versions SET raw = x'00'", "DELETE FROM note_versions"):
        with pytest.raises(sqlcipher3.IntegrityError):
            await clinic.store.run(lambda c, text=statement: c.execute(text))
    assert (await clinic.notes.history(signed.version.composition)).versions == (signed,)


async def test_unanswered_questions_hold_up_the_signature(clinic: Clinic) -> None:
    service = clinic.notes
    draft = await service.begin(
        clinic.patient.patient, clinic.encounter.encounter, NoteTemplate.FOLLOW_UP
    )
    await service.save(replace(draft, sections=(PLAN,)))
    encounter = clinic.complete()
    consent = encounter.safety.answer(SafetyField.CONSENT)
    assert consent is not None
    without = replace(
        encounter,
        safety=replace(
            encounter.safety,
            answers=tuple(a for a in encounter.safety.answers if a is not consent),
        ),
    )
    with pytest.raises(SafetyIncomplete) as caught:
        await service.sign(draft.composition, without, clinic.patient)
    assert caught.value.fields == (SafetyField.CONSENT,)
    reason = SafetyAnswer(
        SafetyField.CONSENT, "Call broke off", START, clinic.astrid.user, not_obtained=True
    )
    with_reason = replace(without, safety=without.safety.with_answer(reason))
    signed = await service.sign(draft.composition, with_reason, clinic.patient)
    assert dict(signed.version.header.safety)["consent"] == "Not obtained: Call broke off"


async def test_what_cannot_besigned_note(clinic: Clinic) -> None:
    service = clinic.notes
    with pytest.raises(NoteUnknown):
        await service.sign(CompositionId("9" * 32), None, clinic.patient)
    draft = await service.begin(clinic.patient.patient, None, NoteTemplate.TELEPHONE)
    await service.save(draft)
    with pytest.raises(NothingWritten):
        await service.sign(draft.composition, None, clinic.patient)
    await service.save(replace(draft, sections=(PLAN,)))
    with pytest.raises(NotYourDraft):
        await clinic.service_of(clinic.jon).sign(draft.composition, None, clinic.patient)


async def test_a_broken_character_does_not_stop_the_saving(clinic: Clinic) -> None:
    service = clinic.notes
    draft = await service.begin(clinic.patient.patient, None, NoteTemplate.TELEPHONE)
    broken = (Section(SectionCode.PLAN, "half \ud83d, whole \ud83d\ude00"),)
    saved = await service.save(replace(draft, sections=broken))
    assert saved.sections == (Section(SectionCode.PLAN, "half \ufffd, whole \U0001f600"),)


async def test_a_computer_whose_time_ran_out_signs_nothing(clinic: Clinic) -> None:
    service = clinic.notes
    draft = await service.begin(clinic.patient.patient, None, NoteTemplate.TELEPHONE)
    await service.save(replace(draft, sections=(PLAN,)))
    clinic.clock.now = START.replace(year=2028)
    with pytest.raises(CannotSignHere):
        await service.sign(draft.composition, None, clinic.patient)
    assert (await service.draft(draft.composition)).sections == (PLAN,)


async def test_corrections_and_addenda_are_new_versions(clinic: Clinic) -> None:
    first = await signed_note(clinic)
    composition = first.version.composition
    service = clinic.notes
    dose = Section(SectionCode.PLAN, "Sertraline 100 mg each morning.")
    correction = await service.add(composition, VersionKind.CORRECTION, (dose,), "typing error")
    colleague = clinic.service_of(clinic.jon, clinic.astrid, clinic.jon)
    rung = Section(SectionCode.SINCE_LAST_TIME, "Rung by the patient.")
    addendum = await colleague.add(composition, VersionKind.ADDENDUM, (rung,), "contact")
    history = await service.history(composition)
    assert history.versions == (first, correction, addendum)
    assert [v.version.number for v in history.versions] == [1, 2, 3]
    assert correction.version.previous_hash == first.hash
    assert addendum.version.previous_hash == correction.hash
    assert addendum.author_name == "Jon Lie"
    assert PLAN in history.versions[0].version.sections, "what was corrected stays readable"


async def test_what_cannot_be_added(clinic: Clinic) -> None:
    first = await signed_note(clinic)
    composition = first.version.composition
    service = clinic.notes
    with pytest.raises(ReasonMissing):
        await service.add(composition, VersionKind.ADDENDUM, (PLAN,), "  ")
    with pytest.raises(NothingWritten):
        await service.add(composition, VersionKind.ADDENDUM, (), "reason")
    mood = Section(SectionCode.MOOD, "Low")
    with pytest.raises(NotInThisNote) as caught:
        await service.add(composition, VersionKind.CORRECTION, (mood,), "reason")
    assert caught.value.sections == (SectionCode.MOOD,)
    with pytest.raises(NoteUnknown):
        await service.add(CompositionId("9" * 32), VersionKind.ADDENDUM, (PLAN,), "reason")
    assert (await service.history(composition)).versions == (first,)


async def test_each_opening_is_logged(clinic: Clinic) -> None:
    signed = await signed_note(clinic)
    await clinic.notes.history(signed.version.composition)
    rows = await access_log.access_rows(clinic.store, clinic.patient.patient)
    assert [(r.action, r.object_id) for r in rows] == [
        ("note-signed", signed.version.composition),
        ("note-opened", signed.version.composition),
    ]
    assert {r.actor for r in rows} == {clinic.astrid.user}
    assert await access_log.verify_chain(clinic.store)


async def test_the_list_names_drafts_and_signed_notes(clinic: Clinic) -> None:
    signed = await signed_note(clinic)
    service = clinic.notes
    draft = await service.begin(clinic.patient.patient, None, NoteTemplate.TELEPHONE)
    await service.save(replace(draft, sections=(PLAN,)))
    first, second = await service.rows(None)
    assert (first.composition, first.signed, first.versions) == (draft.composition, None, 0)
    assert (second.composition, second.versions) == (signed.version.composition, 1)
    assert second.patient_name == "Eira Multemyr"
    assert second.template == "follow-up"
    assert second.signed == signed.version.signed


async def test_notes_are_found_by_what_stands_in_them_and_by_whom_they_are_about(
    clinic: Clinic,
) -> None:
    service = clinic.notes
    signed = await signed_note(clinic)
    composition = signed.version.composition
    again = (Section(SectionCode.PLAN, "Rang about her brother."),)
    await service.add(composition, VersionKind.ADDENDUM, again, "contact")
    for words in ("sertraline", "SLEEPS five", "multemyr", "brother", "contact", "brot mult"):
        page = await service.search(words, 50)
        # Words of one version: an addendum is a text of its own.
        assert [row.composition for row in page.rows] == [composition], words
        assert not page.more
    assert (await service.search("morning brother", 50)).rows == ()
    assert (await service.search("valproate", 50)).rows == ()
    row = await service.row(composition)
    assert (row.versions, row.patient_name) == (2, "Eira Multemyr")
    with pytest.raises(NoteUnknown):
        await service.row(CompositionId("0" * 32))
    page = await service.page(1)
    assert ([row.composition for row in page.rows], page.more) == ([composition], False)


async def test_what_does_not_verify_is_found_and_shows_no_word(clinic: Clinic) -> None:
    service = clinic.notes
    signed = await signed_note(clinic)
    (stored,) = await notes.versions(clinic.store, signed.version.composition)
    forged = replace(
        stored,
        version=VersionId("9" * 32),
        composition=CompositionId("9" * 32),
        raw=stored.raw.replace(b"150", b"900"),
    )
    await notes.add_version(clinic.store, forged, False, "Sertraline 900 mg")
    page = await service.search("900", 50)
    assert [(row.composition, row.template, row.author_name) for row in page.rows] == [
        (forged.composition, "", "")
    ]
    page = await service.page(1)
    assert (len(page.rows), page.more) == (1, True)


async def test_the_head_says_how_the_call_went(clinic: Clinic) -> None:
    service = clinic.notes
    draft = await service.begin(clinic.patient.patient, None, NoteTemplate.FOLLOW_UP)
    await service.save(replace(draft, sections=(PLAN,)))
    breaks = (
        Interruption(START, START.replace(second=7)),
        Interruption(
            START.replace(minute=50),
            START.replace(minute=50, second=5),
            InterruptionCause.OWN_NETWORK,
        ),
    )
    encounter = replace(
        clinic.complete(),
        interruptions=breaks,
        relayed=True,
        emergency=(EmergencyEntry(START, "113 rung", clinic.astrid.user),),
        recordings=(SoundRecording("b", START, 12.4, "ab12", clinic.astrid.user),),
    )
    signed = await service.sign(draft.composition, encounter, clinic.patient)
    assert signed.version.header.technical == (
        "Took part: Eira Multemyr, patient, Astrid Fonnedal, psychiatrist",
        "Video 46 min, 2 interruptions, in total 12 s: "
        f"{clock(45)} the network let nothing through, 7 s; "
        f"{clock(50)} this computer lost or changed its network, 5 s",
        "Encrypted end to end, the other side was verified",
        "Through a relay, still encrypted",
        f"Emergency log {START.astimezone():%H:%M:%S}: 113 rung",
        f"Stethoscope recorded {START.astimezone():%H:%M:%S}, 12 s, SHA-256 ab12",
    )


async def test_the_head_is_written_in_the_language_of_who_signs(clinic: Clinic) -> None:
    service = clinic.notes
    draft = await service.begin(clinic.patient.patient, None, NoteTemplate.FOLLOW_UP)
    await service.save(replace(draft, sections=(PLAN,)))
    gone = Interruption(START, START.replace(second=9), InterruptionCause.OTHER_SIDE)
    encounter = replace(clinic.complete(), interruptions=(gone,), relayed=True)
    await service.speak("nb")
    signed = await service.sign(draft.composition, encounter, clinic.patient)
    assert signed.version.header.technical == (
        "Til stede: Eira Multemyr, patient, Astrid Fonnedal, psychiatrist",
        f"Video 46 min, 1 avbrudd på 9 s: {clock(45)} den andre siden var borte",
        "Kryptert ende til ende, den andre siden var bekreftet",
        "Via mellomledd, fortsatt kryptert",
    )
    await service.speak("en")
    history = await service.history(draft.composition)
    assert history.versions == (signed,), "what is signed stays as it was signed"


async def test_rows_keep_what_vouches_for_them(clinic: Clinic) -> None:
    signed = await signed_note(clinic)
    (row,) = await notes.versions(clinic.store, signed.version.composition)
    assert row.user_certificate
    assert row.hash == signed.hash

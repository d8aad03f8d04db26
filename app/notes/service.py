# SPDX-License-Identifier: GPL-3.0-or-later
"""Notes of one clinician on this computer: drafts, signing, corrections, and safe reading."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from app.notes.header import Author, header_of
from app.notes.header_words import HeaderWords, header_words
from app.notes.life_cycle import (
    AlreadySigned,
    NoteUnknown,
    addition_to,
    check_may_sign,
    new_draft,
    original_of,
)
from app.notes.signed_notes import BROKEN, DRAFT_OPENED, EXPORTED, OPENED, SignedNotes
from app.notes.views import NoteHistory, NoteRow, NotesPage, VerifiedVersion
from app.records.composition import (
    DraftNote,
    NoteHeader,
    NoteTemplate,
    NoteVersion,
    Section,
    VersionKind,
)
from app.records.encounter import Encounter, SafetyAnswer
from app.records.ids import (
    CompositionId,
    EncounterId,
    PatientId,
    VersionId,
    from_bytes,
)
from app.records.people import Patient
from app.records.schedule import Appointment
from app.store import appointments, encounters, notes, patients
from app.store.database import Store
from app.store.leaving import write_file
from app.store.note_words import with_words
from app.vault.identity import OwnIdentity
from app.vault.trust import VerifiedDirectory


class NoteService:
    """Writes, signs and reads notes. Belongs to the asyncio thread."""

    def __init__(
        self,
        store: Store,
        identity: OwnIdentity,
        directory: Callable[[], VerifiedDirectory | None],
        clock: Callable[[], datetime],
        words: HeaderWords = HeaderWords(),  # noqa: B008 - a frozen value
        language: str = "en",
        more_lines: Callable[[EncounterId, str], Awaitable[tuple[str, ...]]] | None = None,
    ) -> None:
        """``more_lines``: what else of a visit stands in its note's head, in "en" or "nb"."""
        self._store = store
        self._identity = identity
        self._clock = clock
        self._words = words
        self._language = language
        self._more_lines = more_lines
        self._signed = SignedNotes(store, identity, directory, clock)
        self._changing = asyncio.Lock()

    async def speak(self, language: str) -> None:
        """Write the heads of notes that are signed from now on in "en" or "nb"."""
        self._words = header_words(language)
        self._language = language

    # ---- drafts ----------------------------------------------------------------------------

    async def begin(
        self, patient: PatientId, encounter: EncounterId | None, template: NoteTemplate
    ) -> DraftNote:
        """Take up the draft of a visit, or make an empty one; it is stored with its first save."""
        if encounter is not None:
            for draft in await notes.drafts(self._store):
                if draft.encounter == encounter and draft.author == self._identity.user:
                    return draft
        now = self._clock()
        return DraftNote(
            composition=CompositionId(_new_id()),
            patient=patient,
            encounter=encounter,
            template=template,
            author=self._identity.user,
            sections=(),
            started=now,
            saved=now,
        )

    async def draft(self, composition: CompositionId) -> DraftNote:
        """Open a draft again, and log it.

        Raises:
            NoteUnknown
        """
        draft = await notes.draft(self._store, composition)
        if draft is None:
            raise NoteUnknown
        await self._signed.log(DRAFT_OPENED, composition, draft.patient)
        return draft

    async def drafts(self) -> tuple[DraftNote, ...]:
        """List what is written and not signed, newest first."""
        return await notes.drafts(self._store)

    async def save(self, draft: DraftNote) -> DraftNote:
        """Put a draft on the disk; when this returns, it is there. The saved time comes back.

        Raises:
            AlreadySigned
            StoreFull, StoreFailed, StoreDamaged: the draft as it was before is still there.
        """
        async with self._changing:
            if await notes.versions(self._store, draft.composition):
                raise AlreadySigned
            saved = new_draft(draft, draft.sections, draft.template, self._clock())
            await notes.save_draft(self._store, saved)
            return saved

    async def visit_of(self, draft: DraftNote) -> tuple[Appointment | None, Encounter | None]:
        """Find the visit that a draft is about, for signing it later than the call."""
        if draft.encounter is None:
            return None, None
        encounter = await encounters.encounter(self._store, draft.encounter)
        if encounter is None:
            return None, None
        return await appointments.appointment(self._store, encounter.appointment), encounter

    async def answer_later(self, encounter: EncounterId, answer: SafetyAnswer) -> Encounter:
        """Write down an answer of the safety record of a visit that is no longer open.

        Raises:
            NoteUnknown: there is no such visit.
        """
        async with self._changing:
            found = await encounters.encounter(self._store, encounter)
            if found is None:
                raise NoteUnknown
            changed = replace(found, safety=found.safety.with_answer(answer))
            await encounters.save_encounter(self._store, changed)
            return changed

    # ---- signing ---------------------------------------------------------------------------

    async def sign(
        self, composition: CompositionId, encounter: Encounter | None, patient: Patient
    ) -> VerifiedVersion:
        """Sign a draft: from then on it never changes.

        Raises:
            SafetyIncomplete, NothingWritten, NotYourDraft, UnreadableText
            AlreadySigned, NoteUnknown
            CannotSignHere: nothing was signed.
            NotSafelySigned: what was written does not verify.
        """
        async with self._changing:
            draft = await notes.draft(self._store, composition)
            if draft is None:
                signed = await notes.versions(self._store, composition)
                raise AlreadySigned if signed else NoteUnknown
            check_may_sign(draft, encounter, self._identity.user)
            version = original_of(
                replace(draft, patient=patient.patient),
                VersionId(_new_id()),
                await self._head(patient, encounter),
                self._clock(),
            )
            return await self._signed.add(version, delete_draft=True)

    async def add(
        self,
        composition: CompositionId,
        kind: VersionKind,
        sections: Sequence[Section],
        reason: str,
    ) -> VerifiedVersion:
        """Sign a correction or an addendum to a signed note.

        Raises:
            NoteUnknown, NoteBroken, NothingWritten, ReasonMissing, NotInThisNote
            CannotSignHere: nothing was signed.
            NotSafelySigned: what was written does not verify.
        """
        async with self._changing:
            history = await self._signed.read(composition)
            encounter: Encounter | None = None
            patient = Patient(PatientId(""), "")
            if history.versions:
                first = history.versions[0].version
                patient = await self._patient(first)
                if first.encounter is not None:
                    encounter = await encounters.encounter(self._store, first.encounter)
            version = addition_to(
                history,
                version=VersionId(_new_id()),
                kind=kind,
                sections=sections,
                reason=reason,
                header=await self._head(patient, encounter),
                author=self._identity.user,
                now=self._clock(),
            )
            return await self._signed.add(version, delete_draft=False)

    # ---- reading ---------------------------------------------------------------------------

    async def rows(self, patient: PatientId | None = None) -> tuple[NoteRow, ...]:
        """List drafts, then signed notes, newest first; of one patient or of all."""
        return (await self._page(patient, None)).rows

    async def page(self, most: int) -> NotesPage:
        """List drafts, then so many signed notes, newest first."""
        return await self._page(None, most)

    async def search(self, words: str, most: int) -> NotesPage:
        """List signed notes that have each of these words or a word that begins so, newest first.

        They are verified like all others: of one that does not verify, no word is shown.
        """
        found = await with_words(self._store, words, None, most + 1)
        return NotesPage(await self._rows(found[:most]), len(found) > most)

    async def row(self, composition: CompositionId) -> NoteRow:
        """Find one note, or one draft, as a line of the list.

        Raises:
            NoteUnknown
        """
        draft = await notes.draft(self._store, composition)
        if draft is not None:
            return (await self._draft_rows((draft,)))[0]
        found = await self._rows((composition,))
        if not found:
            raise NoteUnknown
        return found[0]

    async def history(self, composition: CompositionId) -> NoteHistory:
        """Read a note through all its versions. Nothing that fails a check is in the answer.

        Raises:
            NoteUnknown
        """
        history = await self._signed.read(composition)
        if not history.versions and not history.broken:
            raise NoteUnknown
        patient = await self._signed.patient_of(composition)
        await self._signed.log(OPENED, composition, patient)
        if history.broken:
            await self._signed.log(BROKEN, composition, patient)
        return history

    async def export(self, composition: CompositionId, path: Path, content: bytes) -> None:
        """Write a note's print where its reader wants it, and log that it left the record.

        Raises:
            NoteUnknown, FileNotWritten: nothing was written.
        """
        patient = await self._signed.patient_of(composition)
        if patient is None:
            raise NoteUnknown
        # Before it leaves: a print that nobody knows of must not be.
        await self._signed.log(EXPORTED, composition, patient)
        await write_file(path, content)

    # ---- lines of the list -----------------------------------------------------------------

    async def _page(self, patient: PatientId | None, most: int | None) -> NotesPage:
        drafts = [
            draft
            for draft in await notes.drafts(self._store)
            if patient is None or draft.patient == patient
        ]
        found = await notes.newest(self._store, patient, None if most is None else most + 1)
        rows = await self._rows(found[:most])
        return NotesPage(
            (*await self._draft_rows(drafts), *rows), most is not None and len(found) > most
        )

    async def _draft_rows(self, drafts: Sequence[DraftNote]) -> tuple[NoteRow, ...]:
        names = await patients.names(self._store, [draft.patient for draft in drafts])
        return tuple(
            NoteRow(
                composition=draft.composition,
                patient=draft.patient,
                patient_name=names.get(draft.patient, ""),
                template=draft.template.value,
                author_name=self._identity.name if draft.author == self._identity.user else "",
                signed=None,
                started=draft.started,
                versions=0,
            )
            for draft in drafts
        )

    async def _rows(self, compositions: Sequence[CompositionId]) -> tuple[NoteRow, ...]:
        read = [each for each in await self._signed.read_many(compositions) if each[0]]
        names = await patients.names(self._store, [stored[0].patient for stored, _ in read])
        rows = []
        for stored, history in read:
            last = history.versions[-1] if history.versions else None
            first_signed = datetime.fromtimestamp(stored[0].signed, tz=self._clock().tzinfo)
            rows.append(
                NoteRow(
                    composition=history.composition,
                    patient=stored[0].patient,
                    patient_name=names.get(stored[0].patient, ""),
                    template=last.version.template.value if last else "",
                    author_name=last.author_name if last else "",
                    signed=last.version.signed if last else first_signed,
                    started=first_signed,
                    versions=len(stored),
                )
            )
        return tuple(rows)

    # ---- parts -----------------------------------------------------------------------------

    async def _head(self, patient: Patient, encounter: Encounter | None) -> NoteHeader:
        own = self._identity
        author = Author(own.name, own.role, own.hpr, own.unit)
        head = header_of(patient, author, encounter, self._words)
        if encounter is None or self._more_lines is None:
            return head
        more = await self._more_lines(encounter.encounter, self._language)
        return replace(head, technical=(*head.technical, *more))

    async def _patient(self, version: NoteVersion) -> Patient:
        known = await patients.patient(self._store, version.patient)
        return known or Patient(version.patient, version.header.patient_name)


def _new_id() -> str:
    return from_bytes(secrets.token_bytes(16))

# SPDX-License-Identifier: GPL-3.0-or-later
"""Signed versions on their way into the store and out of it: nothing unverified passes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

import msgspec

from app.errors import KnownError
from app.notes.verification import judge
from app.notes.version_bytes import SIGNATURE_CONTEXT, encode_version, version_hash
from app.notes.views import NoteHistory, VerifiedVersion
from app.records.composition import NoteVersion
from app.records.ids import CompositionId, PatientId, UserId
from app.store import access_log, notes
from app.store.database import Store
from app.vault.identity import OwnIdentity
from app.vault.signers import Signer, known_signer
from app.vault.trust import VerifiedDirectory

OPENED, DRAFT_OPENED, SIGNED, BROKEN = "note-opened", "draft-opened", "note-signed", "note-broken"
EXPORTED = "note-exported"
TREATMENT = "treatment"


class CannotSignHere(KnownError):
    """Your organisation's word for this computer has run out or does not fit, so it cannot sign.
    Your text is saved. Ask your administrator to enrol this computer again.
    """


class NotSafelySigned(KnownError):
    """The signed note could not be read back as it was written. It is not shown. Write down what
    you still know of it, and tell whoever looks after this computer's disk.
    """


class SignedNotes:
    """The final versions in the store. Belongs to the asyncio thread."""

    def __init__(
        self,
        store: Store,
        identity: OwnIdentity,
        directory: Callable[[], VerifiedDirectory | None],
        clock: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._identity = identity
        self._directory = directory
        self._clock = clock

    async def read(self, composition: CompositionId) -> NoteHistory:
        """Read and judge a note; an unknown one has neither good nor broken versions."""
        ((_, history),) = await self.read_many((composition,))
        return history

    async def read_many(
        self, compositions: Sequence[CompositionId]
    ) -> tuple[tuple[tuple[notes.VersionRow, ...], NoteHistory], ...]:
        """Read and judge notes as ``read`` does; gives what is stored beside what is shown."""
        stored = await notes.versions_of(self._store, compositions)
        # The access log is a chain of its own: it remembers versions that somebody took away.
        signed = await access_log.counts_of(self._store, SIGNED, compositions)
        found, now = [], self._clock()
        for composition, rows, count in zip(compositions, stored, signed, strict=True):
            good, broken = judge(composition, rows, self._signer, count)
            found.append((rows, NoteHistory(composition, good, broken, now)))
        return tuple(found)

    async def patient_of(self, composition: CompositionId) -> PatientId | None:
        """Tell whom the store files a note under."""
        rows = await notes.versions(self._store, composition)
        return rows[0].patient if rows else None

    async def add(self, version: NoteVersion, *, delete_draft: bool) -> VerifiedVersion:
        """Sign a version with this device's key, keep it for good, and read it back.

        Raises:
            CannotSignHere: nothing was signed.
            NotSafelySigned: what was written does not verify.
        """
        raw = encode_version(version)
        row = notes.VersionRow(
            version=version.version,
            composition=version.composition,
            patient=version.patient,
            number=version.number,
            raw=raw,
            signature=self._identity.signing_key.sign(SIGNATURE_CONTEXT, raw),
            signer_user=self._identity.user,
            signer_key=self._identity.signing_key.public,
            hash=version_hash(raw),
            signed=version.signed.timestamp(),
            user_certificate=msgspec.json.encode(self._identity.device_document),
        )
        # Before it is final: a device document that ran out must not make an unreadable note.
        earlier = await notes.versions(self._store, version.composition)
        if not _ends_with(judge(version.composition, (*earlier, row), self._signer, 0)[0], version):
            raise CannotSignHere
        await notes.add_version(self._store, row, delete_draft, words_of(version))
        await self.log(SIGNED, version.composition, version.patient)
        written = (await self.read(version.composition)).versions
        if not _ends_with(written, version):
            raise NotSafelySigned
        return written[-1]

    async def log(self, action: str, note: CompositionId, patient: PatientId | None) -> None:
        """Write into the access log what is done with a note."""
        actor = self._identity.user
        await access_log.append(self._store, self._clock(), actor, action, note, patient, TREATMENT)

    def _signer(self, user: UserId) -> Signer | None:
        return known_signer(user, self._identity, self._directory())


def words_of(version: NoteVersion) -> str:
    """Put together what a version is found by: the patient, the texts and the reason."""
    texts = (section.text for section in version.sections)
    return " ".join((version.header.patient_name, *texts, version.reason))


def _ends_with(versions: Sequence[VerifiedVersion], wanted: NoteVersion) -> bool:
    return bool(versions) and versions[-1].version == wanted

# SPDX-License-Identifier: GPL-3.0-or-later
"""Safety plans and triages of one clinician's patients: drafts, signing, and safe reading."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec

from app.errors import KnownError
from app.records.ids import EncounterId, PatientId, UserId, VersionId, from_bytes
from app.records.people import Patient
from app.records.safety_plan import (
    PlanContact,
    SafetyContent,
    SafetyDraft,
    SafetyKind,
    SafetyPlan,
    SafetyVersion,
    kind_of,
)
from app.safety import plan as plans
from app.safety import triage as triages
from app.safety.prompts import prompts_of
from app.safety.verification import judge
from app.safety.version_bytes import (
    NO_PREVIOUS,
    SIGNATURE_CONTEXT,
    encode_version,
    version_hash,
)
from app.safety.views import SafetyChain, SafetyState
from app.store import access_log, safety
from app.store.database import Store
from app.store.leaving import write_file
from app.vault.identity import OwnIdentity
from app.vault.signers import Signer, known_signer
from app.vault.trust import VerifiedDirectory

TREATMENT: Final = "treatment"
OPENED: Final = "safety-opened"
PRINTED: Final = "safety-plan-printed"
BROKEN: Final = "safety-broken"
SIGNED: Final = {
    SafetyKind.PLAN: "safety-plan-signed",
    SafetyKind.TRIAGE: "safety-triage-signed",
}


class NothingToSign(KnownError):
    """There is nothing here that is not signed already. Nothing was changed."""


class SafetyBroken(KnownError):
    """A signed version does not match its signature, so nothing can follow it. What you wrote is
    saved. Tell whoever runs Vidda at your organisation.
    """


class CannotSignSafety(KnownError):
    """Your organisation's word for this computer has run out or does not fit, so it cannot sign.
    What you wrote is saved. Ask your administrator to enrol this computer again.
    """


class SafetyService:
    """Writes, signs and reads. Belongs to the asyncio thread."""

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
        self._changing = asyncio.Lock()

    async def open(self, patient: PatientId) -> SafetyState:
        """Read all about a patient, and log it."""
        state = await self.state(patient)
        if state.plans.versions or state.triages.versions:
            await self._log(OPENED, patient)
        if state.plans.broken or state.triages.broken:
            await self._log(BROKEN, patient)
        return state

    async def state(self, patient: PatientId) -> SafetyState:
        """Read all about a patient. Nothing that fails a check is in the answer."""
        prompts = await asyncio.to_thread(prompts_of, self._store.profile)
        return SafetyState(
            patient=patient,
            plans=await self._chain(patient, SafetyKind.PLAN),
            triages=await self._chain(patient, SafetyKind.TRIAGE),
            plan_draft=await safety.draft(self._store, patient, SafetyKind.PLAN),
            triage_draft=await safety.draft(self._store, patient, SafetyKind.TRIAGE),
            prompts=prompts,
            checked=self._clock(),
        )

    async def high(self) -> frozenset[PatientId]:
        """List the patients whose newest signed triage says high."""
        found = set()
        for patient in await safety.patients_with(self._store, SafetyKind.TRIAGE):
            chain = await self._chain(patient, SafetyKind.TRIAGE)
            if SafetyState(patient, triages=chain).high_since is not None:
                found.add(patient)
        return frozenset(found)

    async def export(self, patient: PatientId, path: Path, content: bytes) -> None:
        """Write a print of the plan where the user wants it, and log that it left Vidda.

        Raises:
            FileNotWritten
        """
        await write_file(path, content)
        await self._log(PRINTED, patient)

    # ---- drafts ----------------------------------------------------------------------------

    async def save(
        self, patient: PatientId, encounter: EncounterId | None, content: SafetyContent
    ) -> SafetyDraft:
        """Put a draft on the disk; when this returns, it is there. The saved time comes back.

        Raises:
            StoreFull, StoreFailed, StoreDamaged: the draft as it was before is still there.
        """
        async with self._changing:
            now = self._clock()
            before = await safety.draft(self._store, patient, kind_of(content))
            kept = plans.ordered(content) if isinstance(content, SafetyPlan) else content
            draft = SafetyDraft(
                patient=patient,
                encounter=before.encounter if before is not None else encounter,
                author=self._identity.user,
                content=kept,
                started=before.started if before is not None else now,
                saved=now,
            )
            await safety.save_draft(self._store, draft)
            return draft

    async def discard(self, patient: PatientId, kind: SafetyKind) -> None:
        """Throw a draft away; what is signed stays."""
        async with self._changing:
            await safety.delete_draft(self._store, patient, kind)

    # ---- signing ---------------------------------------------------------------------------

    async def sign(
        self, patient: Patient, kind: SafetyKind, public: Sequence[PlanContact] = ()
    ) -> SafetyState:
        """Sign the draft of a kind: from then on it never changes.

        ``public`` are the numbers that a plan begins with, which make no plan by themselves.

        Raises:
            NothingToSign, PlanEmpty, PlanUnchanged
            QuestionsOpen, AnswersDisagree, JudgementMissing, ActionsMissing
            SafetyBroken, CannotSignSafety: nothing was signed.
        """
        async with self._changing:
            draft = await safety.draft(self._store, patient.patient, kind)
            if draft is None:
                raise NothingToSign
            chain = await self._chain(patient.patient, kind)
            if chain.broken:
                raise SafetyBroken
            await self._add(self._version(draft, patient, chain, public))
            return await self.state(patient.patient)

    def _version(
        self,
        draft: SafetyDraft,
        patient: Patient,
        chain: SafetyChain,
        public: Sequence[PlanContact],
    ) -> SafetyVersion:
        newest, content = chain.newest, draft.content
        if isinstance(content, SafetyPlan):
            content = plans.to_sign(content, newest.plan if newest else None, public)
        else:
            content = triages.to_sign(content)
        now, own = self._clock(), self._identity
        born = patient.birth_date
        return SafetyVersion(
            version=VersionId(from_bytes(secrets.token_bytes(16))),
            patient=patient.patient,
            patient_name=patient.name,
            patient_birth_date=born.isoformat() if born is not None else "",
            encounter=draft.encounter,
            number=len(chain.versions) + 1,
            content=content,
            author=own.user,
            author_name=own.name,
            author_role=own.role,
            author_hpr=own.hpr,
            unit=own.unit,
            signed=max(now, newest.version.signed) if newest else now,
            previous_hash=newest.hash if newest else NO_PREVIOUS,
        )

    async def _add(self, version: SafetyVersion) -> None:
        raw, own = encode_version(version), self._identity
        kind = kind_of(version.content)
        row = safety.SafetyRow(
            version=version.version,
            patient=version.patient,
            kind=kind,
            number=version.number,
            raw=raw,
            signature=own.signing_key.sign(SIGNATURE_CONTEXT, raw),
            signer_user=own.user,
            signer_key=own.signing_key.public,
            hash=version_hash(raw),
            user_certificate=msgspec.json.encode(own.device_document),
        )
        # Before it is final: a device document that ran out must not make an unreadable plan.
        earlier = await safety.versions(self._store, version.patient, kind)
        if judge(version.patient, kind, (*earlier, row), self._signer, 0).broken:
            raise CannotSignSafety
        await safety.add_version(self._store, row, self._clock(), SIGNED[kind])

    # ---- parts -----------------------------------------------------------------------------

    async def _chain(self, patient: PatientId, kind: SafetyKind) -> SafetyChain:
        rows = await safety.versions(self._store, patient, kind)
        log = await access_log.access_rows(self._store, patient)
        # The access log is a chain of its own: it remembers versions that somebody took away.
        signed = sum(1 for row in log if row.action == SIGNED[kind])
        return judge(patient, kind, rows, self._signer, signed)

    def _signer(self, user: UserId) -> Signer | None:
        return known_signer(user, self._identity, self._directory())

    async def _log(self, action: str, patient: PatientId) -> None:
        actor = self._identity.user
        await access_log.append(
            self._store, self._clock(), actor, action, patient, patient, TREATMENT
        )

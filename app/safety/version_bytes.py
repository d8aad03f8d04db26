# SPDX-License-Identifier: GPL-3.0-or-later
"""The exact bytes of a signed safety plan or triage: what is hashed, signed, kept and read again.

Laid out as the bytes of notes are: magic, one byte of format, JSON; no writing but its own is read.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

import msgspec

from app.errors import KnownError
from app.records.ids import EncounterId, PatientId, UserId, VersionId, is_id
from app.records.safety_plan import (
    PlanContact,
    PlanStep,
    SafetyContent,
    SafetyPlan,
    SafetyVersion,
    StepContent,
)
from app.records.suicide_triage import (
    SuicideTriage,
    TriageAct,
    TriageAction,
    TriageItem,
    TriageOutcome,
)

SIGNATURE_CONTEXT = "vidda/safety/v1"
NO_PREVIOUS = "0" * 64
_MAGIC = b"VIDDASAF"
_FORMAT = 1
_HEAD = len(_MAGIC) + 1


class UnreadableSafety(KnownError):
    """A signed safety plan has a form that this program cannot read. Nothing was changed."""


class _StepForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    step: str
    text: str
    contacts: tuple[tuple[str, str], ...]


class _TriageForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    answers: tuple[tuple[str, bool], ...]
    judgement: str
    actions: tuple[tuple[str, datetime, str], ...]
    wording: str
    high: bool
    level: int
    code: str


class _VersionForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Format 1. Its own description, so that a change of the records never changes it."""

    version: str
    patient: str
    patient_name: str
    patient_birth_date: str
    encounter: str | None
    number: int
    author: str
    author_name: str
    author_role: str
    author_hpr: str
    unit: str
    signed: datetime
    previous_hash: str
    plan: tuple[_StepForm, ...] | None
    triage: _TriageForm | None


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(_VersionForm)


def encode_version(version: SafetyVersion) -> bytes:
    """Write a version as the bytes that are signed and kept.

    Raises:
        ValueError: the version breaks a rule of the format (a time without zone, no outcome).
    """
    if version.signed.utcoffset() is None or version.number < 1:
        raise ValueError("times are aware and versions count from 1")
    content = version.content
    form = _VersionForm(
        version=version.version,
        patient=version.patient,
        patient_name=version.patient_name,
        patient_birth_date=version.patient_birth_date,
        encounter=version.encounter,
        number=version.number,
        author=version.author,
        author_name=version.author_name,
        author_role=version.author_role,
        author_hpr=version.author_hpr,
        unit=version.unit,
        signed=version.signed.astimezone(UTC),
        previous_hash=version.previous_hash,
        plan=_plan_form(content) if isinstance(content, SafetyPlan) else None,
        triage=_triage_form(content) if isinstance(content, SuicideTriage) else None,
    )
    return _MAGIC + bytes((_FORMAT,)) + _encoder.encode(form)


def decode_version(raw: bytes) -> SafetyVersion:
    """Read the bytes of a version; anything but what ``encode_version`` writes is refused.

    Raises:
        UnreadableSafety: not a version, damaged, or of a newer program.
    """
    if raw[: len(_MAGIC)] != _MAGIC or len(raw) <= _HEAD or raw[len(_MAGIC)] != _FORMAT:
        raise UnreadableSafety
    try:
        version = _record(_decoder.decode(raw[_HEAD:]))
        same = encode_version(version) == raw
    except (msgspec.MsgspecError, ValueError, OverflowError, RecursionError) as error:
        raise UnreadableSafety from error
    if not same:
        raise UnreadableSafety
    return version


def version_hash(raw: bytes) -> str:
    """Name the exact bytes of a version: lower-case hex SHA-256."""
    return hashlib.sha256(raw).hexdigest()


def _plan_form(plan: SafetyPlan) -> tuple[_StepForm, ...]:
    return tuple(
        _StepForm(s.step.value, s.text, tuple((c.name, c.phone) for c in s.contacts))
        for s in plan.steps
    )


def _triage_form(triage: SuicideTriage) -> _TriageForm:
    if triage.outcome is None:
        raise ValueError("a signed triage says what the rule made of it")
    return _TriageForm(
        answers=tuple((item.value, yes) for item, yes in triage.answers),
        judgement=triage.judgement,
        actions=tuple((a.act.value, a.at.astimezone(UTC), a.words) for a in triage.actions),
        wording=triage.wording,
        high=triage.outcome.high,
        level=triage.outcome.level,
        code=triage.outcome.code,
    )


def _record(form: _VersionForm) -> SafetyVersion:
    if not all(map(is_id, (form.version, form.patient, form.author))):
        raise ValueError("not an id")
    if form.encounter is not None and not is_id(form.encounter):
        raise ValueError("not an id")
    return SafetyVersion(
        version=VersionId(form.version),
        patient=PatientId(form.patient),
        patient_name=form.patient_name,
        patient_birth_date=form.patient_birth_date,
        encounter=None if form.encounter is None else EncounterId(form.encounter),
        number=form.number,
        content=_content(form),
        author=UserId(form.author),
        author_name=form.author_name,
        author_role=form.author_role,
        author_hpr=form.author_hpr,
        unit=form.unit,
        signed=form.signed,
        previous_hash=form.previous_hash,
    )


def _content(form: _VersionForm) -> SafetyContent:
    triage = form.triage
    if form.plan is not None and triage is None:
        return SafetyPlan(
            tuple(
                StepContent(PlanStep(s.step), s.text, tuple(PlanContact(*c) for c in s.contacts))
                for s in form.plan
            )
        )
    if triage is None or form.plan is not None:
        raise ValueError("a version is one of the two")
    return SuicideTriage(
        answers=tuple((TriageItem(item), yes) for item, yes in triage.answers),
        judgement=triage.judgement,
        actions=tuple(TriageAction(TriageAct(act), at, w) for act, at, w in triage.actions),
        wording=triage.wording,
        outcome=TriageOutcome(triage.high, triage.level, triage.code),
    )

# SPDX-License-Identifier: GPL-3.0-or-later
"""What the note panel and the note history show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.records.composition import DraftNote, NoteVersion
from app.records.ids import CompositionId, PatientId, VersionId


@dataclass(frozen=True, slots=True)
class NoteRow:
    """One note in a list: newest version's facts, verified when opened."""

    composition: CompositionId
    patient: PatientId
    patient_name: str
    template: str
    author_name: str
    signed: datetime | None
    """None for a draft."""
    started: datetime
    versions: int


@dataclass(frozen=True, slots=True)
class NotesPage:
    """The newest notes, drafts first, and whether there are more."""

    rows: tuple[NoteRow, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class VerifiedVersion:
    """A version whose signature, signer and place in the chain were checked just now."""

    version: NoteVersion
    hash: str
    """Lower-case hex SHA-256 of its exact bytes."""
    author_name: str
    author_hpr: str


@dataclass(frozen=True, slots=True)
class BrokenVersion:
    """A version that did not pass: nothing of its content is here."""

    version: VersionId
    number: int
    cause: str
    """"signature", "chain", "signer" or "format"."""


@dataclass(frozen=True, slots=True)
class NoteHistory:
    """A note through all its versions, oldest first; good ones only up to the first broken one."""

    composition: CompositionId
    versions: tuple[VerifiedVersion, ...]
    broken: tuple[BrokenVersion, ...]
    checked: datetime


@dataclass(frozen=True, slots=True)
class DraftView:
    """The note being written, and whether it is safe on disk."""

    draft: DraftNote
    save_failed: bool = False

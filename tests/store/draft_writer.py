# SPDX-License-Identifier: GPL-3.0-or-later
"""A process that saves without end and says so after each save, until somebody kills it."""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path

from app.records.composition import DraftNote, NoteTemplate, Section, SectionCode
from app.records.ids import CompositionId, PatientId, UserId, VersionId
from app.store import notes
from app.store.database import Store
from app.store.notes import VersionRow

KEY = bytes(range(32))
DRAFTS = 7
NOW = datetime(2026, 11, 23, tzinfo=UTC)


def text_of(number: int) -> str:
    """Make a long text that tells its number."""
    return f"{number} " * 300


def draft_of(number: int) -> DraftNote:
    """Make the draft that save ``number`` writes."""
    composition = CompositionId(f"{number % DRAFTS:032x}")
    sections = (Section(SectionCode.PLAN, text_of(number)),)
    template, author = NoteTemplate.FOLLOW_UP, UserId("1" * 32)
    patient = PatientId("a" * 32)
    return DraftNote(composition, patient, None, template, author, sections, NOW, NOW)


def version_of(number: int) -> VersionRow:
    """Make the signed version that save ``number`` adds."""
    return VersionRow(
        VersionId(f"{number:032x}"),
        CompositionId(f"c{number:031x}"),
        PatientId("a" * 32),
        1,
        text_of(number).encode(),
        bytes(64),
        UserId("1" * 32),
        bytes(32),
        "0" * 64,
        float(number),
    )


async def main(profile: Path, first: int) -> None:
    """Save from ``first`` on."""
    store = await Store.open(profile, KEY)
    number = first
    while True:
        await notes.save_draft(store, draft_of(number))
        if number % 3 == 0:
            await notes.add_version(store, version_of(number), delete_draft=False)
        # Only now it is acknowledged.
        print(number, flush=True)
        number += 1


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2])))

# SPDX-License-Identifier: GPL-3.0-or-later
"""Write a verified note as PDF/A-1b."""

from __future__ import annotations

from datetime import datetime

from app.notes.views import NoteHistory
from app.ui.notes.note_html import note_html, title_of
from app.ui.paper import printed


def note_pdf(history: NoteHistory, page_words: str) -> bytes:
    """Print a note; each page says whose it is and how many there are.

    ``page_words`` has {page} and {pages} in it. GUI thread; in memory only. The history has at
    least one version and no broken one.
    """
    header = history.versions[0].version.header
    whose = "  ·  ".join(part for part in (header.patient_name, header.patient_birth_date) if part)
    return printed(note_html(history), title_of(history), whose, page_words)


def file_name(history: NoteHistory) -> str:
    """Suggest a name for the file; a patient's name in it would be seen by whoever lists files."""
    signed: datetime = history.versions[0].version.signed
    return f"note-{signed.astimezone():%Y-%m-%d}-{history.composition[:8]}.pdf"

# SPDX-License-Identifier: GPL-3.0-or-later
"""What the notes screen shows."""

from __future__ import annotations

from dataclasses import dataclass

from app.notes.views import NoteHistory, NoteRow


@dataclass(frozen=True, slots=True)
class NotesView:
    """The list, or one note that is being checked or shown."""

    rows: tuple[NoteRow, ...] = ()
    opened: NoteRow | None = None
    """Which note; None for the list."""
    history: NoteHistory | None = None
    """None while its signatures are being checked."""
    signing: bool = False
    """An addition is on its way."""
    more: bool = False
    """There are older ones than these."""
    searched: str = ""
    """Which words the rows have; empty where nothing is searched."""

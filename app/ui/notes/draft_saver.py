# SPDX-License-Identifier: GPL-3.0-or-later
"""Puts what is typed on the disk, one saving at a time, the newest text always last."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from app.bridge import Bridge
from app.notes.service import NoteService
from app.notes.views import DraftView
from app.records.composition import DraftNote, NoteTemplate, Section
from app.records.ids import CompositionId


class DraftSaver(QObject):
    """Emits changed(DraftView) after each saving, and failed(error) when the first one fails.

    Only the newest text waits while one is being saved. A text that could not be saved stays
    here until a later saving succeeds. Lives in the GUI thread.
    """

    changed = Signal(object)
    failed = Signal(object)

    def __init__(self, notes: NoteService, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._notes = notes
        self._bridge = bridge
        self._view: DraftView | None = None
        self._pending: dict[CompositionId, DraftNote] = {}
        self._busy = False
        self._when_saved: Callable[[], object] | None = None

    def begin(self, draft: DraftNote) -> None:
        """Save into this draft from now on; what waits for another is still saved there."""
        known = self._view
        if known is None or known.draft.composition != draft.composition:
            self._view = DraftView(draft)
        self.changed.emit(self._view)

    def save(self, template: NoteTemplate, sections: tuple[Section, ...]) -> None:
        """Save this text."""
        if self._view is not None:
            draft = replace(self._view.draft, template=template, sections=sections)
            self._pending[draft.composition] = draft
            self._next()

    def then(self, action: Callable[[], object]) -> None:
        """Do something once everything is on the disk; not at all if a saving fails."""
        if self._busy or self._pending:
            self._when_saved = action
            self._next()
        else:
            action()

    def _next(self) -> None:
        if self._busy or not self._pending:
            return
        draft = self._pending.pop(next(iter(self._pending)))
        self._busy = True
        self._bridge.run(
            self._notes.save(draft), self._saved, lambda error: self._failed(error, draft)
        )

    def _saved(self, draft: DraftNote) -> None:
        self._busy = False
        if self._view is not None and self._view.draft.composition == draft.composition:
            self._view = DraftView(draft)
            self.changed.emit(self._view)
        if self._pending:
            self._next()
        elif (action := self._when_saved) is not None:
            self._when_saved = None
            action()

    def _failed(self, error: Exception, draft: DraftNote) -> None:
        self._busy = False
        self._when_saved = None
        view = self._view
        if view is None or view.draft.composition != draft.composition:
            self.failed.emit(error)
            return
        # Newer text wins; the editor asks again in a while.
        self._pending.setdefault(draft.composition, draft)
        if not view.save_failed:
            self.failed.emit(error)
        self._view = replace(view, save_failed=True)
        self.changed.emit(self._view)

# SPDX-License-Identifier: GPL-3.0-or-later
"""Joins the notes screen with the notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog

from app.bridge import Bridge
from app.notes.service import NoteService
from app.notes.views import NoteHistory, NoteRow, NotesPage, VerifiedVersion
from app.records.composition import Section, VersionKind
from app.records.ids import CompositionId
from app.ui.notes.note_pdf import file_name, note_pdf
from app.ui.notes.screen import NotesScreen
from app.ui.notes.view import NotesView
from app.ui.notices import Notices

PAGE = 50
"""How many notes are listed at first, and more at a time."""


class NotesFlow(QObject):
    """Lists notes, opens one after its signatures are checked, adds to it. GUI thread.

    ``draft_opened(composition)``: a draft is wanted, which is written beside its visit.
    """

    draft_opened = Signal(str)

    def __init__(
        self,
        screen: NotesScreen,
        notes: NoteService,
        bridge: Bridge,
        notices: Notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._screen = screen
        self._notes = notes
        self._bridge = bridge
        self._notices = notices
        self._view = NotesView()
        self._wanted: CompositionId | None = None
        self._most = PAGE
        self._dialog: QFileDialog | None = None
        screen.opened.connect(self.open)
        screen.list_asked.connect(self.show_list)
        screen.searched.connect(self._search)
        screen.more_asked.connect(self._show_more)
        screen.addition_signed.connect(self._add)
        screen.print_wanted.connect(self._choose_file)

    def show_list(self) -> None:
        """Show the notes on this computer as they are now, or those that were looked for."""
        self._wanted = None
        self._show(replace(self._view, opened=None, history=None))
        self._list()

    def open(self, composition: str) -> None:
        """Show one note; its line is looked up first."""
        self._wanted = CompositionId(composition)
        self._bridge.run(self._notes.row(self._wanted), self._found, self._notices.show)

    def _search(self, words: str) -> None:
        self._most = PAGE
        self._show(replace(self._view, searched=words))
        self._list()

    def _show_more(self) -> None:
        self._most += PAGE
        self._list()

    def _list(self) -> None:
        words = self._view.searched
        found = self._notes.search(words, self._most) if words else self._notes.page(self._most)

        def listed(page: NotesPage) -> None:
            # What was found for other words comes too late.
            if words == self._view.searched:
                self._show(replace(self._view, rows=page.rows, more=page.more))

        self._bridge.run(found, listed, self._notices.show)

    def _found(self, row: NoteRow) -> None:
        if row.composition != self._wanted:
            return
        if row.signed is None:
            self._list()
            self.draft_opened.emit(row.composition)
            return
        self._show(replace(self._view, opened=row, history=None, signing=False))
        self._bridge.run(self._notes.history(row.composition), self._checked, self._notices.show)

    def _checked(self, history: NoteHistory) -> None:
        if self._view.opened is not None and self._wanted == history.composition:
            self._show(replace(self._view, history=history, signing=False))

    def _add(self, kind: VersionKind, sections: Sequence[Section], reason: str) -> None:
        if self._wanted is None or self._view.signing:
            return
        self._show(replace(self._view, signing=True))
        self._bridge.run(
            self._notes.add(self._wanted, kind, tuple(sections), reason),
            self._added,
            self._not_added,
        )

    def _added(self, version: VerifiedVersion) -> None:
        composition = version.version.composition
        self._bridge.run(self._notes.history(composition), self._checked, self._not_added)

    def _not_added(self, error: Exception) -> None:
        self._show(replace(self._view, signing=False))
        self._notices.show(error)

    def _choose_file(self) -> None:
        """Ask where the print shall lie; the window goes on meanwhile."""
        history = self._view.history
        if self._dialog is not None or history is None or not history.versions or history.broken:
            return
        dialog = QFileDialog(self._screen, self.tr("Save as PDF"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(self.tr("Documents (*.pdf)"))
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(file_name(history))
        dialog.fileSelected.connect(lambda name: self._print(Path(name), history))
        dialog.finished.connect(self._forget_dialog)
        self._dialog = dialog
        dialog.open()

    def _forget_dialog(self) -> None:
        self._dialog = None

    def _print(self, path: Path, history: NoteHistory) -> None:
        content = note_pdf(history, self.tr("Page {page} of {pages}"))
        text = self.tr("Saved as {name}. Vidda no longer protects what is in this file.")
        self._bridge.run(
            self._notes.export(history.composition, path, content),
            lambda _: self._notices.say(text.format(name=path.name)),
            self._notices.show,
        )

    def _show(self, view: NotesView) -> None:
        self._view = view
        self._screen.render(view)

# SPDX-License-Identifier: GPL-3.0-or-later
"""Notes: the list, and one note with its versions and their proof. ui.md screen 11."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.notes.views import NoteHistory
from app.records.composition import NoteTemplate, VersionKind
from app.ui import theme
from app.ui.notes.addition_form import AdditionForm
from app.ui.notes.labels import template_title
from app.ui.notes.note_list import NoteList
from app.ui.notes.note_text import NoteText
from app.ui.notes.proof import ProofCard, VersionList
from app.ui.notes.view import NotesView
from app.ui.shell.keys import add_key, mark_region
from app.ui.times import hour_minute_second, local_day, long_day
from app.ui.widgets.banner import Banner
from app.ui.widgets.button import Button
from app.ui.widgets.card import Card
from app.ui.widgets.field import Field
from app.ui.widgets.flow_layout import FlowLayout
from app.ui.widgets.plain_label import PlainLabel
from app.ui.widgets.scroll import Scroll
from app.ui.widths import Width, width_of

_VERSIONS, _PROOF = 196, 268
_SEARCH_AFTER_MS = 200


class NotesScreen(QWidget):
    """Renders a NotesView whole; signals say what the reader wants."""

    opened = Signal(str)
    list_asked = Signal()
    searched = Signal(str)
    """Other words are looked for, or none any more."""
    more_asked = Signal()
    addition_signed = Signal(VersionKind, object, str)
    print_wanted = Signal()
    """As a file that can be given away or kept elsewhere."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = NotesView()
        self._pages = QStackedWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pages)
        self._list = NoteList()
        self._list.opened.connect(self.opened)
        self._list_title = PlainLabel("", "page")
        self._search = QLineEdit()
        self._search.setClearButtonEnabled(True)
        self._search_timer = QTimer(self, singleShot=True, interval=_SEARCH_AFTER_MS)
        self._search_timer.timeout.connect(self._tell_search)
        self._search.textChanged.connect(lambda _: self._search_timer.start())
        self._search.returnPressed.connect(self._tell_search)
        self._more = Button("", "quiet")
        self._more.clicked.connect(self.more_asked)
        self._pages.addWidget(self._make_list_page())
        self._text = NoteText()
        self._versions = VersionList()
        self._proof = ProofCard()
        self._proof_line = Banner("ok", "circle-wavy-check-fill", "")
        self._form = AdditionForm()
        self._pages.addWidget(self._make_note_page())
        self._versions.chosen.connect(self._text.go_to)
        self._form.sign_asked.connect(self.addition_signed)
        self._form.closed.connect(self._close_form)
        add_key(self, "Ctrl+N", self.tr("Write addendum"), self._write_addendum)
        add_key(self, "Ctrl+P", self.tr("Save as PDF"), self._wish_print)
        add_key(self, "Ctrl+F", self.tr("Search the notes"), self._begin_search)
        add_key(self, "Alt+Up", self.tr("Newer version"), lambda: self._versions.step(-1))
        add_key(self, "Alt+Down", self.tr("Older version"), lambda: self._versions.step(1))
        self._speak()
        self._arrange()

    def render(self, view: NotesView) -> None:  # type: ignore[override]
        """Show the list or a note whole."""
        before, self._view = self._view, view
        self._list.render_rows(view.rows, view.searched)
        self._more.setVisible(view.more)
        self._pages.setCurrentIndex(0 if view.opened is None else 1)
        self._form.set_busy(view.signing)
        if view.opened is None or _key(before) != _key(view):
            self._form.hide()
        if view.history is not None and before.history != view.history:
            if before.signing and not view.signing and not view.history.broken:
                self._form.forget()
            self._show_note(view.history)
        elif view.opened is not None and view.history is None:
            self._text.show_checking()
        self._speak()
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold where there is little room."""
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        """Follow language and text size."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._speak()
            if self._view.history is not None:
                self._show_note(self._view.history)
        if event.type() is QEvent.Type.StyleChange:
            self._arrange()

    # ---- parts -----------------------------------------------------------------------------

    def _make_list_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(32, 24, 24, 0)
        column.setSpacing(16)
        column.addWidget(self._list_title)
        self._search_field = Field("", self._search)
        column.addWidget(self._search_field)
        scroll = Scroll(margins=(0, 0, 8, 24))
        card = Card(margin=6)
        card.column.addWidget(self._list)
        scroll.column.addWidget(card)
        scroll.column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        scroll.column.addStretch(1)
        column.addWidget(scroll, 1)
        return page

    def _make_note_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(32, 18, 24, 0)
        column.setSpacing(14)
        self._header = QGridLayout()
        self._header.setHorizontalSpacing(16)
        self._header.setVerticalSpacing(10)
        self._back = Button("", "quiet", "arrow-left", size="small")
        self._back.clicked.connect(self.list_asked)
        self._title = PlainLabel("", "page", wrap=True)
        titles = QVBoxLayout()
        titles.setSpacing(2)
        titles.addWidget(self._back, 0, Qt.AlignmentFlag.AlignLeft)
        titles.addWidget(self._title)
        self._actions = QWidget()
        actions = FlowLayout(8)
        self._actions.setLayout(actions)
        self._print = Button("", "quiet", "file-pdf")
        self._print.clicked.connect(self.print_wanted)
        actions.addWidget(self._print)
        self._correct = Button("", icon="pencil-simple")
        self._addendum = Button("", "primary", "note-pencil")
        self._correct.clicked.connect(lambda: self._write(VersionKind.CORRECTION))
        self._addendum.clicked.connect(self._write_addendum)
        actions.addWidget(self._correct)
        actions.addWidget(self._addendum)
        self._header.addLayout(titles, 0, 0)
        self._header.setColumnStretch(0, 1)
        column.addLayout(self._header)
        column.addWidget(self._proof_line)
        row = QHBoxLayout()
        row.setSpacing(20)
        self._proof_side = Scroll(margins=(0, 0, 8, 16))
        self._proof_side.column.addWidget(self._proof)
        self._proof_side.column.addStretch(1)
        middle = QVBoxLayout()
        middle.setSpacing(12)
        middle.addWidget(self._text, 1)
        self._form_side = Scroll()
        self._form_side.column.addWidget(self._form)
        self._form_side.column.addStretch(1)
        middle.addWidget(self._form_side, 1)
        for region in (self._versions, self._text, self._proof_side):
            mark_region(region)
        row.addWidget(self._versions)
        row.addLayout(middle, 1)
        row.addWidget(self._proof_side)
        column.addLayout(row, 1)
        return page

    def _begin_search(self) -> None:
        if self._view.opened is not None:
            self.list_asked.emit()
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search.selectAll()

    def _tell_search(self) -> None:
        self._search_timer.stop()
        words = self._search.text().strip()
        if words != self._view.searched:
            self.searched.emit(words)

    def _show_note(self, history: NoteHistory) -> None:
        self._text.set_narrow(width_of(self) is Width.TINY)
        self._text.show_history(history)
        self._versions.show_history(history)
        self._proof.show_history(history)

    def _may_add(self) -> bool:
        history = self._view.history
        return history is not None and bool(history.versions) and not history.broken

    def _write_addendum(self) -> None:
        self._write(VersionKind.ADDENDUM)

    def _wish_print(self) -> None:
        if self._may_add():
            self.print_wanted.emit()

    def _write(self, kind: VersionKind) -> None:
        if self._view.history is not None and self._may_add():
            self._form_side.show()
            self._form.write(kind, self._view.history)
            self._arrange()

    def _close_form(self) -> None:
        self._form.hide()
        self._arrange()
        self._addendum.setFocus(Qt.FocusReason.OtherFocusReason)

    def _arrange(self) -> None:
        width = width_of(self)
        writing = not self._form.isHidden()
        roomy = width is Width.WIDE
        known = self._view.history is not None
        self._versions.setVisible(known and not width.under(Width.MEDIUM))
        self._versions.setFixedWidth(theme.px(_VERSIONS))
        self._proof_side.setVisible(known and roomy)
        self._proof_side.setFixedWidth(theme.px(_PROOF))
        self._proof_line.setVisible(known and not roomy and not writing)
        self._form_side.setVisible(writing)
        self._text.setVisible(not (writing and width.under(Width.MEDIUM)))
        # One filled button a screen: while writing, that is the one that signs.
        self._actions.setVisible(self._may_add() and not writing)
        self._header.removeWidget(self._actions)
        if width.under(Width.MEDIUM):
            self._header.addWidget(self._actions, 1, 0)
        else:
            self._header.addWidget(self._actions, 0, 1, Qt.AlignmentFlag.AlignVCenter)

    def _speak(self) -> None:
        self._list_title.setText(self.tr("Notes"))
        self._search_field.set_label(self.tr("Search the signed notes"))
        self._more.setText(self.tr("Show older notes"))
        self._print.setText(self.tr("Save as PDF"))
        self._correct.setText(self.tr("Correction"))
        self._addendum.setText(self.tr("Write addendum"))
        opened, history = self._view.opened, self._view.history
        back = self.tr("Notes")
        if opened is not None:
            who = opened.patient_name
            back = f"{back}  ·  {who}" if who else back
            at = opened.signed or opened.started
            if history is not None and history.versions:
                at = history.versions[0].version.signed
            template = opened.template
            if history is not None and history.versions:
                template = history.versions[0].version.template.value
            name = template_title(NoteTemplate(template)) if template else self.tr("Note")
            self._title.setText(f"{name}, {long_day(local_day(at))}")
        self._back.setText(back)
        self._back.setAccessibleName(self.tr("Back to the list of notes"))
        if history is not None:
            time = hour_minute_second(history.checked)
            if history.broken:
                self._proof_line.set_content(
                    "danger", "warning-octagon-fill", self.tr("Does not verify")
                )
            else:
                self._proof_line.set_content(
                    "ok",
                    "circle-wavy-check-fill",
                    self.tr("Unchanged since signing"),
                    self.tr("Checked now, {time}").format(time=time),
                )


def _key(view: NotesView) -> str:
    return view.opened.composition if view.opened is not None else ""

# SPDX-License-Identifier: GPL-3.0-or-later
"""The note being written: template, saved time, sections. Saves by itself; never asks."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.notes.views import DraftView
from app.records.composition import (
    MENTAL_STATUS,
    SECTIONS,
    NoteTemplate,
    Section,
    SectionCode,
)
from app.ui import theme
from app.ui.notes.autosave import Autosave
from app.ui.notes.labels import section_title, template_title
from app.ui.notes.section_editor import SectionEditor
from app.ui.times import hour_minute_second
from app.ui.widgets.card import Line
from app.ui.widgets.flow_layout import FlowLayout
from app.ui.widgets.icon import Icon
from app.ui.widgets.plain_label import PlainLabel
from app.ui.widths import Width


class SavedMark(QWidget):
    """When the text was put on the disk, or that it could not be."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 9, 0, 9)
        row.setSpacing(6)
        self._icon = Icon("check", "ok", 16)
        self._words = PlainLabel("", "second", "muted")
        row.addWidget(self._icon)
        row.addWidget(self._words)

    def show_state(self, text: str, *, failed: bool) -> None:
        """Show a sentence; none hides the mark."""
        self.setVisible(bool(text))
        self._words.setText(text)
        self._words.set_tone("danger" if failed else "muted")
        name, token = ("warning-circle-fill", "danger") if failed else ("check", "ok")
        self._icon.set_icon(name, token)


class NoteEditor(QWidget):
    """Emits save_asked(template, sections), at latest 2 s after a key, and on leaving a field.

    What is typed lives here until the store has it, so ``render_draft`` loads texts only of
    another note; of the same one it shows only the saved time.
    """

    save_asked = Signal(NoteTemplate, object)

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: DraftView | None = None
        self._template = NoteTemplate.FOLLOW_UP
        self._stacked = False
        self._editors: dict[SectionCode, SectionEditor] = {}
        self._autosave = Autosave(self)
        self._autosave.due.connect(self._save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        head = FlowLayout(12)
        self._templates = QComboBox()
        self._templates.currentIndexChanged.connect(self._choose_template)
        self._saved = SavedMark()
        head.addWidget(self._templates)
        head.addWidget(self._saved)
        column.addLayout(head)
        self._body = QVBoxLayout()
        self._body.setSpacing(14)
        column.addLayout(self._body)
        self._built: QWidget | None = None
        self._speak()

    @property
    def autosave(self) -> Autosave:
        """The countdown to the next saving."""
        return self._autosave

    def render_draft(self, view: DraftView | None) -> None:
        """Show a draft, or nothing."""
        before, self._view = self._view, view
        self.setEnabled(view is not None)
        if view is None:
            self._saved.show_state("", failed=False)
            return
        if before is None or before.draft.composition != view.draft.composition:
            self._template = view.draft.template
            self._build({s.code: s.text for s in view.draft.sections})
        if view.save_failed:
            self._autosave.try_again()
        self._show_saved()

    def set_width(self, width: Width) -> None:
        """Put names over texts where a line is short."""
        stacked = width is Width.TINY
        if stacked is not self._stacked:
            self._stacked = stacked
            if self._view is not None:
                self._build(self._texts())

    def sections(self) -> tuple[Section, ...]:
        """Give what is written now."""
        return tuple(Section(code, text) for code, text in self._texts().items() if text.strip())

    def template(self) -> NoteTemplate:
        """Give the kind of note."""
        return self._template

    def flush(self) -> None:
        """Save at once what has not been saved."""
        self._autosave.now()

    def focus_first(self) -> None:
        """Put the keyboard into the first section."""
        first = next(iter(self._editors.values()), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def changeEvent(self, event: QEvent) -> None:
        """Speak another language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._speak()
            if self._view is not None:
                self._build(self._texts())

    def _texts(self) -> dict[SectionCode, str]:
        return {code: editor.text() for code, editor in self._editors.items()}

    def _save(self) -> None:
        if self._view is not None:
            self.save_asked.emit(self._template, self.sections())

    def _show_saved(self) -> None:
        view = self._view
        if view is None:
            return
        if view.save_failed:
            self._saved.show_state(self.tr("Not saved. Your text stays here"), failed=True)
        elif view.draft.sections:
            time = hour_minute_second(view.draft.saved)
            self._saved.show_state(self.tr("Saved {time}").format(time=time), failed=False)
        else:
            self._saved.show_state("", failed=False)

    def _choose_template(self, index: int) -> None:
        template = NoteTemplate(self._templates.itemData(index))
        if self._view is None or template is self._template:
            return
        self._template = template
        self._build(self._texts())
        self._autosave.typed()

    def _build(self, texts: dict[SectionCode, str]) -> None:
        """Make the editors of the template; written sections it lacks stay, at the end."""
        if self._built is not None:
            self._body.removeWidget(self._built)
            self._built.hide()
            self._built.deleteLater()
        self._templates.setCurrentIndex(self._templates.findData(self._template.value))
        self._built = QWidget()
        column = QVBoxLayout(self._built)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        extra = [code for code, text in texts.items() if text.strip()]
        codes = list(dict.fromkeys((*SECTIONS[self._template], *extra)))
        self._editors = {}
        grid: QGridLayout | None = None
        for code in codes:
            editor = SectionEditor(code)
            editor.load(texts.get(code, ""))
            editor.typed.connect(self._autosave.typed)
            editor.left.connect(self._autosave.now)
            self._editors[code] = editor
            if code in MENTAL_STATUS:
                if grid is None:
                    grid = self._begin_mental_status(column)
                self._add_row(grid, code, editor)
            else:
                grid = None
                self._add_whole(column, code, editor)
        self._body.addWidget(self._built)
        self._built.show()

    def _begin_mental_status(self, column: QVBoxLayout) -> QGridLayout:
        column.addWidget(PlainLabel(self.tr("Mental status"), "strong"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        column.addLayout(grid)
        return grid

    def _add_row(self, grid: QGridLayout, code: SectionCode, editor: SectionEditor) -> None:
        row = grid.rowCount()
        grid.addWidget(Line(), row, 0, 1, 2)
        label = PlainLabel(section_title(code), "second", "muted")
        label.setBuddy(editor)
        if self._stacked:
            grid.addWidget(label, row + 1, 0, 1, 2)
            grid.addWidget(editor, row + 2, 0, 1, 2)
            return
        label.setMinimumWidth(theme.px(92))
        label.setContentsMargins(0, theme.px(3), 0, 0)
        grid.addWidget(label, row + 1, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(editor, row + 1, 1)

    def _add_whole(self, column: QVBoxLayout, code: SectionCode, editor: SectionEditor) -> None:
        part = QVBoxLayout()
        part.setSpacing(2)
        label = PlainLabel(section_title(code), "strong")
        label.setBuddy(editor)
        part.addWidget(label)
        part.addWidget(editor)
        column.addLayout(part)

    def _speak(self) -> None:
        self._templates.blockSignals(True)
        self._templates.clear()
        for template in NoteTemplate:
            self._templates.addItem(template_title(template), template.value)
        self._templates.setCurrentIndex(self._templates.findData(self._template.value))
        self._templates.blockSignals(False)
        self._templates.setAccessibleName(self.tr("Kind of note"))
        self._templates.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._show_saved()

    def hideEvent(self, event: QHideEvent) -> None:
        """Save what is typed before the editor goes out of sight."""
        super().hideEvent(event)
        self._autosave.now()

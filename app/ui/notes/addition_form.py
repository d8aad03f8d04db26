# SPDX-License-Identifier: GPL-3.0-or-later
"""Writing a correction or an addendum: a new, dated, signed version."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit

from app.notes.life_cycle import current_text
from app.notes.views import NoteHistory
from app.records.composition import SECTIONS, Section, SectionCode, VersionKind
from app.ui import theme
from app.ui.notes.labels import section_title
from app.ui.widgets.button import Button
from app.ui.widgets.card import Card
from app.ui.widgets.field import Field
from app.ui.widgets.flow_layout import FlowLayout
from app.ui.widgets.plain_label import PlainLabel


class AdditionForm(Card):
    """Emits sign_asked(kind, sections, reason) and closed. Closing keeps what is written."""

    sign_asked = Signal(VersionKind, object, str)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__("strong", margin=16, spacing=10)
        self._kind = VersionKind.ADDENDUM
        self._history: NoteHistory | None = None
        self._title = PlainLabel("", "section")
        self._lead = PlainLabel("", "second", "muted", wrap=True)
        self._section = QComboBox()
        self._section_field = Field("", self._section)
        self._text = QPlainTextEdit()
        self._text.setTabChangesFocus(True)
        self._text_field = Field("", self._text)
        self._reason = QLineEdit()
        self._reason_field = Field("", self._reason)
        self._sign = Button("", "primary")
        self._cancel = Button("", "quiet")
        for part in (
            self._title,
            self._lead,
            self._section_field,
            self._text_field,
            self._reason_field,
        ):
            self.column.addWidget(part)
        actions = FlowLayout(8)
        actions.addWidget(self._sign)
        actions.addWidget(self._cancel)
        self.column.addLayout(actions)
        self._section.currentIndexChanged.connect(self._section_chosen)
        self._sign.clicked.connect(self._ask_to_sign)
        self._cancel.clicked.connect(self.closed)
        self.hide()
        self._speak()

    def write(self, kind: VersionKind, history: NoteHistory) -> None:
        """Open for a note; text for another note or kind is not carried over."""
        same = (
            self._history is not None
            and self._history.composition == history.composition
            and self._kind is kind
        )
        self._kind, self._history = kind, history
        self._speak()
        if not same:
            self._fill_sections()
            self._reason.clear()
            self._text.setPlainText(self._suggestion())
        for field in (self._text_field, self._reason_field):
            field.set_error("")
        self.show()
        self._text.setMinimumHeight(theme.px(96))
        self._text.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """Empty the form once its text is signed."""
        self._history = None
        self.hide()

    def set_busy(self, on: bool) -> None:
        """Sign once, not twice."""
        self._sign.explain_off(self.tr("Being signed …") if on else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Speak another language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._speak()

    def _ask_to_sign(self) -> None:
        text, reason = self._text.toPlainText().strip(), self._reason.text().strip()
        unchanged = self._kind is VersionKind.CORRECTION and text == self._suggestion().strip()
        empty = self.tr("Write the text first.")
        same = self.tr("The text is the same as before. Change what is wrong in it.")
        self._text_field.set_error(empty if not text else same if unchanged else "")
        self._reason_field.set_error("" if reason else self.tr("Write why, in a few words."))
        if not text or unchanged:
            self._text.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not reason:
            self._reason.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            section = Section(SectionCode(self._section.currentData()), text)
            self.sign_asked.emit(self._kind, (section,), reason)

    def _section_chosen(self) -> None:
        if self._kind is VersionKind.CORRECTION:
            self._text.setPlainText(self._suggestion())

    def _suggestion(self) -> str:
        """Begin a correction with the text as it stands now."""
        code = self._section.currentData()
        if self._kind is not VersionKind.CORRECTION or self._history is None or code is None:
            return ""
        return current_text(self._history.versions, SectionCode(code))

    def _fill_sections(self) -> None:
        if self._history is None or not self._history.versions:
            return
        original = self._history.versions[0].version
        if self._kind is VersionKind.CORRECTION:
            codes = tuple(section.code for section in original.sections)
        else:
            codes = SECTIONS[original.template]
        self._section.blockSignals(True)
        self._section.clear()
        for code in codes:
            self._section.addItem(section_title(code), code.value)
        last = self._section.findData(SectionCode.PLAN.value)
        self._section.setCurrentIndex(max(last, 0))
        self._section.blockSignals(False)

    def _speak(self) -> None:
        correction = self._kind is VersionKind.CORRECTION
        self._title.setText(self.tr("Correction") if correction else self.tr("Addendum"))
        self._lead.setText(
            self.tr("The text as it was stays readable. The correction is dated and signed.")
            if correction
            else self.tr("It stands under the note, dated and signed. Nothing else changes.")
        )
        self._section_field.set_label(self.tr("Section"))
        self._text_field.set_label(
            self.tr("How the section is to read") if correction else self.tr("Text")
        )
        self._reason_field.set_label(self.tr("Reason"))
        self._sign.setText(self.tr("Sign correction") if correction else self.tr("Sign addendum"))
        self._cancel.setText(self.tr("Cancel"))

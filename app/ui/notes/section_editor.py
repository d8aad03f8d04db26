# SPDX-License-Identifier: GPL-3.0-or-later
"""The text of one section: plain text, as high as what is written in it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from app.records.composition import SectionCode
from app.ui.notes.labels import phrases, section_title
from app.ui.notes.phrases import phrases_in, with_phrase, without_phrase
from app.ui.widgets.phrase_chips import PhraseChips


class GrowingText(QPlainTextEdit):
    """A plain text field without frame that grows with its lines. Tab moves on."""

    left = Signal()

    def __init__(self, *, least_lines: int = 1, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._least_lines = least_lines
        self.setProperty("place", "bare")
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(0)
        self.document().documentLayout().documentSizeChanged.connect(self._grow)
        self._grow()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste words alone, without their looks."""
        self.insertPlainText(source.text())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the writer has gone elsewhere."""
        super().focusOutEvent(event)
        self.left.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Grow where lines become shorter."""
        super().resizeEvent(event)
        self._grow()

    def changeEvent(self, event: QEvent) -> None:
        """Grow with the text size."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._grow()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Ctrl+Enter and Esc to the screen."""
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """As high as the text."""
        return QSize(200, self._height())

    def minimumSizeHint(self) -> QSize:
        """As high as the text."""
        return QSize(80, self._height())

    def _grow(self) -> None:
        self.setFixedHeight(self._height())

    def _height(self) -> int:
        # A QPlainTextEdit measures its document in lines.
        lines = max(int(self.document().size().height()), self._least_lines)
        margin = 2 * self.document().documentMargin() + 2 * self.frameWidth()
        return int(lines * self.fontMetrics().lineSpacing() + margin + 1)


class SectionEditor(QWidget):
    """Phrase chips over the text. Emits typed and left."""

    typed = Signal()
    left = Signal()

    def __init__(self, code: SectionCode, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._code = code
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._chips: PhraseChips | None = None
        self._phrases: tuple[str, ...] = ()
        self._text = GrowingText()
        self._column.addWidget(self._text)
        self.setFocusProxy(self._text)
        self._text.textChanged.connect(self._changed)
        self._text.left.connect(self.left)
        self._loading = False
        self._speak()

    @property
    def code(self) -> SectionCode:
        """Which section this is."""
        return self._code

    def text(self) -> str:
        """Give what is written."""
        return self._text.toPlainText()

    def load(self, text: str) -> None:
        """Show a stored text; it does not count as typed."""
        if text != self.text():
            self._loading = True
            self._text.setPlainText(text)
            self._loading = False
        self._mark()

    def changeEvent(self, event: QEvent) -> None:
        """Speak another language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._speak()

    def _speak(self) -> None:
        title = section_title(self._code)
        self._text.setAccessibleName(title)
        self._text.setPlaceholderText(self.tr("Write here"))
        self._phrases = phrases(self._code)
        if self._chips is not None:
            self._column.removeWidget(self._chips)
            self._chips.hide()
            self._chips.deleteLater()
            self._chips = None
        if self._phrases:
            self._chips = PhraseChips(tuple((p, p) for p in self._phrases), name=title)
            self._chips.toggled.connect(self._toggle)
            self._column.insertWidget(0, self._chips)
            self._mark()

    def _changed(self) -> None:
        self._mark()
        if not self._loading:
            self.typed.emit()

    def _toggle(self, phrase: str, on: bool) -> None:
        change = with_phrase if on else without_phrase
        # By a cursor, so that Ctrl+Z takes it back.
        cursor = QTextCursor(self._text.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(change(self.text(), phrase))

    def _mark(self) -> None:
        if self._chips is not None:
            self._chips.set_on(phrases_in(self.text(), self._phrases))

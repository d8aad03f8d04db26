# SPDX-License-Identifier: GPL-3.0-or-later
"""What the padlock says, and the question that makes it green: do both hear the same words?"""

from __future__ import annotations

from typing import assert_never

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from app.calls.views import CallView, Stage, Trust
from app.records.people import given_name
from app.ui import theme
from app.ui.widgets.button import Button
from app.ui.widgets.card import Card
from app.ui.widgets.enter import pressed_by_enter
from app.ui.widgets.flow_layout import FlowLayout
from app.ui.widgets.icon import Icon
from app.ui.widgets.plain_label import PlainLabel

_QUIET = Qt.WidgetAttribute.WA_TransparentForMouseEvents


class TrustPill(QPushButton):
    """Padlock, state and words; pressing asks to compare the words.

    Green stands only for "both compared the four words" (clinical.md F13.3).
    """

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 0, 12, 0)
        self._row.setSpacing(8)
        self._icon = Icon("lock-simple", "muted", 18)
        self._state = PlainLabel("", "strong")
        self._words = PlainLabel("")
        for part in (self._icon, self._state, self._words):
            part.setAttribute(_QUIET)
            self._row.addWidget(part)
        self._roomy = True
        self._view = CallView()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Be pressed by Enter too."""
        if not pressed_by_enter(self, event):
            super().keyPressEvent(event)

    def set_roomy(self, on: bool) -> None:
        """Show the words too, or the state alone."""
        self._roomy = on
        self.render_view(self._view)

    def render_view(self, view: CallView) -> None:
        """Show what may be said about the other end."""
        self._view = view
        token, icon, state = self._content(view.trust)
        words = " ".join(view.words) if view.trust is Trust.VERIFIED else ""
        theme.set_state(self, "tone", token)
        self._icon.set_icon(icon, token)
        self._state.setText(state)
        self._state.set_tone(token)
        self._words.setText(words)
        self._words.set_tone(token)
        self._words.setVisible(bool(words) and self._roomy)
        self.setAccessibleName(f"{state}: {words}" if words else state)
        self.setAccessibleDescription(self.tr("Opens the comparison of the four words"))
        self.setToolTip(self.accessibleName())
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Room for the words."""
        return self._row.sizeHint().expandedTo(QSize(0, theme.px(36)))

    def minimumSizeHint(self) -> QSize:
        """The same: words are never cut."""
        return self.sizeHint()

    def _content(self, trust: Trust) -> tuple[str, str, str]:
        match trust:
            case Trust.UNKNOWN:
                return "muted", "lock-simple", self.tr("Not connected")
            case Trust.NOT_VERIFIED:
                return "muted", "lock-simple", self.tr("Encrypted, not verified")
            case Trust.KNOWN_KEY:
                return "muted", "lock-simple", self.tr("Encrypted, known key")
            case Trust.VERIFIED:
                return "ok", "shield-check-fill", self.tr("Verified")
            case Trust.MISMATCH:
                return "danger", "warning-octagon-fill", self.tr("The words differ")
            case _:
                assert_never(trust)


class CompareCard(Card):
    """The four words, large, and the question. Lies over the stage until it is answered."""

    answered = Signal(bool)
    closed = Signal()

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__("strong", margin=20, spacing=12, parent=parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._title = PlainLabel("", "section", wrap=True)
        self._lead = PlainLabel("", "body", "muted", wrap=True)
        self._words = PlainLabel("", "page", wrap=True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._yes = Button("")
        self._no = Button("", "danger")
        self._later = Button("", "quiet")
        answers = FlowLayout(8)
        for button in (self._yes, self._no, self._later):
            answers.addWidget(button)
        for part in (self._title, self._lead, self._words):
            self.column.addWidget(part)
        self.column.addLayout(answers)
        self._yes.clicked.connect(lambda: self.answered.emit(True))
        self._no.clicked.connect(lambda: self.answered.emit(False))
        self._later.clicked.connect(self.closed)
        self._name = ""
        self.hide()
        self._speak()

    def ask(self, view: CallView) -> None:
        """Open with the words of this call."""
        self.render_view(view)
        self.show()
        self.raise_()
        first = self._yes if view.words else self._later
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def render_view(self, view: CallView) -> None:
        """Keep the words up to date while open; close when the call is gone."""
        words = view.words if view.stage is Stage.CONNECTED else ()
        self._name = given_name(view.peer.name) if view.peer is not None else ""
        self._words.setText("   ".join(words))
        self._words.setVisible(bool(words))
        for button in (self._yes, self._no):
            button.setVisible(bool(words))
        self._speak()

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

    def _speak(self) -> None:
        known = bool(self._words.text())
        if known:
            self._title.setText(self.tr("Do both hear the same four words?"))
            self._lead.setText(
                self.tr("Read the first two aloud and let {name} read the last two.").format(
                    name=self._name or self.tr("the other person")
                )
            )
        else:
            self._title.setText(self.tr("The four words come with the connection"))
            self._lead.setText(
                self.tr("As soon as both are connected, the same four words stand on both sides.")
            )
        self._words.setAccessibleName(self._words.text())
        self._yes.setText(self.tr("Yes, the same"))
        self._no.setText(self.tr("No, they differ"))
        self._later.setText(self.tr("Later") if known else self.tr("Close"))

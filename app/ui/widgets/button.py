# SPDX-License-Identifier: GPL-3.0-or-later
"""Something to press."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget

from app.ui import theme
from app.ui.widgets.enter import pressed_by_enter

_ICON_TOKENS = {
    "viewer": "on_pill",
    "primary": "on_accent",
    "quiet": "accent_text",
    "danger": "danger",
    "danger-filled": "on_danger",
}


class Button(QPushButton):
    """A button that grows with its words.

    Kinds: outlined, primary (one a screen), quiet, danger, danger-filled. Sizes: normal, small,
    large, icon (no words; give it an accessible name). Off is a look: the button keeps its place
    in the focus order, and pressing it emits ``explained`` with the reason instead of
    ``clicked``.
    """

    explained = Signal(str)

    def __init__(
        self,
        text: str = "",
        kind: str = "outlined",
        icon: str = "",
        *,
        size: str = "normal",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._kind = kind
        self._icon = icon
        self._size = size
        self._reason = ""
        self._stamp = -1
        self._by_enter = True
        self.setProperty("kind", kind)
        self.setProperty("scale", size)
        self.setAutoDefault(False)
        self.setText(text)
        self._draw_icon()

    def setText(self, text: str) -> None:
        """Show other words; an ampersand is a letter, not a shortcut."""
        # Qt leaves little room between icon and words; a space makes it 8 px.
        lead = " " if self._icon and text else ""
        super().setText(lead + text.replace("&", "&&"))
        if not self.accessibleName() or self.property("namedByText"):
            self.setProperty("namedByText", True)
            super().setAccessibleName(text)

    def setAccessibleName(self, name: str) -> None:
        """Name the button for people who do not see it; wins over its words."""
        self.setProperty("namedByText", False)
        super().setAccessibleName(name)

    def text(self) -> str:
        """Give the words as shown."""
        return super().text().replace("&&", "&").removeprefix(" ")

    def set_icon(self, icon: str) -> None:
        """Show another icon before the words."""
        self._icon = icon
        self._draw_icon()

    def set_kind(self, kind: str) -> None:
        """Change the look."""
        self._kind = kind
        theme.set_state(self, "kind", kind)
        self._draw_icon()

    def explain_off(self, reason: str) -> None:
        """Look off and, when pressed, say why; an empty reason turns the button on."""
        self._reason = reason
        self.setAccessibleDescription(reason)
        theme.set_state(self, "state", "off" if reason else "")
        self._draw_icon()

    @property
    def off_reason(self) -> str:
        """Why the button is off, or ""."""
        return self._reason

    def spare_from_enter(self) -> None:
        """Let Enter pass by, where one press too many would do harm."""
        self._by_enter = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Be pressed by Enter too."""
        if not (self._by_enter and pressed_by_enter(self, event)):
            super().keyPressEvent(event)

    def nextCheckState(self) -> None:
        """Stop a press of a button that is off, whether by mouse, keyboard or screen reader.

        Qt calls this on each of these ways just before it emits ``released`` and ``clicked``.
        """
        if not self._reason:
            super().nextCheckState()
            return
        self.explained.emit(self._reason)
        self.blockSignals(True)
        QTimer.singleShot(0, self, self._let_signals_through)

    def sizeHint(self) -> QSize:
        """Room for the words; a square for an icon alone, also with a menu."""
        if self._size == "icon":
            side = theme.px(36)
            return QSize(side, side)
        return super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        """The same: words are never cut."""
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icon anew when the look or the text size changes."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and self._stamp != theme.current().stamp:
            self._draw_icon()

    def _let_signals_through(self) -> None:
        self.blockSignals(False)

    def _draw_icon(self) -> None:
        if not self._icon:
            return
        self._stamp = theme.current().stamp
        token = "faint" if self._reason else _ICON_TOKENS.get(self._kind, "text")
        side = theme.px(18 if self._size == "small" else 20)
        self.setIconSize(QSize(side, side))
        self.setIcon(theme.icon(self._icon, token))

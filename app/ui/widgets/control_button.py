# SPDX-License-Identifier: GPL-3.0-or-later
"""The buttons under the picture of a call."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from app.ui import theme
from app.ui.widgets.enter import pressed_by_enter


class ControlButton(QToolButton):
    """Icon over words; the words say what pressing does and may be long ("Slå av mikrofonen").

    Not checkable, since "Mute" would be a check box to a screen reader; only a true toggle
    calls ``setCheckable(True)``. Kinds: "", danger (leaves), off (a device is off).
    """

    def __init__(
        self, icon: str, text: str, *, kind: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icon = icon
        self._kind = kind
        self.setProperty("kind", kind)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.set(icon, text)

    def set(self, icon: str, text: str, state: str = "") -> None:
        """Show other words and icon; ``state`` is said as description: "Your microphone is on"."""
        self._icon = icon
        self.setText(text.replace("&", "&&"))
        self.setAccessibleName(text)
        self.setAccessibleDescription(state)
        self._draw()

    def set_kind(self, kind: str) -> None:
        """Change the look."""
        self._kind = kind
        theme.set_state(self, "kind", kind)
        self._draw()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Be pressed by Enter too."""
        if not pressed_by_enter(self, event):
            super().keyPressEvent(event)

    def nextCheckState(self) -> None:
        """Colour the icon with the state."""
        super().nextCheckState()
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icon anew when the look or the text size changes."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._draw()

    def _draw(self) -> None:
        side = theme.px(24)
        self.setIconSize(QSize(side, side))
        token = "danger" if self._kind in ("danger", "off") else "text"
        if self.isChecked():
            token = "accent_text"
        self.setIcon(theme.icon(self._icon, token))

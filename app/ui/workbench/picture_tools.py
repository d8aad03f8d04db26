# SPDX-License-Identifier: GPL-3.0-or-later
"""The row of tools over the panes: each button tells a wish, none does anything itself."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import (
    QWidget,
)

from app.records.presentation import Channel
from app.ui.widgets.button import Button
from app.ui.widgets.flow_layout import FlowLayout
from app.ui.widgets.plain_label import PlainLabel
from app.ui.workbench.letter_keys import add_letter_key
from app.ui.workbench.panes import Panes
from app.ui.workbench.pen import Tool
from app.ui.workbench.wishes import TOOLS, Wish

_ROW = (
    (Wish.WHOLE, "arrows-out-simple", "F"),
    (Wish.AWAY, "magnifying-glass-minus", "-"),
    (Wish.CLOSER, "magnifying-glass-plus", "+"),
    (Wish.BESIDE, "columns", "S"),
    (Wish.MORE_PANES, "squares-four", "Shift+S"),
    (Wish.LINK, "link-simple", "Y"),
    (Wish.RED_FREE, "circle-half", "G"),
    (Wish.NEXT_CHANNEL, "palette", "Shift+G"),
    (Wish.LOCAL_CONTRAST, "circle-half-tilt", "H"),
    (Wish.LIGHT, "sun", "B"),
    (Wish.INVERT, "swap", "I"),
    (Wish.TURN, "arrow-clockwise", "R"),
    (Wish.LOUPE, "magnifying-glass", "L"),
    (Wish.CIRCLE, "circle", "C"),
    (Wish.ARROW, "arrow-up-right", "A"),
    (Wish.POINT, "text-t", "T"),
    (Wish.LENGTH, "ruler", "M"),
    (Wish.SCALE, "arrows-left-right", "K"),
    (Wish.UNDO, "arrow-u-up-left", "Ctrl+Z"),
    (Wish.REDO, "arrow-u-up-right", "Ctrl+Shift+Z"),
    (Wish.RESET, "arrow-counter-clockwise", "Home"),
    (Wish.KEYS, "keyboard", "?"),
)
_KEYS_ALONE = (
    (Wish.WHOLE, "0"),
    (Wish.ONE_TO_ONE, "1"),
    (Wish.CLOSER, "="),
    (Wish.TURN_BACK, "Shift+R"),
    (Wish.OTHER_SIDE, "O"),
    (Wish.EARLIER, "E"),
    (Wish.BRIGHTER, "Ctrl+Up"),
    (Wish.DARKER, "Ctrl+Down"),
    (Wish.HARDER, "Ctrl+Right"),
    (Wish.SOFTER, "Ctrl+Left"),
    (Wish.REDO, "Ctrl+Y"),
)
_WITH_WORDS = frozenset({Wish.WHOLE, Wish.BESIDE, Wish.RESET, Wish.KEYS})
_TOGGLES = frozenset(
    {Wish.BESIDE, Wish.LINK, Wish.RED_FREE, Wish.LOCAL_CONTRAST, Wish.LIGHT, Wish.INVERT}
    | {Wish.LOUPE, *TOOLS}
)


class PictureTools(QWidget):
    """All tools with their keys; the keys stand in the tooltips and in the list of keys."""

    wished = Signal(object)
    """A Wish."""
    explained = Signal(str)
    """Why a tool is off, when it was pressed all the same."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = FlowLayout(2)
        self.setLayout(row)
        self._buttons: dict[Wish, Button] = {}
        self._keys = {
            wish: add_letter_key(self, key, self._presser(wish))
            for wish, key in (*_KEYS_ALONE, *((w, k) for w, _, k in _ROW))
        }
        self._zoom = PlainLabel("100 %", "second", "viewer_muted")
        for wish, icon, _ in _ROW:
            button = Button("", "viewer", icon, size="small")
            button.setCheckable(wish in _TOGGLES)
            button.clicked.connect(self._teller(wish))
            button.explained.connect(self.explained)
            self._buttons[wish] = button
            row.addWidget(button)
            if wish is Wish.AWAY:
                row.addWidget(self._zoom)
        self._say()

    def render_panes(self, panes: Panes, *, light: bool, loupe: bool, tool: Tool | None) -> None:
        """Show what is on; checked is what holds, not what was pressed last."""
        if not panes.panes:
            return
        look = panes.here.presentation
        on = {
            Wish.BESIDE: len(panes.panes) > 1,
            Wish.LINK: panes.linked,
            Wish.RED_FREE: look.channel is Channel.RED_FREE,
            Wish.LOCAL_CONTRAST: look.local_contrast,
            Wish.LIGHT: light,
            Wish.INVERT: look.inverted,
            Wish.LOUPE: loupe,
            **{wish: tool is each for wish, each in TOOLS.items()},
        }
        for wish, checked in on.items():
            self._buttons[wish].setChecked(checked)

    def show_zoom(self, zoom: float | None) -> None:
        """Say how large the picture is; 100 % is a screen pixel for each of its own."""
        self._zoom.setText("– %" if zoom is None else f"{round(zoom * 100)} %")

    def explain_ruler(self, reason: str) -> None:
        """Say why there is no measuring; an empty reason turns the ruler on."""
        self._buttons[Wish.LENGTH].explain_off(reason)

    def allow_marks(self, *, on: bool) -> None:
        """Offer what draws, to whoever writes the answer; a reader only looks."""
        for wish in TOOLS:
            self._buttons[wish].setVisible(on)
            self._keys[wish].allow(on=on)

    def changeEvent(self, event: QEvent) -> None:
        """Say everything anew in another language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._say()

    def _say(self) -> None:
        words = {
            Wish.WHOLE: self.tr("Fit"),
            Wish.AWAY: self.tr("Zoom out"),
            Wish.CLOSER: self.tr("Zoom in"),
            Wish.ONE_TO_ONE: self.tr("One to one"),
            Wish.BESIDE: self.tr("Side by side"),
            Wish.MORE_PANES: self.tr("One more pane, up to four"),
            Wish.OTHER_SIDE: self.tr("The other eye or ear beside this one"),
            Wish.EARLIER: self.tr("An earlier picture beside this one"),
            Wish.LINK: self.tr("Move panes together"),
            Wish.RED_FREE: self.tr("Red-free"),
            Wish.NEXT_CHANNEL: self.tr("Next colour channel"),
            Wish.LOCAL_CONTRAST: self.tr("Local contrast"),
            Wish.LIGHT: self.tr("Brightness and contrast"),
            Wish.INVERT: self.tr("Invert"),
            Wish.TURN: self.tr("Turn right"),
            Wish.TURN_BACK: self.tr("Turn left"),
            Wish.LOUPE: self.tr("Loupe"),
            Wish.CIRCLE: self.tr("Circle"),
            Wish.ARROW: self.tr("Arrow"),
            Wish.POINT: self.tr("Text at a place"),
            Wish.LENGTH: self.tr("Measure"),
            Wish.SCALE: self.tr("Set the scale"),
            Wish.UNDO: self.tr("Undo"),
            Wish.REDO: self.tr("Redo"),
            Wish.RESET: self.tr("Reset"),
            Wish.KEYS: self.tr("Keys"),
            Wish.BRIGHTER: self.tr("Brighter"),
            Wish.DARKER: self.tr("Darker"),
            Wish.HARDER: self.tr("More contrast"),
            Wish.SOFTER: self.tr("Less contrast"),
        }
        for wish, shortcut in self._keys.items():
            shortcut.setWhatsThis(words[wish])
        for wish, _, key in _ROW:
            button = self._buttons[wish]
            if wish in _WITH_WORDS:
                button.setText(words[wish])
            button.setAccessibleName(words[wish])
            button.setToolTip(f"{words[wish]} ({key.replace('-', '−')})")

    def _presser(self, wish: Wish) -> Callable[[], None]:
        def press() -> None:
            button = self._buttons.get(wish)
            if button is None:
                self.wished.emit(wish)
            else:
                button.click()

        return press

    def _teller(self, wish: Wish) -> Callable[[bool], None]:
        return lambda _checked: self.wished.emit(wish)

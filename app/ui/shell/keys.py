# SPDX-License-Identifier: GPL-3.0-or-later
"""Keys that work everywhere, moving between regions, and the list of keys (F1)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QGridLayout, QVBoxLayout, QWidget

from app.ui import theme
from app.ui.widgets.button import Button
from app.ui.widgets.plain_label import PlainLabel
from app.ui.widgets.scroll import Scroll

REGION = "region"


def add_key(owner: QWidget, keys: str, words: str, action: Callable[[], object]) -> QShortcut:
    """Give a widget a key that works in its whole window while the widget is visible.

    ``words`` say what it does, for the list of keys.
    """
    shortcut = QShortcut(QKeySequence(keys), owner)
    shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
    shortcut.setWhatsThis(words)
    shortcut.activated.connect(action)
    return shortcut


def mark_region(widget: QWidget) -> None:
    """Make a widget a stop of F6."""
    widget.setProperty(REGION, True)


def next_region(window: QWidget, *, backwards: bool = False) -> None:
    """Move the focus to the first control of the next region, in order on the screen."""
    regions = [
        widget
        for widget in window.findChildren(QWidget)
        if widget.property(REGION) and widget.isVisible() and first_stop(widget) is not None
    ]
    if not regions:
        return
    focused = window.focusWidget()
    inside = [
        index
        for index, region in enumerate(regions)
        if focused is not None and (region is focused or region.isAncestorOf(focused))
    ]
    step = -1 if backwards else 1
    # The innermost region counts where they nest.
    at = (inside[-1] + step) % len(regions) if inside else 0
    if (stop := first_stop(regions[at])) is not None:
        stop.setFocus(Qt.FocusReason.TabFocusReason)


def first_stop(widget: QWidget) -> QWidget | None:
    """Find the first control that takes the keyboard."""
    for child in (widget, *widget.findChildren(QWidget)):
        takes_tab = child.focusPolicy().value & Qt.FocusPolicy.TabFocus.value
        if takes_tab and child.isVisible() and child.isEnabled():
            return child
    return None


def add_text_size_keys(window: QWidget) -> None:
    """Let Ctrl and plus, minus and nought change the text size."""
    translate = QCoreApplication.translate
    larger = translate("Keys", "Larger text")
    for keys in ("Ctrl++", "Ctrl+="):
        add_key(window, keys, larger if keys == "Ctrl++" else "", _step(1))
    add_key(window, "Ctrl+-", translate("Keys", "Smaller text"), _step(-1))
    add_key(
        window,
        "Ctrl+0",
        translate("Keys", "Usual text size"),
        lambda: theme.current().set_percent(100),
    )


def _step(steps: int) -> Callable[[], None]:
    return lambda: theme.current().step_percent(steps)


class KeyList(QDialog):
    """All keys that work where the user is now."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setWindowTitle(self.tr("Keys"))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(16)
        column.addWidget(PlainLabel(self.tr("Keys"), "section"))
        scroll = Scroll()
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        for row, (keys, words) in enumerate(working_keys(window)):
            grid.addWidget(PlainLabel(keys, "strong"), row, 0)
            grid.addWidget(PlainLabel(words, wrap=True), row, 1)
        scroll.column.addLayout(grid)
        scroll.column.addStretch(1)
        column.addWidget(scroll, 1)
        close = Button(self.tr("Close"))
        close.clicked.connect(self.accept)
        column.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        self.resize(theme.px(460), theme.px(520))


def working_keys(window: QWidget) -> tuple[tuple[str, str], ...]:
    """List keys and their words that work now: those of visible widgets."""
    rows = []
    for shortcut in window.findChildren(QShortcut):
        owner = shortcut.parent()
        shown = isinstance(owner, QWidget) and owner.isVisible()
        if shown and shortcut.isEnabled() and shortcut.whatsThis():
            native = QKeySequence.SequenceFormat.NativeText
            rows.append((shortcut.key().toString(native), shortcut.whatsThis()))
    return tuple(dict.fromkeys(rows))

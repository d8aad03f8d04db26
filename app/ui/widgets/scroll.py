# SPDX-License-Identifier: GPL-3.0-or-later
"""A column that scrolls."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from app.ui import theme

_BESIDE = 12
"""Of what stands above and below, so that the ring around the focus is seen whole."""


class Scroll(QScrollArea):
    """A column as wide as it gets; it scrolls up and down, and follows the focus."""

    def __init__(
        self,
        *,
        margins: tuple[int, int, int, int] = (0, 0, 0, 0),
        spacing: int = 12,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        content = QWidget()
        content.setObjectName("column")
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(*margins)
        self._column.setSpacing(spacing)
        self.setWidget(content)
        self._right = margins[2]
        self.verticalScrollBar().rangeChanged.connect(self._keep_edge)

    @property
    def column(self) -> QVBoxLayout:
        """The layout to add parts to."""
        return self._column

    def clear(self) -> None:
        """Take all parts out, to be shown anew."""
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def _keep_edge(self, _least: int, most: int) -> None:
        # The bar stands in the right margin, so that nothing moves when it comes.
        bar = self.verticalScrollBar().sizeHint().width() if most > 0 else 0
        margins = self._column.contentsMargins()
        margins.setRight(max(0, self._right - bar))
        self._column.setContentsMargins(margins)


def show_within(widget: QWidget) -> None:
    """Scroll what a widget lies in until it is seen; Qt does this for Tab alone, not for arrows."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            parent.ensureWidgetVisible(widget, 0, theme.px(_BESIDE))
        parent = parent.parentWidget()

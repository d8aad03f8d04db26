# SPDX-License-Identifier: GPL-3.0-or-later
"""A row that breaks into lines when it is too long."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Places its parts left to right, then on the next line; for badges, chips and buttons."""

    def __init__(
        self, spacing: int = 6, *, centred: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._centred = centred
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing)

    def addItem(self, item: QLayoutItem) -> None:
        """Take one more part."""
        self._items.append(item)

    def count(self) -> int:
        """Count the parts."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Give a part; None past the end, as Qt asks for."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Remove a part."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Want no more room than the parts need."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Grow in height when narrow."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Tell the height at a width."""
        return self._arrange(QRect(0, 0, width, 0), place=False)

    def setGeometry(self, rect: QRect) -> None:
        """Place the parts."""
        super().setGeometry(rect)
        self._arrange(rect, place=True)

    def sizeHint(self) -> QSize:
        """Room for one line."""
        shown = [item for item in self._items if not item.isEmpty()]
        width = sum(item.sizeHint().width() for item in shown)
        width += self.spacing() * max(0, len(shown) - 1)
        height = max((item.sizeHint().height() for item in shown), default=0)
        return QSize(width, height)

    def minimumSize(self) -> QSize:
        """Room for the widest part."""
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _arrange(self, rect: QRect, *, place: bool) -> int:
        lines: list[list[tuple[QLayoutItem, QSize]]] = [[]]
        width = 0
        for item in self._items:
            if item.isEmpty():
                continue
            hint = item.sizeHint().boundedTo(item.maximumSize())
            hint = hint.boundedTo(QSize(max(1, rect.width()), 1 << 20))
            if lines[-1] and width + hint.width() > rect.width():
                lines.append([])
                width = 0
            lines[-1].append((item, hint))
            width += hint.width() + self.spacing()
        top = rect.y()
        for line in lines:
            high = max((hint.height() for _, hint in line), default=0)
            if place:
                self._place_line(line, rect, top, high)
            top += high + self.spacing()
        return max(0, top - self.spacing() - rect.y())

    def _place_line(
        self, line: list[tuple[QLayoutItem, QSize]], rect: QRect, top: int, high: int
    ) -> None:
        used = sum(hint.width() for _, hint in line) + self.spacing() * (len(line) - 1)
        left = rect.x() + ((rect.width() - used) // 2 if self._centred else 0)
        for item, hint in line:
            item.setGeometry(QRect(QPoint(left, top + (high - hint.height()) // 2), hint))
            left += hint.width() + self.spacing()

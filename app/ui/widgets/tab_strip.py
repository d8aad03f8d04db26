# SPDX-License-Identifier: GPL-3.0-or-later
"""Pages side by side."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QTabBar, QWidget

from app.ui import theme


class TabStrip(QTabBar):
    """Words with a line under the chosen one; put a QStackedWidget under it.

    ``currentChanged(index)`` tells the choice; ``set_mark`` puts an icon on a tab.
    """

    def __init__(
        self, tabs: tuple[str, ...] = (), *, name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(True)
        self.setAccessibleName(name)
        for text in tabs:
            self.addTab(text)

    def set_texts(self, texts: tuple[str, ...]) -> None:
        """Show other words, in another language."""
        for index, text in enumerate(texts):
            self.setTabText(index, text)

    def set_mark(self, index: int, icon: str, token: str, words: str) -> None:
        """Put an icon before a tab's word and say its meaning; "" takes it away."""
        side = theme.px(16)
        self.setIconSize(QSize(side, side))
        self.setTabIcon(index, theme.icon(icon, token) if icon else theme.icon("circle", "text"))
        self.setTabToolTip(index, words)
        base = self.tabText(index)
        self.setAccessibleTabName(index, f"{base}, {words}" if words else base)

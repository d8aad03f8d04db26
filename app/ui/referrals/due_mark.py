# SPDX-License-Identifier: GPL-3.0-or-later
"""How much time there is for an answer: in words, with an icon, calm, warning or strong."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.referrals.lateness import Lateness
from app.ui.widgets.badge import Badge

_LOOKS = {
    Lateness.IN_TIME: ("neutral", "clock"),
    Lateness.HALF_TIME: ("warn", "hourglass-medium"),
    Lateness.OVERDUE: ("danger", "warning-circle-fill"),
}


class DueMark(QWidget):
    """A badge that changes its look with the time; nothing where no answer is waited for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._shown: Lateness | None = None
        self._badge: Badge | None = None

    def text(self) -> str:
        """Give the words."""
        return "" if self._badge is None else self._badge.text()

    def render_due(self, words: str, late: Lateness | None) -> None:
        """Say these words; "" or None for nothing."""
        self.setVisible(bool(words) and late is not None)
        if late is None:
            return
        if self._badge is None or late is not self._shown:
            if self._badge is not None:
                self._badge.hide()
                self._badge.deleteLater()
            tone, icon = _LOOKS[late]
            self._badge, self._shown = Badge(words, tone, icon), late
            self._row.addWidget(self._badge, 0, Qt.AlignmentFlag.AlignLeft)
        self._badge.set_text(words)

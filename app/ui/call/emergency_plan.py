# SPDX-License-Identifier: GPL-3.0-or-later
"""The newest signed safety plan in an emergency, to be read out or followed together."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt

from app.safety.views import VerifiedSafety
from app.ui.safety.labels import version_words
from app.ui.safety.plan_text import PlanText
from app.ui.widgets.card import Card
from app.ui.widgets.plain_label import PlainLabel
from app.ui.widgets.scroll import show_within


class EmergencyPlan(Card):
    """Reads; nothing can be changed here."""

    def __init__(self) -> None:
        super().__init__(spacing=6)
        self._newest: VerifiedSafety | None = None
        self._title = PlainLabel("", "strong")
        self._which = PlainLabel("", "second", "muted", wrap=True)
        self._text = PlanText()
        for part in (self._title, self._which, self._text):
            self.column.addWidget(part)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._speak()

    @property
    def there(self) -> bool:
        """Whether there is a plan."""
        return self._newest is not None

    def show_plan(self, newest: VerifiedSafety | None) -> None:
        """Show a verified plan, or that there is none."""
        self._newest = newest
        self._text.show_plan(newest.plan if newest is not None else None)
        self._speak()

    def come_into_view(self) -> None:
        """Scroll until it is seen."""
        show_within(self)

    def changeEvent(self, event: QEvent) -> None:
        """Speak another language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._speak()

    def _speak(self) -> None:
        self._title.setText(self.tr("Safety plan"))
        self._which.setText(
            version_words(self._newest)
            if self._newest is not None
            else self.tr("There is no signed safety plan.")
        )

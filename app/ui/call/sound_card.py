# SPDX-License-Identifier: GPL-3.0-or-later
"""A sound of the record over the stage: seen, heard, and passed on."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from app.records.media_facts import Sound
from app.ui.widgets.announce import announce
from app.ui.widgets.button import Button
from app.ui.widgets.card import Card
from app.ui.widgets.flow_layout import FlowLayout
from app.ui.widgets.plain_label import PlainLabel
from app.ui.workbench.background import Background
from app.ui.workbench.sound_pane import SoundPane


class SoundCard(Card):
    """Hidden while no sound is open; Esc closes it."""

    referred = Signal()
    closed = Signal()

    def __init__(self, background: Background, *, parent: QWidget | None = None) -> None:
        super().__init__("strong", margin=16, spacing=8, parent=parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._lead = PlainLabel("", "body", "muted", wrap=True)
        self._gaps = 0
        self._warning = PlainLabel("", "strong", "warn", wrap=True)
        self._pane = SoundPane(background, controls_first=True)
        self._pane.allow_findings(on=False)
        self._refer = Button("", "primary")
        self._close = Button("", "quiet")
        answers = FlowLayout(8)
        answers.addWidget(self._refer)
        answers.addWidget(self._close)
        self._pane.add_below(self._lead)
        self.column.addWidget(self._warning)
        self.column.addWidget(self._pane, 1)
        self.column.addLayout(answers)
        self._refer.clicked.connect(self.referred)
        self._close.clicked.connect(self.closed)
        self.hide()
        self._speak()

    def show_sound(self, title: str, sound: Sound | None, gaps: int = 0) -> None:
        """Show a verified sound from its start; None shows and plays no more.

        ``gaps`` is how often the microphone gave nothing while it was recorded.
        """
        self._pane.silence()
        if sound is None:
            self.hide()
            return
        self._gaps = gaps
        self._speak()
        self._pane.show_sound(title, sound)
        self.show()
        self.raise_()
        announce(self, f"{title}. {self._warning.text()}" if gaps else title)
        self._pane.setFocus(Qt.FocusReason.OtherFocusReason)

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
        self._lead.setText(
            self.tr(
                "As it was recorded, without any loss. "
                "In a call use headphones, or the patient hears it too."
            )
        )
        gaps = self.tr("The microphone fell silent {count} times. Do not count beats across it.")
        if self._gaps == 1:
            gaps = self.tr("The microphone fell silent once. Do not count beats across it.")
        self._warning.setText(gaps.format(count=self._gaps))
        self._warning.setVisible(self._gaps > 0)
        self._refer.setText(self.tr("New referral with it"))
        self._close.setText(self.tr("Close"))

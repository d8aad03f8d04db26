# SPDX-License-Identifier: GPL-3.0-or-later
"""The line that stands while a stethoscope is heard: what is sent, and what is recorded."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from app.calls.views import CallView
from app.ui.shell.keys import mark_region
from app.ui.widgets.announce import announce
from app.ui.widgets.button import Button
from app.ui.widgets.icon import Icon
from app.ui.widgets.plain_label import PlainLabel

_SECOND_MS = 1000


class ListeningBar(QFrame):
    """Emits what is wanted; hidden while the sound is that of a voice."""

    record_wanted = Signal(bool)
    stopped = Signal()

    def __init__(
        self,
        clock: Callable[[], datetime],
        *,
        records: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        """``records``: offer to record, where there is a record to keep it in."""
        super().__init__(parent)
        self.setObjectName("sharingbar")
        mark_region(self)
        self._clock = clock
        self._records = records
        self._view = CallView()
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 8, 16, 8)
        row.setSpacing(12)
        self._icon = Icon("heartbeat", "accent_text")
        self._words = PlainLabel("", "strong", wrap=True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        size = "small" if records else "normal"
        self._record = Button("", "outlined", "record-fill", size=size)
        if not records:
            self._record.hide()
        self._stop = Button("", "outlined", size=size)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._words, 1)
        for button in (self._record, self._stop):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        self._record.clicked.connect(lambda _: self.record_wanted.emit(not self._recording))
        self._stop.clicked.connect(lambda _: self.stopped.emit())
        self._second = QTimer(self, interval=_SECOND_MS)
        self._second.timeout.connect(self._speak)
        self.hide()

    @property
    def _recording(self) -> bool:
        return self._view.own.recording_since is not None

    def render_view(self, view: CallView) -> None:
        """Follow a call."""
        before, self._view = self._view.own, view
        own = view.own
        if (own.medical_sound, own.recording_since) == (
            before.medical_sound,
            before.recording_since,
        ):
            return
        self._speak()
        self.setVisible(own.medical_sound)
        if self._recording:
            self._second.start()
        else:
            self._second.stop()
        if own.medical_sound:
            announce(self, self._words.text())

    def changeEvent(self, event: QEvent) -> None:
        """Speak another language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._speak()

    def _speak(self) -> None:
        since = self._view.own.recording_since
        if since is None:
            self._icon.set_icon("heartbeat", "accent_text")
            words = self.tr("The stethoscope is sent as it sounds. Use headphones, or it echoes.")
            if not self._records:
                words = self.tr(
                    "The stethoscope is on: the other side hears it unfiltered. "
                    "Use headphones, or it echoes."
                )
            self._words.setText(words)
            self._record.setText(self.tr("Record"))
        else:
            seconds = max(0, int((self._clock() - since).total_seconds()))
            self._icon.set_icon("record-fill", "danger")
            words = self.tr("Recording the stethoscope, without any loss: {seconds} s")
            self._words.setText(words.format(seconds=seconds))
            self._record.setText(self.tr("Stop and keep"))
        self._record.set_kind("outlined" if since is None else "danger-filled")
        self._stop.setText(self.tr("Back to voice"))

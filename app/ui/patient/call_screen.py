# SPDX-License-Identifier: GPL-3.0-or-later
"""The patient's call: a face, three buttons, and whom to ring when it breaks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from app.calls.connection import ConnectionDetails
from app.calls.views import CallView
from app.media.frames import FrameSlot
from app.ui.call.controls import ControlBar
from app.ui.call.listening_bar import ListeningBar
from app.ui.call.stage import CallStage
from app.ui.call.trust import TrustPill
from app.ui.shell.keys import mark_region
from app.ui.widgets.plain_label import PlainLabel
from app.ui.widths import Width, width_of
from app.ui.words import role_words


class PatientCallScreen(QWidget):
    """Renders a CallView whole; signals say what the patient wants."""

    microphone_wanted = Signal(bool)
    camera_wanted = Signal(bool)
    sound_only_wanted = Signal(bool)
    blur_wanted = Signal(bool)
    medical_sound_wanted = Signal(bool)
    words_compared = Signal(bool)
    left = Signal()
    details_opened = Signal(bool)

    def __init__(self, clock: Callable[[], datetime], *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("mode", "patient")
        self._view = CallView()
        top = QFrame()
        top.setObjectName("topbar")
        mark_region(top)
        self._top = QGridLayout(top)
        self._top.setContentsMargins(20, 10, 16, 10)
        self._top.setHorizontalSpacing(16)
        self._top.setVerticalSpacing(6)
        self._name = PlainLabel("", "name", wrap=True)
        self._trust = TrustPill()
        self._top.addWidget(self._name, 0, 0)
        self._top.setColumnStretch(0, 1)
        self._stage = CallStage(clock, fingers=True)
        self._controls = ControlBar(devices=False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._listening = ListeningBar(clock, records=False)
        column.addWidget(top)
        column.addWidget(self._listening)
        column.addWidget(self._stage, 1)
        column.addWidget(self._controls)
        self._trust.clicked.connect(self._stage.ask_to_compare)
        self._stage.words_compared.connect(self.words_compared)
        self._stage.unmute_asked.connect(lambda: self.microphone_wanted.emit(True))
        self._controls.microphone_wanted.connect(self.microphone_wanted)
        self._controls.camera_wanted.connect(self.camera_wanted)
        self._controls.sound_only_wanted.connect(self.sound_only_wanted)
        self._controls.blur_wanted.connect(self.blur_wanted)
        self._controls.medical_sound_wanted.connect(self.medical_sound_wanted)
        self._listening.stopped.connect(lambda: self.medical_sound_wanted.emit(False))
        self._controls.left.connect(self.left)
        self._controls.connection_asked.connect(self._stage.toggle_details)
        self._stage.details_opened.connect(self.details_opened)
        self._arrange()

    def set_slots(self, remote: FrameSlot | None, own: FrameSlot | None) -> None:
        """Show these frames."""
        self._stage.set_slots(remote, own)

    def set_voices(self, own: float, other: float) -> None:
        """Let the voice bars follow the levels, 0 to 1."""
        self._stage.set_voices(own, other)

    def set_details(self, details: ConnectionDetails) -> None:
        """Show the numbers of the connection."""
        self._stage.set_details(details)

    def render(self, view: CallView) -> None:  # type: ignore[override]
        """Show a call whole."""
        self._view = view
        invitation = view.invitation
        expected = invitation.clinician_name if invitation is not None else ""
        phone = invitation.phone if invitation is not None else ""
        self._stage.render_view(view, expected, phone)
        self._controls.render_view(view)
        self._listening.render_view(view)
        self._trust.render_view(view)
        self._speak()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold where there is little room."""
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        """Follow language and text size."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._trust.render_view(self._view)
            self._speak()
        if event.type() is QEvent.Type.StyleChange:
            self._arrange()

    def _arrange(self) -> None:
        narrow = width_of(self).under(Width.MEDIUM)
        self._trust.set_roomy(not narrow)
        self._top.removeWidget(self._trust)
        if narrow:
            self._top.addWidget(self._trust, 1, 0, Qt.AlignmentFlag.AlignLeft)
        else:
            self._top.addWidget(self._trust, 0, 1, Qt.AlignmentFlag.AlignVCenter)

    def _speak(self) -> None:
        invitation = self._view.invitation
        if invitation is None:
            self._name.setText("")
            return
        role = role_words(invitation.clinician_role).lower()
        parts = (invitation.clinician_name, role, invitation.unit)
        self._name.setText(", ".join(part for part in parts if part))

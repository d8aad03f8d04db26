# SPDX-License-Identifier: GPL-3.0-or-later
"""A video visit: see the patient, write the note. ui.md screens 02 to 04."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from app.calls.connection import ConnectionDetails
from app.calls.views import Stage
from app.media.devices.qt_shareables import Shareable
from app.media.frames import FrameSlot
from app.records.composition import NoteTemplate
from app.records.encounter import SafetyField
from app.records.kept_sounds import KeptSound
from app.records.media_facts import Sound
from app.records.schedule import AppointmentStatus
from app.records.stills import StillFacts
from app.schedule.views import OwnerCard
from app.ui import theme
from app.ui.call.controls import ControlBar
from app.ui.call.emergency import EmergencyPanel
from app.ui.call.emergency_numbers import call_is_gone, number_in, value_of
from app.ui.call.listening_bar import ListeningBar
from app.ui.call.panel import CallPanel
from app.ui.call.sharing_bar import SharingBar
from app.ui.call.stage import CallStage
from app.ui.call.still_card import StillView
from app.ui.call.top_bar import TopBar
from app.ui.call.view import Phase, VisitView
from app.ui.safety.page import SafetyPage
from app.ui.safety.view import SafetyView
from app.ui.shell.keys import add_key
from app.ui.times import local_day
from app.ui.widths import Width, width_of
from app.ui.workbench.background import Background, at_once

_PANEL_WIDE, _PANEL_MEDIUM, _EMERGENCY, _LEAST_STAGE = 440, 360, 744, 480
_FACE = 180
_ANY = (1 << 24) - 1
"""Qt's "no limit"."""


class CallScreen(QWidget):
    """Renders a VisitView whole; every signal says what the clinician wants."""

    back = Signal()
    left = Signal()
    microphone_wanted = Signal(bool)
    camera_wanted = Signal(bool)
    sound_only_wanted = Signal(bool)
    medical_sound_wanted = Signal(bool)
    share_asked = Signal()
    share_chosen = Signal(object)
    share_stopped = Signal()
    blur_wanted = Signal(bool)
    still_asked = Signal()
    still_kept = Signal()
    still_discarded = Signal()
    still_referred = Signal()
    still_closed = Signal()
    still_opened = Signal(object)
    sound_opened = Signal(object)
    sound_referred = Signal()
    sound_closed = Signal()
    devices_asked = Signal()
    details_opened = Signal(bool)
    admit_asked = Signal()
    words_compared = Signal(bool)
    safety_answered = Signal(SafetyField, str, bool)
    save_asked = Signal(NoteTemplate, object)
    finish_asked = Signal(AppointmentStatus)
    sign_asked = Signal()
    emergency_logged = Signal(str)
    note_opened = Signal(str)

    def __init__(
        self,
        owner: OwnerCard,
        clock: Callable[[], datetime],
        background: Background = at_once,
        *,
        parent: QWidget | None = None,
    ) -> None:
        """``background`` computes what is drawn of a sound."""
        super().__init__(parent)
        self._before_emergency: QWidget | None = None
        self._before_sound: QWidget | None = None
        self._note_before_sound = False
        self.setObjectName("page")
        self._view = VisitView()
        self._note_open = False
        self._still_open = self._sound_open = False
        self._width = Width.WIDE
        self.sharing_bar = SharingBar()
        """Stands above this screen until a window takes it to stand above all of them."""
        self.listening_bar = ListeningBar(clock)
        self._top = TopBar(clock)
        self._body = QWidget(self)
        self._stage = CallStage(clock, background=background, parent=self._body)
        self._controls = ControlBar(tools=True, parent=self._body)
        self._panel = CallPanel(clock, parent=self._body)
        self._emergency = EmergencyPanel(owner, lambda: local_day(clock()), parent=self._body)
        self._emergency.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.sharing_bar)
        column.addWidget(self._top)
        column.addWidget(self.listening_bar)
        column.addWidget(self._body, 1)
        self._grid = QGridLayout(self._body)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(0)
        self._connect()
        add_key(self, "F8", self.tr("Finish, then sign"), self._press_f8)
        self._arrange()

    # ---- what is shown ---------------------------------------------------------------------

    def set_slots(self, remote: FrameSlot | None, own: FrameSlot | None) -> None:
        """Show these frames."""
        self._stage.set_slots(remote, own)

    def set_voices(self, own: float, other: float) -> None:
        """Let the voice bars follow the levels, 0 to 1."""
        self._stage.set_voices(own, other)

    def set_details(self, details: ConnectionDetails) -> None:
        """Show the numbers of the connection."""
        self._stage.set_details(details)

    def render(self, view: VisitView) -> None:  # type: ignore[override]
        """Show a visit whole."""
        before, self._view = self._view, view
        self._top.render_view(view)
        self._stage.render_view(view.call, view.name, self._phone())
        self._controls.render_view(view.call)
        self._panel.render_view(view)
        self._emergency.render_view(view)
        logging = view.encounter is not None and bool(view.encounter.emergency)
        if call_is_gone(view) and not call_is_gone(before) and logging:
            self._open_emergency()
        if view.phase is not before.phase or view.call.stage is not before.call.stage:
            self._arrange()

    def flush(self) -> None:
        """Save at once what has been typed."""
        self._panel.editor.flush()
        self._panel.safety.flush()

    def set_writing(self, on: bool) -> None:
        """Let the note be written, or not while it is being signed."""
        self._panel.editor.setEnabled(on)

    def ask_missing(self, field: SafetyField) -> None:
        """Open the form of a question that holds up the signature."""
        self._close_sound()
        self._note_open = True
        self._arrange()
        self._panel.ask(field)

    def ask_what_to_share(self, offered: tuple[Shareable, ...]) -> None:
        """Let the clinician choose one of these."""
        self._note_open = False
        self._arrange()
        self._stage.ask_what_to_share(offered)

    def show_still(self, view: StillView) -> None:
        """Show how far a picture of the patient is."""
        opened = view.image is not None
        if opened is not self._still_open:
            self._still_open = opened
            self._note_open = self._note_open and not opened
            self._arrange()
        self._stage.show_still(view)

    def show_stills(self, stills: tuple[StillFacts, ...]) -> None:
        """List the pictures in the patient's record."""
        self._panel.recorded.render_stills(stills)

    def show_sounds(self, sounds: tuple[KeptSound, ...]) -> None:
        """List the sounds in the patient's record."""
        self._panel.recorded.render_sounds(sounds)

    def show_sound(self, title: str, sound: Sound | None, gaps: int = 0) -> None:
        """Show a verified sound over the stage, or none any more; then all is as it was before."""
        opens = sound is not None
        changes = opens is not self._sound_open
        if changes and opens:
            self._before_sound = self.window().focusWidget()
            self._note_before_sound, self._note_open = self._note_open, False
        elif changes:
            self._note_open = self._note_open or self._note_before_sound
        self._sound_open = opens
        if changes:
            self._arrange()
        self._stage.show_sound(title, sound, gaps)
        if changes and not opens:
            _focus(self._before_sound)
            self._before_sound = None

    @property
    def safety(self) -> SafetyPage:
        """The safety plan and the questions about suicide."""
        return self._panel.safety

    def show_safety(self, view: SafetyView) -> None:
        """Show a patient's plan and answers beside the picture and in an emergency."""
        self._panel.safety.render_view(view)
        plan = view.state.plans.newest if view.state is not None else None
        self._emergency.plan.show_plan(plan)

    def show_safety_first(self) -> None:
        """Open the page of the safety plan."""
        self._panel.show_safety_first()

    def show_emergency(self) -> None:
        """Open the emergency panel."""
        self._open_emergency()

    # ---- Qt --------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold where there is little room."""
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._arrange()

    # ---- parts -----------------------------------------------------------------------------

    def _connect(self) -> None:
        self._top.back.connect(self.back)
        self._top.trust_asked.connect(self._compare)
        self._top.emergency_asked.connect(self._toggle_emergency)
        self._stage.words_compared.connect(self.words_compared)
        self._stage.admit_asked.connect(self.admit_asked)
        self._stage.unmute_asked.connect(lambda: self.microphone_wanted.emit(True))
        self._stage.details_opened.connect(self.details_opened)
        controls = self._controls
        controls.microphone_wanted.connect(self.microphone_wanted)
        controls.camera_wanted.connect(self.camera_wanted)
        controls.sound_only_wanted.connect(self.sound_only_wanted)
        controls.share_asked.connect(self.share_asked)
        controls.share_stopped.connect(self.share_stopped)
        self._stage.share_chosen.connect(self.share_chosen)
        controls.blur_wanted.connect(self.blur_wanted)
        controls.still_asked.connect(self.still_asked)
        still = self._stage.still
        still.kept.connect(self.still_kept)
        still.discarded.connect(self.still_discarded)
        still.referred.connect(self.still_referred)
        still.closed.connect(self.still_closed)
        controls.medical_sound_wanted.connect(self.medical_sound_wanted)
        self._panel.recorded.still_opened.connect(self.still_opened)
        self._panel.recorded.sound_opened.connect(self.sound_opened)
        self._stage.sound.referred.connect(self.sound_referred)
        self._stage.sound.closed.connect(self.sound_closed)
        controls.devices_asked.connect(self.devices_asked)
        controls.connection_asked.connect(self._stage.toggle_details)
        controls.left.connect(self.left)
        controls.note_asked.connect(self._toggle_note)
        self._panel.strip.answered.connect(self.safety_answered)
        self._panel.editor.save_asked.connect(self.save_asked)
        self._panel.foot.finish_asked.connect(self.finish_asked)
        self._panel.foot.sign_asked.connect(self.sign_asked)
        self._panel.foot.missing_pressed.connect(self.ask_missing)
        self._panel.note_opened.connect(self.note_opened)
        self._panel.safety.emergency_asked.connect(self._open_emergency)
        self._panel.safety.high_reached.connect(self._open_emergency)
        self._emergency.logged.connect(self.emergency_logged)
        self._emergency.answered.connect(self.safety_answered)
        self._emergency.closed.connect(self._close_emergency)

    def _phone(self) -> str:
        written = value_of(self._view, SafetyField.PHONE)
        if written:
            return number_in(written) or written
        appointment = self._view.appointment
        return appointment.patient.phone if appointment is not None else ""

    def _compare(self) -> None:
        self._note_open = False
        self._arrange()
        self._stage.ask_to_compare()

    def _close_sound(self) -> None:
        if self._sound_open:
            self._note_before_sound = False
            self.sound_closed.emit()

    def _toggle_note(self) -> None:
        self._close_sound()
        self._note_open = not self._note_open
        self._arrange()
        if self._note_open:
            self._panel.editor.focus_first()

    def _press_f8(self) -> None:
        if self._panel.isVisible():
            self._panel.foot.press_next()

    def _toggle_emergency(self) -> None:
        if self._emergency.isVisible():
            self._close_emergency()
        else:
            self._open_emergency()

    def _open_emergency(self) -> None:
        self._close_sound()
        self._before_emergency = self.window().focusWidget()
        self._top.set_emergency_open(True)
        self._emergency.show()
        self._arrange()
        self._emergency.open()

    def _close_emergency(self) -> None:
        self._top.set_emergency_open(False)
        self._emergency.hide()
        self._arrange()
        before, self._before_emergency = self._before_emergency, None
        _focus(before)

    def _arrange(self) -> None:
        """Place picture, controls and what stands beside them for the width that there is.

        The emergency panel takes the note's place and more, so that the face stays in sight.
        """
        width = width_of(self)
        one_column = width.under(Width.MEDIUM)
        alarm = not self._emergency.isHidden()
        over = self._view.call.stage is Stage.ENDED and self._view.phase is not Phase.VISITING
        # A picture of the record lies over the stage, also after the visit.
        done = over and not self._still_open and not self._sound_open
        note = alarm or self._note_open or (one_column and done)
        side = self._emergency if alarm else self._panel
        for part in (self._top, self._panel, self._emergency):
            part.set_width(width)
        self._controls.set_note(one_column and not done and not alarm, open_now=note)
        for widget in (self._stage, self._controls, self._panel, self._emergency):
            self._grid.removeWidget(widget)
        self._panel.setVisible(not alarm and (note or not one_column))
        self._stage.set_compact(one_column and note)
        self._stage.setVisible(not (one_column and done))
        face = min(_FACE, self.height() // 6)
        self._stage.setMaximumHeight(face if one_column and note else _ANY)
        self._controls.setVisible(not done and not (alarm and one_column))
        self._grid.addWidget(self._stage, 0, 0)
        if one_column:
            side.setMinimumWidth(0)
            side.setMaximumWidth(_ANY)
            self._grid.addWidget(side, 1, 0)
            self._grid.addWidget(self._controls, 2, 0)
        else:
            side.setFixedWidth(self._side_width(width, alarm=alarm))
            self._grid.addWidget(self._controls, 1, 0)
            self._grid.addWidget(side, 0, 1, 2, 1)
        self._grid.setColumnStretch(0, 1)
        self._grid.setRowStretch(0, 0 if one_column and note else 1)
        self._grid.setRowStretch(1, 1 if one_column and note else 0)

    def _side_width(self, width: Width, *, alarm: bool) -> int:
        if not alarm:
            return theme.px(_PANEL_WIDE if width is Width.WIDE else _PANEL_MEDIUM)
        return min(theme.px(_EMERGENCY), self.window().width() - theme.px(_LEAST_STAGE))


def _focus(before: QWidget | None) -> None:
    """Give the focus back to where it was, as far as that is still there."""
    if before is not None and isValid(before) and before.isVisible():
        before.setFocus()

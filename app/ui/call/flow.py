# SPDX-License-Identifier: GPL-3.0-or-later
"""Joins the call screen with the visit and the note."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.bridge import Bridge
from app.calls.host import HostService
from app.calls.views import CallView, EndReason, Stage
from app.media.engine import MediaEngine
from app.notes.life_cycle import AlreadySigned, SafetyIncomplete
from app.notes.service import NoteService
from app.notes.views import NoteRow, VerifiedVersion
from app.records.composition import DraftNote, NoteTemplate
from app.records.encounter import Encounter, SafetyAnswer, SafetyField
from app.records.ids import CompositionId, EncounterId, ParticipantId, UserId
from app.records.schedule import Appointment, AppointmentStatus
from app.safety.service import SafetyService
from app.ui.call.details import DetailsFeed
from app.ui.call.listening import Listening
from app.ui.call.own_choices import OwnChoices
from app.ui.call.screen import CallScreen
from app.ui.call.sharing import Sharing
from app.ui.call.sounds import SoundFlow
from app.ui.call.stills import StillFlow
from app.ui.call.view import Phase, VisitView
from app.ui.call.voices import Voices
from app.ui.notes.draft_saver import DraftSaver
from app.ui.notices import Notices
from app.ui.safety.flow import SafetyFlow


@dataclass(frozen=True, slots=True)
class _Found:
    """What is known of a visit when it is opened."""

    appointment: Appointment
    encounter: Encounter | None
    draft: DraftNote | None
    rows: tuple[NoteRow, ...]


class CallFlow(QObject):
    """One visit at a time, from opening the room to the signed note. Lives in the GUI thread.

    ``closed``: back to the day. ``opened``: a draft is on the screen. ``signed`` and
    ``note_opened``: show this note. ``devices_asked``: show the settings of devices.
    """

    closed = Signal()
    opened = Signal()
    signed = Signal(str)
    note_opened = Signal(str)
    devices_asked = Signal()

    def __init__(
        self,
        screen: CallScreen,
        host: HostService,
        notes: NoteService,
        safety: SafetyService,
        engine: MediaEngine,
        bridge: Bridge,
        notices: Notices,
        author: UserId,
        clock: Callable[[], datetime],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._screen = screen
        self._host = host
        self._notes = notes
        self._bridge = bridge
        self._notices = notices
        self._author = author
        self._clock = clock
        self._view = VisitView()
        self._to_admit: ParticipantId | None = None
        self._told_unsettled: set[str] = set()
        """What closing would lose, and has been said so once."""
        self._saver = DraftSaver(notes, bridge, self)
        self._saver.changed.connect(lambda draft: self._show(draft=draft))
        self._saver.failed.connect(notices.show)
        self._voices = Voices(engine, bridge, self)
        self._voices.heard.connect(lambda now: screen.set_voices(now.microphone, now.speaker))
        self._sharing = Sharing(screen, host.media, bridge, notices, self)
        self._own_choices = OwnChoices(screen, host.media, bridge, notices, self)
        self._details = DetailsFeed(host.connection, bridge, self)
        self._details.told.connect(screen.set_details)
        screen.details_opened.connect(self._details.run)
        self.stills = StillFlow(screen, host, bridge, notices, lambda: self._view.appointment, self)
        self._listening = Listening(screen, host.keeping.sounds, bridge, notices, self)
        self.sounds = SoundFlow(
            screen,
            host.keeping.kept_sounds,
            bridge,
            notices,
            lambda: self._view.appointment,
            self,
        )
        self._listening.kept.connect(self.sounds.look)
        self._safety = SafetyFlow(screen, safety, bridge, notices, self._encounter_id, clock, self)
        screen.set_slots(engine.remote_frames, engine.local_frames)
        self._connect()
        show = bridge.in_gui(self._call_changed)
        # Read on the asyncio thread, which the service belongs to.
        self._run(host.watch(lambda view: show(view, host.encounter)))

    @property
    def appointment(self) -> Appointment | None:
        """The visit on the screen."""
        return self._view.appointment

    def may_lock(self) -> bool:
        """Tell whether nobody would be cut off by locking; says why where somebody would."""
        if self._view.call.stage in (Stage.OUTSIDE, Stage.ENDED):
            return self.may_close()
        self._notices.warn(
            self.tr("A visit is open."), self.tr("Leave or finish it first, then lock.")
        )
        return False

    def devices_free(self) -> bool:
        """Tell whether no visit uses camera and microphone."""
        return self._view.call.stage in (Stage.OUTSIDE, Stage.ENDED)

    def may_close(self) -> bool:
        """Tell whether nothing would be lost; holds the program open once for each that would."""
        open_now = self._unsettled()
        self._told_unsettled &= open_now.keys()
        for title, detail in open_now.items():
            if title not in self._told_unsettled:
                self._told_unsettled.add(title)
                self._notices.warn(title, detail)
                return False
        return True

    def _unsettled(self) -> dict[str, str]:
        """Name what closing would lose, with what to do."""
        found: dict[str, str] = {}
        if self._view.draft is not None and self._view.draft.save_failed:
            found[self.tr("Your text is not saved yet.")] = self.tr(
                "Make room on the disk, or copy the text. Closing again loses what is new."
            )
        if self._listening.running:
            found[self.tr("The stethoscope is being recorded.")] = self.tr(
                "Stop and keep it first. Closing again ends the recording and keeps it."
            )
        if self._listening.pending:
            found[self.tr("The recording of the stethoscope is not kept yet.")] = self.tr(
                "Make room on the disk. Closing again loses the recording."
            )
        if self.stills.asking:
            found[self.tr("A picture waits for your answer.")] = self.tr(
                "Keep it or delete it. Closing again deletes it."
            )
        return found

    def open(self, appointment: Appointment, participant: ParticipantId | None = None) -> None:
        """Show a visit and enter its room; a visit that is open already is only shown.

        ``participant`` is let in as soon as the room is entered.
        """
        self._to_admit = participant
        current = self._view.appointment
        if current is not None and current.appointment == appointment.appointment:
            if self._view.phase is Phase.VISITING and self._view.call.stage is Stage.OUTSIDE:
                self._enter(appointment)
            else:
                self._admit_wanted(appointment)
            return
        self._screen.flush()
        self._view = VisitView(appointment=appointment)
        self.stills.visit_opened(appointment)
        self.sounds.visit_opened(appointment)
        self._safety.visit_opened(appointment.patient)
        self._screen.render(self._view)
        self._enter(appointment)

    def write(self, composition: CompositionId) -> None:
        """Go on with a draft whose visit is over, to sign it."""
        self._screen.flush()
        self._bridge.run(self._find_draft(composition), self._draft_found, self._notices.show)

    def flush(self) -> None:
        """Save at once what has been typed, before the program locks or ends."""
        self._screen.flush()

    # ---- the visit -------------------------------------------------------------------------

    def _connect(self) -> None:
        screen, host = self._screen, self._host
        screen.back.connect(self._go_back)
        screen.left.connect(self._leave)
        screen.microphone_wanted.connect(lambda on: self._run(host.media.set_microphone(on)))
        screen.camera_wanted.connect(lambda on: self._run(host.media.set_camera(on)))
        screen.devices_asked.connect(self.devices_asked)
        screen.admit_asked.connect(self._admit)
        screen.words_compared.connect(lambda same: self._run(host.words_compared(same)))
        screen.safety_answered.connect(self._answer)
        screen.emergency_logged.connect(
            lambda text: self._run_then_look(host.keeping.log_emergency(text))
        )
        screen.save_asked.connect(self._saver.save)
        screen.finish_asked.connect(self._finish)
        screen.sign_asked.connect(self._sign)
        screen.note_opened.connect(self.note_opened)

    def _enter(self, appointment: Appointment) -> None:
        # Without the server the visit and its note are here all the same.
        self._bridge.run(
            self._host.enter(appointment.appointment),
            lambda _: self._entered(appointment),
            lambda error: self._entered_alone(appointment, error),
        )

    def _entered(self, appointment: Appointment) -> None:
        self._admit_wanted(appointment)
        self._begin(appointment)

    def _admit_wanted(self, appointment: Appointment) -> None:
        participant, self._to_admit = self._to_admit, None
        if participant is not None:
            self._run(self._host.admit(appointment.appointment, participant))

    def _entered_alone(self, appointment: Appointment, error: Exception) -> None:
        self._notices.show(error)
        self._begin(appointment)

    def _begin(self, appointment: Appointment) -> None:
        self._bridge.run(self._take_up(appointment), self._taken_up, self._notices.show)

    async def _take_up(self, appointment: Appointment) -> _Found:
        encounter, draft = self._host.encounter, None
        patient = appointment.patient.patient
        if encounter is not None and encounter.appointment != appointment.appointment:
            encounter = None
        if encounter is not None:
            template = NoteTemplate.FOLLOW_UP
            draft = await self._notes.begin(patient, encounter.encounter, template)
        return _Found(appointment, encounter, draft, await self._notes.rows(patient))

    def _taken_up(self, found: _Found) -> None:
        here = self._view.appointment
        if here is None or here.appointment != found.appointment.appointment:
            return
        if found.draft is not None:
            self._saver.begin(found.draft)
        earlier = tuple(row for row in found.rows if row.signed is not None)
        self._show(encounter=found.encounter or self._view.encounter, earlier=earlier)

    async def _find_draft(self, composition: CompositionId) -> _Found | None:
        draft = await self._notes.draft(composition)
        appointment, encounter = await self._notes.visit_of(draft)
        if appointment is None:
            return None
        return _Found(appointment, encounter, draft, await self._notes.rows(draft.patient))

    def _draft_found(self, found: _Found | None) -> None:
        if found is None or found.draft is None:
            return
        over = CallView(Stage.ENDED, found.appointment.appointment, end_reason=EndReason.FINISHED)
        self._view = VisitView(over, found.appointment, found.encounter, phase=Phase.WRITING)
        self.stills.visit_opened(found.appointment)
        self.sounds.visit_opened(found.appointment)
        self._safety.visit_opened(found.appointment.patient)
        self._taken_up(found)
        self.opened.emit()

    def _call_changed(self, call: CallView, encounter: Encounter | None) -> None:
        appointment = self._view.appointment
        self._sharing.render_view(call)
        self._own_choices.render_view(call)
        self._listening.render_view(call)
        self.stills.render_view(call)
        if appointment is None or call.appointment != appointment.appointment:
            return
        if self._view.phase is Phase.WRITING and call.stage is not Stage.ENDED:
            return
        self._voices.run(call.stage is Stage.CONNECTED)
        self._show(call=call, encounter=encounter or self._view.encounter)

    def _admit(self) -> None:
        appointment, waiting = self._view.appointment, self._view.call.waiting
        if appointment is not None and waiting:
            self._run(self._host.admit(appointment.appointment, waiting[0]))

    def _answer(self, field: SafetyField, value: str, not_obtained: bool) -> None:
        answer = SafetyAnswer(field, value, self._clock(), self._author, not_obtained)
        encounter = self._view.encounter
        if encounter is not None:
            self._bridge.run(
                self._record(encounter.encounter, answer), self._looked, self._notices.show
            )

    async def _record(self, encounter: EncounterId, answer: SafetyAnswer) -> Encounter | None:
        open_here = self._host.encounter
        if open_here is None or open_here.encounter != encounter:
            return await self._notes.answer_later(encounter, answer)
        await self._host.keeping.record_safety(answer)
        return self._host.encounter

    def _go_back(self) -> None:
        self._screen.flush()
        self.sounds.close()
        self.closed.emit()

    def _leave(self) -> None:
        self._screen.flush()
        self.sounds.close()
        self._run(self._host.leave())
        self.closed.emit()

    def _finish(self, status: AppointmentStatus) -> None:
        self._screen.flush()
        self._bridge.run(self._host.finish(status), lambda _: self._finished(), self._notices.show)

    def _finished(self) -> None:
        self._show(phase=Phase.WRITING)
        self._look()

    # ---- the note --------------------------------------------------------------------------

    def _sign(self) -> None:
        self._screen.flush()
        self._saver.then(self._sign_now)

    def _sign_now(self) -> None:
        view = self._view
        if view.draft is None or view.appointment is None:
            return
        # What is typed from here on would be in no version.
        self._screen.set_writing(False)
        self._bridge.run(
            self._notes.sign(
                view.draft.draft.composition, view.encounter, view.appointment.patient
            ),
            self._signed_version,
            self._sign_failed,
        )

    def _signed_version(self, version: VerifiedVersion) -> None:
        self._screen.set_writing(True)
        self._leave_note(version.version.composition)

    def _sign_failed(self, error: Exception) -> None:
        self._screen.set_writing(True)
        view = self._view.draft
        if isinstance(error, SafetyIncomplete) and error.fields:
            self._screen.ask_missing(error.fields[0])
            return
        if isinstance(error, AlreadySigned) and view is not None:
            self._leave_note(view.draft.composition)
            return
        self._notices.show(error)

    def _leave_note(self, composition: CompositionId) -> None:
        self.sounds.close()
        self._view = VisitView()
        self._screen.render(self._view)
        self.signed.emit(composition)

    # ---- parts -----------------------------------------------------------------------------

    def _show(self, **changes: Any) -> None:
        self._view = replace(self._view, **changes)
        self._screen.render(self._view)

    def _run(self, coroutine: Coroutine[Any, Any, object]) -> None:
        self._bridge.run(coroutine, lambda _: None, self._notices.show)

    def _run_then_look(self, coroutine: Coroutine[Any, Any, object]) -> None:
        self._bridge.run(coroutine, lambda _: self._look(), self._notices.show)

    def _look(self) -> None:
        """Fetch the visit as it is written down now."""
        self._bridge.run(self._encounter(), self._looked, self._notices.show)

    def _encounter_id(self) -> EncounterId | None:
        encounter = self._view.encounter
        return encounter.encounter if encounter is not None else None

    async def _encounter(self) -> Encounter | None:
        return self._host.encounter

    def _looked(self, encounter: Encounter | None) -> None:
        here = self._view.appointment
        if encounter is not None and here and encounter.appointment == here.appointment:
            self._show(encounter=encounter)

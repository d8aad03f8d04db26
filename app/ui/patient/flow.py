# SPDX-License-Identifier: GPL-3.0-or-later
"""The patient's way: check, waiting room, call, and back again. Nothing ever blocks it."""

from __future__ import annotations

import time
from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import datetime
from typing import Any

from PySide6.QtCore import QObject, QTimer, QUrl
from PySide6.QtMultimedia import QSoundEffect

from app.bridge import Bridge
from app.calls.guest import GuestService
from app.calls.invitations import LinkClosed, LinkNotKnown, NotOpenYet, VisitOver, WrongCard
from app.calls.views import CallView, InvitationView, Stage
from app.errors import KnownError
from app.media.devices.catalogue import list_cameras, list_microphones
from app.media.devices.errors import DeviceKind
from app.media.engine import MediaEngine
from app.media.levels import Levels
from app.resources import resource_path
from app.ui.call.details import DetailsFeed
from app.ui.call.numbers import unbroken
from app.ui.call.voices import Voices
from app.ui.notices import Notices
from app.ui.patient.call_screen import PatientCallScreen
from app.ui.patient.check import DeviceCheck, Step, StepState
from app.ui.patient.check_screen import CheckScreen
from app.ui.patient.waiting_screen import WaitingScreen
from app.ui.patient_frame import PatientFrame
from app.ui.words import error_words

RETRY_MS = 4000
_LOOK_MS = 250
_DEVICES = {Step.CAMERA: DeviceKind.CAMERA, Step.MICROPHONE: DeviceKind.MICROPHONE}
_HOPELESS = (LinkClosed, LinkNotKnown, VisitOver, WrongCard)
_CALLING = (Stage.CONNECTING, Stage.CONNECTED, Stage.RECONNECTING, Stage.INTERRUPTED)


class PatientFlow(QObject):
    """One visit by one link. Lives in the GUI thread; ``begin`` starts it."""

    def __init__(
        self,
        frame: PatientFrame,
        guest: GuestService,
        engine: MediaEngine,
        bridge: Bridge,
        notices: Notices,
        clock: Callable[[], datetime],
        pick_device: Callable[[DeviceKind, str], object],
        parent: QObject | None = None,
        *,
        missing: frozenset[Step] = frozenset(),
    ) -> None:
        super().__init__(parent)
        self._missing = missing
        self._pick_device = pick_device
        self._frame = frame
        self._guest = guest
        self._engine = engine
        self._bridge = bridge
        self._notices = notices
        self._view = CallView()
        self._now = time.monotonic
        self._check = DeviceCheck(self._now())
        self._checking = True
        self._opened = False
        self._opening = False
        self._knock_wanted = False
        self._knocked = False
        self._ring_wanted = False
        self._problem = ""
        self._ring = ""
        self._check_screen = CheckScreen()
        self._waiting_screen = WaitingScreen(clock)
        self._call_screen = PatientCallScreen(clock)
        for screen in (self._check_screen, self._waiting_screen, self._call_screen):
            frame.add_screen(screen)
        self._check_screen.set_slot(engine.local_frames)
        self._waiting_screen.set_slot(engine.local_frames)
        self._call_screen.set_slots(engine.remote_frames, engine.local_frames)
        self._voices = Voices(engine, bridge, self)
        self._voices.heard.connect(self._heard)
        self._details = DetailsFeed(guest.connection, bridge, self)
        self._details.told.connect(self._call_screen.set_details)
        self._call_screen.details_opened.connect(self._details.run)
        self._look_timer = QTimer(self, interval=_LOOK_MS)
        self._look_timer.timeout.connect(self._look)
        self._retry = QTimer(self, singleShot=True, interval=RETRY_MS)
        self._retry.timeout.connect(self._open)
        self._tone = QSoundEffect(self)
        self._admitted = QSoundEffect(self)
        self._tone.setSource(QUrl.fromLocalFile(str(resource_path("sounds/tone.wav"))))
        self._admitted.setSource(QUrl.fromLocalFile(str(resource_path("sounds/admitted.wav"))))
        self._connect()

    def begin(self) -> None:
        """Start the check and open the invitation."""
        show = self._bridge.in_gui(self._changed)
        self._run(self._guest.watch(show))
        self._voices.run(True)
        self._look_timer.start()
        self._check = DeviceCheck(self._now())
        for step in self._missing:
            self._check = self._check.device_missing(step)
        self._show()
        self._open()

    # ---- the check -------------------------------------------------------------------------

    def _connect(self) -> None:
        check, waiting, call = self._check_screen, self._waiting_screen, self._call_screen
        check.go_asked.connect(self._go)
        check.ring_asked.connect(self._ring_me)
        check.tone_asked.connect(self._play_tone)
        check.tone_heard.connect(lambda heard: self._checked(self._check.tone_heard(heard)))
        check.retry_asked.connect(lambda _step: self._open())
        check.devices_asked.connect(self._offer_devices)
        check.device_chosen.connect(self._change_device)
        waiting.answered.connect(lambda text: self._run(self._guest.send_message(text)))
        waiting.test_asked.connect(self._test_again)
        waiting.left.connect(self._leave)
        waiting.came_back.connect(self._knock)
        waiting.ring_asked.connect(self._ring_me)
        call.words_compared.connect(lambda same: self._run(self._guest.words_compared(same)))
        call.left.connect(self._leave)
        media = self._guest.media
        for screen in (waiting, call):
            screen.microphone_wanted.connect(lambda on: self._run(media.set_microphone(on)))
            screen.camera_wanted.connect(lambda on: self._run(media.set_camera(on)))
        call.blur_wanted.connect(lambda on: self._run(media.set_blur(on)))
        call.medical_sound_wanted.connect(lambda on: self._run(media.set_medical_sound(on)))
        call.sound_only_wanted.connect(lambda on: self._run(media.set_sound_only(on)))
        self._frame.closing.connect(self._leave)

    def _checked(self, check: DeviceCheck) -> None:
        if check is not self._check:
            self._check = check
            self._show_check()

    def _heard(self, levels: Levels) -> None:
        if self._checking:
            self._check_screen.set_level(levels.microphone)
            self._checked(self._check.levels_came(levels))
        else:
            self._call_screen.set_voices(levels.microphone, levels.speaker)

    def _look(self) -> None:
        if self._check_screen.has_picture():
            self._checked(self._check.picture_came())
        self._checked(self._check.time_passed(self._now()))

    def _play_tone(self) -> None:
        self._tone.play()
        self._checked(self._check.tone_played())

    def _test_again(self) -> None:
        self._checking = True
        if self._check.view.microphone is not StepState.MISSING:
            self._check = self._check.retried(Step.MICROPHONE, self._now())
        self._show()

    def _offer_devices(self, step: Step) -> None:
        names = list_cameras() if step is Step.CAMERA else list_microphones()
        self._check_screen.offer_devices(step, names)

    def device_refused(self, kind: DeviceKind, _error: Exception) -> None:
        """Mark the step of a device that did not open."""
        for step, its in _DEVICES.items():
            if its is kind:
                self._checked(self._check.device_failed(step))

    def _change_device(self, step: Step, name: str) -> None:
        self._checked(self._check.retried(step, self._now()))
        self._pick_device(_DEVICES[step], name)

    # ---- the way in ------------------------------------------------------------------------

    def _open(self) -> None:
        if not self._opening:
            self._opening = True
            self._checked(self._check.retried(Step.CONNECTION, self._check.started))
            started = self._now()
            self._bridge.run(
                self._guest.open(),
                lambda invitation: self._is_open(invitation, self._now() - started),
                self._not_open,
            )

    def _is_open(self, invitation: InvitationView, seconds: float) -> None:
        self._opening, self._opened, self._problem = False, True, ""
        self._frame.set_unit(invitation.unit)
        self._checked(self._check.server_answered(invitation, seconds))
        if self._knock_wanted:
            self._knock()
        self._show()

    def _not_open(self, error: Exception) -> None:
        self._opening = False
        title, detail = error_words(error)
        words = f"{title} {detail}".strip()
        known = isinstance(error, (*_HOPELESS, NotOpenYet))
        self._problem = words if known else ""
        self._checked(self._check.server_failed(words))
        if not isinstance(error, _HOPELESS):
            self._retry.start()
        if not isinstance(error, KnownError):
            self._notices.show(error)
        self._show()

    def _go(self) -> None:
        self._checking = False
        if not self._knocked or self._view.stage in (Stage.OUTSIDE, Stage.ENDED):
            self._knock()
        self._show()

    def _knock(self) -> None:
        self._knock_wanted = True
        if not self._opened:
            self._open()
            return
        summary = self._check.view.summary()
        self._bridge.run(self._guest.knock(summary), self._at_door, self._not_at_door)

    def _at_door(self, _: object) -> None:
        self._knock_wanted, self._knocked = False, True
        if self._ring_wanted:
            self._send_ring()

    def _not_at_door(self, error: Exception) -> None:
        # The session goes on by itself where only the server is away; see CallView.server_online.
        if isinstance(error, KnownError) and self._view.stage is not Stage.OUTSIDE:
            self._at_door(None)
            return
        self._notices.show(error)

    def _ring_me(self) -> None:
        """Tell the clinic to ring; if it cannot be told, the number to ring stands there."""
        self._ring_wanted = True
        if self._knocked and self._view.stage not in (Stage.OUTSIDE, Stage.ENDED):
            self._send_ring()
        else:
            self._tell_ring(self.tr("Telling the clinic …"))
            self._knock()

    def _send_ring(self) -> None:
        self._ring_wanted = False
        text = self.tr("Ring me instead. I cannot use video now.")
        self._bridge.run(self._guest.send_message(text), self._ring_told, self._ring_untold)

    def _ring_told(self, _: object) -> None:
        self._tell_ring(self.tr("The clinic knows that you want to be rung."))

    def _ring_untold(self, error: Exception) -> None:
        invitation = self._view.invitation
        if invitation is not None and invitation.phone:
            words = self.tr("The clinic could not be told. Ring {number}.")
            self._tell_ring(words.format(number=unbroken(invitation.phone)))
        else:
            self._notices.show(error)

    def _tell_ring(self, words: str) -> None:
        self._ring = words
        self._show()

    def _leave(self) -> None:
        self._knock_wanted = False
        self._run(self._guest.leave())

    # ---- what is shown ---------------------------------------------------------------------

    def _changed(self, view: CallView) -> None:
        before, self._view = self._view, view
        if view.stage in _CALLING and before.stage not in _CALLING:
            self._checking = False
            self._admitted.play()
        self._show()

    def _show(self) -> None:
        view = self._view
        if view.stage in _CALLING:
            self._call_screen.render(view)
            self._frame.show_screen(self._call_screen, bare=True)
        elif self._checking:
            self._show_check()
            self._frame.show_screen(self._check_screen)
        else:
            self._waiting_screen.render(view, self._problem, self._ring)
            self._frame.show_screen(self._waiting_screen, plateau=True)
        checking = self._checking and view.stage not in _CALLING
        self._look_timer.start() if checking else self._look_timer.stop()
        self._voices.run(checking or view.stage is Stage.CONNECTED)

    def _show_check(self) -> None:
        view = self._check.view
        # What is shown is what is known now, also while it is asked again.
        if self._problem and view.connection is StepState.TESTING:
            view = self._check.server_failed(self._problem).view
        self._check_screen.render(replace(view, ring=self._ring))

    def _run(self, coroutine: Coroutine[Any, Any, object]) -> None:
        self._bridge.run(coroutine, lambda _: None, self._notices.show)

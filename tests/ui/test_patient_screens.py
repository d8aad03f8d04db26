# SPDX-License-Identifier: GPL-3.0-or-later
"""The patient's screens: check, waiting room, call; nothing ever blocks the way in."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.calls.views import ChatLine, EndReason, OwnView, Stage, Trust
from app.media.levels import Levels
from app.ui.call.trust import TrustPill
from app.ui.language import BOKMAL, ENGLISH, Language
from app.ui.patient.call_screen import PatientCallScreen
from app.ui.patient.check import CheckView, DeviceCheck, Step, StepState
from app.ui.patient.check_screen import CheckScreen
from app.ui.patient.waiting_screen import WaitingScreen
from app.ui.patient_frame import PatientFrame
from app.ui.theme import Look, Theme
from app.ui.widgets.button import Button
from app.ui.widgets.plain_label import PlainLabel
from app.ui.widgets.switch import Switch
from tests.ui.clipping import assert_readable, settle, tab_order
from tests.ui.samples import NOW
from tests.ui.visit_samples import GUEST, GUEST_CALL, INVITATION

SIZES = ((1280, 800, 100), (1024, 700, 100), (1280, 800, 200), (1024, 700, 200))
MIXED = CheckView(INVITATION, StepState.WORKS, StepState.FAILS, StepState.TESTING, StepState.WEAK)


class Patient:
    """The window with its three screens."""

    def __init__(self, qtbot: QtBot) -> None:
        self.frame = PatientFrame()
        qtbot.addWidget(self.frame)
        self.check = CheckScreen()
        self.waiting = WaitingScreen(lambda: NOW)
        self.call = PatientCallScreen(lambda: NOW)
        for screen in (self.check, self.waiting, self.call):
            self.frame.add_screen(screen)
        self.frame.show()
        settle(self.frame)

    def words(self) -> str:
        labels = self.frame.findChildren(PlainLabel)
        return "\n".join(label.text() for label in labels if label.isVisible())

    def button(self, name: str) -> Button:
        found = self.frame.findChildren(Button)
        return next(b for b in found if b.isVisible() and b.accessibleName() == name)

    def shows(self, name: str) -> bool:
        found = self.frame.findChildren(Button)
        return any(b.isVisible() and b.accessibleName() == name for b in found)


@pytest.fixture
def patient(qtbot: QtBot) -> Patient:
    return Patient(qtbot)


# ---- the check, pure ----------------------------------------------------------------------


def quiet(silent: bool) -> Levels:
    return Levels(microphone=0.0, speaker=0.0, microphone_silent=silent)


def test_what_is_seen_and_heard_works() -> None:
    check = DeviceCheck(100.0).picture_came().levels_came(Levels(0.4, 0.0, False))
    check = check.tone_played().tone_heard(True).server_answered(INVITATION, 0.2)
    assert {check.view.state(step) for step in Step} == {StepState.WORKS}
    assert check.view.summary() == "fine"
    assert check.time_passed(1e6) is check


def test_silence_fails_only_when_nobody_was_ever_heard() -> None:
    silent = DeviceCheck(100.0).levels_came(quiet(True))
    assert silent.view.microphone is StepState.FAILS
    assert silent.levels_came(Levels(0.4, 0.0, False)).view.microphone is StepState.WORKS
    heard = DeviceCheck(100.0).levels_came(Levels(0.4, 0.0, False)).levels_came(quiet(True))
    assert heard.view.microphone is StepState.WORKS


def test_steps_are_skipped_after_eight_seconds() -> None:
    check = DeviceCheck(100.0)
    assert check.time_passed(107.9) is check
    late = check.time_passed(108.0).view
    assert late.camera is late.microphone is StepState.SKIPPED
    assert late.connection is StepState.TESTING, "the server has its own time"
    assert late.summary() == "skipped", "nobody may think that it was tried"


def test_a_device_that_is_not_there_is_not_waited_for() -> None:
    check = DeviceCheck(0.0).device_missing(Step.CAMERA).device_missing(Step.MICROPHONE)
    check = check.levels_came(quiet(True)).time_passed(20.0)
    assert check.view.camera is check.view.microphone is StepState.MISSING
    assert check.view.summary() == "failed"
    assert check.retried(Step.CAMERA, 30.0).view.camera is StepState.TESTING


def test_a_slow_or_dead_server_is_said() -> None:
    check = DeviceCheck(0.0)
    assert check.server_answered(INVITATION, 2.0).view.summary() == "weak"
    failed = check.server_failed("The link is too old.")
    assert failed.view.problem == "The link is too old."
    assert failed.view.summary() == "failed"
    assert failed.server_answered(INVITATION, 0.1).view.problem == ""
    again = failed.retried(Step.CONNECTION, 50.0)
    assert again.view.connection is StepState.TESTING
    assert check.device_failed(Step.CAMERA).view.camera is StepState.FAILS


# ---- the check on the screen --------------------------------------------------------------


@pytest.mark.parametrize("state", StepState)
def test_the_way_in_is_open_whatever_fails(
    qtbot: QtBot, patient: Patient, state: StepState
) -> None:
    patient.check.render(CheckView(None, state, state, state, state, problem="x"))
    settle(patient.frame)
    go = patient.button("Go to the waiting room")
    assert go.isEnabled()
    assert not go.off_reason
    with qtbot.waitSignal(patient.check.go_asked):
        go.click()
    with qtbot.waitSignal(patient.check.ring_asked):
        patient.button("Ring me instead").click()


def test_each_step_says_one_thing_to_do(patient: Patient) -> None:
    patient.check.render(MIXED)
    text = patient.words()
    assert "Your visit with Astrid Fonnedal is at" in text
    assert "We hear nothing" in text
    assert "Is the headset muted? Press its button, then say a few words." in text
    assert "A little weak" in text
    assert "12\u00a0300" in text, "the number to ring stands there"


def test_the_tone_is_asked_about(qtbot: QtBot, patient: Patient) -> None:
    patient.check.render(replace(MIXED, speaker=StepState.WAITING))
    with qtbot.waitSignal(patient.check.tone_asked):
        patient.button("Play a tone").click()
    patient.check.render(MIXED)
    assert "Did you hear the tone?" in patient.words()
    for name, heard in (("Yes, I heard the tone", True), ("No, I heard nothing", False)):
        with qtbot.waitSignal(patient.check.tone_heard) as answered:
            patient.button(name).click()
        assert answered.args == [heard]


def test_another_device_can_be_chosen(qtbot: QtBot, patient: Patient) -> None:
    patient.check.render(MIXED)
    with qtbot.waitSignal(patient.check.devices_asked) as asked:
        patient.button("Choose another microphone").click()
    assert asked.args == [Step.MICROPHONE]
    patient.check.offer_devices(Step.MICROPHONE, ("Headset", "Built-in"))
    menu = QApplication.activePopupWidget()
    assert menu is not None
    action = next(a for a in menu.actions() if a.text() == "Headset")
    with qtbot.waitSignal(patient.check.device_chosen) as chosen:
        action.trigger()
    assert chosen.args == [Step.MICROPHONE, "Headset"]
    menu.close()


def test_a_problem_with_the_link_is_said_plainly(qtbot: QtBot, patient: Patient) -> None:
    failed = CheckView(connection=StepState.FAILS, problem="This link does not work any more.")
    patient.check.render(failed)
    assert "This link does not work any more." in patient.words()
    with qtbot.waitSignal(patient.check.retry_asked):
        patient.button("Try again").click()


# ---- the waiting room ---------------------------------------------------------------------


def show_waiting(patient: Patient, **changes: object) -> str:
    patient.waiting.render(replace(GUEST, **changes))  # type: ignore[arg-type]
    patient.frame.show_screen(patient.waiting, plateau=True)
    settle(patient.frame)
    return patient.words()


def test_who_knows_that_you_are_here(patient: Patient) -> None:
    assert "Astrid knows you are here" in show_waiting(patient)
    assert "The clinic sees that you are here" in show_waiting(patient, host_present=False)
    gone = show_waiting(patient, server_online=False)
    assert "We are connecting again" in gone
    assert "Your place is kept. Ring 000\u00a012\u00a0300 if it takes long." in gone


def test_a_message_is_answered_with_one_press(qtbot: QtBot, patient: Patient) -> None:
    show_waiting(patient)
    assert "I am about 10 minutes late. Sorry for the wait." in patient.words()
    with qtbot.waitSignal(patient.waiting.answered) as answered:
        patient.button("I have to go. Ring me.").click()
    assert answered.args == ["I have to go. Ring me."]
    mine = (*GUEST.messages, ChatLine(True, "That is fine", NOW))
    assert "You: That is fine" in show_waiting(patient, messages=mine)
    assert not patient.shows("That is fine")


def test_switches_hold_their_state(qtbot: QtBot, patient: Patient) -> None:
    show_waiting(patient, own=OwnView(camera_on=False))
    microphone, camera = patient.waiting.findChildren(Switch)
    assert (microphone.accessibleName(), microphone.isChecked()) == ("Microphone on", True)
    assert (camera.accessibleName(), camera.isChecked()) == ("Camera off", False)
    with qtbot.waitSignal(patient.waiting.microphone_wanted) as wanted:
        qtbot.keyClick(microphone, Qt.Key.Key_Space)
    assert wanted.args == [False]


@pytest.mark.parametrize("reason", [None, *EndReason])
def test_every_end_tells_what_to_do(patient: Patient, reason: EndReason | None) -> None:
    text = show_waiting(patient, stage=Stage.ENDED, end_reason=reason)
    assert text
    over = reason in (EndReason.FINISHED, EndReason.REMOVED)
    assert patient.shows("Come back to the waiting room") is not over
    assert_readable(patient.frame)


def test_a_door_that_stays_shut_names_whom_to_ring(patient: Patient) -> None:
    patient.waiting.render(GUEST, "This link does not work any more.")
    patient.frame.show_screen(patient.waiting)
    text = patient.words()
    assert "The door does not open" in text
    assert "This link does not work any more." in text
    assert "Ring 000\u00a012\u00a0300." in text


# ---- the call -----------------------------------------------------------------------------


@pytest.mark.parametrize("stage", [s for s in Stage if s is not Stage.OUTSIDE])
def test_every_stage_of_the_call_can_be_shown(patient: Patient, stage: Stage) -> None:
    for trust in Trust:
        patient.call.render(replace(GUEST_CALL, stage=stage, trust=trust))
    patient.frame.show_screen(patient.call, bare=True)
    assert_readable(patient.frame)


def test_the_patient_compares_the_words_too(qtbot: QtBot, patient: Patient) -> None:
    patient.call.render(GUEST_CALL)
    patient.frame.show_screen(patient.call, bare=True)
    settle(patient.frame)
    pill = patient.call.findChild(TrustPill)
    assert isinstance(pill, TrustPill)
    qtbot.keyClick(pill, Qt.Key.Key_Space)
    assert "lake   stone   amber   kettle" in patient.words()
    with qtbot.waitSignal(patient.call.words_compared) as answered:
        patient.button("Yes, the same").click()
    assert answered.args == [True]


def test_the_call_has_mute_camera_and_leave_by_keyboard(patient: Patient) -> None:
    patient.call.render(GUEST_CALL)
    patient.frame.show_screen(patient.call, bare=True)
    settle(patient.frame)
    names = {widget.accessibleName() for widget in tab_order(patient.frame)}
    assert {"Mute", "Stop camera", "Sound only", "Leave call"} <= names
    assert "Devices" not in names


def test_the_patient_is_told_of_talking_into_a_microphone_that_is_off(
    qtbot: QtBot, patient: Patient
) -> None:
    own = replace(GUEST_CALL.own, microphone_on=False, talking_while_off=True)
    patient.call.render(replace(GUEST_CALL, own=own))
    patient.frame.show_screen(patient.call, bare=True)
    assert_readable(patient.frame)
    assert "You are talking, but the microphone is off" in patient.words()
    with qtbot.waitSignal(patient.call.microphone_wanted) as wanted:
        patient.button("Unmute").click()
    assert wanted.args == [True]


# ---- sizes and languages ------------------------------------------------------------------


@pytest.mark.parametrize("language", [ENGLISH, BOKMAL])
@pytest.mark.parametrize(("width", "height", "percent"), SIZES)
def test_nothing_is_cut_at_any_size(
    patient: Patient, look: Theme, width: int, height: int, percent: int, language: str
) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    spoken = Language(application)
    spoken.choose(language)
    try:
        look.set_percent(percent)
        patient.frame.resize(width, height)
        patient.check.render(MIXED)
        patient.frame.show_screen(patient.check)
        assert_readable(patient.frame)
        show_waiting(patient)
        assert_readable(patient.frame)
        patient.call.render(GUEST_CALL)
        patient.frame.show_screen(patient.call, bare=True)
        assert_readable(patient.frame)
        look.set_look(Look.CONTRAST)
        assert_readable(patient.frame)
    finally:
        spoken.choose(ENGLISH)

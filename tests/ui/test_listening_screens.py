# SPDX-License-Identifier: GPL-3.0-or-later
"""What both see of a stethoscope: the button, the line that stays, and the words."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu
from pytestqt.qtbot import QtBot

from app.calls.views import CallView, ConnectionQuality, Stage
from app.ui.call.screen import CallScreen
from app.ui.language import BOKMAL, ENGLISH, Language
from app.ui.patient.call_screen import PatientCallScreen
from app.ui.theme import Theme
from app.ui.widgets.button import Button
from tests.ui.asking import button, press, words
from tests.ui.call_stage import Now, show, shown_screen
from tests.ui.clipping import assert_readable, settle, tab_order
from tests.ui.samples import NOW
from tests.ui.test_call_screen import SIZES
from tests.ui.visit_samples import CALL, INVITATION, VISIT

HEARD = replace(CALL, own=replace(CALL.own, medical_sound=True))
RECORDED = replace(HEARD, own=replace(HEARD.own, recording_since=NOW - timedelta(seconds=12)))
BOTH = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def screen(qtbot: QtBot) -> CallScreen:
    return shown_screen(qtbot, Now())


def put(screen: CallScreen, call: CallView) -> None:
    screen.render(replace(VISIT, call=call))
    screen.listening_bar.render_view(call)
    settle(screen)


def test_the_key_switches_it_on_and_off(qtbot: QtBot, screen: CallScreen) -> None:
    put(screen, CALL)
    assert not screen.listening_bar.isVisible()
    with qtbot.waitSignal(screen.medical_sound_wanted) as on:
        qtbot.keyClick(screen, Qt.Key.Key_T, BOTH)
    put(screen, HEARD)
    with qtbot.waitSignal(screen.medical_sound_wanted) as off:
        qtbot.keyClick(screen, Qt.Key.Key_T, BOTH)
    assert (on.args, off.args) == ([True], [False])


def test_the_button_says_what_it_does_and_shows_what_is(qtbot: QtBot, screen: CallScreen) -> None:
    screen.resize(1600, 900)
    put(screen, CALL)
    stethoscope = button(screen, "Stethoscope")
    assert not stethoscope.isChecked()
    assert stethoscope.accessibleDescription() == "Sends the sound with nothing done to it"
    with qtbot.waitSignal(screen.medical_sound_wanted):
        qtbot.mouseClick(stethoscope, Qt.MouseButton.LeftButton)
    assert not stethoscope.isChecked()
    put(screen, HEARD)
    assert stethoscope.isChecked()
    put(screen, replace(CALL, stage=Stage.WAITING))
    assert not stethoscope.isVisible()


def test_recording_is_offered_said_and_ended_from_the_line(
    qtbot: QtBot, screen: CallScreen
) -> None:
    put(screen, HEARD)
    assert any("sent as it sounds" in line for line in words(screen))
    with qtbot.waitSignal(screen.listening_bar.record_wanted) as started:
        press(qtbot, screen, "Record")
    put(screen, RECORDED)
    assert "Recording the stethoscope, without any loss: 12 s" in words(screen)
    with qtbot.waitSignal(screen.listening_bar.record_wanted) as ended:
        press(qtbot, screen, "Stop and keep")
    assert (started.args, ended.args) == ([True], [False])
    names = {widget.accessibleName() for widget in tab_order(screen.window())}
    assert {"Stop and keep", "Back to voice"} <= names
    with qtbot.waitSignal(screen.listening_bar.stopped):
        press(qtbot, screen, "Back to voice")
    put(screen, CALL)
    assert not screen.listening_bar.isVisible()


def test_the_other_side_reads_what_is_heard_and_that_it_is_recorded(
    qtbot: QtBot, screen: CallScreen
) -> None:
    patient = PatientCallScreen(Now())
    qtbot.addWidget(patient)
    patient.show()
    assert CALL.peer is not None
    heard = replace(CALL.peer, medical_sound=True)
    patient.render(replace(CALL, peer=heard, invitation=INVITATION))
    settle(patient)
    assert "You hear a stethoscope, as Eira hears it" in words(patient)
    recorded = replace(heard, records_sound=True)
    patient.render(replace(CALL, peer=recorded, invitation=INVITATION))
    settle(patient)
    assert "Eira is recording the sound of a stethoscope" in words(patient)
    # What is worse than unfiltered sound is said first.
    poor = replace(recorded, quality=ConnectionQuality.POOR)
    patient.render(replace(CALL, peer=poor, invitation=INVITATION))
    settle(patient)
    assert "The network is weak. The sound comes first." in words(patient)
    show(screen, replace(CALL, peer=recorded))
    assert "Eira is recording the sound of a stethoscope" in words(screen)


def test_a_patient_lets_a_stethoscope_be_heard_and_has_no_record(qtbot: QtBot) -> None:
    patient = PatientCallScreen(Now())
    qtbot.addWidget(patient)
    patient.resize(1600, 900)
    patient.show()
    patient.render(replace(CALL, invitation=INVITATION))
    settle(patient)
    with qtbot.waitSignal(patient.medical_sound_wanted) as on:
        press(qtbot, patient, "Stethoscope")
    with qtbot.waitSignal(patient.medical_sound_wanted):
        qtbot.keyClick(patient, Qt.Key.Key_T, BOTH)
    own = replace(CALL.own, medical_sound=True)
    patient.render(replace(CALL, own=own, invitation=INVITATION))
    settle(patient)
    assert any("the other side hears it unfiltered" in line for line in words(patient))
    names = {b.accessibleName() for b in patient.findChildren(Button) if b.isVisible()}
    assert "Record" not in names
    back = button(patient, "Back to voice")
    assert back.height() >= 44
    with qtbot.waitSignal(patient.medical_sound_wanted) as off:
        qtbot.mouseClick(back, Qt.MouseButton.LeftButton)
    assert (on.args, off.args) == ([True], [False])
    assert_readable(patient)


def test_a_finger_finds_whatever_a_patient_can_press(qtbot: QtBot) -> None:
    patient = PatientCallScreen(Now())
    qtbot.addWidget(patient)
    patient.resize(1280, 800)
    patient.show()
    patient.render(replace(HEARD, invitation=INVITATION))
    settle(patient)
    heights = {
        found.accessibleName(): found.height()
        for found in patient.findChildren(QAbstractButton)
        if found.isVisible()
    }
    assert {"Stethoscope", "Encrypted, known key", "Good connection"} <= heights.keys()
    assert {name: height for name, height in heights.items() if height < 44} == {}


def test_a_patient_finds_it_in_a_narrow_window_by_keys_and_by_finger(qtbot: QtBot) -> None:
    patient = PatientCallScreen(Now())
    qtbot.addWidget(patient)
    patient.resize(620, 700)
    patient.show()
    patient.render(replace(CALL, invitation=INVITATION))
    settle(patient)
    more = button(patient, "More")
    more.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(more, Qt.Key.Key_Return)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    entries = {entry.text(): entry for entry in menu.actions()}
    assert all(menu.actionGeometry(entry).height() >= 44 for entry in entries.values())
    while menu.activeAction() is not entries["Stethoscope"]:
        qtbot.keyClick(menu, Qt.Key.Key_Down)
    with qtbot.waitSignal(patient.medical_sound_wanted) as on:
        qtbot.keyClick(menu, Qt.Key.Key_Return)
    assert on.args == [True]


@pytest.mark.parametrize("language", [ENGLISH, BOKMAL])
@pytest.mark.parametrize(("width", "height", "percent"), SIZES)
def test_nothing_is_cut_at_any_size(
    screen: CallScreen, look: Theme, width: int, height: int, percent: int, language: str
) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    spoken = Language(application)
    spoken.choose(language)
    try:
        look.set_percent(percent)
        screen.window().resize(width, height)
        for call in (HEARD, RECORDED):
            put(screen, call)
            assert_readable(screen.window())
    finally:
        spoken.choose(ENGLISH)

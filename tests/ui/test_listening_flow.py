# SPDX-License-Identifier: GPL-3.0-or-later
"""A stethoscope through both windows: heard, recorded, kept, and said where it ends by itself."""

from __future__ import annotations

import hashlib

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.media.devices.sources import TICK_SAMPLES, CapturedSamples
from app.ui.widgets.row import Row
from app.ui.widgets.tab_strip import TabStrip
from tests.ui.asking import DEADLINE_MS, press, words
from tests.ui.clipping import assert_readable, settle
from tests.ui.test_visit_flow import Clinic, clinic, come_together

__all__ = ["clinic"]


def test_a_stethoscope_is_recorded_into_the_visit(clinic: Clinic, qtbot: QtBot) -> None:
    frame = come_together(clinic)
    clinic.window.resize(1900, 900)
    settle(clinic.call)
    clinic.until_button(clinic.call, "Stethoscope")
    clinic.until(frame, "You hear a stethoscope")
    clinic.until_button(clinic.call, "Record")
    clinic.until(frame, "is recording the sound of a stethoscope")
    clinic.until(clinic.call, "Recording the stethoscope, without any loss: 1 s")
    # Closing holds once and says what to do.
    assert not clinic.call_flow.may_close()
    clinic.until(clinic.notices.bar, "Stop and keep it first.")
    assert clinic.call_flow.may_close()
    clinic.until_button(clinic.call, "Stop and keep")
    clinic.until(clinic.window, "The recording is kept in the record of this visit")
    clinic.until_button(clinic.call, "Back to voice")
    qtbot.waitUntil(lambda: not clinic.call.listening_bar.isVisible(), timeout=DEADLINE_MS)

    # It lies in the record, is heard again, and goes into a referral as it is.
    clinic.call.findChild(TabStrip).setCurrentIndex(2)
    settle(clinic.call)
    row = next(r for r in clinic.call.findChildren(Row) if r.isVisible())
    assert row.accessibleName().startswith("Sound, ")
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    clinic.until(clinic.call, "As it was recorded, without any loss.")
    clinic.until(clinic.call, "Stethoscope, ")
    assert_readable(clinic.call)
    with qtbot.waitSignal(clinic.call_flow.sounds.referral_wanted) as wanted:
        press(qtbot, clinic.call, "New referral with it")
    encounter = clinic.world.host_service.encounter
    assert encounter is not None
    patient, wav, title = wanted.args
    assert patient.patient == encounter.patient
    assert [hashlib.sha256(wav).hexdigest()] == [r.sha256 for r in encounter.recordings]
    assert title.startswith("Stethoscope, ")
    assert not any("As it was recorded" in line for line in words(clinic.call))


def test_a_recording_that_ends_by_itself_says_why(clinic: Clinic, qtbot: QtBot) -> None:
    frame = come_together(clinic)
    clinic.window.resize(1900, 900)
    settle(clinic.call)
    clinic.until_button(clinic.call, "Stethoscope")
    clinic.until_button(clinic.call, "Record")
    clinic.until_button_there(clinic.call, "Stop and keep")
    running = clinic.world.host_service.keeping.sounds._running
    assert running is not None
    tick = CapturedSamples(np.full(TICK_SAMPLES, 700, "<i2"), 0.0)
    while not running.sound.full:
        running.sound.hear(tick)
    clinic.until(clinic.notices.bar, "The recording ended after five minutes.")
    assert any("300 s" in line for line in words(clinic.notices.bar))
    clinic.until_button(clinic.call, "Record")
    clinic.until_button_there(clinic.call, "Stop and keep")
    running = clinic.world.host_service.keeping.sounds._running
    assert running is not None
    qtbot.waitUntil(lambda: running.sound.seconds > 0, timeout=DEADLINE_MS)
    press(qtbot, frame, "Leave call")
    clinic.until(clinic.window, "The recording ended as you are not together any more.")


def test_a_recording_without_room_is_said_holds_closing_and_is_kept_later(
    clinic: Clinic, qtbot: QtBot
) -> None:
    come_together(clinic)
    clinic.window.resize(1900, 900)
    settle(clinic.call)
    clinic.until_button(clinic.call, "Stethoscope")
    clinic.until_button(clinic.call, "Record")
    clinic.until(clinic.call, "Recording the stethoscope, without any loss: 1 s")
    blobs = clinic.world.place.store.blobs
    away = blobs.rename(blobs.with_name("away"))
    press(qtbot, clinic.call, "Stop and keep")
    clinic.until(clinic.notices.bar, "It is in memory, and is tried again each second.")
    assert not clinic.call_flow.may_close()
    assert "Make room on the disk. Closing again loses the recording." in words(clinic.notices.bar)
    assert clinic.call_flow.may_close()
    away.rename(blobs)
    clinic.until(clinic.window, "The recording is kept in the record of this visit")
    qtbot.waitUntil(lambda: not clinic.notices.bar.isVisible(), timeout=DEADLINE_MS)
    assert clinic.call_flow.may_close()


def test_a_stethoscope_at_the_patients_side_is_heard_and_ends_with_the_call(
    clinic: Clinic, qtbot: QtBot
) -> None:
    frame = come_together(clinic)
    frame.resize(1600, 900)
    settle(frame)
    clinic.until_button(frame, "Stethoscope")
    clinic.until(frame, "the other side hears it unfiltered")
    clinic.until(clinic.call, "You hear a stethoscope, as Sondre hears it")
    settle(frame)
    clinic.until_button(frame, "Back to voice")
    qtbot.waitUntil(lambda: _silent(clinic.call, "You hear a stethoscope"), timeout=DEADLINE_MS)
    clinic.until_button(frame, "Stethoscope")
    clinic.until(clinic.call, "You hear a stethoscope, as Sondre hears it")
    press(qtbot, clinic.call, "Leave call")
    clinic.until(frame, "Astrid has left for now")
    media = clinic.patient_service.media
    qtbot.waitUntil(lambda: not media.view.medical_sound, timeout=DEADLINE_MS)


def _silent(window: QWidget, text: str) -> bool:
    return not any(text in line for line in words(window))

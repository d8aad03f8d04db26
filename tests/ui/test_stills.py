# SPDX-License-Identifier: GPL-3.0-or-later
"""A picture of the patient, from the button to the record and into a new referral."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.calls.views import BlurStop, StillMoment
from app.records.encounter import SoundRecording
from app.records.ids import EncounterId, ParticipantId, PatientId, StillId, UserId
from app.records.kept_sounds import KeptSound
from app.records.people import Patient
from app.records.referral import Slot
from app.records.stills import StillFacts
from app.store.access_log import access_rows
from app.store.stills import KEPT, OPENED, open_still, stills_of
from app.ui.call.screen import CallScreen
from app.ui.call.still_card import Preview, StillCard, StillPhase, StillView
from app.ui.language import BOKMAL, ENGLISH, Language
from app.ui.patient.call_screen import PatientCallScreen
from app.ui.theme import Theme
from app.ui.widgets.row import Row
from app.ui.widgets.tab_strip import TabStrip
from tests.ui.asking import DEADLINE_MS, on_bridge, press, words
from tests.ui.call_stage import Now, banner, button, show, shown_screen, tile
from tests.ui.clipping import assert_readable, settle
from tests.ui.referral_pages import ReferralPages
from tests.ui.samples import NOW
from tests.ui.test_call_screen import SIZES
from tests.ui.test_visit_flow import Clinic, clinic, come_together
from tests.ui.visit_samples import CALL, GUEST_CALL

__all__ = ["clinic"]

IMAGE = QImage(1280, 720, QImage.Format.Format_RGB32)
ASKING = StillView(StillPhase.ASKING, IMAGE, "Eira Multemyr", "09:40:12")
FACTS = StillFacts(
    StillId("1" * 32),
    PatientId("a" * 32),
    EncounterId("b" * 32),
    ParticipantId("c" * 32),
    NOW,
    UserId("d" * 32),
    1280,
    720,
    "0" * 64,
)
SOUND = KeptSound(
    SoundRecording("e" * 32, NOW, 12.4, "0" * 64, UserId("d" * 32), gaps=2),
    PatientId("a" * 32),
    EncounterId("b" * 32),
)
BOTH = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def screen(qtbot: QtBot) -> CallScreen:
    IMAGE.fill(Qt.GlobalColor.darkCyan)
    return shown_screen(qtbot, Now())


def card(screen: CallScreen) -> StillCard:
    found = screen.findChild(StillCard)
    assert isinstance(found, StillCard)
    return found


def test_only_a_person_in_sight_can_be_taken(qtbot: QtBot, screen: CallScreen) -> None:
    with qtbot.waitSignal(screen.still_asked):
        qtbot.keyClick(screen, Qt.Key.Key_K, BOTH)
    assert CALL.peer is not None
    for peer in (
        replace(CALL.peer, camera_on=False),
        replace(CALL.peer, shares_screen=True),
        None,
    ):
        show(screen, replace(CALL, peer=peer))
        with qtbot.assertNotEmitted(screen.still_asked):
            qtbot.keyClick(screen, Qt.Key.Key_K, BOTH)


def test_keeping_and_deleting_by_keyboard(qtbot: QtBot, screen: CallScreen) -> None:
    screen.show_still(StillView(StillPhase.TAKING, patient="Eira Multemyr"))
    settle(screen)
    assert "Eira is asked to hold still." in words(screen)
    screen.show_still(ASKING)
    settle(screen)
    assert "Keep this picture of Eira Multemyr?" in words(screen)
    assert "Taken at 09:40:12, 1280 × 720. Eira was told before." in words(screen)
    with qtbot.assertNotEmitted(screen.still_discarded):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert card(screen).isVisible()
    with qtbot.waitSignal(screen.still_kept):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    with qtbot.waitSignal(screen.still_discarded):
        button(screen, "Delete").click()
    screen.show_still(replace(ASKING, over=True))
    settle(screen)
    assert any("Eira may not be told what you choose." in line for line in words(screen))
    sealed = "Sealed on this computer, unaltered, 1280 × 720."
    for told, known in (
        (None, ""),
        (False, " Eira may not have been told."),
        (True, " Eira has been told."),
    ):
        screen.show_still(replace(ASKING, phase=StillPhase.KEPT, told=told))
        settle(screen)
        assert "Kept in the record of Eira Multemyr" in words(screen)
        assert sealed + known in words(screen)
    with qtbot.waitSignal(screen.still_referred):
        button(screen, "New referral with it").click()
    with qtbot.waitSignal(screen.still_closed):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    screen.show_still(StillView())
    assert not card(screen).isVisible()


@pytest.mark.parametrize(
    ("width", "height", "percent", "least"),
    [(1280, 800, 100, 380), (1024, 700, 200, 240), (800, 560, 200, 180)],
)
def test_the_picture_is_large_enough_to_choose_by(
    screen: CallScreen, look: Theme, width: int, height: int, percent: int, least: int
) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    spoken = Language(application)
    spoken.choose(BOKMAL)
    try:
        look.set_percent(percent)
        screen.resize(width, height)
        for view in (ASKING, replace(ASKING, over=True), replace(ASKING, phase=StillPhase.KEPT)):
            screen.show_still(view)
            settle(screen)
            assert_readable(screen)
            preview = card(screen).findChild(Preview)
            assert isinstance(preview, Preview)
            assert min(preview.width(), preview.height() * 16 // 9) >= least
    finally:
        spoken.choose(ENGLISH)


@pytest.mark.parametrize("moment", StillMoment)
def test_the_patient_reads_each_step(qtbot: QtBot, moment: StillMoment) -> None:
    screen = PatientCallScreen(lambda: NOW)
    qtbot.addWidget(screen)
    screen.resize(800, 560)
    screen.show()
    assert GUEST_CALL.peer is not None
    screen.render(replace(GUEST_CALL, peer=replace(GUEST_CALL.peer, still=moment)))
    settle(screen)
    said = {
        StillMoment.COMING: "Astrid is taking a picture of you. Hold still.",
        StillMoment.TAKEN: "Astrid has taken a picture of you.",
        StillMoment.KEPT: "The picture is kept in your record.",
        StillMoment.DELETED: "The picture of you is deleted.",
        StillMoment.FAILED: "No picture of you was taken.",
    }
    assert said[moment] in words(screen)
    assert_readable(screen)


@pytest.mark.parametrize("language", [ENGLISH, BOKMAL])
@pytest.mark.parametrize(("width", "height", "percent"), SIZES)
def test_nothing_is_cut(
    screen: CallScreen, look: Theme, width: int, height: int, percent: int, language: str
) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    spoken = Language(application)
    spoken.choose(language)
    try:
        look.set_percent(percent)
        screen.resize(width, height)
        screen.show_stills((FACTS, FACTS))
        screen.show_sounds((SOUND,))
        screen.findChild(TabStrip).setCurrentIndex(2)
        for phase in StillPhase:
            image = IMAGE if phase not in (StillPhase.NONE, StillPhase.TAKING) else None
            screen.show_still(replace(ASKING, phase=phase, image=image, told=False, over=True))
            assert_readable(screen)
    finally:
        spoken.choose(ENGLISH)


def test_from_the_button_to_the_record(clinic: Clinic, qtbot: QtBot) -> None:
    frame = come_together(clinic)
    press(qtbot, clinic.call, "Take picture")
    clinic.until(frame, "Astrid is taking a picture of you. Hold still.")
    clinic.until_button(clinic.call, "Keep in the record")
    clinic.until(clinic.call, "Kept in the record of Sondre Nilsen")
    clinic.until(frame, "The picture is kept in your record.")
    clinic.until(clinic.call, "Sondre has been told.")
    store, encounter = clinic.world.place.store, clinic.world.host_service.encounter
    assert encounter is not None
    [facts] = on_bridge(qtbot, clinic.bridge, stills_of(store, encounter.patient))
    png = on_bridge(qtbot, clinic.bridge, open_still(store, facts.still))
    with qtbot.waitSignal(clinic.call_flow.stills.referral_wanted) as wanted:
        press(qtbot, clinic.call, "New referral with it")
    patient, picture, title = wanted.args
    assert (patient.patient, picture) == (encounter.patient, png)
    assert title.startswith("Picture from the visit, ")

    # It lies in the record, and is opened from there.
    clinic.call.findChild(TabStrip).setCurrentIndex(2)
    settle(clinic.call)
    row = next(r for r in clinic.call.findChildren(Row) if r.isVisible())
    assert row.accessibleName().startswith("Picture, ")
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    clinic.until(clinic.call, "Kept in the record of Sondre Nilsen")
    logged = on_bridge(qtbot, clinic.bridge, access_rows(store, encounter.patient))
    assert [line.action for line in logged if line.object_id == facts.still] == [KEPT, OPENED]
    press(qtbot, clinic.call, "Close")

    press(qtbot, clinic.call, "Take picture")
    clinic.until(clinic.call, "Keep this picture of Sondre Nilsen?")
    # Closing holds once and says why.
    assert not clinic.call_flow.may_close()
    assert clinic.call_flow.may_close()
    clinic.until_button(clinic.call, "Delete")
    clinic.until(frame, "The picture of you is deleted.")
    assert clinic.call_flow.may_close()
    assert on_bridge(qtbot, clinic.bridge, stills_of(store, encounter.patient)) == (facts,)


def test_after_the_call_nobody_is_said_to_be_told(clinic: Clinic, qtbot: QtBot) -> None:
    frame = come_together(clinic)
    press(qtbot, clinic.call, "Take picture")
    clinic.until(frame, "You are told which, unless the call ends first.")
    clinic.until(clinic.call, "Sondre was told before.")
    press(qtbot, clinic.call, "Leave call")
    clinic.until(clinic.call, "The call is over: Sondre may not be told what you choose.")
    press(qtbot, clinic.call, "Keep in the record")
    clinic.until(clinic.call, "Sondre may not have been told.")


def test_a_referral_begins_with_the_picture(clinic: Clinic, qtbot: QtBot) -> None:
    pages = ReferralPages(qtbot, clinic.bridge, clinic.world.place)
    target = io.BytesIO()
    Image.effect_noise((1280, 720), 60).convert("RGB").save(target, "PNG")
    patient = Patient(PatientId("a" * 32), "Sondre Nilsen", date(1984, 5, 6))
    pages.flow.begin_with(patient, target.getvalue(), "Picture from the visit, 26 November 2026")
    kept = pages.draft()
    assert (kept.form.patient_name, kept.form.patient_birth_date) == (
        "Sondre Nilsen",
        date(1984, 5, 6),
    )
    [attachment] = kept.attachments
    assert (attachment.slot, attachment.title) == (
        Slot.REGION,
        "Picture from the visit, 26 November 2026",
    )
    pages.flow.leave()
    clinic.bridge.settle()


# ---- what is behind a person --------------------------------------------------------------


def test_blurring_is_a_toggle_that_shows_what_is(qtbot: QtBot, screen: CallScreen) -> None:
    screen.resize(1800, 800)
    settle(screen)
    blur = button(screen, "Blur background")
    assert blur.isCheckable() and not blur.isChecked()
    with qtbot.waitSignal(screen.blur_wanted) as wanted:
        blur.click()
    assert wanted.args == [True]
    assert not blur.isChecked(), "it is not on before the picture is"
    show(screen, replace(CALL, own=replace(CALL.own, blurs=True)))
    assert blur.isChecked()
    with qtbot.waitSignal(screen.blur_wanted) as wanted:
        blur.click()
    assert wanted.args == [False]
    show(screen, replace(CALL, own=replace(CALL.own, camera_on=False)))
    assert not blur.isVisible()


def test_the_clinician_reads_that_not_all_is_as_it_is(screen: CallScreen) -> None:
    assert CALL.peer is not None
    show(screen, replace(CALL, peer=replace(CALL.peer, blurs=True)))
    assert "Background blurred" in tile(screen).accessibleName()


@pytest.mark.parametrize("stop", BlurStop)
def test_why_it_ended_is_said(screen: CallScreen, stop: BlurStop) -> None:
    show(screen, replace(CALL, own=replace(CALL.own, camera_on=False, blur_stopped=stop)))
    assert "Blurring the background" in banner(screen)
    assert "Your camera is off: switch it on to be seen with your background." in banner(screen)


def test_what_is_for_one_visit_is_said_to_be_over(clinic: Clinic, qtbot: QtBot) -> None:
    come_together(clinic)
    media = clinic.world.host_service.media
    clinic.call.blur_wanted.emit(True)
    qtbot.waitUntil(lambda: media.view.blurs, timeout=DEADLINE_MS)
    clinic.call.blur_wanted.emit(False)
    qtbot.waitUntil(lambda: not media.view.blurs, timeout=DEADLINE_MS)
    clinic.call.blur_wanted.emit(True)
    clinic.call.sound_only_wanted.emit(True)
    qtbot.waitUntil(lambda: media.view.blurs and media.view.sound_only, timeout=DEADLINE_MS)
    over = "Blurring and sound only are off again: they are for one visit each."
    assert over not in words(clinic.window)
    press(qtbot, clinic.call, "Leave call")
    clinic.until(clinic.window, over)

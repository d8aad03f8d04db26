# SPDX-License-Identifier: GPL-3.0-or-later
"""The clinician's visit: all stages, what it asks, keyboard, sizes and languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from app.calls.views import CallView, ConnectionQuality, EndReason, OwnView, Stage, Trust
from app.media.frames import FrameSlot
from app.notes.views import DraftView
from app.records.composition import NoteTemplate, Section, SectionCode
from app.records.encounter import SafetyField
from app.records.ids import ParticipantId
from app.records.schedule import AppointmentStatus
from app.ui.call.safety_strip import SafetyCell, SafetyStrip
from app.ui.call.screen import CallScreen
from app.ui.call.stage import CallStage
from app.ui.call.trust import CompareCard, TrustPill
from app.ui.call.view import Phase, VisitView
from app.ui.language import BOKMAL, ENGLISH, Language
from app.ui.notes.note_editor import NoteEditor
from app.ui.theme import Look, Theme
from app.ui.widgets.banner import Banner
from app.ui.widgets.button import Button
from app.ui.widgets.control_button import ControlButton
from app.ui.widgets.phrase_chips import PhraseChip
from app.ui.widgets.plain_label import PlainLabel
from app.ui.widgets.video_tile import TileState, VideoTile
from tests.ui.clipping import assert_readable, settle, tab_order
from tests.ui.gallery import portrait
from tests.ui.samples import NOW, OWNER
from tests.ui.visit_samples import (
    ALARM,
    APPOINTMENT,
    CALL,
    COMPLETE,
    DRAFT,
    ENCOUNTER,
    ROW,
    SAFETY,
    VISIT,
)

SIZES = ((1280, 800, 100), (1024, 700, 100), (1280, 800, 200), (1024, 700, 200))


class Now:
    """A clock that a test may set."""

    def __init__(self) -> None:
        self.time = NOW

    def __call__(self) -> datetime:
        return self.time


@pytest.fixture
def now() -> Now:
    return Now()


@pytest.fixture
def screen(qtbot: QtBot, now: Now) -> CallScreen:
    screen = CallScreen(OWNER, now)
    qtbot.addWidget(screen)
    screen.resize(1280, 800)
    with qtbot.waitActive(screen):
        screen.show()
        screen.activateWindow()
    screen.render(VISIT)
    settle(screen)
    return screen


def words(screen: CallScreen) -> str:
    labels = (label.text() for label in screen.findChildren(PlainLabel) if label.isVisible())
    return "\n".join(labels)


def button(screen: CallScreen, name: str) -> Button | ControlButton:
    found = [*screen.findChildren(Button), *screen.findChildren(ControlButton)]
    return next(b for b in found if b.isVisible() and b.accessibleName() == name)


def tile(screen: CallScreen) -> VideoTile:
    return screen.findChildren(VideoTile)[0]


def banner(screen: CallScreen) -> str:
    found = screen.findChild(CallStage).findChild(Banner)
    assert isinstance(found, Banner)
    return found.text() if found.isVisible() else ""


def show(screen: CallScreen, call: CallView) -> None:
    screen.render(replace(VISIT, call=call))
    settle(screen.window())


# ---- stages -------------------------------------------------------------------------------


@pytest.mark.parametrize("stage", Stage)
def test_every_stage_can_be_shown(screen: CallScreen, stage: Stage) -> None:
    call = replace(CALL, stage=stage, reconnecting_since=NOW - timedelta(seconds=40))
    for trust in Trust:
        for peer in (CALL.peer, None):
            screen.render(replace(VISIT, call=replace(call, trust=trust, peer=peer)))
    assert_readable(screen.window())


def test_no_face_stays_for_the_next_visit(qtbot: QtBot, screen: CallScreen) -> None:
    slot = FrameSlot()
    screen.set_slots(slot, None)
    show(screen, replace(CALL, stage=Stage.CONNECTED))
    slot.put(portrait())
    qtbot.waitUntil(lambda: tile(screen).has_picture())
    show(screen, replace(CALL, stage=Stage.RECONNECTING))
    assert tile(screen).has_picture()
    show(screen, replace(CALL, stage=Stage.WAITING, peer=None))
    assert not tile(screen).has_picture()
    # One that was on its way when the last visit ended.
    slot.put(portrait())
    show(screen, replace(CALL, stage=Stage.CONNECTING))
    show(screen, replace(CALL, stage=Stage.CONNECTED))
    assert not tile(screen).has_picture()
    assert tile(screen).state() is TileState.WAITING


@pytest.mark.parametrize("reason", EndReason)
def test_every_end_is_said_in_words(screen: CallScreen, reason: EndReason) -> None:
    show(screen, replace(CALL, stage=Stage.ENDED, end_reason=reason))
    assert tile(screen).state() is TileState.CAMERA_OFF
    assert len(tile(screen).accessibleName()) > len("Eira Multemyr")


def test_who_waits_can_be_admitted_from_here(qtbot: QtBot, screen: CallScreen) -> None:
    door = replace(CALL, stage=Stage.WAITING, peer=None, waiting=(ParticipantId("f" * 32),))
    show(screen, door)
    assert "Eira is in the waiting room" in banner(screen)
    with qtbot.waitSignal(screen.admit_asked):
        button(screen, "Admit").click()


def test_lost_connection_names_the_phone_after_half_a_minute(
    qtbot: QtBot, screen: CallScreen, now: Now
) -> None:
    lost = replace(CALL, stage=Stage.RECONNECTING, reconnecting_since=NOW)
    show(screen, lost)
    assert tile(screen).state() is TileState.RECONNECTING
    assert "Connecting again" in tile(screen).accessibleName()
    assert banner(screen) == ""
    now.time = NOW + timedelta(seconds=31)
    qtbot.waitUntil(lambda: "12\u00a0345" in banner(screen))
    show(screen, CALL)
    assert banner(screen) == ""


def test_weak_network_and_silent_microphone_are_said_in_words(screen: CallScreen) -> None:
    assert CALL.peer is not None
    poor = replace(CALL.peer, quality=ConnectionQuality.POOR)
    show(screen, replace(CALL, peer=poor))
    assert "network is weak" in banner(screen)
    show(screen, replace(CALL, own=OwnView(microphone_silent=True)))
    assert "We hear nothing from your microphone" in banner(screen)


def test_a_mismatch_is_red_and_names_the_phone(screen: CallScreen) -> None:
    show(
        screen,
        replace(
            CALL,
            stage=Stage.ENDED,
            trust=Trust.MISMATCH,
            end_reason=EndReason.VERIFICATION_FAILED,
        ),
    )
    assert "The words differ" in banner(screen)
    assert "345" in banner(screen)


# ---- trust --------------------------------------------------------------------------------


def test_only_comparing_makes_it_green(qtbot: QtBot, screen: CallScreen) -> None:
    pill = screen.findChild(TrustPill)
    card = screen.findChild(CompareCard)
    assert isinstance(pill, TrustPill)
    assert isinstance(card, CompareCard)
    assert pill.accessibleName() == "Encrypted, known key"
    assert pill.property("tone") == "muted"
    qtbot.mouseClick(pill, Qt.MouseButton.LeftButton)
    assert card.isVisible()
    assert "Do both hear the same four words?" in words(screen)
    assert "lake   stone   amber   kettle" in words(screen)
    with qtbot.waitSignal(screen.words_compared) as answered:
        button(screen, "Yes, the same").click()
    assert answered.args == [True]
    assert not card.isVisible()
    show(screen, replace(CALL, trust=Trust.VERIFIED))
    assert pill.property("tone") == "ok"
    assert pill.accessibleName() == "Verified: lake stone amber kettle"


def test_words_that_differ_are_told(qtbot: QtBot, screen: CallScreen) -> None:
    screen.findChild(TrustPill).click()
    with qtbot.waitSignal(screen.words_compared) as answered:
        button(screen, "No, they differ").click()
    assert answered.args == [False]


def test_without_words_there_is_nothing_to_compare(screen: CallScreen) -> None:
    show(screen, replace(CALL, words=()))
    screen.findChild(TrustPill).click()
    settle(screen.window())
    assert "Do both hear" not in words(screen)


# ---- controls -----------------------------------------------------------------------------


def test_controls_say_what_pressing_does(qtbot: QtBot, screen: CallScreen) -> None:
    with qtbot.waitSignal(screen.microphone_wanted) as wanted:
        button(screen, "Mute").click()
    assert wanted.args == [False]
    assert button(screen, "Mute").accessibleDescription() == "Your microphone is on"
    show(screen, replace(CALL, own=OwnView(microphone_on=False, camera_on=False)))
    with qtbot.waitSignal(screen.microphone_wanted) as wanted:
        button(screen, "Unmute").click()
    assert wanted.args == [True]
    with qtbot.waitSignal(screen.camera_wanted) as wanted:
        button(screen, "Start camera").click()
    assert wanted.args == [True]
    with qtbot.waitSignal(screen.left):
        button(screen, "Leave call").click()


@pytest.mark.parametrize(
    ("key", "signal"),
    [
        (Qt.Key.Key_M, "microphone_wanted"),
        (Qt.Key.Key_O, "camera_wanted"),
        (Qt.Key.Key_Y, "sound_only_wanted"),
        (Qt.Key.Key_H, "left"),
    ],
)
def test_keys_do_what_the_controls_do(
    qtbot: QtBot, screen: CallScreen, key: Qt.Key, signal: str
) -> None:
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    with qtbot.waitSignal(getattr(screen, signal)):
        qtbot.keyClick(screen, key, both)


def test_the_keyboard_reaches_everything(screen: CallScreen) -> None:
    names = {widget.accessibleName() for widget in tab_order(screen.window())}
    assert {"Mute", "Leave call", "Emergency", "Finish visit", "Since last time"} <= names
    assert "Agrees to video: Ask now" in names
    assert "Encrypted, known key" in names


# ---- the session start --------------------------------------------------------------------


def test_a_missing_answer_is_asked_in_place(qtbot: QtBot, screen: CallScreen) -> None:
    cell = next(c for c in screen.findChildren(SafetyCell) if "Ask now" in c.accessibleName())
    assert cell.property("state") == "missing"
    cell.click()
    assert not cell.isVisible()
    with qtbot.waitSignal(screen.safety_answered) as answered:
        button(screen, "Informed, agrees, no recording").click()
    assert answered.args == [SafetyField.CONSENT, "Informed, agrees, no recording", False]
    assert cell.isVisible()


def test_an_answer_is_typed_and_entered(qtbot: QtBot, screen: CallScreen) -> None:
    screen.ask_missing(SafetyField.PLACE)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    assert editor.text() == "Elgveien 7, second floor, 2599 Viddal"
    editor.setText("Storgata 1, Viddal")
    with qtbot.waitSignal(screen.safety_answered) as answered:
        qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert answered.args == [SafetyField.PLACE, "Storgata 1, Viddal", False]


def test_not_obtained_needs_a_reason(qtbot: QtBot, screen: CallScreen) -> None:
    screen.ask_missing(SafetyField.CONSENT)
    form = screen.findChild(SafetyStrip)
    assert isinstance(form, SafetyStrip)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    box = next(b for b in form.findChildren(QLineEdit)[0].parent().parent().children()
               if getattr(b, "text", lambda: "")() == "Not obtained, reason")  # fmt: skip
    box.setChecked(True)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert "Write why it was not obtained." in words(screen)
    qtbot.keyClicks(editor, "Call broke off")
    with qtbot.waitSignal(screen.safety_answered) as answered:
        qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert answered.args == [SafetyField.CONSENT, "Call broke off", True]


def test_a_known_phone_is_offered_but_not_recorded(screen: CallScreen) -> None:
    bare = replace(SAFETY, answers=())
    screen.render(replace(VISIT, encounter=replace(ENCOUNTER, safety=bare)))
    screen.ask_missing(SafetyField.PHONE)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    assert editor.text() == APPOINTMENT.patient.phone
    assert "11 left" in words(screen)


def test_a_complete_strip_folds_and_unfolds(screen: CallScreen) -> None:
    assert "1 left" in words(screen)
    screen.render(replace(VISIT, encounter=replace(ENCOUNTER, safety=COMPLETE)))
    assert "Complete" in words(screen)
    assert not any(cell.isVisible() for cell in screen.findChildren(SafetyCell))
    button(screen, "Show").click()
    assert sum(cell.isVisible() for cell in screen.findChildren(SafetyCell)) == 6
    button(screen, "All 12 fields").click()
    assert sum(cell.isVisible() for cell in screen.findChildren(SafetyCell)) == 12


# ---- the note -----------------------------------------------------------------------------


def editor_of(screen: CallScreen, name: str) -> QPlainTextEdit:
    found = screen.findChildren(QPlainTextEdit)
    return next(e for e in found if e.isVisible() and e.accessibleName() == name)


def test_typing_is_saved_by_itself(qtbot: QtBot, screen: CallScreen) -> None:
    editor = editor_of(screen, "Since last time")
    editor.setFocus()
    with qtbot.waitSignal(screen.save_asked, timeout=10_000) as saved:
        qtbot.keyClicks(editor, "Now ")
    template, sections = saved.args
    assert template is NoteTemplate.FOLLOW_UP
    assert sections[0].code is SectionCode.SINCE_LAST_TIME
    assert sections[0].text.startswith("Now Sleeps")


def test_leaving_a_field_saves_at_once(qtbot: QtBot, screen: CallScreen) -> None:
    editor = editor_of(screen, "Plan")
    editor.setFocus()
    saved = []
    screen.save_asked.connect(lambda _template, sections: saved.append(sections))
    qtbot.keyClicks(editor, "New visit")
    qtbot.keyClick(editor, Qt.Key.Key_Tab)
    assert Section(SectionCode.PLAN, "New visit") in saved[-1]


def test_a_chip_writes_its_phrase_and_takes_it_out(qtbot: QtBot, screen: CallScreen) -> None:
    editor = editor_of(screen, "Affect")
    chip = next(c for c in screen.findChildren(PhraseChip) if c.text() == "Labile")
    assert editor.toPlainText() == "Full range"
    chip.click()
    assert editor.toPlainText() == "Full range, labile"
    assert chip.isChecked()
    chip.click()
    assert editor.toPlainText() == "Full range"
    assert not chip.isChecked()


def test_rendering_never_overwrites_what_is_being_typed(qtbot: QtBot, screen: CallScreen) -> None:
    editor = editor_of(screen, "Plan")
    qtbot.keyClicks(editor, "Half a sen")
    screen.render(replace(VISIT, draft=DraftView(replace(DRAFT, saved=NOW))))
    assert editor_of(screen, "Plan").toPlainText() == "Half a sen"


def test_a_failed_saving_is_never_hidden(screen: CallScreen) -> None:
    assert "Saved 09:38:12" in words(screen)
    screen.render(replace(VISIT, draft=DraftView(DRAFT, save_failed=True)))
    assert "Not saved. Your text stays here" in words(screen)


def test_another_template_keeps_every_word(qtbot: QtBot, screen: CallScreen) -> None:
    editor = screen.findChild(NoteEditor)
    assert isinstance(editor, NoteEditor)
    before = {section.code: section.text for section in editor.sections()}
    combo = editor.findChildren(type(editor._templates))[0]
    combo.setCurrentIndex(combo.findData(NoteTemplate.SOAP.value))
    after = {section.code: section.text for section in editor.sections()}
    assert after == before
    assert editor.template() is NoteTemplate.SOAP


def test_earlier_notes_open_from_here(qtbot: QtBot, screen: CallScreen) -> None:
    screen.render(replace(VISIT, earlier=(ROW,)))
    qtbot.keyClick(screen, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    settle(screen.window())
    assert "3 versions" in words(screen)


# ---- finishing and signing ----------------------------------------------------------------


def test_finishing_asks_how_it_went(qtbot: QtBot, screen: CallScreen) -> None:
    assert "Before signing: record that the patient agrees to video" in words(screen)
    button(screen, "Finish visit").click()
    assert "Finishing ends the call for both." in words(screen)
    with qtbot.waitSignal(screen.finish_asked) as asked:
        button(screen, "Finish visit").click()
    assert asked.args == [AppointmentStatus.FULFILLED]


def test_leaving_is_not_finishing(qtbot: QtBot, screen: CallScreen) -> None:
    with qtbot.assertNotEmitted(screen.finish_asked):
        button(screen, "Leave call").click()


def test_a_missing_answer_blocks_signing_with_words(qtbot: QtBot, screen: CallScreen) -> None:
    over = replace(CALL, stage=Stage.ENDED, end_reason=EndReason.FINISHED)
    screen.render(replace(VISIT, call=over, phase=Phase.WRITING))
    sign = button(screen, "Sign")
    assert isinstance(sign, Button)
    assert "agrees to video" in sign.off_reason
    with qtbot.assertNotEmitted(screen.sign_asked):
        sign.click()
    assert "agrees to video without recording?" in words(screen)
    complete = replace(ENCOUNTER, safety=COMPLETE)
    screen.render(replace(VISIT, call=over, phase=Phase.WRITING, encounter=complete))
    with qtbot.waitSignal(screen.sign_asked):
        qtbot.keyClick(screen, Qt.Key.Key_F8)


# ---- emergency ----------------------------------------------------------------------------


def test_the_emergency_panel_shows_who_where_and_whom_to_ring(
    qtbot: QtBot, screen: CallScreen
) -> None:
    qtbot.keyClick(screen, Qt.Key.Key_F9)
    settle(screen.window())
    text = words(screen)
    for expected in ("113", "116 117", "000 12 346", "000 12 345"):
        assert expected in text
    assert "Elgveien 7, second floor, 2599 Viddal" in text
    assert "This is Astrid Fonnedal, psychiatrist, DPS Viddal." in text
    assert tile(screen).isVisible(), "the face stays in sight"
    logged: list[str] = []
    screen.emergency_logged.connect(logged.append)
    button(screen, "Log 113, Ambulance, as rung").click()
    assert logged == ["Log started by Astrid Fonnedal", "113 rung, Ambulance"]
    screen.render(replace(VISIT, encounter=ALARM))
    assert "Rung 09:38:12" in words(screen)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    settle(screen.window())
    assert "Read this out" not in words(screen)


def test_the_log_takes_typed_and_ready_lines(qtbot: QtBot, screen: CallScreen) -> None:
    screen.render(replace(VISIT, encounter=ALARM))
    screen.show_emergency()
    logged: list[str] = []
    screen.emergency_logged.connect(logged.append)
    button(screen, "Help has arrived").click()
    line = next(
        e
        for e in screen.findChildren(QLineEdit)
        if e.isVisible() and e.accessibleName().startswith("Write here")
    )
    qtbot.keyClicks(line, "Sondre is at the door")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert logged == ["Help has arrived", "Sondre is at the door"]


def test_numbers_are_copied_and_never_dialled(qtbot: QtBot, screen: CallScreen) -> None:
    screen.show_emergency()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "116117"


def test_missing_fields_are_asked_in_the_panel(qtbot: QtBot, screen: CallScreen) -> None:
    bare = replace(ENCOUNTER, safety=replace(SAFETY, answers=()))
    screen.render(replace(VISIT, encounter=bare))
    screen.show_emergency()
    assert "Not recorded" in words(screen)
    button(screen, "Ask now").click()
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    qtbot.keyClicks(editor, "Elgveien 7")
    with qtbot.waitSignal(screen.safety_answered) as answered:
        qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert answered.args == [SafetyField.PLACE, "Elgveien 7", False]


def test_a_call_that_drops_while_the_log_runs_brings_the_panel(screen: CallScreen) -> None:
    screen.render(replace(VISIT, encounter=ALARM))
    lost = replace(CALL, stage=Stage.RECONNECTING, reconnecting_since=NOW)
    screen.render(replace(VISIT, encounter=ALARM, call=lost))
    settle(screen.window())
    assert "Read this out" in words(screen)


# ---- sizes and languages ------------------------------------------------------------------


@pytest.mark.parametrize("language", [ENGLISH, BOKMAL])
@pytest.mark.parametrize(("width", "height", "percent"), SIZES)
def test_nothing_is_cut_at_any_size(
    qtbot: QtBot,
    screen: CallScreen,
    look: Theme,
    width: int,
    height: int,
    percent: int,
    language: str,
) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    spoken = Language(application)
    spoken.choose(language)
    try:
        look.set_percent(percent)
        window = screen.window()
        window.resize(width, height)
        assert_readable(window)
        screen.ask_missing(SafetyField.IDENTITY)
        assert_readable(window)
        screen.render(replace(VISIT, phase=Phase.WRITING, earlier=(ROW,)))
        assert_readable(window)
        screen.render(replace(VISIT, encounter=ALARM))
        screen.show_emergency()
        assert_readable(window)
        look.set_look(Look.CONTRAST)
        assert_readable(window)
    finally:
        spoken.choose(ENGLISH)


def test_an_empty_screen_can_be_shown(screen: CallScreen) -> None:
    screen.render(VisitView())
    assert_readable(screen.window())

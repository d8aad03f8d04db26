# SPDX-License-Identifier: GPL-3.0-or-later
"""The panel beside the picture: session start, note, finishing, and the emergency panel."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from app.calls.views import EndReason, Stage
from app.notes.views import DraftView
from app.records.composition import NoteTemplate, Section, SectionCode
from app.records.encounter import SafetyField
from app.records.schedule import AppointmentStatus
from app.ui.call.safety_strip import SafetyCell, SafetyStrip
from app.ui.call.screen import CallScreen
from app.ui.call.view import Phase
from app.ui.notes.note_editor import NoteEditor
from app.ui.widgets.button import Button
from app.ui.widgets.phrase_chips import PhraseChip
from tests.ui.call_stage import Now, button, shown_screen, tile, words
from tests.ui.clipping import settle
from tests.ui.samples import NOW
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


@pytest.fixture
def now() -> Now:
    return Now()


@pytest.fixture
def screen(qtbot: QtBot, now: Now) -> CallScreen:
    return shown_screen(qtbot, now)


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

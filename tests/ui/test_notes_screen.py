# SPDX-License-Identifier: GPL-3.0-or-later
"""Notes: list, versions and proof, additions; what does not verify is never shown."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from app.records.composition import SectionCode, VersionKind
from app.ui.language import BOKMAL, ENGLISH, Language
from app.ui.notes.marked_text import MarkedText, changed_words
from app.ui.notes.screen import NotesScreen
from app.ui.notes.view import NotesView
from app.ui.theme import Look, Theme
from app.ui.widgets.button import Button
from app.ui.widgets.plain_label import PlainLabel
from app.ui.widgets.row import Row
from tests.ui.clipping import assert_readable, settle, tab_order
from tests.ui.visit_samples import BROKEN, HISTORY, ROW, ROWS

SHOWN = NotesView(ROWS, ROW, HISTORY)
SIZES = ((1280, 800, 100), (1024, 700, 100), (1280, 800, 200), (1024, 700, 200))


@pytest.fixture
def screen(qtbot: QtBot) -> NotesScreen:
    screen = NotesScreen()
    qtbot.addWidget(screen)
    screen.resize(1280, 800)
    with qtbot.waitActive(screen):
        screen.show()
        screen.activateWindow()
    screen.render(NotesView(ROWS))
    settle(screen)
    return screen


def words(screen: NotesScreen) -> str:
    labels = screen.findChildren(PlainLabel)
    return "\n".join(label.text() for label in labels if label.isVisible())


def button(screen: NotesScreen, name: str) -> Button:
    found = screen.findChildren(Button)
    return next(b for b in found if b.isVisible() and b.accessibleName() == name)


def show(screen: NotesScreen, view: NotesView) -> None:
    screen.render(view)
    settle(screen)


def test_the_list_opens_a_note_by_keyboard(qtbot: QtBot, screen: NotesScreen) -> None:
    rows = [row for row in screen.findChildren(Row) if row.isVisible()]
    assert len(rows) == 3
    assert "Draft" in rows[0].accessibleName()
    assert "3 versions" in rows[1].accessibleName()
    assert "Does not verify" in rows[2].accessibleName()
    rows[0].setFocus()
    qtbot.keyClick(rows[0], Qt.Key.Key_Down)
    with qtbot.waitSignal(screen.opened) as opened:
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert opened.args == [ROW.composition]


def test_an_empty_list_says_so(screen: NotesScreen) -> None:
    show(screen, NotesView())
    assert "No notes yet" in words(screen)


def test_words_are_looked_for_by_keyboard(qtbot: QtBot, screen: NotesScreen) -> None:
    show(screen, SHOWN)
    with qtbot.waitSignal(screen.list_asked):
        qtbot.keyClick(screen, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    show(screen, NotesView(ROWS))
    qtbot.keyClick(screen, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    assert field.accessibleName() == "Search the signed notes"
    with qtbot.waitSignal(screen.searched) as searched:
        qtbot.keyClicks(field, "sertraline")
    assert searched.args == ["sertraline"]
    show(screen, NotesView((), searched="sertraline"))
    assert "No signed note has these words" in words(screen)
    with qtbot.waitSignal(screen.searched) as searched:
        field.clear()
    assert searched.args == [""]


def test_older_notes_are_shown_on_demand(qtbot: QtBot, screen: NotesScreen) -> None:
    assert not any(b.isVisible() for b in screen.findChildren(Button) if "older" in b.text())
    show(screen, NotesView(ROWS, more=True))
    with qtbot.waitSignal(screen.more_asked):
        button(screen, "Show older notes").click()


def test_nothing_is_shown_before_it_is_checked(screen: NotesScreen) -> None:
    show(screen, NotesView(ROWS, ROW))
    assert "Checking the signature …" in words(screen)
    assert "Sertraline" not in words(screen)
    assert not any(b.isVisible() for b in screen.findChildren(Button) if "addendum" in b.text())


def test_a_verified_note_shows_versions_corrections_and_proof(screen: NotesScreen) -> None:
    show(screen, SHOWN)
    text = words(screen)
    assert "Follow-up, 25 November 2026" in text
    assert "Unchanged since signing" in text
    assert "All 3 versions" in text
    assert "3 names 2, 2 names 1" in text
    assert "7f2c 91a4 03de b85f 7f2c 91a4 03de b85f" in text
    assert "Sertraline 150 mg each morning." in text, "what was corrected stays readable"
    assert "Sertraline 100 mg each morning." in text
    assert "Rung by the patient. Panic in the shop again." in text
    original = next(t for t in screen.findChildren(MarkedText) if "150" in t.text())
    assert original.accessibleName().endswith("Corrected words: 150")


def test_a_broken_version_is_never_shown(screen: NotesScreen) -> None:
    show(screen, SHOWN)
    show(screen, NotesView(ROWS, ROW, BROKEN))
    text = words(screen)
    assert "This text does not match its signature. It is not shown." in text
    assert "Version 2: changed after it was signed." in text
    assert "Tell whoever runs Vidda" in text
    assert "The earlier versions below are verified." in text
    assert "150 mg" in text
    assert "100 mg" not in text
    assert "Panic in the shop" not in text
    assert "Unchanged since signing" not in text


def test_markup_in_a_note_stays_text(screen: NotesScreen) -> None:
    first = HISTORY.versions[0]
    evil = "<img src='http://example.org/x.png'><b>150</b> & more"
    section = replace(first.version.sections[0], text=evil)
    version = replace(first.version, sections=(section,))
    changed = replace(first, version=version)
    show(screen, NotesView(ROWS, ROW, replace(HISTORY, versions=(changed,))))
    label = next(t for t in screen.findChildren(MarkedText) if t.text() == evil)
    assert "<img" not in QLabel.text(label)


# ---- additions ----------------------------------------------------------------------------


def editor_of(screen: NotesScreen) -> QPlainTextEdit:
    return next(e for e in screen.findChildren(QPlainTextEdit) if e.isVisible())


def reason_of(screen: NotesScreen) -> QLineEdit:
    return next(e for e in screen.findChildren(QLineEdit) if e.isVisible())


def test_an_addendum_is_written_and_signed(qtbot: QtBot, screen: NotesScreen) -> None:
    show(screen, SHOWN)
    qtbot.keyClick(screen, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    settle(screen)
    sign = button(screen, "Sign addendum")
    with qtbot.assertNotEmitted(screen.addition_signed):
        sign.click()
    assert "Write the text first." in words(screen)
    qtbot.keyClicks(editor_of(screen), "Rung again.")
    with qtbot.assertNotEmitted(screen.addition_signed):
        sign.click()
    assert "Write why, in a few words." in words(screen)
    qtbot.keyClicks(reason_of(screen), "contact")
    with qtbot.waitSignal(screen.addition_signed) as signed:
        sign.click()
    kind, sections, reason = signed.args
    assert kind is VersionKind.ADDENDUM
    assert [(s.code, s.text) for s in sections] == [(SectionCode.PLAN, "Rung again.")]
    assert reason == "contact"


def test_a_correction_begins_with_the_text_as_it_stands(qtbot: QtBot, screen: NotesScreen) -> None:
    show(screen, SHOWN)
    button(screen, "Correction").click()
    settle(screen)
    editor = editor_of(screen)
    assert editor.toPlainText() == "Sertraline 100 mg each morning. New visit 24 November."
    reason_of(screen).setText("wrong day")
    with qtbot.assertNotEmitted(screen.addition_signed):
        button(screen, "Sign correction").click()
    assert "The text is the same as before." in words(screen)
    editor.setPlainText("Sertraline 100 mg each morning. New visit 25 November.")
    with qtbot.waitSignal(screen.addition_signed) as signed:
        button(screen, "Sign correction").click()
    assert signed.args[0] is VersionKind.CORRECTION


def test_closing_the_form_keeps_what_is_written(qtbot: QtBot, screen: NotesScreen) -> None:
    show(screen, SHOWN)
    button(screen, "Write addendum").click()
    qtbot.keyClicks(editor_of(screen), "Half a sen")
    button(screen, "Cancel").click()
    settle(screen)
    button(screen, "Write addendum").click()
    assert editor_of(screen).toPlainText() == "Half a sen"


def test_a_broken_note_takes_no_additions(qtbot: QtBot, screen: NotesScreen) -> None:
    show(screen, NotesView(ROWS, ROW, BROKEN))
    qtbot.keyClick(screen, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    settle(screen)
    assert not any(e.isVisible() for e in screen.findChildren(QPlainTextEdit))


def test_the_keyboard_reaches_the_versions(screen: NotesScreen) -> None:
    show(screen, SHOWN)
    names = [widget.accessibleName() for widget in tab_order(screen)]
    assert any(n.startswith("Version 3, Addendum, Astrid Fonnedal") for n in names)
    assert "Write addendum" in names


# ---- words that changed -------------------------------------------------------------------


@given(st.text(max_size=40), st.text(max_size=40))
def test_marking_never_changes_a_word(before: str, after: str) -> None:
    pieces = changed_words(before, after)
    assert "".join(text for text, _ in pieces) == before
    if before == after:
        assert not any(marked for _, marked in pieces)


# ---- sizes and languages ------------------------------------------------------------------


@pytest.mark.parametrize("language", [ENGLISH, BOKMAL])
@pytest.mark.parametrize(("width", "height", "percent"), SIZES)
def test_nothing_is_cut_at_any_size(
    screen: NotesScreen, look: Theme, width: int, height: int, percent: int, language: str
) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    spoken = Language(application)
    spoken.choose(language)
    try:
        look.set_percent(percent)
        screen.resize(width, height)
        assert_readable(screen)
        for view in (SHOWN, NotesView(ROWS, ROW), NotesView(ROWS, ROW, BROKEN), SHOWN):
            screen.render(view)
            assert_readable(screen)
        screen._write(VersionKind.CORRECTION)
        assert_readable(screen)
        look.set_look(Look.DARK)
        assert_readable(screen)
    finally:
        spoken.choose(ENGLISH)

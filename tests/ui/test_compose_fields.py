# SPDX-License-Identifier: GPL-3.0-or-later
"""The specialty's own questions and the drawn body, worked by hand and by keys."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.records.referral import BodyPoint, BodyView, Slot, Specialty
from app.records.specialty_questions import QUESTIONS, REPLY_QUESTIONS, AnswerKind
from app.ui.referrals import body_shape, question_words
from app.ui.referrals.body_map import BodyMap
from app.ui.referrals.compose_form import ComposeForm
from app.ui.widgets.button import Button
from tests.fakes.referrals import form
from tests.ui.clipping import assert_readable, settle

SKIN = form()
EYES = form(specialty=Specialty.FUNDUS)


def editor(widget: QWidget, name: str) -> QWidget:
    (found,) = [
        w
        for kind in (QComboBox, QLineEdit)
        for w in widget.findChildren(kind)
        if w.accessibleName() == name and not w.isHidden()
    ]
    return found


def choose(widget: QWidget, name: str, data: str) -> None:
    combo = editor(widget, name)
    assert isinstance(combo, QComboBox)
    combo.setCurrentIndex(combo.findData(data))


def test_each_question_and_choice_has_words() -> None:
    for questions in (*QUESTIONS.values(), *REPLY_QUESTIONS.values()):
        for question in questions:
            assert question_words.question(question.key)
            if question.kind is AnswerKind.CHOICE:
                words = [question_words.choice(question.key, c) for c in question.choices]
                assert len(set(words)) == len(words) == len(question.choices)


def test_fundus_asks_what_it_has_to_know_and_says_what_is_missing(qtbot: QtBot) -> None:
    fields = ComposeForm()
    qtbot.addWidget(fields)
    fields.resize(340, 1400)
    fields.fill(EYES)
    fields.show()
    settle(fields)
    missing = fields.missing()
    assert missing is not None and missing[0] == "Pupils widened with drops: Choose one."
    choose(fields, "Pupils widened with drops", "yes")
    choose(fields, "Diabetes", "type-2")
    missing = fields.missing()
    assert missing is not None and missing[0].startswith("Years with diabetes")
    years = editor(fields, "Years with diabetes")
    QTest.keyClicks(years, "120")
    assert fields.missing() is not None
    QTest.keyClick(years, Qt.Key.Key_Backspace)
    wrote = dict(fields.form_now(EYES).answers)
    assert wrote == {"mydriasis": "yes", "diabetes": "type-2", "diabetes-years": "12"}
    # Who has no diabetes is not asked for how long; the answer is kept, should that be a slip.
    choose(fields, "Diabetes", "none")
    settle(fields)
    assert not years.isVisible()
    assert_readable(fields)


def test_answers_outlive_a_change_of_specialty(qtbot: QtBot) -> None:
    fields = ComposeForm()
    qtbot.addWidget(fields)
    fields.fill(EYES)
    choose(fields, "Diabetes", "type-1")
    choose(fields, "Specialty", "ear-nose-throat")
    choose(fields, "Side", "left")
    choose(fields, "Specialty", "fundus")
    assert ("diabetes", "type-1") in fields.form_now(EYES).answers
    choose(fields, "Specialty", "ear-nose-throat")
    assert ("side", "left") in fields.form_now(EYES).answers


@pytest.mark.parametrize(
    ("x", "y", "view", "name"),
    [
        (42, 200, BodyView.FRONT, "Lower leg, right, front"),
        (42, 200, BodyView.BACK, "Lower leg, left, back"),
        (58, 200, BodyView.FRONT, "Lower leg, left, front"),
        (15, 118, BodyView.FRONT, "Hand, right, front"),
        (85, 118, BodyView.FRONT, "Hand, left, front"),
        (40, 50, BodyView.BACK, "Chest or upper back, left, back"),
        (55, 17, BodyView.FRONT, "Head, left, front"),
        (2, 2, BodyView.FRONT, ""),
    ],
)
def test_places_have_the_patients_sides(x: float, y: float, view: BodyView, name: str) -> None:
    point = BodyPoint(view, x / body_shape.WIDTH, y / body_shape.HEIGHT)
    assert body_shape.name_of(point) == name


def drawing(widget: QWidget) -> QWidget:
    return next(
        w for w in widget.findChildren(QWidget) if w.accessibleName() == "Place on the body"
    )


def test_a_click_on_the_body_names_the_place_and_one_beside_it_does_nothing(qtbot: QtBot) -> None:
    fields = ComposeForm()
    qtbot.addWidget(fields)
    fields.resize(340, 900)
    fields.fill(replace(SKIN, body_site=""))
    fields.show()
    settle(fields)
    body = drawing(fields)
    QTest.mouseClick(body, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    assert fields.form_now(SKIN).body_point is None
    middle = body.rect().center()
    QTest.mouseClick(body, Qt.MouseButton.LeftButton, pos=middle - QPoint(8, 0))
    now = fields.form_now(SKIN)
    assert now.body_point is not None and now.body_site.endswith("right, front")
    # A text of the user's own stays.
    site = editor(fields, "Where on the body")
    assert isinstance(site, QLineEdit)
    site.clear()
    QTest.keyClicks(site, "Beside the scar")
    QTest.mouseClick(body, Qt.MouseButton.LeftButton, pos=middle + QPoint(8, 0))
    assert fields.form_now(SKIN).body_site == "Beside the scar"


def test_the_body_is_worked_by_keys(qtbot: QtBot) -> None:
    body = BodyMap()
    qtbot.addWidget(body)
    body.show()
    keys = drawing(body)
    QTest.keyClick(keys, Qt.Key.Key_Down)
    first = body.point
    assert first is not None
    with qtbot.waitSignal(body.pointed) as told:
        QTest.keyClick(keys, Qt.Key.Key_Down)
    assert body.point is not None and body.point.y > first.y
    assert told.args == [body.point, body_shape.name_of(body.point)]
    assert keys.accessibleDescription() == body_shape.name_of(body.point)
    QTest.keyClick(keys, Qt.Key.Key_Delete)
    assert body.point is None


def test_places_of_the_chest_are_buttons_that_say_what_is_recorded(qtbot: QtBot) -> None:
    fields = ComposeForm()
    qtbot.addWidget(fields)
    fields.resize(340, 1100)
    fields.fill(form(specialty=Specialty.HEART_AND_LUNG))
    fields.show_taken(frozenset({Slot.HEART_AORTIC}))
    fields.show()
    settle(fields)
    assert_readable(fields)
    places = {
        b.accessibleName(): b
        for b in fields.findChildren(Button)
        if b.isVisible() and b.accessibleName().endswith("recorded")
    }
    assert sorted(places) == [
        "Aortic, recorded",
        "Lungs, not recorded",
        "Mitral, not recorded",
        "Pulmonic, not recorded",
        "Tricuspid, not recorded",
    ]
    rooms = [b.geometry() for b in places.values()]
    assert not any(a.intersects(b) for i, a in enumerate(rooms) for b in rooms[i + 1 :]), rooms
    with qtbot.waitSignal(fields.place_pressed) as pressed:
        places["Mitral, not recorded"].setFocus()
        qtbot.keyClick(places["Mitral, not recorded"], Qt.Key.Key_Space)
    assert pressed.args == [Slot.HEART_MITRAL.value]
    choose(fields, "Specialty", "dermatology")
    settle(fields)
    assert not places["Aortic, recorded"].isVisible()


def test_a_body_that_is_only_shown_takes_no_click(qtbot: QtBot) -> None:
    body = BodyMap(writable=False)
    qtbot.addWidget(body)
    point = BodyPoint(BodyView.BACK, 0.42, 0.85)
    body.show_point(point)
    body.show()
    settle(body)
    QTest.mouseClick(drawing(body), Qt.MouseButton.LeftButton, pos=drawing(body).rect().center())
    assert body.point == point

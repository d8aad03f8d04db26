# SPDX-License-Identifier: GPL-3.0-or-later
"""The picture workbench as its user works it: by keys, by mouse, and as the sender sees it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDoubleSpinBox, QLabel, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from app.records.ids import AttachmentId, ReferralId
from app.records.presentation import Channel, Presentation, Scale, Unit, Viewed
from app.records.referral import (
    Certainty,
    Decision,
    Finding,
    PictureQuality,
    ReferralStatus,
    Reply,
    Shape,
    SignedReply,
    Slot,
)
from app.referrals.views import EarlierPicture, OpenReferral
from app.ui.referrals.review_screen import ReviewScreen
from app.ui.shell.keys import working_keys
from app.ui.theme import Look, Theme
from app.ui.workbench.picture_pane import PicturePane
from tests.ui.clipping import assert_readable, settle
from tests.ui.test_referral_screens import (
    FORM,
    HENRIK,
    SIGRUN,
    attachment,
    button,
    demo_picture,
    referral,
)

FILES = {1: "fundus_r.jpg", 2: "fundus_l.jpg", 3: "derm_close.jpg"}
RIGHT, LEFT, SKIN = (AttachmentId(f"{n:032x}") for n in FILES)
SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
PLAIN = Qt.KeyboardModifier.NoModifier


def case(reply: SignedReply | None = None) -> OpenReferral:
    slots = (Slot.FUNDUS_RIGHT, Slot.FUNDUS_LEFT, Slot.CLOSE_UP)
    held = referral(*(attachment(n, slot) for n, slot in enumerate(slots, 1)), form=FORM)
    status = ReferralStatus.ANSWERED if reply else ReferralStatus.IN_REVIEW
    held = replace(held, status=status, sent=datetime.now(UTC), reply=reply)
    return OpenReferral(held, HENRIK, SIGRUN, reply is not None, 1, 1)


@pytest.fixture
def review(qtbot: QtBot) -> ReviewScreen:
    screen = ReviewScreen()
    qtbot.addWidget(screen)
    screen.attachment_wanted.connect(
        lambda wanted: screen.show_picture(
            AttachmentId(wanted), demo_picture(FILES[int(wanted, 16)])
        )
    )
    screen.resize(1366, 768)
    screen.show()
    return screen


def panes(review: ReviewScreen) -> list[PicturePane]:
    return [p for p in review.findChildren(PicturePane) if p.isVisible()]


def press(review: ReviewScreen, *keys: Qt.Key, modifier: Qt.KeyboardModifier = PLAIN) -> None:
    for key in keys:
        target = QApplication.focusWidget() or review
        QTest.keyClick(target, key, modifier)
        QApplication.processEvents()


def draw(pane: PicturePane, begin: tuple[float, float], end: tuple[float, float]) -> None:
    first, last = (
        QPoint(round(x * pane.width()), round(y * pane.height())) for x, y in (begin, end)
    )
    QTest.mousePress(pane, Qt.MouseButton.LeftButton, pos=first)
    QTest.mouseMove(pane, last)
    QTest.mouseRelease(pane, Qt.MouseButton.LeftButton, pos=last)


def open_case(review: ReviewScreen, qtbot: QtBot) -> PicturePane:
    review.render(case(), {}, None)
    review.activateWindow()
    (pane,) = panes(review)
    pane.setFocus()
    qtbot.waitUntil(pane.hasFocus)
    return pane


def saved_reply(review: ReviewScreen, qtbot: QtBot) -> Reply:
    with qtbot.waitSignal(review.reply_changed, timeout=3000) as changed:
        review.flush()
    reply = changed.args[0]
    assert isinstance(reply, Reply)
    return reply


def test_all_looks_are_reached_by_keys_and_taken_back(review: ReviewScreen, qtbot: QtBot) -> None:
    pane = open_case(review, qtbot)
    press(review, Qt.Key.Key_G, Qt.Key.Key_H, Qt.Key.Key_I, Qt.Key.Key_R)
    press(review, Qt.Key.Key_Up, modifier=CONTROL)
    press(review, Qt.Key.Key_Left, modifier=CONTROL)
    (viewed,) = saved_reply(review, qtbot).viewed
    look = Presentation(Channel.RED_FREE, True, 5, -5, True, 1)
    assert viewed == Viewed(RIGHT, look)
    told = "Right eye, red-free, local contrast, inverted, brightness +5, contrast −5, turned 90°"
    assert pane.accessibleName() == told
    for _ in range(6):
        press(review, Qt.Key.Key_Z, modifier=CONTROL)
    assert pane.accessibleName() == "Right eye, colour"
    press(review, Qt.Key.Key_Z, modifier=CONTROL | SHIFT)
    assert pane.accessibleName() == "Right eye, red-free"
    press(review, Qt.Key.Key_Home)
    assert saved_reply(review, qtbot).viewed == ()


def test_zoom_goes_to_eight_and_panes_move_together(review: ReviewScreen, qtbot: QtBot) -> None:
    first = open_case(review, qtbot)
    whole = first.zoom
    press(review, Qt.Key.Key_1)
    assert first.zoom == pytest.approx(1.0)
    press(review, *[Qt.Key.Key_Plus] * 12)
    assert first.zoom == pytest.approx(8.0)
    press(review, Qt.Key.Key_S)
    first, second = panes(review)
    press(review, Qt.Key.Key_Right, Qt.Key.Key_Down)
    assert second.placement.view == first.placement.view
    assert second.accessibleName() == "Right eye, red-free"
    press(review, Qt.Key.Key_Y, Qt.Key.Key_F)
    assert first.placement.view != second.placement.view
    press(review, Qt.Key.Key_S)
    assert panes(review)[0].zoom == pytest.approx(whole)


def test_the_other_eye_is_opened_in_the_second_pane_by_keys(
    review: ReviewScreen, qtbot: QtBot
) -> None:
    open_case(review, qtbot)
    press(review, Qt.Key.Key_S)
    second = panes(review)[1]
    second.setFocus()
    press(review, Qt.Key.Key_N)
    assert [p.accessibleName() for p in panes(review)] == ["Right eye, colour", "Left eye, colour"]
    press(review, Qt.Key.Key_S, modifier=SHIFT)
    press(review, Qt.Key.Key_S, modifier=SHIFT)
    assert len(panes(review)) == 4
    assert all(p.has_picture for p in panes(review))


def test_then_and_now_are_compared_by_one_key(review: ReviewScreen, qtbot: QtBot) -> None:
    before = EarlierPicture(
        ReferralId("f" * 32), attachment(1, Slot.FUNDUS_RIGHT), datetime(2024, 3, 9, tzinfo=UTC)
    )
    asked: list[str] = []
    review.attachment_wanted.disconnect()
    review.attachment_wanted.connect(asked.append)
    review.render(replace(case(), earlier=(before,)), {}, None)
    review.show_picture(RIGHT, demo_picture(FILES[1]))
    pane = panes(review)[0]
    pane.setFocus()
    press(review, Qt.Key.Key_E)
    then = f"{'f' * 32}.{RIGHT}"
    assert asked == [RIGHT, then]
    review.show_picture(AttachmentId(then), demo_picture(FILES[2]))
    now, old = panes(review)
    assert [now.accessibleName(), old.accessibleName()] == [
        "Right eye, colour",
        "Right eye, 9 March 2024, colour",
    ]
    assert old.has_picture
    # What is of another time is looked at, not marked, and does not travel with the reply.
    old.setFocus()
    press(review, Qt.Key.Key_C)
    said = [label.text() for label in review.findChildren(QLabel) if label.isVisible()]
    assert "Marks belong on the pictures of this referral" in said
    press(review, Qt.Key.Key_I)
    now.setFocus()
    press(review, Qt.Key.Key_G)
    assert [v.attachment for v in saved_reply(review, qtbot).viewed] == [RIGHT]


def test_marks_are_drawn_by_keys_alone(review: ReviewScreen, qtbot: QtBot) -> None:
    pane = open_case(review, qtbot)
    press(review, Qt.Key.Key_A)
    press(review, Qt.Key.Key_Return, *[Qt.Key.Key_Right] * 8, Qt.Key.Key_Return)
    words = QApplication.focusWidget()
    assert isinstance(words, QPlainTextEdit)
    assert words.accessibleName() == "Finding 1"
    QTest.keyClicks(words, "Cotton wool, green?")
    pane.setFocus()
    press(review, Qt.Key.Key_T, Qt.Key.Key_Return)
    arrow, point = saved_reply(review, qtbot).findings
    # Letters typed into the words drew nothing and changed no look.
    assert arrow.text == "Cotton wool, green?"
    assert pane.accessibleName() == "Right eye, colour"
    assert (arrow.shape, point.shape) == (Shape.ARROW, Shape.POINT)
    assert (arrow.attachment, arrow.x) == (RIGHT, pytest.approx(0.5, abs=0.01))
    assert arrow.to_x is not None
    assert arrow.to_x > 0.55
    press(review, Qt.Key.Key_Escape)


def test_a_mark_drawn_on_a_turned_picture_lies_where_it_was_drawn(
    review: ReviewScreen, qtbot: QtBot
) -> None:
    pane = open_case(review, qtbot)
    press(review, Qt.Key.Key_R, Qt.Key.Key_C)
    draw(pane, (0.5, 0.3), (0.55, 0.3))
    (circle,) = saved_reply(review, qtbot).findings
    # Turned right, what is up on the screen is left in the picture.
    assert circle.x is not None
    assert circle.y is not None
    assert circle.x < 0.45
    assert circle.y == pytest.approx(0.5, abs=0.02)


def test_the_ruler_says_why_it_is_off_until_a_length_is_known(
    review: ReviewScreen, qtbot: QtBot
) -> None:
    pane = open_case(review, qtbot)
    measure = button(review, "Measure")
    assert "no scale" in measure.off_reason
    press(review, Qt.Key.Key_M)
    said = [label.text() for label in review.findChildren(QLabel) if label.isVisible()]
    assert sum("Ruler off" in text for text in said) == 2
    press(review, Qt.Key.Key_K)
    draw(pane, (0.4, 0.5), (0.6, 0.5))
    length = next(s for s in review.findChildren(QDoubleSpinBox) if s.isVisible())
    length.setValue(2.0)
    QTest.keyClick(length, Qt.Key.Key_Return)
    assert measure.off_reason == ""
    press(review, Qt.Key.Key_M)
    draw(pane, (0.4, 0.5), (0.5, 0.5))
    reply = saved_reply(review, qtbot)
    (viewed,) = reply.viewed
    assert viewed.scale is not None
    assert viewed.scale.unit is Unit.DISC_DIAMETER
    (line,) = reply.findings
    assert line.x is not None
    assert line.to_x is not None
    assert (line.to_x - line.x) * viewed.scale.across == pytest.approx(1.0, abs=0.02)


def test_removing_a_finding_numbers_both_anew_and_comes_back(
    review: ReviewScreen, qtbot: QtBot
) -> None:
    pane = open_case(review, qtbot)
    for x in (0.4, 0.5, 0.6):
        button(review, "Circle").click()
        draw(pane, (x, 0.5), (x + 0.03, 0.5))
    button(review, "Remove finding 1").click()
    after = saved_reply(review, qtbot).findings
    assert [f.number for f in after] == [1, 2]
    button(review, "Undo removal").click()
    back = saved_reply(review, qtbot).findings
    assert [f.number for f in back] == [1, 2, 3]
    assert back[1:] == tuple(replace(f, number=f.number + 1) for f in after)


def test_the_sender_sees_marks_lengths_and_looks(review: ReviewScreen, qtbot: QtBot) -> None:
    line = Finding(1, "Lesion", SKIN, 0.2, 0.2, None, Shape.LENGTH, 0.5, 0.6)
    look = Presentation(Channel.RED_FREE)
    viewed = (Viewed(SKIN, scale=Scale(36.4)), Viewed(RIGHT, look))
    reply = Reply(
        PictureQuality.GOOD, (line,), "x", Certainty.CERTAIN, Decision.TREAT_AT_GP, viewed=viewed
    )
    review.render(
        case(SignedReply(reply, SIGRUN.user, SIGRUN.name, SIGRUN.unit, datetime.now(UTC))), {}, None
    )
    settle(review)
    assert panes(review)[0].accessibleName() == "Right eye, red-free"
    said = [label.text() for label in review.findChildren(QLabel) if label.isVisible()]
    assert any("As the specialist looked at it" in text for text in said)
    assert "Lesion (18.2 mm)" in said
    # A reader looks, and draws nothing.
    assert not button(review, "Circle").isVisible()
    button(review, "Show finding 1").click()
    assert panes(review)[0].accessibleName() == "Close-up, colour"
    button(review, "Reset").click()


def test_keys_are_listed(review: ReviewScreen, qtbot: QtBot) -> None:
    open_case(review, qtbot)
    listed = dict(working_keys(review))
    assert listed["G"] == "Red-free"
    assert listed["L"] == "Loupe"
    assert listed["N"] == "Next"


def test_pixels_that_come_late_for_an_old_look_do_not_stay(qtbot: QtBot) -> None:
    waiting: list[tuple[Callable[[], Any], Callable[[Any], object]]] = []
    screen = ReviewScreen(lambda work, done: waiting.append((work, done)))
    qtbot.addWidget(screen)
    screen.resize(1366, 768)
    screen.show()
    screen.render(case(), {}, None)
    screen.show_picture(RIGHT, demo_picture(FILES[1]))

    def work_off() -> None:
        while waiting:
            work, done = waiting.pop(0)
            done(work())

    work_off()
    (pane,) = panes(screen)
    before = pane.grab().toImage().pixelColor(pane.width() // 2, pane.height() // 2)
    button(screen, "Invert").click()
    button(screen, "Invert").click()
    work_off()
    after = pane.grab().toImage().pixelColor(pane.width() // 2, pane.height() // 2)
    assert (after.red(), after.green()) == (before.red(), before.green())
    button(screen, "Invert").click()
    work_off()
    turned = pane.grab().toImage().pixelColor(pane.width() // 2, pane.height() // 2)
    assert abs(255 - turned.red() - before.red()) <= 1


@pytest.mark.parametrize(
    ("width", "height", "percent", "look_"),
    [(1366, 768, 100, Look.LIGHT), (1024, 700, 100, Look.DARK), (1366, 768, 200, Look.DARK)],
)
@pytest.mark.usefixtures("bokmal")
def test_the_workbench_is_readable(
    review: ReviewScreen, look: Theme, width: int, height: int, percent: int, look_: Look
) -> None:
    look.set_percent(percent)
    look.set_look(look_)
    review.resize(width, height)
    review.render(case(), {}, None)
    button(review, "Lysstyrke og kontrast").click()
    button(review, "Side om side").click()
    button(review, "Sett målestokk").click()
    draw(panes(review)[0], (0.3, 0.5), (0.6, 0.5))
    assert_readable(review)
    shown: list[QWidget] = [w for w in review.findChildren(QDoubleSpinBox) if w.isVisible()]
    assert len(shown) == 1

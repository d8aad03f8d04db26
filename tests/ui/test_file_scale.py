# SPDX-License-Identifier: GPL-3.0-or-later
"""A file that tells the size of its pixels turns the ruler on; one not to be believed says why."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDoubleSpinBox
from pytestqt.qtbot import QtBot

from app.records.media_facts import NoScale, Picture
from app.records.presentation import Scale, Unit, Viewed
from app.records.referral import Certainty, Decision, PictureQuality, Reply, SignedReply
from app.ui.referrals.review_screen import ReviewScreen
from app.ui.theme import Theme
from app.ui.workbench.file_scales import FileScales
from app.ui.workbench.history import History
from tests.ui.asking import button, words
from tests.ui.clipping import assert_readable, settle
from tests.ui.test_referral_screens import SIGRUN, demo_picture
from tests.ui.test_workbench import (
    CONTROL,
    FILES,
    LEFT,
    RIGHT,
    case,
    draw,
    open_case,
    panes,
    press,
    review,
    saved_reply,
)

__all__ = ["review"]

BY_FILE = "Ruler on: scale told by the file"
BY_HAND = "Ruler on: scale set by hand in this picture"


def tell(review: ReviewScreen, told: float | NoScale | None) -> Picture:
    """Open the case, whose first picture tells this of its pixels."""
    picture = replace(demo_picture(FILES[1]), pixel_mm=told)
    review.show_picture(RIGHT, picture)
    settle(review)
    return picture


def test_the_ruler_measures_by_the_file_until_a_hand_sets_another(
    review: ReviewScreen, qtbot: QtBot
) -> None:
    pane = open_case(review, qtbot)
    press(review, Qt.Key.Key_G)
    picture = tell(review, 0.05)
    assert BY_FILE in words(review)
    press(review, Qt.Key.Key_M)
    draw(pane, (0.4, 0.5), (0.5, 0.5))
    scale = Scale(0.05 * picture.width)
    (viewed,) = saved_reply(review, qtbot).viewed
    assert viewed.scale == scale
    # What was before it became known is known by it too.
    pane.setFocus()
    press(review, Qt.Key.Key_Z, modifier=CONTROL)
    assert BY_FILE in words(review)
    press(review, Qt.Key.Key_K)
    draw(pane, (0.4, 0.5), (0.6, 0.5))
    length = next(s for s in review.findChildren(QDoubleSpinBox) if s.isVisible())
    QTest.keyClick(length, Qt.Key.Key_Return)
    assert BY_HAND in words(review)
    press(review, Qt.Key.Key_Z, modifier=CONTROL)
    assert BY_FILE in words(review)


def test_looking_at_such_a_file_writes_nothing(review: ReviewScreen, qtbot: QtBot) -> None:
    open_case(review, qtbot)
    with qtbot.assertNotEmitted(review.reply_changed):
        tell(review, 0.05)
        review.flush()


def test_at_the_detector_the_ruler_is_off_and_says_why(review: ReviewScreen, qtbot: QtBot) -> None:
    pane = open_case(review, qtbot)
    tell(review, NoScale.AT_DETECTOR)
    measure = button(review, "Measure")
    assert "X-ray detector" in measure.off_reason  # type: ignore[attr-defined]
    press(review, Qt.Key.Key_K)
    draw(pane, (0.4, 0.5), (0.6, 0.5))
    length = next(s for s in review.findChildren(QDoubleSpinBox) if s.isVisible())
    QTest.keyClick(length, Qt.Key.Key_Return)
    assert BY_HAND in words(review)


def test_where_pixels_are_not_square_nothing_is_measured(
    review: ReviewScreen, qtbot: QtBot
) -> None:
    pane = open_case(review, qtbot)
    tell(review, NoScale.NOT_SQUARE)
    assert "not square" in button(review, "Measure").off_reason  # type: ignore[attr-defined]
    press(review, Qt.Key.Key_K)
    draw(pane, (0.4, 0.5), (0.6, 0.5))
    QApplication.processEvents()
    assert not [s for s in review.findChildren(QDoubleSpinBox) if s.isVisible()]
    assert any("not square" in text for text in words(review))


def test_the_sender_measures_by_the_signed_scale_and_reads_where_it_is_from(
    review: ReviewScreen, qtbot: QtBot
) -> None:
    width = demo_picture(FILES[1]).width
    viewed = (Viewed(RIGHT, scale=Scale(0.05 * width)),)
    reply = Reply(
        PictureQuality.GOOD, (), "x", Certainty.CERTAIN, Decision.TREAT_AT_GP, viewed=viewed
    )
    signed = SignedReply(reply, SIGRUN.user, SIGRUN.name, SIGRUN.unit, datetime.now(UTC))
    review.render(case(signed), {}, None)
    assert BY_HAND in words(review)
    tell(review, 0.05)
    assert BY_FILE in words(review)
    tell(review, 0.07)
    assert BY_HAND in words(review)


@pytest.mark.parametrize("told", [0.05, NoScale.AT_DETECTOR, NoScale.NOT_SQUARE])
@pytest.mark.parametrize(
    ("width", "height", "percent"), [(1366, 768, 100), (1024, 700, 100), (1366, 768, 200)]
)
@pytest.mark.usefixtures("bokmal")
def test_the_ruler_is_readable_in_bokmal(
    review: ReviewScreen,
    look: Theme,
    width: int,
    height: int,
    percent: int,
    told: float | NoScale,
) -> None:
    look.set_percent(percent)
    review.resize(width, height)
    review.render(case(), {}, None)
    tell(review, told)
    assert panes(review)
    assert_readable(review)


def test_what_files_tell_is_kept_apart_by_picture() -> None:
    plain = Picture(10, 5, bytes(150))
    scales = FileScales().opened(RIGHT, replace(plain, pixel_mm=0.5))
    scales = scales.opened(LEFT, replace(plain, pixel_mm=NoScale.AT_DETECTOR))
    assert scales.scale_of(RIGHT) == Scale(5.0, Unit.MILLIMETRE)
    assert scales.why_not(RIGHT) is scales.scale_of(LEFT) is None
    assert scales.why_not(LEFT) is NoScale.AT_DETECTOR
    assert scales.opened(RIGHT, plain) == scales
    assert scales.opened(RIGHT, replace(plain, pixel_mm=0.1)).scale_of(RIGHT) == Scale(1.0)


def test_a_change_everywhere_is_taken_back_by_nothing() -> None:
    history = History(1).changed(2).changed(3).undone().everywhere(lambda n: n * 10)
    assert (history.now, history.undone().now, history.redone().now) == (20, 10, 30)

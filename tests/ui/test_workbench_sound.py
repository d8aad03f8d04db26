# SPDX-License-Identifier: GPL-3.0-or-later
"""The sound workbench: edges, rate, loop, speed and filters, by keys and for the sender."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.attachments.sound_looks import Filter
from app.attachments.spectrogram import HEART_HZ
from app.records.ids import AttachmentId
from app.records.media_facts import QualityProblem
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
from app.referrals.views import OpenReferral
from app.ui.referrals.review_screen import ReviewScreen
from app.ui.shell.keys import working_keys
from app.ui.theme import Look, Theme
from app.ui.workbench.listening import Listening, Stretch, begin_at, place_after, played_from
from app.ui.workbench.sound_charts import charts_of
from app.ui.workbench.sound_pane import SoundPane
from tests.ui.clipping import assert_readable
from tests.ui.test_referral_screens import (
    HENRIK,
    SIGRUN,
    attachment,
    button,
    demo_sound,
    referral,
)

HEART = AttachmentId(f"{1:032x}")


def case(reply: SignedReply | None = None) -> OpenReferral:
    held = referral(attachment(1, Slot.HEART_MITRAL, sound=True))
    status = ReferralStatus.ANSWERED if reply else ReferralStatus.IN_REVIEW
    held = replace(held, status=status, sent=datetime.now(UTC), reply=reply)
    return OpenReferral(held, HENRIK, SIGRUN, reply is not None, 1, 1)


@pytest.fixture
def review(qtbot: QtBot) -> ReviewScreen:
    screen = ReviewScreen()
    qtbot.addWidget(screen)
    screen.attachment_wanted.connect(lambda _: screen.show_sound(HEART, demo_sound()))
    screen.resize(1366, 768)
    screen.show()
    return screen


def press(pane: SoundPane, *keys: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
    for key in keys:
        QTest.keyClick(pane, key, modifier or Qt.KeyboardModifier.NoModifier)
        QApplication.processEvents()


def open_sound(review: ReviewScreen, qtbot: QtBot) -> SoundPane:
    review.render(case(), {}, None)
    review.activateWindow()
    pane = review.findChildren(SoundPane)[0]
    pane.setFocus()
    qtbot.waitUntil(pane.hasFocus)
    return pane


def said(review: ReviewScreen) -> list[str]:
    return _texts(review)


def _texts(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]


def test_edges_and_beats_give_a_rate_by_keys(review: ReviewScreen, qtbot: QtBot) -> None:
    pane = open_sound(review, qtbot)
    press(pane, Qt.Key.Key_Right, modifier=Qt.KeyboardModifier.ShiftModifier)
    press(pane, Qt.Key.Key_B, *[Qt.Key.Key_Right] * 16, Qt.Key.Key_E, Qt.Key.Key_Up)
    assert "1.00 to 2.60 s, 1.60 s · 2 beats: 75 per minute" in said(review)
    press(pane, Qt.Key.Key_L, Qt.Key.Key_S, Qt.Key.Key_S, Qt.Key.Key_3, Qt.Key.Key_Plus)
    assert button(review, "Loop").isChecked()
    assert button(review, "Loop").isVisible()
    assert "+3 dB" in said(review)
    press(pane, Qt.Key.Key_Z, Qt.Key.Key_Home)
    assert not button(review, "Loop").isChecked()
    assert "0 dB" in said(review)
    assert "75 per minute" not in " ".join(said(review))


def test_places_are_there_before_the_samples_are_ready(qtbot: QtBot) -> None:
    waiting: list[tuple[Callable[[], Any], Callable[[Any], object]]] = []
    pane = SoundPane(lambda work, done: waiting.append((work, done)))
    qtbot.addWidget(pane)
    pane.show()
    pane.show_sound("Mitral", demo_sound())
    pane.setFocus()
    qtbot.waitUntil(pane.hasFocus)
    press(pane, *[Qt.Key.Key_Right] * 4, Qt.Key.Key_B)
    assert any("0.40 to 8.00 s" in text for text in _texts(pane))
    for work, done in waiting:
        done(work())
    assert any("0.40 to 8.00 s" in text for text in _texts(pane))


def test_a_stretch_becomes_a_numbered_finding(review: ReviewScreen, qtbot: QtBot) -> None:
    pane = open_sound(review, qtbot)
    press(pane, Qt.Key.Key_M)
    assert any("Set the edges first" in text for text in said(review))
    press(pane, *[Qt.Key.Key_Right] * 5, Qt.Key.Key_B, *[Qt.Key.Key_Right] * 10, Qt.Key.Key_E)
    press(pane, Qt.Key.Key_M)
    QTest.keyClicks(QApplication.focusWidget(), "Even murmur")
    with qtbot.waitSignal(review.reply_changed) as changed:
        review.flush()
    (finding,) = changed.args[0].findings
    length = demo_sound().seconds
    assert (finding.text, finding.attachment, finding.shape) == (
        "Even murmur",
        HEART,
        Shape.STRETCH,
    )
    assert finding.x * length == pytest.approx(0.5, abs=0.01)
    assert finding.to_x * length == pytest.approx(1.5, abs=0.01)


def test_the_sender_hears_what_was_marked(review: ReviewScreen) -> None:
    finding = Finding(1, "Murmur", HEART, 0.25, None, None, Shape.STRETCH, 0.5)
    reply = Reply(
        PictureQuality.GOOD, (finding,), "x", Certainty.CERTAIN, Decision.SEND_MORE, viewed=()
    )
    signed = SignedReply(reply, SIGRUN.user, SIGRUN.name, SIGRUN.unit, datetime.now(UTC))
    review.render(case(signed), {}, None)
    button(review, "Show finding 1").click()
    quarter = demo_sound().seconds / 4
    assert any(f"{quarter:.2f} to {2 * quarter:.2f} s" in text for text in said(review))
    assert not button(review, "Finding from the loop").isVisible()


def test_charts_show_what_disturbs() -> None:
    charts = charts_of(demo_sound(), HEART_HZ)
    assert QualityProblem.CONTACT_NOISE in {mark.problem for mark in charts.marks}
    assert charts.times[-1] == pytest.approx(charts.seconds, rel=0.01)


def test_letters_are_letters_where_a_choice_is_typed(review: ReviewScreen, qtbot: QtBot) -> None:
    pane = open_sound(review, qtbot)
    combo = QComboBox(review)
    combo.addItems(["Choose", "Excise or see again"])
    combo.show()
    combo.setFocus()
    qtbot.waitUntil(combo.hasFocus)
    QTest.keyClicks(combo, "Excise or s")
    assert combo.currentText() == "Excise or see again"
    assert any("Mark from beat to beat" in text for text in said(review))
    combo.hide()
    pane.setFocus()
    qtbot.waitUntil(pane.hasFocus)
    press(pane, Qt.Key.Key_E)
    assert not any("Mark from beat to beat" in text for text in said(review))


def test_keys_are_listed(review: ReviewScreen, qtbot: QtBot) -> None:
    open_sound(review, qtbot)
    listed = dict(working_keys(review))
    assert listed["B"] == "Beginning of the loop here"
    assert listed["2"] == "Filter 2"


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        (2.0, 1.0, Stretch(1.0, 2.0)),
        (-3.0, 99.0, Stretch(0.0, 8.0)),
        (5.0, 5.0, Stretch(5.0, 5.1)),
        (8.0, 8.0, Stretch(7.9, 8.0)),
    ],
)
def test_edges_stay_in_order_and_in_the_sound(start: float, end: float, found: Stretch) -> None:
    stretch = Listening().marked(start, end, 8.0).stretch
    assert stretch is not None
    assert (stretch.start_s, stretch.end_s) == pytest.approx((found.start_s, found.end_s))


def test_an_edge_beyond_the_other_frees_it() -> None:
    now = Listening().marked(2.0, 3.0, 8.0)
    assert now.begun(5.0, 8.0).stretch == Stretch(5.0, 8.0)
    assert now.ended(1.0, 8.0).stretch == Stretch(0.0, 1.0)
    assert now.begun(2.5, 8.0).stretch == Stretch(2.5, 3.0)


def test_hearing_keeps_its_bounds() -> None:
    now = Listening()
    assert [now.slower().hearing.speed, now.slower().slower().hearing.speed] == [0.75, 0.5]
    assert now.slower().slower().slower() == now
    assert now.louder(9).hearing.gain_db == 12
    assert now.louder(-9).hearing.gain_db == -12
    assert now.counted(-1).beats == 1
    assert now.through(Filter.BELL).hearing.filter is Filter.BELL


def test_a_loop_joins_its_turns_and_tells_its_place() -> None:
    pcm = b"".join(n.to_bytes(2, "little") for n in range(80))
    loop = Stretch(2.0, 4.0)
    assert begin_at(7.0, 8.0, loop) == 2.0
    assert begin_at(3.0, 8.0, loop) == 3.0
    assert begin_at(7.99, 8.0, None) == 0.0
    laid_out = played_from(pcm, 10, 3.0, loop)
    assert laid_out[:20] == pcm[60:80]
    assert laid_out[20:60] == laid_out[60:100] == pcm[40:80]
    assert len(laid_out) >= 2 * 10 * 120
    assert played_from(pcm, 10, 7.0, None) == pcm[140:]
    assert [place_after(3.0, t, loop) for t in (0.5, 1.5, 3.5)] == [3.5, 2.5, 2.5]
    assert place_after(3.0, 4.5, None) == 7.5


@pytest.mark.parametrize(
    ("width", "height", "percent", "look_"),
    [(1366, 768, 100, Look.LIGHT), (1024, 700, 100, Look.DARK), (1366, 768, 200, Look.LIGHT)],
)
@pytest.mark.usefixtures("bokmal")
def test_the_sound_is_readable(
    review: ReviewScreen, look: Theme, width: int, height: int, percent: int, look_: Look
) -> None:
    look.set_percent(percent)
    look.set_look(look_)
    review.resize(width, height)
    review.render(case(), {}, None)
    assert_readable(review)

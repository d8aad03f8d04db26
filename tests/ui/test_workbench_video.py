# SPDX-License-Identifier: GPL-3.0-or-later
"""The video workbench: frame by frame, slow motion, and marks that belong to a frame."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QSlider
from pytestqt.qtbot import QtBot

from app.attachments.video_reader import VideoReader
from app.records.ids import AttachmentId
from app.records.media_facts import MediaType, Video
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
from app.ui.widgets.button import Button
from app.ui.workbench.picture_pane import PicturePane
from app.ui.workbench.watching import Watching
from tests.fakes.videos import RATE, video
from tests.ui.clipping import assert_readable
from tests.ui.test_referral_screens import (
    HENRIK,
    SIGRUN,
    attachment,
    button,
    demo_picture,
    referral,
)

THROAT, SKIN = (AttachmentId(f"{n:032x}") for n in (1, 2))
FRAMES = 30


@pytest.fixture(scope="module")
def reader() -> Iterator[VideoReader]:
    opened = VideoReader(video(FRAMES), MediaType.MP4)
    yield opened
    opened.close()


def case(reply: SignedReply | None = None) -> OpenReferral:
    throat = replace(attachment(1, Slot.THROAT), media_type=MediaType.MP4)
    held = referral(throat, attachment(2, Slot.CLOSE_UP))
    status = ReferralStatus.ANSWERED if reply else ReferralStatus.IN_REVIEW
    held = replace(held, status=status, sent=datetime.now(UTC), reply=reply)
    return OpenReferral(held, HENRIK, SIGRUN, reply is not None, 1, 1)


@pytest.fixture
def review(qtbot: QtBot, reader: VideoReader) -> ReviewScreen:
    screen = ReviewScreen()
    qtbot.addWidget(screen)

    def fetch(wanted: str) -> None:
        if wanted == THROAT:
            screen.show_video(THROAT, reader.video)
        else:
            screen.show_picture(SKIN, demo_picture("derm_close.jpg"))

    screen.attachment_wanted.connect(fetch)
    screen.frame_wanted.connect(
        lambda wanted, number: screen.show_frame(AttachmentId(wanted), number, reader.frame(number))
    )
    screen.resize(1366, 768)
    screen.show()
    return screen


def grey(review: ReviewScreen) -> int:
    """Read which frame is on the screen."""
    (pane,) = [p for p in review.findChildren(PicturePane) if p.isVisible()]
    colour = pane.grab().toImage().pixelColor(pane.width() * 5 // 8, pane.height() * 5 // 8)
    return round((colour.green() - 20) / 4)


def said(review: ReviewScreen) -> str:
    return " ".join(label.text() for label in review.findChildren(QLabel) if label.isVisible())


def runs(review: ReviewScreen) -> bool:
    return any(b.text() == "Pause" for b in review.findChildren(Button) if b.isVisible())


def press(review: ReviewScreen, *keys: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
    for key in keys:
        target = QApplication.focusWidget() or review
        QTest.keyClick(target, key, modifier or Qt.KeyboardModifier.NoModifier)
        QApplication.processEvents()


def open_video(review: ReviewScreen, qtbot: QtBot) -> PicturePane:
    review.render(case(), {}, None)
    review.activateWindow()
    (pane,) = [p for p in review.findChildren(PicturePane) if p.isVisible()]
    pane.setFocus()
    qtbot.waitUntil(pane.hasFocus)
    return pane


def test_frames_are_stepped_by_keys_and_by_the_slider(review: ReviewScreen, qtbot: QtBot) -> None:
    open_video(review, qtbot)
    assert grey(review) == 0
    press(review, *[Qt.Key.Key_Period] * 7, Qt.Key.Key_Comma)
    assert grey(review) == 6
    assert f"0.24 / {(FRAMES - 1) / RATE:.2f} s, frame 7 of 30" in said(review)
    press(review, Qt.Key.Key_Period, modifier=Qt.KeyboardModifier.ControlModifier)
    assert grey(review) == FRAMES - 1
    slider = next(s for s in review.findChildren(QSlider) if s.accessibleName() == "Frame")
    slider.setValue(11)
    assert grey(review) == 11
    # The looks of pictures hold for frames too.
    press(review, Qt.Key.Key_I, Qt.Key.Key_Period)
    assert grey(review) == round((255 - (20 + 4 * 12) - 20) / 4)


def test_it_runs_to_its_end_and_begins_again(review: ReviewScreen, qtbot: QtBot) -> None:
    open_video(review, qtbot)
    slider = next(s for s in review.findChildren(QSlider) if s.accessibleName() == "Frame")
    slider.setValue(FRAMES - 6)
    press(review, Qt.Key.Key_W)
    assert runs(review)
    qtbot.waitUntil(lambda: slider.value() == FRAMES - 1, timeout=5000)
    qtbot.waitUntil(lambda: not runs(review))
    press(review, Qt.Key.Key_W)
    qtbot.waitUntil(lambda: 0 < slider.value() < FRAMES - 1, timeout=5000)
    press(review, Qt.Key.Key_W)
    assert not runs(review)


def test_a_mark_belongs_to_its_frame(review: ReviewScreen, qtbot: QtBot) -> None:
    pane = open_video(review, qtbot)
    press(review, *[Qt.Key.Key_Period] * 10)
    press(review, Qt.Key.Key_T, Qt.Key.Key_Return)
    pane.setFocus()
    press(review, Qt.Key.Key_Period, Qt.Key.Key_V)
    with qtbot.waitSignal(review.reply_changed) as changed:
        review.flush()
    point, still = changed.args[0].findings
    assert (point.shape, point.at_s) == (Shape.POINT, pytest.approx(0.4))
    assert (still.x, still.at_s) == (None, pytest.approx(0.44))
    assert {point.attachment, still.attachment} == {THROAT}
    plain = _white(pane)
    pane.setFocus()
    press(review, Qt.Key.Key_Comma)
    assert grey(review) == 10
    # Drawn on its own frame only.
    assert _white(pane) > plain


def _white(pane: PicturePane) -> int:
    image = pane.grab().toImage()
    middle = pane.rect().center()
    around = range(-30, 31)
    spots = ((middle.x() + dx, middle.y() + dy) for dx in around for dy in around)
    return sum(image.pixelColor(x, y).green() > 240 for x, y in spots)


def test_the_sender_is_led_to_the_frame(review: ReviewScreen) -> None:
    finding = Finding(1, "Seen here", THROAT, 0.4, 0.3, 0.1, at_s=0.8)
    other = Finding(2, "And here", SKIN, 0.4, 0.3, 0.1)
    reply = Reply(PictureQuality.GOOD, (finding, other), "x", Certainty.CERTAIN, Decision.SEND_MORE)
    signed = SignedReply(reply, SIGRUN.user, SIGRUN.name, SIGRUN.unit, datetime.now(UTC))
    review.render(case(signed), {}, None)
    button(review, "Show finding 2").click()
    assert "frame" not in said(review)
    button(review, "Show finding 1").click()
    assert grey(review) == 20
    assert not button(review, "Keep this frame").isVisible()


def test_keys_are_listed(review: ReviewScreen, qtbot: QtBot) -> None:
    open_video(review, qtbot)
    listed = dict(working_keys(review))
    assert listed["."] == "One frame on"
    assert listed["G"] == "Red-free"


def test_time_finds_its_frame() -> None:
    told = Video(4, 4, (0.0, 0.1, 0.35, 0.4))
    now = Watching(told)
    assert [now.at_time(t).number for t in (-1.0, 0.0, 0.09, 0.1, 0.3, 0.4, 9.0)] == [
        0, 0, 0, 1, 1, 3, 3,
    ]  # fmt: skip
    assert replace(now, speed=0.5).after(0.7).number == 2
    assert now.stepped(-4) == now
    assert now.at_frame(2).shows(0.39)
    assert not now.at_frame(2).shows(0.4)
    assert [now.next_speed().speed, now.next_speed().next_speed().speed] == [0.5, 0.25]


@pytest.mark.parametrize(
    ("width", "height", "percent", "look_"),
    [(1366, 768, 100, Look.LIGHT), (1024, 700, 100, Look.DARK), (1366, 768, 200, Look.LIGHT)],
)
@pytest.mark.usefixtures("bokmal")
def test_the_video_is_readable(
    review: ReviewScreen, look: Theme, width: int, height: int, percent: int, look_: Look
) -> None:
    look.set_percent(percent)
    look.set_look(look_)
    review.resize(width, height)
    review.render(case(), {}, None)
    assert_readable(review)

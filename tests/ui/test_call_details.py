# SPDX-License-Identifier: GPL-3.0-or-later
"""The numbers of the connection: their words, and the card over the picture."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.calls.connection import ConnectionDetails
from app.calls.views import ConnectionQuality, Stage, Trust
from app.media.control import Reception
from app.media.rates import Rates
from app.media.statistics import (
    CodecImplementation,
    LinkStatistics,
    PathStatistics,
    PictureInbound,
    PictureOutbound,
    QualityLimitationReason,
    QueueName,
    QueueStatistics,
    SoundInbound,
    SoundOutbound,
)
from app.records.encounter import Interruption
from app.ui.call.details import DetailsCard
from app.ui.call.details_words import plain_text, sections
from app.ui.call.quality_pill import QualityPill
from app.ui.call.screen import CallScreen
from app.ui.theme import Theme
from app.ui.widgets.scroll import Scroll
from tests.ui.call_stage import Now, button, show, shown_screen
from tests.ui.clipping import assert_readable, settle, tab_order
from tests.ui.samples import NOW
from tests.ui.visit_samples import CALL

DETAILS = ConnectionDetails(
    LinkStatistics(
        at=100.0,
        sound_in=SoundInbound(jitter_buffer_depth_s=0.061, delay_s=0.1324),
        sound_out=SoundOutbound(repetitions=2),
        picture_in=PictureInbound(
            frame_width=1280,
            frame_height=720,
            freeze_count=2,
            total_freezes_duration_s=1.26,
            delay_s=0.121,
        ),
        picture_out=PictureOutbound(
            frame_width=960,
            frame_height=540,
            quality_limitation_reason=QualityLimitationReason.BANDWIDTH,
            encoder_implementation=CodecImplementation.FALLBACK,
        ),
        path=PathStatistics(
            relayed=True,
            protocol="udp",
            current_round_trip_time_s=0.0643,
            queue_s=0.002,
            available_outgoing_bitrate=812_000,
            available_incoming_bitrate=2_000_000,
        ),
        queues=(
            QueueStatistics(QueueName.ENCODER_TO_PEER, 0, 8, 3),
            QueueStatistics(QueueName.CAMERA_TO_ENCODER, 0, 1, 4),
            QueueStatistics(QueueName.DECODED_TO_SCREEN, 0, 1, 12),
        ),
    ),
    Rates(
        seconds=5.0,
        sound_in=31_000,
        pictures_in=1_480_000,
        loss_in=0.0234,
        loss_out=0.051,
        repaired=0.021,
        concealed=0.0004,
        frames_in=29.8,
        frames_out=30.0,
        cpu=0.47,
    ),
    (),
    (Interruption(NOW, NOW + timedelta(seconds=4)),),
    setup_ms=212.0,
    there=Reception(
        concealed=0.012,
        frozen=0.0,
        frames_shown=24.8,
        frames_sent=30.0,
        repaired=0.034,
        freeze_count=1,
        freeze_s=0.7,
        sound_delay_s=0.171,
        picture_delay_s=None,
    ),
    trust=Trust.KNOWN_KEY,
)
BRITISH = QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom)


@pytest.fixture
def screen(qtbot: QtBot) -> CallScreen:
    made = shown_screen(qtbot, Now())
    show(made, replace(CALL, stage=Stage.CONNECTED))
    return made


def card(screen: CallScreen) -> DetailsCard:
    return screen.findChild(DetailsCard)


def test_every_number_has_a_label_and_a_unit() -> None:
    text = plain_text(sections(DETAILS, BRITISH))
    assert text.splitlines() == [
        "Network",
        "  Way: through a relay, still encrypted (UDP)",
        "  The other side's key: known, and its fingerprint is right",
        "  There and back: 64 ms",
        "  Waiting in the network: 2 ms",
        "  Room for sending, receiving: 812 kbit/s, 2,000 kbit/s",
        "  Lost on the way here, there: 2.3 %, 5.1 %",
        "",
        "What reaches you",
        "  Picture: 1280 × 720, 30 a second",
        "  Sound, picture: 31 kbit/s, 1,480 kbit/s",
        "  Picture stood still: 2 times, 1.3 s in all",
        "  Sound repaired: 2.1 %",
        "  Sound made up: 0.0 %",
        "  Sound, picture arrive after: 132 ms, 121 ms",
        "  Sound waits: 61 ms",
        "  Left out to keep up: 12",
        "",
        "What you send",
        "  Picture: 960 × 540, 30 a second",
        "  Kept smaller by: the network",
        "  Sound, picture: 0 kbit/s, 0 kbit/s",
        "  Each packet of sound is sent: 3 times",
        "  Processor: 47.0 %",
        "  Coded by: Opus: its own library, VP8: a stand-in that repairs less",
        "  Left out to keep up: 7",
        "",
        "What reaches the other side",
        "  Pictures: 25 a second",
        "  Picture stood still: once, 0.7 s in all",
        "  Sound repaired: 3.4 %",
        "  Sound made up: 1.2 %",
        "  Sound, picture arrive after: 171 ms, not known yet",
        "",
        "This visit",
        "  Connecting took: 212 ms",
        "  Interrupted: once, 4.0 s in all",
    ]


def test_what_is_not_known_is_said_or_left_out() -> None:
    assert sections(ConnectionDetails(), BRITISH) == ()
    first = plain_text(sections(ConnectionDetails(LinkStatistics(at=1.0)), BRITISH))
    assert "There and back: not known yet" in first
    assert "Picture: none" in first and "Picture stood still: never" in first
    assert "Sound, picture arrive after: not known yet" in first
    assert "Numbers: the other side does not tell" in first
    older = replace(DETAILS, there=Reception(0.012, 0.0, 24.8, 30.0))
    (*_, told, _was) = sections(older, BRITISH)
    assert [row.label for row in told.rows] == [
        "Pictures",
        "Sound made up",
        "Sound, picture arrive after",
    ]
    gone = ConnectionDetails(setup_ms=100.0, interruptions=DETAILS.interruptions)
    assert [section.title for section in sections(gone, BRITISH)] == ["This visit"]


@pytest.mark.parametrize("trust", Trust)
def test_the_key_is_never_more_than_what_was_checked(trust: Trust) -> None:
    network = sections(replace(DETAILS, trust=trust), BRITISH)[0]
    (said,) = [row.value for row in network.rows if row.label == "The other side's key"]
    assert ("known," in said) is (trust in (Trust.KNOWN_KEY, Trust.VERIFIED))


def test_nothing_in_it_tells_who_or_where() -> None:
    """Only closed words and numbers: a copy may go to whoever helps."""
    text = plain_text(sections(DETAILS, BRITISH))
    assert not re.search(r"\d+\.\d+\.\d+|[0-9A-F]{2}:[0-9A-F]{2}|://|\d\d:\d\d", text)
    assert not any(name in text for name in ("Eira", "Astrid", "Multemyr", "Fonnedal"))


def pill(screen: CallScreen) -> QualityPill:
    return screen.findChild(QualityPill)


@pytest.mark.parametrize(
    ("quality", "said"),
    [
        (ConnectionQuality.GOOD, "Good connection"),
        (ConnectionQuality.WEAK, "Weak connection"),
        (ConnectionQuality.NONE, "No connection"),
    ],
)
def test_the_words_over_the_picture_open_them(
    qtbot: QtBot, screen: CallScreen, quality: ConnectionQuality, said: str
) -> None:
    assert CALL.peer is not None
    show(screen, replace(CALL, peer=replace(CALL.peer, quality=quality)))
    assert pill(screen).accessibleName() == said
    assert pill(screen) in tab_order(screen.window())
    pill(screen).setFocus()
    qtbot.keyClick(pill(screen), Qt.Key.Key_Return)
    assert card(screen).isVisible()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is pill(screen)
    qtbot.mouseClick(pill(screen), Qt.MouseButton.LeftButton)
    assert card(screen).isVisible()


def test_a_relay_is_said_beside_the_quality(screen: CallScreen) -> None:
    assert CALL.peer is not None
    show(screen, replace(CALL, peer=replace(CALL.peer, relayed=True)))
    assert pill(screen).accessibleName() == "Good connection, Through a relay, still encrypted"


def test_without_a_connection_they_say_so_or_are_not_there(screen: CallScreen) -> None:
    show(screen, replace(CALL, stage=Stage.RECONNECTING, reconnecting_since=NOW))
    assert pill(screen).accessibleName() == "No connection"
    for stage in (Stage.WAITING, Stage.CONNECTING, Stage.ENDED, Stage.OUTSIDE):
        show(screen, replace(CALL, stage=stage))
        assert not pill(screen).isVisible()


def test_a_poor_connection_is_said_by_the_banner_alone(screen: CallScreen) -> None:
    assert CALL.peer is not None
    show(screen, replace(CALL, peer=replace(CALL.peer, quality=ConnectionQuality.POOR)))
    assert not pill(screen).isVisible()
    assert button(screen, "Details").isVisible()


def test_it_opens_by_key_and_closes_by_esc(qtbot: QtBot, screen: CallScreen) -> None:
    wanted: list[bool] = []
    screen.details_opened.connect(wanted.append)
    leave = button(screen, "Leave call")
    leave.setFocus()
    qtbot.keyClick(
        screen,
        Qt.Key.Key_I,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )
    assert card(screen).isVisible() and wanted == [True]
    screen.set_details(DETAILS)
    assert_readable(screen.window())
    screen.window().resize(1280, 500)
    settle(screen.window())
    bar = card(screen).findChild(Scroll).verticalScrollBar()
    assert bar.maximum() > 0
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    assert bar.value() > 0
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_PageUp)
    assert bar.value() == 0
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert not card(screen).isVisible() and wanted == [True, False]
    assert QApplication.focusWidget() is leave


def test_the_numbers_can_be_copied(qtbot: QtBot, screen: CallScreen) -> None:
    button(screen, "Connection").click()
    screen.set_details(DETAILS)
    button(screen, "Copy").click()
    assert QGuiApplication.clipboard().text() == plain_text(sections(DETAILS, QLocale()))


def test_a_weak_connection_offers_them(qtbot: QtBot, screen: CallScreen) -> None:
    assert CALL.peer is not None
    weak = replace(CALL.peer, quality=ConnectionQuality.POOR)
    show(screen, replace(CALL, stage=Stage.CONNECTED, peer=weak))
    button(screen, "Details").click()
    assert card(screen).isVisible()


SIZES = [(1280, 800, 100), (1024, 700, 100), (1280, 800, 200), (1024, 700, 200)]


def opened(screen: CallScreen, look: Theme, width: int, height: int, percent: int) -> None:
    look.set_percent(percent)
    screen.window().resize(width, height)
    card(screen).open()
    screen.set_details(DETAILS)
    settle(screen.window())


@pytest.mark.parametrize(("width", "height", "percent"), SIZES)
def test_it_is_readable_at_every_size(
    screen: CallScreen, look: Theme, width: int, height: int, percent: int
) -> None:
    opened(screen, look, width, height, percent)
    assert_readable(screen.window())


@pytest.mark.parametrize(("width", "height", "percent"), SIZES)
def test_it_is_readable_in_bokmal(
    bokmal: None, screen: CallScreen, look: Theme, width: int, height: int, percent: int
) -> None:
    opened(screen, look, width, height, percent)
    assert_readable(screen.window())
    assert pill(screen).accessibleName() == "God forbindelse"
    text = plain_text(sections(DETAILS, QLocale()))
    assert "Det som når den andre siden" in text
    assert "Lyd gjettet: 1,2 %" in text

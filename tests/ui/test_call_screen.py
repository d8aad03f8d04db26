# SPDX-License-Identifier: GPL-3.0-or-later
"""The clinician's visit: all stages, what it asks, keyboard, sizes and languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.calls.views import ConnectionQuality, EndReason, OwnView, Stage, Trust
from app.media.frames import FrameSlot
from app.records.encounter import SafetyField
from app.records.ids import ParticipantId
from app.ui.call.screen import CallScreen
from app.ui.call.trust import CompareCard, TrustPill
from app.ui.call.view import Phase, VisitView
from app.ui.language import BOKMAL, ENGLISH, Language
from app.ui.theme import Look, Theme
from app.ui.widgets.button import Button
from app.ui.widgets.video_tile import TileState
from tests.ui.call_stage import Now, banner, button, show, shown_screen, tile, words
from tests.ui.clipping import assert_readable, settle, tab_order
from tests.ui.gallery import portrait
from tests.ui.samples import NOW
from tests.ui.visit_samples import (
    ALARM,
    CALL,
    ROW,
    VISIT,
)

SIZES = ((1280, 800, 100), (1024, 700, 100), (1280, 800, 200), (1024, 700, 200))


@pytest.fixture
def now() -> Now:
    return Now()


@pytest.fixture
def screen(qtbot: QtBot, now: Now) -> CallScreen:
    return shown_screen(qtbot, now)


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


def test_who_talks_into_a_microphone_that_is_off_can_switch_it_on(
    qtbot: QtBot, screen: CallScreen
) -> None:
    talking = replace(CALL.own, microphone_on=False, talking_while_off=True)
    show(screen, replace(CALL, own=talking))
    assert "You are talking, but the microphone is off" in banner(screen)
    unmute = next(b for b in screen.findChildren(Button) if b.text() == "Unmute" and b.isVisible())
    with qtbot.waitSignal(screen.microphone_wanted) as wanted:
        unmute.click()
    assert wanted.args == [True]
    show(screen, CALL)
    assert banner(screen) == ""


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

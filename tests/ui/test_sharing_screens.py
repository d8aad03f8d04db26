# SPDX-License-Identifier: GPL-3.0-or-later
"""What both see of a shared screen: the choice, the line that stays, and the words."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QListWidget, QWidget
from pytestqt.qtbot import QtBot

from app.calls.views import CallView, Stage
from app.media.devices.qt_shareables import Shareable, ShareKind
from app.media.frames import FrameSlot
from app.ui.call.screen import CallScreen
from app.ui.call.share_card import ShareCard
from app.ui.language import BOKMAL, ENGLISH, Language
from app.ui.patient.call_screen import PatientCallScreen
from app.ui.shell.main_window import MainWindow
from app.ui.shell.rail import Section
from app.ui.theme import Theme
from app.ui.widgets.video_tile import TileState, VideoTile
from tests.ui.asking import press, words
from tests.ui.call_stage import Now, button, show, shown_screen, tile
from tests.ui.clipping import assert_readable, settle, tab_order
from tests.ui.gallery import portrait
from tests.ui.samples import NOW, OWNER
from tests.ui.test_call_screen import SIZES
from tests.ui.visit_samples import CALL, INVITATION

OFFERED = (
    Shareable(ShareKind.WINDOW, "Ukeplan.pdf"),
    Shareable(ShareKind.WINDOW, "A very long title of a page in a browser, as they often are " * 2),
    Shareable(ShareKind.SCREEN, "HDMI-1", 2560, 1440),
    Shareable(ShareKind.SCREEN, "eDP-1", 1920, 1080),
)
SHARING = replace(CALL, own=replace(CALL.own, shares_screen=True))
BOTH = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def screen(qtbot: QtBot) -> CallScreen:
    return shown_screen(qtbot, Now())


def card(screen: CallScreen) -> ShareCard:
    found = screen.findChild(ShareCard)
    assert isinstance(found, ShareCard)
    return found


def chooser(screen: CallScreen) -> QListWidget:
    found = card(screen).findChild(QListWidget)
    assert isinstance(found, QListWidget)
    return found


def test_choosing_by_keyboard_alone(qtbot: QtBot, screen: CallScreen) -> None:
    with qtbot.waitSignal(screen.share_asked):
        qtbot.keyClick(screen, Qt.Key.Key_E, BOTH)
    screen.ask_what_to_share(OFFERED)
    settle(screen)
    rows = chooser(screen)
    assert QApplication.focusWidget() is rows
    assert rows.accessibleName() == "What do you want to show?"
    lines = [rows.item(row).text() for row in range(rows.count())]
    assert lines[0] == "Ukeplan.pdf"
    assert lines[2:] == ["Screen 1, 2560 × 1440", "Screen 2, 1920 × 1080"]
    assert "Eira sees all of it. Close what belongs to other patients first." in words(screen)
    qtbot.keyClick(rows, Qt.Key.Key_Down)
    qtbot.keyClick(rows, Qt.Key.Key_Down)
    with qtbot.waitSignal(screen.share_chosen) as chosen:
        qtbot.keyClick(rows, Qt.Key.Key_Return)
    assert chosen.args == [OFFERED[2]]
    assert not card(screen).isVisible()


def test_nothing_is_shared_by_choosing_alone(qtbot: QtBot, screen: CallScreen) -> None:
    screen.ask_what_to_share(OFFERED)
    settle(screen)
    with qtbot.assertNotEmitted(screen.share_chosen):
        chooser(screen).setCurrentRow(3)
        qtbot.keyClick(chooser(screen), Qt.Key.Key_Escape)
    assert not card(screen).isVisible()
    screen.ask_what_to_share(OFFERED)
    settle(screen)
    chooser(screen).setCurrentRow(3)
    with qtbot.waitSignal(screen.share_chosen) as chosen:
        button(screen, "Share").click()
    assert chosen.args == [OFFERED[3]]


def test_without_a_screen_nothing_can_be_chosen(screen: CallScreen) -> None:
    screen.ask_what_to_share(())
    settle(screen)
    assert not button(screen, "Share").isEnabled()


def test_the_choice_goes_with_the_call(screen: CallScreen) -> None:
    screen.ask_what_to_share(OFFERED)
    show(screen, replace(CALL, stage=Stage.ENDED))
    assert not card(screen).isVisible()


def test_the_button_ends_what_it_began(qtbot: QtBot, screen: CallScreen) -> None:
    assert button(screen, "Share screen").accessibleDescription() == ""
    show(screen, SHARING)
    assert button(screen, "Stop sharing").accessibleDescription() == "Your screen is shared"
    with qtbot.waitSignal(screen.share_stopped):
        qtbot.keyClick(screen, Qt.Key.Key_E, BOTH)
    own = screen.findChildren(VideoTile)[1]
    assert own.accessibleName().startswith("Your screen")
    show(screen, CALL)
    assert own.accessibleName().startswith("You,") or own.accessibleName() == "You"
    show(screen, replace(CALL, stage=Stage.WAITING, peer=None))
    with qtbot.assertNotEmitted(screen.share_asked):
        qtbot.keyClick(screen, Qt.Key.Key_E, BOTH)


def test_own_screen_is_shown_though_the_camera_is_off(screen: CallScreen) -> None:
    show(screen, replace(SHARING, own=replace(SHARING.own, camera_on=False)))
    assert screen.findChildren(VideoTile)[1].state() is TileState.LIVE


def test_the_line_stays_wherever_one_goes(qtbot: QtBot, screen: CallScreen) -> None:
    home = QWidget()
    window = MainWindow(((Section("today", "calendar-blank"), home),), OWNER)
    qtbot.addWidget(window)
    window.add_page(screen)
    bar = screen.sharing_bar
    window.add_bar(bar)
    window.show()
    window.show_page(screen)
    settle(window)
    assert not bar.isVisible()
    bar.say("Ukeplan.pdf", "Eira")
    said = "You are sharing a window. Eira sees “Ukeplan.pdf”."
    settle(window)
    assert said in words(window)
    window.show_section("today")
    settle(window)
    assert said in words(window)
    assert "Stop sharing" in {widget.accessibleName() for widget in tab_order(window)}
    with qtbot.waitSignal(bar.stopped):
        press(qtbot, window, "Stop sharing")
    bar.say("", "")
    assert "You are sharing your screen. The other person sees all of it." in words(window)
    assert_readable(window)


def shared_to_patient(call: CallView) -> CallView:
    assert call.peer is not None
    peer = replace(call.peer, shares_screen=True, camera_on=False, name="Astrid Lund")
    return replace(call, peer=peer, invitation=INVITATION)


def test_the_patient_is_told_what_this_is(qtbot: QtBot) -> None:
    screen = PatientCallScreen(lambda: NOW)
    qtbot.addWidget(screen)
    screen.resize(1024, 700)
    slot = FrameSlot()
    screen.set_slots(slot, None)
    screen.show()
    screen.render(shared_to_patient(CALL))
    slot.put(portrait("eira", 960, 540))
    large = screen.findChildren(VideoTile)[0]
    qtbot.waitUntil(large.has_picture)
    qtbot.waitUntil(lambda: large.state() is TileState.LIVE)
    assert "Astrid is sharing a screen" in large.accessibleName()
    assert "camera off" not in large.accessibleName()


@pytest.mark.parametrize("language", [ENGLISH, BOKMAL])
@pytest.mark.parametrize(("width", "height", "percent"), SIZES)
def test_nothing_is_cut(
    screen: CallScreen, look: Theme, width: int, height: int, percent: int, language: str
) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    spoken = Language(application)
    spoken.choose(language)
    try:
        look.set_percent(percent)
        screen.resize(width, height)
        screen.ask_what_to_share(OFFERED)
        assert_readable(screen)
        show(screen, SHARING)
        screen.sharing_bar.say(OFFERED[1].name, "Eira")
        assert_readable(screen)
        assert tile(screen).isVisible()
    finally:
        spoken.choose(ENGLISH)

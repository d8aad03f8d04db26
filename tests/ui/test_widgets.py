# SPDX-License-Identifier: GPL-3.0-or-later
"""Every widget: what it says, what keys do, and that it paints in each look."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.media.frames import FrameSlot
from app.ui import theme
from app.ui.theme import Look, Theme
from app.ui.widgets.badge import Badge
from app.ui.widgets.banner import Banner
from app.ui.widgets.button import Button
from app.ui.widgets.control_button import ControlButton
from app.ui.widgets.field import Field
from app.ui.widgets.flow_layout import FlowLayout
from app.ui.widgets.focus_ring import FocusRing
from app.ui.widgets.level_meter import LevelMeter
from app.ui.widgets.phrase_chips import PhraseChip, PhraseChips
from app.ui.widgets.pills import Corner, Pill
from app.ui.widgets.plain_label import PlainLabel
from app.ui.widgets.progress_line import ProgressLine
from app.ui.widgets.row import Row
from app.ui.widgets.scroll import Scroll
from app.ui.widgets.segments import Segments
from app.ui.widgets.switch import Switch
from app.ui.widgets.tab_strip import TabStrip
from app.ui.widgets.toast import Toast
from app.ui.widgets.video_tile import TileState, VideoTile
from app.ui.widgets.wait_ring import WaitRing
from tests.ui.clipping import assert_readable, settle
from tests.ui.gallery import Gallery, portrait

_ALIVE: list[QWidget] = []
"""Windows under test: qtbot itself holds them only weakly."""


@pytest.fixture(autouse=True)
def forget_windows() -> Iterator[None]:
    yield
    _ALIVE.clear()


def shown(qtbot: QtBot, *widgets: QWidget, width: int = 400) -> QWidget:
    """Put widgets into a window."""
    window = QWidget()
    window.setObjectName("page")
    column = QVBoxLayout(window)
    for widget in widgets:
        column.addWidget(widget)
    column.addStretch(1)
    window.resize(width, 300)
    qtbot.addWidget(window)
    _ALIVE.append(window)
    window.show()
    settle(window)
    return window


def test_markup_from_outside_stays_text(qtbot: QtBot) -> None:
    text = "<b>Ola</b> & <img src='file:///etc/passwd'>"
    plain, wrapped = PlainLabel(text), PlainLabel(text, wrap=True)
    shown(qtbot, plain, wrapped)
    assert plain.textFormat() is Qt.TextFormat.PlainText
    assert wrapped.text() == text == wrapped.accessibleName()
    assert "&lt;img" in QLabel.text(wrapped)


def test_a_button_that_is_off_explains_and_does_not_act(qtbot: QtBot) -> None:
    button = Button("Send", "primary")
    shown(qtbot, button)
    done: list[bool] = []
    reasons: list[str] = []
    button.clicked.connect(lambda: done.append(True))
    button.explained.connect(reasons.append)
    button.explain_off("Write the question first.")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    settle(button)
    qtbot.keyClick(button, Qt.Key.Key_Space)
    settle(button)
    button.click()
    settle(button)
    assert reasons == ["Write the question first."] * 3
    assert done == []
    assert button.focusPolicy() is not Qt.FocusPolicy.NoFocus
    button.explain_off("")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert len(done) == 1


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_buttons_are_pressed_by_enter_and_space(qtbot: QtBot, key: Qt.Key) -> None:
    for button in (Button("Plan"), ControlButton("microphone", "Mute"), PhraseChip("Flat")):
        qtbot.addWidget(button)
        with qtbot.waitSignal(button.clicked):
            qtbot.keyClick(button, key)
        pressed: list[bool] = []
        button.clicked.connect(lambda *_, pressed=pressed: pressed.append(True))
        qtbot.keyClick(button, key, Qt.KeyboardModifier.ControlModifier)
        assert key is Qt.Key.Key_Space or not pressed


def test_an_ampersand_in_a_name_is_a_letter() -> None:
    assert Button("Larsen & Co").text() == "Larsen & Co"
    assert Button("Larsen & Co", icon="user").accessibleName() == "Larsen & Co"


def test_a_field_names_its_editor_and_says_its_error(qtbot: QtBot) -> None:
    field = Field("Phone", QLineEdit(), "Eight digits")
    shown(qtbot, field)
    assert field.editor.accessibleName() == "Phone"
    field.set_error("A phone number has eight digits.")
    assert field.editor.property("state") == "error"
    assert field.editor.accessibleDescription() == "A phone number has eight digits."
    field.set_error("")
    assert field.editor.accessibleDescription() == "Eight digits"


def test_segments_choose_by_arrow_and_tell_only_people(qtbot: QtBot) -> None:
    segments = Segments((("a", "Same day"), ("b", "3 days"), ("c", "10 days")))
    window = shown(qtbot, segments)
    chosen: list[str] = []
    segments.chosen.connect(chosen.append)
    segments.choose("b")
    assert (segments.key(), chosen) == ("b", [])
    first = window.focusWidget() or segments.findChildren(QWidget)[1]
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Right)
    assert segments.key() in ("b", "c")


def test_chips_tell_what_was_pressed(qtbot: QtBot) -> None:
    chips = PhraseChips((("full", "Full range"), ("flat", "Flat")))
    shown(qtbot, chips)
    seen: list[tuple[str, bool]] = []
    chips.toggled.connect(lambda key, on: seen.append((key, on)))
    chips.set_on(frozenset({"full"}))
    assert (chips.on(), seen) == (frozenset({"full"}), [])
    chip = chips.findChildren(QWidget)[1]
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert seen == [("flat", True)]


def test_the_whole_switch_can_be_pressed(qtbot: QtBot) -> None:
    switch = Switch("Microphone on", "Nobody hears you yet", "microphone")
    shown(qtbot, switch)
    qtbot.mouseClick(switch, Qt.MouseButton.LeftButton, pos=switch.rect().topLeft())
    assert switch.isChecked()
    qtbot.keyClick(switch, Qt.Key.Key_Space)
    assert not switch.isChecked()
    assert switch.accessibleName() == "Microphone on"


def test_the_meter_speaks_only_between_heard_and_silent(qtbot: QtBot) -> None:
    meter = LevelMeter()
    meter.set_names("heard", "silent")
    shown(qtbot, meter)
    assert meter.accessibleName() == "silent"
    meter.set_level(0.4)
    assert meter.accessibleName() == "heard"
    meter.set_level(7.0)
    meter.set_level(-1.0)
    assert meter.accessibleName() == "silent"


def test_ring_and_progress_say_their_value(qtbot: QtBot) -> None:
    ring, line = WaitRing(8), ProgressLine()
    shown(qtbot, ring, line)
    assert ring.accessibleName() == "Waiting 8 minutes"
    ring.set_minutes(1)
    assert ring.accessibleName() == "Waiting 1 minute"
    line.set_share(0.5)
    assert line.value() == 500


def test_arrows_bring_a_row_into_view(qtbot: QtBot) -> None:
    rows = [Row(f"row {index}") for index in range(12)]
    scroll = Scroll()
    for row in rows:
        row.setMinimumHeight(50)
        scroll.column.addWidget(row)
    window = shown(qtbot, scroll)
    rows[0].setFocus()
    for row in rows[:-1]:
        qtbot.keyClick(row, Qt.Key.Key_Down)
    settle(window)
    assert rows[-1].hasFocus()
    assert rows[-1].visibleRegion().boundingRect() == rows[-1].rect()


def test_rows_open_and_arrows_move(qtbot: QtBot) -> None:
    rows = [Row(f"row {index}") for index in range(3)]
    for row in rows:
        row.setFixedHeight(40)
    shown(qtbot, *rows)
    opened: list[int] = []
    for index, row in enumerate(rows):
        row.opened.connect(lambda index=index: opened.append(index))
    rows[0].setFocus()
    qtbot.keyClick(rows[0], Qt.Key.Key_Down)
    assert rows[1].hasFocus()
    qtbot.keyClick(rows[1], Qt.Key.Key_Return)
    qtbot.mouseClick(rows[2], Qt.MouseButton.LeftButton)
    assert opened == [1, 2]


def test_the_ring_follows_the_keyboard_and_not_the_mouse(qtbot: QtBot) -> None:
    first, second = Button("One"), Button("Two")
    window = shown(qtbot, first, second)
    ring = FocusRing(window)
    first.setFocus()
    second.setFocus()
    assert ring.isVisible()
    assert ring.geometry().contains(second.geometry())
    window.resize(500, 400)
    settle(window)
    assert ring.geometry().contains(second.geometry())
    second.hide()
    settle(window)
    assert not (ring.isVisible() and ring.geometry().contains(second.geometry()))


def test_flow_breaks_into_lines(qtbot: QtBot) -> None:
    holder = QWidget()
    flow = FlowLayout(6)
    holder.setLayout(flow)
    badges = [Badge(f"Badge number {index}") for index in range(6)]
    for badge in badges:
        flow.addWidget(badge)
    shown(qtbot, holder, width=260)
    assert len({badge.y() for badge in badges}) > 1
    assert all(badge.geometry().right() <= holder.width() for badge in badges)


def test_the_scroll_bar_stands_in_the_margin(qtbot: QtBot) -> None:
    scroll = Scroll(margins=(20, 0, 20, 0))
    label = PlainLabel("x")
    label.setFixedHeight(20)
    scroll.column.addWidget(label)
    window = shown(qtbot, scroll)
    before = label.mapTo(window, label.rect().topRight()).x()
    label.setFixedHeight(2000)
    settle(window)
    assert abs(label.mapTo(window, label.rect().topRight()).x() - before) <= 1


def test_a_toast_can_be_undone(qtbot: QtBot) -> None:
    stage = QWidget()
    stage.resize(600, 300)
    qtbot.addWidget(stage)
    stage.show()
    undone: list[bool] = []
    toast = Toast(stage)
    toast.say("Deleted.", lambda: undone.append(True))
    button = toast.findChild(Button)
    assert isinstance(button, Button)
    assert toast.isVisible()
    assert stage.rect().contains(toast.geometry())
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert undone == [True]
    assert not toast.isVisible()


def test_a_banner_reads_as_one_text(qtbot: QtBot) -> None:
    banner = Banner("warn", "wifi-slash", "Not connected.", "Trying again.", "Details")
    shown(qtbot, banner)
    pressed: list[bool] = []
    banner.pressed.connect(lambda: pressed.append(True))
    button = banner.findChild(Button)
    assert isinstance(button, Button)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert pressed == [True]
    assert banner.text() == "Not connected. Trying again."


def test_controls_grow_with_long_words(qtbot: QtBot) -> None:
    short, long = ControlButton("microphone", "Mute"), ControlButton("microphone", "x")
    long.set("microphone-slash", "Slå på mikrofonen", "Mikrofonen er av")
    shown(qtbot, short, long)
    assert long.sizeHint().width() > short.sizeHint().width()
    assert long.accessibleDescription() == "Mikrofonen er av"


def test_tabs_carry_marks_in_words(qtbot: QtBot) -> None:
    tabs = TabStrip(("Note", "Scales"), name="Panel")
    shown(qtbot, tabs)
    tabs.set_mark(1, "warning-circle-fill", "danger", "item 9")
    assert tabs.accessibleTabName(1) == "Scales, item 9"
    qtbot.keyClick(tabs, Qt.Key.Key_Right)
    assert tabs.currentIndex() == 1


# ---- the video tile ------------------------------------------------------------------------


def tile_with_frame(
    qtbot: QtBot, width: int = 640, height: int = 480
) -> tuple[VideoTile, FrameSlot]:
    tile, slot = VideoTile("Eira Multemyr"), FrameSlot()
    tile.setFixedSize(400, 300)
    tile.set_state(TileState.LIVE)
    tile.set_slot(slot)
    shown(qtbot, tile)
    slot.put(portrait(width=width, height=height))
    qtbot.waitUntil(tile.has_picture)
    settle(tile)
    return tile, slot


def test_the_tile_shows_the_newest_frame_with_round_corners(qtbot: QtBot) -> None:
    tile, slot = tile_with_frame(qtbot)
    image = tile.grab().toImage()
    assert image.pixelColor(0, 0) == QColor(theme.current().tokens.canvas)
    assert image.pixelColor(200, 150) != QColor(theme.current().tokens.viewer)
    assert slot.take() is None


def test_a_hidden_tile_leaves_the_frames_alone(qtbot: QtBot) -> None:
    tile, slot = tile_with_frame(qtbot)
    tile.hide()
    assert slot.on_frame is None
    slot.put(portrait(width=64, height=48))
    assert slot.take() is not None
    tile.show()
    assert slot.on_frame is not None


def test_an_upright_phone_picture_is_shown_whole(qtbot: QtBot) -> None:
    tile, _slot = tile_with_frame(qtbot, width=360, height=640)
    image = tile.grab().toImage()
    assert image.pixelColor(20, 150) == QColor(theme.current().tokens.viewer)


@pytest.mark.parametrize("state", list(TileState))
def test_every_state_says_itself(qtbot: QtBot, state: TileState) -> None:
    tile, _slot = tile_with_frame(qtbot)
    tile.set_pills(Pill("Good connection", Corner.TOP_LEFT, bars=4), Pill("Eira", voice=True))
    tile.set_voice(0.7)
    tile.set_state(state, "Connecting again …" if state is TileState.RECONNECTING else "")
    assert "Good connection" in tile.accessibleName()
    assert not tile.grab().isNull()
    if state is TileState.RECONNECTING:
        assert "Connecting again …" in tile.accessibleName()


@pytest.mark.parametrize(
    ("one", "percent"),
    [(Look.LIGHT, 100), (Look.LIGHT, 200), (Look.DARK, 150), (Look.CONTRAST, 200)],
)
def test_the_gallery_is_readable(qtbot: QtBot, look: Theme, one: Look, percent: int) -> None:
    look.set_look(one)
    look.set_percent(percent)
    gallery = Gallery("Components")
    gallery.setFixedWidth(round(700 * percent / 100))
    qtbot.addWidget(gallery)
    gallery.show()
    gallery.fill()
    assert_readable(gallery)

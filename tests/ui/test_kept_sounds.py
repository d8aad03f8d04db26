# SPDX-License-Identifier: GPL-3.0-or-later
"""A sound of the record: found, opened by keys, never in the way, heard no longer than seen."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.calls.kept_sounds import OPENED
from app.calls.views import Stage
from app.records.encounter import SafetyField
from app.records.referral import Specialty
from app.store.access_log import access_rows
from app.store.blobs import blob
from app.ui.call.screen import CallScreen
from app.ui.call.sound_card import SoundCard
from app.ui.call.trust import CompareCard
from app.ui.language import BOKMAL, ENGLISH, Language
from app.ui.theme import Theme
from app.ui.widgets.banner import Banner
from app.ui.widgets.row import Row
from app.ui.widgets.scroll import Scroll
from app.ui.widgets.tab_strip import TabStrip
from app.ui.workbench.sound_pane import SoundPane
from tests.calls.test_visit_sounds import recorded
from tests.ui.asking import DEADLINE_MS, on_bridge, press, words
from tests.ui.call_stage import Now, button, show, shown_screen
from tests.ui.clipping import assert_readable, settle
from tests.ui.referral_pages import ReferralPages
from tests.ui.samples import NOW
from tests.ui.test_call_screen import SIZES
from tests.ui.test_referral_screens import demo_sound
from tests.ui.test_stills import FACTS, SOUND
from tests.ui.test_visit_flow import Clinic, clinic, come_together
from tests.ui.visit_samples import CALL

__all__ = ["clinic"]

TITLE = "Stethoscope, Tuesday 24 November 2026 09:38"


@pytest.fixture
def screen(qtbot: QtBot) -> CallScreen:
    """A visit with sounds, which opens and closes them as the flow does."""
    screen = shown_screen(qtbot, Now())
    screen.show_stills((FACTS,))
    screen.show_sounds((SOUND, replace(SOUND, recording=replace(SOUND.recording, gaps=0))))
    screen.sound_opened.connect(
        lambda kept: screen.show_sound(TITLE, demo_sound(), kept.recording.gaps)
    )
    screen.sound_closed.connect(lambda: screen.show_sound("", None))
    screen.findChild(TabStrip).setCurrentIndex(2)
    settle(screen)
    return screen


def card(screen: QWidget) -> SoundCard:
    found = screen.findChild(SoundCard)
    assert isinstance(found, SoundCard)
    return found


def place(widget: QWidget) -> QRect:
    """Where it stands on the screen."""
    return QRect(widget.mapToGlobal(widget.rect().topLeft()), widget.size())


def pane_view(screen: QWidget) -> QWidget:
    """What can be seen of the pane, which scrolls."""
    scroll = card(screen).findChild(Scroll)
    assert isinstance(scroll, Scroll)
    return scroll.viewport()


def sound_rows(screen: QWidget) -> list[Row]:
    rows = [row for row in screen.findChildren(Row) if row.isVisible()]
    return [row for row in rows if row.accessibleName().startswith("Sound, ")]


def test_a_sound_is_opened_and_closed_by_keys(qtbot: QtBot, screen: CallScreen) -> None:
    first, second = sound_rows(screen)
    assert first.accessibleName() == ("Sound, 24 November 2026 09:38, Stethoscope, 12 s, with gaps")
    first.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(first, Qt.Key.Key_Down)
    assert QApplication.focusWidget() is second
    qtbot.keyClick(second, Qt.Key.Key_Return)
    settle(screen)
    assert card(screen).isVisible()
    pane = QApplication.focusWidget()
    assert isinstance(pane, SoundPane) and pane.accessibleName().startswith(TITLE)
    assert not any("fell silent" in line for line in words(screen))
    qtbot.keyClick(pane, Qt.Key.Key_Escape)
    settle(screen)
    assert not card(screen).isVisible()
    assert QApplication.focusWidget() is second


def test_where_there_is_one_column_the_list_comes_back(
    qtbot: QtBot, screen: CallScreen, look: Theme
) -> None:
    look.set_percent(200)
    screen.resize(1024, 700)
    settle(screen)
    button(screen, "Note").click()
    settle(screen)
    row = sound_rows(screen)[0]
    row.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(row, Qt.Key.Key_Return)
    settle(screen)
    assert card(screen).isVisible() and not sound_rows(screen)
    screen.resize(1024, 700)
    settle(screen)
    assert screen.height() == 700
    # It is heard without scrolling first, also below the line about gaps.
    assert any("fell silent" in line for line in words(screen))
    assert place(pane_view(screen)).contains(place(button(screen, "Play")))
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    settle(screen)
    assert not card(screen).isVisible()
    assert QApplication.focusWidget() is row


@pytest.mark.parametrize(
    ("gaps", "said"),
    [
        (0, ""),
        (1, "The microphone fell silent once. Do not count beats across it."),
        (2, "The microphone fell silent 2 times. Do not count beats across it."),
    ],
)
def test_a_sound_with_gaps_says_so(screen: CallScreen, gaps: int, said: str) -> None:
    # The parts are joined: a rate counted across a gap is false.
    screen.show_sound(TITLE, demo_sound(), gaps)
    settle(screen)
    assert [line for line in words(screen) if "fell silent" in line] == ([said] if said else [])


def test_a_sound_hides_nothing_that_must_be_read(screen: CallScreen) -> None:
    screen.show_sound(TITLE, demo_sound())
    gone = replace(CALL, stage=Stage.RECONNECTING, reconnecting_since=NOW - timedelta(seconds=40))
    show(screen, gone)
    banner = next(b for b in screen.findChildren(Banner) if b.isVisible())
    assert not place(banner).intersects(place(card(screen)))
    assert_readable(screen)


def test_a_sound_makes_way_for_what_is_asked(screen: CallScreen) -> None:
    compare = screen.findChild(CompareCard)
    assert isinstance(compare, CompareCard)
    asks = (
        screen._compare,
        screen.show_emergency,
        lambda: screen.ask_what_to_share(()),
        lambda: screen.ask_missing(SafetyField.CONSENT),
    )
    for ask in asks:
        screen.show_sound(TITLE, demo_sound())
        settle(screen)
        assert card(screen).isVisible() and not compare.isVisible()
        ask()
        settle(screen)
        assert not card(screen).isVisible()


@pytest.mark.parametrize(("width", "height", "percent"), SIZES)
def test_nothing_is_cut(
    screen: CallScreen, look: Theme, width: int, height: int, percent: int
) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    spoken = Language(application)
    spoken.choose(BOKMAL)
    try:
        look.set_percent(percent)
        screen.resize(width, height)
        for gaps in (0, 2):
            screen.show_sound(TITLE, demo_sound(), gaps)
            assert_readable(screen)
    finally:
        spoken.choose(ENGLISH)


def test_from_the_visit_into_a_referral(clinic: Clinic, qtbot: QtBot) -> None:
    come_together(clinic)
    kept = on_bridge(qtbot, clinic.bridge, recorded(clinic.world))
    encounter = clinic.world.host_service.encounter
    assert encounter is not None
    store = clinic.world.place.store
    clinic.call_flow.sounds.look()
    clinic.call.findChild(TabStrip).setCurrentIndex(2)
    qtbot.waitUntil(lambda: len(sound_rows(clinic.call)) == 1, timeout=DEADLINE_MS)
    (row,) = sound_rows(clinic.call)
    row.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(row, Qt.Key.Key_Return)
    qtbot.waitUntil(card(clinic.call).isVisible, timeout=DEADLINE_MS)
    rows = on_bridge(qtbot, clinic.bridge, access_rows(store, encounter.patient))
    assert [line.object_id for line in rows if line.action == OPENED] == [kept.blob]

    # Leaving the visit leaves nothing of it on the screen, and nothing to be heard.
    press(qtbot, clinic.call, "Leave call")
    assert card(clinic.call).isHidden()

    pages = ReferralPages(qtbot, clinic.bridge, clinic.world.place)
    clinic.call_flow.sounds.referral_wanted.connect(pages.flow.begin_with_sound)
    qtbot.waitUntil(lambda: bool(sound_rows(clinic.call)), timeout=DEADLINE_MS)
    qtbot.mouseClick(sound_rows(clinic.call)[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(card(clinic.call).isVisible, timeout=DEADLINE_MS)
    press(qtbot, clinic.call, "New referral with it")
    written = pages.draft()
    assert written.form.patient_name == "Sondre Nilsen"
    assert written.form.specialty is Specialty.HEART_AND_LUNG
    (attachment,) = written.attachments
    assert attachment.original_sha256 == kept.sha256
    assert attachment.title.startswith("Stethoscope, ")
    pages.flow.leave()

    # What was changed on the disk is refused in words, and nothing is shown or logged.
    sealed = on_bridge(qtbot, clinic.bridge, blob(store, kept.blob))
    assert sealed is not None
    file = store.blobs / sealed.file
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(bytes(content))
    before = on_bridge(qtbot, clinic.bridge, access_rows(store, encounter.patient))
    qtbot.mouseClick(sound_rows(clinic.call)[0], Qt.MouseButton.LeftButton)
    notice = clinic.call_flow._notices.bar.findChild(Banner)
    assert isinstance(notice, Banner)
    qtbot.waitUntil(
        lambda: notice.text().startswith("This sound is not what was recorded"),
        timeout=DEADLINE_MS,
    )
    assert card(clinic.call).isHidden()
    after = on_bridge(qtbot, clinic.bridge, access_rows(store, encounter.patient))
    assert after == before
    clinic.bridge.settle()

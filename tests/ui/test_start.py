# SPDX-License-Identifier: GPL-3.0-or-later
"""Unlocking and the first run, with a real vault and the real server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from app.bridge import Bridge
from app.enrolment.administration import Administration
from app.enrolment.newcomer import Claimed
from app.ui.start.causes import cause_words
from app.ui.start.first_run_flow import FirstRunFlow
from app.ui.start.first_run_screen import FirstRunScreen
from app.ui.start.sheet import Sheet, SheetPicture
from app.ui.start.unlock_flow import UnlockFlow
from app.ui.start.unlock_screen import UnlockScreen
from app.ui.theme import Theme
from app.vault.identity import OwnIdentity
from app.vault.keyring_backends import KeyringState, OsKeyring
from app.vault.recovery import format_recovery_key
from app.vault.vault import Vault
from tests.fakes.enrolled import CHEAP
from tests.fakes.keyring_backend import MemoryKeyring, Mood
from tests.fakes.running_server import RunningServer, running_server
from tests.ui.asking import DEADLINE_MS, button, on_bridge, press, words
from tests.ui.clipping import assert_readable, settle

PASSPHRASE = "lykt kobber fjord tinde"
SIZES = [(1280, 800, 100), (1024, 700, 100), (1280, 800, 200), (800, 560, 200)]


@pytest.fixture
def bridge(qtbot: QtBot) -> Iterator[Bridge]:
    bridge = Bridge()
    bridge.start()
    yield bridge
    bridge.stop()


def window_of(qtbot: QtBot, screen: QWidget) -> QMainWindow:
    window = QMainWindow()
    window.setCentralWidget(screen)
    window.resize(1280, 800)
    qtbot.addWidget(window)
    window.show()
    settle(window)
    return window


# ---- unlocking -----------------------------------------------------------------------------


class Door:
    """An unlock screen over a vault that exists."""

    def __init__(self, qtbot: QtBot, bridge: Bridge, folder: Path) -> None:
        self.backend = MemoryKeyring()
        self.vault = Vault(folder, OsKeyring("SecretService", self.backend), CHEAP)
        self.created = self.vault.create(PASSPHRASE)
        self.screen = UnlockScreen()
        self.window = window_of(qtbot, self.screen)
        self.keys: list[bytes] = []
        self.needed: list[bool] = []
        self.flow = UnlockFlow(
            self.screen,
            self.vault,
            bridge,
            self.keys.append,
            lambda: self.needed.append(True),
        )

    def visible_edit(self) -> QLineEdit:
        return next(edit for edit in self.window.findChildren(QLineEdit) if edit.isVisible())


@pytest.fixture
def door(qtbot: QtBot, bridge: Bridge, tmp_path: Path) -> Door:
    return Door(qtbot, bridge, tmp_path)


def test_a_keyring_that_answers_needs_no_screen(door: Door, qtbot: QtBot) -> None:
    door.flow.start()
    qtbot.waitUntil(lambda: bool(door.keys), timeout=DEADLINE_MS)
    assert door.keys == [door.created.key]
    assert door.needed == []


def test_a_locked_keyring_is_named_and_the_passphrase_opens(door: Door, qtbot: QtBot) -> None:
    door.backend.mood = Mood.LOCKED
    door.flow.start()
    qtbot.waitUntil(lambda: bool(door.needed), timeout=DEADLINE_MS)
    assert "The key store of this computer is locked." in words(door.window)
    qtbot.keyClicks(door.visible_edit(), PASSPHRASE)
    qtbot.keyClick(door.visible_edit(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(door.keys), timeout=DEADLINE_MS)
    assert door.keys == [door.created.key]
    assert door.visible_edit().text() == ""


def test_asking_the_keyring_again_opens(door: Door, qtbot: QtBot) -> None:
    door.backend.mood = Mood.LOCKED
    door.flow.start()
    qtbot.waitUntil(lambda: bool(door.needed), timeout=DEADLINE_MS)
    door.backend.mood = Mood.WELL
    press(qtbot, door.window, "Ask again")
    qtbot.waitUntil(lambda: bool(door.keys), timeout=DEADLINE_MS)


def test_a_lost_entry_is_made_anew_after_the_recovery_key(door: Door, qtbot: QtBot) -> None:
    door.backend.entries.clear()
    door.flow.start()
    qtbot.waitUntil(lambda: bool(door.needed), timeout=DEADLINE_MS)
    press(qtbot, door.window, "Recovery key")
    qtbot.keyClicks(door.visible_edit(), door.created.recovery_key.lower().replace("-", " "))
    press(qtbot, door.window, "Unlock")
    qtbot.waitUntil(lambda: bool(door.keys), timeout=DEADLINE_MS)
    assert door.keys == [door.created.key]
    assert door.backend.entries


def test_a_wrong_group_is_named(door: Door, qtbot: QtBot) -> None:
    door.flow.show_locked()
    qtbot.waitUntil(lambda: bool(door.needed), timeout=DEADLINE_MS)
    press(qtbot, door.window, "Recovery key")
    groups = door.created.recovery_key.split("-")
    groups[2] = ("Z" if groups[2][0] != "Z" else "Y") + groups[2][1:]
    door.visible_edit().setText("-".join(groups))
    press(qtbot, door.window, "Unlock")
    message = "Group 3 is not right. Compare it with the sheet."
    qtbot.waitUntil(lambda: message in words(door.window), timeout=DEADLINE_MS)
    assert door.visible_edit().selectedText() == groups[2]
    assert door.keys == []


def test_wrong_tries_wait_longer_with_a_countdown(door: Door, qtbot: QtBot) -> None:
    door.flow.show_locked()
    qtbot.waitUntil(lambda: bool(door.needed), timeout=DEADLINE_MS)
    for _ in range(5):
        door.visible_edit().setText("not the passphrase")
        qtbot.keyClick(door.visible_edit(), Qt.Key.Key_Return)
        qtbot.waitUntil(
            lambda: (
                button(door.window, "Unlock").property("state") != "off"
                if any(b == "Unlock" for b in _button_words(door.window))
                else any(b.startswith("Try again in") for b in _button_words(door.window))
            ),
            timeout=DEADLINE_MS,
        )
    assert "That is not the passphrase." in words(door.window)
    qtbot.waitUntil(lambda: "Unlock" in _button_words(door.window), timeout=DEADLINE_MS)
    assert door.keys == []


def _button_words(window: QWidget) -> list[str]:
    return [
        found.text()
        for found in window.findChildren(type(button(window, "I have neither")))
        if found.isVisible()
    ]


def test_caps_lock_is_named(door: Door, qtbot: QtBot) -> None:
    door.flow.show_locked()
    qtbot.waitUntil(lambda: bool(door.needed), timeout=DEADLINE_MS)
    edit = door.visible_edit()
    qtbot.keyClick(edit, "A")
    assert "Caps Lock is on." in words(door.window)
    qtbot.keyClick(edit, "b")
    assert "Caps Lock is on." not in words(door.window)
    qtbot.keyClick(edit, "C", Qt.KeyboardModifier.ShiftModifier)
    assert "Caps Lock is on." not in words(door.window)


def test_damaged_key_files_are_said_and_nothing_is_made(
    qtbot: QtBot, bridge: Bridge, tmp_path: Path
) -> None:
    door = Door(qtbot, bridge, tmp_path)
    for path in tmp_path.iterdir():
        if path.is_file():
            path.write_bytes(b"\0" * 40)
    before = sorted(path.name for path in tmp_path.iterdir())
    door.flow.start()
    qtbot.waitUntil(lambda: bool(door.needed), timeout=DEADLINE_MS)
    assert any("damaged" in text for text in words(door.window))
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    assert door.keys == []


@pytest.mark.parametrize("state", list(KeyringState))
def test_each_cause_has_its_own_words(state: KeyringState) -> None:
    others = {cause_words(one).title for one in KeyringState if one is not state}
    assert cause_words(state).title not in others


@pytest.mark.parametrize(("width", "height", "percent"), SIZES)
def test_unlock_is_readable(
    qtbot: QtBot, look: Theme, width: int, height: int, percent: int
) -> None:
    screen = UnlockScreen()
    window = window_of(qtbot, screen)
    look.set_percent(percent)
    window.resize(width, height)
    for state in KeyringState:
        screen.show_cause(state, has_passphrase=state is not KeyringState.WRONG)
        screen.show_wrong_passphrase(3)
        assert_readable(window)


# ---- the first run -------------------------------------------------------------------------


class Newcomer:
    """A first run at a real server, with an organisation that waits for this person."""

    def __init__(self, qtbot: QtBot, bridge: Bridge, folder: Path) -> None:
        self.qtbot = qtbot
        self.bridge = bridge
        self.vault = Vault(folder / "profile", None, CHEAP)
        (folder / "profile").mkdir()
        self.administration = Administration(folder / "org", "fjord kobber lykt", cost=CHEAP)
        self.stack = AsyncExitStack()
        server = on_bridge(qtbot, bridge, self._serve(folder))
        self.url = server.url
        self.code = on_bridge(qtbot, bridge, self._invite())
        self.screen = FirstRunScreen()
        self.window = window_of(qtbot, self.screen)
        self.kept: list[Claimed] = []
        self.finished: list[tuple[bytes, OwnIdentity, bool]] = []
        self.flow = FirstRunFlow(
            self.screen,
            self.vault,
            bridge,
            lambda: datetime(2026, 11, 24, 8, 2, tzinfo=UTC),
            "a computer",
            self._keep,
            lambda key, own, sheet: self.finished.append((key, own, sheet)),
        )

    async def _serve(self, folder: Path) -> RunningServer:
        return await self.stack.enter_async_context(running_server(folder))

    async def _invite(self) -> str:
        await self.administration.init(self.url, "DPS Viddal")
        return await self.administration.enrol(
            "Astrid Fonnedal", "Psychiatrist", "DPS Viddal", "0000001", "psychiatry"
        )

    async def _keep(self, _key: bytes, claimed: Claimed) -> None:
        self.kept.append(claimed)

    def edits(self) -> list[QLineEdit]:
        return [edit for edit in self.window.findChildren(QLineEdit) if edit.isVisible()]

    def write_code(self, code: str) -> None:
        server, field = self.edits()
        server.setText(self.url)
        field.setText(code)
        self.qtbot.keyClick(field, Qt.Key.Key_Return)
        settle(self.window)

    def write_passphrase(self) -> None:
        for edit in self.edits():
            edit.setText(PASSPHRASE)
        press(self.qtbot, self.window, "Go on")
        self.qtbot.waitUntil(
            lambda: "Print this sheet and keep it safe" in words(self.window), timeout=DEADLINE_MS
        )

    def recovery_key(self) -> str:
        spelled = self.screen.findChildren(SheetPicture)[0].accessibleName()
        groups = spelled.removeprefix("Recovery sheet. ").split("; ")
        return "-".join(group.replace(" ", "") for group in groups)


@pytest.fixture
def newcomer(qtbot: QtBot, bridge: Bridge, tmp_path: Path) -> Iterator[Newcomer]:
    newcomer = Newcomer(qtbot, bridge, tmp_path)
    newcomer.flow.start()
    settle(newcomer.window)
    yield newcomer
    on_bridge(qtbot, bridge, newcomer.stack.aclose())


def test_the_whole_first_run(newcomer: Newcomer, qtbot: QtBot, bridge: Bridge) -> None:
    newcomer.write_code(newcomer.code.lower())
    newcomer.write_passphrase()
    key = newcomer.recovery_key()
    assert len(key.split("-")) == 9
    labels = [text for text in words(newcomer.window) if text.startswith("Group ")]
    for edit, label in zip(newcomer.edits(), labels, strict=True):
        group = key.split("-")[int(label.removeprefix("Group ")) - 1]
        qtbot.keyClicks(edit, group.lower())
    press(qtbot, newcomer.window, "Go on")
    qtbot.waitUntil(lambda: bool(newcomer.kept), timeout=DEADLINE_MS)
    assert "Waiting for your administrator" in words(newcomer.window)
    assert newcomer.recovery_key() == ""
    on_bridge(qtbot, bridge, newcomer.administration.approve())
    qtbot.waitUntil(lambda: bool(newcomer.finished), timeout=DEADLINE_MS)
    vault_key, own, sheet_checked = newcomer.finished[0]
    assert own.name == "Astrid Fonnedal"
    assert sheet_checked
    assert newcomer.vault.unlock_with_passphrase(PASSPHRASE) == vault_key
    assert newcomer.vault.unlock_with_recovery_key(key) == vault_key


def test_go_on_waits_for_the_two_groups_and_later_is_remembered(
    newcomer: Newcomer, qtbot: QtBot, bridge: Bridge
) -> None:
    newcomer.write_code(newcomer.code)
    newcomer.write_passphrase()
    press(qtbot, newcomer.window, "Go on")
    assert newcomer.kept == []
    assert newcomer.edits()[0].hasFocus()
    newcomer.edits()[0].setText("ZZZZ")
    assert "This differs from the sheet." in words(newcomer.window)
    press(qtbot, newcomer.window, "Go on without a sheet")
    qtbot.waitUntil(lambda: bool(newcomer.kept), timeout=DEADLINE_MS)
    on_bridge(qtbot, bridge, newcomer.administration.approve())
    qtbot.waitUntil(lambda: bool(newcomer.finished), timeout=DEADLINE_MS)
    assert newcomer.finished[0][2] is False


def test_a_typing_error_in_the_code_is_found_before_anything_is_made(
    newcomer: Newcomer, qtbot: QtBot
) -> None:
    newcomer.write_code(newcomer.code[:-1] + ("Z" if newcomer.code[-1] != "Z" else "Y"))
    assert any("not right" in text or "typing error" in text for text in words(newcomer.window))
    assert not newcomer.vault.exists()


def test_weak_and_unequal_passphrases_are_explained(newcomer: Newcomer, qtbot: QtBot) -> None:
    newcomer.write_code(newcomer.code)
    first, second = newcomer.edits()
    first.setText("kort")
    press(qtbot, newcomer.window, "Go on")
    assert any(text.startswith("Use at least 12") for text in words(newcomer.window))
    first.setText(PASSPHRASE)
    second.setText(PASSPHRASE + "x")
    press(qtbot, newcomer.window, "Go on")
    assert "The two are not the same." in words(newcomer.window)
    assert not newcomer.vault.exists()


def test_a_used_code_leads_back_and_the_store_stays(
    newcomer: Newcomer, qtbot: QtBot, bridge: Bridge
) -> None:
    other = Vault(newcomer.vault._directory, None, CHEAP)  # the same folder, seen from outside
    newcomer.write_code(newcomer.code)
    newcomer.write_passphrase()
    on_bridge(qtbot, bridge, newcomer.stack.aclose())
    press(qtbot, newcomer.window, "Go on without a sheet")
    qtbot.waitUntil(lambda: "Welcome to Vidda" in words(newcomer.window), timeout=DEADLINE_MS)
    assert any(text.startswith("The server cannot be reached.") for text in words(newcomer.window))
    assert other.exists()
    assert newcomer.kept == []


@pytest.mark.parametrize(("width", "height", "percent"), SIZES)
def test_the_first_run_is_readable(
    qtbot: QtBot, look: Theme, width: int, height: int, percent: int
) -> None:
    screen = FirstRunScreen()
    window = window_of(qtbot, screen)
    look.set_percent(percent)
    window.resize(width, height)
    screen.show_code()
    assert_readable(window)
    screen.show_passphrase()
    assert_readable(window)
    key = format_recovery_key(bytes(range(20)))
    screen.show_sheet(Sheet("Astrid Fonnedal", datetime(2026, 11, 24, tzinfo=UTC), key))
    assert_readable(window)
    screen.show_waiting()
    screen.show_waiting_trouble("The server cannot be reached.", "Nothing is lost.")
    assert_readable(window)

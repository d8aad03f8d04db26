# SPDX-License-Identifier: GPL-3.0-or-later
"""The day's screen over the real schedule, store and server: plan, knock, message, close."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.bridge import Bridge
from app.schedule.service import ScheduleService
from app.signaling.http import ServerClient
from app.signaling.login import Tokens, device_login, guest_login
from app.signaling.session import Session
from app.store.database import Store
from app.ui.shell.main_window import MainWindow
from app.ui.shell.rail import Section
from app.ui.today.flow import TodayFlow
from app.ui.today.screen import TodayScreen
from app.vault.identity import SigningKey
from app.vault.links import parse_link
from signaling_server.wire import Knock
from tests.fakes.enrolled import enrolled
from tests.fakes.running_server import running_server
from tests.ui.asking import DEADLINE_MS, on_bridge, press, words
from tests.ui.clipping import settle
from tests.ui.samples import OWNER


class Morning:
    """A clinician's window with everything behind it."""

    def __init__(self, qtbot: QtBot, bridge: Bridge, folder: Path) -> None:
        self.qtbot = qtbot
        self.bridge = bridge
        self.stack = AsyncExitStack()
        self.service = on_bridge(qtbot, bridge, self._open(folder))
        self.screen = TodayScreen(lambda: datetime.now(UTC))
        self.window = MainWindow(((Section("today", "calendar-blank"), self.screen),), OWNER)
        qtbot.addWidget(self.window)
        self.window.show()
        self.opened: list[tuple[str, str | None]] = []
        self.counts: list[int] = []
        self.flow = TodayFlow(
            self.screen,
            self.service,
            bridge,
            self.window.notices,
            lambda visit, person: self.opened.append((visit, person)),
            self.counts.append,
            lambda _: None,
        )
        self.flow.start()

    async def _open(self, folder: Path) -> ScheduleService:
        server = await self.stack.enter_async_context(running_server(folder))
        _, (own,) = await enrolled(server.url, folder, ("Astrid Fonnedal", "Psychiatrist", ""))
        store = await Store.open(folder / "profile", secrets.token_bytes(32))
        self.stack.push_async_callback(store.close)
        client = ServerClient(server.url)
        self.stack.push_async_callback(client.close)
        self.guests = ServerClient(server.url)
        self.stack.push_async_callback(self.guests.close)
        tokens = Tokens(lambda: device_login(client, own))
        session = Session(client, lambda: device_login(client, own), wait=lambda _: 0.0)
        self.stack.push_async_callback(session.close)
        service = ScheduleService(store, session, client, tokens, own, lambda: datetime.now(UTC))
        self.stack.push_async_callback(service.close)
        await service.start()
        session.start()
        return service

    def plan(self, name: str) -> str:
        """Plan a visit for now by keyboard, and give the link that is shown."""
        self.screen.start_new_visit()
        edits = [edit for edit in self.window.findChildren(QLineEdit) if edit.isVisible()]
        now = datetime.now().astimezone()
        texts = (name, "3.5.1992", "000 12 345", "Follow-up", f"{now:%d.%m.%Y}", f"{now:%H:%M}")
        for edit, text in zip(edits, texts, strict=True):
            edit.setText(text)
        press(self.qtbot, self.window, "Plan the visit")
        self.qtbot.waitUntil(
            lambda: f"The link for {name}" in words(self.window), timeout=DEADLINE_MS
        )
        link = next(e for e in self.window.findChildren(QLineEdit) if e.isVisible())
        return link.text()

    async def knock(self, link: str) -> None:
        seat = SigningKey.generate()
        session = Session(
            self.guests,
            lambda: _only_token(self.guests, link, seat),
            wait=lambda _: 0.0,
        )
        self.stack.push_async_callback(session.close)
        session.start()
        await session.send(Knock(session.new_id(), "fine"))


async def _only_token(client: ServerClient, link: str, seat: SigningKey) -> str:
    return (await guest_login(client, parse_link(link), seat))[0]


@pytest.fixture
def morning(qtbot: QtBot, tmp_path: Path) -> Iterator[Morning]:
    bridge = Bridge()
    bridge.start()
    morning = Morning(qtbot, bridge, tmp_path)
    yield morning
    morning.flow.close()
    on_bridge(qtbot, bridge, morning.stack.aclose())
    bridge.stop()


def test_plan_wait_message_and_admit(morning: Morning, qtbot: QtBot) -> None:
    link = morning.plan("Eira Multemyr")
    press(qtbot, morning.window, "Done")
    assert any(text.startswith("Follow-up") for text in words(morning.window))
    on_bridge(qtbot, morning.bridge, morning.knock(link))
    qtbot.waitUntil(lambda: 1 in morning.counts, timeout=DEADLINE_MS)
    settle(morning.window)
    press(qtbot, morning.window, "Message to Eira Multemyr")
    press(qtbot, morning.window, "I am about 5 minutes late.")
    qtbot.waitUntil(lambda: "The message is sent." in words(morning.window), timeout=DEADLINE_MS)
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(morning.window, Qt.Key.Key_Return, both)
    assert len(morning.opened) == 1
    assert morning.opened[0][1] is not None


def test_a_visit_that_did_not_take_place(morning: Morning, qtbot: QtBot) -> None:
    morning.plan("Arne Fonnvik")
    press(qtbot, morning.window, "Done")
    appointment = morning.screen._view.visits[0].appointment  # type: ignore[union-attr]
    morning.screen.not_held_told.emit(appointment, "Too ill")
    qtbot.waitUntil(
        lambda: "Did not take place: Too ill" in words(morning.window), timeout=DEADLINE_MS
    )


def test_a_new_link_ends_the_old_one(morning: Morning, qtbot: QtBot) -> None:
    old = morning.plan("Eira Multemyr")
    press(qtbot, morning.window, "Done")
    appointment = morning.screen._view.visits[0].appointment  # type: ignore[union-attr]
    morning.screen.new_link_asked.emit(appointment)
    qtbot.waitUntil(
        lambda: "The old link no longer works." in words(morning.window), timeout=DEADLINE_MS
    )
    shown = next(e for e in morning.window.findChildren(QLineEdit) if e.isVisible())
    assert shown.text() != old


def test_what_cannot_be_done_is_said(morning: Morning, qtbot: QtBot) -> None:
    morning.screen.cancel_asked.emit("0" * 32)
    qtbot.waitUntil(
        lambda: "This visit is not on this computer." in words(morning.window),
        timeout=DEADLINE_MS,
    )

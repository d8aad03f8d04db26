# SPDX-License-Identifier: GPL-3.0-or-later
"""The two verbs between the GUI thread and the asyncio thread."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QThread
from pytestqt.qtbot import QtBot

from app.bridge import Bridge


@pytest.fixture
def bridge(qtbot: QtBot) -> Iterator[Bridge]:
    bridge = Bridge()
    bridge.start()
    yield bridge
    bridge.stop()


def test_result_comes_back_in_the_gui_thread(bridge: Bridge, qtbot: QtBot) -> None:
    seen: list[tuple[str, bool]] = []
    here = QThread.currentThread()

    async def work() -> str:
        return threading.current_thread().name

    bridge.run(
        work(),
        lambda name: seen.append((name, QThread.currentThread() is here)),
        lambda error: pytest.fail(str(error)),
    )
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [("asyncio", True)]


def test_failure_is_reported_and_done_is_not_called(bridge: Bridge, qtbot: QtBot) -> None:
    failures: list[Exception] = []

    async def work() -> None:
        raise OSError("no network")

    bridge.run(work(), lambda _: pytest.fail("must not be done"), failures.append)
    qtbot.waitUntil(lambda: bool(failures))
    assert isinstance(failures[0], OSError)


def test_posts_keep_their_order(bridge: Bridge, qtbot: QtBot) -> None:
    seen: list[int] = []
    post = bridge.in_gui(seen.append)

    async def work() -> None:
        for number in range(200):
            post(number)

    done: list[None] = []
    bridge.run(work(), done.append, lambda error: pytest.fail(str(error)))
    qtbot.waitUntil(lambda: bool(done))
    assert seen == list(range(200))


def test_a_cancelled_call_reports_nothing(bridge: Bridge, qtbot: QtBot) -> None:
    started = threading.Event()
    ended = threading.Event()
    reports: list[object] = []

    async def work() -> None:
        started.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    future = bridge.run(work(), reports.append, reports.append)
    assert started.wait(5)
    future.cancel()
    assert ended.wait(5)
    done: list[None] = []

    async def nothing() -> None:
        return None

    bridge.run(nothing(), done.append, reports.append)
    qtbot.waitUntil(lambda: bool(done))
    assert reports == []


def test_stop_ends_what_still_runs_and_refuses_what_comes_later(qtbot: QtBot) -> None:
    bridge = Bridge()
    bridge.start()
    started = threading.Event()
    cleaned = threading.Event()

    async def work() -> None:
        started.set()
        try:
            await asyncio.Event().wait()
        finally:
            cleaned.set()

    reports: list[object] = []
    bridge.run(work(), reports.append, reports.append)
    assert started.wait(5)
    bridge.stop()
    assert cleaned.is_set()
    assert bridge.run(work(), reports.append, reports.append).cancelled()
    bridge.stop()
    assert reports == []

# SPDX-License-Identifier: GPL-3.0-or-later
"""The one place where the GUI thread and the asyncio thread meet, with two verbs.

GUI to network: ``bridge.run(coroutine, done, failed)``.
Network to GUI: ``bridge.in_gui(function)`` makes a function that any thread may call.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from typing import Any, ParamSpec, TypeVar

from PySide6.QtCore import QCoreApplication, QEventLoop, QObject, Qt, Signal, Slot

P = ParamSpec("P")
T = TypeVar("T")

STOP_TIMEOUT_S = 5.0
SETTLE_S = 8.0
SETTLE_STEP_MS = 20

_log = logging.getLogger(__name__)


class Bridge(QObject):
    """Owns the asyncio thread for the lifetime of the program. Lives in the GUI thread."""

    _posted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        # Not the default loop: on Windows that is the proactor, whose UDP is fragile.
        self._loop = asyncio.SelectorEventLoop()
        self._thread = threading.Thread(target=self._serve, name="asyncio")
        self._stopped = False
        self._asked: set[Future[Any]] = set()
        self._posted.connect(self._call, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """Start the asyncio thread."""
        self._thread.start()

    def stop(self) -> None:
        """Cancel what still runs, wait for its end, and end the thread.

        A coroutine that does not end within 5 s is logged and left behind; what was asked
        for later is refused like a cancelled call.
        """
        if self._stopped:
            return
        self._stopped = True
        if self._thread.is_alive():
            ended = asyncio.run_coroutine_threadsafe(_end_all(), self._loop)
            try:
                ended.result(STOP_TIMEOUT_S)
            except TimeoutError:
                _log.warning("a task did not end within %s s", STOP_TIMEOUT_S)
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(STOP_TIMEOUT_S)
        if not self._thread.is_alive():
            self._loop.close()

    def run(
        self,
        coroutine: Coroutine[Any, Any, T],
        done: Callable[[T], object],
        failed: Callable[[Exception], object],
    ) -> Future[T]:
        """Run a coroutine on the asyncio thread and report back in the GUI thread.

        Exactly one of ``done`` and ``failed`` is called, unless the call is cancelled, by the
        returned future or by ``stop``: then neither is.
        """
        if self._stopped:
            coroutine.close()
            refused: Future[T] = Future()
            refused.cancel()
            return refused
        future = asyncio.run_coroutine_threadsafe(coroutine, self._loop)
        self._asked.add(future)

        def report(ended: Future[T]) -> None:
            self._asked.discard(ended)
            _report(ended, done, failed)

        future.add_done_callback(self.in_gui(report))
        return future

    def settle(self) -> None:
        """Serve events until all that was asked for is reported; a report may ask for more.

        For the end of the program and for locking, so that the last save is not cut off. Waits
        at most 8 s: a coroutine that never ends does not keep the program alive.
        """
        deadline = time.monotonic() + SETTLE_S
        while self._asked and time.monotonic() < deadline:
            QCoreApplication.processEvents(
                QEventLoop.ProcessEventsFlag.WaitForMoreEvents, SETTLE_STEP_MS
            )

    def in_gui(self, function: Callable[P, object]) -> Callable[P, None]:
        """Wrap a function so that a call from any thread runs it in the GUI thread, in order."""

        def post(*args: P.args, **kwargs: P.kwargs) -> None:
            self._posted.emit(lambda: function(*args, **kwargs))

        return post

    @Slot(object)
    def _call(self, function: Callable[[], object]) -> None:
        function()

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()


def _report(
    future: Future[T],
    done: Callable[[T], object],
    failed: Callable[[Exception], object],
) -> None:
    if future.cancelled():
        return
    error = future.exception()
    if error is None:
        done(future.result())
    elif isinstance(error, Exception):
        failed(error)
    else:
        raise error


async def _end_all() -> None:
    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    loop = asyncio.get_running_loop()
    await loop.shutdown_asyncgens()
    await loop.shutdown_default_executor()

# SPDX-License-Identifier: GPL-3.0-or-later
"""Leaves widgets' timers in cycles of references while another thread allocates.

Prints whether all were destroyed, and whether in the window's thread. With ``guarded`` as its
argument it collects as the program does.
"""

from __future__ import annotations

import sys
import threading

from PySide6.QtCore import QCoreApplication, QObject, Qt, QThread, QTimer

from app.ui.garbage import GuiCollector

COUNT = 300
where: set[bool] = set()
gone: list[int] = []


class Ticking(QObject):
    """Holds itself, as a screen does whose signal is connected to its own lambda."""

    def __init__(self) -> None:
        super().__init__()
        self.timer = QTimer(self)
        self.timer.start(1)
        self.myself = self
        self.destroyed.connect(note, Qt.ConnectionType.DirectConnection)


def note() -> None:
    """Remember whether this is the thread of the window."""
    gone.append(1)
    application = QCoreApplication.instance()
    where.add(application is not None and QThread.currentThread() is application.thread())


def main() -> None:
    """Make them, let them go, and wait until they are gone."""
    application = QCoreApplication([])
    if "guarded" in sys.argv:
        GuiCollector(application)
    ended = threading.Event()

    def allocate() -> None:
        while not ended.is_set():
            cycles: list[object] = [[] for _ in range(2000)]
            cycles.append(cycles)

    thread = threading.Thread(target=allocate)
    thread.start()

    def make() -> None:
        Ticking()
        if len(gone) >= COUNT:
            application.quit()

    making = QTimer(application)
    making.timeout.connect(make)
    making.start(0)
    QTimer.singleShot(20_000, application.quit)
    application.exec()
    ended.set()
    thread.join()
    print(len(gone) >= COUNT, sorted(where), flush=True)


if __name__ == "__main__":
    main()

# SPDX-License-Identifier: GPL-3.0-or-later
"""Free what Python's cyclic collector finds in the GUI thread, and nowhere else.

Python collects in whatever thread happens to allocate. A widget in a cycle of references that is
collected by the asyncio thread is destroyed there: its timers cannot be stopped from another thread
(Qt's QObject::~QObject), stay with the event loop, and fire into freed memory.
"""

from __future__ import annotations

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer

_EVERY_MS: Final = 200


class GuiCollector(QObject):
    """Collects by a timer of the thread it lives in, for as long as it lives.

    One per process, made in the GUI thread before other threads start.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        # What stands after the start stays to the end: looking through it each time costs pictures.
        gc.collect()
        gc.freeze()
        self._timer = QTimer(self)
        self._timer.timeout.connect(collect_due)
        self._timer.start(_EVERY_MS)


def collect_due() -> int | None:
    """Collect the oldest generation that is due by Python's own thresholds, and tell which.

    Source: CPython 3.11, Modules/gcmodule.c, ``gc_collect_generations``.
    """
    counts, thresholds = gc.get_count(), gc.get_threshold()
    for generation in (2, 1, 0):
        if counts[generation] > thresholds[generation]:
            gc.collect(generation)
            return generation
    return None

# SPDX-License-Identifier: GPL-3.0-or-later
"""Four words for how good a connection is; clinical.md F4.5. Pure."""

from __future__ import annotations

from typing import Final

from app.calls.views import ConnectionQuality, Stage

WEAK_LOSS: Final = 0.02
"""Below this nobody notices, and nobody is warned."""
POOR_LOSS: Final = 0.10
WEAK_QUEUE_S: Final = 0.08
POOR_QUEUE_S: Final = 0.40


def judge(stage: Stage, silent: bool, loss: float, queue_s: float) -> ConnectionQuality:
    """Judge a link by its silence, its share of lost packets and how much longer packets take
    than at their best."""
    if stage is not Stage.CONNECTED:
        return ConnectionQuality.NONE
    if silent or loss >= POOR_LOSS or queue_s >= POOR_QUEUE_S:
        return ConnectionQuality.POOR
    if loss >= WEAK_LOSS or queue_s >= WEAK_QUEUE_S:
        return ConnectionQuality.WEAK
    return ConnectionQuality.GOOD

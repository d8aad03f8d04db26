# SPDX-License-Identifier: GPL-3.0-or-later
"""Four words for a connection."""

from __future__ import annotations

import pytest

from app.calls.quality import judge
from app.calls.views import ConnectionQuality, Stage

GOOD, WEAK, POOR, NONE = (
    ConnectionQuality.GOOD,
    ConnectionQuality.WEAK,
    ConnectionQuality.POOR,
    ConnectionQuality.NONE,
)


@pytest.mark.parametrize(
    ("stage", "silent", "loss", "queue_s", "expected"),
    [
        (Stage.CONNECTED, False, 0.0, 0.0, GOOD),
        (Stage.CONNECTED, False, 0.019, 0.07, GOOD),
        (Stage.CONNECTED, False, 0.02, 0.0, WEAK),
        (Stage.CONNECTED, False, 0.0, 0.08, WEAK),
        (Stage.CONNECTED, False, 0.10, 0.0, POOR),
        (Stage.CONNECTED, False, 0.0, 0.40, POOR),
        (Stage.CONNECTED, True, 0.0, 0.0, POOR),
        (Stage.RECONNECTING, False, 0.0, 0.0, NONE),
        (Stage.WAITING, True, 1.0, 1.0, NONE),
    ],
)
def test_judgement(
    stage: Stage, silent: bool, loss: float, queue_s: float, expected: ConnectionQuality
) -> None:
    assert judge(stage, silent, loss, queue_s) is expected

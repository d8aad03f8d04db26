# SPDX-License-Identifier: GPL-3.0-or-later
"""Deadlines in words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.ui.referrals import words

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("left", "said"),
    [
        (timedelta(days=1, hours=4, minutes=30), "Answer due in 1 d 4 h"),
        (timedelta(hours=3, minutes=20), "Answer due in 3 h 20 min"),
        (timedelta(minutes=-1), "Answer overdue 1 min"),
        (timedelta(hours=-3, minutes=-20), "Answer overdue 3 h"),
    ],
)
def test_deadline_in_words(left: timedelta, said: str) -> None:
    assert words.due_in(NOW + left, NOW) == said
    assert words.due_in(None, NOW) == ""

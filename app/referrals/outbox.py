# SPDX-License-Identifier: GPL-3.0-or-later
"""When to try again and when to give up; pure.

::

    WAITING --delivered--> gone
    WAITING --offline, busy--> WAITING until next_try
    WAITING --refused--> FAILED --the user asks--> WAITING
    WAITING --returned--> gone, and a draft again
"""

from __future__ import annotations

import dataclasses
from enum import Enum
from typing import Final, assert_never

from app.store.outbox import FAILED, WAITING, OutboxRow

LONGEST_WAIT_S: Final = 120.0
_FIRST_WAIT_S: Final = 1.0
_SHORTEST_SHARE: Final = 0.25
"""Never less than a quarter of the span: an upload is heavier than a message."""


class Outcome(Enum):
    """How a try ended."""

    DELIVERED = "delivered"
    OFFLINE = "offline"
    """The server was not reached."""
    LATER = "later"
    """The server was reached and asks to come again: full, or too many requests."""
    REFUSED = "refused"
    """The server will never take this parcel."""
    RETURNED = "returned"
    """It cannot be sent as it was sealed; the user has to send it anew."""


def after(
    row: OutboxRow,
    outcome: Outcome,
    now: float,
    chance: float,
    retry_after_s: float | None = None,
) -> OutboxRow | None:
    """Give the row as it stands after a try, None where it is done. ``chance`` is in [0, 1)."""
    match outcome:
        case Outcome.DELIVERED | Outcome.RETURNED:
            return None
        case Outcome.OFFLINE | Outcome.LATER:
            wait = _wait(row.tries, chance)
            if retry_after_s is not None:
                wait = max(wait, min(retry_after_s, LONGEST_WAIT_S))
            return dataclasses.replace(row, tries=row.tries + 1, next_try=now + wait)
        case Outcome.REFUSED:
            return dataclasses.replace(row, tries=row.tries + 1, state=FAILED)
        case _:
            assert_never(outcome)


def revived(row: OutboxRow) -> OutboxRow:
    """Give the row as it stands when the line came back or the user asks to try now."""
    return dataclasses.replace(row, tries=0, next_try=0.0, state=WAITING)


def is_due(row: OutboxRow, now: float) -> bool:
    """Tell whether a row is to be tried.

    A moment further away than any wait was set by a clock that ran ahead, and does not count.
    """
    return row.state == WAITING and not 0.0 < row.next_try - now <= LONGEST_WAIT_S


def seconds_to_wait(rows: tuple[OutboxRow, ...], now: float) -> float | None:
    """Tell how long nothing is to do; None where nothing waits for a moment."""
    waiting = [row for row in rows if row.state == WAITING]
    if any(is_due(row, now) for row in waiting):
        return 0.0
    return min((row.next_try - now for row in waiting), default=None)


def _wait(tries: int, chance: float) -> float:
    span = min(LONGEST_WAIT_S, _FIRST_WAIT_S * 2.0 ** min(tries, 16))
    return span * (_SHORTEST_SHARE + (1 - _SHORTEST_SHARE) * chance)

# SPDX-License-Identifier: GPL-3.0-or-later
"""Moments as whole microseconds, exact in both directions."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


def to_us(moment: datetime) -> int:
    """Count microseconds since 1970, UTC; raises TypeError for a moment without a zone."""
    return (moment - _EPOCH) // _MICROSECOND


def from_us(microseconds: int) -> datetime:
    """Give the aware UTC moment back."""
    return _EPOCH + timedelta(microseconds=microseconds)

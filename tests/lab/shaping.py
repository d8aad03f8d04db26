# SPDX-License-Identifier: GPL-3.0-or-later
"""Decide what a bad path does to each packet: lost, or there at what time. Pure and seeded."""

from __future__ import annotations

import random
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PathShape:
    """One direction of a path; the default is a cable."""

    loss: float = 0.0
    """Share of packets lost, 0 to 1."""
    burst: float = 1.0
    """How many packets in a row are lost on average (Gilbert's model); 1 is independent loss."""
    delay_s: float = 0.0
    jitter_s: float = 0.0
    """Up to so much later, evenly spread; the order is kept."""
    bits_per_s: float = 0.0
    """0 is without limit."""
    queue_s: float = 0.3
    """How long the queue before a limit may become; packets beyond it are lost."""
    up: bool = True
    """False: the cable is pulled."""


@dataclass(frozen=True, slots=True)
class Passage:
    """What becomes of one packet that gets through."""

    arrives_at: float
    queued_s: float
    """How long it waited before the limit."""


class Path:
    """One direction; the same seed and the same packets give the same losses."""

    def __init__(self, shape: PathShape, seed: int) -> None:
        self.shape = shape
        self._chance = random.Random(seed)
        self._bad = False
        self._free_at = 0.0
        self._last_arrival = 0.0

    def send(self, size_bytes: int, now: float) -> Passage | None:
        """Send a packet at ``now``; None when it is lost."""
        shape = self.shape
        lost = self._is_lost(shape)
        later_s = self._chance.random() * shape.jitter_s
        if lost or not shape.up:
            return None
        leaves_at = now
        if shape.bits_per_s:
            begins_at = max(self._free_at, now)
            if begins_at - now > shape.queue_s:
                return None
            leaves_at = self._free_at = begins_at + size_bytes * 8 / shape.bits_per_s
        self._last_arrival = max(self._last_arrival, leaves_at + shape.delay_s + later_s)
        return Passage(self._last_arrival, leaves_at - now)

    def _is_lost(self, shape: PathShape) -> bool:
        """Gilbert's model: all packets of a bad spell are lost, and none outside."""
        draw = self._chance.random()
        if shape.burst <= 1 or shape.loss in (0.0, 1.0):
            return draw < shape.loss
        end = 1 / shape.burst
        begin = shape.loss * end / (1 - shape.loss)
        self._bad = draw >= end if self._bad else draw < begin
        return self._bad

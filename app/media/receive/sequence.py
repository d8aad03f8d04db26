# SPDX-License-Identifier: GPL-3.0-or-later
"""Counters that do not wrap. Pure."""

from __future__ import annotations


class Unwrapper:
    """Turns RTP's 16-bit sequence numbers or 32-bit timestamps into growing integers."""

    def __init__(self, bits: int) -> None:
        self._wrap = 1 << bits
        self._highest: int | None = None

    def unwrap(self, counter: int) -> int:
        """Give the integer next to the highest one so far that has these low bits."""
        if self._highest is None:
            # One turn up, so that what came before the first one is not negative.
            self._highest = counter + self._wrap
            return self._highest
        difference = (counter - self._highest) % self._wrap
        if difference >= self._wrap // 2:
            difference -= self._wrap
        found = self._highest + difference
        self._highest = max(self._highest, found)
        return found

# SPDX-License-Identifier: GPL-3.0-or-later
"""What can be taken back, and taken back again. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

T = TypeVar("T")
MOST: Final = 200


@dataclass(frozen=True, slots=True)
class History(Generic[T]):
    """A value with the ones before it and those taken back."""

    now: T
    before: tuple[T, ...] = ()
    after: tuple[T, ...] = ()

    def changed(self, to: T) -> History[T]:
        """Go on to another value; what was taken back is gone."""
        if to == self.now:
            return self
        return History(to, (*self.before, self.now)[-MOST:], ())

    def adjusted(self, to: T) -> History[T]:
        """Replace the present value without a step of its own, as while a slider moves."""
        return History(to, self.before, ())

    def everywhere(self, change: Callable[[T], T]) -> History[T]:
        """Change the present value and all others alike, so that nothing takes it back."""
        before, after = (tuple(map(change, each)) for each in (self.before, self.after))
        return History(change(self.now), before, after)

    def undone(self) -> History[T]:
        """Take the last step back."""
        if not self.before:
            return self
        return History(self.before[-1], self.before[:-1], (self.now, *self.after))

    def redone(self) -> History[T]:
        """Take the step again."""
        if not self.after:
            return self
        return History(self.after[0], (*self.before, self.now), self.after[1:])

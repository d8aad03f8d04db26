# SPDX-License-Identifier: GPL-3.0-or-later
"""As what to send: rates in, sizes and frames a second out. Sound comes first. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.media.content import ContentHint
from app.media.rate_control import START_BITRATE, RateControl
from app.media.sound_plan import SoundLoss, SoundPlan, plan_medical_sound, plan_sound

_STABLE_BEFORE_UP_S = 3.5
_STABLE_AT_START_S = 0.7
"""Until a path has shown a limit for the first time."""
_ROOM_BEFORE_UP = 1.1
_PAUSED_S = 20.0
"""How long pictures stay off at the least: a picture that comes and goes helps nobody."""
_LONGEST_PAUSE_S = 120.0
_SOON_S = 15.0


@dataclass(frozen=True, slots=True)
class PicturePlan:
    """How pictures are encoded; no pictures at 0 frames a second."""

    bitrate: int
    width: int
    height: int
    frames_per_s: int
    hint: ContentHint = ContentHint.MOTION


# (least bitrate of the pictures, width, height, frames a second), best first
_LADDER = (
    (1_100_000, 1280, 720, 30),
    (650_000, 960, 540, 30),
    (350_000, 640, 360, 30),
    (130_000, 480, 270, 30),
    (50_000, 320, 180, 12),
)
FULL_HEIGHT = _LADDER[0][2]
NO_PICTURES = PicturePlan(0, 320, 180, 0)


class Ladder:
    """The size and rate of the pictures: down at once, up only after a steady while.

    Pictures that a path cannot carry beside the sound pause; each time that they come back and
    have to go again soon, they pause for twice as long.
    """

    def __init__(self) -> None:
        self._rung: int | None = None
        self._better_since: float | None = None
        self._lowered = False
        self._pause_s = _PAUSED_S
        self._came_back_at = float("-inf")

    def plan(self, bitrate: int, now: float) -> PicturePlan:
        """Choose for a bitrate of the pictures."""
        fitting = _fitting(bitrate)
        if self._rung is None:
            self._rung = fitting
        elif fitting > self._rung:
            self._lowered = True
            if fitting == len(_LADDER):
                soon = now - self._came_back_at < _SOON_S
                self._pause_s = min(_LONGEST_PAUSE_S, self._pause_s * 2) if soon else _PAUSED_S
            self._rung, self._better_since = fitting, None
        elif _fitting(int(bitrate / _ROOM_BEFORE_UP)) < self._rung:
            if self._better_since is None:
                self._better_since = now
            if now - self._better_since >= self._wait_s():
                if self._rung == len(_LADDER):
                    self._came_back_at = now
                self._rung -= 1
                self._better_since = now
        else:
            self._better_since = None
        if self._rung == len(_LADDER):
            return NO_PICTURES
        _, width, height, frames_per_s = _LADDER[self._rung]
        return PicturePlan(bitrate, width, height, frames_per_s)

    def _wait_s(self) -> float:
        if self._rung == len(_LADDER):
            return self._pause_s
        return _STABLE_BEFORE_UP_S if self._lowered else _STABLE_AT_START_S


def _fitting(bitrate: int) -> int:
    return next(
        (rung for rung, (least, *_) in enumerate(_LADDER) if bitrate >= least), len(_LADDER)
    )


def share(
    controls: Iterable[RateControl],
    losses: list[SoundLoss],
    *,
    redundant: bool,
    medical: bool = False,
) -> tuple[SoundPlan, int]:
    """Divide the rate of the weakest link: the plan of the sound, and what is left for pictures.

    ``losses`` are those of the sound towards each peer; ``redundant`` says that all peers take
    packets that carry earlier ones again.
    """
    links = list(controls)
    total = min((control.target for control in links), default=START_BITRATE)
    plan = plan_medical_sound if medical else plan_sound
    sound = plan(total, losses, redundant=redundant)
    return sound, max(0, total - sound.wire_bitrate)

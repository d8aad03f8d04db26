# SPDX-License-Identifier: GPL-3.0-or-later
"""What a call was like, in numbers: collected while it runs, told at its end. Pure."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime

from app.records.encounter import Interruption

WARM_UP_S = 5.0
"""The report begins this long after the first connection."""

FREEZE_S = 0.2
"""A gap between two shown frames that is longer than this is a freeze."""

_DELAYS_KEPT = 200_000
"""Bound of the kept delays: more than an hour at 50 a second."""


@dataclass(frozen=True, slots=True)
class CallFacts:
    """What only the call service knows of a call."""

    connected: bool
    verified: bool
    relay: bool
    setup_ms: float | None
    """From the start of the first attempt to the first LinkUp."""
    reconnects: int = 0
    connected_at: datetime | None = None
    """When the people first came together."""
    interruptions: tuple[Interruption, ...] = ()


@dataclass(slots=True)
class _Window:
    """The sums from the end of the warm-up on."""

    frames: int = 0
    last_frame_at: float | None = None
    width: int = 0
    height: int = 0
    freezes: int = 0
    freeze_s: float = 0.0
    video_delays: deque[float] = field(default_factory=lambda: deque(maxlen=_DELAYS_KEPT))
    audio_delays: deque[float] = field(default_factory=lambda: deque(maxlen=_DELAYS_KEPT))
    bytes_in: int = 0
    bytes_out: int = 0
    played_s: float = 0.0
    concealed_s: float = 0.0
    recovered_s: float = 0.0


class MediaStatistics:
    """Sums of one engine, over all its links. Any thread; ``now`` is monotonic seconds."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._window = _Window()
        self._starts_at: float | None = None
        self._cpu_at_start: float | None = None
        self._cpu_latest = 0.0
        self._expected = True

    def connected(self, now: float) -> None:
        """Note that a link is up and let through; the first one starts the clock."""
        with self._lock:
            if self._starts_at is None:
                self._starts_at = now + WARM_UP_S

    def passed(self, now: float, cpu_s: float) -> None:
        """Note the time and this process's CPU time; called often, so the window starts sharp."""
        with self._lock:
            if self._starts_at is None or now < self._starts_at:
                return
            if self._cpu_at_start is None:
                self._cpu_at_start = cpu_s
            self._cpu_latest = cpu_s

    def pictures_expected(self, expected: bool, now: float) -> None:
        """Note that the peer switched its camera: without one nothing can freeze."""
        with self._lock:
            if expected is self._expected:
                return
            self._expected = expected
            window = self._window
            if expected:
                window.last_frame_at = max(now, self._starts_at or now)
            elif window.last_frame_at is not None:
                self._note_gap(now - window.last_frame_at)
                window.last_frame_at = None

    def frame_shown(self, now: float, width: int, height: int, delay_s: float | None) -> None:
        """Note a frame that was handed over to be shown."""
        with self._lock:
            if not self._counts(now):
                return
            window = self._window
            self._note_gap(now - self._gap_since())
            window.frames += 1
            window.last_frame_at = now
            window.width, window.height = width, height
            if delay_s is not None:
                window.video_delays.append(delay_s)

    def picture_bytes(self, now: float, *, received: int = 0, sent: int = 0) -> None:
        """Note RTP payload bytes of pictures."""
        with self._lock:
            if self._counts(now):
                self._window.bytes_in += received
                self._window.bytes_out += sent

    def sound_played(
        self,
        now: float,
        seconds: float,
        *,
        concealed_s: float = 0.0,
        recovered_s: float = 0.0,
        delay_s: float | None = None,
    ) -> None:
        """Note sound that was handed to the loudspeaker, and how much of it was not received."""
        with self._lock:
            if not self._counts(now):
                return
            window = self._window
            window.played_s += seconds
            window.concealed_s += concealed_s
            window.recovered_s += recovered_s
            if delay_s is not None:
                window.audio_delays.append(delay_s)

    def report(self, facts: CallFacts, now: float) -> dict[str, object]:
        """Build the report as documented for ``--report``."""
        with self._lock:
            window = self._window
            starts_at = self._starts_at
            seconds = max(0.0, now - starts_at) if starts_at is not None else 0.0
            freezes, freeze_s = window.freezes, window.freeze_s
            if self._counts(now) and self._expected and now - self._gap_since() > FREEZE_S:
                freezes, freeze_s = freezes + 1, freeze_s + now - self._gap_since()
            cpu_s = self._cpu_latest - self._cpu_at_start if self._cpu_at_start is not None else 0.0
            return {
                "connected": facts.connected,
                "verified": facts.verified,
                "relay": facts.relay,
                "setup_ms": _rounded(facts.setup_ms, 1),
                "reconnects": facts.reconnects,
                "interruptions": _interruptions(facts),
                "seconds": round(seconds, 3),
                "cpu_s": round(cpu_s, 3),
                "video": {
                    "frames": window.frames,
                    "fps": round(window.frames / seconds, 2) if seconds else 0.0,
                    "width": window.width,
                    "height": window.height,
                    "freezes": freezes,
                    "freeze_s": round(freeze_s, 3),
                    "delay_ms": _percentiles(window.video_delays),
                    "kbps_in": _kbps(window.bytes_in, seconds),
                    "kbps_out": _kbps(window.bytes_out, seconds),
                },
                "audio": {
                    "concealed": _share(window.concealed_s, window.played_s),
                    "recovered": _share(window.recovered_s, window.played_s),
                    "delay_ms": _percentiles(window.audio_delays),
                },
            }

    def _counts(self, now: float) -> bool:
        return self._starts_at is not None and now >= self._starts_at

    def _gap_since(self) -> float:
        last, start = self._window.last_frame_at, self._starts_at
        assert start is not None
        return start if last is None else last

    def _note_gap(self, gap_s: float) -> None:
        if gap_s > FREEZE_S:
            self._window.freezes += 1
            self._window.freeze_s += gap_s


def build_report(statistics: MediaStatistics, facts: CallFacts, now: float) -> dict[str, object]:
    """Build the report of a call that ends at ``now`` (monotonic seconds)."""
    return statistics.report(facts, now)


def _interruptions(facts: CallFacts) -> list[dict[str, object]]:
    """Say why, when (seconds after the people came together) and how long; None: it lasts."""
    start = facts.connected_at
    return [
        {
            "cause": one.cause.value,
            "began_s": None if start is None else round((one.start - start).total_seconds(), 1),
            "seconds": None if one.end is None else round(one.seconds(one.end), 1),
        }
        for one in facts.interruptions
    ]


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits)


def _share(part_s: float, whole_s: float) -> float | None:
    return round(part_s / whole_s, 5) if whole_s > 0 else None


def _kbps(size_bytes: int, seconds: float) -> float:
    return round(size_bytes * 8 / 1000 / seconds, 1) if seconds else 0.0


def _percentiles(delays_s: deque[float]) -> dict[str, float | None]:
    if not delays_s:
        return {"p50": None, "p95": None}
    ordered = sorted(delays_s)
    return {
        name: round(ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000, 1)
        for name, share in (("p50", 0.5), ("p95", 0.95))
    }

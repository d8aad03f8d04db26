# SPDX-License-Identifier: GPL-3.0-or-later
"""How a connection was in the last minute: numbers for the details, words for the icons. Pure."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Final

from app.calls.chronicle import Chronicle
from app.calls.quality import Conditions, QualityJudge
from app.calls.views import ConnectionQuality, PictureState, Trust
from app.media.control import NoPictures, Pictures, Reception
from app.media.rates import Rates, rates
from app.media.statistics import LinkStatistics
from app.records.encounter import Interruption

SECONDS_KEPT: Final = 60
_WINDOW_S: Final = 5
"""Judged by so many seconds: fifty packets of sound a second are too few for less."""
_FEWEST_FRAMES: Final = 5.0
"""A second. A screen that seldom changes says nothing of the path."""
_SETTLING_S: Final = 3.0
"""A connection begins with few frames and unknown ways, which says nothing."""

_ALL_SHOWN: Final = (Pictures(sent=True, wanted=True),) * 2


@dataclass(frozen=True, slots=True)
class Sample:
    """One second, for the plots. Shares are from 0 to 1, bitrates in bit/s."""

    loss_in: float
    loss_out: float
    bitrate_in: float
    bitrate_out: float
    round_trip_s: float | None


@dataclass(frozen=True, slots=True)
class ConnectionDetails:
    """What the details window shows of one call."""

    statistics: LinkStatistics | None = None
    """None without a connection."""
    rates: Rates | None = None
    """Of the last seconds; None at the very beginning."""
    samples: tuple[Sample | None, ...] = ()
    """Of the last minute, oldest first; None for a second without a connection."""
    interruptions: tuple[Interruption, ...] = ()
    setup_ms: float | None = None
    reconnects: int = 0
    there: Reception | None = None
    """What the other end tells of how it hears and sees; None where it does not."""
    trust: Trust = Trust.UNKNOWN


@dataclass(frozen=True, slots=True)
class Observation:
    """What is looked at once a second."""

    statistics: LinkStatistics
    own: Pictures
    """What the peer was told."""
    peer: Pictures
    """What the peer told."""
    reception: Reception | None
    silent: bool


class ConnectionWatch:
    """Looks once a second. Belongs to the asyncio thread."""

    def __init__(self) -> None:
        self._recent: deque[LinkStatistics] = deque(maxlen=_WINDOW_S + 1)
        self._samples: deque[Sample | None] = deque(maxlen=SECONDS_KEPT)
        self._pictures = _ALL_SHOWN
        self.there: Reception | None = None
        """What the other end told last of how it hears and sees this one."""
        self._own = QualityJudge()
        self._peer = QualityJudge()

    @property
    def pictures(self) -> tuple[Pictures, Pictures]:
        """What the peer was told of this end's pictures, and what it told of its own."""
        return self._pictures

    @property
    def own_quality(self) -> ConnectionQuality:
        """Say how well the other hears and sees this person."""
        return self._own.quality

    @property
    def peer_quality(self) -> ConnectionQuality:
        """Say how well this person hears and sees the other."""
        return self._peer.quality

    @property
    def statistics(self) -> LinkStatistics | None:
        """Give the last snapshot; None without a connection."""
        return self._recent[-1] if self._recent else None

    @property
    def rates(self) -> Rates | None:
        """Say how the last seconds were; None before there are two looks."""
        return rates(self._recent[0], self._recent[-1]) if len(self._recent) > 1 else None

    @property
    def samples(self) -> tuple[Sample | None, ...]:
        """Give the last minute."""
        return tuple(self._samples)

    def look(self, seen: Observation | None, now: float) -> None:
        """Look at a connection; None where there is none."""
        if seen is None:
            self._pictures, self.there = _ALL_SHOWN, None
            self._recent.clear()
            self._own.look(None, now)
            self._peer.look(None, now)
            if self._samples:
                self._samples.append(None)
            return
        self._pictures, self.there = (seen.own, seen.peer), seen.reception
        if self._recent and seen.statistics.connected_s < self._recent[-1].connected_s:
            # Another link: it counts from nothing.
            self._recent.clear()
        self._recent.append(seen.statistics)
        found = self.rates
        if found is not None:
            self._samples.append(_sample(self._recent[-2], self._recent[-1]))
        settled = found is not None and seen.statistics.connected_s >= _SETTLING_S
        if not settled or found is None:
            calm = Conditions(silent=seen.silent)
            self._own.look(calm, now)
            self._peer.look(calm, now)
            return
        self._peer.look(_heard_here(seen, found), now)
        self._own.look(_heard_there(seen, found), now)

    def reception(self) -> Reception | None:
        """Say what the other may know of how it is heard and seen here."""
        found = self.rates
        if found is None:
            return None
        sound, pictures = self._recent[-1].sound_in, self._recent[-1].picture_in
        return Reception(
            concealed=round(found.concealed, 4),
            frozen=round(found.frozen, 3),
            frames_shown=round(found.frames_in, 1),
            frames_sent=round(found.frames_out, 1),
            repaired=round(found.repaired, 4),
            freeze_count=pictures.freeze_count,
            freeze_s=round(pictures.total_freezes_duration_s, 2),
            sound_delay_s=_rounded(sound.delay_s),
            picture_delay_s=_rounded(pictures.delay_s),
        )


def details(
    watch: ConnectionWatch, chronicle: Chronicle, trust: Trust = Trust.UNKNOWN
) -> ConnectionDetails:
    """Tell in numbers how a connection is, and how it was."""
    return ConnectionDetails(
        watch.statistics,
        watch.rates,
        watch.samples,
        chronicle.interruptions,
        chronicle.setup_ms,
        chronicle.reconnects,
        watch.there,
        trust,
    )


def picture_of(told: Pictures, *, wanted: bool) -> PictureState:
    """Say whether the picture of whoever told this is seen by the other, who wants it or not."""
    match told.missing:
        case NoPictures.SOUND_ONLY:
            return PictureState.SOUND_ONLY
        case NoPictures.CAMERA_OFF:
            return PictureState.CAMERA_OFF
        case NoPictures.NO_CAMERA:
            return PictureState.NO_CAMERA
        case _ if not wanted:
            return PictureState.NOT_WANTED
        case NoPictures.NETWORK:
            return PictureState.NETWORK
        case None:
            return PictureState.SHOWN


def _heard_here(seen: Observation, found: Rates) -> Conditions:
    path, told = seen.statistics.path, seen.reception
    picture = picture_of(seen.peer, wanted=seen.own.wanted)
    shown = picture is PictureState.SHOWN
    return Conditions(
        loss=found.loss_in,
        round_trip_s=path.current_round_trip_time_s or 0.0,
        queue_s=path.queue_s,
        concealed=found.concealed,
        frozen=found.frozen if shown else 0.0,
        frames=_part(found.frames_in, told.frames_sent) if told is not None and shown else None,
        paused=picture is PictureState.NETWORK,
        silent=seen.silent,
    )


def _heard_there(seen: Observation, found: Rates) -> Conditions:
    path, told = seen.statistics.path, seen.reception
    picture = picture_of(seen.own, wanted=seen.peer.wanted)
    shown = picture is PictureState.SHOWN
    return Conditions(
        loss=found.loss_out,
        round_trip_s=path.current_round_trip_time_s or 0.0,
        queue_s=path.queue_s,
        concealed=0.0 if told is None else told.concealed,
        frozen=told.frozen if told is not None and shown else 0.0,
        frames=_part(told.frames_shown, found.frames_out) if told is not None and shown else None,
        paused=picture is PictureState.NETWORK,
        silent=seen.silent,
    )


def _rounded(delay_s: float | None) -> float | None:
    return None if delay_s is None else round(delay_s, 3)


def _part(shown: float, sent: float) -> float | None:
    return min(1.0, shown / sent) if sent >= _FEWEST_FRAMES else None


def _sample(before: LinkStatistics, after: LinkStatistics) -> Sample:
    last = rates(before, after)
    return Sample(
        last.loss_in,
        last.loss_out,
        last.sound_in + last.pictures_in,
        last.sound_out + last.pictures_out,
        after.path.current_round_trip_time_s,
    )

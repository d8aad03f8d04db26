# SPDX-License-Identifier: GPL-3.0-or-later
"""What the parts of a link count into while it runs, and the snapshot of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from app.media.receive.arrivals import Arrivals
from app.media.receive.freezes import Freezes
from app.media.send.feedback import Feedback
from app.media.statistics import (
    LinkStatistics,
    PathStatistics,
    PictureInbound,
    PictureOutbound,
    QueueStatistics,
    SoundInbound,
    SoundOutbound,
)

SAMPLE_RATE = 48_000
_SMOOTHING = 1 / 16
_PICTURE_CLOCK_RATE = 90_000


@dataclass(slots=True)
class LinkCounters:
    """The counters of one link. Each is written by one thread only, so reading needs no lock.

    On the asyncio thread: what comes from and goes to the network. On the decoding thread:
    ``frames_decoded`` to ``picture_delay_s``. On the audio thread: ``samples_played`` and on.
    """

    sound: Arrivals = field(default_factory=lambda: Arrivals(SAMPLE_RATE))
    pictures: Arrivals = field(default_factory=lambda: Arrivals(_PICTURE_CLOCK_RATE))
    opened_at: float | None = None
    nacks_sent: int = 0
    plis_sent: int = 0
    retransmissions_received: int = 0
    frames_received: int = 0
    frames_sent: int = 0
    nacks_received: int = 0
    plis_received: int = 0
    retransmitted: int = 0
    """Packets that the peer asked for again."""
    remote_packets_lost: int = 0
    remote_jitter_s: float = 0.0

    frames_decoded: int = 0
    key_frames_decoded: int = 0
    frames_dropped: int = 0
    decode_time_s: float = 0.0
    frames_shown: int = 0
    frame_width: int = 0
    frame_height: int = 0
    freezes: Freezes = field(default_factory=Freezes)
    picture_delay_s: float | None = None
    """From capture to hand-over, smoothed."""

    sound_delay_s: float | None = None
    """From capture to hand-over, smoothed."""

    def fed_back(self, feedback: Feedback) -> None:
        """Take what the peer reports of the own pictures."""
        if feedback.packets_lost is not None:
            self.remote_packets_lost = feedback.packets_lost
        if feedback.jitter is not None:
            self.remote_jitter_s = feedback.jitter / _PICTURE_CLOCK_RATE

    def frame_was_shown(self, now: float, width: int, height: int, delay_s: float | None) -> None:
        """Count a frame that was handed over to the screen."""
        self.frames_shown += 1
        self.frame_width, self.frame_height = width, height
        self.freezes.shown(now)
        self.picture_delay_s = _smoothed(self.picture_delay_s, delay_s)

    def sound_was_played(self, delay_s: float | None) -> None:
        """Note the delay of a piece of sound that was handed over to the loudspeaker."""
        self.sound_delay_s = _smoothed(self.sound_delay_s, delay_s)

    @property
    def lip_sync_s(self) -> float | None:
        """Say how much later the sound is than its picture; None where unknown."""
        if self.sound_delay_s is None or self.picture_delay_s is None:
            return None
        return self.sound_delay_s - self.picture_delay_s


@dataclass(frozen=True, slots=True)
class OwnSending:
    """What is encoded once for all links, and how busy the program is."""

    cpu_s: float
    sound: SoundOutbound
    pictures: PictureOutbound
    """Without what differs from link to link."""
    queues: tuple[QueueStatistics, ...]


@dataclass(frozen=True, slots=True)
class Traffic:
    """Packets and payload bytes of one own stream, as far as they have left."""

    packets: int
    size_bytes: int


def snapshot(
    now: float,
    counters: LinkCounters,
    sound_in: SoundInbound,
    own: OwnSending,
    sound_sent: Traffic,
    pictures_sent: Traffic,
    path: PathStatistics,
    queues: tuple[QueueStatistics, ...],
) -> LinkStatistics:
    """Write down the counters as they stand at ``now``."""
    sound, pictures = counters.sound, counters.pictures
    standing_s = counters.freezes.standing_s(now)
    # Before the first exchange of times the delays are off by what lies between the two clocks.
    compared = path.current_round_trip_time_s is not None
    return LinkStatistics(
        at=now,
        connected_s=0.0 if counters.opened_at is None else now - counters.opened_at,
        cpu_s=own.cpu_s,
        sound_in=replace(
            sound_in,
            packets_received=sound.packets,
            packets_lost=sound.lost,
            bytes_received=sound.size_bytes,
            jitter_s=sound.jitter_s,
            delay_s=counters.sound_delay_s if compared else None,
        ),
        sound_out=replace(
            own.sound, packets_sent=sound_sent.packets, bytes_sent=sound_sent.size_bytes
        ),
        picture_in=PictureInbound(
            packets_received=pictures.packets,
            packets_lost=pictures.lost,
            retransmitted_packets_received=counters.retransmissions_received,
            bytes_received=pictures.size_bytes,
            jitter_s=pictures.jitter_s,
            nack_count=counters.nacks_sent,
            pli_count=counters.plis_sent,
            frames_received=counters.frames_received,
            frames_decoded=counters.frames_decoded,
            key_frames_decoded=counters.key_frames_decoded,
            frames_dropped=counters.frames_dropped,
            frames_shown=counters.frames_shown,
            frame_width=counters.frame_width,
            frame_height=counters.frame_height,
            freeze_count=counters.freezes.count + (standing_s > 0),
            total_freezes_duration_s=counters.freezes.total_s + standing_s,
            total_decode_time_s=counters.decode_time_s,
            delay_s=counters.picture_delay_s if compared else None,
        ),
        picture_out=replace(
            own.pictures,
            packets_sent=pictures_sent.packets,
            bytes_sent=pictures_sent.size_bytes,
            retransmitted_packets_sent=counters.retransmitted,
            frames_sent=counters.frames_sent,
            nack_count=counters.nacks_received,
            pli_count=counters.plis_received,
        ),
        path=replace(
            path,
            remote_packets_lost=counters.remote_packets_lost,
            remote_jitter_s=counters.remote_jitter_s,
            lip_sync_s=counters.lip_sync_s,
        ),
        queues=(*own.queues, *queues),
    )


def _smoothed(before: float | None, value: float | None) -> float | None:
    if value is None or before is None:
        return value if before is None else before
    return before + (value - before) * _SMOOTHING

# SPDX-License-Identifier: GPL-3.0-or-later
"""How a link went between two snapshots of it: shares and rates. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from app.media.statistics import LinkStatistics


@dataclass(frozen=True, slots=True)
class Rates:
    """One link over some seconds; shares are from 0 to 1, bitrates of payloads in bit/s."""

    seconds: float
    sound_in: float = 0.0
    sound_out: float = 0.0
    pictures_in: float = 0.0
    pictures_out: float = 0.0
    loss_in: float = 0.0
    """Of the packets on the way here; those that came when they were asked for again count."""
    loss_out: float = 0.0
    """Of the own pictures' packets, as the peer reports it."""
    concealed: float = 0.0
    """Of the sound that was played, what was invented."""
    repaired: float = 0.0
    """Of the sound that was played, what came from copies."""
    frozen: float = 0.0
    """Of the time, what the picture stood still."""
    frames_in: float = 0.0
    """Shown, a second."""
    frames_out: float = 0.0
    """Encoded, a second."""
    encode_s: float | None = None
    """For one frame."""
    quantizer: float | None = None
    decode_s: float | None = None
    """For one frame."""
    cpu: float = 0.0
    """Of one processor core, by the whole program."""


def rates(before: LinkStatistics, after: LinkStatistics) -> Rates:
    """Compare two snapshots of the same link, the earlier one first."""
    seconds = after.at - before.at
    if seconds <= 0:
        return Rates(0.0, loss_out=after.path.fraction_lost_sent)
    heard, heard_before = after.sound_in, before.sound_in
    seen, seen_before = after.picture_in, before.picture_in
    spoken, spoken_before = after.sound_out, before.sound_out
    shown, shown_before = after.picture_out, before.picture_out
    played = heard.total_samples_received - heard_before.total_samples_received
    again = seen.retransmitted_packets_received - seen_before.retransmitted_packets_received
    unheard = heard.packets_lost - heard_before.packets_lost
    unseen = seen.packets_lost - seen_before.packets_lost
    expected = (
        heard.packets_received
        - heard_before.packets_received
        + unheard
        + seen.packets_received
        - seen_before.packets_received
        + unseen
    )
    # What came late, or again, takes back a loss of before.
    missing = max(0, unheard) + max(0, unseen + again)
    good = (
        heard.repaired_samples
        + heard.recovered_samples
        - heard_before.repaired_samples
        - heard_before.recovered_samples
    )
    encoded = shown.frames_encoded - shown_before.frames_encoded
    decoded = seen.frames_decoded - seen_before.frames_decoded
    # Less than nothing where a picture stood still and was then switched off.
    standing_s = max(0.0, seen.total_freezes_duration_s - seen_before.total_freezes_duration_s)
    return Rates(
        seconds=seconds,
        sound_in=(heard.bytes_received - heard_before.bytes_received) * 8 / seconds,
        sound_out=(spoken.bytes_sent - spoken_before.bytes_sent) * 8 / seconds,
        pictures_in=(seen.bytes_received - seen_before.bytes_received) * 8 / seconds,
        pictures_out=(shown.bytes_sent - shown_before.bytes_sent) * 8 / seconds,
        loss_in=_share(missing, expected),
        loss_out=after.path.fraction_lost_sent,
        concealed=_share(heard.concealed_samples - heard_before.concealed_samples, played),
        repaired=_share(good, played),
        frozen=min(1.0, standing_s / seconds),
        frames_in=(seen.frames_shown - seen_before.frames_shown) / seconds,
        frames_out=encoded / seconds,
        encode_s=_each(shown.total_encode_time_s - shown_before.total_encode_time_s, encoded),
        quantizer=_each(shown.qp_sum - shown_before.qp_sum, encoded) or None,
        decode_s=_each(seen.total_decode_time_s - seen_before.total_decode_time_s, decoded),
        cpu=(after.cpu_s - before.cpu_s) / seconds,
    )


def _share(part: int, whole: int) -> float:
    return min(1.0, part / whole) if whole > 0 else 0.0


def _each(total: float, count: int) -> float | None:
    return total / count if count > 0 else None

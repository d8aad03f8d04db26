# SPDX-License-Identifier: GPL-3.0-or-later
"""What one link has done so far, in numbers: a frozen snapshot. Pure.

Names are those of W3C webrtc-stats (https://www.w3.org/TR/webrtc-stats/) in snake_case, with the
unit at the end, wherever that document has the field and its definition holds here; the other
names say so. What only grows is counted from the link's beginning: two snapshots give a rate.
Nothing in here names a person, an address or a device.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum


class QualityLimitationReason(Enum):
    """What keeps the own pictures from being as large and quick as the camera's."""

    NONE = "none"
    CPU = "cpu"
    BANDWIDTH = "bandwidth"
    OTHER = "other"
    """W3C's word for the rest: here a wish, the other side's or this person's."""


class CodecImplementation(Enum):
    """What encodes here. W3C's encoderImplementation is a free text, which this is not."""

    LIBRARY = "library"
    """The codec's own library, with all that it can do."""
    FALLBACK = "fallback"
    """PyAV stands in: losses are not repaired, changes of the rate cost a keyframe."""


class QueueName(Enum):
    """The bounded queues between capture and screen; none of them may grow without end."""

    CAMERA_TO_ENCODER = "camera-to-encoder"
    ENCODER_TO_PEER = "encoder-to-peer"
    SOUND_TO_PEER = "sound-to-peer"
    PATH_TO_SOUND = "path-to-sound"
    PATH_TO_PICTURES = "path-to-pictures"
    ASSEMBLED_TO_DECODER = "assembled-to-decoder"
    DECODED_TO_SCREEN = "decoded-to-screen"
    DATA_CHANNEL = "data-channel"


@dataclass(frozen=True, slots=True)
class QueueStatistics:
    """One bounded queue. Not in W3C's document."""

    name: QueueName
    length: int
    """What waits now."""
    capacity: int
    dropped: int
    """What never came out of it."""


@dataclass(frozen=True, slots=True)
class SoundInbound:
    """The peer's sound (RTCInboundRtpStreamStats, kind "audio"); samples are of 48 kHz."""

    packets_received: int = 0
    packets_lost: int = 0
    packets_discarded: int = 0
    """Came after their time."""
    bytes_received: int = 0
    jitter_s: float = 0.0
    total_samples_received: int = 0
    concealed_samples: int = 0
    repaired_samples: int = 0
    """Played from the copy in a later packet (RFC 2198). Not in W3C's document."""
    recovered_samples: int = 0
    """Rebuilt from Opus' in-band copy. Not in W3C's document."""
    inserted_samples_for_deceleration: int = 0
    removed_samples_for_acceleration: int = 0
    jitter_buffer_depth_s: float = 0.0
    """What waits to be played now; W3C's jitterBufferDelay is a sum over all samples."""
    jitter_buffer_target_s: float = 0.0
    delay_s: float | None = None
    """From the peer's microphone to the loudspeaker here, smoothed; None while the two clocks are
    not compared. Not in W3C's document."""


@dataclass(frozen=True, slots=True)
class SoundOutbound:
    """The own sound (RTCOutboundRtpStreamStats, kind "audio")."""

    packets_sent: int = 0
    bytes_sent: int = 0
    target_bitrate: int = 0
    repetitions: int = 0
    """How many earlier packets each one carries again. Not in W3C's document."""
    encoder_implementation: CodecImplementation = CodecImplementation.LIBRARY


@dataclass(frozen=True, slots=True)
class PictureInbound:
    """The peer's pictures (RTCInboundRtpStreamStats, kind "video")."""

    packets_received: int = 0
    packets_lost: int = 0
    """Gaps in the numbers that were never filled."""
    retransmitted_packets_received: int = 0
    bytes_received: int = 0
    jitter_s: float = 0.0
    nack_count: int = 0
    pli_count: int = 0
    frames_received: int = 0
    frames_decoded: int = 0
    key_frames_decoded: int = 0
    frames_dropped: int = 0
    """Whole, but not decoded or not shown: the decoder was behind, or the frame was broken."""
    frames_shown: int = 0
    """Handed over to the screen. Not in W3C's document."""
    frame_width: int = 0
    frame_height: int = 0
    freeze_count: int = 0
    total_freezes_duration_s: float = 0.0
    total_decode_time_s: float = 0.0
    delay_s: float | None = None
    """From the peer's camera to the screen here, smoothed; None while the two clocks are not
    compared. Not in W3C's document."""


@dataclass(frozen=True, slots=True)
class PictureOutbound:
    """The own pictures (RTCOutboundRtpStreamStats, kind "video"); encoded once for all peers."""

    packets_sent: int = 0
    retransmitted_packets_sent: int = 0
    bytes_sent: int = 0
    frames_sent: int = 0
    frames_encoded: int = 0
    key_frames_encoded: int = 0
    nack_count: int = 0
    pli_count: int = 0
    frame_width: int = 0
    frame_height: int = 0
    frames_per_second_planned: int = 0
    """What the ladder allows now. Not in W3C's document."""
    target_bitrate: int = 0
    total_encode_time_s: float = 0.0
    qp_sum: int = 0
    """Sum of VP8's quantizer index (0 to 127) over the frames encoded; 0 where unknown."""
    quality_limitation_reason: QualityLimitationReason = QualityLimitationReason.NONE
    encoder_implementation: CodecImplementation = CodecImplementation.LIBRARY


@dataclass(frozen=True, slots=True)
class PathStatistics:
    """The way between the two ends (RTCIceCandidatePairStats, RTCRemoteInboundRtpStreamStats)."""

    relayed: bool = False
    """W3C's candidateType is "relay" at either end. No address is ever part of this."""
    protocol: str = ""
    """"udp" or "tcp", "" before there is a path."""
    current_round_trip_time_s: float | None = None
    queue_s: float = 0.0
    """How much longer a packet takes now than at its best. Not in W3C's document."""
    available_outgoing_bitrate: int = 0
    available_incoming_bitrate: int = 0
    fraction_lost_sent: float = 0.0
    """W3C's fractionLost, as a share: of the own pictures' packets, as the peer reports it."""
    remote_packets_lost: int = 0
    """Of the own pictures, since the beginning, as the peer reports it."""
    remote_jitter_s: float = 0.0
    lip_sync_s: float | None = None
    """How much later the sound is than the picture it belongs to. Not in W3C's document."""


@dataclass(frozen=True, slots=True)
class LinkStatistics:
    """One link at one moment."""

    at: float
    """Monotonic seconds of this machine."""
    connected_s: float = 0.0
    """Since sound and pictures are let through."""
    cpu_s: float = 0.0
    """Processor time of the whole program since it began."""
    sound_in: SoundInbound = SoundInbound()
    sound_out: SoundOutbound = SoundOutbound()
    picture_in: PictureInbound = PictureInbound()
    picture_out: PictureOutbound = PictureOutbound()
    path: PathStatistics = PathStatistics()
    queues: tuple[QueueStatistics, ...] = field(default=())

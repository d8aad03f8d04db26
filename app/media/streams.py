# SPDX-License-Identifier: GPL-3.0-or-later
"""The four streams of one connection, joined to the encoders, the decoders and the devices."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass

from aiortc import RTCPeerConnection
from aiortc.rtp import RtpPacket

from app.media import rtc_codecs, rtc_compat
from app.media.clocks import CaptureClock, ClockOffset, Exchange, WallClock, captured_here
from app.media.codecs.available import Codecs
from app.media.counters import LinkCounters, OwnSending, Traffic, snapshot
from app.media.frames import FrameSlot, VideoFrame
from app.media.pings import Pings
from app.media.rate_control import RateControl
from app.media.receive.arrivals import Arrivals
from app.media.receive.assembly import VideoPacket
from app.media.receive.estimate import PathEstimate, SendTimes
from app.media.receive.packets import sent_at, starts_frame
from app.media.receive.pictures import PictureReceiver
from app.media.receive.presentation import Presentation
from app.media.receive.sound import Decoded, SoundReceiver
from app.media.report import MediaStatistics
from app.media.rtc_compat import Departure
from app.media.send.feedback import Feedback
from app.media.send.pacing import HEADER_BYTES, WIRE_BYTES, Pacer
from app.media.send.sound import SoundSending
from app.media.send.tracks import EncodedPacket, PictureTrack
from app.media.sound import SoundThread
from app.media.statistics import (
    LinkStatistics,
    PathStatistics,
    QueueName,
    QueueStatistics,
    SoundInbound,
)
from app.tasks import Tasks

_ROUND_TRIP_BEFORE_KNOWN_S = 0.1
_CROWDED_S = 0.05
"""A queue on the way here that is longer than this is not to be filled with repetitions."""


@dataclass(frozen=True, slots=True)
class Shared:
    """What all links of an engine share."""

    codecs: Codecs
    wall: WallClock
    sound: SoundThread
    remote_frames: FrameSlot
    statistics: MediaStatistics
    want_keyframe: Callable[[], None]
    own_sending: Callable[[], OwnSending]


class Streams:
    """What goes over one connection. Belongs to the asyncio thread."""

    def __init__(
        self,
        connection: RTCPeerConnection,
        shared: Shared,
        tasks: Tasks,
        offset: ClockOffset,
        on_heard: Callable[[], None],
        on_feedback: Callable[[Feedback], None],
        on_exchange: Callable[[Exchange], None],
        on_sent: Callable[[int], None],
    ) -> None:
        """``on_sent`` is told the size (bytes, on the wire) of each packet of media that leaves."""
        self._shared = shared
        self._on_sent = on_sent
        self._pacer = Pacer()
        self._tasks = tasks
        self._offset = offset
        self._on_heard = on_heard
        self._sound_captures = CaptureClock(48_000)
        self._picture_captures = CaptureClock(90_000)
        self._picture_track = PictureTrack(shared.want_keyframe)
        self._silenced = False
        self._connection = connection
        self._counters = LinkCounters()
        self._on_feedback = on_feedback
        self._sound_source: int | None = None
        self._picture_source: int | None = None
        self._pings = Pings(self._send_note, on_exchange)
        self._estimate = PathEstimate(time.monotonic())
        self._send_times = SendTimes()
        self._sound_in = SoundReceiver(shared.codecs, self._sound_captured_at, self._note_sound)
        self._presentation = Presentation()
        self._pictures_in = PictureReceiver(
            self.round_trip_s,
            self._picture_captured_at,
            self._ask_again,
            self._ask_keyframe,
            self._show,
            self._counters,
            self._presentation,
        )
        # The pictures' reports speak for the rate of the path: they are many more packets.
        self.sound = SoundSending(connection, lambda: on_feedback(Feedback()))
        pictures = rtc_codecs.add_permanent_track(
            connection, self._picture_track, "video/vp8", "video/rtx"
        )
        self._pictures = pictures
        sound = self.sound.transceiver
        self._sound_receiver = sound.receiver
        self._picture_receiver = pictures.receiver
        for sender, track, keyframe, feedback in (
            (sound.sender, self.sound.track, _nothing, self.sound.heard),
            (pictures.sender, self._picture_track, self._keyframe_wanted, self._take_feedback),
        ):
            rtc_compat.attach_sender(
                sender,
                shared.wall,
                track.last_sent,
                keyframe,
                feedback,
                self._asked_again,
                self._take_note,
                on_heard,
            )
        rtc_compat.attach_receiver(
            sound.receiver, self._take_sound, self._sound_captures.note_report, on_heard
        )
        rtc_compat.attach_receiver(
            pictures.receiver, self._take_picture, self._picture_captures.note_report, on_heard
        )

        rtc_compat.pace_departures(connection, pictures, self._leave)

    def open(self) -> None:
        """Let received sound and pictures out."""
        self._counters.opened_at = time.monotonic()
        self._sound_in.open()
        self._shared.sound.add_stream(self._sound_in)
        self._pictures_in.open()

    def tick(self, now: float) -> None:
        """Let time pass."""
        self._pictures_in.tick(now, crowded=self._estimate.queue_s > _CROWDED_S)
        self._pings.tick(self._shared.wall.ntp(now))
        bitrate = self._estimate.update(now)
        if bitrate is not None and self._picture_source is not None:
            self._tasks.start(
                rtc_compat.send_estimate(self._picture_receiver, self._picture_source, bitrate),
                "estimate",
            )

    def statistics(self, rate: RateControl, texts: QueueStatistics) -> LinkStatistics:
        """Tell what has come and gone so far."""
        self._counters.retransmissions_received = self._pictures_in.retransmissions
        return snapshot(
            time.monotonic(),
            self._counters,
            self._sound_inbound(),
            self._shared.own_sending(),
            Traffic(*rtc_compat.sent_traffic(self.sound.transceiver.sender)),
            Traffic(*rtc_compat.sent_traffic(self._pictures.sender)),
            PathStatistics(
                relayed=rtc_compat.goes_through_relay(self._connection),
                protocol=rtc_compat.transport_protocol(self._connection),
                current_round_trip_time_s=self._offset.round_trip_s,
                queue_s=rate.queue_s,
                available_outgoing_bitrate=rate.target,
                available_incoming_bitrate=int(self._estimate.bitrate),
                fraction_lost_sent=rate.loss,
            ),
            (
                self._picture_track.queue(QueueName.ENCODER_TO_PEER),
                self.sound.track.queue(QueueName.SOUND_TO_PEER),
                self._sound_in.queue(),
                *self._pictures_in.queues(),
                texts,
            ),
        )

    def set_rate(self, bitrate: int) -> None:
        """Spread pictures out for a link that carries so much (bit/s)."""
        self._pacer.set_rate(bitrate)

    def send_sound(self, packet: EncodedPacket) -> None:
        """Send a packet of sound."""
        self.sound.track.put(packet)

    def send_picture(self, packet: EncodedPacket) -> bool:
        """Send a frame; False when it was dropped."""
        sent = self._picture_track.put(packet)
        self._counters.frames_sent += sent
        return sent

    def expect_pictures(self, expected: bool) -> None:
        """Note whether pictures should come: without any, none stands still."""
        self._counters.freezes.expect(expected)

    def pause_pictures(self) -> None:
        """Send no pictures until the next keyframe."""
        self._picture_track.pause()

    def path_changed(self, now: float) -> None:
        """Forget what was learnt of the path: there is another."""
        self._estimate = PathEstimate(now)
        self._send_times = SendTimes()
        self._sound_in.path_changed()
        self._shared.want_keyframe()

    def round_trip_s(self) -> float:
        """Give the round trip to the peer, a guess before it is known."""
        known = self._offset.round_trip_s
        return known if known is not None else _ROUND_TRIP_BEFORE_KNOWN_S

    def silence(self) -> None:
        """Play the peer's sound and show its pictures no more; a last one may be on its way."""
        self._silenced = True
        self._shared.sound.remove_stream(self._sound_in)
        self._shared.remote_frames.clear()

    async def close(self) -> None:
        """Free decoders and threads."""
        self.silence()
        self._sound_in.close()
        await self._pictures_in.close()

    # ---- to the network --------------------------------------------------------------------

    async def _leave(self, kind: Departure, size_bytes: int) -> bool:
        """Hold a packet back until it is its time; False where it is not to be sent at all."""
        wire_bytes = size_bytes + WIRE_BYTES
        now = time.monotonic()
        if kind is Departure.PICTURE:
            wait_s = self._pacer.wait_s(wire_bytes, now)
            if wait_s:
                await asyncio.sleep(wait_s)
        elif kind is Departure.PICTURE_AGAIN and not self._pacer.may_send_again(wire_bytes, now):
            return False
        self._on_sent(wire_bytes)
        return True

    # ---- from the network ------------------------------------------------------------------

    def _take_sound(self, packet: RtpPacket) -> None:
        self._on_heard()
        now = time.monotonic()
        self._estimate.arrived(len(packet.payload) + HEADER_BYTES + WIRE_BYTES, now)
        _count(self._counters.sound, packet, now)
        self._sound_source = packet.ssrc
        types = rtc_codecs.sound_types(self.sound.transceiver)
        if types is None:
            return
        where = packet.ssrc, packet.timestamp, packet.payload
        if packet.payload_type == types.red:
            self._sound_in.insert_redundant(*where, types.opus, now)
        elif packet.payload_type == types.opus:
            self._sound_in.insert(*where, now)

    def _take_picture(self, packet: RtpPacket) -> None:
        self._on_heard()
        now = time.monotonic()
        payload = packet.payload
        self._estimate.arrived(len(payload) + HEADER_BYTES + WIRE_BYTES, now)
        if (left_at := sent_at(packet)) is not None:
            self._estimate.took(now - self._send_times.unwrap(left_at), now)
        self._shared.statistics.picture_bytes(now, received=len(payload))
        _count(self._counters.pictures, packet, now)
        if not payload:
            return
        self._picture_source = packet.ssrc
        self._pictures_in.insert(
            VideoPacket(
                packet.sequence_number,
                packet.timestamp,
                bool(packet.marker),
                starts_frame(packet),
                rtc_compat.without_descriptor(packet),
            ),
            now,
        )

    def _ask_again(self, sequences: tuple[int, ...]) -> None:
        if self._picture_source is not None:
            self._tasks.start(
                rtc_compat.send_nack(self._picture_receiver, self._picture_source, sequences),
                "nack",
            )

    def _ask_keyframe(self) -> None:
        if self._picture_source is not None:
            self._tasks.start(
                rtc_compat.send_pli(self._picture_receiver, self._picture_source), "pli"
            )

    def _send_note(self, note: bytes) -> bool:
        for receiver, source in (
            (self._sound_receiver, self._sound_source),
            (self._picture_receiver, self._picture_source),
        ):
            if source is not None:
                self._tasks.start(rtc_compat.send_note(receiver, source, note), "note")
                return True
        return False

    def _keyframe_wanted(self) -> None:
        self._counters.plis_received += 1
        self._shared.want_keyframe()

    def _asked_again(self, packets: int) -> None:
        self._counters.nacks_received += 1
        self._counters.retransmitted += packets

    def _take_feedback(self, feedback: Feedback) -> None:
        self._counters.fed_back(feedback)
        self._on_feedback(feedback)

    def _take_note(self, note: bytes) -> None:
        self._pings.take(note, self._shared.wall.ntp(time.monotonic()))

    # ---- to the devices --------------------------------------------------------------------

    def _show(self, frame: VideoFrame) -> None:
        if self._silenced:
            return
        now = time.monotonic()
        delay_s: float | None = None
        if frame.captured_at is not None and self._offset.offset_s is not None:
            delay_s = now - frame.captured_at
        self._shared.statistics.frame_shown(now, frame.width, frame.height, delay_s)
        self._counters.frame_was_shown(now, frame.width, frame.height, delay_s)
        self._shared.remote_frames.put(frame)

    def _note_sound(self, now: float, decoded: Decoded) -> None:
        self._counters.sound_was_played(decoded.delay_s)
        if decoded.delay_s is not None:
            self._presentation.heard(decoded.delay_s)
        self._shared.statistics.sound_played(
            now,
            decoded.seconds,
            concealed_s=decoded.concealed_s,
            recovered_s=decoded.recovered_s,
            delay_s=decoded.delay_s if self._offset.offset_s is not None else None,
        )

    def _sound_inbound(self) -> SoundInbound:
        counters = self._sound_in.counters
        return SoundInbound(
            packets_discarded=counters.late,
            total_samples_received=counters.played,
            concealed_samples=counters.concealed,
            repaired_samples=counters.copied,
            recovered_samples=counters.rebuilt,
            inserted_samples_for_deceleration=counters.lengthened,
            removed_samples_for_acceleration=counters.shortened,
            jitter_buffer_depth_s=counters.depth_s,
            jitter_buffer_target_s=counters.target_s,
        )

    def _sound_captured_at(self, timestamp: int) -> float | None:
        return captured_here(self._sound_captures, self._offset, self._shared.wall, timestamp)

    def _picture_captured_at(self, timestamp: int) -> float | None:
        return captured_here(self._picture_captures, self._offset, self._shared.wall, timestamp)


def _count(arrivals: Arrivals, packet: RtpPacket, now: float) -> None:
    arrivals.note(packet.ssrc, packet.sequence_number, packet.timestamp, len(packet.payload), now)


def _nothing() -> None:
    """A sound stream has no keyframes."""

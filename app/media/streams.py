# SPDX-License-Identifier: GPL-3.0-or-later
"""The four streams of one connection, joined to the encoders, the decoders and the devices."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from aiortc import RTCPeerConnection
from aiortc.rtp import RtpPacket

from app.media import rtc_codecs, rtc_compat
from app.media.clocks import CaptureClock, ClockOffset, Exchange, WallClock, captured_here
from app.media.codecs.available import Codecs
from app.media.frames import FrameSlot, VideoFrame
from app.media.pings import Pings
from app.media.receive.assembly import VideoPacket
from app.media.receive.estimate import PathEstimate, SendTimes
from app.media.receive.packets import sent_at, starts_frame
from app.media.receive.pictures import PictureReceiver
from app.media.receive.sound import Decoded, SoundReceiver
from app.media.report import MediaStatistics
from app.media.send.feedback import Feedback
from app.media.send.tracks import EncodedPacket, PictureTrack, SoundTrack
from app.media.sound import SoundThread
from app.tasks import Tasks

_ROUND_TRIP_BEFORE_KNOWN_S = 0.1


@dataclass(frozen=True, slots=True)
class Shared:
    """What all links of an engine share."""

    codecs: Codecs
    wall: WallClock
    sound: SoundThread
    remote_frames: FrameSlot
    statistics: MediaStatistics
    want_keyframe: Callable[[], None]


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
    ) -> None:
        self._shared = shared
        self._tasks = tasks
        self._offset = offset
        self._on_heard = on_heard
        self._sound_captures = CaptureClock(48_000)
        self._picture_captures = CaptureClock(90_000)
        self._sound_track = SoundTrack()
        self._picture_track = PictureTrack(shared.want_keyframe)
        self._silenced = False
        self._sound_source: int | None = None
        self._picture_source: int | None = None
        self._pings = Pings(self._send_note, on_exchange)
        self._estimate = PathEstimate(time.monotonic())
        self._send_times = SendTimes()
        self._sound_in = SoundReceiver(shared.codecs, self._sound_captured_at, self._note_sound)
        self._pictures_in = PictureReceiver(
            self.round_trip_s,
            self._picture_captured_at,
            self._ask_again,
            self._ask_keyframe,
            self._show,
        )
        sound = rtc_codecs.add_permanent_track(
            connection, self._sound_track, "audio/red", "audio/opus"
        )
        pictures = rtc_codecs.add_permanent_track(
            connection, self._picture_track, "video/vp8", "video/rtx"
        )
        self._sound = sound
        self._sound_receiver = sound.receiver
        self._picture_receiver = pictures.receiver
        rtc_codecs.send_payloads(sound, self._sound_track.next_payload)
        for sender, track, keyframe in (
            (sound.sender, self._sound_track, _nothing),
            (pictures.sender, self._picture_track, shared.want_keyframe),
        ):
            feedback = on_feedback if track is self._picture_track else _ignore
            rtc_compat.attach_sender(
                sender,
                shared.wall,
                track.last_sent,
                keyframe,
                feedback,
                self._take_note,
                on_heard,
            )
        rtc_compat.attach_receiver(
            sound.receiver, self._take_sound, self._sound_captures.note_report, on_heard
        )
        rtc_compat.attach_receiver(
            pictures.receiver, self._take_picture, self._picture_captures.note_report, on_heard
        )

    def open(self) -> None:
        """Let received sound and pictures out."""
        self._sound_in.open()
        self._shared.sound.add_stream(self._sound_in)
        self._pictures_in.open()

    def tick(self, now: float) -> None:
        """Let time pass."""
        self._pictures_in.tick(now)
        self._pings.tick(self._shared.wall.ntp(now))
        bitrate = self._estimate.update(now)
        if bitrate is not None and self._picture_source is not None:
            self._tasks.start(
                rtc_compat.send_estimate(self._picture_receiver, self._picture_source, bitrate),
                "estimate",
            )

    @property
    def takes_redundant_sound(self) -> bool:
        """Say whether the peer plays sound packets that carry earlier ones again."""
        types = rtc_codecs.sound_types(self._sound)
        return types is not None and types.red is not None

    def repeat_sound(self, repeated: tuple[int, ...]) -> None:
        """Let each sound packet carry earlier ones again, where the peer understands it."""
        self._sound_track.repeat(repeated)

    def send_sound(self, packet: EncodedPacket) -> None:
        """Send a packet of sound."""
        self._sound_track.put(packet)

    def send_picture(self, packet: EncodedPacket) -> bool:
        """Send a frame; False when it was dropped."""
        return self._picture_track.put(packet)

    def pause_pictures(self) -> None:
        """Send no pictures until the next keyframe."""
        self._picture_track.pause()

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

    # ---- from the network ------------------------------------------------------------------

    def _take_sound(self, packet: RtpPacket) -> None:
        self._on_heard()
        now = time.monotonic()
        self._estimate.arrived(len(packet.payload), now)
        self._sound_source = packet.ssrc
        types = rtc_codecs.sound_types(self._sound)
        if types is None:
            return
        where = packet.sequence_number, packet.timestamp, packet.payload
        if packet.payload_type == types.red:
            self._sound_in.insert_redundant(*where, types.opus, now)
        elif packet.payload_type == types.opus:
            self._sound_in.insert(*where, now)

    def _take_picture(self, packet: RtpPacket) -> None:
        self._on_heard()
        now = time.monotonic()
        payload = packet.payload
        self._estimate.arrived(len(payload), now)
        if (left_at := sent_at(packet)) is not None:
            self._estimate.took(now - self._send_times.unwrap(left_at), now)
        self._shared.statistics.picture_bytes(now, received=len(payload))
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

    def _take_note(self, note: bytes) -> None:
        self._pings.take(note, self._shared.wall.ntp(time.monotonic()))

    # ---- to the devices --------------------------------------------------------------------

    def _show(self, frame: VideoFrame) -> None:
        if self._silenced:
            return
        now = time.monotonic()
        delay_s = now - frame.captured_at if frame.captured_at is not None else None
        self._shared.statistics.frame_shown(now, frame.width, frame.height, delay_s)
        self._shared.remote_frames.put(frame)

    def _note_sound(self, now: float, decoded: Decoded) -> None:
        self._shared.statistics.sound_played(
            now,
            decoded.seconds,
            concealed_s=decoded.concealed_s,
            recovered_s=decoded.recovered_s,
            delay_s=decoded.delay_s,
        )

    def _sound_captured_at(self, timestamp: int) -> float | None:
        return captured_here(self._sound_captures, self._offset, self._shared.wall, timestamp)

    def _picture_captured_at(self, timestamp: int) -> float | None:
        return captured_here(self._picture_captures, self._offset, self._shared.wall, timestamp)


def _nothing() -> None:
    """A sound stream has no keyframes."""


def _ignore(feedback: Feedback) -> None:
    """The pictures' reports speak for the path; they are many more packets."""

# SPDX-License-Identifier: GPL-3.0-or-later
"""The media of one participant: devices, encoders and the links that share them."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Callable

from app.media.adaptation import Ladder, PicturePlan, share
from app.media.clocks import WallClock
from app.media.codecs.available import Codecs
from app.media.content import ContentHint
from app.media.counters import OwnSending
from app.media.devices.errors import DeviceError, DeviceKind
from app.media.devices.sources import AudioSink, AudioSource, VideoSource
from app.media.frames import FrameSlot
from app.media.levels import Levels
from app.media.link import IceConfiguration, Link, LinkEvent
from app.media.rate_control import START_BITRATE
from app.media.report import MediaStatistics
from app.media.screen_plan import ScreenLadder
from app.media.send.blur import BlurEnd
from app.media.send.blur_switch import BlurSwitch
from app.media.send.pictures import PictureEncoder
from app.media.send.tracks import EncodedPacket
from app.media.send.video_line import VideoLine
from app.media.sound import SoundThread
from app.media.sound_plan import plan_sound
from app.media.sound_recorder import SoundRecorder
from app.media.statistics import PictureOutbound, QualityLimitationReason, SoundOutbound
from app.media.still import HOLD_S, sharp
from app.media.streams import Shared
from app.media.wishes import Wishes, limitation, means_pictures, spare

_SWITCH_INTERVAL_S = 0.001
"""Python's 5 ms would let a busy thread make the audio thread late."""

_COUNT_EVERY_S = 0.1


class MediaEngine:
    """Devices and encoders shared by all links. Belongs to the asyncio thread.

    It encodes sound and picture once, at the pace of its weakest link, on threads of their own.
    """

    def __init__(
        self,
        camera: VideoSource | None,
        microphone: AudioSource | None,
        speaker: AudioSink | None,
    ) -> None:
        self.local_frames = FrameSlot()
        self.remote_frames = FrameSlot()
        self.statistics = MediaStatistics()
        self.on_device_ended: Callable[[DeviceKind], None] | None = None
        """Told, on the audio thread, once of a device that has stopped by itself."""
        self._changing_sound = asyncio.Lock()
        self._camera = camera
        """Which one to start with."""
        self._microphone = microphone
        self._speaker = speaker
        self._microphone_on = True
        self._sound_only = False
        self._save_data = False
        self._medical = False
        self._links: list[Link] = []
        self._loop: asyncio.AbstractEventLoop | None = None
        self._counted_at = float("-inf")
        self._still_until = float("-inf")
        self._epoch = time.monotonic()
        self._wall = WallClock(time.time() - self._epoch)
        self._codecs = Codecs.found()
        self._ladder = Ladder()
        self._paths: tuple[tuple[str, int], ...] = ()
        """What the ladders have learnt from."""
        self._picture_plan = self._ladder.plan(START_BITRATE, self._epoch)
        self._limitation = QualityLimitationReason.NONE
        self._sound_plan = plan_sound(START_BITRATE, [], redundant=True)
        self._screen_ladder = ScreenLadder()
        self._sound = SoundThread(
            self._codecs, self._epoch, self._sound_encoded, self._ticked, self._ended
        )
        self._encoder = PictureEncoder(
            self._codecs,
            self._epoch,
            self._picture_plan,
            self._picture_encoded,
        )
        self._line = VideoLine(self.local_frames, self._encoder.offer, self._plan)
        self._blurring = BlurSwitch(self._line, lambda: self._encoder.queue().dropped)
        self._shared = Shared(
            self._codecs,
            self._wall,
            self._sound,
            self.remote_frames,
            self.statistics,
            self._encoder.want_keyframe,
            self._own_sending,
        )

    async def start(self) -> None:
        """Start the threads and the devices.

        Raises DeviceError (DeviceDenied, …) when a device refuses; everything else has been
        started all the same, and the call works without that device.
        """
        self._loop = asyncio.get_running_loop()
        sys.setswitchinterval(_SWITCH_INTERVAL_S)
        self._encoder.start()
        self._sound.start()
        refused: list[DeviceError] = []
        for change in (
            self.change_speaker(self._speaker),
            self.change_microphone(self._microphone),
            self.change_camera(self._camera),
        ):
            try:
                await change
            except DeviceError as error:
                refused.append(error)
        if refused:
            raise refused[0]

    async def close(self) -> None:
        """Close the links, the threads and the devices."""
        for link in tuple(self._links):
            await link.close()
        await asyncio.to_thread(self._stop_everything)

    # ---- switches and devices --------------------------------------------------------------

    def set_microphone_on(self, on: bool) -> None:
        """Send the microphone's sound, or silence."""
        self._microphone_on = on
        self._sound.set_microphone_on(on)

    def set_camera_on(self, on: bool) -> None:
        """Send the camera's pictures, or none; a screen that is shared goes on."""
        self._line.set_camera_on(on)

    def set_sound_only(self, on: bool) -> None:
        """Send no pictures and ask the peers to send none."""
        self._sound_only = on
        self._plan()

    def set_save_data(self, on: bool) -> None:
        """Send a small and slow picture, and ask the peers to send no more than that."""
        self._save_data = on
        self._plan()

    def set_medical_sound(self, on: bool) -> None:
        """Send the microphone's sound as it is, in as many bits as there is room for.

        For a stethoscope: nothing is cancelled, suppressed, levelled or filtered.
        """
        self._medical = on
        self._sound.set_medical(on)
        self._plan()

    def record_microphone(self, recorder: SoundRecorder, *, though_off: bool = False) -> None:
        """Record the microphone as it is, until ``end_recording``; silence while it is off for a
        call unless ``though_off``."""
        self._sound.tap_microphone(recorder.hear, though_off)

    def end_recording(self, recorder: SoundRecorder) -> None:
        """Record no more for this one; another that has begun meanwhile goes on."""
        self._sound.untap_microphone(recorder.hear)

    def watch_camera(self, slot: FrameSlot | None) -> None:
        """Put the camera's frames there as they come, whatever is sent; None for no more."""
        self._line.watch_camera(slot)

    def levels(self) -> Levels:
        """Say how loud microphone and loudspeaker are now."""
        microphone = self._sound.microphone_meter
        return Levels(
            microphone.level,
            self._sound.speaker_meter.level,
            self._microphone is not None
            and self._microphone_on
            and microphone.silent(time.monotonic()),
            self._sound.talking_while_off,
        )

    @property
    def has_sound(self) -> bool:
        """Say whether there is both a microphone and a loudspeaker."""
        return self._microphone is not None and self._speaker is not None

    async def change_camera(self, camera: VideoSource | None) -> None:
        """Use another camera, or none. Raises DeviceError; the call goes on without one then."""
        await self._line.change_camera(camera)

    async def share_screen(self, screen: VideoSource | None) -> None:
        """Send a screen in the camera's place; None gives the place back to the camera.

        Raises DeviceError: nothing is shared then.
        """
        await self._line.share(screen)

    async def change_microphone(self, microphone: AudioSource | None) -> None:
        """Use another microphone, or none. Raises DeviceError."""
        # Two changes at a time would leave a device running that nobody stops.
        async with self._changing_sound:
            old, self._microphone = self._microphone, None
            self._sound.use_microphone(None)
            if old is not None and old is not microphone:
                await asyncio.to_thread(old.stop)
            if microphone is not None:
                await asyncio.to_thread(microphone.start)
                self._microphone = microphone
                self._sound.use_microphone(microphone)

    async def change_speaker(self, speaker: AudioSink | None) -> None:
        """Use another loudspeaker, or none. Raises DeviceError."""
        async with self._changing_sound:
            old, self._speaker = self._speaker, None
            self._sound.use_speaker(None)
            if old is not None and old is not speaker:
                await asyncio.to_thread(old.stop)
            if speaker is not None:
                await asyncio.to_thread(speaker.start)
                self._speaker = speaker
                self._sound.use_speaker(speaker)

    def hold_still(self, on: bool) -> None:
        """Send few, large and sharp pictures of the camera, the first one whole, for a moment.

        It ends by itself, or sooner by False.
        """
        self._still_until = time.monotonic() + HOLD_S if on else float("-inf")
        self._plan()
        if on:
            self._encoder.want_keyframe()
            if self._loop is not None:
                self._loop.call_later(HOLD_S, self._plan)

    async def start_blur(self, ended: Callable[[BlurEnd], None]) -> bool:
        """Blur what is behind the person until ``stop_blur``; as ``BlurSwitch.start``."""
        return await self._blurring.start(ended)

    def stop_blur(self) -> None:
        """Send the camera's pictures as they are, from the next one on."""
        self._blurring.stop()

    # ---- links -----------------------------------------------------------------------------

    async def make_link(
        self, attempt: str, ice: IceConfiguration, listener: Callable[[LinkEvent], None]
    ) -> Link:
        """Make a link that shares these devices; the listener is called on the asyncio thread."""
        link = Link(attempt, ice, listener, self._shared, self._plan)
        self._links.append(link)
        return link

    # ---- inside ----------------------------------------------------------------------------

    def _plan(self) -> None:
        """Decide anew what is encoded for whom; after each change of a link or a switch."""
        self._links = [link for link in self._links if not link.closed]
        now = time.monotonic()
        through = [link for link in self._links if link.gets_sound]
        for link in through:
            link.expect_pictures(self._pictures_come(link))
        if through:
            self.statistics.pictures_expected(any(map(self._pictures_come, through)), now)
        steady = [link for link in through if link.steady]
        if through and not steady:
            # What is sent now reaches nobody; it says nothing of what the next path carries.
            return
        paths = tuple((link.attempt, link.path_number) for link in steady)
        if paths != self._paths:
            self._paths = paths
            self._ladder, self._screen_ladder = Ladder(), ScreenLadder()
        ways = [link.sound for link in through if link.sound is not None]
        sound, left = share(
            (link.rate for link in steady),
            [way.loss for way in ways],
            redundant=all(way.redundant for way in ways),
            medical=self._medical,
        )
        pictures = self._plan_pictures(left, now)
        sparing = self._save_data or any(link.talk.peer_pictures.saving for link in through)
        self._limitation = limitation(pictures, sparing=sparing)
        by_path = pictures
        if sparing:
            spared, pictures = spare(sound, pictures)
            # Medical sound is for a minute or two, and asked for.
            sound = sound if self._medical else spared
        if now < self._still_until:
            pictures = sharp(by_path, left)
        self._sound_plan, self._picture_plan = sound, pictures
        wishes = Wishes(
            self._line.sends, self._sound_only, self._save_data, self._line.camera_missing
        )
        told = wishes.tell(pictures)
        for link in self._links:
            link.talk.tell_pictures(told)
        self._sound.set_plan(sound)
        for way in ways:
            way.track.repeat(sound.repeated)
        self._encoder.set_plan(pictures)
        self._encoder.set_active(told.sent and any(link.gets_pictures for link in self._links))

    def _pictures_come(self, link: Link) -> bool:
        return not self._sound_only and means_pictures(link.talk.peer_pictures)

    def _own_sending(self) -> OwnSending:
        """Tell what is encoded for all links."""
        counters, plan = self._encoder.counters, self._picture_plan
        return OwnSending(
            time.process_time(),
            SoundOutbound(
                target_bitrate=self._sound_plan.bitrate,
                repetitions=len(self._sound_plan.repeated),
                encoder_implementation=self._codecs.sound_by,
            ),
            PictureOutbound(
                frames_encoded=counters.frames,
                key_frames_encoded=counters.key_frames,
                frame_width=counters.width,
                frame_height=counters.height,
                frames_per_second_planned=plan.frames_per_s,
                target_bitrate=plan.bitrate,
                total_encode_time_s=counters.encode_time_s,
                quality_limitation_reason=self._limitation,
                encoder_implementation=self._codecs.pictures_by,
            ),
            (self._encoder.queue(), self.remote_frames.queue()),
        )

    def _plan_pictures(self, bitrate: int, now: float) -> PicturePlan:
        match self._line.hint:
            case ContentHint.TEXT:
                return self._screen_ladder.plan(bitrate, now)
            case ContentHint.MOTION | ContentHint.DETAIL:
                return self._ladder.plan(bitrate, now)

    def _sound_encoded(self, packet: EncodedPacket) -> None:
        """Take a packet; on the audio thread."""
        self._in_loop(self._send_sound, packet)

    def _picture_encoded(self, packet: EncodedPacket) -> None:
        """Take a frame; on the encoding thread."""
        self._in_loop(self._send_picture, packet)

    def _in_loop(self, send: Callable[[EncodedPacket], None], packet: EncodedPacket) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(send, packet)

    def _send_sound(self, packet: EncodedPacket) -> None:
        for link in self._links:
            link.send_sound(packet)

    def _send_picture(self, packet: EncodedPacket) -> None:
        for link in self._links:
            link.send_picture(packet)

    def _ended(self, kind: DeviceKind) -> None:
        """Hear of a device that has stopped by itself; on the audio thread."""
        if self.on_device_ended is not None:
            self.on_device_ended(kind)

    def _ticked(self, now: float) -> None:
        """Take the time; on the audio thread."""
        if now - self._counted_at >= _COUNT_EVERY_S:
            self._counted_at = now
            self.statistics.passed(now, time.process_time())

    def _stop_everything(self) -> None:
        self._line.stop()
        self._encoder.close()
        self._sound.close()
        if self._microphone is not None:
            self._microphone.stop()
        if self._speaker is not None:
            self._speaker.stop()

# SPDX-License-Identifier: GPL-3.0-or-later
"""A VP8 encoder on libvpx itself: the bitrate follows the network without a keyframe."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field

import av

from app.media.codecs import vp8_layout as vpx
from app.media.codecs.libraries import LibraryMissing, load_library
from app.media.content import ContentHint

CLOCK_RATE = 90_000
COARSEST = {ContentHint.MOTION: 56, ContentHint.TEXT: 48, ContentHint.DETAIL: 32}
"""The largest quantizer: frames are dropped rather than coded coarser than this."""


@dataclass(frozen=True, slots=True)
class EncodedFrame:
    """One frame of VP8."""

    data: bytes = field(repr=False)
    keyframe: bool
    timestamp: int
    """In 1/90 000 s, unwrapped."""


class EncoderFailed(Exception):
    """libvpx refused a frame or a setting: a bug of ours, or a broken library."""


class Vp8Library:
    """libvpx, loaded once and found to have the layout that this code was written for."""

    def __init__(self) -> None:
        """Load and check it. Raises LibraryMissing."""
        self.functions = load_library("vpx")
        try:
            vpx.declare(self.functions)
        except AttributeError as error:
            raise LibraryMissing("vpx") from error
        self.interface = ctypes.c_void_p(self.functions.vpx_codec_vp8_cx())
        configuration = self.default_configuration()
        # The library's documented defaults sit in fields far apart: a shifted layout shows here.
        found = (
            configuration.g_w,
            configuration.g_h,
            configuration.g_timebase.den,
            configuration.rc_target_bitrate,
            configuration.rc_max_quantizer,
            configuration.kf_max_dist,
        )
        if found != (320, 240, 30, 256, 63, 128):
            raise LibraryMissing("vpx")
        self.abi_version = self._find_abi_version(configuration)

    @property
    def version(self) -> str:
        """Give the library's own version text."""
        text: bytes = self.functions.vpx_codec_version_str()
        return text.decode("ascii", "replace")

    def default_configuration(self) -> vpx.EncoderConfiguration:
        """Give the library's default settings. Raises LibraryMissing."""
        configuration = vpx.EncoderConfiguration()
        if self.functions.vpx_codec_enc_config_default(self.interface, configuration, 0) != 0:
            raise LibraryMissing("vpx")
        return configuration

    def _find_abi_version(self, configuration: vpx.EncoderConfiguration) -> int:
        for version in vpx.ABI_VERSIONS:
            context = vpx.Context()
            result = self.functions.vpx_codec_enc_init_ver(
                context, self.interface, configuration, 0, version
            )
            if result == 0:
                self.functions.vpx_codec_destroy(context)
                return version
        raise LibraryMissing("vpx")


class Vp8Encoder:
    """One encoder; a new size makes a keyframe, a new bitrate does not. One thread at a time."""

    def __init__(
        self,
        library: Vp8Library,
        width: int,
        height: int,
        bitrate: int,
        hint: ContentHint = ContentHint.MOTION,
    ) -> None:
        """Open an encoder for yuv420p frames. Raises EncoderFailed."""
        self.hint = hint
        self._functions = library.functions
        self._context = vpx.Context()
        self._image = vpx.Image()
        self._configuration = _realtime(library.default_configuration(), width, height, bitrate)
        self._configuration.rc_max_quantizer = COARSEST[hint]
        self._last_timestamp = -1
        self._open = False
        result = self._functions.vpx_codec_enc_init_ver(
            self._context, library.interface, self._configuration, 0, library.abi_version
        )
        if result != 0:
            raise EncoderFailed(f"init {result}")
        self._open = True
        for control, value in (
            (vpx.CONTROL_CPU_USED, -12),
            (vpx.CONTROL_NOISE_SENSITIVITY, 0),
            (vpx.CONTROL_STATIC_THRESHOLD, 1),
            (vpx.CONTROL_TOKEN_PARTITIONS, 0),
            (vpx.CONTROL_MAX_INTRA_BITRATE_PCT, 450),
            (vpx.CONTROL_SCREEN_CONTENT_MODE, int(hint is ContentHint.TEXT)),
        ):
            result = self._functions.vpx_codec_control_(self._context, control, value)
            if result != 0:
                raise EncoderFailed(f"control {control}: {result}")

    @property
    def width(self) -> int:
        """Give the width of the frames that it takes."""
        return int(self._configuration.g_w)

    @property
    def height(self) -> int:
        """Give the height of the frames that it takes."""
        return int(self._configuration.g_h)

    def set_bitrate(self, bitrate: int) -> None:
        """Aim at another bitrate (bit/s) from the next frame on. Raises EncoderFailed."""
        kbps = max(1, bitrate // 1000)
        if kbps == self._configuration.rc_target_bitrate:
            return
        self._configuration.rc_target_bitrate = kbps
        result = self._functions.vpx_codec_enc_config_set(self._context, self._configuration)
        if result != 0:
            raise EncoderFailed(f"config {result}")

    def encode(
        self, frame: av.VideoFrame, timestamp: int, *, keyframe: bool
    ) -> EncodedFrame | None:
        """Encode one frame; None when the rate control dropped it. Raises EncoderFailed."""
        # libvpx refuses a timestamp that does not grow.
        timestamp = max(timestamp, self._last_timestamp + 1)
        duration = timestamp - self._last_timestamp if self._last_timestamp >= 0 else 3000
        self._last_timestamp = timestamp
        planes = frame.planes
        if not self._functions.vpx_img_wrap(
            self._image, vpx.IMAGE_I420, frame.width, frame.height, 1, planes[0].buffer_ptr
        ):
            raise EncoderFailed("image")
        for index, plane in enumerate(planes):
            self._image.planes[index] = plane.buffer_ptr
            self._image.stride[index] = plane.line_size
        result = self._functions.vpx_codec_encode(
            self._context,
            self._image,
            timestamp,
            min(duration, CLOCK_RATE),
            vpx.FORCE_KEYFRAME if keyframe else 0,
            vpx.DEADLINE_REALTIME,
        )
        if result != 0:
            raise EncoderFailed(f"encode {result}")
        return self._collect(timestamp)

    def close(self) -> None:
        """Free the encoder."""
        if self._open:
            self._open = False
            self._functions.vpx_codec_destroy(self._context)

    def _collect(self, timestamp: int) -> EncodedFrame | None:
        iterator = ctypes.c_void_p()
        pieces: list[bytes] = []
        is_key = False
        while packet := self._functions.vpx_codec_get_cx_data(
            self._context, ctypes.byref(iterator)
        ):
            content = packet.contents
            if content.kind == vpx.PACKET_FRAME:
                pieces.append(ctypes.string_at(content.buf, content.sz))
                is_key = is_key or bool(content.flags & vpx.FRAME_IS_KEY)
        data = b"".join(pieces)
        return EncodedFrame(data, is_key, timestamp) if data else None


def _realtime(
    configuration: vpx.EncoderConfiguration, width: int, height: int, bitrate: int
) -> vpx.EncoderConfiguration:
    """Set the values that WebRTC uses for a conversation."""
    configuration.g_w = width
    configuration.g_h = height
    configuration.g_timebase = vpx.Rational(1, CLOCK_RATE)
    configuration.g_threads = 1
    configuration.g_error_resilient = 0
    configuration.g_lag_in_frames = 0
    configuration.rc_dropframe_thresh = 30
    configuration.rc_resize_allowed = 0
    configuration.rc_end_usage = vpx.RATE_CONTROL_CBR
    configuration.rc_target_bitrate = max(1, bitrate // 1000)
    configuration.rc_min_quantizer = 2
    configuration.rc_undershoot_pct = 100
    configuration.rc_overshoot_pct = 15
    # Shorter than WebRTC's second: what a burst saves in quality it costs in the path's queue.
    configuration.rc_buf_sz = 600
    configuration.rc_buf_initial_sz = 300
    configuration.rc_buf_optimal_sz = 400
    configuration.kf_mode = vpx.KEYFRAMES_AUTO
    configuration.kf_min_dist = 0
    configuration.kf_max_dist = 3000
    return configuration

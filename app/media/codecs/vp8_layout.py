# SPDX-License-Identifier: GPL-3.0-or-later
"""The C structures and functions of libvpx that the VP8 encoder needs (vpx_encoder.h, 1.16)."""

from __future__ import annotations

import ctypes
from ctypes import POINTER, c_char, c_int, c_int64, c_long, c_size_t, c_uint, c_ulong, c_void_p

# vp8cx.h, vpx_encoder.h, vpx_image.h
CONTROL_CPU_USED = 13
CONTROL_NOISE_SENSITIVITY = 15
CONTROL_STATIC_THRESHOLD = 17
CONTROL_TOKEN_PARTITIONS = 18
CONTROL_MAX_INTRA_BITRATE_PCT = 26
CONTROL_SCREEN_CONTENT_MODE = 31
DEADLINE_REALTIME = 1
FORCE_KEYFRAME = 1
FRAME_IS_KEY = 1
IMAGE_I420 = 0x102
PACKET_FRAME = 0
RATE_CONTROL_CBR = 1
KEYFRAMES_AUTO = 1
ABI_VERSIONS = range(30, 45)
"""The ABI of 1.16 is 39; the library itself refuses every number but its own."""


class Rational(ctypes.Structure):
    """vpx_rational"""

    _fields_ = (("num", c_int), ("den", c_int))


class Buffer(ctypes.Structure):
    """vpx_fixed_buf"""

    _fields_ = (("buf", c_void_p), ("sz", c_size_t))


class EncoderConfiguration(ctypes.Structure):
    """vpx_codec_enc_cfg up to what is used here; the rest is room that the library fills."""

    _fields_ = (
        ("g_usage", c_uint),
        ("g_threads", c_uint),
        ("g_profile", c_uint),
        ("g_w", c_uint),
        ("g_h", c_uint),
        ("g_bit_depth", c_int),
        ("g_input_bit_depth", c_uint),
        ("g_timebase", Rational),
        ("g_error_resilient", c_uint),
        ("g_pass", c_int),
        ("g_lag_in_frames", c_uint),
        ("rc_dropframe_thresh", c_uint),
        ("rc_resize_allowed", c_uint),
        ("rc_scaled_width", c_uint),
        ("rc_scaled_height", c_uint),
        ("rc_resize_up_thresh", c_uint),
        ("rc_resize_down_thresh", c_uint),
        ("rc_end_usage", c_int),
        ("rc_twopass_stats_in", Buffer),
        ("rc_firstpass_mb_stats_in", Buffer),
        ("rc_target_bitrate", c_uint),
        ("rc_min_quantizer", c_uint),
        ("rc_max_quantizer", c_uint),
        ("rc_undershoot_pct", c_uint),
        ("rc_overshoot_pct", c_uint),
        ("rc_buf_sz", c_uint),
        ("rc_buf_initial_sz", c_uint),
        ("rc_buf_optimal_sz", c_uint),
        ("rc_2pass_vbr_bias_pct", c_uint),
        ("rc_2pass_vbr_minsection_pct", c_uint),
        ("rc_2pass_vbr_maxsection_pct", c_uint),
        ("rc_2pass_vbr_corpus_complexity", c_uint),
        ("kf_mode", c_int),
        ("kf_min_dist", c_uint),
        ("kf_max_dist", c_uint),
        ("rest", c_char * 1024),
    )


class Context(ctypes.Structure):
    """vpx_codec_ctx, larger than any version of it"""

    _fields_ = (("opaque", c_void_p * 16),)


class Image(ctypes.Structure):
    """vpx_image"""

    _fields_ = (
        ("fmt", c_int),
        ("cs", c_int),
        ("range", c_int),
        ("w", c_uint),
        ("h", c_uint),
        ("bit_depth", c_uint),
        ("d_w", c_uint),
        ("d_h", c_uint),
        ("r_w", c_uint),
        ("r_h", c_uint),
        ("x_chroma_shift", c_uint),
        ("y_chroma_shift", c_uint),
        ("planes", c_void_p * 4),
        ("stride", c_int * 4),
        ("bps", c_int),
        ("user_priv", c_void_p),
        ("img_data", c_void_p),
        ("img_data_owner", c_int),
        ("self_allocd", c_int),
        ("fb_priv", c_void_p),
    )


class FramePacket(ctypes.Structure):
    """vpx_codec_cx_pkt of the kind that carries a frame"""

    _fields_ = (
        ("kind", c_int),
        ("buf", c_void_p),
        ("sz", c_size_t),
        ("pts", c_int64),
        ("duration", c_ulong),
        ("flags", c_uint),
    )


def declare(library: ctypes.CDLL) -> None:
    """Tell ctypes the signatures of the functions that are called."""
    library.vpx_codec_vp8_cx.restype = c_void_p
    library.vpx_codec_version_str.restype = ctypes.c_char_p
    library.vpx_codec_enc_config_default.argtypes = (
        c_void_p,
        POINTER(EncoderConfiguration),
        c_uint,
    )
    library.vpx_codec_enc_init_ver.argtypes = (
        POINTER(Context),
        c_void_p,
        POINTER(EncoderConfiguration),
        c_long,
        c_int,
    )
    library.vpx_codec_enc_config_set.argtypes = (POINTER(Context), POINTER(EncoderConfiguration))
    library.vpx_codec_control_.argtypes = (POINTER(Context), c_int, c_int)
    library.vpx_codec_encode.argtypes = (
        POINTER(Context),
        POINTER(Image),
        c_int64,
        c_ulong,
        c_long,
        c_ulong,
    )
    library.vpx_codec_get_cx_data.argtypes = (POINTER(Context), POINTER(c_void_p))
    library.vpx_codec_get_cx_data.restype = POINTER(FramePacket)
    library.vpx_codec_destroy.argtypes = (POINTER(Context),)
    library.vpx_img_wrap.argtypes = (POINTER(Image), c_int, c_uint, c_uint, c_uint, c_void_p)
    library.vpx_img_wrap.restype = c_void_p

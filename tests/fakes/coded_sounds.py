# SPDX-License-Identifier: GPL-3.0-or-later
"""Coded sounds for tests, with tags that name a person."""

from __future__ import annotations

import io

import av

from tests.fakes.recordings import PLANTED, tone


def encoded(form: str, codec: str, rate_hz: int = 48_000, seconds: float = 2.0) -> bytes:
    """Encode a tone with tags that name a person."""
    target = io.BytesIO()
    options = {"id3v2_version": "4", "write_id3v1": "1"} if form == "mp3" else {}
    with av.open(target, "w", format=form, options=options) as container:
        container.metadata["artist"] = PLANTED[0]
        container.metadata["comment"] = "comment canary"
        stream = container.add_stream(codec, rate=rate_hz, layout="mono")
        samples = (tone(seconds, rate_hz, 440.0) * 32767).astype("<i2")
        frame = av.AudioFrame.from_ndarray(samples[None, :], format="s16", layout="mono")
        frame.sample_rate = rate_hz
        resampler = av.AudioResampler(
            stream.format.name, "mono", rate_hz, stream.codec_context.frame_size or None
        )
        for part in [*resampler.resample(frame), *resampler.resample(None)]:
            container.mux(stream.encode(part))
        container.mux(stream.encode(None))
    return target.getvalue()

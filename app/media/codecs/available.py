# SPDX-License-Identifier: GPL-3.0-or-later
"""Choose the codecs of this machine: the libraries themselves, or PyAV where they do not load."""

from __future__ import annotations

from dataclasses import dataclass

from app.media.codecs.libraries import LibraryMissing
from app.media.codecs.opus import OpusDecoder, OpusEncoder, OpusLibrary
from app.media.codecs.opus_pyav import PyavOpusDecoder, PyavOpusEncoder
from app.media.codecs.vp8 import Vp8Encoder, Vp8Library
from app.media.codecs.vp8_pyav import PyavVp8Encoder
from app.media.content import ContentHint
from app.media.statistics import CodecImplementation

AnyVp8Encoder = Vp8Encoder | PyavVp8Encoder
AnyOpusEncoder = OpusEncoder | PyavOpusEncoder
AnyOpusDecoder = OpusDecoder | PyavOpusDecoder


@dataclass(frozen=True, slots=True)
class Codecs:
    """The codecs that this machine has; ``None`` means that PyAV stands in."""

    vpx: Vp8Library | None
    opus: OpusLibrary | None

    @classmethod
    def found(cls) -> Codecs:
        """Look what this machine has."""
        try:
            vpx: Vp8Library | None = Vp8Library()
        except LibraryMissing:
            vpx = None
        try:
            opus: OpusLibrary | None = OpusLibrary()
        except LibraryMissing:
            opus = None
        return cls(vpx, opus)

    @property
    def pictures_by(self) -> CodecImplementation:
        """Say what encodes pictures."""
        return _implementation(self.vpx)

    @property
    def sound_by(self) -> CodecImplementation:
        """Say what encodes sound."""
        return _implementation(self.opus)

    def describe(self) -> tuple[str, ...]:
        """Say in one line each what encodes pictures and sound, for ``vidda doctor``."""
        return (
            f"pictures: VP8 by libvpx {self.vpx.version}"
            if self.vpx
            else "pictures: VP8 by PyAV (each larger change of the rate costs a keyframe)",
            f"sound: Opus by {self.opus.version}"
            if self.opus
            else "sound: Opus by PyAV (losses are not repaired)",
        )

    def vp8_encoder(
        self, width: int, height: int, bitrate: int, hint: ContentHint = ContentHint.MOTION
    ) -> AnyVp8Encoder:
        """Open a picture encoder."""
        if self.vpx is not None:
            return Vp8Encoder(self.vpx, width, height, bitrate, hint)
        return PyavVp8Encoder(width, height, bitrate, hint)

    def opus_encoder(self, bitrate: int, *, faithful: bool = False) -> AnyOpusEncoder:
        """Open a sound encoder: for voices, or for sounds that are judged by ear."""
        if self.opus is not None:
            return OpusEncoder(self.opus, bitrate, faithful=faithful)
        return PyavOpusEncoder(bitrate, faithful=faithful)

    def opus_decoder(self) -> AnyOpusDecoder:
        """Open a sound decoder."""
        if self.opus is not None:
            return OpusDecoder(self.opus)
        return PyavOpusDecoder()


def _implementation(library: Vp8Library | OpusLibrary | None) -> CodecImplementation:
    return CodecImplementation.FALLBACK if library is None else CodecImplementation.LIBRARY

# SPDX-License-Identifier: GPL-3.0-or-later
"""Decode one untrusted file into raw pixels or samples, in a child process of its own.

The parent sends the file on standard input and reads one length-prefixed answer from
standard output. Before the first byte of the file is read, the process has given up
files, network and most of its memory, so that a decoder that is taken over has nothing
to take. The parent trusts no number in the answer. After Dangerzone, which turns
documents into pixels the same way.

Imports nothing of the app but ``confinement``. Every library part is loaded before
confinement: afterwards nothing can be opened any more.
"""

from __future__ import annotations

import io
import os
import struct
import sys
import warnings
from collections.abc import Callable, Iterator
from typing import BinaryIO, Final

import av
import av.audio.resampler
from PIL import (
    Image,
    ImageCms,
    ImageOps,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from app.attachments.confinement import Confinement, confine

MAX_PIXELS: Final = 50_000_000
MAX_SIDE: Final = 20_000
MAX_RATE_HZ: Final = 48_000
MIN_RATE_HZ: Final = 1_000
MAX_SECONDS: Final = 30 * 60

HEADER: Final = struct.Struct(">4sBBIIQ")
"""Magic, kind of answer, confinement, width or rate, height or 0, number of bytes to come."""
MAGIC: Final = b"VDA1"
PICTURE: Final = 1
SOUND: Final = 2
PROBE: Final = 3
EARLY: Final = 4
"""A picture again, smaller, before the answer itself; only of large JPEGs, and only if asked."""
DICOM_COPY: Final = 7
"""What a DICOM file says of its patient (JSON, ``first`` bytes), then its copy without."""
MEASURED: Final = 8
"""A picture whose body begins with ``MEASURE``."""
DICOM_PATIENT: Final = 9
"""What a DICOM file says of its patient, alone."""
DAMAGED: Final = 16
TOO_LARGE: Final = 17
NO_PIXELS: Final = 18
"""Whole as far as it was read, but nothing in it that this program turns into pixels."""
LOCKED: Final = 19
"""Closed by a password."""

MEASURE: Final = struct.Struct(">Bd")
"""Where the side of a pixel is known, and how long it is there, in millimetres."""
NOT_TOLD: Final = 0
IN_PATIENT: Final = 1
AT_DETECTOR: Final = 2
NOT_SQUARE: Final = 3
"""Pixels that are not square and could not be made so."""

EARLY_SIDE: Final = 1500
ASK_EARLY: Final = "early"

PICTURE_FORMATS: Final = {
    "image/jpeg": JpegImagePlugin.JpegImageFile.format,
    "image/png": PngImagePlugin.PngImageFile.format,
    "image/webp": WebPImagePlugin.WebPImageFile.format,
    "image/tiff": TiffImagePlugin.TiffImageFile.format,
}
DEMUXERS: Final = {
    "audio/wav": "wav",
    "audio/flac": "flac",
    "audio/mpeg": "mp3",
    "audio/ogg": "ogg",
    "audio/mp4": "mov",
}
SOUND_CODECS: Final = frozenset(
    {"aac", "alac", "flac", "mp3", "mp3float", "opus", "libopus", "vorbis"}
    | {"pcm_u8", "pcm_s16le", "pcm_s24le", "pcm_s32le", "pcm_f32le", "pcm_f64le"}
    | {"pcm_alaw", "pcm_mulaw", "adpcm_ima_wav", "adpcm_ms"}
)


Answer = tuple[int, int, int, bytes]
"""Kind, the two numbers of the header, body."""


class TooLarge(Exception):
    """More pixels or seconds than are ever decoded."""


class NoPixels(Exception):
    """Well-formed, but nothing that can be shown."""


class Locked(Exception):
    """It wants a password."""


class NotSound(Exception):
    """No sound in it that this program decodes."""


def decode_picture(source: BinaryIO, media_type: str) -> tuple[int, int, bytes]:
    """Read a picture upright and in sRGB: width, height and rows of RGB without padding."""
    name = PICTURE_FORMATS[media_type]
    # A JPEG with further pictures behind the first is opened as its own format.
    formats = [name, MpoImagePlugin.MpoImageFile.format] if name == "JPEG" else [name]
    with Image.open(source, formats=[f for f in formats if f is not None]) as opened:
        if opened.width * opened.height > MAX_PIXELS or max(opened.size) > MAX_SIDE:
            raise TooLarge
        opened.load()
        profile = opened.info.get("icc_profile")
        # In place: of a large picture each copy costs as much as a third of its decoding.
        ImageOps.exif_transpose(opened, in_place=True)
        rgb = to_rgb(opened, profile)
        return rgb.width, rgb.height, rgb.tobytes()


def decode_early(source: BinaryIO) -> tuple[int, int, bytes] | None:
    """Read a large JPEG at a half, a quarter or an eighth, which takes a fifth of the time."""
    with Image.open(source, formats=[JpegImagePlugin.JpegImageFile.format]) as opened:
        too_large = opened.width * opened.height > MAX_PIXELS or max(opened.size) > MAX_SIDE
        side = max(opened.size)
        if too_large or side < 2 * EARLY_SIDE:
            return None
        wanted = tuple(max(1, each * EARLY_SIDE // side) for each in opened.size)
        opened.draft("RGB", (wanted[0], wanted[1]))
        opened.load()
        profile = opened.info.get("icc_profile")
        ImageOps.exif_transpose(opened, in_place=True)
        rgb = to_rgb(opened, profile)
        return rgb.width, rgb.height, rgb.tobytes()


def to_rgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Bring any mode to sRGB; transparent parts are shown on white."""
    if picture.mode.startswith("I;16") or picture.mode == "I":
        picture = picture.convert("I").point(lambda value: value / 257).convert("L")
    if "A" in picture.mode or "transparency" in picture.info:
        layer = picture.convert("RGBA")
        ground = Image.new("RGBA", layer.size, "white")
        picture = Image.alpha_composite(ground, layer).convert("RGB")
    if profile and picture.mode in ("RGB", "CMYK"):
        try:
            converted = ImageCms.profileToProfile(
                picture,
                ImageCms.ImageCmsProfile(io.BytesIO(profile)),
                ImageCms.createProfile("sRGB"),
                outputMode="RGB",
            )
        except (ImageCms.PyCMSError, OSError):
            # A broken profile costs exact colours, not the picture.
            return picture.convert("RGB")
        if converted is not None:
            return converted
    return picture if picture.mode == "RGB" else picture.convert("RGB")


def decode_sound(source: BinaryIO, media_type: str) -> tuple[int, bytes]:
    """Read the first sound track: rate and signed 16-bit little-endian mono samples."""
    demuxer = DEMUXERS[media_type]
    options = {"format_whitelist": f"{demuxer},mov,mp4,m4a", "protocol_whitelist": "file"}
    with av.open(source, mode="r", format=demuxer, options=options) as container:
        if not container.streams.audio:
            raise NotSound
        stream = container.streams.audio[0]
        codec = stream.codec_context
        if codec.codec.name not in SOUND_CODECS:
            raise NotSound
        rate = min(codec.sample_rate, MAX_RATE_HZ)
        if rate < MIN_RATE_HZ:
            raise NotSound
        codec.thread_count = 1
        resampler = av.audio.resampler.AudioResampler(format="s16", layout="mono", rate=rate)
        samples = bytearray()
        for part in _parts(container, stream, resampler):
            samples += part
            if len(samples) > 2 * rate * MAX_SECONDS:
                raise TooLarge
    if not samples:
        raise NotSound
    return rate, bytes(samples)


def _parts(
    container: av.container.InputContainer,
    stream: av.AudioStream,
    resampler: av.audio.resampler.AudioResampler,
) -> Iterator[bytes]:
    for frame in container.decode(stream):
        for mono in resampler.resample(frame):
            yield bytes(mono.planes[0])[: mono.samples * 2]
    for mono in resampler.resample(None):
        yield bytes(mono.planes[0])[: mono.samples * 2]


def answer(
    media_type: str,
    confinement: Confinement,
    source: BinaryIO,
    target: BinaryIO,
    *,
    early: bool = False,
) -> None:
    """Decode what comes on ``source`` and write the answer to ``target``.

    With ``early``, a large JPEG is answered twice: small at once, then whole.
    """

    def work(content: bytes) -> Answer:
        if media_type == "probe":
            return PROBE, 0, 0, b""
        if media_type in PICTURE_FORMATS:
            if early and media_type == "image/jpeg":
                found = decode_early(io.BytesIO(content))
                if found is not None:
                    _write(target, EARLY, confinement, *found)
            return PICTURE, *decode_picture(io.BytesIO(content), media_type)
        if media_type in DEMUXERS:
            rate, samples = decode_sound(io.BytesIO(content), media_type)
            return SOUND, rate, 0, samples
        return DAMAGED, 0, 0, b""

    answer_with(work, confinement, source, target)


def answer_with(
    work: Callable[[bytes], Answer], confinement: Confinement, source: BinaryIO, target: BinaryIO
) -> None:
    """Hand the file on ``source`` to ``work`` and write what comes of it, whatever that is."""
    kind, first, second, body = DAMAGED, 0, 0, b""
    try:
        kind, first, second, body = work(source.read())
    except (TooLarge, Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError):
        kind = TOO_LARGE
    except NoPixels:
        kind = NO_PIXELS
    except Locked:
        kind = LOCKED
    except Exception:
        # Outermost place of this process: hostile bytes make the libraries raise anything.
        kind = DAMAGED
    _write(target, kind, confinement, first, second, body)


def _write(
    target: BinaryIO, kind: int, confinement: Confinement, first: int, second: int, body: bytes
) -> None:
    target.write(HEADER.pack(MAGIC, kind, int(confinement), first, second, len(body)))
    target.write(body)
    target.flush()


def warm_up() -> None:
    """Decode a picture and a sound of our own, so that the libraries load all their parts."""
    Image.preinit()
    picture = io.BytesIO()
    Image.new("RGBA", (8, 8)).save(picture, "PNG", icc_profile=_srgb())
    decode_picture(io.BytesIO(picture.getvalue()), "image/png")
    samples = bytes(2 * 800)
    form = struct.pack("<HHIIHH", 1, 1, 8000, 16000, 2, 16)
    chunks = b"WAVEfmt " + struct.pack("<I", len(form)) + form
    chunks += b"data" + struct.pack("<I", len(samples)) + samples
    decode_sound(io.BytesIO(b"RIFF" + struct.pack("<I", len(chunks)) + chunks), "audio/wav")


def _srgb() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def prepare() -> None:
    """Set what holds for every file, before the first is read."""
    os.umask(0o077)
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    av.logging.set_level(None)


def main() -> None:
    """Confine the process, then decode the one file that comes on standard input."""
    prepare()
    warm_up()
    early = ASK_EARLY in sys.argv[2:]
    answer(sys.argv[1], confine(), sys.stdin.buffer, sys.stdout.buffer, early=early)

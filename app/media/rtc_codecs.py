# SPDX-License-Identifier: GPL-3.0-or-later
"""Which codecs aiortc negotiates, under which numbers; redundant sound, which it does not know.

With ``rtc_compat`` the only place that touches aiortc's private names; the contract test asks for
each of them. Importing this module sets aiortc's process-wide tables.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final

import aiortc.codecs
import aiortc.rtp
from aiortc import MediaStreamTrack, RTCPeerConnection, RTCRtpSender, RTCRtpTransceiver
from aiortc.rtcrtpparameters import RTCRtpCodecParameters
from aiortc.rtcrtpsender import RTCEncodedFrame

PRIVATE_NAMES: Final = {
    "RTCRtpSender": ("_enabled", "_next_encoded_frame"),
    "RTCRtpTransceiver": ("_codecs",),
    "aiortc.rtp": ("DYNAMIC_PAYLOAD_TYPES",),
}

_OPUS = aiortc.codecs.CODECS["audio"][0]
# Browsers send in-band error correction only to those who say that they use it.
_OPUS.parameters.update({"minptime": 10, "useinbandfec": 1})
# RFC 2198, under the number that Chromium uses.
aiortc.codecs.CODECS["audio"].append(
    RTCRtpCodecParameters(
        mimeType="audio/red",
        clockRate=48_000,
        channels=2,
        payloadType=63,
        parameters={f"{_OPUS.payloadType}/{_OPUS.payloadType}": None},
    )
)
# An answer takes over the offer's numbers only from this list; RFC 5761 section 4 frees 35 to 63.
_tables: Any = aiortc.rtp
_tables.DYNAMIC_PAYLOAD_TYPES = frozenset((*range(35, 64), *range(96, 128)))


@dataclass(frozen=True, slots=True)
class SoundTypes:
    """The payload types that were negotiated for sound."""

    opus: int
    red: int | None
    """None where the peer does not know redundant sound."""


def add_permanent_track(
    connection: RTCPeerConnection, track: MediaStreamTrack, *codecs: str
) -> RTCRtpTransceiver:
    """Add a track that sends and receives for the whole life of the connection.

    Only these codecs are negotiated, the best one first.
    """
    transceiver = connection.addTransceiver(track, direction="sendrecv")
    known = RTCRtpSender.getCapabilities(transceiver.kind).codecs
    transceiver.setCodecPreferences(
        [codec for name in codecs for codec in known if codec.mimeType.lower() == name]
    )
    return transceiver


def sound_types(transceiver: RTCRtpTransceiver) -> SoundTypes | None:
    """Give the payload types of a sound transceiver, None before they are negotiated."""
    named: dict[str, Any] = {codec.name.lower(): codec.payloadType for codec in transceiver._codecs}
    return SoundTypes(named["opus"], named.get("red")) if "opus" in named else None


def settle_redundancy(connection: RTCPeerConnection) -> None:
    """After a remote description: let the own one name the numbers that were agreed on."""
    for transceiver in connection.getTransceivers():
        types = sound_types(transceiver)
        for codec in transceiver._codecs:
            if types is not None and codec.payloadType == types.red:
                # aiortc copies the entry of its table, with the offer's number of Opus in it.
                codec.parameters = {f"{types.opus}/{types.opus}": None}


def send_payloads(
    transceiver: RTCRtpTransceiver,
    next_payload: Callable[[int | None], Awaitable[tuple[bytes, int]]],
) -> None:
    """Let sound leave as ``next_payload`` builds it; call it before ``attach_sender``.

    It gets the payload type of Opus inside redundant packets, None where there are none, and
    gives a payload and its unwrapped time. aiortc would ask its encoders, which know no red.
    """
    sender: Any = transceiver.sender

    async def next_encoded_frame(codec: RTCRtpCodecParameters) -> RTCEncodedFrame | None:
        types = sound_types(transceiver)
        redundant = types is not None and codec.payloadType == types.red
        payload, timestamp = await next_payload(types.opus if types and redundant else None)
        if not sender._enabled:
            return None
        # aiortc itself gives None where no level was measured.
        level: Any = None
        return RTCEncodedFrame([payload], timestamp, level)

    sender._next_encoded_frame = next_encoded_frame

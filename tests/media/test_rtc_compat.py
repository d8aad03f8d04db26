# SPDX-License-Identifier: GPL-3.0-or-later
"""The contract with aiortc's and aioice's private parts, name by name."""

from __future__ import annotations

import importlib.metadata
import inspect

import aioice
import aioice.ice
import aioice.stun
import aiortc.rtcicetransport
import aiortc.rtp
import pytest
from aioice.turn import TurnTransport
from aiortc import RTCIceServer, RTCPeerConnection
from aiortc.codecs import CODECS, get_encoder
from aiortc.rtp import RtpPacket

from app.media import rtc_codecs, rtc_compat, rtc_gathering, rtc_handshakes, rtc_paths
from app.media.receive.packets import starts_frame


@pytest.fixture
async def connection() -> RTCPeerConnection:
    made = rtc_compat.new_connection(None, relay_only=False)
    made.addTransceiver("audio")
    made.addTransceiver("video")
    yield made
    await made.close()


def _object(connection: RTCPeerConnection, name: str) -> object:
    transceiver = connection.getTransceivers()[1]
    dtls = transceiver.sender.transport
    return {
        "RTCRtpTransceiver": transceiver,
        "aiortc.rtp": aiortc.rtp,
        "RTCRtpReceiver": transceiver.receiver,
        "RTCRtpSender": transceiver.sender,
        "RTCDtlsTransport": dtls,
        "RTCIceTransport": dtls.transport,
        "RTCIceGatherer": dtls.transport.iceGatherer,
        "aiortc.rtcicetransport": aiortc.rtcicetransport,
        "aioice.turn.TurnTransport": TurnTransport(None),
        "RtpRouter": dtls._rtp_router,
        "aioice.Connection": dtls.transport._connection,
        "aioice.ice": aioice.ice,
        "aioice.stun.Transaction": aioice.stun.Transaction(
            aioice.stun.Message(1, 1), ("", 0), None
        ),
    }[name]


@pytest.mark.parametrize(
    ("owner", "name"),
    [
        (owner, name)
        for module in (rtc_compat, rtc_codecs, rtc_paths, rtc_handshakes, rtc_gathering)
        for owner, names in module.PRIVATE_NAMES.items()
        for name in names
    ],
)
async def test_private_name_exists(connection: RTCPeerConnection, owner: str, name: str) -> None:
    assert hasattr(_object(connection, owner), name)


def test_versions_are_those_that_were_read() -> None:
    assert importlib.metadata.version("aiortc").startswith("1.16.")
    assert importlib.metadata.version("aioice").startswith("0.13.")


async def test_hooked_methods_take_what_we_give(connection: RTCPeerConnection) -> None:
    transceiver = connection.getTransceivers()[1]
    receiver, sender = transceiver.receiver, transceiver.sender
    dtls = sender.transport
    for method, names in (
        (receiver._send_rtcp_nack, ["media_ssrc", "lost"]),
        (receiver._send_rtcp_pli, ["media_ssrc"]),
        (receiver._handle_rtcp_packet, ["packet"]),
        (sender._handle_rtcp_packet, ["packet"]),
        (sender._next_encoded_frame, ["codec"]),
        (sender._send_rtcp, ["packets"]),
        (sender._send_keyframe, []),
        (dtls._register_rtp_receiver, ["receiver", "parameters"]),
        (dtls.transport._send, ["data"]),
    ):
        assert list(inspect.signature(method).parameters) == names


async def test_nobody_is_asked_but_whom_we_name() -> None:
    for server, relay_only in ((None, False), (RTCIceServer("stun:127.0.0.1:9"), True)):
        made = rtc_compat.new_connection(server, relay_only=relay_only)
        made.addTransceiver("audio")
        ice = made.getTransceivers()[0].sender.transport.transport._connection
        expected = ("127.0.0.1", 9) if server else None
        assert ice.stun_server == expected
        assert ice.turn_server is None
        assert (ice._transport_policy is aioice.TransportPolicy.RELAY) is relay_only
        await made.close()


def test_offers_say_that_opus_repairs() -> None:
    assert CODECS["audio"][0].mimeType == "audio/opus"
    assert CODECS["audio"][0].parameters["useinbandfec"] == 1


async def test_vp8_starts_are_seen() -> None:
    encoder = get_encoder(next(c for c in CODECS["video"] if c.name == "VP8"))
    payloads = encoder._packetize(bytes(3000), 7)
    packets = []
    for payload in payloads:
        packet = RtpPacket()
        packet.payload = payload
        packets.append(packet)
    assert [starts_frame(packet) for packet in packets] == [True, False, False]

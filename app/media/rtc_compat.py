# SPDX-License-Identifier: GPL-3.0-or-later
"""What aiortc 1.16 and aioice 0.13 keep to themselves; beside ``rtc_codecs`` and ``rtc_paths``.

Each private name used here is named in ``PRIVATE_NAMES``; a contract test asks for every one,
so that an upgrade that changes them fails in the tests and not in a call. Importing this module
sets aiortc's process-wide defaults; everything else is hooked into one connection's own objects.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from enum import Enum
from typing import Any, Final

import aioice.ice
from aiortc import (
    RTCBundlePolicy,
    RTCConfiguration,
    RTCIceServer,
    RTCIceTransportPolicy,
    RTCPeerConnection,
    RTCRtpReceiver,
    RTCRtpSender,
    RTCRtpTransceiver,
)
from aiortc.clock import current_ntp_time
from aiortc.rtcdtlstransport import certificate_digest
from aiortc.rtp import (
    RTCP_PSFB_APP,
    RTCP_RTPFB_NACK,
    RtcpByePacket,
    RtcpPsfbPacket,
    RtcpRrPacket,
    RtcpRtpfbPacket,
    RtcpSrPacket,
    RtpPacket,
    is_rtcp,
    pack_remb_fci,
    unpack_remb_fci,
)

from app.media.clocks import WallClock
from app.media.send.feedback import Feedback, Sent
from app.media.send.send_time import ABS_SEND_TIME, stamp_of, with_send_time

PRIVATE_NAMES: Final = {
    "RTCRtpReceiver": (
        "_RTCRtpReceiver__jitter_buffer",
        "_RTCRtpReceiver__nack_generator",
        "_RTCRtpReceiver__remote_bitrate_estimator",
        "_RTCRtpReceiver__rtcp_ssrc",
        "_handle_rtcp_packet",
        "_send_rtcp",
        "_send_rtcp_nack",
        "_send_rtcp_pli",
    ),
    "RTCRtpSender": (
        "_RTCRtpSender__lsr",
        "_RTCRtpSender__octet_count",
        "_RTCRtpSender__packet_count",
        "_RTCRtpSender__rtp_timestamp",
        "_RTCRtpSender__rtt",
        "_handle_rtcp_packet",
        "_next_encoded_frame",
        "_send_keyframe",
        "_rtx_ssrc",
        "_send_rtcp",
        "_ssrc",
    ),
    "RTCRtpTransceiver": ("_headerExtensions",),
    "RTCDtlsTransport": ("_register_rtp_receiver", "_rtp_router", "_send_rtp", "_ssl"),
    "RTCIceTransport": ("_connection", "_send"),
    "RtpRouter": ("ssrc_table",),
    "aioice.Connection": ("_nominated",),
    "aioice.ice": ("CONSENT_FAILURES", "CONSENT_INTERVAL"),
}

_DATA = "_data"
"""Where aiortc puts the payload without its descriptor, on each packet it hands on."""
_NOTE_MARK = b"VIDA"
_NTP_FRACTION = 1 << 32

# Liveness is this project's own matter; ICE consent (RFC 7675) stays as a backstop of ~12 s.
aioice.ice.CONSENT_INTERVAL = 2
aioice.ice.CONSENT_FAILURES = 5


# ---- the connection ------------------------------------------------------------------------


def new_connection(server: RTCIceServer | None, *, relay_only: bool) -> RTCPeerConnection:
    """Make a connection that asks no server but this one (aiortc's default asks Google's)."""
    return RTCPeerConnection(
        RTCConfiguration(
            iceServers=[server] if server is not None else [],
            bundlePolicy=RTCBundlePolicy.MAX_BUNDLE,
            iceTransportPolicy=(
                RTCIceTransportPolicy.RELAY if relay_only else RTCIceTransportPolicy.ALL
            ),
        )
    )


def own_fingerprint(connection: RTCPeerConnection) -> str:
    """Give the SHA-256 fingerprint of the own certificate, "AB:CD:…"."""
    for fingerprint in _dtls(connection).getLocalParameters().fingerprints:
        if fingerprint.algorithm == "sha-256":
            return str(fingerprint.value).upper()
    raise AssertionError("aiortc always makes a sha-256 fingerprint")


def peer_fingerprint(connection: RTCPeerConnection) -> str:
    """Give the SHA-256 fingerprint of the certificate that the peer uses; "" before that."""
    ssl = _dtls(connection)._ssl
    certificate = ssl.get_peer_certificate(as_cryptography=True) if ssl is not None else None
    return certificate_digest(certificate, "sha-256").upper() if certificate is not None else ""


def goes_through_relay(connection: RTCPeerConnection) -> bool:
    """Say whether the chosen pair of candidates has a relay at either end."""
    return any(
        "relay" in (pair.local_candidate.type, pair.remote_candidate.type)
        for pair in _chosen_pairs(connection)
    )


def transport_protocol(connection: RTCPeerConnection) -> str:
    """Name the protocol of the chosen pair, "udp" or "tcp"; "" before there is one."""
    return next((str(p.local_candidate.transport) for p in _chosen_pairs(connection)), "")


def _chosen_pairs(connection: RTCPeerConnection) -> list[Any]:
    return list(_dtls(connection).transport._connection._nominated.values())


def _dtls(connection: RTCPeerConnection) -> Any:
    return connection.getTransceivers()[0].sender.transport


# ---- receiving -----------------------------------------------------------------------------


class _PacketOutlet:
    """Stands where aiortc has its jitter buffer: hands every packet on and keeps none."""

    def __init__(self, take: Callable[[RtpPacket], None]) -> None:
        self._take = take

    def add(self, packet: RtpPacket) -> tuple[bool, None]:
        """Hand the packet on; aiortc gets neither a frame nor a wish for a keyframe."""
        self._take(packet)
        return False, None


def attach_receiver(
    receiver: RTCRtpReceiver,
    on_packet: Callable[[RtpPacket], None],
    on_report: Callable[[float, int], None],
    on_traffic: Callable[[], None],
) -> None:
    """Take a receiver's packets, and its sender's reports as (NTP seconds, RTP timestamp)."""
    hooked: Any = receiver
    hooked._RTCRtpReceiver__jitter_buffer = _PacketOutlet(on_packet)
    hooked._RTCRtpReceiver__nack_generator = None
    # receive.estimate does this, at a fraction of the work, and is not held back at the start.
    hooked._RTCRtpReceiver__remote_bitrate_estimator = None
    _register_retransmissions(receiver)
    take_rtcp: Callable[[Any], Awaitable[None]] = hooked._handle_rtcp_packet

    async def handle_rtcp(packet: Any) -> None:
        on_traffic()
        if isinstance(packet, RtcpByePacket):
            # Firefox says BYE when a direction changes; aiortc would end the track for ever.
            return
        if isinstance(packet, RtcpSrPacket) and packet.sender_info.ntp_timestamp:
            info = packet.sender_info
            on_report(info.ntp_timestamp / _NTP_FRACTION, info.rtp_timestamp)
        await take_rtcp(packet)

    hooked._handle_rtcp_packet = handle_rtcp


def without_descriptor(packet: RtpPacket) -> bytes:
    """Give the VP8 data of a packet; aiortc has taken the descriptor off."""
    data: bytes = getattr(packet, _DATA)
    return data


async def send_nack(receiver: RTCRtpReceiver, ssrc: int, sequences: tuple[int, ...]) -> None:
    """Ask the peer to send packets again."""
    await receiver._send_rtcp_nack(ssrc, sorted(sequences))


async def send_pli(receiver: RTCRtpReceiver, ssrc: int) -> None:
    """Ask the peer for a keyframe."""
    await receiver._send_rtcp_pli(ssrc)


async def send_estimate(receiver: RTCRtpReceiver, ssrc: int, bitrate: int) -> None:
    """Tell the peer how much the path to here can carry (REMB)."""
    own = getattr(receiver, "_RTCRtpReceiver__rtcp_ssrc", None)
    if own is not None:
        fci = pack_remb_fci(bitrate, [ssrc])
        await receiver._send_rtcp(
            RtcpPsfbPacket(fmt=RTCP_PSFB_APP, ssrc=own, media_ssrc=0, fci=fci)
        )


async def send_note(receiver: RTCRtpReceiver, ssrc: int, note: bytes) -> None:
    """Send a few bytes beside the media, encrypted; they may get lost, but never wait.

    They travel as application layer feedback (RFC 4585 section 6.4), which others ignore.
    """
    own = getattr(receiver, "_RTCRtpReceiver__rtcp_ssrc", None)
    if own is not None:
        fci = _NOTE_MARK + note
        assert len(fci) % 4 == 0, "RTCP counts in words"
        await receiver._send_rtcp(
            RtcpPsfbPacket(fmt=RTCP_PSFB_APP, ssrc=own, media_ssrc=ssrc, fci=fci)
        )


def _register_retransmissions(receiver: RTCRtpReceiver) -> None:
    """Let the router know the SSRC of retransmissions, which aiortc forgets."""
    transport: Any = receiver.transport
    register = transport._register_rtp_receiver

    def register_all(who: RTCRtpReceiver, parameters: Any) -> None:
        register(who, parameters)
        for encoding in parameters.encodings:
            if encoding.rtx:
                transport._rtp_router.ssrc_table[encoding.rtx.ssrc] = who

    transport._register_rtp_receiver = register_all


# ---- sending -------------------------------------------------------------------------------


def attach_sender(
    sender: RTCRtpSender,
    wall: WallClock,
    last_sent: Callable[[], Sent | None],
    on_keyframe_wanted: Callable[[], None],
    on_feedback: Callable[[Feedback], None],
    on_asked_again: Callable[[int], None],
    on_note: Callable[[bytes], None],
    on_traffic: Callable[[], None],
) -> None:
    """Take a sender's feedback, and let its reports tell when a frame was captured.

    aiortc reports when a packet was *sent*; delay and lip-sync need the capture.
    """
    hooked: Any = sender
    hooked._send_keyframe = on_keyframe_wanted
    _tell_capture_times(hooked, wall, last_sent)
    take_rtcp: Callable[[Any], Awaitable[None]] = hooked._handle_rtcp_packet

    async def handle_rtcp(packet: Any) -> None:
        on_traffic()
        await take_rtcp(packet)
        if isinstance(packet, RtcpRrPacket | RtcpSrPacket):
            for report in packet.reports:
                if report.ssrc == hooked._ssrc:
                    on_feedback(
                        Feedback(
                            report.fraction_lost / 256,
                            hooked._RTCRtpSender__rtt,
                            report.packets_lost,
                            report.jitter,
                        )
                    )
        elif isinstance(packet, RtcpRtpfbPacket) and packet.fmt == RTCP_RTPFB_NACK:
            on_asked_again(len(packet.lost))
        elif isinstance(packet, RtcpPsfbPacket) and packet.fmt == RTCP_PSFB_APP:
            if packet.fci.startswith(_NOTE_MARK):
                on_note(packet.fci[len(_NOTE_MARK) :])
                return
            try:
                estimate, sources = unpack_remb_fci(packet.fci)
            except ValueError:
                return
            if hooked._ssrc in sources:
                on_feedback(Feedback(estimate=estimate))

    hooked._handle_rtcp_packet = handle_rtcp


def sent_traffic(sender: RTCRtpSender) -> tuple[int, int]:
    """Count the packets and payload bytes that have left; what was sent again not."""
    counting: Any = sender
    return counting._RTCRtpSender__packet_count, counting._RTCRtpSender__octet_count


def _tell_capture_times(sender: Any, wall: WallClock, last_sent: Callable[[], Sent | None]) -> None:
    next_frame = sender._next_encoded_frame
    send_rtcp = sender._send_rtcp
    handed_out: int | None = None
    origin: int | None = None

    async def next_encoded_frame(codec: Any) -> Any:
        nonlocal handed_out, origin
        if handed_out is not None and origin is None:
            # The frame handed out before has been sent by now: its RTP time shows the origin.
            origin = (sender._RTCRtpSender__rtp_timestamp - handed_out) % _NTP_FRACTION
        frame = await next_frame(codec)
        if frame is not None:
            handed_out = frame.timestamp
        return frame

    async def send_with_capture_time(packets: list[Any]) -> None:
        last = last_sent()
        for packet in packets:
            if isinstance(packet, RtcpSrPacket):
                if last is None or origin is None:
                    # No NTP time (RFC 3550 section 6.4.1) rather than a wrong one.
                    packet.sender_info.ntp_timestamp = 0
                    continue
                ntp = int(wall.ntp(last.captured_at) * _NTP_FRACTION)
                packet.sender_info.ntp_timestamp = ntp
                packet.sender_info.rtp_timestamp = (origin + last.timestamp) % _NTP_FRACTION
                # The round trip is measured from this mark when it comes back.
                sender._RTCRtpSender__lsr = (ntp >> 16) & 0xFFFFFFFF
        await send_rtcp(packets)

    sender._next_encoded_frame = next_encoded_frame
    sender._send_rtcp = send_with_capture_time


# ---- the way of packets and datagrams ------------------------------------------------------


class Departure(Enum):
    """What a packet of media is, when it leaves."""

    SOUND = "sound"
    PICTURE = "picture"
    PICTURE_AGAIN = "picture again"


def pace_departures(
    connection: RTCPeerConnection,
    pictures: RTCRtpTransceiver,
    leave: Callable[[Departure, int], Awaitable[bool]],
) -> None:
    """Ask ``leave`` with kind and size (bytes) before each RTP packet; False lets it not go.

    Packets of pictures tell the time at which they leave, not that at which they were made.
    """
    transport: Any = _dtls(connection)
    transceiver: Any = pictures
    sender: Any = pictures.sender
    send: Callable[[bytes], Awaitable[None]] = transport._send_rtp
    kinds = {
        sender._ssrc.to_bytes(4, "big"): Departure.PICTURE,
        sender._rtx_ssrc.to_bytes(4, "big"): Departure.PICTURE_AGAIN,
    }

    async def send_in_time(data: bytes) -> None:
        if is_rtcp(data):
            await send(data)
            return
        kind = kinds.get(data[8:12], Departure.SOUND)
        if not await leave(kind, len(data)):
            return
        if kind is not Departure.SOUND:
            stamp = stamp_of(current_ntp_time())
            for extension in transceiver._headerExtensions:
                if extension.uri == ABS_SEND_TIME:
                    data = with_send_time(data, extension.id, stamp)
        await send(data)

    transport._send_rtp = send_in_time


def replace_departure(
    connection: RTCPeerConnection,
    make: Callable[[Callable[[bytes], Awaitable[None]]], Callable[[bytes], Awaitable[None]]],
) -> Callable[[], None]:
    """Put something in the way of each datagram that leaves; give the way back.

    ``make`` gets the function that sends a datagram and gives the one to be used instead.
    """
    transport: Any = _dtls(connection).transport
    send: Callable[[bytes], Awaitable[None]] = transport._send
    transport._send = make(send)

    def restore() -> None:
        transport._send = send

    return restore

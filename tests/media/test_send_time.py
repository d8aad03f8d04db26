# SPDX-License-Identifier: GPL-3.0-or-later
"""The time at which a packet leaves, written into it on its way out."""

from __future__ import annotations

from aiortc import RTCRtpHeaderExtensionParameters, RTCRtpParameters
from aiortc.clock import current_ntp_time
from aiortc.rtp import HeaderExtensionsMap, RtpPacket
from hypothesis import given
from hypothesis import strategies as st

from app.media import rtc_compat
from app.media.send.send_time import ABS_SEND_TIME, stamp_of, with_send_time

MID = "urn:ietf:params:rtp-hdrext:sdes:mid"
STAMPS = st.integers(0, 0xFFFFFF)


def extensions(mid: int, send_time: int) -> HeaderExtensionsMap:
    made = HeaderExtensionsMap()
    made.configure(
        RTCRtpParameters(
            headerExtensions=[
                RTCRtpHeaderExtensionParameters(id=mid, uri=MID),
                RTCRtpHeaderExtensionParameters(id=send_time, uri=ABS_SEND_TIME),
            ]
        )
    )
    return made


def packet(stamp: int, mid: str = "1", payload: bytes = b"picture") -> RtpPacket:
    made = RtpPacket(payload_type=96, sequence_number=7, timestamp=9, ssrc=11, payload=payload)
    made.extensions.abs_send_time = stamp
    made.extensions.mid = mid
    return made


@given(
    STAMPS,
    STAMPS,
    st.permutations(range(1, 15)),
    st.text("abcxyz0189", min_size=1, max_size=16),
    st.lists(st.integers(0, 0xFFFFFFFF), max_size=15),
    st.binary(max_size=40),
)
def test_only_the_stamp_changes(
    before: int, after: int, ids: list[int], mid: str, sources: list[int], payload: bytes
) -> None:
    known = extensions(ids[0], ids[1])
    made = packet(before, mid, payload)
    made.csrc = sources
    sent = with_send_time(made.serialize(known), ids[1], after)
    read = RtpPacket.parse(sent, known)
    assert (read.extensions.abs_send_time, read.extensions.mid) == (after, mid)
    assert (read.csrc, read.payload, read.sequence_number) == (sources, payload, 7)
    made.extensions.abs_send_time = after
    assert sent == made.serialize(known)


@given(st.binary(max_size=60), st.integers(1, 14), STAMPS)
def test_any_bytes_keep_their_length(data: bytes, extension: int, stamp: int) -> None:
    assert len(with_send_time(data, extension, stamp)) == len(data)


def test_a_packet_without_a_stamp_stays_as_it_is() -> None:
    bare = RtpPacket(payload=b"sound").serialize()
    assert with_send_time(bare, 3, 5) == bare
    other = packet(5).serialize(extensions(1, 2))
    assert with_send_time(other, 4, 6) == other


def test_a_stamp_is_seconds_that_wrap_at_64() -> None:
    assert stamp_of((3 << 32) + (1 << 31)) == int(3.5 * (1 << 18))
    assert stamp_of(64 << 32) == 0


async def test_pictures_tell_when_they_leave_and_sound_is_left_alone() -> None:
    connection = rtc_compat.new_connection(None, relay_only=False)
    connection.addTransceiver("audio")
    pictures = connection.addTransceiver("video")
    known = extensions(1, 2)
    # As negotiation leaves it.
    pictures._headerExtensions = [RTCRtpHeaderExtensionParameters(id=2, uri=ABS_SEND_TIME)]
    sender = pictures.sender
    left: list[bytes] = []

    async def send(data: bytes) -> None:
        left.append(data)

    async def leave(_kind: rtc_compat.Departure, _size: int) -> bool:
        return True

    sender.transport._send_rtp = send
    rtc_compat.pace_departures(connection, pictures, leave)
    stale = packet(stamp_of(current_ntp_time()) - (40 << 18) & 0xFFFFFF)
    for ssrc in (sender._ssrc, sender._rtx_ssrc, 12345):
        stale.ssrc = ssrc
        await sender.transport._send_rtp(stale.serialize(known))
    ages = [
        (stamp_of(current_ntp_time()) - RtpPacket.parse(data, known).extensions.abs_send_time)
        % (1 << 24)
        / (1 << 18)
        for data in left
    ]
    assert ages[0] < 5 and ages[1] < 5 and 39 < ages[2] < 60
    await connection.close()

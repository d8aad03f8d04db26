# SPDX-License-Identifier: GPL-3.0-or-later
"""Descriptions from the other end."""

from __future__ import annotations

import pytest

from app.media.descriptions import DescriptionRefused, clean_description, has_relay

ICE = "a=candidate:1 1 udp 2130706431 {} 5000 typ host"
SDP = "\r\n".join(
    [
        "v=0",
        "m=audio 9 UDP/TLS/RTP/SAVPF 96",
        ICE.format("192.0.2.1"),
        ICE.format("3c1f.local"),
        "a=end-of-candidates",
        "m=video 9 UDP/TLS/RTP/SAVPF 97",
        "m=application 9 UDP/DTLS/SCTP webrtc-datachannel",
        "",
    ]
)


def test_descriptions_are_cleaned() -> None:
    cleaned = clean_description(SDP)
    assert ".local" not in cleaned
    assert "end-of-candidates" not in cleaned
    assert "192.0.2.1" in cleaned
    assert clean_description(SDP.replace("\r\n", "\n")) == cleaned


def test_a_section_without_a_port_that_goes_with_others_is_not_rejected() -> None:
    offered = SDP.replace(
        "m=video 9 UDP/TLS/RTP/SAVPF 97", "m=video 0 UDP/TLS/RTP/SAVPF 97\r\na=bundle-only"
    )
    cleaned = clean_description(offered)
    assert "m=video 9 UDP/TLS/RTP/SAVPF 97\r\na=bundle-only\r\n" in cleaned
    assert clean_description(cleaned) == cleaned
    with pytest.raises(DescriptionRefused):
        # The mark of one section says nothing about the next.
        clean_description(offered.replace("m=application 9", "m=application 0"))


@pytest.mark.parametrize(
    "sdp",
    [
        "",
        SDP.replace("m=video 9", "m=video 0"),
        SDP.replace("m=video", "m=audio"),
        SDP + "m=video 9 UDP/TLS/RTP/SAVPF 97\r\n",
        SDP + (ICE.format("192.0.2.1") + "\r\n") * 80,
        SDP + "a=x:" + "y" * 64_000,
        SDP + "m=\r\n",
    ],
)
def test_other_descriptions_are_refused(sdp: str) -> None:
    with pytest.raises(DescriptionRefused):
        clean_description(sdp)


def test_a_relay_is_found_in_a_description() -> None:
    assert not has_relay(SDP)
    assert has_relay(SDP + "a=candidate:2 1 udp 1 192.0.2.9 6000 typ relay raddr 0.0.0.0\r\n")

# SPDX-License-Identifier: GPL-3.0-or-later
"""Session descriptions from the other end: cleaned, checked, and taken or refused."""

from __future__ import annotations

import re

from aiortc import RTCPeerConnection, RTCSessionDescription
from aiortc.exceptions import InvalidAccessError, InvalidStateError, OperationError

from app.errors import KnownError
from app.media.rtc_codecs import settle_redundancy

_LONGEST_DESCRIPTION = 64_000
_MOST_CANDIDATES = 64


class DescriptionRefused(KnownError):
    """The other program described the call in a way that this one does not understand.

    Nothing was connected. Update both programs and call again.
    """


def clean_description(sdp: str) -> str:
    """Take out of a remote description what makes aiortc hang. Raises DescriptionRefused.

    Candidates with ``.local`` names cost a second each, and without others they end the
    gathering for good; the end-of-candidates mark does the same.
    """
    if len(sdp) > _LONGEST_DESCRIPTION:
        raise DescriptionRefused("too long")
    lines = [
        line
        for line in sdp.splitlines()
        if line
        and not (line.startswith("a=candidate:") and ".local" in line)
        and not line.startswith("a=end-of-candidates")
    ]
    if sum(line.startswith("a=candidate:") for line in lines) > _MOST_CANDIDATES:
        raise DescriptionRefused("too many candidates")
    lines = _with_bundled_ports(_without_foreign_redundancy(lines))
    sections = [line.split() for line in lines if line.startswith("m=")]
    kinds = [section[0] for section in sections]
    if sorted(kinds) != ["m=application", "m=audio", "m=video"]:
        raise DescriptionRefused("sections")
    if any(len(section) < 2 or section[1] == "0" for section in sections):
        raise DescriptionRefused("rejected section")
    return "\r\n".join(lines) + "\r\n"


def _with_bundled_ports(lines: list[str]) -> list[str]:
    """Give sections that only go with others a port, as Firefox offers them with port 0.

    With ``a=bundle-only`` that is no refusal (RFC 8843 section 6); 9 stands for no port
    (RFC 8829 section 5.2.1).
    """
    ports: list[str] = []
    heading = 0
    for place, line in enumerate(lines):
        if line.startswith("m="):
            heading = place
        ports.append(line)
        if line == "a=bundle-only":
            ports[heading] = re.sub(r"^(m=\S+) 0 ", r"\1 9 ", lines[heading])
    return ports


def _without_foreign_redundancy(lines: list[str]) -> list[str]:
    """Leave out ``red`` of anything but Opus: its packets could not be told apart."""
    opus = _payload_types(lines, "opus/48000/2")
    for number in _payload_types(lines, "red/48000/2"):
        carried = next(
            (line.split(" ", 1)[1] for line in lines if line.startswith(f"a=fmtp:{number} ")), ""
        )
        if not carried or not set(carried.strip().split("/")) <= opus:
            named = f"a=rtpmap:{number} ", f"a=fmtp:{number} ", f"a=rtcp-fb:{number} "
            lines = [line for line in lines if not line.startswith(named)]
    return lines


def _payload_types(lines: list[str], encoding: str) -> set[str]:
    found = (re.fullmatch(r"a=rtpmap:(\d+) (\S+)\s*", line) for line in lines)
    return {match[1] for match in found if match and match[2].lower() == encoding}


async def take_description(
    connection: RTCPeerConnection, description: RTCSessionDescription
) -> None:
    """Set a remote description. Raises DescriptionRefused, and nothing else."""
    try:
        await connection.setRemoteDescription(description)
        settle_redundancy(connection)
    except (
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
        AssertionError,
        InvalidStateError,
        InvalidAccessError,
        OperationError,
    ) as error:
        # aiortc's parser raises whatever it stumbles over.
        raise DescriptionRefused(type(error).__name__) from error


def has_relay(sdp: str) -> bool:
    """Say whether a description offers a relay: a wrong relay password shows nowhere else."""
    return re.search(r"^a=candidate:.* typ relay\b", sdp, re.MULTILINE) is not None

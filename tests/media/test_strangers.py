# SPDX-License-Identifier: GPL-3.0-or-later
"""What anybody may send to the ports of a call ends nothing."""

from __future__ import annotations

import logging
import random
import socket
import struct

import aioice.stun
import pytest

from app.media.devices.synthetic import SyntheticMicrophone
from app.media.link import IceConfiguration, LinkDown
from app.media.link_events import TextCame
from tests.media.ends import End, end, path_of, until

_NOISE = random.Random(7)
_PRIORITY = 0x24
STUN_CUT_SHORT = (
    struct.pack("!HHI12s", 1, 8, aioice.stun.COOKIE, bytes(12))
    + struct.pack("!HH", _PRIORITY, 0)
    + bytes(4)
)
"""A request whose priority, four bytes, has none."""
RUBBISH = (
    b"",
    STUN_CUT_SHORT,
    *(bytes([first]) for first in range(256)),
    *(bytes([first]) + _NOISE.randbytes(60) for first in (0, 1, 20, 21, 22, 23, 64, 128, 200)),
)


def send_rubbish(*ends: End) -> None:
    """Send it from another socket to every port of every end."""
    for one in ends:
        for protocol in path_of(one.link)._protocols:
            address = protocol.transport.get_extra_info("sockname")
            family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
            with socket.socket(family, socket.SOCK_DGRAM) as stranger:
                for datagram in RUBBISH:
                    stranger.sendto(datagram, address)


async def test_rubbish_ends_no_call_and_no_handshake(caplog: pytest.LogCaptureFixture) -> None:
    async with end(None, SyntheticMicrophone()) as first, end() as second:
        offerer = await first.make_link("1", IceConfiguration())
        answerer = await second.make_link("1", IceConfiguration())
        answer = await answerer.answer(await offerer.offer())
        send_rubbish(first, second)
        await offerer.accept(answer)
        await until(lambda: offerer.up and answerer.up)
        send_rubbish(first, second)
        offerer.send_text("still here")
        answerer.send_text("here too")
        await until(lambda: TextCame("still here") in second.events)
        await until(lambda: TextCame("here too") in first.events)
        assert not first.told(LinkDown) and not second.told(LinkDown)
        assert not [entry for entry in caplog.records if entry.levelno >= logging.ERROR]


def test_a_value_shorter_than_its_attribute_is_no_message() -> None:
    with pytest.raises(ValueError, match="too short"):
        aioice.stun.parse_message(STUN_CUT_SHORT)

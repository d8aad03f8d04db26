# SPDX-License-Identifier: GPL-3.0-or-later
"""What anybody may send to an open port: aiortc and aioice stumble over none of it.

Importing this module sets how aioice reads a STUN message, for the whole process.
"""

from __future__ import annotations

import struct
from collections.abc import Awaitable, Callable

import aioice.stun

_parse = aioice.stun.parse_message


async def next_filled(receive: Callable[[], Awaitable[bytes]]) -> bytes:
    """Receive the next datagram with something in it: aiortc ends where one is empty."""
    while not (data := await receive()):
        pass
    return data


def parse_stun(data: bytes) -> aioice.stun.Message:
    """Read a STUN message as aioice does. Raises ValueError for whatever is none.

    aioice's own raises struct.error where a value is shorter than its attribute, which ends a
    relay's TCP connection.
    """
    try:
        return _parse(data)
    except struct.error as error:
        raise ValueError("a STUN value is too short") from error


aioice.stun.parse_message = parse_stun

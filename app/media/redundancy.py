# SPDX-License-Identifier: GPL-3.0-or-later
"""Sound packets that carry earlier ones again (RFC 2198, ``audio/red``). Pure.

A lost packet then comes once more inside a later one, bit by bit the same, and is played as if
nothing had happened.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

_MORE_FOLLOW = 0x80
_TYPE_MASK = 0x7F
_HEADER_BYTES = 4
LONGEST_OFFSET = (1 << 14) - 1
"""Of an earlier block, in units of the RTP clock: 341 ms at 48 kHz."""
LONGEST_BLOCK_BYTES = (1 << 10) - 1
_MOST_BLOCKS = 9
_TIMESTAMP_WRAP = 1 << 32


class RedundancyMalformed(Exception):
    """A payload is none of RFC 2198; the packet counts as lost."""


@dataclass(frozen=True, slots=True)
class Block:
    """One frame of sound inside a packet."""

    payload_type: int
    age: int
    """How much older than the packet's own timestamp, in units of the RTP clock."""
    payload: bytes = field(repr=False)

    def timestamp(self, of_packet: int) -> int:
        """Give the block's own RTP timestamp."""
        return (of_packet - self.age) % _TIMESTAMP_WRAP


def join_blocks(earlier: Iterable[Block], newest: Block) -> bytes:
    """Build a payload; the oldest block comes first, what does not fit the format is left out."""
    headers, bodies = [], []
    for block in sorted(earlier, key=lambda block: -block.age):
        size = len(block.payload)
        if not (0 < block.age <= LONGEST_OFFSET and 0 < size <= LONGEST_BLOCK_BYTES):
            continue
        described = block.age << 10 | size
        headers.append(bytes((_MORE_FOLLOW | block.payload_type,)) + described.to_bytes(3))
        bodies.append(block.payload)
    return b"".join((*headers, bytes((newest.payload_type,)), *bodies, newest.payload))


def split_blocks(payload: bytes) -> tuple[Block, ...]:
    """Take a payload apart, the newest block last. Raises RedundancyMalformed."""
    described: list[tuple[int, int, int]] = []
    position = 0
    while position < len(payload) and payload[position] & _MORE_FOLLOW:
        header = payload[position : position + _HEADER_BYTES]
        if len(header) < _HEADER_BYTES or len(described) == _MOST_BLOCKS:
            raise RedundancyMalformed("headers")
        age_and_size = int.from_bytes(header[1:])
        described.append((header[0] & _TYPE_MASK, age_and_size >> 10, age_and_size & 0x3FF))
        position += _HEADER_BYTES
    if position >= len(payload):
        raise RedundancyMalformed("no last header")
    newest_type = payload[position]
    position += 1
    blocks = []
    for payload_type, age, size in described:
        # Chromium sends empty blocks where it has nothing to repeat.
        if size:
            blocks.append(Block(payload_type, age, payload[position : position + size]))
        position += size
    if position >= len(payload):
        raise RedundancyMalformed("shorter than its blocks")
    return (*blocks, Block(newest_type, 0, payload[position:]))

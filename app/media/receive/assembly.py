# SPDX-License-Identifier: GPL-3.0-or-later
"""Put video frames together from packets, and decide what to ask for again. Pure.

A frame is whole as soon as the packet with the marker bit and all before it are there. A
missing packet is asked for at once and then again in step with the round trip; when it does
not come in time, everything up to the next keyframe is given up.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from app.media.receive.sequence import Unwrapper

MOST_PACKETS = 512
MOST_ROUNDS = 10
_SHORTEST_ROUND_S = 0.03
_ROUND_MARGIN_S = 0.015
_BETWEEN_COPIES_S = 0.012
_LOSS_OF_TWO, _LOSS_OF_THREE = 0.008, 0.08
"""From these shares of losses on, a request is repeated once or twice within a round."""
_LOSS_WEIGHT = 1 / 200
_GIVE_UP_S = 0.8
_BETWEEN_KEYFRAME_REQUESTS_S = 0.3


@dataclass(frozen=True, slots=True)
class VideoPacket:
    """What the assembly needs to know of an RTP packet of VP8."""

    sequence: int
    timestamp: int
    marker: bool
    starts_frame: bool
    """It carries the start of the first partition (RFC 7741: S set, PID 0)."""
    data: bytes = field(repr=False)
    """Without the payload descriptor."""


@dataclass(frozen=True, slots=True)
class AskAgain:
    """Send a NACK for these (16-bit) sequence numbers."""

    sequences: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AskKeyframe:
    """Send a PLI."""


@dataclass(frozen=True, slots=True)
class Decode:
    """This frame is whole and all that it refers to was given before."""

    data: bytes = field(repr=False)
    timestamp: int
    keyframe: bool


AssemblyCommand = AskAgain | AskKeyframe | Decode


@dataclass(slots=True)
class _Missing:
    since: float
    ask_at: float
    round_from: float
    rounds: int = 0
    copies: int = 0


class VideoAssembly:
    """The packets of one video stream. One thread at a time."""

    def __init__(self) -> None:
        self._unwrapper = Unwrapper(16)
        self._packets: dict[int, VideoPacket] = {}
        self._missing: dict[int, _Missing] = {}
        self._next: int | None = None
        self._highest = 0
        self._needs_keyframe = True
        self._keyframe_asked_at = float("-inf")
        self._loss = 0.0
        self._crowded = False
        self.retransmitted = 0
        """Packets that came later than a round trip after they were missed."""
        self.given_up = 0
        """Times that all which waited was thrown away."""

    @property
    def waiting(self) -> int:
        """Count the packets that wait for others."""
        return len(self._packets)

    def set_crowded(self, crowded: bool) -> None:
        """Know whether a queue builds up: then what is asked for in vain only fills it more."""
        self._crowded = crowded

    def add(self, packet: VideoPacket, now: float, round_trip_s: float) -> list[AssemblyCommand]:
        """Take a packet that came at ``now``."""
        number = self._unwrapper.unwrap(packet.sequence)
        if self._next is None:
            self._next, self._highest = number, number - 1
        if number < self._next:
            return []
        commands: list[AssemblyCommand] = []
        if number > self._highest:
            for absent in range(self._highest + 1, number):
                self._missing[absent] = _Missing(since=now, ask_at=now, round_from=now)
                self._loss += (1 - self._loss) * _LOSS_WEIGHT
            self._loss -= self._loss * _LOSS_WEIGHT
            self._highest = number
        missed = self._missing.pop(number, None)
        # What comes sooner was only overtaken.
        if (
            missed is not None
            and (missed.rounds or missed.copies)
            and now - missed.since >= 0.5 * round_trip_s
        ):
            self.retransmitted += 1
        self._packets[number] = packet
        if len(self._packets) > MOST_PACKETS or len(self._missing) > MOST_PACKETS:
            commands += self._give_up(now, round_trip_s)
        else:
            commands += self._whole_frames(now, round_trip_s)
            commands += self._ask_again(now, round_trip_s)
        return commands

    def tick(self, now: float, round_trip_s: float) -> list[AssemblyCommand]:
        """Let time pass: ask again, or give up."""
        deadline_s = max(_GIVE_UP_S, 4 * round_trip_s + 0.1)
        if any(now - missing.since > deadline_s for missing in self._missing.values()):
            return self._give_up(now, round_trip_s)
        commands = self._ask_again(now, round_trip_s)
        if self._needs_keyframe and self._next is not None:
            commands += self._ask_keyframe(now, round_trip_s)
        return commands

    def decoding_failed(self, now: float, round_trip_s: float) -> list[AssemblyCommand]:
        """Start again from a keyframe: the decoder did not understand a frame, or missed one."""
        self._needs_keyframe = True
        return self._ask_keyframe(now, round_trip_s)

    def _whole_frames(self, now: float, round_trip_s: float) -> list[AssemblyCommand]:
        commands: list[AssemblyCommand] = []
        while (parts := self._whole_frame()) is not None:
            first = parts[0]
            data = b"".join(part.data for part in parts)
            keyframe = _is_keyframe(data)
            if not first.starts_frame or not data or (self._needs_keyframe and not keyframe):
                # Half a frame, or one that refers to what was never received.
                self._needs_keyframe = True
                commands += self._ask_keyframe(now, round_trip_s)
                continue
            self._needs_keyframe = False
            commands.append(Decode(data, first.timestamp, keyframe))
        return commands

    def _whole_frame(self) -> list[VideoPacket] | None:
        """Take the next frame out, if all of its packets are there."""
        number = self._next
        assert number is not None
        parts: list[VideoPacket] = []
        while (packet := self._packets.get(number)) is not None:
            if parts and packet.timestamp != parts[0].timestamp:
                # A sender that sets no marker: the next frame's packet ends this one.
                break
            parts.append(packet)
            number += 1
            if packet.marker:
                break
        else:
            return None
        for taken in range(number - len(parts), number):
            del self._packets[taken]
        self._next = number
        return parts

    def _ask_again(self, now: float, round_trip_s: float) -> list[AssemblyCommand]:
        due = [
            number
            for number, missing in self._missing.items()
            if now >= missing.ask_at and missing.rounds < MOST_ROUNDS
        ]
        if not due:
            return []
        copies = self._copies()
        for number in due:
            missing = self._missing[number]
            missing.copies += 1
            if missing.copies < copies:
                missing.ask_at = now + _BETWEEN_COPIES_S
                continue
            wait_s = max(_SHORTEST_ROUND_S, round_trip_s + _ROUND_MARGIN_S)
            missing.ask_at = missing.round_from = max(now, missing.round_from + wait_s)
            missing.rounds += 1
            missing.copies = 0
        return [AskAgain(tuple(number & 0xFFFF for number in due))]

    def _copies(self) -> int:
        """Say how often to ask within a round.

        A request or its answer gets lost like any packet. A second one shortly after costs a small
        packet and spares a whole round trip; but a full queue would only be filled more.
        """
        if self._crowded or self._loss < _LOSS_OF_TWO:
            return 1
        return 2 if self._loss < _LOSS_OF_THREE else 3

    def _ask_keyframe(self, now: float, round_trip_s: float) -> list[AssemblyCommand]:
        wait_s = max(_BETWEEN_KEYFRAME_REQUESTS_S, 2 * round_trip_s)
        if now - self._keyframe_asked_at < wait_s:
            return []
        self._keyframe_asked_at = now
        return [AskKeyframe()]

    def _give_up(self, now: float, round_trip_s: float) -> list[AssemblyCommand]:
        """Forget all that waits and go on from a keyframe.

        A keyframe that is already on its way in the buffer is kept.
        """
        self.given_up += 1
        newest_missing = max(self._missing, default=self._highest)
        self._missing.clear()
        start = next(
            (
                number
                for number in sorted(self._packets)
                if number > newest_missing
                and self._packets[number].starts_frame
                and _is_keyframe(self._packets[number].data)
            ),
            self._highest + 1,
        )
        self._packets = {n: p for n, p in self._packets.items() if n >= start}
        self._next = start
        self._needs_keyframe = True
        if start > self._highest:
            return self._ask_keyframe(now, round_trip_s)
        return self._whole_frames(now, round_trip_s)


def _is_keyframe(data: bytes) -> bool:
    """Read the inverse key frame flag (RFC 7741 section 4.3)."""
    return bool(data) and not data[0] & 1

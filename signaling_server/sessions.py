# SPDX-License-Identifier: GPL-3.0-or-later
"""One client's conversation through all its connections: numbers, replay, answers. Pure."""

from __future__ import annotations

from collections import OrderedDict, deque
from dataclasses import dataclass, field
from typing import Final

from signaling_server.ids import SessionId
from signaling_server.wire import RESUME_SECONDS, Envelope, ServerMessage, encode

REPLAY_MESSAGES: Final = 240
REPLAY_BYTES: Final = 768 * 1024
"""Both less than what may be queued towards a reader, so that a replay always fits."""
_REPLAY_SECONDS: Final = RESUME_SECONDS + 60.0
"""A dead connection is noticed only after some heartbeats; what went into it counts as well."""
_ANSWERS: Final = 1024


@dataclass(frozen=True, slots=True)
class _Kept:
    seq: int
    at: float
    raw: bytes


@dataclass(slots=True)
class Session:
    """Numbers what goes to a client and remembers it until the client must have it."""

    session: SessionId
    """Public name, which peers see."""
    resume: str = field(repr=False)
    """Secret, which the client says to resume."""
    me: str
    """The participant or user that this is."""
    _last: int = 0
    _kept: deque[_Kept] = field(default_factory=deque)
    _kept_bytes: int = 0
    _answers: OrderedDict[str, ServerMessage | None] = field(default_factory=OrderedDict)

    def number(self, message: ServerMessage, now: float) -> bytes:
        """Write the next message as it goes out, and keep it for a replay."""
        self._last += 1
        raw = encode(Envelope(self._last, message))
        self._kept.append(_Kept(self._last, now, raw))
        self._kept_bytes += len(raw)
        while self._kept and (
            self._kept[0].at < now - _REPLAY_SECONDS
            or len(self._kept) > REPLAY_MESSAGES
            or self._kept_bytes > REPLAY_BYTES
        ):
            self._kept_bytes -= len(self._kept.popleft().raw)
        return raw

    def missed_after(self, received: int) -> list[bytes] | None:
        """Give what a client has missed, or None where that is not known any more."""
        first = self._last - len(self._kept) + 1
        if not first - 1 <= received <= self._last:
            return None
        return [kept.raw for kept in self._kept if kept.seq > received]

    def begin(self, message_id: str) -> bool:
        """Tell whether a client's message is new; if so it counts as being carried out."""
        if message_id in self._answers:
            return False
        self._answers[message_id] = None
        while len(self._answers) > _ANSWERS:
            self._answers.popitem(last=False)
        return True

    def answer(self, message_id: str) -> ServerMessage | None:
        """Give the answer to a repeated message; None while it is still being carried out."""
        return self._answers.get(message_id)

    def answered(self, message_id: str, answer: ServerMessage) -> None:
        """Remember what a message was answered with."""
        if message_id in self._answers:
            self._answers[message_id] = answer

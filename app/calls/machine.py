# SPDX-License-Identifier: GPL-3.0-or-later
"""What one end of a call does next. No input, no output, no clock, no tasks.

    OUTSIDE --Entered--> WAITING --PeerCame--> CONNECTING --LinkVerified--> CONNECTED
       ^                    ^                      |                         |    ^
       |                    +--peer left, sent back+-------------------------+    |
       |                                                            LinkSilent or | LinkHeard or
     HungUp(left)                                                        LinkDown | LinkVerified
       |                                                                     v    |
    any of them --finished, removed, VerificationFailed--> ENDED        RECONNECTING
                                                                             | 120 s
                                                                        INTERRUPTED

The server may vanish while the media link is healthy, so nothing it says or fails to say
ends a connected call but a dismissal; losing the link only starts a new attempt, without
end. The server names the offerer, so two offers never meet. An attempt is named by the
signed sequence number of its offer: names rise, and words about an older one are ignored.

Make before break: the link that stands stays until a newer one is let through, or is dead for
good. Where it is heard again first, the newer one is given up.
"""

from __future__ import annotations

from typing import Final, assert_never

from app.calls.events import (
    AnswerCame,
    Bye,
    ByeCame,
    Command,
    DropLink,
    Entered,
    Event,
    HungUp,
    LetThrough,
    LinkDown,
    LinkHeard,
    LinkSilent,
    LinkUp,
    LinkVerified,
    MakeAnswer,
    MakeOffer,
    OfferCame,
    PeerCame,
    PeerLeft,
    PeerRefused,
    SayBye,
    SayRefused,
    SentAway,
    ServerBack,
    ServerEnded,
    ServerLost,
    TakeAnswer,
    TimePassed,
    VerificationFailed,
    VerifyLink,
)
from app.calls.views import EndReason, Stage

ATTEMPT_SECONDS: Final = 12.0
"""An attempt that has not connected by then is replaced."""
RETRY_SECONDS: Final = 2.0
"""Least time between the starts of two attempts; media.md 8.6."""
SLOW_RETRY_SECONDS: Final = 10.0
PATIENT_SECONDS: Final = 60.0
"""After that long without success, attempts start at the slow pace."""
INTERRUPTED_SECONDS: Final = 120.0
"""Then the person is told that the visit is interrupted; trying goes on (clinical.md F4.1)."""


_TRYING = frozenset({Stage.CONNECTING, Stage.RECONNECTING, Stage.INTERRUPTED})


class CallMachine:
    """Feed it events, carry out the commands it returns in their order, show its stage.

    ``now`` is any clock that only goes forward. ``TimePassed`` is due at ``deadline()``.
    An event that does not fit the stage is ignored: late and doubled ones are normal.
    """

    def __init__(self, first_attempt: int) -> None:
        self.stage = Stage.OUTSIDE
        self.end_reason: EndReason | None = None
        self.attempt = 0
        """The newest attempt, 0 before the first."""
        self.standing = 0
        """The attempt whose link was let through and is not dropped yet; 0 for none."""
        self._silent = False
        """Nothing comes over the link that stands."""
        self._patience_s = 0.0
        self._next_attempt = first_attempt
        self._open = False
        """The newest attempt is being made, and has not failed."""
        self._answered = False
        self._up = False
        self._offerer = False
        self._online = True
        self._server_ended = False
        self._present = False
        self._left_on_purpose = False
        self._session = ""
        self._trying_since = 0.0
        self._started_at = float("-inf")
        self._retry_at: float | None = None

    def deadline(self) -> float | None:
        """Tell when ``TimePassed`` is due, if nothing else happens."""
        times = []
        if self._open:
            times.append(self._started_at + ATTEMPT_SECONDS)
        if self.stage not in _TRYING:
            return min(times, default=None)
        if self._retry_at is not None and self._may_offer():
            times.append(self._retry_at)
        if self.stage is not Stage.INTERRUPTED:
            times.append(self._trying_since + INTERRUPTED_SECONDS)
        return min(times, default=None)

    def handle(self, event: Event, now: float) -> list[Command]:
        """Take one event; return what to do, in order."""
        if self.stage is Stage.ENDED:
            return []
        match event:
            case Entered():
                if self.stage is Stage.OUTSIDE:
                    self.stage = Stage.WAITING
                    self.end_reason = None
                return []
            case ServerLost():
                self._online = False
                return []
            case ServerBack():
                self._online = True
                if self.standing and self._silent:
                    # Only now can the link look for another path.
                    self._retry_at = now + self._patience_s
                return self._offer_if_due(now)
            case ServerEnded():
                self._online = False
                self._server_ended = True
                if self.stage is Stage.CONNECTED:
                    return []
                return self._end(EndReason.NO_CONNECTION)
            case HungUp(bye):
                return self._hang_up(bye)
            case _ if self.stage is Stage.OUTSIDE:
                return []
            case PeerCame(session, offerer):
                return self._peer_came(session, offerer, now)
            case PeerLeft(on_purpose):
                return self._peer_left(on_purpose)
            case OfferCame(attempt, sdp):
                return self._offer_came(attempt, sdp, now)
            case AnswerCame(attempt, sdp):
                if not (self._offerer and self._is_open(attempt)) or self._answered:
                    return []
                self._answered = True
                return [TakeAnswer(attempt, sdp)]
            case LinkUp(attempt):
                if not self._is_open(attempt) or self._up:
                    return []
                self._up = True
                return [VerifyLink(attempt)]
            case LinkVerified(attempt):
                return self._link_verified(attempt)
            case LinkSilent(attempt, patience_s):
                return self._link_silent(attempt, patience_s, now)
            case LinkHeard(attempt):
                return self._link_heard(attempt)
            case LinkDown(attempt):
                return self._link_down(attempt, now)
            case VerificationFailed():
                return [*self._end(EndReason.VERIFICATION_FAILED), SayRefused()]
            case PeerRefused():
                if self.stage not in _TRYING:
                    return []
                return self._end(EndReason.VERIFICATION_FAILED)
            case ByeCame(bye):
                return self._bye_came(bye)
            case SentAway(reason):
                if reason is EndReason.SENT_BACK:
                    return self._wait(reason)
                return self._end(reason)
            case TimePassed():
                return self._time_passed(now)
            case _:
                assert_never(event)

    # ---- people ----------------------------------------------------------------------------

    def _peer_came(self, session: str, offerer: bool, now: float) -> list[Command]:
        anew = session != self._session
        self._session = session
        self._present = True
        self._left_on_purpose = False
        if self.stage is Stage.CONNECTED:
            # A restarted server names everybody anew; if the peer's program has really
            # started anew, the link is dead and says so itself.
            return []
        self._offerer = offerer
        if self.stage is Stage.WAITING:
            self.stage = Stage.CONNECTING
            self.end_reason = None
            self._trying_since = now
            self._retry_at = now
            return self._offer_if_due(now)
        if anew:
            # What was offered to the earlier program will never be answered.
            return [*(self._give_up(now) if offerer else []), *self._offer_if_due(now)]
        return self._offer_if_due(now)

    def _peer_left(self, on_purpose: bool) -> list[Command]:
        self._present = False
        self._left_on_purpose = on_purpose
        if on_purpose and self.stage in _TRYING:
            return self._wait(EndReason.PEER_LEFT)
        return []

    def _hang_up(self, bye: Bye) -> list[Command]:
        match bye:
            case Bye.LEFT:
                if self.stage is Stage.OUTSIDE:
                    return []
                commands: list[Command] = [SayBye(bye), *self._wait(EndReason.LEFT)]
                self.stage = Stage.OUTSIDE
                return commands
            case Bye.WAIT_AGAIN:
                if self.stage in (Stage.OUTSIDE, Stage.WAITING):
                    return []
                return [SayBye(bye), *self._wait(None)]
            case Bye.FINISHED:
                return [SayBye(bye), *self._end(EndReason.FINISHED)]
            case Bye.WORDS_DIFFER:
                if self.stage is Stage.OUTSIDE:
                    return []
                return [SayBye(bye), *self._end(EndReason.VERIFICATION_FAILED)]
            case _:
                assert_never(bye)

    def _bye_came(self, bye: Bye) -> list[Command]:
        if self.stage is Stage.WAITING:
            return []
        match bye:
            case Bye.LEFT:
                return self._wait(EndReason.PEER_LEFT)
            case Bye.WAIT_AGAIN:
                return self._wait(EndReason.SENT_BACK)
            case Bye.FINISHED:
                return self._end(EndReason.FINISHED)
            case Bye.WORDS_DIFFER:
                return self._end(EndReason.VERIFICATION_FAILED)
            case _:
                assert_never(bye)

    def _wait(self, reason: EndReason | None) -> list[Command]:
        self.stage = Stage.WAITING
        self.end_reason = reason
        self._present = False
        self._session = ""
        return self._close()

    def _end(self, reason: EndReason) -> list[Command]:
        self.stage = Stage.ENDED
        self.end_reason = reason
        return self._close()

    # ---- attempts --------------------------------------------------------------------------

    def _is_open(self, attempt: int) -> bool:
        return self._open and attempt == self.attempt

    def _may_offer(self) -> bool:
        return self._offerer and self._online and self._present and not self._open

    def _offer_if_due(self, now: float) -> list[Command]:
        if self.stage not in _TRYING or not self._may_offer():
            return []
        pace = RETRY_SECONDS
        if now - self._trying_since >= PATIENT_SECONDS:
            pace = SLOW_RETRY_SECONDS
        earliest = max(self._started_at + pace, self._retry_at or now)
        if now < earliest:
            self._retry_at = earliest
            return []
        self._begin(self._next_attempt, now)
        return [MakeOffer(self.attempt)]

    def _begin(self, attempt: int, now: float) -> None:
        self.attempt = attempt
        self._next_attempt = attempt + 1
        self._open = True
        self._answered = self._up = False
        self._started_at = now
        self._retry_at = None

    def _offer_came(self, attempt: int, sdp: str, now: float) -> list[Command]:
        if self._offerer or self.stage is Stage.WAITING or attempt <= self.attempt:
            return []
        dropped = self._drop_newest()
        self._begin(attempt, now)
        return [*dropped, MakeAnswer(attempt, sdp)]

    def _link_verified(self, attempt: int) -> list[Command]:
        if not self._is_open(attempt) or not self._up:
            return []
        before, self.standing = self.standing, attempt
        self._open = self._silent = False
        self.stage = Stage.CONNECTED
        self._retry_at = None
        return [LetThrough(attempt), *([DropLink(before)] if before else [])]

    def _link_silent(self, attempt: int, patience_s: float, now: float) -> list[Command]:
        if attempt != self.standing or self._silent:
            return []
        self._silent = True
        self._patience_s = patience_s
        if self.stage is not Stage.CONNECTED:
            return []
        if self._left_on_purpose:
            return self._wait(EndReason.PEER_LEFT)
        self.stage = Stage.RECONNECTING
        self._trying_since = now
        self._retry_at = now + patience_s
        return self._offer_if_due(now)

    def _link_heard(self, attempt: int) -> list[Command]:
        if attempt != self.standing:
            return []
        self._silent = False
        if self.stage not in (Stage.RECONNECTING, Stage.INTERRUPTED):
            return []
        self.stage = Stage.CONNECTED
        self._retry_at = None
        return self._drop_newest()

    def _link_down(self, attempt: int, now: float) -> list[Command]:
        if self._is_open(attempt):
            return [*self._give_up(now), *self._offer_if_due(now)]
        if attempt != self.standing:
            return []
        self.standing = 0
        dropped: list[Command] = [DropLink(attempt)]
        if self._left_on_purpose:
            return [*dropped, *self._wait(EndReason.PEER_LEFT)]
        if self._server_ended:
            return [*dropped, *self._end(EndReason.NO_CONNECTION)]
        if self.stage is Stage.CONNECTED:
            self.stage = Stage.RECONNECTING
            self._trying_since = now
        self._retry_at = now
        return [*dropped, *self._offer_if_due(now)]

    def _give_up(self, now: float) -> list[Command]:
        self._retry_at = now
        return self._drop_newest()

    def _drop_newest(self) -> list[Command]:
        """Drop the link that is being made; the one that stands stays."""
        if not self._open:
            return []
        self._open = False
        return [DropLink(self.attempt)]

    def _close(self) -> list[Command]:
        dropped = self._drop_newest()
        standing, self.standing = self.standing, 0
        return [*dropped, *([DropLink(standing)] if standing else [])]

    def _time_passed(self, now: float) -> list[Command]:
        if self.stage in _TRYING and now >= self._trying_since + INTERRUPTED_SECONDS:
            self.stage = Stage.INTERRUPTED
        commands: list[Command] = []
        if self._open and now >= self._started_at + ATTEMPT_SECONDS:
            commands += self._give_up(now)
        return [*commands, *self._offer_if_due(now)]

# SPDX-License-Identifier: GPL-3.0-or-later
"""When another path is looked for: lists of events, and two ends that always meet in a round."""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from app.calls.path_recovery import (
    PACE_SECONDS,
    PATIENT_SECONDS,
    ROUND_SECONDS,
    SLOW_SECONDS,
    CheckServer,
    Command,
    Connect,
    Describe,
    Event,
    Moved,
    OwnDescribed,
    PathFailed,
    PathRecovery,
    PathUp,
    PeerDescribed,
    Pulsed,
    ServerIs,
    TimePassed,
)
from app.media.liveness import Pulse

UNSTEADY, SILENT, STEADY = (Pulsed(Pulse(name)) for name in ("unsteady", "silent", "steady"))


def run(recovery: PathRecovery, *events: Event, now: float = 0.0) -> list[Command]:
    return [command for event in events for command in recovery.handle(event, now)]


def test_a_silent_path_leads_to_a_round() -> None:
    recovery = PathRecovery()
    assert recovery.deadline() is None
    assert run(recovery, UNSTEADY) == [CheckServer(), Describe(1)]
    assert run(recovery, OwnDescribed(1), now=0.1) == []
    assert run(recovery, PeerDescribed(1), now=0.2) == [Connect(1)]
    assert run(recovery, PathUp(1), STEADY, now=0.5) == []
    assert recovery.deadline() is None


def test_the_other_may_have_described_itself_first() -> None:
    recovery = PathRecovery()
    assert run(recovery, PeerDescribed(3)) == [Describe(3)]
    assert run(recovery, OwnDescribed(3)) == [Connect(3)]
    assert run(recovery, OwnDescribed(3), PeerDescribed(3), PeerDescribed(2)) == []


def test_a_path_that_works_is_left_alone() -> None:
    recovery = PathRecovery()
    assert run(recovery, Moved(gone=False), ServerIs(False), ServerIs(True), TimePassed()) == []
    assert recovery.round == 0


def test_a_path_whose_address_is_gone_is_replaced_before_it_is_silent() -> None:
    recovery = PathRecovery()
    assert run(recovery, Moved(gone=True)) == [CheckServer(), Describe(1)]
    assert run(recovery, OwnDescribed(1), PeerDescribed(1)) == [Connect(1)]
    # So quick that the pulse never changed.
    assert run(recovery, PathUp(1), now=0.4) == []
    assert recovery.deadline() is None
    assert run(recovery, TimePassed(), now=30.0) == []


def test_a_path_that_is_up_but_silent_is_still_looked_for() -> None:
    recovery = PathRecovery()
    run(recovery, UNSTEADY, OwnDescribed(1), PeerDescribed(1), PathUp(1))
    assert recovery.deadline() == PACE_SECONDS
    assert run(recovery, TimePassed(), now=PACE_SECONDS) == [Describe(2)]


def test_new_addresses_begin_a_new_round_at_once() -> None:
    recovery = PathRecovery()
    run(recovery, Moved(gone=True))
    assert run(recovery, Moved(gone=True), now=0.3) == [CheckServer(), Describe(2)]
    assert run(recovery, OwnDescribed(1), now=0.4) == []


def test_without_the_server_rounds_wait_for_it() -> None:
    recovery = PathRecovery()
    assert run(recovery, ServerIs(False), SILENT) == [CheckServer()]
    assert recovery.deadline() is None
    assert run(recovery, ServerIs(True), now=9.0) == [Describe(1)]


def test_a_server_that_comes_back_begins_anew_even_within_the_pace() -> None:
    recovery = PathRecovery()
    run(recovery, UNSTEADY)
    assert run(recovery, ServerIs(False), ServerIs(True), now=0.5) == [Describe(2)]


def test_a_round_without_success_is_replaced() -> None:
    recovery = PathRecovery()
    run(recovery, UNSTEADY)
    assert recovery.deadline() == ROUND_SECONDS
    assert run(recovery, SILENT, now=1.5) == [CheckServer()]
    assert run(recovery, TimePassed(), now=ROUND_SECONDS) == [Describe(2)]


def test_a_failed_round_is_replaced_at_a_pace_that_slows_down() -> None:
    recovery = PathRecovery()
    run(recovery, UNSTEADY)
    assert run(recovery, PathFailed(1), now=0.5) == []
    assert recovery.deadline() == PACE_SECONDS
    assert run(recovery, TimePassed(), now=PACE_SECONDS) == [Describe(2)]
    late = PATIENT_SECONDS + 1
    assert run(recovery, TimePassed(), now=late) == [Describe(3)]
    assert run(recovery, PathFailed(3), now=late + 1) == []
    assert recovery.deadline() == late + SLOW_SECONDS


def test_a_path_that_lives_again_ends_the_search() -> None:
    recovery = PathRecovery()
    run(recovery, UNSTEADY)
    run(recovery, STEADY, now=0.5)
    assert recovery.deadline() is None
    assert run(recovery, TimePassed(), PathFailed(1), now=9.0) == []
    # The other may not have heard anything, though.
    assert run(recovery, OwnDescribed(1), PeerDescribed(2), now=9.0) == [Describe(2)]


@dataclass
class End:
    """One end, with what is on its way to it."""

    recovery: PathRecovery = field(default_factory=PathRecovery)
    inbox: list[int] = field(default_factory=list)
    outbox: list[int] = field(default_factory=list)
    """Described, but the server has not taken it."""
    online: bool = True
    connecting: int = 0
    path: int = 0


class World:
    """Two ends whose path is dead; the server comes and goes for each."""

    def __init__(self) -> None:
        self.now = 0.0
        self.ends = (End(), End())

    def tell(self, end: End, event: Event) -> None:
        for command in end.recovery.handle(event, self.now):
            match command:
                case Describe(number):
                    end.connecting = 0
                    end.outbox = [number]
                case Connect(number):
                    end.connecting = number
                case CheckServer():
                    pass

    def deliver(self) -> None:
        """Let the server carry what it can, and connect where both try the same."""
        one, other = self.ends
        for end, peer in ((one, other), (other, one)):
            while end.online and end.outbox:
                number = end.outbox.pop(0)
                peer.inbox.append(number)
                self.tell(end, OwnDescribed(number))
            while end.online and end.inbox:
                self.tell(end, PeerDescribed(end.inbox.pop(0)))
        if one.connecting and one.connecting == other.connecting:
            for end in self.ends:
                number, end.connecting = end.connecting, 0
                end.path = number
                self.tell(end, PathUp(number))
                self.tell(end, STEADY)

    def pass_time(self, seconds: float) -> None:
        self.now += seconds
        for end in self.ends:
            deadline = end.recovery.deadline()
            if deadline is not None and self.now >= deadline:
                self.tell(end, TimePassed())


def step(world: World, which: int, what: str | float) -> None:
    """Let one thing happen."""
    end = world.ends[which]
    match what:
        case float():
            world.pass_time(what)
        case "deliver":
            world.deliver()
        case "server-lost" | "server-back":
            end.online = what == "server-back"
            world.tell(end, ServerIs(end.online))
        case "unsteady":
            world.tell(end, UNSTEADY)
        case "moved":
            world.tell(end, Moved(gone=True))
        case "failed":
            if end.connecting:
                number, end.connecting = end.connecting, 0
                world.tell(end, PathFailed(number))


STEPS = st.tuples(
    st.sampled_from([0, 1]),
    st.one_of(
        st.sampled_from(["deliver", "server-lost", "server-back", "unsteady", "moved", "failed"]),
        st.floats(0.1, 15.0),
    ),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(STEPS, max_size=40))
def test_two_ends_always_meet_in_one_round(steps: list[tuple[int, str | float]]) -> None:
    world = World()
    for which, what in steps:
        step(world, which, what)
    for end in world.ends:
        end.path = 0
        end.online = True
        world.tell(end, UNSTEADY)
        world.tell(end, ServerIs(True))
    for _ in range(12):
        for _ in range(6):
            world.deliver()
        world.pass_time(ROUND_SECONDS)
    one, other = world.ends
    assert one.path == other.path != 0

# SPDX-License-Identifier: GPL-3.0-or-later
"""Two machines, a relay that loses, a path that breaks: they always find each other again."""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from app.calls.events import (
    AnswerCame,
    Command,
    DropLink,
    Entered,
    Event,
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
    SayBye,
    SayRefused,
    ServerBack,
    ServerLost,
    TakeAnswer,
    TimePassed,
    VerifyLink,
)
from app.calls.machine import CallMachine
from app.calls.views import Stage


@dataclass
class End:
    """One program: its machine and the links it holds, by their attempts."""

    name: str
    machine: CallMachine
    links: set[int] = field(default_factory=set)
    up: set[int] = field(default_factory=set)
    let_through: set[int] = field(default_factory=set)


class World:
    """Carries out commands; the relay and the path obey ``losing`` and ``path``."""

    def __init__(self, patience_s: float = 0.0) -> None:
        self.patience_s = patience_s
        self.now = 0.0
        self.losing = False
        self.path = True
        self.sessions = 0
        self.guest = self._program(1_000)
        self.host = self._program(1)
        self.meet()

    def _program(self, first: int) -> End:
        self.sessions += 1
        end = End(f"session-{self.sessions}", CallMachine(first))
        end.machine.handle(Entered(), self.now)
        return end

    def restart(self, who: str) -> None:
        """One program dies and starts anew; its sequence numbers come from a clock."""
        if who == "guest":
            self.guest = self._program(1_000 + int(self.now * 1000) + self.sessions)
        else:
            self.host = self._program(1)
        self.meet()

    def meet(self) -> None:
        """The server tells both that the other is there."""
        self.tell(self.host, PeerCame(self.guest.name, offerer=False))
        self.tell(self.guest, PeerCame(self.host.name, offerer=True))

    def other(self, end: End) -> End:
        return self.host if end is self.guest else self.guest

    def tell(self, end: End, event: Event) -> None:
        for command in end.machine.handle(event, self.now):
            self.carry_out(end, command)

    def carry_out(self, end: End, command: Command) -> None:
        match command:
            case MakeOffer(attempt):
                assert end is self.guest and end.links <= {end.machine.standing}
                end.links.add(attempt)
                if not self.losing:
                    self.tell(self.host, OfferCame(attempt, "offer"))
            case MakeAnswer(attempt, _):
                assert end is self.host and end.links <= {end.machine.standing}
                end.links.add(attempt)
                if not self.losing:
                    self.tell(self.guest, AnswerCame(attempt, "answer"))
            case TakeAnswer(attempt, _):
                assert attempt in end.links
                if self.path and attempt in self.host.links:
                    for each in (self.host, self.guest):
                        each.up.add(attempt)
                        self.tell(each, LinkUp(attempt))
            case VerifyLink(attempt):
                assert attempt in end.up
                self.tell(end, LinkVerified(attempt))
            case LetThrough(attempt):
                assert attempt in end.links & end.up
                end.let_through.add(attempt)
            case DropLink(attempt):
                end.links.remove(attempt)
            case SayBye() | SayRefused():
                raise AssertionError("nobody hung up")

    def cut(self) -> None:
        """The path dies; both ends find out, in either order."""
        self.path = False
        for end in (self.guest, self.host):
            self.tell(end, LinkSilent(end.machine.standing, self.patience_s))

    def mend(self) -> None:
        """The path is back before the links that stand are dead for good."""
        self.path = True
        for end in (self.guest, self.host):
            if end.machine.standing in self.other(end).links:
                self.tell(end, LinkHeard(end.machine.standing))

    def pass_time(self, seconds: float) -> None:
        """Run both clocks; one-sided links notice their silence after 3 s."""
        until = self.now + seconds
        while self.now < until:
            deadlines = [e.machine.deadline() for e in (self.guest, self.host)]
            coming = [d for d in deadlines if d is not None]
            self.now = min(until, max(self.now + 0.01, min([*coming, self.now + 3.0])))
            for end in (self.guest, self.host):
                deadline = end.machine.deadline()
                if deadline is not None and self.now >= deadline:
                    self.tell(end, TimePassed())
                standing = end.machine.standing
                if standing and standing not in self.other(end).links:
                    self.tell(end, LinkSilent(standing, self.patience_s))
                    self.tell(end, LinkDown(standing))


STEPS = st.one_of(
    st.sampled_from(
        [
            "lose",
            "carry",
            "cut",
            "mend",
            "server-lost",
            "server-back",
            "unseen",
            "met",
            "guest-restarts",
            "host-restarts",
        ]
    ),
    st.floats(0.01, 40.0),
)


def step(world: World, what: str | float) -> None:
    """Carry out one thing that may happen."""
    match what:
        case float():
            world.pass_time(what)
        case "lose":
            world.losing = True
        case "carry":
            world.losing = False
        case "cut":
            world.cut()
        case "mend":
            world.mend()
        case "server-lost":
            world.losing = True
            for end in (world.guest, world.host):
                world.tell(end, ServerLost())
        case "server-back":
            world.losing = False
            for end in (world.guest, world.host):
                world.tell(end, ServerBack())
        case "unseen":
            for end in (world.guest, world.host):
                world.tell(end, PeerLeft(on_purpose=False))
        case "met":
            world.meet()
        case "guest-restarts":
            world.restart("guest")
        case "host-restarts":
            world.restart("host")


@settings(max_examples=300, deadline=None)
@given(st.lists(STEPS, max_size=25), st.sampled_from([0.0, 4.0]))
def test_they_always_find_each_other_again(steps: list[str | float], patience_s: float) -> None:
    world = World(patience_s)
    for what in steps:
        step(world, what)
    world.losing = False
    world.mend()
    for end in (world.guest, world.host):
        world.tell(end, ServerBack())
    world.meet()
    world.pass_time(30.0)
    guest, host = world.guest, world.host
    assert guest.machine.stage is host.machine.stage is Stage.CONNECTED
    standing = guest.machine.standing
    assert standing == host.machine.standing
    assert guest.links == host.links == {standing}
    assert standing in guest.let_through & host.let_through


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(["server-lost", "server-back", "unseen", "met"]), max_size=20))
def test_no_server_trouble_touches_a_call_that_stands(steps: list[str]) -> None:
    world = World()
    links = set(world.guest.links)
    for what in steps:
        step(world, what)
        world.sessions += 1
        world.guest.name = f"session-{world.sessions}"
        world.pass_time(50.0)
    assert world.guest.machine.stage is world.host.machine.stage is Stage.CONNECTED
    assert world.guest.links == world.host.links == links

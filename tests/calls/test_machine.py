# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists of events in, commands and stages out."""

from __future__ import annotations

import pytest

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
from app.calls.machine import (
    ATTEMPT_SECONDS,
    INTERRUPTED_SECONDS,
    PATIENT_SECONDS,
    RETRY_SECONDS,
    SLOW_RETRY_SECONDS,
    CallMachine,
)
from app.calls.views import EndReason, Stage

GUEST_CAME = PeerCame("guest-1", offerer=False)
HOST_CAME = PeerCame("host-1", offerer=True)


def run(machine: CallMachine, *events: Event, now: float = 0.0) -> list[Command]:
    """Feed events at one time; return all commands."""
    return [command for event in events for command in machine.handle(event, now)]


def connected_offerer() -> CallMachine:
    machine = CallMachine(7)
    run(machine, Entered(), HOST_CAME, AnswerCame(7, "a"), LinkUp(7), LinkVerified(7))
    assert machine.stage is Stage.CONNECTED
    return machine


def connected_answerer() -> CallMachine:
    machine = CallMachine(1)
    run(machine, Entered(), GUEST_CAME, OfferCame(7, "o"), LinkUp(7), LinkVerified(7))
    assert machine.stage is Stage.CONNECTED
    return machine


def test_the_offerer_connects() -> None:
    machine = CallMachine(7)
    assert run(machine, Entered()) == []
    assert machine.stage is Stage.WAITING
    assert run(machine, HOST_CAME) == [MakeOffer(7)]
    assert machine.stage is Stage.CONNECTING
    assert run(machine, AnswerCame(7, "answer")) == [TakeAnswer(7, "answer")]
    assert run(machine, LinkUp(7)) == [VerifyLink(7)]
    assert machine.stage is Stage.CONNECTING
    assert run(machine, LinkVerified(7)) == [LetThrough(7)]
    assert machine.stage is Stage.CONNECTED
    assert machine.deadline() is None


def test_the_answerer_connects() -> None:
    machine = CallMachine(1)
    assert run(machine, Entered(), GUEST_CAME) == []
    assert run(machine, OfferCame(7, "offer")) == [MakeAnswer(7, "offer")]
    assert run(machine, LinkUp(7), LinkVerified(7)) == [VerifyLink(7), LetThrough(7)]


def test_nothing_is_let_through_before_the_link_is_verified() -> None:
    machine = CallMachine(7)
    run(machine, Entered(), HOST_CAME, AnswerCame(7, "a"))
    assert run(machine, LinkVerified(7)) == []
    assert machine.stage is Stage.CONNECTING


def test_an_answerer_makes_no_offer_and_takes_no_answer() -> None:
    machine = CallMachine(7)
    assert run(machine, Entered(), GUEST_CAME, AnswerCame(7, "a"), ServerBack()) == []
    assert run(machine, TimePassed(), now=INTERRUPTED_SECONDS) == []
    assert machine.stage is Stage.INTERRUPTED


def test_an_offerer_takes_no_offer() -> None:
    assert run(connected_offerer(), OfferCame(99, "o")) == []


@pytest.mark.parametrize(
    "event",
    [
        AnswerCame(6, "old"),
        LinkUp(6),
        LinkVerified(6),
        LinkDown(6),
        OfferCame(6, "old"),
    ],
)
def test_words_about_an_older_attempt_are_ignored(event: Event) -> None:
    for machine in (connected_offerer(), connected_answerer()):
        assert run(machine, event) == []
        assert machine.stage is Stage.CONNECTED


def test_a_second_answer_to_one_offer_is_ignored() -> None:
    machine = CallMachine(7)
    run(machine, Entered(), HOST_CAME, AnswerCame(7, "a"))
    assert run(machine, AnswerCame(7, "b")) == []


def test_losing_the_server_or_its_view_of_the_peer_does_not_end_a_call() -> None:
    for machine in (connected_offerer(), connected_answerer()):
        events = (
            ServerLost(),
            PeerLeft(on_purpose=False),
            ServerBack(),
            PeerCame("anew", offerer=True),
            PeerLeft(on_purpose=True),
            PeerRefused(),
        )
        assert run(machine, *events) == []
        assert machine.stage is Stage.CONNECTED


def test_a_lost_path_leads_to_a_new_attempt() -> None:
    machine = connected_offerer()
    assert run(machine, LinkDown(7), now=50.0) == [DropLink(7), MakeOffer(8)]
    assert machine.stage is Stage.RECONNECTING
    commands = run(machine, AnswerCame(8, "a"), LinkUp(8), LinkVerified(8), now=51.0)
    assert commands == [TakeAnswer(8, "a"), VerifyLink(8), LetThrough(8)]
    assert machine.stage is Stage.CONNECTED


def test_the_answerer_waits_for_the_new_offer() -> None:
    machine = connected_answerer()
    assert run(machine, LinkDown(7), now=50.0) == [DropLink(7)]
    assert machine.stage is Stage.RECONNECTING
    assert run(machine, OfferCame(8, "o"), now=51.0) == [MakeAnswer(8, "o")]


def test_a_newer_offer_replaces_a_link_that_stands_only_once_it_is_verified() -> None:
    machine = connected_answerer()
    assert run(machine, OfferCame(8, "o")) == [MakeAnswer(8, "o")]
    assert machine.stage is Stage.CONNECTED
    assert run(machine, LinkUp(8)) == [VerifyLink(8)]
    assert run(machine, LinkVerified(8)) == [LetThrough(8), DropLink(7)]
    assert (machine.stage, machine.standing) == (Stage.CONNECTED, 8)


def test_a_newer_offer_that_comes_to_nothing_leaves_the_link_that_stands() -> None:
    machine = connected_answerer()
    run(machine, OfferCame(8, "o"), now=1.0)
    assert machine.deadline() == 1.0 + ATTEMPT_SECONDS
    assert run(machine, TimePassed(), now=1.0 + ATTEMPT_SECONDS) == [DropLink(8)]
    assert (machine.stage, machine.standing) == (Stage.CONNECTED, 7)
    assert machine.deadline() is None


def test_a_silent_link_stays_while_another_is_made() -> None:
    machine = connected_offerer()
    assert run(machine, LinkSilent(7), now=50.0) == [MakeOffer(8)]
    assert machine.stage is Stage.RECONNECTING
    commands = run(machine, AnswerCame(8, "a"), LinkUp(8), LinkVerified(8), now=51.0)
    assert commands == [TakeAnswer(8, "a"), VerifyLink(8), LetThrough(8), DropLink(7)]
    assert machine.stage is Stage.CONNECTED
    assert run(machine, LinkHeard(7), LinkSilent(7), LinkDown(7), now=52.0) == []


def test_a_link_that_is_heard_again_is_kept_and_the_other_given_up() -> None:
    machine = connected_offerer()
    run(machine, LinkSilent(7), now=50.0)
    assert run(machine, LinkHeard(7), now=51.0) == [DropLink(8)]
    assert (machine.stage, machine.standing) == (Stage.CONNECTED, 7)
    assert machine.deadline() is None
    assert run(machine, AnswerCame(8, "a"), LinkUp(8)) == []


def test_a_link_that_looks_for_another_path_is_given_the_time() -> None:
    machine = connected_offerer()
    assert run(machine, LinkSilent(7, patience_s=4.0), now=50.0) == []
    assert machine.stage is Stage.RECONNECTING
    assert machine.deadline() == 54.0
    assert run(machine, TimePassed(), now=54.0) == [MakeOffer(8)]


def test_the_time_for_another_path_counts_from_when_the_server_is_back() -> None:
    machine = connected_offerer()
    run(machine, ServerLost(), LinkSilent(7, patience_s=4.0), now=50.0)
    assert run(machine, ServerBack(), now=60.0) == []
    assert run(machine, TimePassed(), now=64.0) == [MakeOffer(8)]


def test_a_silent_link_that_dies_is_made_anew_at_once() -> None:
    machine = connected_offerer()
    run(machine, LinkSilent(7, patience_s=4.0), now=50.0)
    assert run(machine, LinkDown(7), now=51.0) == [DropLink(7), MakeOffer(8)]
    assert run(machine, LinkDown(8), now=54.0) == [DropLink(8), MakeOffer(9)]


def test_silence_of_one_who_left_on_purpose_is_no_interruption() -> None:
    machine = connected_offerer()
    assert run(machine, PeerLeft(on_purpose=True), LinkSilent(7)) == [DropLink(7)]
    assert (machine.stage, machine.end_reason) == (Stage.WAITING, EndReason.PEER_LEFT)


def test_a_server_that_is_gone_for_ever_ends_only_what_needs_it() -> None:
    machine = connected_offerer()
    assert run(machine, ServerEnded()) == []
    assert machine.stage is Stage.CONNECTED
    assert run(machine, LinkDown(7)) == [DropLink(7)]
    assert (machine.stage, machine.end_reason) == (Stage.ENDED, EndReason.NO_CONNECTION)
    waiting = CallMachine(7)
    assert run(waiting, Entered(), ServerEnded()) == []
    assert (waiting.stage, waiting.end_reason) == (Stage.ENDED, EndReason.NO_CONNECTION)


def test_no_attempt_without_the_server() -> None:
    machine = connected_offerer()
    assert run(machine, ServerLost(), LinkDown(7), now=50.0) == [DropLink(7)]
    assert machine.deadline() == 50.0 + INTERRUPTED_SECONDS
    assert run(machine, ServerBack(), now=60.0) == [MakeOffer(8)]


def test_no_attempt_while_the_peer_is_away() -> None:
    machine = connected_offerer()
    assert run(machine, PeerLeft(on_purpose=False), LinkDown(7), now=50.0) == [DropLink(7)]
    assert run(machine, HOST_CAME, now=60.0) == [MakeOffer(8)]


def test_an_attempt_that_takes_too_long_is_replaced() -> None:
    machine = CallMachine(7)
    run(machine, Entered(), HOST_CAME)
    assert machine.deadline() == ATTEMPT_SECONDS
    assert run(machine, TimePassed(), now=ATTEMPT_SECONDS) == [DropLink(7), MakeOffer(8)]


def test_attempts_keep_their_distance() -> None:
    machine = CallMachine(7)
    run(machine, Entered(), HOST_CAME)
    assert run(machine, LinkDown(7), now=0.5) == [DropLink(7)]
    assert machine.deadline() == RETRY_SECONDS
    assert run(machine, TimePassed(), now=RETRY_SECONDS) == [MakeOffer(8)]
    # After a minute, the slow pace.
    late = PATIENT_SECONDS + 1
    run(machine, LinkDown(8), now=late)
    assert machine.attempt == 9
    run(machine, LinkDown(9), now=late + 0.1)
    assert machine.deadline() == late + SLOW_RETRY_SECONDS


def test_after_two_minutes_the_visit_is_interrupted_and_trying_goes_on() -> None:
    machine = connected_offerer()
    run(machine, LinkDown(7), now=100.0)
    stages = set()
    now = 100.0
    for _ in range(40):
        deadline = machine.deadline()
        assert deadline is not None
        now = max(now, deadline)
        run(machine, TimePassed(), now=now)
        stages.add(machine.stage)
    assert stages == {Stage.RECONNECTING, Stage.INTERRUPTED}
    assert machine.stage is Stage.INTERRUPTED
    last = machine.attempt
    run(machine, AnswerCame(last, "a"), LinkUp(last), LinkVerified(last), now=now)
    assert machine.stage is Stage.CONNECTED


def test_a_peer_that_starts_anew_before_the_connection_gets_a_new_offer() -> None:
    machine = CallMachine(7)
    run(machine, Entered(), HOST_CAME)
    assert run(machine, HOST_CAME, now=5.0) == []
    assert run(machine, PeerCame("host-2", offerer=True), now=5.0) == [DropLink(7), MakeOffer(8)]


def test_leaving_and_coming_back() -> None:
    machine = connected_offerer()
    assert run(machine, HungUp(Bye.LEFT)) == [SayBye(Bye.LEFT), DropLink(7)]
    assert (machine.stage, machine.end_reason) == (Stage.OUTSIDE, EndReason.LEFT)
    assert run(machine, HungUp(Bye.LEFT), HOST_CAME) == []
    run(machine, Entered())
    assert (machine.stage, machine.end_reason) == (Stage.WAITING, None)
    assert run(machine, HOST_CAME, now=9.0) == [MakeOffer(8)]


def test_the_other_leaves_and_comes_back() -> None:
    machine = connected_answerer()
    assert run(machine, ByeCame(Bye.LEFT)) == [DropLink(7)]
    assert (machine.stage, machine.end_reason) == (Stage.WAITING, EndReason.PEER_LEFT)
    assert run(machine, ByeCame(Bye.FINISHED), OfferCame(9, "o")) == []
    assert run(machine, GUEST_CAME, OfferCame(9, "o")) == [MakeAnswer(9, "o")]
    assert machine.end_reason is None


def test_a_peer_that_left_on_purpose_is_not_called_back() -> None:
    machine = connected_offerer()
    run(machine, PeerLeft(on_purpose=True))
    assert run(machine, LinkDown(7)) == [DropLink(7)]
    assert (machine.stage, machine.end_reason) == (Stage.WAITING, EndReason.PEER_LEFT)


def test_a_peer_that_leaves_while_connecting() -> None:
    machine = CallMachine(7)
    run(machine, Entered(), HOST_CAME)
    assert run(machine, PeerLeft(on_purpose=True)) == [DropLink(7)]
    assert machine.stage is Stage.WAITING


def test_sent_back_to_the_door_and_let_in_again() -> None:
    host = connected_answerer()
    assert run(host, HungUp(Bye.WAIT_AGAIN)) == [SayBye(Bye.WAIT_AGAIN), DropLink(7)]
    assert run(host, HungUp(Bye.WAIT_AGAIN)) == []
    assert host.stage is Stage.WAITING
    guest = connected_offerer()
    assert run(guest, ByeCame(Bye.WAIT_AGAIN), SentAway(EndReason.SENT_BACK)) == [DropLink(7)]
    assert (guest.stage, guest.end_reason) == (Stage.WAITING, EndReason.SENT_BACK)
    assert run(guest, HOST_CAME, now=5.0) == [MakeOffer(8)]


@pytest.mark.parametrize(
    ("event", "reason", "commands"),
    [
        (HungUp(Bye.FINISHED), EndReason.FINISHED, [SayBye(Bye.FINISHED), DropLink(7)]),
        (ByeCame(Bye.FINISHED), EndReason.FINISHED, [DropLink(7)]),
        (SentAway(EndReason.FINISHED), EndReason.FINISHED, [DropLink(7)]),
        (SentAway(EndReason.REMOVED), EndReason.REMOVED, [DropLink(7)]),
        (VerificationFailed(), EndReason.VERIFICATION_FAILED, [DropLink(7), SayRefused()]),
        (
            HungUp(Bye.WORDS_DIFFER),
            EndReason.VERIFICATION_FAILED,
            [SayBye(Bye.WORDS_DIFFER), DropLink(7)],
        ),
        (ByeCame(Bye.WORDS_DIFFER), EndReason.VERIFICATION_FAILED, [DropLink(7)]),
    ],
)
def test_the_end_is_final(event: Event, reason: EndReason, commands: list[Command]) -> None:
    machine = connected_offerer()
    assert run(machine, event) == commands
    assert (machine.stage, machine.end_reason) == (Stage.ENDED, reason)
    assert run(machine, Entered(), HOST_CAME, HungUp(Bye.LEFT), ServerBack(), TimePassed()) == []
    assert machine.deadline() is None


def test_a_refusal_ends_what_is_not_connected() -> None:
    machine = CallMachine(7)
    run(machine, Entered(), HOST_CAME)
    assert run(machine, PeerRefused()) == [DropLink(7)]
    assert machine.end_reason is EndReason.VERIFICATION_FAILED


def test_outside_nothing_happens() -> None:
    machine = CallMachine(7)
    events = (HOST_CAME, OfferCame(9, "o"), HungUp(Bye.WAIT_AGAIN), HungUp(Bye.WORDS_DIFFER))
    assert run(machine, *events, TimePassed(), LinkUp(7)) == []
    assert machine.stage is Stage.OUTSIDE


def test_a_visit_can_be_finished_from_outside() -> None:
    machine = CallMachine(7)
    assert run(machine, HungUp(Bye.FINISHED)) == [SayBye(Bye.FINISHED)]
    assert machine.stage is Stage.ENDED

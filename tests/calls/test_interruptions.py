# SPDX-License-Identifier: GPL-3.0-or-later
"""Why and how long people could not hear each other: lists of events in, interruptions out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.calls.interruptions import DeviceInterruptions, PathInterruptions
from app.records.encounter import Interruption, InterruptionCause, interrupted_seconds

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
NETWORK, OWN = InterruptionCause.NETWORK, InterruptionCause.OWN_NETWORK
OTHER, SERVER = InterruptionCause.OTHER_SIDE, InterruptionCause.SERVER
Event = tuple[str, float]


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def path(*happened: Event) -> PathInterruptions:
    """Let things happen at seconds after the start."""
    found = PathInterruptions()
    for name, seconds in happened:
        now = at(seconds)
        acts: dict[str, Callable[[], None]] = {
            "silent": lambda now=now: found.silent(now),
            "moved": lambda now=now: found.address_gone(now),
            "closed": lambda now=now: found.closed(now),
            "peer gone": found.peer_gone,
            "server gone": lambda now=now: found.server_is(False, now),
            "server back": lambda now=now: found.server_is(True, now),
            "over": lambda now=now: found.over(now),
        }
        acts[name]()
    return found


@pytest.mark.parametrize(
    ("happened", "cause"),
    [
        ([("silent", 10)], NETWORK),
        ([("moved", 10), ("silent", 9)], OWN),
        ([("silent", 10), ("moved", 12)], OWN),
        # Closed although it spoke a moment ago: the other side's program did that.
        ([("closed", 10)], OTHER),
        ([("silent", 10), ("closed", 11)], OTHER),
        # Given up below, because nothing had come for long.
        ([("silent", 10), ("closed", 40)], NETWORK),
        ([("moved", 10), ("closed", 11)], OWN),
        # The server lost the other side too, so it is not the way between the two alone.
        ([("silent", 10), ("peer gone", 17)], OTHER),
        ([("moved", 10), ("peer gone", 17)], OWN),
        # But one that this end could not reach itself, or that began anew, knows nothing.
        ([("silent", 10), ("server gone", 12), ("server back", 15), ("peer gone", 16)], NETWORK),
        ([("server gone", 8), ("silent", 12), ("server back", 15), ("peer gone", 16)], SERVER),
        # Its own network took the line to the server along.
        ([("server gone", 11), ("silent", 10)], NETWORK),
        ([("server gone", 9), ("silent", 10)], NETWORK),
        ([("server gone", 8), ("silent", 10)], SERVER),
        ([("server gone", 2), ("server back", 5), ("silent", 10)], NETWORK),
        ([("server gone", 2), ("server gone", 9), ("silent", 10)], SERVER),
    ],
)
def test_the_cause(happened: list[Event], cause: InterruptionCause) -> None:
    found = path(*happened)
    assert found.present is not None and found.present.cause is cause
    found.over(at(60))
    (one,) = found.past_and_present
    assert (one.cause, one.end, found.present) == (cause, at(60), None)


def test_without_an_interruption_nothing_is_written_down() -> None:
    assert path(("over", 1), ("peer gone", 2), ("server gone", 3)).past_and_present == ()


def test_each_interruption_is_judged_for_itself() -> None:
    found = path(
        ("silent", 10), ("server gone", 12), ("over", 14), ("server back", 15),
        ("silent", 20), ("peer gone", 25), ("over", 30),
    )  # fmt: skip
    assert [one.cause for one in found.past_and_present] == [NETWORK, OTHER]


_events = st.lists(
    st.tuples(
        st.sampled_from(
            ["silent", "moved", "closed", "peer gone", "server gone", "server back", "over"]
        ),
        st.floats(0.01, 30),
    ),
    max_size=40,
)


@given(_events)
def test_interruptions_never_overlap_and_only_the_last_may_last(steps: list[Event]) -> None:
    now, happened = 0.0, []
    for name, step in steps:
        now += step
        happened.append((name, now))
    found = path(*happened).past_and_present
    for before, after in pairwise(found):
        assert before.end is not None and before.start <= before.end <= after.start
    assert interrupted_seconds(found, at(now)) == pytest.approx(
        sum(one.seconds(at(now)) for one in found)
    )
    begun = sum(name in ("silent", "moved", "closed") for name, _ in steps)
    assert len(found) <= begun


# ---- devices ------------------------------------------------------------------------------


def devices(looks: str) -> tuple[tuple[float, float | None], ...]:
    """Look once a second: "+" both are there, "-" one is missing, "|" the people part."""
    found = DeviceInterruptions()
    for second, look in enumerate(looks):
        if look == "|":
            found.over(at(second))
        else:
            found.look(look == "+", at(second))
    assert all(one.cause is InterruptionCause.DEVICE for one in found.past_and_present)
    return tuple(
        (
            (one.start - START).total_seconds(),
            None if one.end is None else (one.end - START).total_seconds(),
        )
        for one in found.past_and_present
    )


@pytest.mark.parametrize(
    ("looks", "lost"),
    [
        ("+++++", ()),
        ("-----", ()),
        ("--++", ()),
        # Another device takes over between two looks.
        ("++-++", ()),
        ("++--++", ((2, 4),)),
        ("++-----", ((2, None),)),
        ("++--+--+", ((2, 4), (5, 7))),
        ("++---|", ((2, 5),)),
        # Still missing when they meet again: the time between was no conversation.
        ("++---|--+", ((2, 5), (6, 8))),
    ],
)
def test_a_device_that_was_there_and_is_gone(
    looks: str, lost: tuple[tuple[float, float | None], ...]
) -> None:
    assert devices(looks) == lost


# ---- the value ----------------------------------------------------------------------------


def test_what_two_interruptions_share_counts_once() -> None:
    both = (Interruption(at(10), at(20)), Interruption(at(15), at(18), OWN))
    assert interrupted_seconds(both, at(100)) == 10
    apart = (Interruption(at(40), None), Interruption(at(10), at(20)))
    assert interrupted_seconds(apart, at(45)) == 15
    assert interrupted_seconds((), at(45)) == 0


def test_a_cause_that_a_newer_program_wrote_is_read_as_unknown() -> None:
    one = Interruption(at(0), at(1), OWN)
    raw = msgspec.json.encode(one)
    assert msgspec.json.decode(raw, type=Interruption) == one
    newer = raw.replace(b"own-network", b"solar-storm")
    read = msgspec.json.decode(newer, type=Interruption)
    assert read.cause is InterruptionCause.UNKNOWN
    older = msgspec.json.encode({"start": at(0), "end": None})
    assert msgspec.json.decode(older, type=Interruption).cause is NETWORK

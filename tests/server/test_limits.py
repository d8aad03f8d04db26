# SPDX-License-Identifier: GPL-3.0-or-later
"""Counters that are told the time."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from signaling_server.limits import AtOnce, Buckets, TokenBucket, WrongProofs


def test_a_bucket_lets_a_burst_through_and_then_the_rate() -> None:
    bucket = TokenBucket(2.0, 3.0, 0.0)
    assert [bucket.take(0.0) for _ in range(4)] == [True, True, True, False]
    assert bucket.wait(0.25) == 0.25
    assert bucket.take(0.5)
    assert not bucket.take(-100.0)


@given(st.lists(st.floats(0, 5), max_size=200))
def test_a_bucket_never_lets_more_through_than_it_may(pauses: list[float]) -> None:
    bucket, now, through = TokenBucket(20.0, 60.0, 0.0), 0.0, 0
    for pause in pauses:
        now += pause
        through += bucket.take(now)
    assert through <= 60 + 20 * now + 1e-6


def test_buckets_are_apart_and_forgotten() -> None:
    buckets = Buckets(1.0, 1.0, most=2)
    assert buckets.wait("a", 0.0) == 0.0
    assert buckets.wait("a", 0.0) == 1.0
    assert buckets.wait("b", 0.0) == 0.0
    assert buckets.wait("c", 0.0) == 0.0
    assert buckets.wait("a", 0.0) == 0.0


def test_wrong_proofs_delay_the_next() -> None:
    proofs = WrongProofs(3, 10.0, most_keys=2)
    for second in range(3):
        assert proofs.wait("link", float(second)) == 0.0
        proofs.wrong("link", float(second))
    assert proofs.wait("link", 3.0) == 9.0
    assert proofs.wait("link", 12.0) == 0.0
    assert proofs.wait("other", 3.0) == 0.0
    assert proofs.wait("link", 3700.0) == 0.0
    proofs.wrong("a", 0.0)
    proofs.wrong("b", 0.0)
    assert proofs.wait("link", 3.0) == 0.0


def test_at_once() -> None:
    running = AtOnce(2)
    assert [running.enter("u"), running.enter("u"), running.enter("u")] == [True, True, False]
    assert running.enter("other")
    running.leave("u")
    assert running.enter("u")

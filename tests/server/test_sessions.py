# SPDX-License-Identifier: GPL-3.0-or-later
"""Numbers, replay and answers of one session; and the outbox towards its socket."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from signaling_server.ids import SessionId
from signaling_server.limits import QUEUED_BYTES, QUEUED_MESSAGES
from signaling_server.outbox import Outbox
from signaling_server.sessions import REPLAY_BYTES, REPLAY_MESSAGES, Session
from signaling_server.wire import CLOSE_TOO_SLOW, Done, Pong, Relayed, decode_envelope


def new_session() -> Session:
    return Session(SessionId("s"), "secret", "me")


@given(st.integers(0, 300), st.integers(-1, 301))
def test_a_replay_is_whole_or_refused(said: int, received: int) -> None:
    session = new_session()
    for number in range(said):
        session.number(Pong(str(number)), 0.0)
    missed = session.missed_after(received)
    if not 0 <= received <= said or said - received > REPLAY_MESSAGES:
        assert missed is None
    else:
        assert missed is not None
        assert [decode_envelope(raw).seq for raw in missed] == list(range(received + 1, said + 1))


def test_old_messages_are_not_kept() -> None:
    session = new_session()
    session.number(Pong("1"), 0.0)
    session.number(Pong("2"), 1000.0)
    assert session.missed_after(0) is None
    assert session.missed_after(1) is not None


def test_the_replay_is_bounded_in_bytes() -> None:
    session = new_session()
    for _ in range(30):
        session.number(Relayed("a", "b", "x" * 40_000), 0.0)
    kept = [session.missed_after(n) for n in range(31)]
    assert max(sum(map(len, raws)) for raws in kept if raws is not None) <= REPLAY_BYTES


def test_a_message_is_new_once() -> None:
    session = new_session()
    assert session.begin("a")
    assert not session.begin("a")
    assert session.answer("a") is None
    session.answered("a", Done("a"))
    assert session.answer("a") == Done("a")
    for number in range(2000):
        session.begin(str(number))
    assert session.answer("a") is None
    assert "secret" not in repr(session)


async def test_the_outbox_gives_up_on_a_reader_that_does_not_read() -> None:
    for size, most in ((1, QUEUED_MESSAGES), (QUEUED_BYTES // 4, 4)):
        outbox = Outbox()
        for _ in range(most):
            outbox.put(b"x" * size)
        assert not outbox.closing
        outbox.put(b"x")
        assert await outbox.next() == CLOSE_TOO_SLOW


async def test_the_outbox_writes_all_before_it_closes() -> None:
    outbox = Outbox()
    outbox.put(b"1")
    outbox.close(4000)
    outbox.close(4001)
    outbox.put(b"2")
    assert [await outbox.next(), await outbox.next()] == [b"1", 4000]

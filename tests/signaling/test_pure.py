# SPDX-License-Identifier: GPL-3.0-or-later
"""Waiting, pacing, numbering and sealing: parts that touch no network."""

from __future__ import annotations

from contextlib import ExitStack

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.records.ids import AppointmentId, LinkId
from app.signaling.backoff import BURST, LONGEST_S, SHORTEST_S, Pace, full_jitter
from app.signaling.http import InsecureServer, ServerClient, ServerUnreachable
from app.signaling.inbound import Inbound, OutOfOrder
from app.signaling.sealed_texts import (
    MAX_TEXT_BYTES,
    Author,
    Card,
    TextTooLong,
    open_card,
    open_text,
    seal_card,
    seal_text,
)
from app.signaling.session_events import TooManyUnanswered
from app.signaling.unanswered import Unanswered
from app.vault.sealing import Tampered
from signaling_server.wire import (
    MAX_CARD_BYTES,
    MAX_SEALED_MESSAGE_BYTES,
    ClientMessage,
    Envelope,
    Hello,
    ParcelCame,
    Ping,
    Welcome,
)

SECRET = bytes(range(16))
LINK = LinkId("0a" * 16)
VISIT = AppointmentId("0b" * 16)


@given(st.integers(0, 10_000_000), st.floats(0, 1, exclude_max=True))
def test_waiting_time_stays_in_its_bounds(attempt: int, chance: float) -> None:
    assert 0.0 <= full_jitter(attempt, chance) <= LONGEST_S


def test_waiting_time_grows_from_half_a_second_to_half_a_minute() -> None:
    ceilings = [full_jitter(n, 1.0) for n in range(9)]
    assert ceilings == [SHORTEST_S, 1.0, 2.0, 4.0, 8.0, 16.0, LONGEST_S, LONGEST_S, LONGEST_S]
    assert full_jitter(3, 0.5) == 4.0 / 2


@given(st.lists(st.floats(0, 1), max_size=300))
def test_pace_never_exceeds_what_the_server_allows(gaps: list[float]) -> None:
    pace = Pace(rate=18.0, burst=50)
    now = 0.0
    sent: list[float] = []
    for gap in gaps:
        now = max(now + gap, sent[-1] if sent else 0.0)
        sent.append(now + pace.delay(now))
    for first in range(len(sent)):
        for last in range(first, len(sent)):
            # The server: 20 a second, burst of 60.
            assert last - first + 1 <= 60 + 20 * (sent[last] - sent[first]) + 1e-6


def test_a_burst_goes_at_once() -> None:
    pace = Pace()
    assert [pace.delay(5.0) for _ in range(BURST)] == [0.0] * BURST
    assert pace.delay(5.0) > 0.0


def welcome(seq: int, resumed: bool) -> Envelope:
    return Envelope(seq, Welcome("session", resumed, "me", 0.0))


def numbered(seq: int) -> Envelope:
    return Envelope(seq, ParcelCame(str(seq)))


def test_each_number_is_taken_once_and_in_order() -> None:
    inbound = Inbound()
    assert inbound.position() == (None, 0)
    assert inbound.take(welcome(1, False))
    assert inbound.take(numbered(2))
    assert not inbound.take(numbered(2))
    assert inbound.take(numbered(3))
    assert inbound.position() == ("session", 3)
    with pytest.raises(OutOfOrder):
        inbound.take(numbered(5))


def test_a_new_session_counts_anew() -> None:
    inbound = Inbound()
    inbound.take(welcome(1, False))
    inbound.take(numbered(2))
    assert inbound.take(welcome(1, False))
    assert inbound.take(numbered(2))


@given(st.text(max_size=300))
def test_text_between_the_two_ends(text: str) -> None:
    sealed = seal_text(SECRET, VISIT, Author.HOST, text)
    assert open_text(SECRET, VISIT, Author.HOST, sealed) == text
    for secret, visit, author in (
        (bytes(16), VISIT, Author.HOST),
        (SECRET, AppointmentId("0c" * 16), Author.HOST),
        (SECRET, VISIT, Author.GUEST),
    ):
        with pytest.raises(Tampered):
            open_text(secret, visit, author, sealed)


def test_longest_text_fits_the_wire() -> None:
    sealed = seal_text(SECRET, VISIT, Author.GUEST, "x" * MAX_TEXT_BYTES)
    assert len(sealed) == MAX_SEALED_MESSAGE_BYTES
    with pytest.raises(TextTooLong):
        seal_text(SECRET, VISIT, Author.GUEST, "x" * (MAX_TEXT_BYTES + 1))


def test_card_opens_for_its_link_alone() -> None:
    card = Card("Astrid Fonnedal", "Psychiatrist", "DPS Viddal", 1.0, 2.0, "", "Eira Multemyr")
    sealed = seal_card(SECRET, LINK, card)
    assert len(sealed) < MAX_CARD_BYTES
    assert b"Eira" not in sealed
    assert open_card(SECRET, LINK, sealed) == card
    with pytest.raises(Tampered):
        open_card(SECRET, LinkId("0d" * 16), sealed)


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org",
        "http://10.0.0.1",
        "http://127.0.0.1.example.org",
        "http://localhost.example.org",
        "ftp://example.org",
        "example.org",
        "https://",
        "https://example.org/?x=1",
        "https://example.org:99999999",
        "",
    ],
)
async def test_unprotected_or_odd_address_is_refused(address: str) -> None:
    with pytest.raises(InsecureServer):
        ServerClient(address, insecure_allowed=False)


@pytest.mark.parametrize(
    "address",
    ["https://example.org/", "http://127.0.0.1:80", "http://[::1]:80", "http://localhost"],
)
async def test_protected_or_own_address_is_taken(address: str) -> None:
    assert ServerClient(address, insecure_allowed=False).base_url == address.rstrip("/")


async def test_exception_is_asked_for_and_logged(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("VIDDA_INSECURE_HTTP", "1")
    ServerClient("http://example.org")
    assert "without TLS" in caplog.text
    assert "example.org" not in caplog.text


async def test_unanswered_messages_go_out_in_order_and_again_on_a_new_socket() -> None:
    unanswered = Unanswered()
    with ExitStack() as stack:
        futures = [stack.enter_context(unanswered.waiting_for(Ping(str(n)))) for n in range(4)]
        assert [await unanswered.next(), await unanswered.next()] == [Ping("0"), Ping("1")]
        unanswered.answer("1")
        unanswered.answer("1")
        unanswered.answer("unknown")
        unanswered.begin_again()
        with unanswered.waiting_for(Ping("new")) as new:
            assert [await unanswered.next() for _ in range(4)] == [
                Ping("0"),
                Ping("2"),
                Ping("3"),
                Ping("new"),
            ]
            unanswered.fail(ServerUnreachable())
            assert isinstance(new.exception(), ServerUnreachable)
        assert [future.exception() is None for future in futures] == [False, True, False, False]


async def test_the_newest_message_is_refused_when_too_many_wait() -> None:
    unanswered = Unanswered()
    with ExitStack() as stack:
        for n in range(256):
            stack.enter_context(unanswered.waiting_for(Ping(str(n))))
        with pytest.raises(TooManyUnanswered):
            stack.enter_context(unanswered.waiting_for(Ping("one more")))
        assert await unanswered.next() == Ping("0")


@pytest.mark.parametrize("message", [Hello(1), Ping("twice")])
async def test_own_mistakes_are_told(message: ClientMessage) -> None:
    unanswered = Unanswered()
    with (
        unanswered.waiting_for(Ping("twice")),
        pytest.raises(ValueError, match=r"hello|already"),
        unanswered.waiting_for(message),
    ):
        pass

# SPDX-License-Identifier: GPL-3.0-or-later
"""The words are equal without an attacker and hopeless to steer with one."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.calls.control import Commitment, Nonce, Reveal
from app.calls.signers import NotThePeer
from app.calls.word_lists import words_in
from app.calls.words import (
    LIST_LENGTH,
    WORDS,
    WordsDamaged,
    WordsExchange,
    commitment,
    read_word_list,
)
from app.records.ids import CallId
from app.resources import read_text

CALL = CallId("0" * 31 + "1")
GUEST_PRINT, HOST_PRINT = b"g" * 32, b"h" * 32


def pair(
    guest_nonce: bytes = b"1" * 32, host_nonce: bytes = b"2" * 32
) -> tuple[WordsExchange, WordsExchange]:
    guest = WordsExchange(CALL, True, GUEST_PRINT, HOST_PRINT, guest_nonce)
    host = WordsExchange(CALL, False, HOST_PRINT, GUEST_PRINT, host_nonce)
    return guest, host


def talk(guest: WordsExchange, host: WordsExchange) -> None:
    """Carry messages to and fro until both are silent."""
    to_host, to_guest = list(guest.begin()), list(host.begin())
    while to_host or to_guest:
        if to_host:
            to_guest += host.handle(to_host.pop(0))
        if to_guest:
            to_host += guest.handle(to_guest.pop(0))


@settings(deadline=None)
@given(st.binary(min_size=32, max_size=32), st.binary(min_size=32, max_size=32))
def test_both_sides_draw_the_same_words(guest_nonce: bytes, host_nonce: bytes) -> None:
    guest, host = pair(guest_nonce, host_nonce)
    assert guest.places == ()
    talk(guest, host)
    assert guest.places == host.places
    assert len(guest.places) == WORDS
    assert all(0 <= place < LIST_LENGTH for place in guest.places)


def test_other_nonces_calls_and_certificates_give_other_words() -> None:
    drawn = set()
    for guest, host in (
        pair(),
        pair(guest_nonce=b"3" * 32),
        pair(host_nonce=b"3" * 32),
        (
            WordsExchange(CallId("f" * 32), True, GUEST_PRINT, HOST_PRINT, b"1" * 32),
            WordsExchange(CallId("f" * 32), False, HOST_PRINT, GUEST_PRINT, b"2" * 32),
        ),
        (
            WordsExchange(CALL, True, GUEST_PRINT, b"i" * 32, b"1" * 32),
            WordsExchange(CALL, False, b"i" * 32, GUEST_PRINT, b"2" * 32),
        ),
    ):
        talk(guest, host)
        drawn.add(guest.places)
    assert len(drawn) == 5


def test_somebody_in_between_gives_the_two_different_words() -> None:
    guest, _ = pair()
    middle_for_guest = WordsExchange(CALL, False, b"m" * 32, GUEST_PRINT, b"4" * 32)
    guest = WordsExchange(CALL, True, GUEST_PRINT, b"m" * 32, b"1" * 32)
    middle_for_host = WordsExchange(CALL, True, b"n" * 32, HOST_PRINT, b"4" * 32)
    host = WordsExchange(CALL, False, HOST_PRINT, b"n" * 32, b"2" * 32)
    talk(guest, middle_for_guest)
    talk(middle_for_host, host)
    assert guest.places != host.places


@pytest.mark.parametrize("revealed", [b"5" * 32, b"", b"1" * 31])
def test_a_broken_promise_is_found(revealed: bytes) -> None:
    _, host = pair()
    host.handle(Commitment(commitment(b"1" * 32, GUEST_PRINT)))
    with pytest.raises(NotThePeer):
        host.handle(Reveal(revealed))
    assert host.places == ()


def test_a_promise_for_another_certificate_is_found() -> None:
    _, host = pair()
    host.handle(Commitment(commitment(b"1" * 32, b"m" * 32)))
    with pytest.raises(NotThePeer):
        host.handle(Reveal(b"1" * 32))


def test_a_short_nonce_is_refused() -> None:
    guest, _ = pair()
    guest.begin()
    with pytest.raises(NotThePeer):
        guest.handle(Nonce(b"short"))
    with pytest.raises(ValueError, match="32 bytes"):
        pair(guest_nonce=b"short")


def test_what_is_out_of_turn_is_ignored() -> None:
    messages = (Commitment(b"c" * 32), Nonce(b"n" * 32), Reveal(b"r" * 32))
    guest, host = pair()
    for message in messages:
        assert guest.handle(message) == ()
    for message in messages[1:]:
        assert host.handle(message) == ()
    talk(guest, host)
    assert guest.places == host.places != ()
    before = guest.places, host.places
    for message in messages:
        assert guest.handle(message) == host.handle(message) == ()
    assert guest.begin() == ()
    assert (guest.places, host.places) == before


@pytest.mark.parametrize("language", ["en", "nb"])
def test_the_shipped_lists_are_easy_to_tell_apart(language: str) -> None:
    words = read_word_list(read_text(f"words/{language}.txt"))
    assert len(words) == LIST_LENGTH
    assert all(word.islower() and word.isalpha() and 3 <= len(word) <= 11 for word in words)
    for a, b in itertools.combinations(words, 2):
        if len(a) == len(b):
            assert sum(x != y for x, y in zip(a, b, strict=True)) > 1, (a, b)


@pytest.mark.parametrize("text", ["", "word\n" * LIST_LENGTH, "a b c"])
def test_a_list_that_is_not_whole_is_refused(text: str) -> None:
    with pytest.raises(WordsDamaged):
        read_word_list(text)


def test_each_person_reads_their_own_language() -> None:
    assert words_in("nb_NO") == words_in("nb") == words_in("no") == words_in("nn_NO")
    assert words_in("en_GB") == words_in("sv") == words_in("en") != words_in("nb")

# SPDX-License-Identifier: GPL-3.0-or-later
"""Messages at the door against a server that carries them as it should not."""

from __future__ import annotations

from datetime import UTC, datetime

from app.calls.conversation import Conversation
from app.records.ids import AppointmentId
from app.signaling.sealed_texts import Author

SECRET = b"s" * 16
VISIT = AppointmentId("a" * 32)


def talk(author: Author, visit: AppointmentId = VISIT, secret: bytes = SECRET) -> Conversation:
    return Conversation(secret, visit, author, lambda: datetime(2026, 11, 23, tzinfo=UTC))


def test_a_message_is_heard_once() -> None:
    guest, host = talk(Author.GUEST), talk(Author.HOST)
    sealed = guest.seal("I am five minutes late")
    assert [host.heard(sealed), host.heard(sealed)] == [True, False]
    assert host.heard(guest.seal("I am five minutes late"))
    assert [line.text for line in host.lines] == ["I am five minutes late"] * 2


def test_what_is_not_the_others_word_is_not_shown() -> None:
    guest, host = talk(Author.GUEST), talk(Author.HOST)
    sealed = guest.seal("hello")
    flipped = sealed[:-1] + bytes([sealed[-1] ^ 1])
    assert not guest.heard(sealed), "one's own words, sent back"
    assert not host.heard(flipped)
    assert not talk(Author.HOST, AppointmentId("b" * 32)).heard(sealed)
    assert not talk(Author.HOST, secret=b"t" * 16).heard(sealed)
    assert host.lines == guest.lines == ()

# SPDX-License-Identifier: GPL-3.0-or-later
"""Join links come back as they were made, and every slip is noticed and named."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.records.ids import LinkId
from app.vault.links import (
    BadLink,
    JoinAddress,
    LinkProblem,
    card_key,
    format_link,
    link_key,
    message_key,
    parse_link,
    user_key_hash,
)

LINK = LinkId("0123456789abcdef0123456789abcdef")
ADDRESS = JoinAddress("https://visit.example.org", LINK, bytes(range(16)), bytes(range(10)))
TEXT = format_link(ADDRESS)

addresses = st.builds(
    JoinAddress,
    st.sampled_from(
        [
            "https://visit.example.org",
            "http://127.0.0.1:8080",
            "https://[::1]:8443",
            "https://example.org/vidda",
        ]
    ),
    st.binary(min_size=16, max_size=16).map(lambda raw: LinkId(raw.hex())),
    st.binary(min_size=16, max_size=16),
    st.binary(min_size=10, max_size=10),
)


@given(address=addresses)
def test_a_link_comes_back(address: JoinAddress) -> None:
    assert parse_link(format_link(address)) == address


def test_the_form_of_a_link() -> None:
    before, after = TEXT.split("#")
    assert before == f"https://visit.example.org/j/{LINK}"
    assert len(after) == 38
    assert base64.urlsafe_b64decode(after + "==")[:26] == bytes(range(16)) + bytes(range(10))
    slashed = JoinAddress("https://visit.example.org/", LINK, ADDRESS.secret, ADDRESS.host_hash)
    assert format_link(slashed) == TEXT


def test_what_mail_programs_do_to_a_link() -> None:
    assert parse_link(f"  <{TEXT[:40]}\r\n {TEXT[40:]}>\n") == ADDRESS
    assert parse_link(TEXT.replace(LINK, LINK.upper())) == ADDRESS
    assert parse_link(TEXT.replace("#", "/#")) == ADDRESS


@given(data=st.data())
def test_any_exchanged_character_is_noticed(data: st.DataObject) -> None:
    place = data.draw(st.integers(TEXT.index(LINK), len(TEXT) - 1))
    other = data.draw(st.sampled_from("0123456789abcdefXYZ_-"))
    slip = TEXT[:place] + other + TEXT[place + 1 :]
    if slip != TEXT:
        # 16 bits of checksum: one slip in 65,536 may pass, none of these few does.
        with pytest.raises(BadLink):
            parse_link(slip)


@given(text=st.text(max_size=120))
def test_any_text_parses_or_is_a_bad_link(text: str) -> None:
    for candidate in (text, f"https://h/j/{LINK}#{text}", f"https://{text}/j/{LINK}#" + "A" * 38):
        with pytest.raises(BadLink):
            parse_link(candidate)


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("", LinkProblem.NOT_A_LINK),
        ("hello", LinkProblem.NOT_A_LINK),
        (TEXT.replace("https", "ftp"), LinkProblem.NOT_A_LINK),
        (TEXT.replace("https", "javascript"), LinkProblem.NOT_A_LINK),
        (TEXT.replace("visit.example.org", "user@visit.example.org"), LinkProblem.NOT_A_LINK),
        (TEXT.replace("visit.example.org", ""), LinkProblem.NOT_A_LINK),
        (TEXT.replace("visit.example.org", "h:99999"), LinkProblem.NOT_A_LINK),
        (TEXT.replace("visit.example.org", "[half"), LinkProblem.NOT_A_LINK),
        (TEXT.replace("/j/", "/k/"), LinkProblem.NOT_A_LINK),
        (TEXT.replace(LINK, LINK[:-1]), LinkProblem.NOT_A_LINK),
        (TEXT.replace("#", "?utm_source=mail#"), LinkProblem.NOT_A_LINK),
        (TEXT + "A" * 3000, LinkProblem.NOT_A_LINK),
        (TEXT.split("#")[0], LinkProblem.INCOMPLETE),
        (TEXT[:-1], LinkProblem.INCOMPLETE),
        (TEXT + "A", LinkProblem.DAMAGED),
        (TEXT + "AAAA", LinkProblem.DAMAGED),
        (TEXT[:-2] + "!!", LinkProblem.DAMAGED),
        (TEXT[:-2] + "øø", LinkProblem.DAMAGED),
        (TEXT.replace(LINK, LINK.replace("0", "1", 1)), LinkProblem.DAMAGED),
    ],
)
def test_what_is_wrong_is_named(text: str, cause: LinkProblem) -> None:
    with pytest.raises(BadLink) as caught:
        parse_link(text)
    assert caught.value.cause is cause


def test_only_whole_parts_are_written() -> None:
    for secret, host in ((bytes(15), bytes(11)), (bytes(16), bytes(9))):
        with pytest.raises(ValueError):
            format_link(JoinAddress("https://h", LINK, secret, host))


def test_each_purpose_has_its_own_key() -> None:
    secret = bytes(16)
    keys = {link_key(secret).seed, card_key(secret), message_key(secret)}
    assert len(keys) == 3
    assert link_key(secret).public == link_key(secret).public
    assert len(user_key_hash(bytes(32))) == 10
    assert user_key_hash(bytes(32)) != user_key_hash(bytes(31) + b"\1")


def test_an_address_does_not_print_its_secret() -> None:
    assert repr(ADDRESS.secret) not in repr(ADDRESS)
    assert "Copy the whole link" in BadLink(LinkProblem.DAMAGED).sentence()

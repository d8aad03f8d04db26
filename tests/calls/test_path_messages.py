# SPDX-License-Identifier: GPL-3.0-or-later
"""Signed descriptions of another path: what is said is read, and anything else refused."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.calls.descriptions import OwnEnd, SignedPath, decode_payload, encode_payload
from app.calls.path_messages import LinkParties, PeerPath, read_path, sign_path
from app.calls.signers import Doubt, NotThePeer, SeatChain, Signer
from app.media.link_events import PathDescription
from app.records.ids import CallId
from app.vault.identity import SigningKey
from signaling_server.wire import Role

CALL = CallId("0" * 31 + "1")
PATH = PathDescription("abcd", "p" * 22, ("1 1 udp 2130706431 192.0.2.7 50000 typ host",))
KEYS = {name: SigningKey.generate() for name in ("host", "guest", "other")}
HOST = OwnEnd(Role.CLINICIAN, b"h" * 10, KEYS["host"], SeatChain(b"", b""))
GUEST = OwnEnd(Role.PATIENT, b"g" * 10, KEYS["guest"], SeatChain(b"", b""))
PRINTS = {"host": b"H" * 32, "guest": b"G" * 32}

AT_HOST = LinkParties(
    CALL, 7, HOST, Signer(KEYS["guest"].public, b"g" * 10), PRINTS["host"], PRINTS["guest"]
)
AT_GUEST = LinkParties(
    CALL, 7, GUEST, Signer(KEYS["host"].public, b"h" * 10), PRINTS["guest"], PRINTS["host"]
)


def doubt(parties: LinkParties, signed: SignedPath) -> Doubt:
    with pytest.raises(NotThePeer) as raised:
        read_path(parties, signed)
    return raised.value.doubt


def test_what_is_said_is_read() -> None:
    carried = decode_payload(encode_payload(sign_path(AT_GUEST, 3, PATH)))
    assert isinstance(carried, SignedPath)
    assert read_path(AT_HOST, carried) == PeerPath(3, PATH)


def test_another_signer_is_refused() -> None:
    forger = replace(AT_GUEST, own=replace(GUEST, key=KEYS["other"]))
    assert doubt(AT_HOST, sign_path(forger, 3, PATH)) is Doubt.SIGNATURE


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"call": CallId("0" * 31 + "2")}, Doubt.CALL),
        ({"attempt": 6}, Doubt.SEQUENCE),
        ({"own": replace(GUEST, key_id=b"x" * 10)}, Doubt.KEY),
        ({"own": replace(GUEST, role=Role.CLINICIAN)}, Doubt.ROLE),
        ({"peer": Signer(KEYS["host"].public, b"x" * 10)}, Doubt.KEY),
        ({"own_fingerprint": b"X" * 32}, Doubt.FINGERPRINTS),
    ],
)
def test_what_is_meant_for_another_link_is_refused(
    change: dict[str, object], expected: Doubt
) -> None:
    assert doubt(AT_HOST, sign_path(replace(AT_GUEST, **change), 3, PATH)) is expected


def test_an_own_description_that_comes_back_is_refused() -> None:
    assert doubt(AT_HOST, sign_path(AT_HOST, 3, PATH)) is Doubt.SIGNATURE


@pytest.mark.parametrize(
    "path",
    [
        replace(PATH, ufrag="a\r\n"),
        replace(PATH, ufrag=""),
        replace(PATH, password="short one"),
        replace(PATH, candidates=()),
        replace(PATH, candidates=("1 1 udp\n2",)),
        replace(PATH, candidates=("x" * 257,)),
    ],
)
def test_what_cannot_be_a_path_is_refused(path: PathDescription) -> None:
    assert doubt(AT_HOST, sign_path(AT_GUEST, 3, path)) is Doubt.MALFORMED


def test_no_round_is_refused() -> None:
    assert doubt(AT_HOST, sign_path(AT_GUEST, 0, PATH)) is Doubt.MALFORMED


def test_only_so_many_candidates_are_said() -> None:
    many = replace(PATH, candidates=PATH.candidates * 40)
    assert len(read_path(AT_HOST, sign_path(AT_GUEST, 1, many)).path.candidates) == 24


@given(st.binary(max_size=200))
def test_no_bytes_do_more_than_be_refused(body: bytes) -> None:
    signature = KEYS["guest"].sign("vidda/path/v1", body)
    assert doubt(AT_HOST, SignedPath(body, signature)) in set(Doubt)


def test_nothing_of_it_is_in_a_text_for_people() -> None:
    assert "abcd" not in repr(PATH) + repr(PeerPath(1, PATH))
    assert "192.0.2.7" not in repr(PATH)

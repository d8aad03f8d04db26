# SPDX-License-Identifier: GPL-3.0-or-later
"""A malicious server may do what it likes with descriptions; none of it goes through."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.calls.descriptions import (
    CONTEXT,
    NO_HASH,
    Correspondence,
    DescriptionBody,
    OwnEnd,
    Refusal,
    SignedDescription,
    decode_body,
    decode_payload,
    encode_body,
    encode_payload,
    transport_of,
)
from app.calls.signers import (
    SEAT_CONTEXT,
    DeviceChain,
    Doubt,
    NotThePeer,
    SeatChain,
    clinician_of_link,
    colleague_of_directory,
    seat_certificate_body,
    seat_key_id,
    seat_of_link,
)
from app.records.ids import CallId, LinkId, UserId
from app.vault.identity import SealingKey, SigningKey, organization_id
from app.vault.links import link_key, user_key_hash
from app.vault.trust import VerifiedDirectory, sign_device, sign_directory, verify_directory
from signaling_server.wire import MAX_RELAY_BYTES, Role
from signaling_server.wire_http import (
    DeviceBody,
    Directory,
    DirectoryBody,
    DirectoryUser,
    SignedDocument,
)

NOW: Final = 1_800_000_000.0
CALL: Final = CallId("c" * 32)
LINK: Final = LinkId("1" * 32)
SECRET: Final = b"s" * 16
ORGANIZATION: Final = SigningKey.generate()
USER_KEY: Final = SigningKey.generate()
DEVICE_KEY: Final = SigningKey.generate()
SEAT_KEY: Final = SigningKey.generate()
PRINT_A: Final = hashlib.sha256(b"a").digest()
PRINT_B: Final = hashlib.sha256(b"b").digest()


def device_document(
    device_key: SigningKey = DEVICE_KEY, user_key: SigningKey = USER_KEY, device: str = "d" * 32
) -> SignedDocument:
    body = DeviceBody(
        device=device,
        user="a" * 32,
        user_key=user_key.public,
        signing_key=device_key.public,
        sealing_key=SealingKey.generate().public,
        created=NOW - 10,
        expires=NOW + 1000,
    )
    return sign_device(body, user_key)


DOCUMENT: Final = device_document()


def certificate(link: LinkId = LINK, secret: bytes = SECRET, seat: SigningKey = SEAT_KEY) -> bytes:
    return link_key(secret).sign(SEAT_CONTEXT, seat_certificate_body(link, seat.public))


HOST_END: Final = OwnEnd(
    Role.CLINICIAN, user_key_hash(USER_KEY.public), DEVICE_KEY, DeviceChain(DOCUMENT)
)
GUEST_END: Final = OwnEnd(
    Role.PATIENT, seat_key_id(SEAT_KEY.public), SEAT_KEY, SeatChain(SEAT_KEY.public, certificate())
)


def sdp(fingerprint: bytes = PRINT_A, ufrag: str = "abcd", more: str = "") -> str:
    transport = (
        f"a=ice-ufrag:{ufrag}\r\na=ice-pwd:secret\r\n"
        f"a=fingerprint:sha-256 {fingerprint.hex(':').upper()}\r\n"
        "a=fingerprint:sha-512 12:34\r\n"
    )
    return (
        f"v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nm=audio 9 UDP/TLS/RTP/SAVPF 96\r\n{transport}"
        f"m=video 9 UDP/TLS/RTP/SAVPF 97\r\n{transport}{more}"
    )


def guest(call: CallId = CALL) -> Correspondence:
    host_hash = user_key_hash(USER_KEY.public)
    return Correspondence(call, GUEST_END, clinician_of_link(host_hash), 100, host_hash)


def host(call: CallId = CALL) -> Correspondence:
    return Correspondence(call, HOST_END, seat_of_link(LINK, link_key(SECRET).public), 500)


def test_offer_and_answer_and_a_second_round() -> None:
    offerer, answerer = guest(), host()
    first = offerer.write(sdp(), 107)
    heard = answerer.read(first, NOW)
    assert (heard.sequence, heard.sdp, heard.peer_hash) == (107, sdp(), NO_HASH)
    assert heard.fingerprint == PRINT_A.hex(":").upper()
    answer = offerer.read(answerer.write(sdp(PRINT_B)), NOW)
    assert answer.sequence == 500
    assert answer.peer_hash == heard.hash == offerer.own_hash == answerer.peer_hash
    assert answer.hash == offerer.peer_hash == answerer.own_hash
    second = answerer.read(offerer.write(sdp(PRINT_B)), NOW)
    assert (second.sequence, second.peer_hash) == (108, answer.hash)


def test_an_answer_needs_somebody_to_address() -> None:
    with pytest.raises(NotThePeer) as caught:
        host().write(sdp())
    assert caught.value.doubt is Doubt.KEY


def test_a_call_needs_an_id() -> None:
    with pytest.raises(NotThePeer):
        guest(CallId("short"))


def with_body(**changes: object) -> Callable[[SignedDescription], SignedDescription]:
    """Change what is signed, and sign it again with the guest's own key."""

    def change(signed: SignedDescription) -> SignedDescription:
        body = encode_body(replace(decode_body(signed.body), **changes))  # type: ignore[arg-type]
        return SignedDescription(body, SEAT_KEY.sign(CONTEXT, body), signed.sdp, signed.chain)

    return change


def with_sdp(text: str) -> Callable[[SignedDescription], SignedDescription]:
    """Send another text that the guest itself has signed."""

    def change(signed: SignedDescription) -> SignedDescription:
        changed = with_body(sdp_hash=hashlib.sha256(text.encode()).digest())(signed)
        return SignedDescription(changed.body, changed.signature, text, changed.chain)

    return change


@dataclass(frozen=True)
class Attack:
    """What the server or a wrong guest does to an honest offer, and which check finds it."""

    name: str
    change: Callable[[SignedDescription], SignedDescription]
    doubt: Doubt


STRANGER: Final = SigningKey.generate()
OTHER_LINE: Final = f"a=fingerprint:sha-256 {PRINT_B.hex(':').upper()}\r\n"


def by_server(
    body: bytes | None = None, signature: bytes | None = None, text: str | None = None
) -> Callable[[SignedDescription], SignedDescription]:
    """Change what travels, without any key."""

    def change(s: SignedDescription) -> SignedDescription:
        return SignedDescription(
            s.body if body is None else body,
            s.signature if signature is None else signature,
            s.sdp if text is None else text,
            s.chain,
        )

    return change


def by_seat(seat: SigningKey, signed_by: bytes) -> Callable[[SignedDescription], SignedDescription]:
    """Sign with another seat, certified by ``signed_by``."""

    def change(s: SignedDescription) -> SignedDescription:
        body = encode_body(replace(decode_body(s.body), key_id=seat_key_id(seat.public)))
        chain = SeatChain(seat.public, signed_by)
        return SignedDescription(body, seat.sign(CONTEXT, body), s.sdp, chain)

    return change


ATTACKS: Final = (
    Attack("fingerprint swapped", by_server(text=sdp(PRINT_B)), Doubt.TEXT),
    Attack("candidate added", by_server(text=sdp(more="a=candidate:1\r\n")), Doubt.TEXT),
    Attack("signature of nothing", by_server(signature=bytes(64)), Doubt.SIGNATURE),
    Attack("signature stripped", by_server(signature=b""), Doubt.SIGNATURE),
    Attack("body of nothing", by_server(body=b""), Doubt.SIGNATURE),
    Attack(
        "signed for another purpose",
        lambda s: SignedDescription(s.body, SEAT_KEY.sign("vidda/note/v1", s.body), s.sdp, s.chain),
        Doubt.SIGNATURE,
    ),
    Attack("seat without the link's word", by_seat(STRANGER, bytes(64)), Doubt.CHAIN),
    Attack(
        "seat of another link",
        by_seat(STRANGER, certificate(LinkId("2" * 32), seat=STRANGER)),
        Doubt.CHAIN,
    ),
    Attack(
        "seat of another secret",
        by_seat(STRANGER, certificate(secret=b"t" * 16, seat=STRANGER)),
        Doubt.CHAIN,
    ),
    Attack(
        "a device where a seat should be",
        lambda s: SignedDescription(s.body, s.signature, s.sdp, DeviceChain(DOCUMENT)),
        Doubt.CHAIN,
    ),
    Attack("own role", with_body(role=Role.CLINICIAN), Doubt.ROLE),
    Attack("own key", with_body(key_id=HOST_END.key_id), Doubt.ROLE),
    Attack("other call", with_body(call=CallId("d" * 32)), Doubt.CALL),
    Attack("other own key", with_body(key_id=b"x" * 10), Doubt.KEY),
    Attack("meant for another", with_body(peer_key_id=b"x" * 10), Doubt.KEY),
    Attack("fingerprint not the signed", with_body(fingerprint=PRINT_B), Doubt.FINGERPRINTS),
    Attack("ufrag not the signed", with_body(ufrag="efgh"), Doubt.FINGERPRINTS),
    Attack("two fingerprints", with_sdp(sdp(more=OTHER_LINE)), Doubt.FINGERPRINTS),
    Attack("none", with_sdp(sdp().replace("sha-256", "sha-384")), Doubt.FINGERPRINTS),
    Attack(
        "another at the top",
        with_sdp(sdp().replace("s=-\r\n", "s=-\r\n" + OTHER_LINE)),
        Doubt.FINGERPRINTS,
    ),
    Attack("two ufrags", with_sdp(sdp(more="a=ice-ufrag:efgh\r\n")), Doubt.FINGERPRINTS),
    Attack("no media", with_sdp("v=0\r\n" + OTHER_LINE), Doubt.FINGERPRINTS),
    Attack("half a fingerprint", with_sdp(sdp(PRINT_A[:16])), Doubt.FINGERPRINTS),
)


@pytest.mark.parametrize("attack", ATTACKS, ids=[attack.name for attack in ATTACKS])
def test_an_attack_is_refused_and_leaves_no_trace(attack: Attack) -> None:
    offerer, answerer = guest(), host()
    honest = offerer.write(sdp())
    with pytest.raises(NotThePeer) as caught:
        answerer.read(attack.change(honest), NOW)
    assert caught.value.doubt is attack.doubt
    assert answerer.peer_hash == NO_HASH
    # The control run: the same offer without the attack goes through.
    assert answerer.read(honest, NOW).sdp == honest.sdp


def test_a_replayed_description_is_refused() -> None:
    offerer, answerer = guest(), host()
    first, second = offerer.write(sdp()), offerer.write(sdp(PRINT_B))
    answerer.read(second, NOW)
    for replayed in (second, first):
        with pytest.raises(NotThePeer) as caught:
            answerer.read(replayed, NOW)
        assert caught.value.doubt is Doubt.SEQUENCE


def test_a_reflected_offer_is_refused() -> None:
    offerer = guest()
    with pytest.raises(NotThePeer):
        offerer.read(offerer.write(sdp()), NOW)


def test_another_seat_of_the_same_link_cannot_take_over_a_call() -> None:
    answerer = host()
    honest = guest().write(sdp())
    answerer.read(honest, NOW)
    other = SigningKey.generate()
    taken = with_body(sequence=9999)(honest)
    with pytest.raises(NotThePeer) as caught:
        answerer.read(by_seat(other, certificate(seat=other))(taken), NOW)
    assert caught.value.doubt is Doubt.KEY


def answer_by(device_key: SigningKey, document: SignedDocument) -> SignedDescription:
    end = replace(HOST_END, key=device_key, chain=DeviceChain(document))
    trust = seat_of_link(LINK, link_key(SECRET).public)
    return Correspondence(CALL, end, trust, 1, GUEST_END.key_id).write(sdp())


def test_a_guest_trusts_only_the_clinician_of_the_link() -> None:
    impostor = SigningKey.generate()
    theirs = device_document(impostor, impostor)
    forged = SignedDocument(DOCUMENT.body, theirs.signature)
    for key, document in ((impostor, theirs), (DEVICE_KEY, forged)):
        with pytest.raises(NotThePeer) as caught:
            guest().read(answer_by(key, document), NOW)
        assert caught.value.doubt is Doubt.CHAIN
    with pytest.raises(NotThePeer) as caught:
        guest().read(answer_by(impostor, DOCUMENT), NOW)
    assert caught.value.doubt is Doubt.SIGNATURE
    with pytest.raises(NotThePeer):
        guest().read(answer_by(DEVICE_KEY, DOCUMENT), NOW + 2000)  # the device has expired
    with pytest.raises(NotThePeer):
        guest().read(guest().write(sdp()), NOW)  # a seat, not a device
    assert guest().read(answer_by(DEVICE_KEY, DOCUMENT), NOW).sequence == 1


def directory_of(*devices: SignedDocument, revoked: tuple[str, ...] = ()) -> VerifiedDirectory:
    user = DirectoryUser("a" * 32, "A", "GP", "U", "1", USER_KEY.public, NOW - 10, NOW + 10)
    organization = organization_id(ORGANIZATION.public)
    body = DirectoryBody(organization, "O", 1, NOW, (user,), revoked)
    directory = Directory(sign_directory(body, ORGANIZATION), devices)
    return verify_directory(directory, ORGANIZATION.public, 1, NOW)


def test_a_colleague_is_trusted_by_the_directory() -> None:
    directory = directory_of(DOCUMENT)
    trust = colleague_of_directory(lambda: directory, UserId("a" * 32))
    assert trust(DeviceChain(DOCUMENT), NOW).key == DEVICE_KEY.public
    revoked = directory_of(DOCUMENT, revoked=("d" * 32,))
    for chain, known, user in (
        (DeviceChain(DOCUMENT), revoked, "a" * 32),
        (DeviceChain(DOCUMENT), directory, "b" * 32),
        (DeviceChain(device_document(STRANGER, STRANGER)), directory, "a" * 32),
        (SeatChain(SEAT_KEY.public, certificate()), directory, "a" * 32),
    ):
        with pytest.raises(NotThePeer):
            colleague_of_directory(lambda known=known: known, UserId(user))(chain, NOW)


BODIES = st.builds(
    DescriptionBody,
    call=st.binary(min_size=16, max_size=16).map(lambda b: CallId(b.hex())),
    role=st.sampled_from(Role),
    sequence=st.integers(0, 2**64 - 1),
    key_id=st.binary(min_size=10, max_size=10),
    peer_key_id=st.binary(min_size=10, max_size=10),
    fingerprint=st.binary(min_size=32, max_size=32),
    ufrag=st.from_regex(r"[A-Za-z0-9+/]{4,255}", fullmatch=True),
    sdp_hash=st.binary(min_size=32, max_size=32),
    peer_hash=st.binary(min_size=32, max_size=32),
)


@settings(deadline=None)
@given(BODIES)
def test_bodies_come_back(body: DescriptionBody) -> None:
    assert decode_body(encode_body(body)) == body


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_a_body_raises_one_error_only(data: bytes) -> None:
    with contextlib.suppress(NotThePeer):
        assert encode_body(decode_body(data)) == data


@settings(deadline=None)
@given(st.text(max_size=300))
def test_a_session_description_raises_one_error_only(text: str) -> None:
    with contextlib.suppress(NotThePeer):
        transport_of("m=audio\r\n" + text)


def test_payloads_come_back_and_anything_else_is_refused() -> None:
    offer = guest().write(sdp())
    for payload in (offer, Refusal()):
        assert decode_payload(encode_payload(payload)) == payload
    for text in ("", "{}", '{"type":"hello"}', "\ud800", "[" * 5000, " " * (MAX_RELAY_BYTES + 1)):
        with pytest.raises(NotThePeer):
            decode_payload(text)


def test_secrets_do_not_show_in_a_representation() -> None:
    assert "SigningKey" not in repr(GUEST_END)
    assert "candidate" not in repr(host().read(guest().write(sdp(more="a=candidate:9\r\n")), NOW))

# SPDX-License-Identifier: GPL-3.0-or-later
"""What is on paper, in mails and in transit reads the same for ever."""

from __future__ import annotations

from pathlib import Path

from app.records.ids import LinkId
from app.vault.enrolment_code import (
    EnrolmentCode,
    claim_mac,
    enrolment_id,
    format_code,
    parse_code,
    user_id,
)
from app.vault.identity import SealingKey, SigningKey
from app.vault.links import (
    JoinAddress,
    card_key,
    format_link,
    link_key,
    message_key,
    parse_link,
    user_key_hash,
)
from app.vault.recovery import format_recovery_key, parse_recovery_key
from app.vault.sealing import open_sealed, unwrap


def test_a_link() -> None:
    text = (
        "https://visit.example.org/j/0123456789abcdef0123456789abcdef"
        "#AAECAwQFBgcICQoLDA0ODwABAgMEBQYHCAnz5w"
    )
    link = LinkId("0123456789abcdef0123456789abcdef")
    secret, host = bytes(range(16)), bytes(range(10))
    address = JoinAddress("https://visit.example.org", link, secret, host)
    assert format_link(address) == text
    assert parse_link(text) == address


def test_what_a_link_derives() -> None:
    secret = bytes(16)
    assert link_key(secret).public.hex() == (
        "c80d0c784e9e3f08f6c1b117016128be29a8f79b31620cdb774d18807e7dc566"
    )
    assert card_key(secret).hex() == (
        "e2b84526623be0d70492316ef4325f2daa660690958e46c516be3c601780c6a7"
    )
    assert message_key(secret).hex() == (
        "e2b2f720d7e059cf9c4565ccd1c39dd691c4fc9e9a62c712b8048eaa9967b85c"
    )
    assert user_key_hash(bytes(32)).hex() == "6488faefd21d734f9ae3"


def test_an_enrolment_code() -> None:
    text = "000G4-0R40M-30E20-9185G-R38E1-W0020-G30G2-GC1R8-14B3J"
    code = EnrolmentCode(bytes(range(16)), bytes(range(10)))
    assert format_code(code) == text
    assert parse_code(text) == code
    assert enrolment_id(code) == "dd92fec5b920be5e053b7a304e0a796b"
    assert user_id(code) == "74f692f47e5ea25894b9fd3a55839737"
    assert claim_mac(code, b"key", b"doc").hex() == (
        "f22ab9b93b43cefa9013e4d7221848dbcea020ce9d370b62940541c217a101b6"
    )


def test_a_recovery_key() -> None:
    text = "CHJP-CSV8-D5N6-PV3D-DSQQ-0WBJ-EDT7-AXKQ-J8HK"
    assert format_recovery_key(bytes(range(100, 120))) == text
    assert parse_recovery_key(text) == bytes(range(100, 120))


def test_sealed_bytes() -> None:
    sealed = "0115cbe7806bd6bd744ff18befb24185d3af6aba0dedf83df71962f7c57e09c63281"
    assert open_sealed(bytes(32), "vidda/test/v1", bytes.fromhex(sealed)) == b"plain"


def test_a_wrapped_key() -> None:
    wrapped = Path(__file__).with_name("wrapped_1.hex").read_text().strip()
    own = SealingKey.from_private(bytes(range(96)))
    assert unwrap(bytes.fromhex(wrapped), own, b"info") == b"content key"


def test_a_signature() -> None:
    assert SigningKey.from_seed(bytes(32)).sign("vidda/test/v1", b"body").hex() == (
        "068b268e38d6de49ea71e3a1694585df6985dbc081ba02b0ec4283c086434799"
        "5fce61cfcc51e7e2df1878db1169c3729a2899feda6040acaeddb4943a74ea0a"
    )

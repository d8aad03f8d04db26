# SPDX-License-Identifier: GPL-3.0-or-later
"""Enrolment codes come back as people type them, and typing errors are found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.records.ids import is_id
from app.vault.crockford import ALPHABET
from app.vault.enrolment_code import (
    BadEnrolmentCode,
    CodeProblem,
    EnrolmentCode,
    claim_mac,
    enrolment_id,
    format_code,
    new_enrolment_code,
    parse_code,
    user_id,
)
from app.vault.identity import organization_id

CODE = EnrolmentCode(bytes(range(16)), bytes(range(10)))
TEXT = format_code(CODE)

codes = st.builds(
    EnrolmentCode, st.binary(min_size=16, max_size=16), st.binary(min_size=10, max_size=10)
)


@given(code=codes)
def test_a_code_comes_back(code: EnrolmentCode) -> None:
    text = format_code(code)
    assert [len(group) for group in text.split("-")] == [5] * 9
    assert parse_code(text) == code
    sloppy = text.lower().replace("-", "  ").replace("0", "o").replace("1", "l")
    assert parse_code(sloppy) == code
    assert parse_code(text.replace("-", "")) == code


def test_every_single_slip_is_found() -> None:
    for place, present in enumerate(TEXT):
        for other in ALPHABET:
            if present not in ("-", other):
                with pytest.raises(BadEnrolmentCode):
                    parse_code(TEXT[:place] + other + TEXT[place + 1 :])


@given(text=st.text(max_size=80))
def test_any_text_parses_or_is_a_bad_code(text: str) -> None:
    with pytest.raises(BadEnrolmentCode):
        parse_code(text)


@pytest.mark.parametrize(
    ("text", "cause", "group"),
    [
        ("", CodeProblem.LENGTH, None),
        (TEXT.replace("-", "")[:-1], CodeProblem.LENGTH, None),
        (TEXT[:7] + TEXT[8:], CodeProblem.LENGTH, 2),
        (TEXT + "A", CodeProblem.LENGTH, 9),
        ("U" + TEXT[1:], CodeProblem.SYMBOL, 1),
        (TEXT[:-1] + "?", CodeProblem.SYMBOL, 9),
        (TEXT + "UUUUUUUUUU", CodeProblem.SYMBOL, 9),
        (("0" if TEXT[0] != "0" else "2") + TEXT[1:], CodeProblem.CHECKSUM, None),
    ],
)
def test_what_is_wrong_is_named(text: str, cause: CodeProblem, group: int | None) -> None:
    with pytest.raises(BadEnrolmentCode) as caught:
        parse_code(text)
    assert (caught.value.cause, caught.value.group) == (cause, group)


def test_only_whole_codes_are_written() -> None:
    for secret, host in ((bytes(15), bytes(11)), (bytes(16), bytes(9))):
        with pytest.raises(ValueError):
            format_code(EnrolmentCode(secret, host))


def test_a_code_pins_its_organisation() -> None:
    key = bytes(range(32))
    code = new_enrolment_code(key)
    assert code.fits(key)
    assert not code.fits(bytes(32))
    assert organization_id(key).startswith(code.organization_hash.hex())
    assert code.secret != new_enrolment_code(key).secret


def test_what_is_derived_from_a_code() -> None:
    assert is_id(enrolment_id(CODE))
    assert is_id(user_id(CODE))
    assert enrolment_id(CODE) != user_id(CODE)
    mac = claim_mac(CODE, b"key", b"document")
    assert mac == claim_mac(CODE, b"key", b"document")
    other = EnrolmentCode(bytes(16), CODE.organization_hash)
    assert mac not in (
        claim_mac(CODE, b"keyd", b"ocument"),
        claim_mac(CODE, b"kez", b"document"),
        claim_mac(other, b"key", b"document"),
    )


def test_a_code_does_not_print_its_secret() -> None:
    assert repr(CODE.secret) not in repr(CODE)

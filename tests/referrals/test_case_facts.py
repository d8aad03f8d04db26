# SPDX-License-Identifier: GPL-3.0-or-later
"""Facts are a part of the record under the same names, and hold nobody's name."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import msgspec
import pytest

from app.records.referral import Referral
from app.referrals.case_facts import CaseFacts
from tests.fakes.answered import answered_referral, facts_of


def differences(facts: object, record: object, path: str = "") -> Iterator[str]:
    """List where facts are not what the record says under the same name."""
    if isinstance(facts, tuple) and isinstance(record, tuple):
        if len(facts) != len(record):
            yield f"{path}: {len(facts)} of {len(record)}"
        for index, (one, other) in enumerate(zip(facts, record, strict=False)):
            yield from differences(one, other, f"{path}[{index}]")
    elif isinstance(facts, msgspec.Struct):
        for name in facts.__struct_fields__:
            yield from differences(getattr(facts, name), getattr(record, name), f"{path}.{name}")
    elif facts != record:
        yield f"{path}: {facts!r} for {record!r}"


@pytest.mark.parametrize("number", [7, 8, 13])
def test_facts_are_read_out_of_a_stored_referral(number: int) -> None:
    referral = answered_referral(number)
    facts = facts_of(referral)
    assert list(differences(facts, referral)) == []
    assert facts.attachments and (facts.reply is None) == (number == 8)
    assert (len(facts.answers), len(facts.additions)) == {7: (2, 1), 8: (0, 0), 13: (1, 0)}[number]


def test_facts_hold_no_name_and_no_text() -> None:
    referral = answered_referral(7)
    written = repr(facts_of(referral))
    for word in ("Canary", "Solbakken", "1961", "Melanoma", "Sigrun", "excise", "Left lower leg"):
        assert word in repr(referral)
        assert word not in written


def test_every_field_of_the_facts_is_one_of_the_record() -> None:
    known = {field.name for field in dataclasses.fields(Referral)}
    assert set(CaseFacts.__struct_fields__) <= known

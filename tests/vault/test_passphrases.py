# SPDX-License-Identifier: GPL-3.0-or-later
"""Trivial passphrases are named as what they are; long ordinary ones pass."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.vault.passphrases import PassphraseProblem, check_passphrase, wait_before_try_s


@pytest.mark.parametrize(
    "good",
    [
        "korrekt hest batteri stift",
        "fjellrev på vidda i mars",
        "Tk4!vr92#mLpQz",
        "correct horse battery staple",
    ],
)
def test_good_ones(good: str) -> None:
    assert check_passphrase(good) == ()


@pytest.mark.parametrize(
    ("bad", "problem"),
    [
        ("", PassphraseProblem.SHORT),
        ("fjellrevene", PassphraseProblem.SHORT),
        ("  fjellrevene  ", PassphraseProblem.SHORT),
        ("aaaaaaaaaaaaaaa", PassphraseProblem.REPEATED),
        ("blåbærblåbærblåbær", PassphraseProblem.REPEATED),
        ("abababababab", PassphraseProblem.REPEATED),
        ("abcdefghijklmnop", PassphraseProblem.SEQUENCE),
        ("qwertyuiopasdfgh", PassphraseProblem.SEQUENCE),
        ("123456789012345", PassphraseProblem.SEQUENCE),
        ("Password1234!", PassphraseProblem.COMMON),
        ("Sommer2026!!", PassphraseProblem.COMMON),
        ("velkommen til vidda", PassphraseProblem.COMMON),
    ],
)
def test_bad_ones(bad: str, problem: PassphraseProblem) -> None:
    assert problem in check_passphrase(bad)


@given(text=st.text(max_size=60))
def test_any_text_can_be_judged(text: str) -> None:
    assert set(check_passphrase(text)) <= {problem.value for problem in PassphraseProblem}


def test_wrong_tries_wait_longer_and_longer_up_to_a_minute() -> None:
    waits = [wait_before_try_s(wrong) for wrong in range(14)]
    assert waits == [0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert wait_before_try_s(10**9) == 60

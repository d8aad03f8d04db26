# SPDX-License-Identifier: GPL-3.0-or-later
"""Passphrases become keys at a bearable cost."""

from __future__ import annotations

import pytest

from app.vault.argon import FLOOR, Cost, calibrated, dearest_within, key_from_passphrase

FAST = Cost(1, 64, 1)
SALT = bytes(16)


def test_the_key_is_argon2id() -> None:
    # test.c of the reference implementation, version 0x13, argon2id.
    key = key_from_passphrase("password", b"somesalt", Cost(2, 65536, 1))
    assert key.hex() == "09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7"


def test_the_same_words_typed_elsewhere_give_the_same_key() -> None:
    composed = key_from_passphrase("blåbærsyltetøy", SALT, FAST)
    assert key_from_passphrase("bla\u030abærsyltetøy", SALT, FAST) == composed
    assert key_from_passphrase("blåbærsyltetøy\n", SALT, FAST) == composed
    assert key_from_passphrase("Blåbærsyltetøy", SALT, FAST) != composed
    assert key_from_passphrase("blåbærsyltetøy", bytes(15) + b"\1", FAST) != composed


@pytest.mark.parametrize(
    ("cost", "bearable"),
    [
        (FLOOR, True),
        (FAST, True),
        (Cost(20, 1024 * 1024, 16), True),
        (Cost(21, 65536, 4), False),
        (Cost(0, 65536, 4), False),
        (Cost(3, 1024 * 1024 + 1, 4), False),
        (Cost(3, 31, 4), False),
        (Cost(3, 65536, 0), False),
        (Cost(3, 65536, 17), False),
    ],
)
def test_parameters_from_a_file_are_bounded(cost: Cost, bearable: bool) -> None:
    assert cost.bearable is bearable


@pytest.mark.parametrize(
    ("floor_seconds", "chosen"),
    [
        (0.01, Cost(8, 256 * 1024, 4)),
        (0.12, Cost(6, 256 * 1024, 4)),
        (0.25, Cost(3, 256 * 1024, 4)),
        (0.5, Cost(3, 128 * 1024, 4)),
        (0.6, FLOOR),
        (5.0, FLOOR),
    ],
)
def test_slow_computers_get_less_work_but_never_less_than_the_floor(
    floor_seconds: float, chosen: Cost
) -> None:
    assert dearest_within(floor_seconds, 1.0) == chosen


def test_this_computer_can_be_measured() -> None:
    cost = calibrated()
    assert cost.bearable
    assert cost.iterations * cost.memory_kib >= FLOOR.iterations * FLOOR.memory_kib

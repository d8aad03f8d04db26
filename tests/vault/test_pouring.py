# SPDX-License-Identifier: GPL-3.0-or-later
"""One stream becomes another's, whole or not at all, and neither side waits for a dead one."""

from __future__ import annotations

import threading

import pytest

from app.vault.pouring import BrokenOff, pour
from app.vault.streams import Readable, Writable

PIECE = bytes(range(256)) * 256


def read_all(source: Readable) -> bytes:
    found = b""
    while piece := source.read(1000):
        found += piece
    return found


def test_all_of_it_comes_in_order() -> None:
    def give(target: Writable) -> None:
        for number in range(40):
            target.write(bytes([number]) * number * 100)

    expected = b"".join(bytes([n]) * n * 100 for n in range(40))
    assert pour(give, read_all) == expected
    assert pour(lambda _: None, read_all) == b""


def test_a_source_that_fails_is_never_taken_for_the_end() -> None:
    seen: list[bytes] = []

    def give(target: Writable) -> None:
        target.write(PIECE)
        raise ValueError("spoilt")

    def take(source: Readable) -> None:
        try:
            seen.append(read_all(source))
        except BrokenOff:
            seen.append(b"broken off")
            raise

    with pytest.raises(ValueError, match="spoilt"):
        pour(give, take)
    assert seen == [b"broken off"]


def test_a_source_that_fails_is_raised_even_if_nobody_looked() -> None:
    failed = threading.Event()

    def give(_: Writable) -> None:
        failed.set()
        raise ValueError("spoilt")

    def take(_: Readable) -> str:
        failed.wait(10)
        return "taken"

    try:
        assert pour(give, take) == "taken"
    except ValueError as error:
        assert str(error) == "spoilt"


def test_a_sink_that_fails_ends_a_source_that_waits() -> None:
    stopped: list[bool] = []

    def give(target: Writable) -> None:
        try:
            while True:
                target.write(PIECE)
        except BrokenOff:
            stopped.append(True)
            raise

    def take(source: Readable) -> None:
        source.read(10)
        raise OSError("full")

    with pytest.raises(OSError, match="full"):
        pour(give, take)
    assert pour(give, lambda source: source.read(3)) == PIECE[:3]
    assert stopped == [True, True]

# SPDX-License-Identifier: GPL-3.0-or-later
"""Two copies: one good one is enough, a damaged one is never believed, a newer one is respected."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.vault.keyslots import (
    COPIES,
    KeyringSlot,
    KeySlots,
    KeySlotsDamaged,
    KeySlotsNewer,
    PassphraseSlot,
    RecoverySlot,
    any_copy,
    decode,
    encode,
    read_slots,
    write_slots,
)

SLOTS = KeySlots(
    "ab" * 16,
    3,
    b"check",
    KeyringSlot("SecretService", "vidda/x/kek", "x", b"sealed", True),
    PassphraseSlot(b"salt", 3, 65536, 4, b"sealed"),
    RecoverySlot(b"sealed"),
)
RAW = encode(SLOTS)


def test_slots_come_back(tmp_path: Path) -> None:
    assert not any_copy(tmp_path)
    write_slots(tmp_path / "vault", SLOTS)
    assert any_copy(tmp_path / "vault")
    assert read_slots(tmp_path / "vault") == SLOTS
    assert sorted(os.listdir(tmp_path / "vault")) == sorted(COPIES)
    assert decode(encode(KeySlots("ab" * 16, 1, b""))) == KeySlots("ab" * 16, 1, b"")


@given(data=st.data())
def test_any_changed_byte_is_noticed(data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(RAW) - 1))
    changed = bytearray(RAW)
    changed[place] ^= data.draw(st.integers(1, 255))
    try:
        assert decode(bytes(changed)) in (None, SLOTS)
    except KeySlotsNewer:
        assert changed[:15] == RAW[:15]


@given(raw=st.binary(max_size=300))
def test_noise_is_damage(raw: bytes) -> None:
    assert decode(raw) is None
    assert decode(b"VIDDA-KEYSLOTS 1\n" + raw) is None


def test_each_cut_is_damage() -> None:
    for length in range(len(RAW)):
        assert decode(RAW[:length]) is None
    assert decode(RAW + b"x") is None
    assert decode(RAW + b" " * 70_000) is None


def test_a_right_sum_over_a_wrong_body_is_damage() -> None:
    odd = encode(SLOTS).replace(b"generation", b"generatioN")
    digest = odd.split(b"\n")[1]
    body = odd.split(b"\n", 2)[2]
    right = hashlib.sha256(body).hexdigest().encode()
    assert decode(odd.replace(digest, right)) is None


def test_one_good_copy_is_enough(tmp_path: Path) -> None:
    write_slots(tmp_path, SLOTS)
    for name in COPIES:
        good = (tmp_path / name).read_bytes()
        for bad in (b"", good[:-1], b"noise"):
            (tmp_path / name).write_bytes(bad)
            assert read_slots(tmp_path) == SLOTS
        (tmp_path / name).unlink()
        assert read_slots(tmp_path) == SLOTS
        (tmp_path / name).write_bytes(good)


def test_the_higher_generation_counts(tmp_path: Path) -> None:
    write_slots(tmp_path, SLOTS)
    newer = KeySlots(SLOTS.store, SLOTS.generation + 1, b"check")
    for name in COPIES:
        before = (tmp_path / name).read_bytes()
        (tmp_path / name).write_bytes(encode(newer))
        assert read_slots(tmp_path) == newer
        (tmp_path / name).write_bytes(before)


def test_no_good_copy_is_damage_and_stays_as_it_is(tmp_path: Path) -> None:
    with pytest.raises(KeySlotsDamaged):
        read_slots(tmp_path)
    for name in COPIES:
        (tmp_path / name).write_bytes(b"torn")
    with pytest.raises(KeySlotsDamaged):
        read_slots(tmp_path)
    assert any_copy(tmp_path)
    assert [(tmp_path / name).read_bytes() for name in COPIES] == [b"torn", b"torn"]


def test_a_newer_format_is_refused_even_beside_an_old_one(tmp_path: Path) -> None:
    write_slots(tmp_path, SLOTS)
    (tmp_path / COPIES[1]).write_bytes(b"VIDDA-KEYSLOTS 2\nwhatever comes")
    with pytest.raises(KeySlotsNewer) as caught:
        read_slots(tmp_path)
    assert caught.value.version == 2

# SPDX-License-Identifier: GPL-3.0-or-later
"""What was sealed opens for the right key, purpose and bytes, and for nothing else."""

from __future__ import annotations

import errno
import io
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.vault.age_files import age_decrypt, age_encrypt, new_age_identity
from app.vault.identity import SealingKey
from app.vault.sealing import BadRecipientKey, Tampered, derive, open_sealed, seal, unwrap, wrap

KEY = bytes(range(32))
OWN = SealingKey.generate()
AGE = new_age_identity()
CONTEXT = "vidda/test/v1"


def test_derive_is_hkdf() -> None:
    # RFC 5869, test case 3: neither salt nor info.
    wanted = "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"
    assert derive(b"\x0b" * 22, "", 42).hex() == wanted
    assert derive(KEY, "vidda/a/v1") != derive(KEY, "vidda/b/v1")
    assert len(derive(KEY, "vidda/a/v1", 16)) == 16


@given(plain=st.binary(max_size=300))
def test_sealed_bytes_open(plain: bytes) -> None:
    sealed = seal(KEY, CONTEXT, plain)
    assert open_sealed(KEY, CONTEXT, sealed) == plain
    assert sealed != seal(KEY, CONTEXT, plain)


@given(plain=st.binary(max_size=50), data=st.data())
def test_any_changed_bit_is_refused(plain: bytes, data: st.DataObject) -> None:
    sealed = bytearray(seal(KEY, CONTEXT, plain))
    position = data.draw(st.integers(0, len(sealed) * 8 - 1))
    sealed[position // 8] ^= 1 << position % 8
    with pytest.raises(Tampered):
        open_sealed(KEY, CONTEXT, bytes(sealed))


@given(sealed=st.binary(max_size=80))
def test_noise_is_refused(sealed: bytes) -> None:
    with pytest.raises(Tampered):
        open_sealed(KEY, CONTEXT, sealed)


def test_another_key_or_purpose_or_a_cut_is_refused() -> None:
    sealed = seal(KEY, CONTEXT, b"plain")
    for key, context, text in (
        (bytes(32), CONTEXT, sealed),
        (KEY, "vidda/other/v1", sealed),
        (KEY, CONTEXT, sealed[:-1]),
        (KEY, CONTEXT, sealed + b"\0"),
        (KEY, CONTEXT, b"\x02" + sealed[1:]),
    ):
        with pytest.raises(Tampered):
            open_sealed(key, context, text)


@given(content=st.binary(min_size=1, max_size=64), info=st.binary(max_size=40))
@settings(deadline=None, max_examples=30)
def test_a_wrapped_key_opens_for_its_recipient_only(content: bytes, info: bytes) -> None:
    wrapped = wrap(content, OWN.public, info)
    assert unwrap(wrapped, OWN, info) == content
    for mine, text, about in (
        (SealingKey.generate(), wrapped, info),
        (OWN, wrapped, info + b"x"),
        (OWN, wrapped[:-1], info),
        (OWN, wrapped[:-1] + bytes([wrapped[-1] ^ 1]), info),
        (OWN, b"", info),
    ):
        with pytest.raises(Tampered):
            unwrap(text, mine, about)


@pytest.mark.parametrize(
    "public",
    [b"", OWN.public[:-1], OWN.public + b"x", b"\xff" * 1216, OWN.public[:1184] + bytes(32)],
    ids=["none", "short", "long", "not-mlkem", "low-order-x25519"],
)
def test_a_bad_recipient_key_is_refused(public: bytes) -> None:
    with pytest.raises(BadRecipientKey):
        wrap(b"content key", public, b"")


def encrypted(plain: bytes) -> bytes:
    target = io.BytesIO()
    age_encrypt(io.BytesIO(plain), target, AGE.recipient)
    return target.getvalue()


@given(plain=st.binary(max_size=200_000))
@settings(deadline=None, max_examples=25)
def test_age_files_open(plain: bytes) -> None:
    target = io.BytesIO()
    age_decrypt(io.BytesIO(encrypted(plain)), target, AGE.identity)
    assert target.getvalue() == plain


def test_a_changed_or_cut_age_file_is_refused() -> None:
    sealed = encrypted(b"recording" * 20_000)
    changed = bytearray(sealed)
    changed[-40] ^= 1
    for text in (b"", b"age", sealed[:-1], sealed[:70_000], bytes(changed), sealed + b"x"):
        with pytest.raises(Tampered):
            age_decrypt(io.BytesIO(text), io.BytesIO(), AGE.identity)
    for identity in (new_age_identity().identity, "not an identity"):
        with pytest.raises(Tampered):
            age_decrypt(io.BytesIO(sealed), io.BytesIO(), identity)
    with pytest.raises(BadRecipientKey):
        age_encrypt(io.BytesIO(), io.BytesIO(), "not a recipient")


class BrokenDisk(io.RawIOBase):
    """A stream on a disk that gives out: full for writing, unreadable for reading."""

    def __init__(self, bytes_before: int = 0) -> None:
        super().__init__()
        self._left = bytes_before

    def readable(self) -> bool:
        return True

    def writable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        raise OSError(errno.EIO, "unreadable")

    def write(self, piece: object) -> int:
        self._left -= len(bytes(piece))  # type: ignore[call-overload]
        if self._left < 0:
            raise OSError(errno.ENOSPC, "full")
        return len(bytes(piece))  # type: ignore[call-overload]


def test_the_disks_own_error_comes_through() -> None:
    sealed = encrypted(b"recording" * 20_000)
    for room in (0, 100_000):
        with pytest.raises(OSError) as full:
            age_encrypt(io.BytesIO(bytes(200_000)), BrokenDisk(room), AGE.recipient)
        assert full.value.errno == errno.ENOSPC
        with pytest.raises(OSError) as full:
            age_decrypt(io.BytesIO(sealed), BrokenDisk(room), AGE.identity)
        assert full.value.errno == errno.ENOSPC
    with pytest.raises(OSError) as unreadable:
        age_encrypt(BrokenDisk(), io.BytesIO(), AGE.recipient)
    assert unreadable.value.errno == errno.EIO
    with pytest.raises(OSError) as unreadable:
        age_decrypt(BrokenDisk(), io.BytesIO(), AGE.identity)
    assert unreadable.value.errno == errno.EIO


@pytest.mark.skipif(shutil.which("age") is None, reason="the age program is not installed")
def test_the_age_program_opens_our_files(tmp_path: Path) -> None:
    (tmp_path / "identity").write_text(AGE.identity)
    (tmp_path / "sealed").write_bytes(encrypted(b"recording"))
    opened = subprocess.run(
        ["age", "--decrypt", "--identity", tmp_path / "identity", tmp_path / "sealed"],
        capture_output=True,
        check=True,
    )
    assert opened.stdout == b"recording"


def test_an_age_identity_does_not_print_itself() -> None:
    assert "SECRET" not in repr(AGE)

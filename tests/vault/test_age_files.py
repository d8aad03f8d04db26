# SPDX-License-Identifier: GPL-3.0-or-later
"""Our age files are everybody's: pyrage reads ours, we read its, and nobody reads a forged one."""

from __future__ import annotations

import base64
import io
import secrets
from collections.abc import Callable

import pyrage
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.vault.age_files import age_decrypt, age_encrypt, new_age_identity
from app.vault.bech32 import NotBech32, bech32_bytes
from app.vault.sealing import BadRecipientKey, Tampered

CHUNK = 64 * 1024
OURS, OTHER = new_age_identity(), new_age_identity()
THEIRS = pyrage.x25519.Identity.from_str(OURS.identity)
EDGES = (0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 7)


def encrypted(plain: bytes, recipient: str = OURS.recipient) -> bytes:
    target = io.BytesIO()
    age_encrypt(io.BytesIO(plain), target, recipient)
    return target.getvalue()


def decrypted(sealed: bytes) -> bytes:
    target = io.BytesIO()
    age_decrypt(io.BytesIO(sealed), target, OURS.identity)
    return target.getvalue()


@pytest.mark.parametrize("size", EDGES)
def test_pyrage_reads_ours_and_we_read_its(size: int) -> None:
    plain = secrets.token_bytes(size)
    assert pyrage.decrypt(encrypted(plain), [THEIRS]) == plain
    other = pyrage.x25519.Recipient.from_str(OTHER.recipient)
    for recipients in ([THEIRS.to_public()], [other, THEIRS.to_public()]):
        assert decrypted(pyrage.encrypt(plain, recipients)) == plain


@given(sizes=st.lists(st.integers(1, 90_000), max_size=6))
@settings(deadline=None, max_examples=25)
def test_a_source_may_give_as_little_as_it_likes(sizes: list[int]) -> None:
    pieces = [bytes([n % 251]) * size for n, size in enumerate(sizes)]

    class Drops:
        def __init__(self, content: list[bytes]) -> None:
            self._content = list(content)

        def read(self, size: int, /) -> bytes:
            if not self._content:
                return b""
            piece = self._content.pop(0)
            if len(piece) > size:
                self._content.insert(0, piece[size:])
            return piece[:size]

    sealed, plain = io.BytesIO(), io.BytesIO()
    age_encrypt(Drops(pieces), sealed, OURS.recipient)
    whole = sealed.getvalue()
    age_decrypt(
        Drops([whole[i : i + 999] for i in range(0, len(whole), 999)]), plain, OURS.identity
    )
    assert plain.getvalue() == b"".join(pieces)


def parts(sealed: bytes) -> tuple[list[bytes], bytes]:
    """Split a file into the lines of its header and the payload."""
    head, _, rest = sealed.partition(b"\n--- ")
    mac, _, payload = rest.partition(b"\n")
    return [*head.split(b"\n"), b"--- " + mac], payload


FORGED_HEADERS: dict[str, Callable[[list[bytes]], list[bytes]]] = {
    "another version": lambda h: [b"age-encryption.org/v2", *h[1:]],
    "no stanza": lambda h: [h[0], h[3]],
    "no body": lambda h: [h[0], h[1], h[3]],
    "a short body": lambda h: [h[0], h[1], h[2][:-2], h[3]],
    "padded base64": lambda h: [h[0], h[1] + b"=", *h[2:]],
    "base64 with bits left over": lambda h: [h[0], h[1], h[2][:-1] + b"_", h[3]],
    "one more argument": lambda h: [h[0], h[1] + b" x", *h[2:]],
    "an empty argument": lambda h: [h[0], h[1].replace(b" ", b"  ", 1), *h[2:]],
    "a point of low order": lambda h: [
        h[0],
        b"-> X25519 " + base64.b64encode(bytes(32)).rstrip(b"="),
        *h[2:],
    ],
    "a share too short": lambda h: [h[0], h[1][:-4], *h[2:]],
    "carriage returns": lambda h: [line + b"\r" for line in h],
    "a stanza in between": lambda h: [*h[:3], b"-> grease x", b"", h[3]],
    "no stanza's mark": lambda h: [h[0], b"X25519 " + h[1][10:], *h[2:]],
    "another mac": lambda h: [*h[:3], b"--- " + base64.b64encode(bytes(32)).rstrip(b"=")],
    "a short mac": lambda h: [*h[:3], h[3][:-4]],
    "no end": lambda h: h[:3],
    "a line without end": lambda _: [b"a" * 100_000],
    "endless stanzas": lambda h: [h[0], *[b"-> x y", b""] * 5000, *h[1:]],
}


@pytest.mark.parametrize("how", FORGED_HEADERS)
def test_a_forged_header_is_refused(how: str) -> None:
    header, payload = parts(encrypted(b"recording"))
    assert decrypted(b"\n".join(header) + b"\n" + payload) == b"recording"
    with pytest.raises(Tampered):
        decrypted(b"\n".join(FORGED_HEADERS[how](header)) + b"\n" + payload)


def cut(payload: bytes) -> tuple[bytes, list[bytes]]:
    """Split a payload into its nonce and its pieces."""
    size = CHUNK + 16
    rest = payload[16:]
    return payload[:16], [rest[i : i + size] for i in range(0, len(rest), size)]


FORGED_PIECES: dict[str, Callable[[list[bytes]], list[bytes]]] = {
    "the last left out": lambda p: p[:-1],
    "one left out": lambda p: [p[0], *p[2:]],
    "two in another order": lambda p: [p[1], p[0], *p[2:]],
    "one twice": lambda p: [p[0], *p],
    "the last twice": lambda p: [*p, p[-1]],
    "cut within the last": lambda p: [*p[:-1], p[-1][:-1]],
    "cut within a tag": lambda p: [*p[:-1], p[-1][:10]],
    "one byte more": lambda p: [*p, b"x"],
    "one bit": lambda p: [bytes([p[0][0] ^ 1]) + p[0][1:], *p[1:]],
    "nothing": lambda _: [],
}


@pytest.mark.parametrize("how", FORGED_PIECES)
def test_a_forged_payload_is_refused(how: str) -> None:
    plain = secrets.token_bytes(3 * CHUNK + 100)
    header, payload = parts(encrypted(plain))
    nonce, pieces = cut(payload)
    assert len(pieces) == 4
    assert decrypted(b"\n".join(header) + b"\n" + nonce + b"".join(pieces)) == plain
    with pytest.raises(Tampered):
        decrypted(b"\n".join(header) + b"\n" + nonce + b"".join(FORGED_PIECES[how](pieces)))


def test_a_payload_of_another_file_is_refused() -> None:
    (header, _), (_, payload) = parts(encrypted(b"one patient")), parts(encrypted(b"another"))
    with pytest.raises(Tampered):
        decrypted(b"\n".join(header) + b"\n" + payload)


@given(st.binary(max_size=600))
@settings(max_examples=200)
def test_anything_else_is_refused_in_one_way(content: bytes) -> None:
    for sealed in (content, b"age-encryption.org/v1\n" + content):
        with pytest.raises(Tampered):
            decrypted(sealed)


def test_keys_are_read_strictly() -> None:
    assert bech32_bytes("age", OURS.recipient.upper()) == bech32_bytes("age", OURS.recipient)
    assert len(bech32_bytes("age-secret-key-", OURS.identity)) == 32
    letter = "q" if OURS.recipient[-1] != "q" else "p"
    for text in ("", "age1", OURS.identity, OURS.recipient[:-1] + letter, OURS.recipient.title()):
        with pytest.raises(NotBech32):
            bech32_bytes("age", text)
        with pytest.raises(BadRecipientKey):
            encrypted(b"", text)

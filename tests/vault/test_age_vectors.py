# SPDX-License-Identifier: GPL-3.0-or-later
"""The format's public test vectors (C2SP, CCTV/age, 0BSD), those with X25519 keys.

Each is a header that says what must become of the file behind it, which may be compressed.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
import zlib
from pathlib import Path

import pytest

from app.vault.age_files import age_decrypt
from app.vault.age_seeking import SealedContent
from app.vault.sealing import Tampered

with zipfile.ZipFile(Path(__file__).parent / "samples" / "age_vectors.zip") as _archive:
    VECTORS = {name: _archive.read(name) for name in _archive.namelist()}


def parted(vector: bytes) -> tuple[list[tuple[str, str]], bytes]:
    """Split a vector into what is said of it, and the file."""
    head, _, file = vector.partition(b"\n\n")
    said = [
        (line.partition(": ")[0], line.partition(": ")[2]) for line in head.decode().split("\n")
    ]
    return said, zlib.decompress(file) if ("compressed", "zlib") in said else file


def opened(file: bytes, said: list[tuple[str, str]]) -> tuple[bytes, str] | None:
    for identity in (value for name, value in said if name == "identity"):
        target = io.BytesIO()
        try:
            age_decrypt(io.BytesIO(file), target, identity)
        except Tampered:
            continue
        return target.getvalue(), identity
    return None


@pytest.mark.parametrize("name", VECTORS)
def test_vector(name: str, tmp_path: Path) -> None:
    said, file = parted(VECTORS[name])
    found, facts = opened(file, said), dict(said)
    if facts["expect"] != "success":
        assert found is None
        return
    assert found is not None
    plain, identity = found
    assert hashlib.sha256(plain).hexdigest() == facts["payload"]
    path = tmp_path / "vector.age"
    path.write_bytes(file)
    content = SealedContent(path, identity, len(plain))
    assert content.read_at(0, len(plain)) == plain
    assert content.read_at(len(plain) // 2, 70_000) == plain[len(plain) // 2 :][:70_000]

# SPDX-License-Identifier: GPL-3.0-or-later
"""Files beside the envelope: the standard tool opens them, nothing spliced passes."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import secrets
import shutil
import subprocess
from pathlib import Path

import pytest

from app.records.ids import AttachmentId
from app.records.media_facts import MediaType, Quality, QualityVerdict
from app.records.referral import Attachment, Slot
from app.referrals.envelope import EnvelopeCause, EnvelopeRefused
from app.referrals.manifest import padded_size
from app.referrals.sealed_files import check_file, seal_file
from app.vault.age_files import age_encrypt, new_age_identity
from tests.fakes.recordings import demo

CONTENT = demo("derm_close.jpg")


def attachment(content: bytes = CONTENT) -> Attachment:
    digest = hashlib.sha256(content).hexdigest()
    return Attachment(
        attachment=AttachmentId(secrets.token_hex(16)),
        slot=Slot.CLOSE_UP,
        title="Close-up",
        media_type=MediaType.JPEG,
        size_bytes=len(content),
        sha256=digest,
        original_sha256=digest,
        quality=Quality(QualityVerdict.GOOD),
    )


def test_a_file_comes_back_as_it_was(tmp_path: Path) -> None:
    keys, facts, target = new_age_identity(), attachment(), tmp_path / "file"
    sealed = seal_file(io.BytesIO(CONTENT), facts, target, keys.recipient)
    assert sealed.size_bytes == target.stat().st_size
    assert sealed.sha256 == hashlib.sha256(target.read_bytes()).hexdigest()
    assert target.stat().st_mode & 0o077 == 0
    check_file(target, sealed, facts, keys.identity)
    assert [p.name for p in tmp_path.iterdir()] == ["file"]


@pytest.mark.skipif(shutil.which("age") is None, reason="age is not installed")
def test_the_age_program_opens_it(tmp_path: Path) -> None:
    keys, target = new_age_identity(), tmp_path / "file"
    seal_file(io.BytesIO(CONTENT), attachment(), target, keys.recipient)
    (tmp_path / "identity").write_text(keys.identity + "\n")
    done = subprocess.run(
        ["age", "--decrypt", "-i", str(tmp_path / "identity"), str(target)],
        capture_output=True,
        check=True,
        timeout=60,
    )
    assert done.stdout[: len(CONTENT)] == CONTENT
    assert not any(done.stdout[len(CONTENT) :])
    assert len(done.stdout) == padded_size(len(CONTENT))


def test_files_of_like_size_look_alike(tmp_path: Path) -> None:
    keys = new_age_identity()
    ends = set()
    for size in (10_000, 10_010, 10_020):
        target = tmp_path / str(size)
        content = bytes([1]) * size
        seal_file(io.BytesIO(content), attachment(content), target, keys.recipient)
        # The header ends with its authentication line and has a random stanza before it.
        ends.add(len(target.read_bytes().partition(b"\n--- ")[2]))
    assert len(ends) == 1


def refused(source: Path, *arguments: object) -> bool:
    with pytest.raises(EnvelopeRefused) as caught:
        check_file(source, *arguments)  # type: ignore[arg-type]
    return caught.value.cause is EnvelopeCause.HASH


def test_changed_cut_and_spliced_files_are_refused(tmp_path: Path) -> None:
    keys, facts, target = new_age_identity(), attachment(), tmp_path / "file"
    sealed = seal_file(io.BytesIO(CONTENT), facts, target, keys.recipient)
    whole = target.read_bytes()
    for broken in (whole[:-1], whole + b"x", bytes([whole[0] ^ 1]) + whole[1:], b""):
        target.write_bytes(broken)
        assert refused(target, sealed, facts, keys.identity)
    other = tmp_path / "other"
    seal_file(io.BytesIO(b"another patient"), attachment(b"another patient"), other, keys.recipient)
    assert refused(other, sealed, facts, keys.identity)
    target.write_bytes(whole)
    check_file(target, sealed, facts, keys.identity)


def test_a_manifest_that_names_a_truncated_file_gains_nothing(tmp_path: Path) -> None:
    """The ciphertext hash agrees, and still the inner checks refuse."""
    keys, facts, target = new_age_identity(), attachment(), tmp_path / "file"
    sealed = seal_file(io.BytesIO(CONTENT), facts, target, keys.recipient)
    target.write_bytes(target.read_bytes()[:-100])
    named = dataclasses.replace(
        sealed,
        size_bytes=target.stat().st_size,
        sha256=hashlib.sha256(target.read_bytes()).hexdigest(),
    )
    assert refused(target, named, facts, keys.identity)


def test_wrong_content_padding_and_key_are_refused(tmp_path: Path) -> None:
    keys, facts, target = new_age_identity(), attachment(), tmp_path / "file"
    sealed = seal_file(io.BytesIO(CONTENT), facts, target, keys.recipient)
    assert refused(target, sealed, facts, new_age_identity().identity)
    assert refused(target, sealed, attachment(CONTENT[:-1] + b"x"), keys.identity)
    for padding in (b"", b"x" * (padded_size(len(CONTENT)) - len(CONTENT))):
        with target.open("wb") as file:
            age_encrypt(io.BytesIO(CONTENT + padding), file, keys.recipient)
        named = dataclasses.replace(
            sealed,
            size_bytes=target.stat().st_size,
            sha256=hashlib.sha256(target.read_bytes()).hexdigest(),
        )
        assert refused(target, named, facts, keys.identity)

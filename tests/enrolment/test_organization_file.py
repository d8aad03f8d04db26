# SPDX-License-Identifier: GPL-3.0-or-later
"""The administrator's sealed file."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.enrolment import organization_file
from app.enrolment.organization_file import (
    NoOrganization,
    OrganizationFileNewer,
    OrganizationFileUnusable,
    OrganizationState,
    WrongOrganizationPassphrase,
)
from app.vault.argon import FLOOR
from signaling_server.wire_http import SignedDocument

STATE = OrganizationState(
    bytes(range(32)), "https://vidda.example", True, SignedDocument(b"{}", b"s")
)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("organization")
    organization_file.create(folder, "the passphrase", FLOOR).write(STATE)
    path = folder / organization_file.FILE_NAME
    assert path.stat().st_mode & 0o777 == 0o600
    return path.read_bytes()


def put(folder: Path, content: bytes) -> Path:
    (folder / organization_file.FILE_NAME).write_bytes(content)
    return folder


def test_round_trip(tmp_path: Path, written: bytes) -> None:
    file, state = organization_file.read(put(tmp_path, written), "the passphrase")
    assert state == STATE
    assert file.read() == STATE
    assert STATE.seed not in written
    assert b"vidda.example" not in written
    assert STATE.seed.hex() not in repr(file)


def test_wrong_passphrase(tmp_path: Path, written: bytes) -> None:
    with pytest.raises(WrongOrganizationPassphrase):
        organization_file.read(put(tmp_path, written), "another passphrase")


@pytest.mark.parametrize("at", [-1, 40])
def test_changed_byte(tmp_path: Path, written: bytes, at: int) -> None:
    changed = bytearray(written)
    changed[at] ^= 1
    with pytest.raises(WrongOrganizationPassphrase):
        organization_file.read(put(tmp_path, bytes(changed)), "the passphrase")


def test_newer_version_is_refused(tmp_path: Path, written: bytes) -> None:
    with pytest.raises(OrganizationFileNewer):
        organization_file.read(put(tmp_path, written[:8] + b"\x02" + written[9:]), "x")


@pytest.mark.parametrize(
    "content",
    [b"", b"VIDDAORG", b"x" * 100, b"VIDDAORG\x01" + b"\xff" * 100],
    ids=["empty", "cut off", "something else", "a bomb of memory"],
)
def test_unusable(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(OrganizationFileUnusable):
        organization_file.read(put(tmp_path, content), "x")


def test_none(tmp_path: Path) -> None:
    with pytest.raises(NoOrganization):
        organization_file.read(tmp_path, "x")
    assert not organization_file.exists(tmp_path)

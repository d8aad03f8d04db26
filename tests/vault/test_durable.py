# SPDX-License-Identifier: GPL-3.0-or-later
"""A file is replaced whole or not at all, and is private from its first byte."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from app.vault.durable import private_directory, replacing, synchronise_directory, write_durably


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no POSIX modes")
def test_files_and_directories_are_private_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        directory = private_directory(tmp_path / "a" / "b")
        write_durably(directory / "file", b"x")
    finally:
        os.umask(before)
    assert mode(directory) == 0o700
    assert mode(directory / "file") == 0o600
    directory.chmod(0o755)
    assert mode(private_directory(directory)) == 0o700


def test_a_file_is_replaced(tmp_path: Path) -> None:
    write_durably(tmp_path / "file", b"old")
    write_durably(tmp_path / "file", b"new")
    assert (tmp_path / "file").read_bytes() == b"new"
    assert os.listdir(tmp_path) == ["file"]


def test_a_failure_leaves_the_old_file_and_no_rest(tmp_path: Path) -> None:
    write_durably(tmp_path / "file", b"old")
    with pytest.raises(KeyboardInterrupt), replacing(tmp_path / "file") as file:
        file.write(b"half of the n")
        raise KeyboardInterrupt
    assert (tmp_path / "file").read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["file"]


def test_a_missing_directory_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError):
        write_durably(tmp_path / "none" / "file", b"x")
    with pytest.raises(OSError):
        synchronise_directory(tmp_path / "none")

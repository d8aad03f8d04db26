# SPDX-License-Identifier: GPL-3.0-or-later
"""Sealed files on the server's disk. Blocking: call it from a worker thread.

A file grows in ``uploads/``; what lies beyond the offset that the database has is of an append
that was never acknowledged. Once whole and checked it moves to ``files/``. File names are ids
that the server made.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from io import FileIO
from pathlib import Path
from typing import BinaryIO

from signaling_server.ids import UploadId


class SpoolShort(Exception):
    """The disk has less of an upload than the database says."""

    def __init__(self, size: int) -> None:
        super().__init__(size)
        self.size = size


class WrongContent(Exception):
    """A file is not what was announced."""


class Spool:
    """The two folders of sealed files."""

    def __init__(self, data: Path) -> None:
        self._uploads = data / "uploads"
        self._files = data / "files"
        for folder in (self._uploads, self._files):
            folder.mkdir(mode=0o700, exist_ok=True)

    def free_bytes(self) -> int:
        """Tell how much the disk can still take."""
        return shutil.disk_usage(self._uploads).free

    def append(self, upload: UploadId, offset: int, data: bytes) -> None:
        """Put data at the offset; they are on the disk when this returns.

        Raises:
            SpoolShort: the disk has less than ``offset``.
            OSError: the disk is full or broken; what was acknowledged before is still there.
        """
        path = self._uploads / upload
        is_new = not path.exists()
        with open(path, "r+b" if not is_new else "xb", opener=_private, buffering=0) as file:
            size = os.fstat(file.fileno()).st_size
            if size < offset:
                raise SpoolShort(size)
            file.truncate(offset)
            try:
                _write_all(file, data, offset)
                _sync_data(file.fileno())
            except OSError:
                # Give the space of the part back, so that others find room.
                file.truncate(offset)
                raise
        if is_new:
            _sync_folder(self._uploads)

    def link(self, finished: UploadId, upload: UploadId) -> bool:
        """Let a finished file be another upload as well; tells whether it is.

        The offset must say already that the upload is whole: an append to it would change both.
        """
        try:
            os.link(self._files / finished, self._uploads / upload)
        except OSError:
            return False
        _sync_folder(self._uploads)
        return True

    def finish(self, upload: UploadId, size: int, sha256: str) -> None:
        """Check a whole file and move it to its final place. Doing it again is harmless.

        Raises:
            WrongContent: size or hash differ from what was announced.
        """
        part, final = self._uploads / upload, self._files / upload
        path = part if part.exists() else final
        try:
            with path.open("rb") as file:
                os.fsync(file.fileno())
                if os.fstat(file.fileno()).st_size != size:
                    raise WrongContent
                if hashlib.file_digest(file, "sha256").hexdigest() != sha256:
                    raise WrongContent
        except FileNotFoundError as error:
            raise WrongContent from error
        if path is part:
            part.replace(final)
            _sync_folder(self._files)
            _sync_folder(self._uploads)

    def open(self, upload: UploadId) -> BinaryIO:
        """Open a finished file for reading; raises OSError."""
        return (self._files / upload).open("rb")

    def remove(self, upload: UploadId) -> None:
        """Delete a file wherever it is; a missing one is fine."""
        (self._uploads / upload).unlink(missing_ok=True)
        (self._files / upload).unlink(missing_ok=True)

    def present(self) -> set[UploadId]:
        """Name all files that are there."""
        return {UploadId(p.name) for f in (self._uploads, self._files) for p in f.iterdir()}


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _write_all(file: FileIO, data: bytes, offset: int) -> None:
    file.seek(offset)
    view = memoryview(data)
    while view:
        view = view[file.write(view) :]


def _sync_data(descriptor: int) -> None:
    # Only Linux can leave the times of the file out.
    if sys.platform == "linux":
        os.fdatasync(descriptor)
    else:
        os.fsync(descriptor)


def _sync_folder(folder: Path) -> None:
    if sys.platform == "win32":
        # A folder cannot be opened there; NTFS writes renames into its journal in order.
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

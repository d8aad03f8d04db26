# SPDX-License-Identifier: GPL-3.0-or-later
"""Recorded files on this disk: age files under random names, their keys in the database."""

from __future__ import annotations

import asyncio
import hashlib
import io
import os
import secrets
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from app.records.ids import from_bytes
from app.store.connection import disk_problem
from app.store.database import Connection, Store
from app.store.errors import StoreDamaged
from app.vault.age_files import age_decrypt, age_encrypt, new_age_identity
from app.vault.durable import TEMPORARY_SUFFIX, replacing, synchronise_directory
from app.vault.sealing import Tampered
from app.vault.streams import Readable, Writable

Kind = Literal["original", "travel", "received"]


class NoSuchBlob(StoreDamaged):
    """A recorded file is no longer in the profile folder. Nothing else is affected. Restore the
    folder from a backup.
    """


@dataclass(frozen=True, slots=True)
class BlobRow:
    """One sealed file."""

    blob: str
    kind: Kind
    owner: str
    """Whose it is, for ``blobs_of``: an attachment's id, as a rule."""
    file: str
    """Name in ``Store.blobs``: random, says nothing."""
    identity: str = field(repr=False)
    """age secret key."""
    size_bytes: int
    """Of the content in the clear; blanks may follow it."""
    sha256: str
    """Of the content in the clear, lower-case hex."""


_COLUMNS = "blob, kind, owner, file, identity, size_bytes, sha256"


async def write_blob(
    store: Store, source: Readable, kind: Kind = "original", owner: str = ""
) -> BlobRow:
    """Seal a stream into a new file; file and row are on the disk on return.

    Raises:
        StoreFull, StoreFailed: nothing was kept.
    """
    row = await seal_blob(store, source, kind, owner)
    try:
        await store.run(lambda connection: put_blob(connection, row))
    except asyncio.CancelledError:
        # The store goes on with what it has begun; a file without a row is swept at the start.
        raise
    except BaseException:
        (store.blobs / row.file).unlink(missing_ok=True)
        raise
    return row


async def seal_blob(store: Store, source: Readable, kind: Kind, owner: str) -> BlobRow:
    """Seal a stream into a new file, whose row the caller adds with ``put_blob``.

    Without its row a file is unreadable, and swept at the next start. Raises as ``write_blob``.
    """
    # Not on the store thread: a long recording must not hold up a note being saved.
    return await asyncio.to_thread(seal_now, store, source, kind, owner)


def seal_now(store: Store, source: Readable, kind: Kind, owner: str) -> BlobRow:
    """Seal a stream as ``seal_blob`` does. Blocking, on any thread."""
    keys = new_age_identity()
    name = secrets.token_hex(16) + ".age"
    measured = _Measured(source)
    try:
        with replacing(store.blobs / name) as target:
            age_encrypt(measured, target, keys.recipient)
    except OSError as error:
        raise disk_problem(error) from error
    return BlobRow(
        blob=from_bytes(secrets.token_bytes(16)),
        kind=kind,
        owner=owner,
        file=name,
        identity=keys.identity,
        size_bytes=measured.size,
        sha256=measured.hash.hexdigest(),
    )


async def blob(store: Store, blob: str) -> BlobRow | None:
    """Find a file's row."""

    def work(connection: Connection) -> BlobRow | None:
        row = connection.execute(f"SELECT {_COLUMNS} FROM blobs WHERE blob = ?", (blob,)).fetchone()
        return None if row is None else BlobRow(*row)

    return await store.run(work)


async def blobs_of(store: Store, owner: str) -> tuple[BlobRow, ...]:
    """List the files of one owner, in the order they were written."""

    def work(connection: Connection) -> tuple[BlobRow, ...]:
        rows = connection.execute(
            f"SELECT {_COLUMNS} FROM blobs WHERE owner = ? ORDER BY rowid", (owner,)
        ).fetchall()
        return tuple(BlobRow(*row) for row in rows)

    return await store.run(work)


async def open_blob(store: Store, blob: str) -> bytes:
    """Read a whole file into memory, verified.

    Raises:
        NoSuchBlob: it is not there.
        Tampered: it is not what was written.
    """
    target = io.BytesIO()
    await copy_blob(store, blob, target)
    return target.getvalue()


async def copy_blob(store: Store, blob_id: str, target: Writable) -> BlobRow:
    """Decrypt a file into a stream, which counts only after this has returned.

    Raises:
        NoSuchBlob: it is not there.
        Tampered: it is not what was written.
    """
    row = await blob(store, blob_id)
    if row is None:
        raise NoSuchBlob("row")
    await asyncio.to_thread(unseal_blob, store, row, target)
    return row


def unseal_blob(store: Store, row: BlobRow, target: Writable) -> None:
    """Decrypt a file whose row is known, as ``copy_blob``. Blocking, on any thread."""
    _unseal(store.blobs, row, target)


async def adopt_blob(
    store: Store, sealed: Path, identity: str, kind: Kind, owner: str, size_bytes: int, sha256: str
) -> BlobRow:
    """Keep a sealed file of this disk, checked by the caller, as it is: nothing is encrypted twice.

    ``sealed`` may have blanks behind its content and stays where it is; the row is added with
    ``put_blob``, and without it the file is swept at the next start.

    Raises:
        StoreFull, StoreFailed: nothing was kept.
    """
    row = BlobRow(
        blob=from_bytes(secrets.token_bytes(16)),
        kind=kind,
        owner=owner,
        file=secrets.token_hex(16) + ".age",
        identity=identity,
        size_bytes=size_bytes,
        sha256=sha256,
    )
    await asyncio.to_thread(link_or_copy, sealed, store.blobs / row.file)
    return row


def drop_files(store: Store, rows: Iterable[BlobRow]) -> None:
    """Delete files that never got, or no longer have, their rows. Blocking."""
    for row in rows:
        (store.blobs / row.file).unlink(missing_ok=True)


async def delete_blob(store: Store, blob: str) -> None:
    """Delete a file for ever; without its row nobody can read it, so the row goes first."""

    def work(connection: Connection) -> str | None:
        row = connection.execute("SELECT file FROM blobs WHERE blob = ?", (blob,)).fetchone()
        connection.execute("DELETE FROM blobs WHERE blob = ?", (blob,))
        return None if row is None else str(row[0])

    name = await store.run(work)
    if name is not None:
        (store.blobs / name).unlink(missing_ok=True)


async def sweep(store: Store) -> int:
    """Remove files that a crash left without a row, and count them. For the start only."""

    def work(connection: Connection) -> int:
        known = {row[0] for row in connection.execute("SELECT file FROM blobs")}
        lost = [
            path
            for path in store.blobs.iterdir()
            if path.name not in known and path.suffix in (".age", TEMPORARY_SUFFIX)
        ]
        for path in lost:
            path.unlink()
        return len(lost)

    return await store.run(work)


def put_blob(connection: Connection, row: BlobRow) -> None:
    """Add a file's row within a transaction."""
    connection.execute(
        f"INSERT INTO blobs ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (row.blob, row.kind, row.owner, row.file, row.identity, row.size_bytes, row.sha256),
    )


class _Measured:
    """Counts and hashes what is read through it."""

    def __init__(self, source: Readable) -> None:
        self._source = source
        self.size = 0
        self.hash = hashlib.sha256()

    def read(self, size: int) -> bytes:
        piece = self._source.read(size)
        self.size += len(piece)
        self.hash.update(piece)
        return piece


class _Checked:
    """Passes content on, counted and hashed, and keeps the blanks behind it back."""

    def __init__(self, target: Writable, size: int) -> None:
        self._target = target
        self._left = size
        self._hash = hashlib.sha256()
        self._blank = True

    def holds(self, sha256: str) -> bool:
        """Tell whether exactly the content of this hash was passed on."""
        return self._left == 0 and self._blank and self._hash.hexdigest() == sha256

    def write(self, piece: bytes) -> int:
        content, rest = piece[: self._left], piece[self._left :]
        if content:
            self._left -= len(content)
            self._hash.update(content)
            self._target.write(content)
        if rest.count(0) != len(rest):
            self._blank = False
        return len(piece)


def _unseal(directory: Path, row: BlobRow, target: Writable) -> None:
    checked = _Checked(target, row.size_bytes)
    try:
        with (directory / row.file).open("rb") as source:
            age_decrypt(source, checked, row.identity)
    except FileNotFoundError as error:
        raise NoSuchBlob("file") from error
    except OSError as error:
        raise disk_problem(error) from error
    if not checked.holds(row.sha256):
        raise Tampered


def link_or_copy(sealed: Path, target: Path) -> None:
    """Give a sealed file, which never changes, a second name on this disk. Blocking.

    Raises:
        NoSuchBlob: it is not there.
        StoreFull, StoreFailed: there is no second name.
    """
    try:
        try:
            os.link(sealed, target)
        except FileNotFoundError as error:
            raise NoSuchBlob("file") from error
        except OSError:
            # A disk without second names for a file, as FAT is.
            with sealed.open("rb") as source, replacing(target) as copy:
                shutil.copyfileobj(source, copy, 1024 * 1024)
        synchronise_directory(target.parent)
    except OSError as error:
        raise disk_problem(error) from error

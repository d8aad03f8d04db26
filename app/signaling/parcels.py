# SPDX-License-Identifier: GPL-3.0-or-later
"""Sealed parcels: sent, found in the inbox, fetched and acknowledged, through cuts and kills."""

from __future__ import annotations

import asyncio
import logging
import os
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import aiohttp

from app.errors import KnownError
from app.records.ids import ParcelId, UserId
from app.signaling.backoff import full_jitter
from app.signaling.http import (
    BadServerAnswer,
    RefusedByServer,
    ServerClient,
    ServerUnreachable,
    Token,
)
from app.signaling.resumable import (
    Progress,
    SpoolDamaged,
    SpoolFile,
    append_chunk,
    hash_of,
    open_private,
    range_end,
    range_headers,
    range_of,
    read_chunk,
    upload_location,
    upload_offset,
)
from app.vault.durable import synchronise, synchronise_directory
from signaling_server.wire import ErrorCode
from signaling_server.wire_http import NewParcel, Parcel, ParcelFile, Parcels

__all__ = [
    "DownloadDamaged",
    "SpoolDamaged",
    "SpoolFile",
    "discard_parcel",
    "download_file",
    "inbox",
    "receipt",
    "upload_parcel",
]

_log = logging.getLogger(__name__)
_TRIES_WITHOUT_PROGRESS: Final = 4
_COMMIT_S: Final = 300.0
"""The server hashes everything before it answers."""
_PIECE_BYTES: Final = 256 * 1024


class DownloadDamaged(KnownError):
    """A file that was fetched is not the one that was sent. It was thrown away and nothing of it is
    shown. Try again; if it happens twice, ask the sender to send it anew."""


async def upload_parcel(
    client: ServerClient,
    token: Token,
    parcel: ParcelId,
    recipients: Sequence[UserId],
    files: Sequence[SpoolFile],
    progress: Progress,
) -> Parcel:
    """Bring a parcel whole to the server; repeating it goes on where the last try stopped.

    ``progress`` is told how many bytes of all files the server has.

    Raises:
        ServerUnreachable: the line broke several times without progress; call again later.
        RefusedByServer: CONFLICT when the id stands for another parcel.
        SpoolDamaged: a file is no longer what it was.
    """
    new = NewParcel(
        recipients=tuple(recipients),
        files=tuple(ParcelFile(f.file, f.size, f.sha256) for f in files),
    )
    await client.put(f"/parcels/{parcel}", new, token)
    known = await client.get(f"/parcels/{parcel}", Parcel, token)
    before = 0

    def of_all(done: int) -> None:
        progress(before + done)

    if not known.complete:
        for file in files:
            await _upload(client, token, parcel, file, of_all)
            before += file.size
        known = await _commit(client, token, parcel, files)
    progress(sum(f.size for f in files))
    return known


async def _commit(
    client: ServerClient, token: Token, parcel: ParcelId, files: Sequence[SpoolFile]
) -> Parcel:
    try:
        path = f"/parcels/{parcel}/commit"
        return await client.post(path, None, Parcel, token, timeout_s=_COMMIT_S)
    except RefusedByServer as error:
        # The server has dropped the file it found wrong. Was it the way, or this disk?
        if error.code is ErrorCode.WRONG_CHECKSUM:
            for file in files:
                if await asyncio.to_thread(hash_of, file.path) != file.sha256:
                    raise SpoolDamaged from error
        raise


async def _upload(
    client: ServerClient, token: Token, parcel: ParcelId, file: SpoolFile, progress: Progress
) -> None:
    path = await upload_location(client, token, parcel, file)
    tries = 0
    offset: int | None = None
    while offset != file.size:
        try:
            if offset is None:
                offset = await upload_offset(client, token, path)
                progress(offset)
                if offset > file.size:
                    raise BadServerAnswer
                continue
            chunk = await asyncio.to_thread(read_chunk, file, offset)
            offset = await append_chunk(client, token, path, offset, chunk)
        except ServerUnreachable:
            offset = None
            if tries == _TRIES_WITHOUT_PROGRESS:
                raise
            await asyncio.sleep(full_jitter(tries, random.random()))
            tries += 1
            continue
        if offset is None:
            # The ends disagree on the offset, or the line spoilt the piece: ask, but not for ever.
            if tries == _TRIES_WITHOUT_PROGRESS:
                raise BadServerAnswer
            tries += 1
        else:
            tries = 0
            progress(offset)


async def discard_parcel(client: ServerClient, token: Token, parcel: ParcelId) -> None:
    """Take an incomplete parcel back."""
    await client.delete(f"/parcels/{parcel}", token)


async def inbox(client: ServerClient, token: Token) -> tuple[Parcel, ...]:
    """List complete parcels for this user that are not acknowledged yet."""
    return (await client.get("/parcels", Parcels, token)).parcels


async def receipt(client: ServerClient, token: Token, parcel: ParcelId) -> None:
    """Acknowledge a parcel, after everything in it is verified and kept; repeating is harmless."""
    await client.put(f"/parcels/{parcel}/receipt", None, token)


async def download_file(
    client: ServerClient,
    token: Token,
    parcel: ParcelId,
    file: ParcelFile,
    target: Path,
    progress: Progress,
) -> None:
    """Fetch one file of a parcel; ``target`` appears only whole and with the right hash.

    What was fetched before a break lies beside the target and is gone on from.

    Raises:
        ServerUnreachable: the line broke several times without progress; call again later.
        DownloadDamaged: the bytes are not those announced.
        OSError: this disk failed.
    """
    if await asyncio.to_thread(_is_whole, target, file):
        progress(file.size_bytes)
        return
    # Bound to the content: another file under the same name never goes on from these bytes.
    partial = target.with_name(f".{target.name}.{file.sha256[:16]}.part")
    tries = 0
    while True:
        have = await asyncio.to_thread(_size, partial)
        if have > file.size_bytes:
            await asyncio.to_thread(partial.unlink)
            have = 0
        progress(have)
        if have == file.size_bytes:
            break
        try:
            await _fetch(client, token, parcel, file, partial, have, progress)
            tries = 0
        except ServerUnreachable:
            if await asyncio.to_thread(_size, partial) > have:
                tries = 0
            elif tries == _TRIES_WITHOUT_PROGRESS:
                raise
            await asyncio.sleep(full_jitter(tries, random.random()))
            tries += 1
    await asyncio.to_thread(_accept, partial, target, file)


async def _fetch(
    client: ServerClient,
    token: Token,
    parcel: ParcelId,
    file: ParcelFile,
    partial: Path,
    have: int,
    progress: Progress,
) -> None:
    """Fetch the next piece, or all where the server knows no ranges."""
    path = f"/parcels/{parcel}/files/{file.file}"
    asked = range_end(have, file.size_bytes)
    headers = range_headers(have, asked, file.sha256)
    try:
        async with client.exchange("GET", path, None, token, headers, timeout_s=None) as answer:
            position, end = range_of(answer, have, asked, file.size_bytes)
            with await asyncio.to_thread(open_private, partial) as target:
                target.truncate(position)
                target.seek(position)
                async for piece in answer.content.iter_chunked(_PIECE_BYTES):
                    position += len(piece)
                    if position > end:
                        raise BadServerAnswer
                    await asyncio.to_thread(target.write, piece)
                    progress(position)
    except RefusedByServer as error:
        if error.status != 416 or error.code is ErrorCode.NOT_FOUND:
            raise
        # The server does not know this range: begin anew.
        await asyncio.to_thread(partial.unlink, True)
        raise ServerUnreachable from error
    except aiohttp.ClientPayloadError as error:
        raise ServerUnreachable from error
    if position != end:
        raise ServerUnreachable


def _accept(partial: Path, target: Path, file: ParcelFile) -> None:
    with open_private(partial) as content:
        synchronise(content.fileno())
    if hash_of(partial) != file.sha256:
        partial.unlink()
        raise DownloadDamaged
    os.replace(partial, target)
    synchronise_directory(target.parent)


def _is_whole(target: Path, file: ParcelFile) -> bool:
    try:
        return target.stat().st_size == file.size_bytes and hash_of(target) == file.sha256
    except FileNotFoundError:
        return False


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0

# SPDX-License-Identifier: GPL-3.0-or-later
"""Resumable uploads: tus 1.0.0, core, creation, checksum, termination and expiration."""

from __future__ import annotations

import asyncio
import base64
import binascii
import contextlib
import hashlib
import hmac
from collections.abc import AsyncIterator
from email.utils import formatdate
from typing import Final
from weakref import WeakValueDictionary

from aiohttp import web

from signaling_server import uploads
from signaling_server.database import Database
from signaling_server.ids import ParcelId, UploadId, UserId
from signaling_server.limits import UPLOADS_AT_ONCE, AtOnce, Clock
from signaling_server.refusal import Refusal
from signaling_server.spool import Spool, SpoolShort
from signaling_server.uploads import Upload
from signaling_server.web_request import Gate, path_id, read_bytes
from signaling_server.wire import MAX_FILE_BYTES, UPLOAD_CHUNK_BYTES, ErrorCode

_VERSION: Final = "1.0.0"
_CHUNK_SECONDS: Final = 150.0
"""1 MiB over 60 kbit/s."""
_TUS: Final = {"Tus-Resumable": _VERSION}
_CAPABILITIES: Final = {
    **_TUS,
    "Tus-Version": _VERSION,
    "Tus-Extension": "creation,checksum,termination,expiration",
    "Tus-Max-Size": str(MAX_FILE_BYTES),
    "Tus-Checksum-Algorithm": "sha256,sha1",
}
_ALGORITHMS: Final = ("sha256", "sha1")


class UploadRoutes:
    """How sealed files come onto the server's disk."""

    def __init__(
        self, database: Database, gate: Gate, spool: Spool, clock: Clock, reserve_bytes: int
    ) -> None:
        self._database = database
        self._gate = gate
        self._spool = spool
        self._clock = clock
        self._reserve_bytes = reserve_bytes
        self._at_once = AtOnce(UPLOADS_AT_ONCE)
        self._turns: WeakValueDictionary[UploadId, asyncio.Lock] = WeakValueDictionary()

    def routes(self) -> list[web.RouteDef]:
        """The paths of this part."""
        return [
            web.options("/uploads", self._capabilities),
            web.options("/uploads/{upload}", self._capabilities),
            web.post("/uploads", self._create),
            web.head("/uploads/{upload}", self._head),
            web.patch("/uploads/{upload}", self._append),
            web.delete("/uploads/{upload}", self._terminate),
        ]

    async def _capabilities(self, _request: web.Request) -> web.Response:
        return web.Response(status=204, headers=_CAPABILITIES)

    async def _create(self, request: web.Request) -> web.Response:
        _check_version(request)
        staff = await self._gate.staff(request)
        length = _number(request, "Upload-Length")
        if length > MAX_FILE_BYTES:
            raise Refusal(ErrorCode.TOO_LARGE)
        named = _metadata(request.headers.get("Upload-Metadata", ""))
        free = await asyncio.to_thread(self._spool.free_bytes)
        async with self._database.write() as connection:
            upload = await uploads.begin(
                connection,
                staff.user,
                ParcelId(named.get("parcel", "")),
                named.get("file", ""),
                length,
                named.get("sha256", ""),
                self._clock(),
            )
            same = await uploads.twin(connection, staff.user, upload.upload)
            if same is None and upload.length - upload.offset > free - self._reserve_bytes:
                # Leaving the block by an error takes the row back.
                raise Refusal(ErrorCode.STORAGE_FULL)
        if same is not None:
            upload = await self._take_over(staff.user, upload.upload, same)
        headers = {"Location": f"/uploads/{upload.upload}", **_state(upload)}
        return web.Response(status=201, headers=headers)

    async def _take_over(self, user: UserId, wanted: UploadId, same: UploadId) -> Upload:
        """Let a file that this sender brought before be this one, without bringing it again."""
        async with self._turn(wanted):
            async with self._database.read() as connection:
                upload = await uploads.upload(connection, user, wanted)
            if upload.offset > 0 or upload.complete:
                return upload
            # The offset first: with it nothing is appended, so the other file cannot be changed.
            upload = await self._moved(user, upload, upload.length)
            if await asyncio.to_thread(self._spool.link, same, wanted):
                return upload
            return await self._moved(user, upload, 0)

    async def _moved(self, user: UserId, upload: Upload, offset: int) -> Upload:
        async with self._database.write() as connection:
            await uploads.move_offset(connection, upload.upload, offset, self._clock())
            return await uploads.upload(connection, user, upload.upload)

    async def _head(self, request: web.Request) -> web.Response:
        _check_version(request)
        staff = await self._gate.staff(request)
        async with self._database.read() as connection:
            upload = await uploads.upload(connection, staff.user, _upload_id(request))
        headers = {**_state(upload), "Upload-Length": str(upload.length)}
        return web.Response(status=200, headers=headers)

    async def _append(self, request: web.Request) -> web.Response:
        _check_version(request)
        staff = await self._gate.staff(request)
        if request.content_type != "application/offset+octet-stream":
            raise Refusal(ErrorCode.BAD_REQUEST, status=415)
        offset = _number(request, "Upload-Offset")
        checksum = _checksum(request.headers.get("Upload-Checksum"))
        if not self._at_once.enter(staff.user):
            raise Refusal(ErrorCode.TOO_MANY, retry_after_s=1)
        try:
            data = await read_bytes(request, UPLOAD_CHUNK_BYTES, _CHUNK_SECONDS)
            if checksum is not None and not _matches(data, *checksum):
                raise Refusal(ErrorCode.WRONG_CHECKSUM)
            async with self._turn(_upload_id(request)):
                upload = await self._write(staff.user, _upload_id(request), offset, data)
        finally:
            self._at_once.leave(staff.user)
        return web.Response(status=204, headers=_state(upload))

    async def _write(self, user: UserId, wanted: UploadId, offset: int, data: bytes) -> Upload:
        """Append, sync, write down the offset; in this order."""
        async with self._database.read() as connection:
            upload = await uploads.upload(connection, user, wanted)
        if upload.complete or upload.offset != offset:
            raise Refusal(ErrorCode.CONFLICT)
        if offset + len(data) > upload.length:
            raise Refusal(ErrorCode.TOO_LARGE)
        try:
            await asyncio.to_thread(self._spool.append, wanted, offset, data)
        except SpoolShort as short:
            async with self._database.write() as connection:
                await uploads.move_offset(connection, wanted, short.size, self._clock())
            raise Refusal(ErrorCode.CONFLICT) from short
        return await self._moved(user, upload, offset + len(data))

    async def _terminate(self, request: web.Request) -> web.Response:
        _check_version(request)
        staff = await self._gate.staff(request)
        wanted = _upload_id(request)
        async with self._turn(wanted):
            async with self._database.write() as connection:
                await uploads.terminate(connection, staff.user, wanted)
            await asyncio.to_thread(self._spool.remove, wanted)
        return web.Response(status=204, headers=_TUS)

    @contextlib.asynccontextmanager
    async def _turn(self, upload: UploadId) -> AsyncIterator[None]:
        lock = self._turns.setdefault(upload, asyncio.Lock())
        async with lock:
            yield


def _upload_id(request: web.Request) -> UploadId:
    return UploadId(path_id(request, "upload"))


def _state(upload: Upload) -> dict[str, str]:
    return {
        **_TUS,
        "Upload-Offset": str(upload.offset),
        "Upload-Expires": formatdate(upload.expires, usegmt=True),
        "Cache-Control": "no-store",
    }


def _check_version(request: web.Request) -> None:
    if request.headers.get("Tus-Resumable") != _VERSION:
        raise Refusal(ErrorCode.BAD_REQUEST, status=412)


def _number(request: web.Request, name: str) -> int:
    text = request.headers.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) <= 15):
        raise Refusal(ErrorCode.BAD_REQUEST)
    return int(text)


def _metadata(line: str) -> dict[str, str]:
    """Read ``Upload-Metadata``: ``key base64,key base64``; raises Refusal."""
    named: dict[str, str] = {}
    for pair in line.split(",") if line else []:
        key, _, value = pair.strip().partition(" ")
        try:
            named[key] = base64.b64decode(value.strip(), validate=True).decode()
        except (binascii.Error, ValueError) as error:
            raise Refusal(ErrorCode.BAD_REQUEST) from error
    return named


def _checksum(header: str | None) -> tuple[str, bytes] | None:
    """Read ``Upload-Checksum``: ``algorithm base64``; raises Refusal."""
    if header is None:
        return None
    algorithm, _, value = header.strip().partition(" ")
    if algorithm not in _ALGORITHMS:
        raise Refusal(ErrorCode.BAD_REQUEST)
    try:
        return algorithm, base64.b64decode(value.strip(), validate=True)
    except (binascii.Error, ValueError) as error:
        raise Refusal(ErrorCode.BAD_REQUEST) from error


def _matches(data: bytes, algorithm: str, digest: bytes) -> bool:
    # SHA-1 is for clients that know nothing else: it finds damage in transit, and the commit
    # checks SHA-256.
    return hmac.compare_digest(hashlib.new(algorithm, data).digest(), digest)

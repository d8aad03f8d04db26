# SPDX-License-Identifier: GPL-3.0-or-later
"""Requests about parcels: announce, commit, list, fetch, receipt."""

from __future__ import annotations

import asyncio
import re
from collections import defaultdict
from typing import BinaryIO, Final

from aiohttp import web

from signaling_server import parcels, uploads
from signaling_server.accounts import Staff
from signaling_server.database import Database
from signaling_server.hub import Hub
from signaling_server.ids import ParcelId, UploadId, UserId
from signaling_server.limits import Clock
from signaling_server.refusal import Refusal
from signaling_server.spool import Spool, WrongContent
from signaling_server.web_request import Gate, answer, nothing, path_id, read_struct
from signaling_server.wire import ErrorCode
from signaling_server.wire_http import NewParcel, Parcel, ParcelFile, Parcels

_RANGE: Final = re.compile(r"bytes=(\d{1,15})-(\d{1,15})?")
_PIECE_BYTES: Final = 256 * 1024
_PIECE_SECONDS: Final = 60.0


class ParcelRoutes:
    """Store and forward, of ciphertext."""

    def __init__(
        self,
        database: Database,
        gate: Gate,
        hub: Hub,
        spool: Spool,
        clock: Clock,
        quota_bytes: int,
    ) -> None:
        self._database = database
        self._gate = gate
        self._hub = hub
        self._spool = spool
        self._clock = clock
        self._quota_bytes = quota_bytes
        self._commits: defaultdict[UserId, asyncio.Lock] = defaultdict(asyncio.Lock)

    def routes(self) -> list[web.RouteDef]:
        """The paths of this part."""
        return [
            web.put("/parcels/{parcel}", self._announce),
            web.delete("/parcels/{parcel}", self._withdraw),
            web.post("/parcels/{parcel}/commit", self._commit),
            web.get("/parcels", self._inbox),
            web.get("/parcels/{parcel}", self._parcel),
            web.get("/parcels/{parcel}/files/{file}", self._fetch),
            web.put("/parcels/{parcel}/receipt", self._receipt),
        ]

    async def _announce(self, request: web.Request) -> web.Response:
        staff, parcel = await self._asked(request)
        new = await read_struct(request, NewParcel)
        async with self._database.write() as connection:
            created = await parcels.put_parcel(
                connection, staff, parcel, new, self._quota_bytes, self._clock()
            )
        return nothing(201 if created else 200)

    async def _withdraw(self, request: web.Request) -> web.Response:
        staff, parcel = await self._asked(request)
        async with self._commits[staff.user]:
            async with self._database.write() as connection:
                gone = await parcels.withdraw(connection, staff.user, parcel)
            for upload in gone:
                await asyncio.to_thread(self._spool.remove, upload)
        return nothing()

    async def _commit(self, request: web.Request) -> web.Response:
        staff, parcel = await self._asked(request)
        # One at a time for each sender: hashing reads whole files.
        async with self._commits[staff.user]:
            async with self._database.read() as connection:
                announced = await parcels.parcel_of_sender(connection, staff.user, parcel)
                places = await parcels.places(connection, parcel)
            if announced.complete:
                return answer(announced)
            for file in announced.files:
                await self._finish(file, places.get(file.file))
            async with self._database.write() as connection:
                done = await parcels.complete(connection, staff.user, parcel, self._clock())
        self._hub.parcel_came(parcel, [UserId(user) for user in done.recipients])
        return answer(done)

    async def _finish(self, file: ParcelFile, place: tuple[UploadId, int] | None) -> None:
        """Check one file and move it to its final place."""
        if place is None or place[1] != file.size_bytes:
            raise Refusal(ErrorCode.CONFLICT)
        upload, _ = place
        try:
            await asyncio.to_thread(self._spool.finish, upload, file.size_bytes, file.sha256)
        except WrongContent as error:
            # Nothing of it can be used: the sender begins this file anew.
            async with self._database.write() as connection:
                await uploads.move_offset(connection, upload, 0, self._clock())
            await asyncio.to_thread(self._spool.remove, upload)
            raise Refusal(ErrorCode.WRONG_CHECKSUM) from error

    async def _inbox(self, request: web.Request) -> web.Response:
        staff = await self._gate.staff(request)
        async with self._database.read() as connection:
            return answer(Parcels(await parcels.inbox(connection, staff.user)))

    async def _parcel(self, request: web.Request) -> web.Response:
        staff, parcel = await self._asked(request)
        async with self._database.read() as connection:
            return answer(await parcels.parcel_for(connection, staff.user, parcel))

    async def _fetch(self, request: web.Request) -> web.StreamResponse:
        staff, parcel = await self._asked(request)
        async with self._database.read() as connection:
            found = await parcels.parcel_for(connection, staff.user, parcel)
            places = await parcels.places(connection, parcel)
        file = _file(found, request.match_info["file"])
        if not found.complete or file.file not in places:
            raise Refusal(ErrorCode.NOT_FOUND)
        source = await asyncio.to_thread(self._spool.open, places[file.file][0])
        try:
            return await _send_file(request, file, source)
        finally:
            await asyncio.to_thread(source.close)

    async def _receipt(self, request: web.Request) -> web.Response:
        staff, parcel = await self._asked(request)
        async with self._database.write() as connection:
            sender = await parcels.receive(connection, staff.user, parcel, self._clock())
        if sender is not None:
            self._hub.parcel_received(parcel, sender, staff.user)
        return nothing()

    async def _asked(self, request: web.Request) -> tuple[Staff, ParcelId]:
        staff = await self._gate.staff(request)
        return staff, ParcelId(path_id(request, "parcel"))


def _file(parcel: Parcel, name: str) -> ParcelFile:
    for file in parcel.files:
        if file.file == name:
            return file
    raise Refusal(ErrorCode.NOT_FOUND)


async def _send_file(
    request: web.Request, file: ParcelFile, source: BinaryIO
) -> web.StreamResponse:
    """Answer with a file, or with the part that was asked for (RFC 9110, section 14)."""
    tag = f'"{file.sha256}"'
    start, end = 0, file.size_bytes
    headers = {"ETag": tag, "Accept-Ranges": "bytes"}
    status = 200
    asked = _RANGE.fullmatch(request.headers.get("Range", ""))
    if asked is not None and request.headers.get("If-Range", tag) == tag:
        start = int(asked[1])
        end = min(end, int(asked[2]) + 1) if asked[2] else end
        if start >= end:
            headers["Content-Range"] = f"bytes */{file.size_bytes}"
            return web.Response(status=416, headers=headers)
        status = 206
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{file.size_bytes}"
    response = web.StreamResponse(status=status, headers=headers)
    response.content_type = "application/octet-stream"
    response.content_length = end - start
    await response.prepare(request)
    if request.method == "HEAD":
        return response
    try:
        await _copy(source, response, start, end)
    except (OSError, EOFError, TimeoutError):
        # Too late for another answer: cut it off, so that nobody takes it for whole.
        if request.transport is not None:
            request.transport.abort()
    return response


async def _copy(source: BinaryIO, response: web.StreamResponse, start: int, end: int) -> None:
    await asyncio.to_thread(source.seek, start)
    while start < end:
        piece = await asyncio.to_thread(source.read, min(_PIECE_BYTES, end - start))
        if not piece:
            raise EOFError("the file is shorter than announced")
        async with asyncio.timeout(_PIECE_SECONDS):
            await response.write(piece)
        start += len(piece)
    await response.write_eof()

# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads requests and writes answers: bodies, ids, who asks, and how a refusal looks."""

from __future__ import annotations

import asyncio
from typing import Final, TypeVar

import msgspec
from aiohttp import web

from signaling_server import accounts
from signaling_server.accounts import Administrator, Guest, Staff, Subject
from signaling_server.database import Database
from signaling_server.ids import OrganizationId, is_id
from signaling_server.limits import Clock
from signaling_server.refusal import Refusal
from signaling_server.wire import ErrorCode, Struct, decode
from signaling_server.wire_http import Problem

BODY_BYTES: Final = 64 * 1024
BODY_SECONDS: Final = 30.0
TOKEN_PROTOCOL: Final = "vidda.token."

_NOT_LOCAL: Final = ("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via", "Origin")
"""Headers that proxies and browsers add."""

STATUS: Final[dict[ErrorCode, int]] = {
    ErrorCode.BAD_REQUEST: 400,
    ErrorCode.UNAUTHORISED: 401,
    ErrorCode.FORBIDDEN: 403,
    ErrorCode.NOT_FOUND: 404,
    ErrorCode.CONFLICT: 409,
    ErrorCode.GONE: 410,
    ErrorCode.TOO_EARLY: 425,
    ErrorCode.TOO_LATE: 410,
    ErrorCode.REVOKED: 403,
    ErrorCode.TOO_LARGE: 413,
    ErrorCode.TOO_MANY: 429,
    ErrorCode.STORAGE_FULL: 507,
    ErrorCode.QUOTA_EXCEEDED: 507,
    ErrorCode.OLD_PROTOCOL: 426,
    ErrorCode.NOT_ADMITTED: 403,
    ErrorCode.SET_UP_CODE: 403,
    ErrorCode.WRONG_CHECKSUM: 460,
    ErrorCode.UNAVAILABLE: 503,
}

T = TypeVar("T", bound=Struct)


async def read_bytes(
    request: web.Request, limit: int = BODY_BYTES, seconds: float = BODY_SECONDS
) -> bytes:
    """Read a whole body.

    Raises:
        Refusal: it is too long, or does not come in time.
    """
    if (request.content_length or 0) > limit:
        raise Refusal(ErrorCode.TOO_LARGE)
    parts = bytearray()
    try:
        async with asyncio.timeout(seconds):
            async for part in request.content.iter_any():
                parts += part
                if len(parts) > limit:
                    raise Refusal(ErrorCode.TOO_LARGE)
    except TimeoutError as error:
        raise Refusal(ErrorCode.BAD_REQUEST, status=408) from error
    return bytes(parts)


async def read_struct(request: web.Request, kind: type[T], limit: int = BODY_BYTES) -> T:
    """Read a JSON body.

    Raises:
        Refusal: it is too long or too slow.
        WireError: it is not a ``kind``.
    """
    return decode(await read_bytes(request, limit), kind)


def path_id(request: web.Request, name: str) -> str:
    """Take an id from the path; the caller says which kind it is.

    Raises:
        Refusal: it has not the form of an id.
    """
    text = request.match_info[name]
    if not is_id(text):
        raise Refusal(ErrorCode.NOT_FOUND)
    return text


def answer(
    value: Struct | tuple[Struct, ...], status: int = 200, headers: dict[str, str] | None = None
) -> web.Response:
    """Write a JSON answer."""
    return web.Response(
        body=msgspec.json.encode(value),
        status=status,
        headers=headers,
        content_type="application/json",
    )


def nothing(status: int = 204) -> web.Response:
    """Write an answer without a body."""
    return web.Response(status=status)


def problem(refusal: Refusal) -> web.Response:
    """Write a refusal."""
    status = refusal.status or STATUS[refusal.code]
    retry = refusal.retry_after_s
    # Whole seconds, rounded up: a client that obeys is not refused again.
    headers = {} if retry is None else {"Retry-After": str(int(-(-retry // 1)))}
    if status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return answer(Problem(refusal.code, retry), status, headers)


def bearer_token(request: web.Request) -> str:
    """Find the token of a request; browsers put it into the WebSocket sub-protocols.

    Raises:
        Refusal: there is none.
    """
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token:
        return token
    for protocol in request.headers.get("Sec-WebSocket-Protocol", "").split(","):
        if protocol.strip().startswith(TOKEN_PROTOCOL):
            return protocol.strip().removeprefix(TOKEN_PROTOCOL)
    raise Refusal(ErrorCode.UNAUTHORISED)


class Gate:
    """Tells who asks, by the token of the request."""

    def __init__(self, database: Database, clock: Clock, behind_proxy: bool) -> None:
        self._database = database
        self._clock = clock
        self._behind_proxy = behind_proxy

    async def subject(self, request: web.Request) -> Subject:
        """Authenticate a request.

        Raises:
            Refusal: unauthorised, or revoked.
        """
        return await self.holder(bearer_token(request))

    async def holder(self, token: str) -> Subject:
        """Find who holds a token, and keep it alive.

        Raises:
            Refusal: unauthorised, or revoked.
        """
        now = self._clock()
        async with self._database.read() as connection:
            found = await accounts.authenticate(connection, token, now)
        if found.slide:
            async with self._database.write() as connection:
                await accounts.slide(connection, token, now)
        return found.subject

    async def staff(self, request: web.Request) -> Staff:
        """Authenticate a user at a device; raises Refusal for anybody else."""
        subject = await self.subject(request)
        if not isinstance(subject, Staff):
            raise Refusal(ErrorCode.FORBIDDEN)
        return subject

    async def staff_or_guest(self, request: web.Request) -> Staff | Guest:
        """Authenticate somebody who takes part in visits; raises Refusal for anybody else."""
        subject = await self.subject(request)
        if isinstance(subject, Administrator):
            raise Refusal(ErrorCode.FORBIDDEN)
        return subject

    async def administrator(self, request: web.Request) -> OrganizationId:
        """Authenticate the organisation in the path; raises Refusal for anybody else."""
        subject = await self.subject(request)
        if not isinstance(subject, Administrator):
            raise Refusal(ErrorCode.FORBIDDEN)
        if subject.organization != path_id(request, "organization"):
            raise Refusal(ErrorCode.FORBIDDEN)
        return subject.organization

    def address(self, request: web.Request) -> str:
        """Tell where a request comes from, for limits only; it is never logged."""
        remote = request.remote or ""
        # Some proxies add a line of their own below the client's.
        forwarded = request.headers.getall("X-Forwarded-For", ())
        if self._behind_proxy and _is_loopback(remote) and forwarded:
            # The last entry is the proxy's own word; those before it are the client's.
            return forwarded[-1].rpartition(",")[2].strip()
        return remote

    def is_local(self, request: web.Request) -> bool:
        """Tell whether a request certainly comes from this computer, from no browser page."""
        told = any(name in request.headers for name in _NOT_LOCAL)
        return _is_loopback(request.remote or "") and not self._behind_proxy and not told


def _is_loopback(remote: str) -> bool:
    return remote == "::1" or remote.startswith(("127.", "::ffff:127."))

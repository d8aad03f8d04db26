# SPDX-License-Identifier: GPL-3.0-or-later
"""Requests to the server, typed: bodies of ``wire_http`` in, bodies out, four kinds of failure."""

from __future__ import annotations

import asyncio
import ipaddress
import logging
import os
import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final, TypeVar
from urllib.parse import urlsplit

import aiohttp
import msgspec

from app.signaling.failures import (
    STATUSES,
    BadServerAnswer,
    ClockWrong,
    InsecureServer,
    NewerProtocol,
    OlderProtocol,
    RefusedByServer,
    ServerUnreachable,
    UntrustedServer,
    network_failure,
    refusal,
)
from signaling_server.wire import (
    HEARTBEAT_SECONDS,
    MAX_DIRECTORY_BYTES,
    PROTOCOL,
    ErrorCode,
    Struct,
    WireError,
    decode,
    encode,
)
from signaling_server.wire_http import Health

__all__ = [
    "BadServerAnswer",
    "ClockWrong",
    "InsecureServer",
    "NewerProtocol",
    "OlderProtocol",
    "RefusedByServer",
    "ServerClient",
    "ServerUnreachable",
    "Token",
    "UntrustedServer",
    "network_failure",
    "read_answer",
]

_log = logging.getLogger(__name__)
REQUEST_S: Final = 20.0
_CLOCK_TOLERANCE_S: Final = 24 * 3600.0
INSECURE_HTTP: Final = "VIDDA_INSECURE_HTTP"
# A directory travels as base64 inside base64, together with its devices.
_MAX_ANSWER_BYTES: Final = 8 * MAX_DIRECTORY_BYTES
_MAX_SOCKET_MESSAGE_BYTES: Final = 256 * 1024
T = TypeVar("T", bound=Struct)


@dataclass(frozen=True, slots=True)
class Token:
    """Proof of a login, for a while."""

    value: str = field(repr=False)
    expires: float
    """Server time, seconds since 1970."""


class ServerClient:
    """One server's address and the connections to it. Belongs to the asyncio thread.

    Plain http is for loopback alone, unless VIDDA_INSECURE_HTTP=1 says otherwise.
    Certificates are checked against the system's certificate authorities.

    Raises:
        InsecureServer: the address is not one, or not protected.
    """

    def __init__(self, base_url: str, *, insecure_allowed: bool | None = None) -> None:
        self.base_url = _checked(base_url, insecure_allowed)
        self._session: aiohttp.ClientSession | None = None
        self._opening = asyncio.Lock()

    async def close(self) -> None:
        """Close all connections."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def health(self) -> Health:
        """Ask who the server is and whether it speaks our protocol.

        Raises:
            OlderProtocol, NewerProtocol: it does not.
        """
        health = await self.get("/health", Health)
        if health.protocol < PROTOCOL:
            raise OlderProtocol
        if health.protocol > PROTOCOL:
            raise NewerProtocol
        return health

    async def time(self, now: float) -> float:
        """Ask for the server's time, for documents whose dates the server judges.

        Raises:
            ClockWrong: it is more than a day off ``now``: one of the two is not to be relied on.
        """
        health = await self.health()
        if abs(now - health.time) > _CLOCK_TOLERANCE_S:
            raise ClockWrong(now - health.time)
        return health.time

    async def get(self, path: str, kind: type[T], token: Token | None = None) -> T:
        """Fetch a value. Raises as ``request`` does."""
        return _read(await self.request("GET", path, token=token), kind)

    async def get_all(self, path: str, kind: type[T], token: Token | None = None) -> tuple[T, ...]:
        """Fetch a list of values."""
        answer = await self.request("GET", path, token=token)
        try:
            return tuple(msgspec.json.decode(answer, type=list[kind]))  # type: ignore[valid-type]
        except (msgspec.MsgspecError, UnicodeError, RecursionError, ValueError) as error:
            raise BadServerAnswer from error

    async def put(
        self,
        path: str,
        body: Struct | None,
        token: Token | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Put a value in its place; whatever comes back is not needed."""
        await self.request("PUT", path, body, token, headers)

    async def post(
        self,
        path: str,
        body: Struct | None,
        kind: type[T],
        token: Token | None = None,
        timeout_s: float = REQUEST_S,
    ) -> T:
        """Ask for something to be done and take the answer."""
        answer = await self.request("POST", path, body, token, timeout_s=timeout_s)
        return _read(answer, kind)

    async def patch(self, path: str, body: Struct, token: Token | None = None) -> None:
        """Change part of a value."""
        await self.request("PATCH", path, body, token)

    async def delete(self, path: str, token: Token | None = None) -> None:
        """Take a value away."""
        await self.request("DELETE", path, token=token)

    async def request(
        self,
        method: str,
        path: str,
        body: Struct | None = None,
        token: Token | None = None,
        headers: Mapping[str, str] | None = None,
        timeout_s: float = REQUEST_S,
    ) -> bytes:
        """Send one request and read its whole answer in time.

        Raises:
            ServerUnreachable, RefusedByServer, UntrustedServer, ClockWrong, NewerProtocol.
        """
        data = None if body is None else encode(body)
        more = {"Content-Type": "application/json"} if body is not None else {}
        headers = {**more, **(headers or {})}
        async with self.exchange(method, path, data, token, headers, timeout_s) as answer:
            return await read_answer(answer)

    @asynccontextmanager
    async def exchange(
        self,
        method: str,
        path: str,
        data: bytes | None = None,
        token: Token | None = None,
        headers: Mapping[str, str] | None = None,
        timeout_s: float | None = REQUEST_S,
    ) -> AsyncIterator[aiohttp.ClientResponse]:
        """Send one request and give its answer for streaming; refusals are raised.

        ``timeout_s`` None: as long as something keeps coming. Raises as ``request`` does.
        """
        session = await self._open()
        timeout = aiohttp.ClientTimeout(
            total=timeout_s, sock_connect=REQUEST_S, sock_read=timeout_s or REQUEST_S
        )
        try:
            async with session.request(
                method,
                self.base_url + path,
                data=data,
                headers={**_authorisation(token), **(headers or {})},
                timeout=timeout,
                # A redirect could carry the token to somebody else.
                allow_redirects=False,
            ) as answer:
                if answer.status >= 400:
                    raise refusal(answer.status, await read_answer(answer))
                if 300 <= answer.status < 400:
                    raise BadServerAnswer
                yield answer
        except aiohttp.ClientError as error:
            raise network_failure(error) from error
        except TimeoutError as error:
            raise ServerUnreachable from error

    async def web_socket(self, token: Token) -> aiohttp.ClientWebSocketResponse:
        """Open the WebSocket.

        Raises:
            ServerUnreachable, RefusedByServer, UntrustedServer, ClockWrong.
        """
        session = await self._open()
        try:
            async with asyncio.timeout(REQUEST_S):
                return await session.ws_connect(
                    self.base_url + "/ws",
                    headers=_authorisation(token),
                    heartbeat=HEARTBEAT_SECONDS,
                    max_msg_size=_MAX_SOCKET_MESSAGE_BYTES,
                    compress=0,
                    timeout=aiohttp.ClientWSTimeout(ws_close=2.0),
                )
        except aiohttp.WSServerHandshakeError as error:
            if error.status >= 500:
                raise ServerUnreachable from error
            raise RefusedByServer(STATUSES.get(error.status, ErrorCode.BAD_REQUEST)) from error
        except aiohttp.ClientError as error:
            raise network_failure(error) from error
        except TimeoutError as error:
            raise ServerUnreachable from error

    async def renew(self) -> None:
        """Close every connection, also those kept for later: the network is another.

        What is under way fails with ServerUnreachable.
        """
        async with self._opening:
            session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def _open(self) -> aiohttp.ClientSession:
        async with self._opening:
            if self._session is None:
                context: ssl.SSLContext | bool = True
                if self.base_url.startswith("https:"):
                    context = await asyncio.to_thread(ssl.create_default_context)
                self._session = aiohttp.ClientSession(
                    connector=aiohttp.TCPConnector(ssl=context, limit=16),
                    headers={"Vidda-Protocol": str(PROTOCOL)},
                    cookie_jar=aiohttp.DummyCookieJar(),
                )
            return self._session


async def read_answer(answer: aiohttp.ClientResponse) -> bytes:
    """Read a whole body of bounded size."""
    pieces, size = [], 0
    async for piece in answer.content.iter_chunked(64 * 1024):
        size += len(piece)
        if size > _MAX_ANSWER_BYTES:
            raise BadServerAnswer
        pieces.append(piece)
    return b"".join(pieces)


def _read(answer: bytes, kind: type[T]) -> T:
    try:
        return decode(answer, kind)
    except WireError as error:
        raise BadServerAnswer from error


def _authorisation(token: Token | None) -> dict[str, str]:
    return {} if token is None else {"Authorization": f"Bearer {token.value}"}


def _checked(base_url: str, insecure_allowed: bool | None) -> str:
    try:
        parts = urlsplit(base_url.strip())
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise InsecureServer from error
    if parts.scheme not in ("https", "http") or not host or parts.query or parts.fragment:
        raise InsecureServer
    if parts.scheme == "http" and not _is_loopback(host):
        if insecure_allowed is None:
            insecure_allowed = os.environ.get(INSECURE_HTTP) == "1"
        if not insecure_allowed:
            raise InsecureServer
        _log.warning("talking to a server without TLS, as %s allows", INSECURE_HTTP)
    return base_url.strip().rstrip("/")


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False

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

from app.errors import KnownError
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
from signaling_server.wire_http import Health, Problem

_log = logging.getLogger(__name__)
REQUEST_S: Final = 20.0
_CLOCK_TOLERANCE_S: Final = 24 * 3600.0
INSECURE_HTTP: Final = "VIDDA_INSECURE_HTTP"
# A directory travels as base64 inside base64, together with its devices.
_MAX_ANSWER_BYTES: Final = 8 * MAX_DIRECTORY_BYTES
_MAX_SOCKET_MESSAGE_BYTES: Final = 256 * 1024
# X509_V_ERR_CERT_NOT_YET_VALID and X509_V_ERR_CERT_HAS_EXPIRED.
_CERTIFICATE_DATES: Final = frozenset({9, 10})
T = TypeVar("T", bound=Struct)


class ServerUnreachable(KnownError):
    """The server cannot be reached. Nothing is lost on this computer. Check the network; Vidda
    keeps trying."""


class InsecureServer(KnownError):
    """The server's address is not protected: it must begin with https. Nothing was sent. Ask your
    administrator for the right address."""


class ClockWrong(KnownError):
    """This computer's clock does not agree with the server. Nothing was changed. Set date and time
    right; if they are right, tell your administrator.

    ``ahead_s`` is how far this clock runs ahead, where that is known.
    """

    def __init__(self, ahead_s: float | None = None) -> None:
        super().__init__(ahead_s)
        self.ahead_s = ahead_s


class UntrustedServer(KnownError):
    """The server could not prove that it is the right one. Nothing was sent. Check the address, or
    tell your administrator."""


class OlderProtocol(KnownError):
    """The server is older than this program, and the two do not understand each other. Nothing was
    changed. Ask your administrator to update the server."""


class NewerProtocol(KnownError):
    """This program is too old for the server. Nothing was changed. Install the latest version."""


class BadServerAnswer(KnownError):
    """The server answered something that this program does not understand. Nothing was changed.
    Check the server's address, and that both are up to date."""


class RefusedByServer(KnownError):
    """The server refused the request. Nothing was changed.

    ``code`` says why, for programs.
    """

    def __init__(
        self, code: ErrorCode, retry_after_s: float | None = None, status: int = 0
    ) -> None:
        super().__init__(code)
        self.code = code
        self.retry_after_s = retry_after_s
        self.status = status
        """HTTP status, 0 where the refusal came over the WebSocket."""

    def sentence(self) -> str:
        """Say why, as far as the code tells."""
        return _REFUSALS.get(self.code, f"{super().sentence()} (Reason: {self.code.value}.)")


_REFUSALS: Final[Mapping[ErrorCode, str]] = {
    ErrorCode.UNAUTHORISED: "The server does not know this login. Nothing was changed. "
    "Try again; if it stays so, your administrator may have removed this device.",
    ErrorCode.REVOKED: "This device or person no longer has access. Nothing was changed. "
    "Ask your administrator.",
    ErrorCode.NOT_FOUND: "The server does not have that. Nothing was changed.",
    ErrorCode.GONE: "That is over or no longer valid. Nothing was changed.",
    ErrorCode.TOO_EARLY: "The door is not open yet; it opens 30 minutes before the start.",
    ErrorCode.TOO_LATE: "The door is closed; the visit is over.",
    ErrorCode.TOO_MANY: "The server asks to slow down. Nothing was changed. "
    "Wait a minute and try again.",
    ErrorCode.STORAGE_FULL: "The server's storage is full. Nothing is lost on this computer. "
    "Tell your administrator.",
    ErrorCode.SET_UP_CODE: "The server wants its set-up code, which stands in the file "
    "set-up-code in its data folder. Nothing was changed.",
}


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
        self, path: str, body: Struct | None, kind: type[T], token: Token | None = None
    ) -> T:
        """Ask for something to be done and take the answer."""
        return _read(await self.request("POST", path, body, token), kind)

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
    ) -> bytes:
        """Send one request and read its whole answer, within 20 s.

        Raises:
            ServerUnreachable, RefusedByServer, UntrustedServer, ClockWrong, NewerProtocol.
        """
        data = None if body is None else encode(body)
        more = {"Content-Type": "application/json"} if body is not None else {}
        async with self.exchange(method, path, data, token, {**more, **(headers or {})}) as answer:
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
            total=timeout_s, sock_connect=REQUEST_S, sock_read=REQUEST_S
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
                    raise _refusal(answer.status, await read_answer(answer))
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
            raise RefusedByServer(_STATUSES.get(error.status, ErrorCode.BAD_REQUEST)) from error
        except aiohttp.ClientError as error:
            raise network_failure(error) from error
        except TimeoutError as error:
            raise ServerUnreachable from error

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


def network_failure(error: Exception) -> KnownError:
    """Sort a failure of the network library into ours."""
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        cause = error.certificate_error
        if isinstance(cause, ssl.SSLCertVerificationError) and (
            cause.verify_code in _CERTIFICATE_DATES
        ):
            return ClockWrong()
        return UntrustedServer()
    return ServerUnreachable()


_STATUSES: Final = {
    401: ErrorCode.UNAUTHORISED,
    403: ErrorCode.FORBIDDEN,
    404: ErrorCode.NOT_FOUND,
    409: ErrorCode.CONFLICT,
    410: ErrorCode.GONE,
    413: ErrorCode.TOO_LARGE,
    425: ErrorCode.TOO_EARLY,
    426: ErrorCode.OLD_PROTOCOL,
    429: ErrorCode.TOO_MANY,
    507: ErrorCode.STORAGE_FULL,
}


def _refusal(status: int, body: bytes) -> KnownError:
    try:
        problem = decode(body, Problem)
    except WireError:
        # A proxy's page, or a server that is just starting: nothing our server meant to say.
        if status >= 500 and status != 507:
            return ServerUnreachable()
        problem = Problem(_STATUSES.get(status, ErrorCode.BAD_REQUEST))
    if status == 426:
        return NewerProtocol()
    if problem.code is ErrorCode.UNAVAILABLE:
        return ServerUnreachable()
    return RefusedByServer(problem.code, problem.retry_after_s, status)


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

# SPDX-License-Identifier: GPL-3.0-or-later
"""The WebSocket: who is let in, one reader and one writer for each socket, and when it closes."""

from __future__ import annotations

import asyncio
import logging
from typing import Final

from aiohttp import WSMessage, WSMsgType, web

from signaling_server import links
from signaling_server.accounts import Guest, Staff
from signaling_server.database import Database
from signaling_server.hub import Client, Hub, NotWelcome
from signaling_server.limits import (
    HALF_OPEN_PER_ADDRESS,
    MESSAGE_BURST,
    MESSAGES_PER_SECOND,
    AtOnce,
    Clock,
    TokenBucket,
)
from signaling_server.links import Seat
from signaling_server.outbox import Outbox
from signaling_server.refusal import Refusal
from signaling_server.visits import Visits
from signaling_server.web_request import Gate, bearer_token
from signaling_server.wire import (
    CLOSE_BAD_MESSAGE,
    CLOSE_TOO_MANY,
    CLOSE_TOO_SLOW,
    CLOSE_UNAUTHORISED,
    HEARTBEAT_SECONDS,
    MAX_MESSAGE_BYTES,
    ClientMessage,
    ErrorCode,
    Hello,
    WireError,
    decode_client_message,
)

_log = logging.getLogger(__name__)

HELLO_SECONDS: Final = 10.0
SEND_SECONDS: Final = 10.0
CLOSE_SECONDS: Final = 2.0
MAX_ID_CHARACTERS: Final = 64
_NORMAL: Final = 1000
_INTERNAL_ERROR: Final = 1011


class _BadConversation(Exception):
    """The client broke the rules of the socket; it is closed with this code."""

    def __init__(self, close_code: int) -> None:
        super().__init__(close_code)
        self.close_code = close_code


class SocketRoutes:
    """The live connection of every client."""

    def __init__(
        self,
        database: Database,
        gate: Gate,
        hub: Hub,
        visits: Visits,
        clock: Clock,
        origins: frozenset[str],
        revalidation_seconds: float,
    ) -> None:
        self._database = database
        self._gate = gate
        self._hub = hub
        self._visits = visits
        self._clock = clock
        self._origins = origins
        self._revalidation_seconds = revalidation_seconds
        self._half_open = AtOnce(HALF_OPEN_PER_ADDRESS)

    def routes(self) -> list[web.RouteDef]:
        """The paths of this part."""
        return [web.get("/ws", self._serve)]

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        origin = request.headers.get("Origin")
        if origin is not None and origin not in self._origins:
            raise Refusal(ErrorCode.FORBIDDEN)
        token = bearer_token(request)
        subject = await self._gate.staff_or_guest(request)
        seat = await self._seat(subject)
        address = self._gate.address(request)
        if not self._half_open.enter(address):
            raise Refusal(ErrorCode.TOO_MANY, retry_after_s=HELLO_SECONDS)
        socket = web.WebSocketResponse(
            protocols=("vidda",),
            heartbeat=HEARTBEAT_SECONDS,
            max_msg_size=MAX_MESSAGE_BYTES,
            compress=False,
        )
        outbox = Outbox()
        client: Client | None = None
        try:
            try:
                await socket.prepare(request)
                hello = await self._hello(socket)
            finally:
                self._half_open.leave(address)
            client = self._hub.greet(subject, seat, hello, outbox)
        except (_BadConversation, NotWelcome) as refused:
            await _close(socket, request, refused.close_code)
            return socket
        try:
            await self._hub.recheck(client)
            await self._converse(socket, request, client, outbox, token)
        except Exception:
            # The outermost loop of a socket. No other answer is possible any more.
            _log.exception("a socket failed")
            await _close(socket, request, _INTERNAL_ERROR)
        finally:
            self._hub.lost(client, outbox)
        return socket

    async def _seat(self, subject: Staff | Guest) -> Seat | None:
        if isinstance(subject, Staff):
            return None
        async with self._database.read() as connection:
            return await links.seat(connection, subject.participant)

    async def _hello(self, socket: web.WebSocketResponse) -> Hello:
        try:
            async with asyncio.timeout(HELLO_SECONDS):
                frame = await socket.receive()
        except TimeoutError as error:
            raise _BadConversation(CLOSE_BAD_MESSAGE) from error
        if frame.type is not WSMsgType.TEXT:
            raise _BadConversation(CLOSE_BAD_MESSAGE)
        message = _decode(frame.data)
        if not isinstance(message, Hello):
            raise _BadConversation(CLOSE_BAD_MESSAGE)
        return message

    async def _converse(
        self,
        socket: web.WebSocketResponse,
        request: web.Request,
        client: Client,
        outbox: Outbox,
        token: str,
    ) -> None:
        """Read, write and look after the token until one of them ends the socket."""
        async with asyncio.TaskGroup() as tasks:
            writer = tasks.create_task(_write(socket, request, outbox), name="socket writer")
            watch = tasks.create_task(self._revalidate(outbox, token), name="token watch")
            try:
                await self._read(socket, client, outbox)
            except _BadConversation as bad:
                outbox.close(bad.close_code)
            finally:
                watch.cancel()
                # Where the server closes, the writer waits for the client's own close frame.
                if not outbox.closing:
                    outbox.close(_NORMAL)
                    writer.cancel()

    async def _read(self, socket: web.WebSocketResponse, client: Client, outbox: Outbox) -> None:
        bucket = TokenBucket(MESSAGES_PER_SECOND, MESSAGE_BURST, self._clock())
        while True:
            frame = await _receive(socket, outbox)
            if frame is None:
                return
            if frame.type is not WSMsgType.TEXT:
                raise _BadConversation(CLOSE_BAD_MESSAGE)
            if not bucket.take(self._clock()):
                raise _BadConversation(CLOSE_TOO_MANY)
            message = _decode(frame.data)
            if isinstance(message, Hello) or not 0 < len(message.id) <= MAX_ID_CHARACTERS:
                raise _BadConversation(CLOSE_BAD_MESSAGE)
            try:
                await self._visits.carry_out(client, message)
            except Exception:
                # The outermost loop of a socket: our bug is logged, and the client was told.
                _log.exception("a message of type %s failed", type(message).__name__)

    async def _revalidate(self, outbox: Outbox, token: str) -> None:
        """Keep the token alive, and close when it ends or is revoked."""
        while True:
            await asyncio.sleep(self._revalidation_seconds)
            try:
                await self._gate.holder(token)
            except Refusal:
                outbox.close(CLOSE_UNAUTHORISED)
                return
            except Exception:
                # The database is away for a moment: that is no reason to end visits.
                _log.exception("a token could not be checked")


async def _receive(socket: web.WebSocketResponse, outbox: Outbox) -> WSMessage | None:
    """Wait for a frame; None when either side closes.

    aiohttp lets only one task at a time read: the one that says goodbye must be able to hear the
    other's, so this one stops when the closing begins.
    """
    try:
        async with asyncio.timeout(None) as scope:
            with outbox.interrupting(lambda: scope.reschedule(0.0)):
                frame = await socket.receive()
    except TimeoutError:
        return None
    ended = (WSMsgType.CLOSE, WSMsgType.CLOSING, WSMsgType.CLOSED, WSMsgType.ERROR)
    return None if frame.type in ended else frame


async def _write(socket: web.WebSocketResponse, request: web.Request, outbox: Outbox) -> None:
    while True:
        item = await outbox.next()
        if isinstance(item, int):
            await _close(socket, request, item)
            return
        try:
            async with asyncio.timeout(SEND_SECONDS):
                await socket.send_str(item.decode())
        except TimeoutError:
            outbox.close(CLOSE_TOO_SLOW)
            _abort(request)
            return
        except ConnectionError:
            outbox.close(CLOSE_TOO_SLOW)
            return


async def _close(socket: web.WebSocketResponse, request: web.Request, code: int) -> None:
    """Say the code; a peer that does not answer is cut off."""
    try:
        async with asyncio.timeout(CLOSE_SECONDS):
            await socket.close(code=code)
    except (TimeoutError, ConnectionError):
        _abort(request)


def _abort(request: web.Request) -> None:
    if request.transport is not None:
        request.transport.abort()


def _decode(text: str) -> ClientMessage:
    try:
        return decode_client_message(text)
    except WireError as error:
        raise _BadConversation(CLOSE_BAD_MESSAGE) from error

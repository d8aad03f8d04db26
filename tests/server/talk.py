# SPDX-License-Identifier: GPL-3.0-or-later
"""A client's WebSocket, spoken by hand."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from typing import Any, TypeVar

from aiohttp import ClientWebSocketResponse, WSMsgType

from signaling_server.wire import (
    Done,
    Envelope,
    Hello,
    Ping,
    Pong,
    Refused,
    ServerMessage,
    Welcome,
    decode_envelope,
    encode,
)
from tests.server.clinic import Caller, new_id

M = TypeVar("M")
PATIENCE_S = 10.0


class Closed(Exception):
    """The server closed the socket, with this code."""

    def __init__(self, code: int | None) -> None:
        super().__init__(code)
        self.code = code


class Talk:
    """One socket: everything that came is kept in order."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self.socket = socket
        self.heard: list[ServerMessage] = []
        self.seq = 0
        self.welcome: Welcome | None = None

    async def hello(self, resume: str | None = None, received: int = 0, protocol: int = 1) -> None:
        await self.say(Hello(protocol, resume, received))
        welcome = (await self._next()).message
        assert isinstance(welcome, Welcome)
        self.welcome = welcome
        if welcome.resumed:
            self.seq = received

    async def say(self, message: Any) -> None:
        await self.socket.send_str(encode(message).decode())

    async def ask(self, kind: Callable[..., Any], *values: Any, id: str | None = None) -> Any:
        """Send a message and wait for its answer; gives Done or the code of the refusal."""
        name = id or new_id()
        await self.say(kind(name, *values))
        answer = await self.wait_for((Done, Refused, Pong), lambda m: m.id == name)
        return answer.code if isinstance(answer, Refused) else answer

    async def wait_for(
        self, kind: type[M] | tuple[type, ...], condition: Callable[[Any], bool] = lambda _: True
    ) -> Any:
        """Wait for a message of a kind that was not taken yet, and take it."""
        async with asyncio.timeout(PATIENCE_S):
            while True:
                for index, message in enumerate(self.heard):
                    if isinstance(message, kind) and condition(message):
                        return self.heard.pop(index)
                envelope = await self._next()
                assert envelope.seq == self.seq + 1
                self.seq = envelope.seq
                self.heard.append(envelope.message)

    async def closed(self) -> int | None:
        """Wait until the server closes the socket; gives the code."""
        async with asyncio.timeout(PATIENCE_S):
            while True:
                try:
                    self.heard.append((await self._next()).message)
                except Closed as closed:
                    return closed.code

    async def settle(self) -> list[ServerMessage]:
        """Let everything that the server has said by now come in; give what is not taken."""
        await self.ask(Ping)
        return self.heard

    async def _next(self) -> Envelope:
        frame = await self.socket.receive()
        if frame.type is not WSMsgType.TEXT:
            raise Closed(self.socket.close_code)
        return decode_envelope(frame.data)


@contextlib.asynccontextmanager
async def open_socket(caller: Caller, **headers: str) -> AsyncIterator[Talk]:
    """Open a socket without saying hello."""
    async with caller.client.ws_connect(
        caller.url + "/ws", headers=caller.headers(**headers), max_msg_size=0
    ) as socket:
        yield Talk(socket)


@contextlib.asynccontextmanager
async def talking(caller: Caller) -> AsyncIterator[Talk]:
    """Open a socket and begin a session."""
    async with open_socket(caller) as talk:
        await talk.hello()
        yield talk

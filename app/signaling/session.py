# SPDX-License-Identifier: GPL-3.0-or-later
"""The WebSocket that is kept for ever: resumed after each break, nothing lost or said twice."""

from __future__ import annotations

import asyncio
import logging
import random
import secrets
from collections.abc import Awaitable, Callable
from typing import Final

import aiohttp

from app.errors import KnownError
from app.signaling.backoff import Pace, full_jitter
from app.signaling.http import (
    BadServerAnswer,
    NewerProtocol,
    OlderProtocol,
    RefusedByServer,
    ServerClient,
    ServerUnreachable,
    Token,
    network_failure,
)
from app.signaling.inbound import Inbound, OutOfOrder
from app.signaling.session_events import (
    ConnectionChanged,
    EndCause,
    SessionEnded,
    SessionEvent,
    SessionOver,
)
from app.signaling.unanswered import Unanswered
from app.tasks import Tasks
from signaling_server.wire import (
    CLOSE_PROTOCOL,
    CLOSE_REPLACED,
    CLOSE_UNAUTHORISED,
    PROTOCOL,
    RESUME_SECONDS,
    ClientMessage,
    Done,
    ErrorCode,
    Hello,
    Ping,
    Pong,
    Refused,
    Welcome,
    WireError,
    decode_envelope,
    encode,
)

_log = logging.getLogger(__name__)
_ANSWER_S: Final = 20.0
_WRITE_S: Final = 10.0
_CHECK_S: Final = 2.0
_MAX_LOGINS_IN_VAIN: Final = 3


def jittered(attempt: int) -> float:
    """Draw the real waiting time before a try."""
    return full_jitter(attempt, random.random())


class Session:
    """This program's conversation with the server, through any number of sockets.

    Listeners hear each server message once and in order, on the asyncio thread. A message that
    is being sent is repeated with its id until it is answered. ``Welcome`` with ``resumed``
    false tells listeners that the server has forgotten who was where.
    """

    def __init__(
        self,
        client: ServerClient,
        login: Callable[[], Awaitable[Token]],
        *,
        wait: Callable[[int], float] = jittered,
    ) -> None:
        """``login`` makes a new login each time; ``wait`` gives the seconds before a try."""
        self._client = client
        self._login = login
        self._wait = wait
        self._pace = Pace()
        self._tasks = Tasks()
        self._listeners: list[Callable[[SessionEvent], None]] = []
        self._unanswered = Unanswered()
        self._inbound = Inbound()
        self._token: Token | None = None
        self._logins_in_vain = 0
        self._online: bool | None = None
        self._ended: EndCause | None = None
        self._now = asyncio.Event()
        self._hurry = False
        """The next waiting time is left out."""
        self._checking = False
        self._socket: aiohttp.ClientWebSocketResponse | None = None
        self.me = ""
        """This end's participant id, once the server has named it."""

    @property
    def online(self) -> bool | None:
        """Whether the line is up; None until the first try has ended."""
        return self._online

    @property
    def ended(self) -> EndCause | None:
        """Why the session is over for ever, if it is."""
        return self._ended

    def start(self) -> None:
        """Begin to connect; returns at once."""
        self._tasks.start(self._keep(), "session")

    async def close(self) -> None:
        """End the conversation; waiting messages fail with SessionOver."""
        self._end(EndCause.CLOSED, tell=False)
        if (socket := self._socket) is not None:
            await socket.close()
        await self._tasks.close()

    def add_listener(self, listener: Callable[[SessionEvent], None]) -> Callable[[], None]:
        """Let ``listener`` hear every event from now on; the returned callable ends that."""
        self._listeners.append(listener)

        def remove() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return remove

    def new_id(self) -> str:
        """Make an id for a message."""
        return secrets.token_hex(16)

    def try_now(self) -> None:
        """End the present waiting time, because somebody asked or the network changed."""
        self._now.set()

    def check_line(self, dead: bool) -> None:
        """Make the line anew at once if it is ``dead``, or does not answer within two seconds.

        A socket whose network went away would else be noticed by its heartbeat alone.
        """
        if self._ended is None and (dead or not self._checking):
            self._checking = True
            self._tasks.start(self._check(dead), "session check")

    async def _check(self, dead: bool) -> None:
        socket = self._socket
        try:
            if not dead and self._online and socket is not None:
                await self.send(Ping(self.new_id()), _CHECK_S)
                return
        except ServerUnreachable:
            _log.info("the line does not answer")
        except KnownError:
            return
        finally:
            self._checking = False
        self._hurry = True
        if socket is self._socket:
            if socket is not None:
                # Says good-bye into a void for two seconds; nobody need wait for that.
                self._tasks.start(_closed(socket), "dead socket")
            await self._client.renew()
        self.try_now()

    async def send(self, message: ClientMessage, timeout_s: float = RESUME_SECONDS) -> None:
        """Send a message and wait until the server has carried it out.

        Raises:
            RefusedByServer: the server says no.
            ServerUnreachable: no answer in time; whether it was carried out is not known.
            SessionOver: the session has ended for ever.
            TooManyUnanswered: 256 messages are waiting already.
        """
        if self._ended is not None:
            raise SessionOver(self._ended)
        with self._unanswered.waiting_for(message) as answered:
            try:
                async with asyncio.timeout(timeout_s):
                    await answered
            except TimeoutError as error:
                raise ServerUnreachable from error

    async def _keep(self) -> None:
        attempt = 0
        while self._ended is None:
            cause: KnownError | None = None
            try:
                if await self._one_socket():
                    attempt = 0
            except RefusedByServer as error:
                self._judge_refusal(error)
            except (OlderProtocol, NewerProtocol):
                self._end(EndCause.PROTOCOL)
            except (ServerUnreachable, BadServerAnswer) as error:
                _log.debug("no connection: %s", type(error).__name__)
            except KnownError as error:
                _log.info("no connection: %s", type(error).__name__)
                cause = error
            except Exception:
                # Outermost loop: a bug must not leave the program deaf for the rest of the day.
                _log.exception("the session failed; it begins anew")
                self._inbound = Inbound()
            self._change(False, cause)
            if self._ended is None:
                await self._pause(self._wait(attempt))
                attempt += 1

    async def _pause(self, seconds: float) -> None:
        if self._hurry:
            self._hurry = False
            return
        self._now.clear()
        try:
            async with asyncio.timeout(seconds):
                await self._now.wait()
        except TimeoutError:
            return

    async def _one_socket(self) -> bool:
        """Talk over one socket until it breaks; tells whether the server welcomed us."""
        welcomed = False
        if self._token is None:
            self._token = await self._log_in()
        socket = await self._client.web_socket(self._token)
        self._socket = socket
        try:
            welcomed = await self._greet(socket)
            if welcomed:
                await self._converse(socket)
        except OutOfOrder:
            _log.warning("the server left out a message; starting anew")
            self._inbound = Inbound()
        finally:
            self._socket = None
            await socket.close()
        self._judge_close(socket.close_code)
        return welcomed

    async def _log_in(self) -> Token:
        try:
            async with asyncio.timeout(_ANSWER_S * 2):
                return await self._login()
        except TimeoutError as error:
            raise ServerUnreachable from error

    async def _greet(self, socket: aiohttp.ClientWebSocketResponse) -> bool:
        resume, received = self._inbound.position()
        hello = Hello(protocol=PROTOCOL, resume=resume, received=received)
        try:
            async with asyncio.timeout(_ANSWER_S):
                await socket.send_str(encode(hello).decode())
                frame = await socket.receive()
        except TimeoutError as error:
            raise ServerUnreachable from error
        except (aiohttp.ClientError, ConnectionError) as error:
            raise network_failure(error) from error
        if frame.type is not aiohttp.WSMsgType.TEXT:
            return False
        if not isinstance(welcome := self._hear(frame.data), Welcome):
            raise BadServerAnswer
        self._logins_in_vain = 0
        self.me = welcome.me
        self._change(True)
        return True

    async def _converse(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._unanswered.begin_again()
        writer = self._tasks.start(self._write(socket), "session writer")
        try:
            # The heartbeat of the socket ends this loop when the line is dead.
            async for frame in socket:
                if frame.type is not aiohttp.WSMsgType.TEXT:
                    break
                self._hear(frame.data)
        finally:
            writer.cancel()
            await asyncio.gather(writer, return_exceptions=True)

    async def _write(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        clock = asyncio.get_running_loop().time
        while True:
            message = await self._unanswered.next()
            await asyncio.sleep(self._pace.delay(clock()))
            try:
                async with asyncio.timeout(_WRITE_S):
                    await socket.send_str(encode(message).decode())
            except (aiohttp.ClientError, ConnectionError, TimeoutError):
                await socket.close()
                return

    def _hear(self, text: str) -> object:
        """Take one frame and tell listeners; gives its message, or None where heard before."""
        try:
            envelope = decode_envelope(text)
        except WireError as error:
            raise BadServerAnswer from error
        if not self._inbound.take(envelope):
            return None
        message = envelope.message
        match message:
            case Done(id=message_id) | Pong(id=message_id):
                self._unanswered.answer(message_id)
            case Refused(id=message_id, code=code):
                self._unanswered.answer(message_id, RefusedByServer(code))
            case _:
                pass
        self._tell(message)
        return message

    def _judge_refusal(self, error: RefusedByServer) -> None:
        """Decide after a refused login or upgrade: again, or never again."""
        match error.code:
            case ErrorCode.UNAUTHORISED if self._token is not None:
                self._token_ended()
            case ErrorCode.TOO_MANY | ErrorCode.STORAGE_FULL:
                pass
            case ErrorCode.OLD_PROTOCOL:
                self._end(EndCause.PROTOCOL)
            case _:
                self._end(EndCause.LOGGED_OUT)

    def _judge_close(self, code: int | None) -> None:
        _log.info("socket closed, code %s", code)
        if code == CLOSE_UNAUTHORISED:
            self._token_ended()
        elif code == CLOSE_REPLACED:
            self._end(EndCause.REPLACED)
        elif code == CLOSE_PROTOCOL:
            self._end(EndCause.PROTOCOL)

    def _token_ended(self) -> None:
        # Tokens end by age; a new login tells age from revocation.
        self._token = None
        self._logins_in_vain += 1
        if self._logins_in_vain > _MAX_LOGINS_IN_VAIN:
            self._end(EndCause.LOGGED_OUT)

    def _end(self, cause: EndCause, *, tell: bool = True) -> None:
        if self._ended is not None:
            return
        self._ended = cause
        self._unanswered.fail(SessionOver(cause))
        if tell:
            self._change(False)
            self._tell(SessionEnded(cause))

    def _change(self, online: bool, cause: KnownError | None = None) -> None:
        if self._online is not online:
            self._online = online
            self._tell(ConnectionChanged(online, cause))

    def _tell(self, event: SessionEvent) -> None:
        for listener in tuple(self._listeners):
            try:
                listener(event)
            except Exception:
                # Outermost loop of all that comes from the server: one deaf listener must not
                # cost the others their messages.
                _log.exception("a listener failed on %s", type(event).__name__)


async def _closed(socket: aiohttp.ClientWebSocketResponse) -> None:
    await socket.close()

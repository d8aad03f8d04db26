# SPDX-License-Identifier: GPL-3.0-or-later
"""Requests of the login: health, challenge, session, and the guest's door."""

from __future__ import annotations

from typing import Final

from aiohttp import web

from signaling_server import accounts, links
from signaling_server.accounts import Challenges
from signaling_server.database import Database
from signaling_server.ids import LinkId, is_id
from signaling_server.limits import (
    LOGIN_BURST,
    LOGINS_PER_SECOND,
    WRONG_PROOFS_PER_ADDRESS,
    WRONG_PROOFS_PER_LINK,
    Buckets,
    Clock,
    WrongProofs,
)
from signaling_server.refusal import Refusal
from signaling_server.release import installed_version
from signaling_server.web_request import (
    Gate,
    answer,
    bearer_token,
    nothing,
    path_id,
    read_struct,
)
from signaling_server.wire import PROTOCOL, ErrorCode
from signaling_server.wire_http import Challenge, ChallengeRequest, GuestLogin, Health, Login

_LINK_DELAY_S: Final = 10.0
_ADDRESS_DELAY_S: Final = 60.0


class LoginRoutes:
    """How anybody becomes somebody."""

    def __init__(self, database: Database, gate: Gate, clock: Clock, server: str) -> None:
        self._database = database
        self._gate = gate
        self._clock = clock
        self._server = server
        self._version = installed_version()
        self._challenges = Challenges()
        self._logins = Buckets(LOGINS_PER_SECOND, LOGIN_BURST)
        self._wrong_for_link = WrongProofs(WRONG_PROOFS_PER_LINK, _LINK_DELAY_S)
        self._wrong_from = WrongProofs(WRONG_PROOFS_PER_ADDRESS, _ADDRESS_DELAY_S)

    def routes(self) -> list[web.RouteDef]:
        """The paths of this part."""
        return [
            web.get("/health", self._health),
            web.post("/auth/challenge", self._challenge),
            web.post("/auth/session", self._log_in),
            web.delete("/auth/session", self._log_out),
            web.post("/links/{link}/session", self._guest_log_in),
        ]

    async def _health(self, _request: web.Request) -> web.Response:
        return answer(Health(PROTOCOL, self._version, self._server, self._clock()))

    async def _challenge(self, request: web.Request) -> web.Response:
        self._slow_down(self._logins.wait(self._gate.address(request), self._clock()))
        subject = (await read_struct(request, ChallengeRequest)).subject
        if not is_id(subject):
            raise Refusal(ErrorCode.BAD_REQUEST)
        return answer(Challenge(self._challenges.new(subject, self._clock()), self._server))

    async def _log_in(self, request: web.Request) -> web.Response:
        login = await read_struct(request, Login)
        self._take(login.subject, login.nonce)
        async with self._database.write() as connection:
            return answer(await accounts.log_in(connection, login, self._server, self._clock()))

    async def _log_out(self, request: web.Request) -> web.Response:
        async with self._database.write() as connection:
            await accounts.log_out(connection, bearer_token(request))
        return nothing()

    async def _guest_log_in(self, request: web.Request) -> web.Response:
        address, now = self._gate.address(request), self._clock()
        link = LinkId(path_id(request, "link"))
        self._slow_down(self._wrong_from.wait(address, now))
        self._slow_down(self._wrong_for_link.wait(link, now))
        login = await read_struct(request, GuestLogin)
        if login.link != link:
            raise Refusal(ErrorCode.BAD_REQUEST)
        self._take(link, login.nonce)
        try:
            async with self._database.write() as connection:
                return answer(await links.guest_log_in(connection, login, self._server, now))
        except Refusal as refusal:
            if refusal.code is ErrorCode.UNAUTHORISED:
                self._wrong_from.wrong(address, now)
                self._wrong_for_link.wrong(link, now)
            raise

    def _take(self, subject: str, nonce: bytes) -> None:
        if not self._challenges.take(subject, nonce, self._clock()):
            raise Refusal(ErrorCode.UNAUTHORISED)

    def _slow_down(self, wait: float) -> None:
        if wait:
            raise Refusal(ErrorCode.TOO_MANY, retry_after_s=wait)

# SPDX-License-Identifier: GPL-3.0-or-later
"""Prove a key to the server and get a token for it; keep one token fresh for many requests."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

from app.signaling.http import RefusedByServer, ServerClient, Token
from app.vault.identity import OwnIdentity, SigningKey, organization_id
from app.vault.links import JoinAddress, link_key
from signaling_server.wire import ErrorCode
from signaling_server.wire_http import (
    Challenge,
    ChallengeRequest,
    GuestLogin,
    GuestLoginAnswer,
    Login,
    LoginAnswer,
)

LOGIN_CONTEXT: Final = "vidda/login/v1"
SEAT_CONTEXT: Final = "vidda/seat/v1"
T = TypeVar("T")


async def device_login(client: ServerClient, identity: OwnIdentity) -> Token:
    """Log in as a member of staff on this device.

    Raises:
        RefusedByServer: UNAUTHORISED when the device is unknown or revoked.
    """
    return await _login(client, identity.device, identity.signing_key)


async def administrator_login(client: ServerClient, key: SigningKey) -> Token:
    """Log in as the organisation itself."""
    return await _login(client, organization_id(key.public), key)


async def guest_login(
    client: ServerClient, address: JoinAddress, seat: SigningKey
) -> tuple[Token, GuestLoginAnswer]:
    """Log in with a join link; ``seat`` is this device's own key and should be kept for it.

    Raises:
        RefusedByServer: TOO_EARLY, GONE, NOT_FOUND, TOO_MANY.
    """
    challenge = await _challenge(client, address.link)
    link = address.link.encode()
    answer = await client.post(
        f"/links/{address.link}/session",
        GuestLogin(
            link=address.link,
            nonce=challenge.nonce,
            seat_key=seat.public,
            certificate=link_key(address.secret).sign(SEAT_CONTEXT, link + b"\0" + seat.public),
            signature=seat.sign(LOGIN_CONTEXT, _proof(challenge, address.link)),
        ),
        GuestLoginAnswer,
    )
    return Token(answer.token, answer.expires), answer


async def log_out(client: ServerClient, token: Token) -> None:
    """End a login on the server before its time."""
    await client.delete("/auth/session", token)


async def _login(client: ServerClient, subject: str, key: SigningKey) -> Token:
    challenge = await _challenge(client, subject)
    proof = key.sign(LOGIN_CONTEXT, _proof(challenge, subject))
    answer = await client.post("/auth/session", Login(subject, challenge.nonce, proof), LoginAnswer)
    return Token(answer.token, answer.expires)


async def _challenge(client: ServerClient, subject: str) -> Challenge:
    return await client.post("/auth/challenge", ChallengeRequest(subject), Challenge)


def _proof(challenge: Challenge, subject: str) -> bytes:
    return challenge.server.encode() + b"\0" + subject.encode() + b"\0" + challenge.nonce


class Tokens:
    """One login shared by many requests, renewed when the server no longer takes it.

    Belongs to the asyncio thread.
    """

    def __init__(self, login: Callable[[], Awaitable[Token]]) -> None:
        self._login = login
        self._token: Token | None = None
        self._renewing = asyncio.Lock()

    async def current(self) -> Token:
        """Give the present token, or log in. Raises as the login does."""
        async with self._renewing:
            if self._token is None:
                self._token = await self._login()
            return self._token

    async def call(self, request: Callable[[Token], Awaitable[T]]) -> T:
        """Make a request with a token; if the token has ended, once more with a new one.

        Raises:
            RefusedByServer: the request was refused, or even a new login is not taken.
        """
        token = await self.current()
        try:
            return await request(token)
        except RefusedByServer as error:
            if error.code is not ErrorCode.UNAUTHORISED:
                raise
        async with self._renewing:
            if self._token is token:
                self._token = None
        return await request(await self.current())

# SPDX-License-Identifier: GPL-3.0-or-later
"""Login without passwords: a nonce is signed, a random token follows, only its hash is kept."""

from __future__ import annotations

import hashlib
import secrets
from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from signaling_server import audit, devices, directory, signatures
from signaling_server.ids import DeviceId, LinkId, OrganizationId, ParticipantId, UserId
from signaling_server.refusal import Refusal
from signaling_server.tables import links, seats, tokens
from signaling_server.wire import ErrorCode
from signaling_server.wire_http import Login, LoginAnswer

NONCE_BYTES: Final = 32
NONCE_SECONDS: Final = 60.0
MAX_NONCES: Final = 20_000
TOKEN_SLIDE_SECONDS: Final = 15 * 60.0
TOKEN_LIFE_SECONDS: Final = 12 * 3600.0
_SLIDE_STEP_SECONDS: Final = 60.0
"""A token's end is moved at most this often, so that reading does not mean writing."""


@dataclass(frozen=True, slots=True)
class Staff:
    """A user at one of their devices."""

    user: UserId
    device: DeviceId
    organization: OrganizationId


@dataclass(frozen=True, slots=True)
class Administrator:
    """Whoever holds the organisation's key."""

    organization: OrganizationId


@dataclass(frozen=True, slots=True)
class Guest:
    """A seat on a link."""

    participant: ParticipantId
    link: LinkId


Subject = Staff | Administrator | Guest


class Challenges:
    """Nonces that were handed out, each good for one login of one subject."""

    def __init__(self) -> None:
        self._open: OrderedDict[bytes, tuple[str, float]] = OrderedDict()

    def new(self, subject: str, now: float) -> bytes:
        """Make a nonce. Unknown subjects get one as well, so that nobody learns who exists."""
        while self._open and (
            len(self._open) >= MAX_NONCES
            or next(iter(self._open.values()))[1] <= now - NONCE_SECONDS
        ):
            self._open.popitem(last=False)
        nonce = secrets.token_bytes(NONCE_BYTES)
        self._open[nonce] = (subject, now)
        return nonce

    def take(self, subject: str, nonce: bytes, now: float) -> bool:
        """Use a nonce up; tell whether it was this subject's and fresh."""
        found = self._open.pop(nonce, None)
        return found is not None and found[0] == subject and now < found[1] + NONCE_SECONDS


async def log_in(connection: AsyncConnection, login: Login, server: str, now: float) -> LoginAnswer:
    """Check a device's or an administrator's signature; the nonce has been taken before.

    Raises:
        Refusal: the proof is wrong. It does not say whether the subject exists.
    """
    body = signatures.login_body(server, login.subject, login.nonce)
    device = await devices.device(connection, DeviceId(login.subject), now)
    subject: Subject
    if device is not None:
        key = device.signing_key
        subject = Staff(device.user, device.device, device.organization)
    else:
        organization = OrganizationId(login.subject)
        found = await directory.organization_key(connection, organization)
        if found is None:
            raise Refusal(ErrorCode.UNAUTHORISED)
        key, subject = found, Administrator(organization)
    if not signatures.verify(key, signatures.LOGIN, body, login.signature):
        raise Refusal(ErrorCode.UNAUTHORISED)
    token, expires = await new_token(connection, subject, now)
    await audit.record(connection, now, audit.Action.LOGGED_IN, _actor(subject), login.subject)
    return LoginAnswer(token, expires, now)


async def new_token(connection: AsyncConnection, subject: Subject, now: float) -> tuple[str, float]:
    """Make a token for somebody who has been authenticated; return it with its end."""
    token = secrets.token_urlsafe(32)
    expires = now + TOKEN_SLIDE_SECONDS
    kind, name, organization, user, link = _columns(subject)
    await connection.execute(
        insert(tokens).values(
            digest=_digest(token),
            kind=kind,
            subject=name,
            organization=organization,
            user=user,
            link=link,
            expires=expires,
            ends=now + TOKEN_LIFE_SECONDS,
        )
    )
    return token, expires


@dataclass(frozen=True, slots=True)
class Authentication:
    """Who holds a token, and whether its end should be moved."""

    subject: Subject
    slide: bool


async def authenticate(connection: AsyncConnection, token: str, now: float) -> Authentication:
    """Find who holds a token, and whether they still may.

    Raises:
        Refusal: unauthorised, or revoked.
    """
    found = await connection.execute(select(tokens).where(tokens.c.digest == _digest(token)))
    row = found.one_or_none()
    if row is None or row.expires <= now or row.ends <= now:
        raise Refusal(ErrorCode.UNAUTHORISED)
    subject: Subject
    match row.kind:
        case "device":
            subject = Staff(
                UserId(row.user), DeviceId(row.subject), OrganizationId(row.organization)
            )
        case "guest":
            subject = Guest(ParticipantId(row.subject), LinkId(row.link))
        case _:
            subject = Administrator(OrganizationId(row.organization))
    if not await still_counts(connection, subject, now):
        raise Refusal(ErrorCode.REVOKED, status=401)
    left = row.expires - now
    return Authentication(subject, left < TOKEN_SLIDE_SECONDS - _SLIDE_STEP_SECONDS)


async def slide(connection: AsyncConnection, token: str, now: float) -> None:
    """Move a token's end ahead, but never beyond its whole life."""
    ends = await connection.scalar(select(tokens.c.ends).where(tokens.c.digest == _digest(token)))
    if ends is not None:
        await connection.execute(
            update(tokens)
            .where(tokens.c.digest == _digest(token))
            .values(expires=min(ends, now + TOKEN_SLIDE_SECONDS))
        )


async def still_counts(connection: AsyncConnection, subject: Subject, now: float) -> bool:
    """Tell whether a subject that was authenticated once has not been revoked since."""
    match subject:
        case Staff():
            return await devices.device(connection, subject.device, now) is not None
        case Guest():
            closed = await connection.scalar(
                select(links.c.closed)
                .join(seats, seats.c.link == links.c.link)
                .where(seats.c.participant == subject.participant)
            )
            return closed is False
        case Administrator():
            return True


async def log_out(connection: AsyncConnection, token: str) -> None:
    """End a token."""
    await connection.execute(delete(tokens).where(tokens.c.digest == _digest(token)))


async def forget_old(connection: AsyncConnection, now: float) -> None:
    """Drop tokens that are over."""
    await connection.execute(delete(tokens).where(tokens.c.expires <= now))


def _actor(subject: Subject) -> str:
    match subject:
        case Staff():
            return subject.user
        case Administrator():
            return subject.organization
        case Guest():
            return subject.participant


def _columns(subject: Subject) -> tuple[str, str, str, str, str]:
    match subject:
        case Staff():
            return "device", subject.device, subject.organization, subject.user, ""
        case Administrator():
            return "administrator", subject.organization, subject.organization, "", ""
        case Guest():
            return "guest", subject.participant, "", "", subject.link


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()

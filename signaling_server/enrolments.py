# SPDX-License-Identifier: GPL-3.0-or-later
"""Invitations of newcomers. The secret of an invitation never reaches the server."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from signaling_server import audit
from signaling_server.devices import checked_device
from signaling_server.ids import EnrolmentId, OrganizationId
from signaling_server.refusal import Refusal
from signaling_server.signatures import read_signed
from signaling_server.tables import enrolments, users
from signaling_server.wire import ErrorCode
from signaling_server.wire_http import (
    DeviceBody,
    Enrolment,
    EnrolmentClaim,
    NewEnrolment,
    SignedDocument,
)

MAX_OPEN_SECONDS: Final = 30 * 86400.0
MAX_OPEN: Final = 1000
KEPT_SECONDS: Final = 30 * 86400.0
_MAC_BYTES: Final = 32


async def put_enrolment(
    connection: AsyncConnection,
    organization: OrganizationId,
    enrolment: EnrolmentId,
    new: NewEnrolment,
    now: float,
) -> bool:
    """Keep an invitation; tell whether it is new.

    Raises:
        Refusal: its time is wrong, or the id is taken.
    """
    if new.enrolment != enrolment or not now < new.expires <= now + MAX_OPEN_SECONDS:
        raise Refusal(ErrorCode.BAD_REQUEST)
    row = await _row(connection, enrolment)
    if row is not None:
        if row.organization == organization and row.expires == new.expires:
            return False
        raise Refusal(ErrorCode.CONFLICT)
    others = await connection.execute(
        select(enrolments.c.enrolment).where(enrolments.c.organization == organization)
    )
    if len(others.all()) >= MAX_OPEN:
        raise Refusal(ErrorCode.TOO_MANY)
    await connection.execute(
        insert(enrolments).values(
            enrolment=enrolment, organization=organization, expires=new.expires
        )
    )
    return True


async def claim_enrolment(
    connection: AsyncConnection, enrolment: EnrolmentId, claim: EnrolmentClaim, now: float
) -> bool:
    """Keep what a newcomer puts forward; tell whether it is new. The administrator judges it.

    Raises:
        Refusal: there is no such invitation, it is over, or somebody else has claimed it.
    """
    row = await _row(connection, enrolment)
    if row is None:
        raise Refusal(ErrorCode.NOT_FOUND)
    if row.body is not None:
        if (row.body, row.mac, row.user_key) == (claim.device.body, claim.mac, claim.user_key):
            return False
        raise Refusal(ErrorCode.CONFLICT)
    if row.expires <= now:
        raise Refusal(ErrorCode.GONE)
    if len(claim.mac) != _MAC_BYTES:
        raise Refusal(ErrorCode.BAD_REQUEST)
    body = checked_device(claim.device, claim.user_key, now)
    await connection.execute(
        update(enrolments)
        .where(enrolments.c.enrolment == enrolment)
        .values(
            device=body.device,
            user_key=claim.user_key,
            body=claim.device.body,
            signature=claim.device.signature,
            mac=claim.mac,
        )
    )
    await audit.record(connection, now, audit.Action.ENROLMENT_CLAIMED, body.user, enrolment)
    return True


async def enrolment(connection: AsyncConnection, enrolment: EnrolmentId) -> Enrolment:
    """Read an invitation.

    Raises:
        Refusal: there is none of this id.
    """
    row = await _row(connection, enrolment)
    if row is None:
        raise Refusal(ErrorCode.NOT_FOUND)
    return await _with_approval(connection, row)


async def enrolments_of(
    connection: AsyncConnection, organization: OrganizationId
) -> tuple[Enrolment, ...]:
    """List an organisation's invitations, those that end first in front."""
    found = await connection.execute(
        select(enrolments)
        .where(enrolments.c.organization == organization)
        .order_by(enrolments.c.expires)
    )
    return tuple([await _with_approval(connection, row) for row in found.all()])


async def forget_old(connection: AsyncConnection, now: float) -> None:
    """Drop invitations that ended long ago; the devices they brought stay."""
    old = enrolments.c.expires < now - KEPT_SECONDS
    await connection.execute(delete(enrolments).where(old))


async def _row(connection: AsyncConnection, enrolment: EnrolmentId) -> Row[Any] | None:
    found = await connection.execute(select(enrolments).where(enrolments.c.enrolment == enrolment))
    return found.one_or_none()


async def _with_approval(connection: AsyncConnection, row: Row[Any]) -> Enrolment:
    if row.body is None:
        return Enrolment(row.enrolment, row.organization, row.expires, None, False)
    document = SignedDocument(row.body, row.signature)
    user = read_signed(document, DeviceBody).user
    vouched = await connection.scalar(
        select(users.c.user).where(
            users.c.user == user,
            users.c.organization == row.organization,
            users.c.public_key == row.user_key,
        )
    )
    claim = EnrolmentClaim(row.user_key, document, row.mac)
    return Enrolment(row.enrolment, row.organization, row.expires, claim, vouched is not None)

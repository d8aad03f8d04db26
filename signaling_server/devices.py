# SPDX-License-Identifier: GPL-3.0-or-later
"""Devices: which are in service, and how they come into it.

A device counts while its user stands in the present directory with the key that signed the
device's document, and while neither is revoked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import and_, exists, insert, not_, select
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql import ColumnElement

from signaling_server import audit, signatures
from signaling_server.ids import DeviceId, OrganizationId, UserId, is_id
from signaling_server.refusal import Refusal
from signaling_server.tables import devices, revocations, users
from signaling_server.wire import ErrorCode
from signaling_server.wire_http import DeviceBody, SignedDocument

MAX_DEVICES_PER_USER: Final = 20
MAX_DEVICE_SECONDS: Final = 400 * 86400.0
"""A little over 13 months, as long as a device document may be valid."""


@dataclass(frozen=True, slots=True)
class Device:
    """A device in service, as far as a login needs it."""

    device: DeviceId
    user: UserId
    organization: OrganizationId
    signing_key: bytes


async def device(connection: AsyncConnection, device: DeviceId, now: float) -> Device | None:
    """Find a device that is in service: its user stands in the directory, nothing is revoked."""
    found = await connection.execute(
        select(devices)
        .join(users, users.c.user == devices.c.user)
        .where(devices.c.device == device, *in_service(now))
    )
    row = found.one_or_none()
    if row is None:
        return None
    return Device(
        DeviceId(row.device),
        UserId(row.user),
        OrganizationId(row.organization),
        row.signing_key,
    )


async def devices_in_service(
    connection: AsyncConnection, organization: OrganizationId, now: float
) -> frozenset[DeviceId]:
    """Name all of an organisation's devices that count."""
    found = await connection.scalars(
        select(devices.c.device)
        .join(users, users.c.user == devices.c.user)
        .where(devices.c.organization == organization, *in_service(now))
    )
    return frozenset(DeviceId(device) for device in found)


async def add_device(
    connection: AsyncConnection,
    user: UserId,
    device: DeviceId,
    document: SignedDocument,
    now: float,
) -> bool:
    """Put a user's further device into service; tell whether it is new.

    Raises:
        Refusal: the document is not this user's, or the id is taken.
    """
    row = (await connection.execute(select(users).where(users.c.user == user))).one_or_none()
    if row is None:
        raise Refusal(ErrorCode.REVOKED)
    body = checked_device(document, row.public_key, now)
    if body.device != device or body.user != user:
        raise Refusal(ErrorCode.BAD_REQUEST)
    present = (
        await connection.execute(select(devices).where(devices.c.device == device))
    ).one_or_none()
    if present is not None:
        if present.body == document.body:
            return False
        raise Refusal(ErrorCode.CONFLICT)
    count = await connection.execute(select(devices.c.device).where(devices.c.user == user))
    if len(count.all()) >= MAX_DEVICES_PER_USER:
        raise Refusal(ErrorCode.TOO_MANY)
    await insert_device(connection, OrganizationId(row.organization), body, document)
    await audit.record(connection, now, audit.Action.DEVICE_ADDED, user, device)
    return True


def checked_device(document: SignedDocument, user_key: bytes, now: float) -> DeviceBody:
    """Read a device document that ``user_key`` signed.

    Raises:
        Refusal: anything is wrong with it.
    """
    body = signatures.read_signed(document, DeviceBody)
    right = (
        is_id(body.device)
        and is_id(body.user)
        and body.user_key == user_key
        and len(body.signing_key) == signatures.KEY_BYTES
        and len(body.sealing_key) <= 4096
        and now < body.expires <= now + MAX_DEVICE_SECONDS
        and signatures.verify(user_key, signatures.DEVICE, document.body, document.signature)
    )
    if not right:
        raise Refusal(ErrorCode.BAD_REQUEST)
    return body


async def may_enter_service(
    connection: AsyncConnection, organization: OrganizationId, body: DeviceBody
) -> bool:
    """Tell whether the organisation vouches for the device's user, and its id is free."""
    user = (
        await connection.execute(
            select(users).where(
                users.c.user == body.user,
                users.c.organization == organization,
                users.c.public_key == body.user_key,
            )
        )
    ).one_or_none()
    taken = await connection.scalar(select(devices.c.device).where(devices.c.device == body.device))
    return user is not None and taken is None


async def insert_device(
    connection: AsyncConnection,
    organization: OrganizationId,
    body: DeviceBody,
    document: SignedDocument,
) -> None:
    """Write a device that has been checked."""
    await connection.execute(
        insert(devices).values(
            device=body.device,
            organization=organization,
            user=body.user,
            user_key=body.user_key,
            signing_key=body.signing_key,
            expires=body.expires,
            body=document.body,
            signature=document.signature,
        )
    )


def revoked(organization: ColumnElement[str], subject: ColumnElement[str]) -> ColumnElement[bool]:
    """Say in SQL that the organisation has revoked the subject."""
    return exists().where(
        and_(revocations.c.organization == organization, revocations.c.subject == subject)
    )


def in_service(now: float) -> tuple[ColumnElement[bool], ...]:
    """Say in SQL, with ``devices`` joined to ``users``, that a device counts."""
    return (
        users.c.organization == devices.c.organization,
        users.c.public_key == devices.c.user_key,
        users.c.valid_from <= now,
        users.c.valid_to > now,
        devices.c.expires > now,
        not_(revoked(devices.c.organization, devices.c.device)),
        not_(revoked(devices.c.organization, devices.c.user)),
    )

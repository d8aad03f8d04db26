# SPDX-License-Identifier: GPL-3.0-or-later
"""Organisations, the people they vouch for and the devices of these people.

The server checks all signatures, but clients do not rely on that: they check again up to the
organisation's key, which they know by other means.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, exists, insert, not_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from signaling_server import audit, signatures
from signaling_server.devices import in_service, insert_device, may_enter_service, revoked
from signaling_server.ids import OrganizationId, is_id, organization_of_key
from signaling_server.refusal import Refusal
from signaling_server.tables import devices, enrolments, organizations, revocations, users
from signaling_server.wire import MAX_DIRECTORY_BYTES, ErrorCode
from signaling_server.wire_http import (
    DeviceBody,
    Directory,
    DirectoryBody,
    NewOrganization,
    SignedDocument,
)


@dataclass(frozen=True, slots=True)
class StoredDirectory:
    """A directory and the tag of its answer."""

    directory: Directory
    version: int
    tag: str


async def create_organization(
    connection: AsyncConnection, organization: OrganizationId, new: NewOrganization, now: float
) -> bool:
    """Give an organisation its place; tell whether it is new.

    Raises:
        Refusal: the name is not the key's, the directory is wrong, or the place is taken.
    """
    present = await organization_key(connection, organization)
    if present is not None:
        if present != new.public_key:
            raise Refusal(ErrorCode.CONFLICT)
        # The directory may have moved on since.
        return False
    if organization != organization_of_key(new.public_key):
        raise Refusal(ErrorCode.BAD_REQUEST)
    body = _checked(organization, new.public_key, new.directory)
    await connection.execute(
        insert(organizations).values(
            organization=organization,
            public_key=new.public_key,
            version=body.version,
            body=new.directory.body,
            signature=new.directory.signature,
        )
    )
    await _write_people(connection, organization, body)
    await audit.record(
        connection, now, audit.Action.ORGANIZATION_CREATED, organization, organization
    )
    return True


async def put_directory(
    connection: AsyncConnection, organization: OrganizationId, document: SignedDocument, now: float
) -> int | None:
    """Take a new version of the directory; return its number, or None if it is the present one.

    Raises:
        Refusal: it is not signed by the organisation, malformed, or not the next version.
    """
    row = (
        await connection.execute(
            select(organizations).where(organizations.c.organization == organization)
        )
    ).one_or_none()
    if row is None:
        raise Refusal(ErrorCode.NOT_FOUND)
    if row.body == document.body and row.signature == document.signature:
        return None
    body = _checked(organization, row.public_key, document)
    if body.version != row.version + 1:
        raise Refusal(ErrorCode.CONFLICT)
    await connection.execute(
        update(organizations)
        .where(organizations.c.organization == organization)
        .values(version=body.version, body=document.body, signature=document.signature)
    )
    await _write_people(connection, organization, body)
    await _take_claims_into_service(connection, organization)
    await audit.record(connection, now, audit.Action.DIRECTORY_SIGNED, organization, organization)
    return body.version


async def directory(
    connection: AsyncConnection, organization: OrganizationId, now: float
) -> StoredDirectory:
    """Read the directory with all devices in service.

    Raises:
        Refusal: there is no such organisation.
    """
    found = await connection.execute(
        select(organizations).where(organizations.c.organization == organization)
    )
    row = found.one_or_none()
    if row is None:
        raise Refusal(ErrorCode.NOT_FOUND)
    kept = await connection.execute(
        select(devices.c.device, devices.c.body, devices.c.signature)
        .join(users, users.c.user == devices.c.user)
        .where(devices.c.organization == organization, *in_service(now))
        .order_by(devices.c.device)
    )
    documents = kept.all()
    tag = hashlib.sha256(b"".join(d.signature for d in documents)).hexdigest()[:16]
    return StoredDirectory(
        Directory(
            SignedDocument(row.body, row.signature),
            tuple(SignedDocument(d.body, d.signature) for d in documents),
        ),
        row.version,
        f'"{row.version}-{tag}"',
    )


async def organization_key(
    connection: AsyncConnection, organization: OrganizationId
) -> bytes | None:
    """Find an organisation's public key."""
    key: bytes | None = await connection.scalar(_public_key(organization))
    return key


async def members(
    connection: AsyncConnection, organization: OrganizationId, wanted: tuple[str, ...]
) -> frozenset[str]:
    """Tell which of these users stand in the organisation's directory and are not revoked."""
    found = await connection.scalars(
        select(users.c.user).where(
            users.c.organization == organization,
            users.c.user.in_(wanted),
            not_(revoked(users.c.organization, users.c.user)),
        )
    )
    return frozenset(found)


def _checked(
    organization: OrganizationId, public_key: bytes, document: SignedDocument
) -> DirectoryBody:
    if len(document.body) > MAX_DIRECTORY_BYTES:
        raise Refusal(ErrorCode.TOO_LARGE)
    body = signatures.read_signed(document, DirectoryBody)
    if not signatures.verify(public_key, signatures.DIRECTORY, document.body, document.signature):
        raise Refusal(ErrorCode.FORBIDDEN)
    ids = [user.user for user in body.users]
    right = (
        body.organization == organization
        and body.version >= 1
        and all(is_id(user) for user in ids)
        and len(set(ids)) == len(ids)
        and all(len(user.public_key) == signatures.KEY_BYTES for user in body.users)
        and all(is_id(subject) for subject in body.revoked)
    )
    if not right:
        raise Refusal(ErrorCode.BAD_REQUEST)
    return body


async def _write_people(
    connection: AsyncConnection, organization: OrganizationId, body: DirectoryBody
) -> None:
    await connection.execute(delete(users).where(users.c.organization == organization))
    await connection.execute(delete(revocations).where(revocations.c.organization == organization))
    ids = [user.user for user in body.users]
    if (
        ids
        and (await connection.scalars(select(users.c.user).where(users.c.user.in_(ids)))).first()
    ):
        # Another organisation has this user already.
        raise Refusal(ErrorCode.CONFLICT)
    if body.users:
        await connection.execute(
            insert(users),
            [
                {
                    "user": user.user,
                    "organization": organization,
                    "public_key": user.public_key,
                    "valid_from": user.valid_from,
                    "valid_to": user.valid_to,
                }
                for user in body.users
            ],
        )
    if body.revoked:
        rows = [{"organization": organization, "subject": s} for s in dict.fromkeys(body.revoked)]
        await connection.execute(insert(revocations), rows)


async def _take_claims_into_service(
    connection: AsyncConnection, organization: OrganizationId
) -> None:
    """Insert the devices of all claims whose user the organisation now vouches for."""
    approved = await connection.execute(
        select(enrolments.c.body, enrolments.c.signature, enrolments.c.user_key).where(
            enrolments.c.organization == organization,
            enrolments.c.body.is_not(None),
            not_(exists().where(devices.c.device == enrolments.c.device)),
        )
    )
    for claim in approved.all():
        document = SignedDocument(claim.body, claim.signature)
        body = signatures.read_signed(document, DeviceBody)
        if await may_enter_service(connection, organization, body):
            await insert_device(connection, organization, body, document)


def _public_key(organization: OrganizationId) -> Any:
    return select(organizations.c.public_key).where(organizations.c.organization == organization)

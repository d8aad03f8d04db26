# SPDX-License-Identifier: GPL-3.0-or-later
"""The one identity of a profile, with its secret keys."""

from __future__ import annotations

from app.records.ids import DeviceId, OrganizationId, UserId
from app.store.database import Connection, Store
from app.vault.identity import OwnIdentity, SealingKey, SigningKey
from signaling_server.wire_http import SignedDocument

_COLUMNS = (
    "organization, organization_key, server_url, user, device, name, role, unit, hpr, "
    "user_seed, signing_seed, sealing_private, device_body, device_signature"
)


async def save_identity(store: Store, identity: OwnIdentity) -> None:
    """Set or replace the profile's identity; a replaced sealing key is kept for reading."""
    row = (
        identity.organization,
        identity.organization_key,
        identity.server_url,
        identity.user,
        identity.device,
        identity.name,
        identity.role,
        identity.unit,
        identity.hpr,
        identity.user_key.seed,
        identity.signing_key.seed,
        identity.sealing_key.private,
        identity.device_document.body,
        identity.device_document.signature,
    )
    names = [name.strip() for name in _COLUMNS.split(",")]
    changes = ", ".join(f"{name} = excluded.{name}" for name in names)

    def work(connection: Connection) -> None:
        connection.execute(
            f"INSERT INTO identity (id, {_COLUMNS}) VALUES (1{', ?' * len(row)}) "
            f"ON CONFLICT (id) DO UPDATE SET {changes}",
            row,
        )

    await store.run(work)


async def load_identity(store: Store) -> OwnIdentity | None:
    """Read the profile's identity; None before enrolment."""

    def work(connection: Connection) -> OwnIdentity | None:
        row = connection.execute(f"SELECT {_COLUMNS} FROM identity").fetchone()
        if row is None:
            return None
        return OwnIdentity(
            organization=OrganizationId(row[0]),
            organization_key=row[1],
            server_url=row[2],
            user=UserId(row[3]),
            device=DeviceId(row[4]),
            name=row[5],
            role=row[6],
            unit=row[7],
            hpr=row[8],
            user_key=SigningKey.from_seed(row[9]),
            signing_key=SigningKey.from_seed(row[10]),
            sealing_key=SealingKey.from_private(row[11]),
            device_document=SignedDocument(row[12], row[13]),
        )

    return await store.run(work)


async def former_sealing_keys(store: Store) -> tuple[SealingKey, ...]:
    """List replaced sealing keys: for opening what was sealed for them, never for sending."""

    def work(connection: Connection) -> tuple[SealingKey, ...]:
        rows = connection.execute("SELECT private FROM former_sealing_keys").fetchall()
        return tuple(SealingKey.from_private(row[0]) for row in rows)

    return await store.run(work)

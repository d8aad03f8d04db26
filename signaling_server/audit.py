# SPDX-License-Identifier: GPL-3.0-or-later
"""Who logged in and who was admitted, by ids only, in the transaction that did it."""

from __future__ import annotations

from enum import Enum
from typing import Final

from sqlalchemy import delete, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from signaling_server import tables

KEPT_SECONDS: Final = 10 * 365 * 86400.0
"""Ten years: security.md 2.12, default of the access log."""


class Action(Enum):
    """What is worth remembering."""

    ORGANIZATION_CREATED = "organization-created"
    DIRECTORY_SIGNED = "directory-signed"
    ENROLMENT_CLAIMED = "enrolment-claimed"
    DEVICE_ADDED = "device-added"
    LOGGED_IN = "logged-in"
    GUEST_LOGGED_IN = "guest-logged-in"
    ADMITTED = "admitted"
    DISMISSED = "dismissed"
    FINISHED = "finished"
    PARCEL_COMPLETED = "parcel-completed"
    PARCEL_RECEIVED = "parcel-received"


async def record(
    connection: AsyncConnection, now: float, action: Action, actor: str, about: str
) -> None:
    """Add an entry. ``actor`` and ``about`` are ids."""
    row = {"at": now, "action": action.value, "actor": actor, "object": about}
    await connection.execute(insert(tables.audit).values(row))


async def forget_old(connection: AsyncConnection, now: float) -> None:
    """Drop what has been kept long enough."""
    await connection.execute(delete(tables.audit).where(tables.audit.c.at < now - KEPT_SECONDS))

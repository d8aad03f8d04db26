# SPDX-License-Identifier: GPL-3.0-or-later
"""Parcels: who sends which sealed files to whom, and who has received them."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Row, delete, exists, func, insert, not_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from signaling_server import audit, directory
from signaling_server.accounts import Staff
from signaling_server.ids import ParcelId, UploadId, UserId, is_file_name, is_sha256
from signaling_server.refusal import Refusal
from signaling_server.tables import parcel_files, parcel_recipients, parcels, uploads
from signaling_server.wire import MAX_FILE_BYTES, MAX_FILES_IN_PARCEL, ErrorCode
from signaling_server.wire_http import NewParcel, Parcel, ParcelFile

ENVELOPE: Final = "envelope"
MAX_RECIPIENTS: Final = 50
MAX_INCOMPLETE: Final = 100
LISTED: Final = 500
UNFINISHED_SECONDS: Final = 7 * 86400.0
"""An upload that nobody has continued for so long is dropped."""
KEPT_SECONDS: Final = 90 * 86400.0
"""After the last receipt: the journal is the record, the server a mailbox (security.md 2.12)."""


async def put_parcel(
    connection: AsyncConnection,
    sender: Staff,
    parcel: ParcelId,
    new: NewParcel,
    quota_bytes: int,
    now: float,
) -> bool:
    """Announce a parcel; tell whether it is new.

    Raises:
        Refusal: it is malformed, differs from what was announced, goes to a stranger, or is
            more than the sender's share of the disk.
    """
    _check(new)
    row = await _row(connection, parcel)
    if row is not None:
        if row.sender != sender.user:
            raise Refusal(ErrorCode.CONFLICT)
        present = await _parcel(connection, row)
        if (present.recipients, present.files) != (new.recipients, new.files):
            raise Refusal(ErrorCode.CONFLICT)
        return False
    known = await directory.members(connection, sender.organization, new.recipients)
    if len(known) != len(new.recipients):
        raise Refusal(ErrorCode.NOT_FOUND)
    await _check_quota(connection, sender.user, new, quota_bytes)
    await connection.execute(
        insert(parcels).values(
            parcel=parcel,
            organization=sender.organization,
            sender=sender.user,
            created=now,
            size=sum(file.size_bytes for file in new.files),
        )
    )
    await connection.execute(
        insert(parcel_recipients),
        [
            {"parcel": parcel, "user": user, "position": position, "received": None}
            for position, user in enumerate(new.recipients)
        ],
    )
    await connection.execute(
        insert(parcel_files),
        [
            {
                "parcel": parcel,
                "file": file.file,
                "position": position,
                "size": file.size_bytes,
                "sha256": file.sha256,
            }
            for position, file in enumerate(new.files)
        ],
    )
    return True


async def parcel_of_sender(connection: AsyncConnection, sender: UserId, parcel: ParcelId) -> Parcel:
    """Read a parcel of this sender, complete or not; raises Refusal if there is none."""
    row = await _row(connection, parcel)
    if row is None or row.sender != sender:
        raise Refusal(ErrorCode.NOT_FOUND)
    return await _parcel(connection, row)


async def parcel_for(connection: AsyncConnection, user: UserId, parcel: ParcelId) -> Parcel:
    """Read a parcel that the user sent, or that lies complete for the user.

    Raises:
        Refusal: there is none, or it is not for this user (which is not told).
    """
    row = await _row(connection, parcel)
    if row is None:
        raise Refusal(ErrorCode.NOT_FOUND)
    found = await _parcel(connection, row)
    if user != found.sender and not (found.complete and user in found.recipients):
        raise Refusal(ErrorCode.NOT_FOUND)
    return found


async def inbox(connection: AsyncConnection, user: UserId) -> tuple[Parcel, ...]:
    """List complete parcels for the user that the user has not received, the oldest first."""
    found = await connection.execute(
        select(parcels)
        .join(parcel_recipients, parcel_recipients.c.parcel == parcels.c.parcel)
        .where(
            parcel_recipients.c.user == user,
            parcel_recipients.c.received.is_(None),
            parcels.c.completed.is_not(None),
        )
        .order_by(parcels.c.completed, parcels.c.parcel)
        .limit(LISTED)
    )
    return tuple([await _parcel(connection, row) for row in found.all()])


async def places(connection: AsyncConnection, parcel: ParcelId) -> dict[str, tuple[UploadId, int]]:
    """Tell for each file of a parcel where it lies, and how much of it has arrived."""
    found = await connection.execute(select(uploads).where(uploads.c.parcel == parcel))
    return {row.file: (UploadId(row.upload), row.offset) for row in found.all()}


async def complete(
    connection: AsyncConnection, sender: UserId, parcel: ParcelId, now: float
) -> Parcel:
    """Write down that all files are on the disk and checked; from now on it is visible."""
    await connection.execute(
        update(parcels)
        .where(parcels.c.parcel == parcel, parcels.c.completed.is_(None))
        .values(completed=now)
    )
    await audit.record(connection, now, audit.Action.PARCEL_COMPLETED, sender, parcel)
    return await parcel_of_sender(connection, sender, parcel)


async def receive(
    connection: AsyncConnection, user: UserId, parcel: ParcelId, now: float
) -> UserId | None:
    """Write down a receipt; return the sender if it is the first of this recipient.

    Raises:
        Refusal: no such parcel lies for this user.
    """
    found = await parcel_for(connection, user, parcel)
    if user not in found.recipients or not found.complete:
        raise Refusal(ErrorCode.NOT_FOUND)
    if user in found.received_by:
        return None
    await connection.execute(
        update(parcel_recipients)
        .where(parcel_recipients.c.parcel == parcel, parcel_recipients.c.user == user)
        .values(received=now)
    )
    await connection.execute(
        update(parcels).where(parcels.c.parcel == parcel).values(last_receipt=now)
    )
    await audit.record(connection, now, audit.Action.PARCEL_RECEIVED, user, parcel)
    return UserId(found.sender)


async def withdraw(connection: AsyncConnection, sender: UserId, parcel: ParcelId) -> list[UploadId]:
    """Forget an incomplete parcel; return the files to remove from the disk.

    Raises:
        Refusal: there is none of this sender, or it is complete.
    """
    found = await parcel_of_sender(connection, sender, parcel)
    if found.complete:
        raise Refusal(ErrorCode.CONFLICT)
    return await _delete(connection, [parcel])


async def forget_old(connection: AsyncConnection, now: float) -> list[UploadId]:
    """Forget what was received long ago or never finished; return the files to remove."""
    waiting = exists().where(
        parcel_recipients.c.parcel == parcels.c.parcel, parcel_recipients.c.received.is_(None)
    )
    fetched = await connection.scalars(
        select(parcels.c.parcel).where(parcels.c.last_receipt < now - KEPT_SECONDS, not_(waiting))
    )
    growing = exists().where(uploads.c.parcel == parcels.c.parcel, uploads.c.expires > now)
    given_up = await connection.scalars(
        select(parcels.c.parcel).where(
            parcels.c.completed.is_(None),
            parcels.c.created < now - UNFINISHED_SECONDS,
            not_(growing),
        )
    )
    return await _delete(connection, [ParcelId(p) for p in {*fetched, *given_up}])


async def known_files(connection: AsyncConnection) -> set[UploadId]:
    """Name all files that the disk should have."""
    return {UploadId(upload) for upload in await connection.scalars(select(uploads.c.upload))}


def _check(new: NewParcel) -> None:
    names = [file.file for file in new.files]
    right = (
        0 < len(names) <= MAX_FILES_IN_PARCEL
        and len(set(names)) == len(names)
        and ENVELOPE in names
        and all(is_file_name(name) for name in names)
        and all(is_sha256(file.sha256) for file in new.files)
        and 0 < len(new.recipients) <= MAX_RECIPIENTS
        and len(set(new.recipients)) == len(new.recipients)
    )
    if not right or any(file.size_bytes < 1 for file in new.files):
        raise Refusal(ErrorCode.BAD_REQUEST)
    if any(file.size_bytes > MAX_FILE_BYTES for file in new.files):
        raise Refusal(ErrorCode.TOO_LARGE)


async def _check_quota(
    connection: AsyncConnection, sender: UserId, new: NewParcel, quota_bytes: int
) -> None:
    own = parcels.c.sender == sender
    stored = await connection.scalar(select(func.coalesce(func.sum(parcels.c.size), 0)).where(own))
    if int(stored or 0) + sum(file.size_bytes for file in new.files) > quota_bytes:
        raise Refusal(ErrorCode.QUOTA_EXCEEDED)
    incomplete = await connection.scalar(
        select(func.count()).select_from(parcels).where(own, parcels.c.completed.is_(None))
    )
    if int(incomplete or 0) >= MAX_INCOMPLETE:
        raise Refusal(ErrorCode.TOO_MANY)


async def _delete(connection: AsyncConnection, gone: list[ParcelId]) -> list[UploadId]:
    files = await connection.scalars(select(uploads.c.upload).where(uploads.c.parcel.in_(gone)))
    removed = [UploadId(upload) for upload in files]
    for table in (uploads, parcel_files, parcel_recipients, parcels):
        await connection.execute(delete(table).where(table.c.parcel.in_(gone)))
    return removed


async def _row(connection: AsyncConnection, parcel: ParcelId) -> Row[Any] | None:
    found = await connection.execute(select(parcels).where(parcels.c.parcel == parcel))
    return found.one_or_none()


async def _parcel(connection: AsyncConnection, row: Row[Any]) -> Parcel:
    recipients = (
        await connection.execute(
            select(parcel_recipients)
            .where(parcel_recipients.c.parcel == row.parcel)
            .order_by(parcel_recipients.c.position)
        )
    ).all()
    files = (
        await connection.execute(
            select(parcel_files)
            .where(parcel_files.c.parcel == row.parcel)
            .order_by(parcel_files.c.position)
        )
    ).all()
    return Parcel(
        parcel=row.parcel,
        sender=row.sender,
        recipients=tuple(r.user for r in recipients),
        created=row.created,
        files=tuple(ParcelFile(f.file, f.size, f.sha256) for f in files),
        complete=row.completed is not None,
        received_by=tuple(r.user for r in recipients if r.received is not None),
    )

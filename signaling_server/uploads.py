# SPDX-License-Identifier: GPL-3.0-or-later
"""Files on their way in: how much of each is certainly on the disk."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, exists, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from signaling_server.ids import ParcelId, UploadId, UserId, new_id
from signaling_server.parcels import UNFINISHED_SECONDS
from signaling_server.refusal import Refusal
from signaling_server.tables import parcel_files, parcel_recipients, parcels, uploads
from signaling_server.wire import ErrorCode


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that is being sent."""

    upload: UploadId
    parcel: ParcelId
    length: int
    offset: int
    expires: float
    complete: bool
    """Whether its parcel is complete, so that nothing may change."""


async def begin(
    connection: AsyncConnection,
    user: UserId,
    parcel: ParcelId,
    file: str,
    length: int,
    sha256: str,
    now: float,
) -> Upload:
    """Give a file of an announced parcel its place; the same place each time.

    Raises:
        Refusal: the parcel is not this user's, or the file is not as announced.
    """
    row = (
        await connection.execute(
            select(parcel_files, parcels.c.completed)
            .join(parcels, parcels.c.parcel == parcel_files.c.parcel)
            .where(
                parcel_files.c.parcel == parcel,
                parcel_files.c.file == file,
                parcels.c.sender == user,
            )
        )
    ).one_or_none()
    if row is None:
        raise Refusal(ErrorCode.NOT_FOUND)
    if (row.size, row.sha256) != (length, sha256):
        raise Refusal(ErrorCode.CONFLICT)
    present: str | None = await connection.scalar(
        select(uploads.c.upload).where(uploads.c.parcel == parcel, uploads.c.file == file)
    )
    if present is not None:
        return await upload(connection, user, UploadId(present))
    if row.completed is not None:
        raise Refusal(ErrorCode.CONFLICT)
    created = Upload(UploadId(new_id()), parcel, length, 0, now + UNFINISHED_SECONDS, False)
    await connection.execute(
        insert(uploads).values(
            upload=created.upload,
            parcel=parcel,
            file=file,
            user=user,
            length=length,
            offset=0,
            expires=created.expires,
        )
    )
    return created


async def twin(connection: AsyncConnection, user: UserId, wanted: UploadId) -> UploadId | None:
    """Find a whole file with the length and hash that the wanted one will have, which this user
    brought before or may fetch: nobody gets what they could not have."""
    announced = (
        select(parcel_files.c.sha256, parcel_files.c.size)
        .join(
            uploads,
            (uploads.c.parcel == parcel_files.c.parcel) & (uploads.c.file == parcel_files.c.file),
        )
        .where(uploads.c.upload == wanted)
    ).subquery()
    may_fetch = exists().where(
        parcel_recipients.c.parcel == uploads.c.parcel, parcel_recipients.c.user == user
    )
    found = await connection.scalar(
        select(uploads.c.upload)
        .join(
            parcel_files,
            (uploads.c.parcel == parcel_files.c.parcel) & (uploads.c.file == parcel_files.c.file),
        )
        .join(parcels, parcels.c.parcel == uploads.c.parcel)
        .join(
            announced,
            (parcel_files.c.sha256 == announced.c.sha256)
            & (parcel_files.c.size == announced.c.size),
        )
        .where(or_(uploads.c.user == user, may_fetch), parcels.c.completed.is_not(None))
        .limit(1)
    )
    return None if found is None else UploadId(found)


async def upload(connection: AsyncConnection, user: UserId, upload: UploadId) -> Upload:
    """Read an upload of this user; raises Refusal if there is none."""
    row = (
        await connection.execute(
            select(uploads, parcels.c.completed)
            .join(parcels, parcels.c.parcel == uploads.c.parcel)
            .where(uploads.c.upload == upload, uploads.c.user == user)
        )
    ).one_or_none()
    if row is None:
        raise Refusal(ErrorCode.NOT_FOUND)
    return Upload(
        UploadId(row.upload),
        ParcelId(row.parcel),
        row.length,
        row.offset,
        row.expires,
        row.completed is not None,
    )


async def move_offset(
    connection: AsyncConnection, upload: UploadId, offset: int, now: float
) -> float:
    """Write down how much is on the disk; return until when the upload is kept."""
    expires = now + UNFINISHED_SECONDS
    await connection.execute(
        update(uploads).where(uploads.c.upload == upload).values(offset=offset, expires=expires)
    )
    return expires


async def terminate(connection: AsyncConnection, user: UserId, wanted: UploadId) -> None:
    """Forget an upload; its file may be sent anew.

    Raises:
        Refusal: there is none of this user, or its parcel is complete.
    """
    if (await upload(connection, user, wanted)).complete:
        raise Refusal(ErrorCode.CONFLICT)
    await connection.execute(delete(uploads).where(uploads.c.upload == wanted))

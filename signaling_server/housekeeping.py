# SPDX-License-Identifier: GPL-3.0-or-later
"""Forgets what the server need not know any more."""

from __future__ import annotations

import asyncio
import logging

from signaling_server import accounts, audit, enrolments, parcels
from signaling_server.database import Database
from signaling_server.limits import Clock
from signaling_server.spool import Spool

_log = logging.getLogger(__name__)


async def forget_old(database: Database, spool: Spool, clock: Clock) -> None:
    """Drop old rows, and the files that belong to no row."""
    now = clock()
    async with database.write() as connection:
        await accounts.forget_old(connection, now)
        await enrolments.forget_old(connection, now)
        await audit.forget_old(connection, now)
        await parcels.forget_old(connection, now)
    # The files first: one that begins after this has its row already.
    present = await asyncio.to_thread(spool.present)
    async with database.read() as connection:
        strays = present - await parcels.known_files(connection)
    for upload in strays:
        await asyncio.to_thread(spool.remove, upload)
    if strays:
        _log.info("removed %d files", len(strays))

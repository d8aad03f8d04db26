# SPDX-License-Identifier: GPL-3.0-or-later
"""What goes out and what it changes here: both on the disk, or neither."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable

from app.records.ids import ParcelId
from app.referrals.sealing import Spool
from app.store.database import Connection, Store


async def post(
    store: Store, spool: Spool, parcels: Iterable[ParcelId], work: Callable[[Connection], None]
) -> None:
    """Do the one transaction that changes a case and puts its sealed parcels into the outbox.

    Raises:
        StoreFull, StoreFailed: nothing has changed, and the parcels are gone.
    """
    try:
        await store.run(work)
    except asyncio.CancelledError:
        # The store goes on with what it has begun: it may be sent already. Else the next
        # start sweeps it.
        raise
    except BaseException:
        for parcel in parcels:
            spool.remove(parcel)
        raise

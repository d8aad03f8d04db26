# SPDX-License-Identifier: GPL-3.0-or-later
"""Read what the lists of referrals show."""

from __future__ import annotations

from collections.abc import Callable

from app.records.people import coordinates
from app.referrals.errors import Hindrance
from app.referrals.kept import unpacked
from app.referrals.listing import view_of
from app.referrals.views import OutboxView, ReferralsView, RefusedParcel
from app.store import referrals as rows
from app.store.database import Store
from app.vault.identity import OwnIdentity
from app.vault.trust import VerifiedDirectory


class Overview:
    """All referrals of this user as they stand on the disk. Belongs to the asyncio thread."""

    def __init__(
        self,
        store: Store,
        directory: Callable[[], VerifiedDirectory | None],
        identity: OwnIdentity,
    ) -> None:
        self._store = store
        self._directory = directory
        self._identity = identity

    async def view(self, outbox: OutboxView, inbox_hindrance: Hindrance | None) -> ReferralsView:
        """Put the lists together with what is on its way, and what keeps the inbox.

        Raises:
            StoreDamaged, StoreFailed.
        """
        directory = self._directory()
        received = await rows.referrals(self._store, "received")
        sent = await rows.referrals(self._store, "sent")
        refused = await rows.refused(self._store)
        return view_of(
            [row.referral for row in received],
            [row.referral for row in sent],
            outbox,
            [RefusedParcel(row.parcel, row.cause, row.at) for row in refused],
            None if directory is None else directory.practitioner,
            {
                row.referral.referral: Hindrance(why)
                for row in (*received, *sent)
                if (why := unpacked(row.secret).came_back)
            },
            inbox_hindrance,
            self._identity.user,
            coordinates=coordinates(self._identity.role),
            reachable=lambda user: directory is None or bool(directory.devices_of(user)),
        )

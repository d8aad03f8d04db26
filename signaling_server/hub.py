# SPDX-License-Identifier: GPL-3.0-or-later
"""Joins rooms, sessions and sockets."""

from __future__ import annotations

from signaling_server.ids import OrganizationId


class Hub:
    """What goes to whom, live."""

    async def directory_changed(self, organization: OrganizationId, version: int) -> None:
        """Tell everybody of the organisation."""

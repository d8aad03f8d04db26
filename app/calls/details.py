# SPDX-License-Identifier: GPL-3.0-or-later
"""The numbers of one call, for whoever looks at them."""

from __future__ import annotations

from app.calls.call import Call
from app.calls.connection import ConnectionDetails, details


def details_of(call: Call | None) -> ConnectionDetails:
    """Tell in numbers how a call's connection is; nothing is known where there is no call."""
    if call is None:
        return ConnectionDetails()
    return details(call.connection, call.chronicle, call.trust)

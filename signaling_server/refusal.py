# SPDX-License-Identifier: GPL-3.0-or-later
"""The one way in which the server says no."""

from __future__ import annotations

from signaling_server.wire import ErrorCode


class Refusal(Exception):
    """A request that is not carried out; becomes a ``Problem`` or a ``Refused`` message."""

    def __init__(
        self, code: ErrorCode, *, retry_after_s: float | None = None, status: int | None = None
    ) -> None:
        super().__init__(code.value)
        self.code = code
        self.retry_after_s = retry_after_s
        self.status = status
        """HTTP status where it is not the usual one of the code."""

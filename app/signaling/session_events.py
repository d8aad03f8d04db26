# SPDX-License-Identifier: GPL-3.0-or-later
"""What a session tells its listeners, and why its messages may fail."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from app.errors import KnownError
from signaling_server.wire import ServerMessage


@dataclass(frozen=True, slots=True)
class ConnectionChanged:
    """The line to the server came up or broke; trying goes on by itself."""

    online: bool
    cause: KnownError | None = None
    """Why it is down, where more is known than that the network is away."""


class EndCause(Enum):
    """Why a session will not come back by itself."""

    LOGGED_OUT = "logged-out"
    """The server takes no login of this device or seat any more."""
    REPLACED = "replaced"
    """The same seat has connected from another window."""
    PROTOCOL = "protocol"
    """This program and the server do not understand each other."""
    CLOSED = "closed"
    """This program closed it."""


@dataclass(frozen=True, slots=True)
class SessionEnded:
    """The session is over for ever; nothing will be retried."""

    cause: EndCause


SessionEvent = ServerMessage | ConnectionChanged | SessionEnded


class SessionOver(KnownError):
    """The connection to the server was ended and does not come back by itself. Nothing was sent.
    Start the program again; if that does not help, ask your administrator.
    """

    def __init__(self, cause: EndCause) -> None:
        super().__init__(cause)
        self.cause = cause


class TooManyUnanswered(KnownError):
    """Too much is waiting for the server already. This last message was not sent. Wait until the
    connection is back and try again.
    """

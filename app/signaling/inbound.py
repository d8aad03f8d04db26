# SPDX-License-Identifier: GPL-3.0-or-later
"""Which of the server's numbered messages is new; pure."""

from __future__ import annotations

from signaling_server.wire import Envelope, Welcome


class OutOfOrder(Exception):
    """The server skipped a number: something is lost that no resume will bring."""


class Inbound:
    """How far one session has been heard, whatever sockets it came over."""

    def __init__(self) -> None:
        self._session: str | None = None
        self._received = 0

    def position(self) -> tuple[str | None, int]:
        """Tell what Hello has to say: the session to resume, and the last number heard."""
        return self._session, self._received

    def take(self, envelope: Envelope) -> bool:
        """Tell whether a message is to be delivered: not if it was heard before.

        Raises:
            OutOfOrder: one before it is missing.
        """
        message = envelope.message
        if isinstance(message, Welcome):
            if not message.resumed:
                self._received = envelope.seq
            self._session = message.session
            return True
        if envelope.seq <= self._received:
            return False
        if envelope.seq != self._received + 1:
            raise OutOfOrder
        self._received = envelope.seq
        return True

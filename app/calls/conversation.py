# SPDX-License-Identifier: GPL-3.0-or-later
"""Short messages between the door and the clinician, sealed under the link's secret."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from app.calls.views import ChatLine
from app.records.ids import AppointmentId
from app.signaling.sealed_texts import Author, open_text, seal_text
from app.vault.sealing import Tampered

_log = logging.getLogger(__name__)


class Conversation:
    """What was said in one visit, from the view of one end."""

    def __init__(
        self,
        secret: bytes,
        appointment: AppointmentId,
        author: Author,
        clock: Callable[[], datetime],
    ) -> None:
        self.lines: tuple[ChatLine, ...] = ()
        self._secret = secret
        self._appointment = appointment
        self._author = author
        self._other = Author.GUEST if author is Author.HOST else Author.HOST
        self._clock = clock
        self._heard: set[bytes] = set()

    def seal(self, text: str) -> bytes:
        """Seal a message for the other end. Raises TextTooLong."""
        return seal_text(self._secret, self._appointment, self._author, text)

    def said(self, text: str) -> None:
        """Note a message that has reached the server."""
        self.lines += (ChatLine(True, text, self._clock()),)

    def heard(self, sealed: bytes) -> bool:
        """Open a message of the other end; tells whether it was one, and a new one."""
        if sealed in self._heard:
            # Each is sealed with a nonce of its own, so this is the same one played again.
            return False
        try:
            text = open_text(self._secret, self._appointment, self._other, sealed)
        except Tampered:
            _log.warning("a message could not be opened")
            return False
        self._heard.add(sealed)
        self.lines += (ChatLine(False, text, self._clock()),)
        return True

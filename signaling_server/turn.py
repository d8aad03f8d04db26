# SPDX-License-Identifier: GPL-3.0-or-later
"""Short-lived credentials for the relay, as coturn's ``use-auth-secret`` expects them. Pure."""

from __future__ import annotations

import base64
import hmac
from dataclasses import dataclass, field
from typing import Final

from signaling_server.wire_http import IceServer, IceServers

CREDENTIAL_SECONDS: Final = 600.0


@dataclass(frozen=True, slots=True)
class Relay:
    """The organisation's own TURN server; none where there are no addresses."""

    urls: tuple[str, ...] = ()
    secret: str = field(default="", repr=False)
    relay_only: bool = False
    """Whether clients must not use any other path, so that nobody learns where they are."""

    def credentials(self, label: str, now: float) -> IceServers:
        """Make credentials that coturn accepts until they expire; a running call goes on.

        ``label`` is a random id; coturn writes it into its log.
        """
        expires = int(now + CREDENTIAL_SECONDS)
        if not self.urls:
            return IceServers((), False, expires)
        username = f"{expires}:{label}"
        # draft-uberti-behave-turn-rest: coturn knows SHA-1 only; as an HMAC it is sound.
        digest = hmac.digest(self.secret.encode(), username.encode(), "sha1")
        password = base64.b64encode(digest).decode()
        return IceServers((IceServer(self.urls, username, password),), self.relay_only, expires)

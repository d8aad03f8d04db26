# SPDX-License-Identifier: GPL-3.0-or-later
"""In which order to try the relays, as aiortc can use only one at a time. Pure."""

from __future__ import annotations

from aiortc import RTCIceServer

from app.errors import KnownError
from app.media.link_events import IceConfiguration

_RELAY_SCHEMES = ("turn:", "turns:")


class NoRelay(KnownError):
    """No relay for the call can be reached, and calls may only go through one.

    Nothing has been said or shown. Check the network, or tell the administrator of the server.
    """


def relay_choices(ice: IceConfiguration) -> tuple[RTCIceServer | None, ...]:
    """List the servers to try one after the other; None means none at all.

    UDP comes before TCP, TCP before TLS: the later ones cross more firewalls, but are slower.
    """
    relays = [
        RTCIceServer(url, username=server.username, credential=server.credential)
        for server in ice.servers
        for url in server.urls
        if url.startswith(_RELAY_SCHEMES)
    ]
    relays.sort(key=lambda server: _slowness(str(server.urls)))
    if ice.relay_only:
        if not relays:
            raise NoRelay()
        return tuple(relays)
    finders = [url for server in ice.servers for url in server.urls if url.startswith("stun:")]
    return (*relays, RTCIceServer(finders[0]) if finders else None)


def _slowness(url: str) -> int:
    if url.startswith("turns:"):
        return 2
    return 1 if "transport=tcp" in url else 0

# SPDX-License-Identifier: GPL-3.0-or-later
"""Find out which relays can be reached, without a call."""

from __future__ import annotations

from urllib.parse import urlsplit

from aioice import Connection

from app.media.ice_servers import NoRelay, relay_choices
from app.media.link_events import IceConfiguration
from app.media.rtc_gathering import gathering

RELAY_SECONDS = 4.0


async def reachable_relays(ice: IceConfiguration) -> tuple[tuple[str, bool], ...]:
    """Try each relay once; each comes back with whether it gave out a relayed address.

    A relay that refuses the credential looks like one that does not answer: both give no
    relayed candidate (RFC 8656 section 7).
    """
    try:
        choices = [choice for choice in relay_choices(ice) if choice is not None]
    except NoRelay:
        return ()
    found: list[tuple[str, bool]] = []
    for choice in choices:
        url = str(choice.urls)
        if url.startswith(("turn:", "turns:")):
            works = await _gives_address(url, str(choice.username), str(choice.credential))
            found.append((url, works))
    return tuple(found)


async def _gives_address(url: str, username: str, credential: str) -> bool:
    parts = urlsplit(url.replace("turns:", "turns://", 1).replace("turn:", "turn://", 1))
    secure = parts.scheme == "turns"
    connection = Connection(
        ice_controlling=True,
        use_ipv6=False,
        turn_server=(parts.hostname or "", parts.port or (5349 if secure else 3478)),
        turn_username=username,
        turn_password=credential,
        turn_ssl=secure,
        turn_transport="tcp" if secure or "transport=tcp" in parts.query else "udp",
    )
    try:
        with gathering(RELAY_SECONDS):
            await connection.gather_candidates()
        return any(candidate.type == "relay" for candidate in connection.local_candidates)
    except OSError:
        return False
    finally:
        await connection.close()

# SPDX-License-Identifier: GPL-3.0-or-later
"""Credentials for the relay."""

from __future__ import annotations

from signaling_server.turn import Relay


def test_credentials_of_a_known_secret() -> None:
    servers = Relay(("turn:a",), "north", True).credentials("abc", 1_000_000.0)
    (entry,) = servers.servers
    # printf %s 1000600:abc | openssl dgst -sha1 -hmac north -binary | base64
    assert (entry.username, entry.credential) == ("1000600:abc", "KIzuAC4ggw1BUBbJB/RHn+U6rnY=")
    assert (servers.relay_only, servers.expires) == (True, 1_000_600)
    assert "north" not in repr(Relay(("turn:a",), "north", True))


def test_without_a_relay() -> None:
    assert Relay().credentials("abc", 0.0).servers == ()

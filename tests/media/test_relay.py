# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls through a real relay (coturn), where one is installed."""

from __future__ import annotations

import asyncio
import shutil
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from app.media.devices.synthetic import SyntheticCamera, SyntheticMicrophone
from app.media.link import IceConfiguration, LinkDown, NoRelay
from app.media.link_events import PulseChanged
from app.media.liveness import Pulse
from signaling_server.wire_http import IceServer
from tests.media.ends import connect, end, until
from tests.media.test_paths import exchange
from tests.media.test_strangers import send_rubbish

pytestmark = pytest.mark.skipif(shutil.which("turnserver") is None, reason="coturn not installed")


def free_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@asynccontextmanager
async def relay(folder: Path) -> AsyncIterator[int]:
    """Run a relay and give its port."""
    port = free_port()
    process = await asyncio.create_subprocess_exec(
        "turnserver",
        *("-n", "--listening-ip=127.0.0.1", "--relay-ip=127.0.0.1", f"--listening-port={port}"),
        *("--lt-cred-mech", "--user=nurse:secret", "--realm=vidda.test", "--no-cli"),
        *("--allow-loopback-peers", "--no-tls", "--no-dtls", "--log-file=stdout"),
        *(f"--pidfile={folder / 'relay.pid'}", f"--userdb={folder / 'relay.db'}"),
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        await until(lambda: _answers(port))
        yield port
    finally:
        process.terminate()
        await process.wait()


def _answers(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def servers(*urls: str, password: str = "secret") -> tuple[IceServer, ...]:
    return (IceServer(urls=urls, username="nurse", credential=password),)


async def test_a_call_goes_through_the_relay_alone(tmp_path: Path) -> None:
    async with (
        relay(tmp_path) as port,
        end(SyntheticCamera(), SyntheticMicrophone()) as first,
        end(SyntheticCamera(), SyntheticMicrophone()) as second,
    ):
        ice = IceConfiguration(servers(f"turn:127.0.0.1:{port}"), relay_only=True)
        await connect(first, second, ice=ice)
        await until(lambda: first.shown > 5 and second.shown > 5)
        assert first.link.relayed()
        assert second.link.relayed()


async def test_rubbish_that_a_relay_passes_on_does_not_end_it(tmp_path: Path) -> None:
    async with (
        relay(tmp_path) as port,
        end(SyntheticCamera()) as first,
        end(SyntheticCamera()) as second,
    ):
        urls = servers(f"turn:127.0.0.1:{port}?transport=tcp")
        await connect(first, second, ice=IceConfiguration(urls, relay_only=True))
        await until(lambda: first.shown > 5)
        send_rubbish(first, second)
        shown = first.shown
        await until(lambda: first.shown > shown + 20)
        assert PulseChanged(Pulse.UNSTEADY) not in first.events


async def test_a_relay_that_dies_is_replaced_under_the_call(tmp_path: Path) -> None:
    first_folder, second_folder = tmp_path / "1", tmp_path / "2"
    first_folder.mkdir()
    second_folder.mkdir()
    async with (
        relay(second_folder) as other_port,
        end(SyntheticCamera(), SyntheticMicrophone()) as first,
        end(SyntheticCamera(), SyntheticMicrophone()) as second,
    ):
        async with relay(first_folder) as port:
            urls = servers(f"turn:127.0.0.1:{port}?transport=tcp")
            await connect(first, second, ice=IceConfiguration(urls, relay_only=True))
            await until(lambda: first.shown > 5 and second.shown > 5)
        # The relay is gone, and its connections with it.
        await until(lambda: PulseChanged(Pulse.UNSTEADY) in second.events)
        shown = first.shown, second.shown
        urls = servers(f"turn:127.0.0.1:{other_port}?transport=tcp")
        await exchange(first, second, IceConfiguration(urls, relay_only=True))
        await until(lambda: first.shown > shown[0] + 5 and second.shown > shown[1] + 5)
        assert first.link.relayed() and second.link.relayed()
        assert not first.told(LinkDown) and not second.told(LinkDown)


async def test_the_next_relay_is_tried_when_one_gives_nothing(tmp_path: Path) -> None:
    async with relay(tmp_path) as port, end() as first, end() as second:
        dead = free_port()
        urls = (f"turn:127.0.0.1:{dead}?transport=tcp", f"turns:127.0.0.1:{dead}?transport=tcp")
        ice = IceConfiguration(
            servers(*urls) + servers(f"turn:127.0.0.1:{port}?transport=tcp"), relay_only=True
        )
        await connect(first, second, ice=ice)
        assert first.link.relayed()


async def test_a_wrong_password_is_noticed(tmp_path: Path) -> None:
    async with relay(tmp_path) as port, end() as first:
        wrong = servers(f"turn:127.0.0.1:{port}", password="guess")
        link = await first.make_link("1", IceConfiguration(wrong, relay_only=True))
        with pytest.raises(NoRelay):
            await link.offer()
        direct = await first.make_link("2", IceConfiguration(wrong))
        assert "typ host" in await direct.offer()

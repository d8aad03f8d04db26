# SPDX-License-Identifier: GPL-3.0-or-later
"""Requests to servers that are absent, slow, old, not ours, or not protected well."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from app.enrolment.administration import Administration
from app.signaling.directory import DirectoryClient
from app.signaling.http import (
    BadServerAnswer,
    NewerProtocol,
    OlderProtocol,
    RefusedByServer,
    ServerClient,
    ServerUnreachable,
)
from app.signaling.login import Tokens, device_login
from app.vault.identity import OwnIdentity
from app.vault.trust import TrustProblem, UntrustedDirectory
from signaling_server.wire import ErrorCode, encode
from signaling_server.wire_http import Directory, Health
from tests.fakes.enrolled import enrolled
from tests.fakes.running_server import RunningServer, running_server
from tests.fakes.tampering import tamper


@asynccontextmanager
async def answering(answer: bytes) -> AsyncIterator[ServerClient]:
    """Something that listens at an address and is not our server: it says the same to everybody."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        await writer.drain()
        writer.close()

    listener = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = listener.sockets[0].getsockname()[1]
    client = ServerClient(f"http://127.0.0.1:{port}")
    try:
        yield client
    finally:
        await client.close()
        listener.close()


def page(status: str, body: bytes, more: str = "") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n{more}\r\n"
    return head.encode() + body


def health(protocol: int) -> bytes:
    return encode(Health(protocol, "1", "name", time.time()))


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (page("200 OK", b"<html>"), BadServerAnswer),
        (page("200 OK", health(0)), OlderProtocol),
        (page("200 OK", health(2)), NewerProtocol),
        (page("426 Upgrade", b""), NewerProtocol),
        (page("302 Found", b"", "Location: http://127.0.0.1:9/\r\n"), BadServerAnswer),
        (page("502 Bad Gateway", b"<html>proxy</html>"), ServerUnreachable),
        (page("503 Unavailable", b'{"code":"unavailable"}'), ServerUnreachable),
        (page("404 Not Found", b"<html>"), RefusedByServer),
        (page("200 OK", b"x" * 20)[:-5], ServerUnreachable),
        (b"SSH-2.0-something\r\n", ServerUnreachable),
        (page("200 OK", b"x" * 17 * 1024 * 1024), BadServerAnswer),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else "",
)
async def test_odd_answers(answer: bytes, error: type[Exception]) -> None:
    async with answering(answer) as client:
        with pytest.raises(error):
            await client.health()


async def test_refusal_says_why_and_when() -> None:
    body = b'{"code":"too-many","retry_after_s":7}'
    async with answering(page("429 Too Many", body)) as client:
        with pytest.raises(RefusedByServer) as refusal:
            await client.health()
    assert refusal.value.code is ErrorCode.TOO_MANY
    assert refusal.value.retry_after_s == 7
    assert "slow down" in str(refusal.value)


async def test_nobody_there() -> None:
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        client = ServerClient(f"http://127.0.0.1:{reserved.getsockname()[1]}")
        with pytest.raises(ServerUnreachable):
            await client.health()
        await client.close()


async def test_silence_ends() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        client = ServerClient(f"http://127.0.0.1:{silent.getsockname()[1]}")
        with pytest.raises(ServerUnreachable):
            await client.request("GET", "/health", timeout_s=0.05)
        await client.close()


# ---- the directory ------------------------------------------------------------------------------


class Disk:
    """Keeps a directory the way a store does, for one test."""

    def __init__(self) -> None:
        self.kept: tuple[Directory, int] | None = None

    async def load(self) -> tuple[Directory, int] | None:
        return self.kept

    async def save(self, directory: Directory, version: int) -> None:
        self.kept = directory, version


@asynccontextmanager
async def directory_client(identity: OwnIdentity, disk: Disk) -> AsyncIterator[DirectoryClient]:
    client = ServerClient(identity.server_url)
    tokens = Tokens(lambda: device_login(client, identity))
    try:
        yield DirectoryClient(client, tokens, identity.organization_key, disk.load, disk.save)
    finally:
        await client.close()


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[RunningServer]:
    async with running_server(tmp_path) as running:
        yield running


@pytest.fixture
async def clinic(server: RunningServer, tmp_path: Path) -> tuple[Administration, list[OwnIdentity]]:
    return await enrolled(
        server.url, tmp_path, ("Henrik Lyngås", "GP", ""), ("Sigrun Aasheim", "Dermatologist", "d")
    )


async def test_directory_is_fetched_kept_and_known_offline(
    server: RunningServer, clinic: tuple[Administration, list[OwnIdentity]]
) -> None:
    _, (gp, specialist) = clinic
    disk = Disk()
    async with directory_client(gp, disk) as directory:
        assert await directory.open_stored() is None
        fetched = await directory.refresh()
        assert fetched.devices_of(specialist.user)[0].device == specialist.device
        assert fetched.practitioner(specialist.user) is not None
    await server.stop()
    async with directory_client(gp, disk) as directory:
        await directory.open_stored()
        assert directory.current is not None
        assert directory.current.version == fetched.version
        with pytest.raises(ServerUnreachable):
            await directory.refresh()
        assert directory.current is not None


async def test_rolled_back_directory_is_refused(
    server: RunningServer, clinic: tuple[Administration, list[OwnIdentity]]
) -> None:
    administration, (gp, specialist) = clinic
    disk = Disk()
    async with directory_client(gp, disk) as directory:
        await directory.refresh()
        old = disk.kept
        assert old is not None
        await administration.revoke(specialist.user)
        newer = await directory.refresh()
        assert newer.user_key(specialist.user) is None
    await tamper(
        server,
        "UPDATE organizations SET version = ?, body = ?, signature = ?",
        old[1],
        old[0].document.body,
        old[0].document.signature,
    )
    async with directory_client(gp, disk) as directory:
        with pytest.raises(UntrustedDirectory) as refused:
            await directory.refresh()
        assert refused.value.cause is TrustProblem.OLDER
        assert directory.current is not None
        assert directory.current.user_key(specialist.user) is None

# SPDX-License-Identifier: GPL-3.0-or-later
"""Parcels through cuts, kills and lies, on the real server."""

from __future__ import annotations

import asyncio
import hashlib
import json
import random
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec
import pytest

from app.records.ids import ParcelId
from app.signaling.http import RefusedByServer, ServerClient, ServerUnreachable, Token
from app.signaling.login import device_login
from app.signaling.parcels import (
    DownloadDamaged,
    SpoolDamaged,
    SpoolFile,
    discard_parcel,
    download_file,
    inbox,
    receipt,
    upload_parcel,
)
from app.vault.identity import OwnIdentity
from signaling_server.wire import UPLOAD_CHUNK_BYTES, ErrorCode
from signaling_server.wire_http import Parcel, ParcelFile
from tests.fakes.cutting_proxy import CuttingProxy, cutting_proxy
from tests.fakes.enrolled import enrolled
from tests.fakes.running_server import RunningServer, running_server

ROOT = Path(__file__).resolve().parents[2]
PARCEL = ParcelId("c3" * 16)
ENVELOPE = "envelope"
PICTURE = "d4" * 16


@dataclass
class World:
    """A GP, a specialist, and a server behind a bad line."""

    server: RunningServer
    proxy: CuttingProxy
    client: ServerClient
    """Goes through the proxy."""
    gp: OwnIdentity
    specialist: OwnIdentity
    folder: Path

    async def token(self, who: OwnIdentity) -> Token:
        return await device_login(self.client, who)

    def spool(self, file: str, size: int, seed: int = 1) -> SpoolFile:
        content = random.Random(seed).randbytes(size)
        path = self.folder / f"{file}-{seed}.age"
        path.write_bytes(content)
        return SpoolFile(file, path, size, hashlib.sha256(content).hexdigest())

    async def send(self, *files: SpoolFile, token: Token | None = None) -> list[int]:
        steps: list[int] = []
        sender = token or await self.token(self.gp)
        await upload_parcel(
            self.client, sender, PARCEL, [self.specialist.user], files, steps.append
        )
        return steps

    async def fetch(self, file: SpoolFile, target: Path, token: Token) -> list[int]:
        steps: list[int] = []
        wanted = ParcelFile(file.file, file.size, file.sha256)
        await download_file(self.client, token, PARCEL, wanted, target, steps.append)
        return steps


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with running_server(tmp_path) as server:
        _, (gp, specialist) = await enrolled(
            server.url,
            tmp_path,
            ("Henrik Lyngås", "GP", ""),
            ("Sigrun Aasheim", "Dermatologist", "dermatology"),
        )
        async with cutting_proxy(server.url) as proxy:
            client = ServerClient(proxy.url)
            yield World(server, proxy, client, gp, specialist, tmp_path)
            await client.close()


def same(path: Path, file: SpoolFile) -> bool:
    return path.read_bytes() == file.path.read_bytes()


async def test_a_parcel_from_one_to_the_other(world: World) -> None:
    files = (world.spool(ENVELOPE, 3000), world.spool(PICTURE, 2 * UPLOAD_CHUNK_BYTES + 17))
    steps = await world.send(*files)
    assert steps == sorted(steps)
    assert steps[-1] == sum(f.size for f in files)

    reader = await world.token(world.specialist)
    (parcel,) = await inbox(world.client, reader)
    assert (parcel.parcel, parcel.sender) == (PARCEL, world.gp.user)
    for file in files:
        target = world.folder / f"received-{file.file}"
        await world.fetch(file, target, reader)
        assert same(target, file)
        assert target.stat().st_mode & 0o777 == 0o600
        assert await world.fetch(file, target, reader) == [file.size]
    await receipt(world.client, reader, PARCEL)
    await receipt(world.client, reader, PARCEL)
    assert await inbox(world.client, reader) == ()
    left = [p.name for p in world.folder.iterdir() if p.name.endswith(".part")]
    assert left == []


async def test_sending_again_is_harmless(world: World) -> None:
    files = (world.spool(ENVELOPE, 3000),)
    await world.send(*files)
    assert await world.send(*files) == [3000]
    with pytest.raises(RefusedByServer) as refusal:
        await world.send(world.spool(ENVELOPE, 3000, seed=2))
    assert refusal.value.code is ErrorCode.CONFLICT


@pytest.mark.parametrize("seed", range(3))
async def test_cuts_cost_time_only(world: World, seed: int) -> None:
    file = world.spool(ENVELOPE, 5 * UPLOAD_CHUNK_BYTES + 1)
    writer, reader = await world.token(world.gp), await world.token(world.specialist)
    chances = random.Random(seed)
    cuts = [chances.randrange(1000, 2 * UPLOAD_CHUNK_BYTES) for _ in range(5)]
    target = world.folder / "received"

    world.proxy.cut_after(cuts)
    world.proxy.cut()
    await until_done(lambda: world.send(file, token=writer))
    world.proxy.cut_after(cuts)
    world.proxy.cut()
    await until_done(lambda: world.fetch(file, target, reader))

    assert same(target, file)
    assert len(await inbox(world.client, reader)) == 1


async def until_done(attempt):  # type: ignore[no-untyped-def]
    """Do what an outbox does: try again whenever the server could not be reached."""
    async with asyncio.timeout(30):
        while True:
            try:
                return await attempt()
            except ServerUnreachable:
                continue


async def killed_at(world: World, order: dict[str, object], bytes_done: int) -> None:
    """Run the transfer in a program of its own and kill it once it is so far."""
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "tests.signaling.transfer_child"),
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert child.stdin is not None
    assert child.stdout is not None
    child.stdin.write(json.dumps(order).encode() + b"\n")
    async with asyncio.timeout(30):
        while line := await child.stdout.readline():
            if int(line) >= bytes_done:
                child.kill()
                break
        assert await child.wait() == -9


def order(world: World, what: str, file: SpoolFile, token: Token, path: Path) -> dict[str, object]:
    return {
        "what": what,
        "url": world.server.url,
        "token": token.value,
        "parcel": PARCEL,
        "to": world.specialist.user,
        "file": file.file,
        "size": file.size,
        "sha256": file.sha256,
        "path": str(path),
    }


async def test_killed_programs_go_on_where_they_were(world: World) -> None:
    file = world.spool(ENVELOPE, 24 * UPLOAD_CHUNK_BYTES)
    half = file.size // 2
    writer, reader = await world.token(world.gp), await world.token(world.specialist)
    target = world.folder / "received"

    await killed_at(world, order(world, "upload", file, writer, file.path), half)
    await world.server.restart()
    steps = await world.send(file, token=writer)
    assert steps[0] >= half

    await killed_at(world, order(world, "download", file, reader, target), half)
    assert not target.exists()
    steps = await world.fetch(file, target, reader)
    assert steps[0] >= half
    assert same(target, file)


async def test_wrong_bytes_are_thrown_away(world: World) -> None:
    file = world.spool(ENVELOPE, 4096)
    await world.send(file)
    reader = await world.token(world.specialist)
    target = world.folder / "received"
    with pytest.raises(DownloadDamaged):
        await world.fetch(replace(file, sha256="0" * 64), target, reader)
    assert not target.exists()
    assert not [p for p in world.folder.iterdir() if p.name.endswith(".part")]


async def test_leftovers_that_do_not_fit_are_no_danger(world: World) -> None:
    file = world.spool(ENVELOPE, 4096)
    await world.send(file)
    reader = await world.token(world.specialist)
    target = world.folder / "received"
    partial = world.folder / f".received.{file.sha256[:16]}.part"
    partial.write_bytes(bytes(5000))
    await world.fetch(file, target, reader)
    assert same(target, file)

    target.unlink()
    partial.write_bytes(bytes(100))
    with pytest.raises(DownloadDamaged):
        await world.fetch(file, target, reader)
    await world.fetch(file, target, reader)
    assert same(target, file)


async def test_spool_file_that_changed_is_not_sent(world: World) -> None:
    file = world.spool(ENVELOPE, 4096)
    with pytest.raises(SpoolDamaged):
        await world.send(replace(file, size=5000))
    missing = replace(file, path=world.folder / "nowhere")
    await discard_parcel(world.client, await world.token(world.gp), PARCEL)
    with pytest.raises(SpoolDamaged):
        await world.send(missing)


async def test_stranger_gets_nothing(world: World) -> None:
    file = world.spool(ENVELOPE, 4096)
    await world.send(file)
    own = await world.token(world.gp)
    assert await inbox(world.client, own) == ()
    known = await world.client.get(f"/parcels/{PARCEL}", Parcel, own)
    assert known.complete
    assert msgspec.structs.asdict(known)["received_by"] == ()
    with pytest.raises(RefusedByServer):
        await world.client.get(f"/parcels/{PARCEL}", Parcel, Token("wrong", 0.0))

# SPDX-License-Identifier: GPL-3.0-or-later
"""A killed server has lost nothing that it had acknowledged."""

from __future__ import annotations

import asyncio
import contextlib
import random
from pathlib import Path

import pytest
from aiohttp import ClientError, ClientSession

from signaling_server.ids import UploadId
from signaling_server.spool import Spool, SpoolShort, WrongContent
from tests.server.clinic import Clinic
from tests.server.process import server_process
from tests.server.sending import Sending, sending

FILE = random.Random(3).randbytes(6 * 1024 * 1024)
PIECE = 256 * 1024


async def upload_until_broken(parcel: Sending, location: str, acknowledged: list[int]) -> None:
    """Send pieces one after the other and note what was acknowledged."""
    offset = await parcel.offset(location)
    with contextlib.suppress(ClientError, ConnectionError):
        while offset < len(FILE):
            piece = FILE[offset : offset + PIECE]
            assert await parcel.append(location, offset, piece) == 204
            offset += len(piece)
            acknowledged.append(offset)


@pytest.mark.timeout(120)
async def test_a_kill_in_the_middle_of_an_upload(tmp_path: Path, client: ClientSession) -> None:
    kills, acknowledged = 0, [0]
    async with server_process(tmp_path) as process:
        clinic = await Clinic(client, process.url).open()
        sender, recipient = await clinic.enrol(), await clinic.enrol()
        parcel = sending(sender, video=FILE)
        assert await parcel.announce(recipient) == 201
        location = await parcel.create("video")
    dice = random.Random(11)
    while acknowledged[-1] < len(FILE) and kills < 3:
        async with server_process(tmp_path) as process:
            sender.url = process.url
            assert await parcel.offset(location) >= acknowledged[-1]
            wanted = acknowledged[-1] + dice.randrange(1, 4) * PIECE
            uploading = asyncio.ensure_future(  # noqa: TID251
                upload_until_broken(parcel, location, acknowledged)
            )
            while acknowledged[-1] < min(wanted, len(FILE)) and not uploading.done():
                await asyncio.wait({uploading}, timeout=0.005)
            await process.kill()
            await uploading
            kills += 1
            # What a kill between the append and the database leaves behind.
            with (tmp_path / "uploads" / location.rpartition("/")[2]).open("ab") as file:
                file.write(b"never acknowledged")
    assert kills == 3
    async with server_process(tmp_path) as process:
        sender.url = recipient.url = process.url
        await upload_until_broken(parcel, location, acknowledged)
        assert acknowledged[-1] == len(FILE)
        await parcel.upload("envelope")
        assert (await parcel.commit())[0] == 200
        _, raw = await recipient.call("GET", f"/parcels/{parcel.parcel}/files/video")
        assert raw == FILE


def test_the_spool_keeps_what_it_has(tmp_path: Path) -> None:
    spool, name = Spool(tmp_path), UploadId("a" * 32)
    spool.append(name, 0, b"0123456789")
    spool.append(name, 4, b"xy")
    assert (tmp_path / "uploads" / name).read_bytes() == b"0123xy"
    assert (tmp_path / "uploads" / name).stat().st_mode & 0o777 == 0o600
    with pytest.raises(SpoolShort) as short:
        spool.append(name, 7, b"z")
    assert short.value.size == 6
    for size, digest in ((5, "0" * 64), (6, "0" * 64)):
        with pytest.raises(WrongContent):
            spool.finish(name, size, digest)
    with pytest.raises(WrongContent):
        spool.finish(UploadId("b" * 32), 0, "0" * 64)
    assert spool.present() == {name}
    spool.remove(name)
    spool.remove(name)
    assert spool.present() == set()

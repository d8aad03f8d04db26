# SPDX-License-Identifier: GPL-3.0-or-later
"""Store and forward: announced, uploaded in pieces, checked, fetched, received."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import random
from io import BytesIO
from pathlib import Path

from aiohttp import ClientSession
from tusclient.client import TusClient

from signaling_server.serving import Options
from signaling_server.wire import ParcelCame, ParcelReceived
from signaling_server.wire_http import NewParcel, Parcel, ParcelFile, Parcels
from tests.fakes.running_server import RunningServer, running_server
from tests.server.clinic import Clinic, new_id
from tests.server.sending import TUS, sending, until
from tests.server.talk import talking

PICTURE = random.Random(7).randbytes(2_500_000)


async def test_a_parcel_reaches_its_recipient(clinic: Clinic) -> None:
    sender, recipient, other = [await clinic.enrol() for _ in range(3)]
    parcel = sending(sender, picture=PICTURE)
    path = f"/parcels/{parcel.parcel}"
    async with talking(sender) as sent, talking(recipient) as came:
        assert await parcel.announce(recipient) == 201
        assert await parcel.announce(recipient) == 200
        assert await parcel.announce(recipient, other) == 409
        assert (await parcel.commit())[0] == 409
        for name in parcel.files:
            await parcel.upload(name)
        assert (await recipient.get("/parcels", Parcels)).parcels == ()
        assert await recipient.status("GET", path) == 404
        assert await recipient.status("GET", f"{path}/files/picture") == 404

        status, done = await parcel.commit()
        assert status == 200
        assert done is not None
        assert (done.complete, done.received_by) == (True, ())
        assert await parcel.commit() == (200, done)
        assert (await came.wait_for(ParcelCame)).parcel == parcel.parcel
        assert (await recipient.get("/parcels", Parcels)).parcels == (done,)
        answer, raw = await recipient.call("GET", f"{path}/files/picture")
        assert raw == PICTURE
        assert answer.headers["ETag"] == f'"{hashlib.sha256(PICTURE).hexdigest()}"'

        assert await other.status("GET", path) == 404
        assert await other.status("GET", f"{path}/files/picture") == 404
        assert await other.status("PUT", f"{path}/receipt") == 404
        assert await recipient.status("PUT", f"{path}/receipt") == 204
        assert await recipient.status("PUT", f"{path}/receipt") == 204
        received = await sent.wait_for(ParcelReceived)
        assert (received.parcel, received.recipient) == (parcel.parcel, recipient.user)
        assert not [m for m in await sent.settle() if isinstance(m, ParcelReceived)]
    assert (await recipient.get("/parcels", Parcels)).parcels == ()
    assert (await sender.get(path, Parcel)).received_by == (recipient.user,)
    assert await sender.status("DELETE", path) == 409


async def test_ranges(clinic: Clinic) -> None:
    sender, recipient = await clinic.enrol(), await clinic.enrol()
    parcel = sending(sender, picture=PICTURE)
    await parcel.send(recipient)
    path, tag = f"/parcels/{parcel.parcel}/files/picture", hashlib.sha256(PICTURE).hexdigest()
    size = len(PICTURE)
    for asked, status, start, end in (
        ("bytes=1000000-", 206, 1_000_000, size),
        ("bytes=5-9", 206, 5, 10),
        ("bytes=0-99999999", 206, 0, size),
        ("nonsense", 200, 0, size),
        (f"bytes={size}-", 416, 0, 0),
    ):
        answer, raw = await recipient.call("GET", path, Range=asked, If_Range=f'"{tag}"')
        assert (answer.status, raw) == (status, PICTURE[start:end]), asked
        if status == 206:
            assert answer.headers["Content-Range"] == f"bytes {start}-{end - 1}/{size}"
    answer, raw = await recipient.call("GET", path, Range="bytes=5-", If_Range='"other"')
    assert (answer.status, len(raw)) == (200, size)


async def test_an_upload_keeps_to_tus(clinic: Clinic) -> None:
    sender, stranger = await clinic.enrol(), await clinic.enrol()
    parcel = sending(sender, picture=PICTURE)
    await parcel.announce(stranger)
    location = await parcel.create("picture")
    assert await parcel.create("picture") == location
    answer, _ = await sender.call("OPTIONS", "/uploads")
    assert "checksum" in answer.headers["Tus-Extension"]
    answer, _ = await sender.call("HEAD", location, **TUS)
    assert answer.headers["Upload-Length"] == str(len(PICTURE))
    assert "GMT" in answer.headers["Upload-Expires"]
    piece = PICTURE[:1000]
    digest = base64.b64encode(hashlib.sha1(piece).digest()).decode()
    for headers, data, offset, status in (
        ({"Upload-Checksum": f"sha1 {base64.b64encode(b'x' * 20).decode()}"}, piece, 0, 460),
        ({"Upload-Checksum": "md5 xxxx"}, piece, 0, 400),
        ({"Content-Type": "text/plain"}, piece, 0, 415),
        ({"Tus-Resumable": "0.2.2"}, piece, 0, 412),
        ({"Upload-Offset": "x"}, piece, 0, 400),
        ({}, PICTURE[: 1024 * 1024 + 1], 0, 413),
        ({}, piece, 5, 409),
        ({"Upload-Checksum": f"sha1 {digest}"}, piece, 0, 204),
        ({}, piece, 0, 409),
    ):
        assert await parcel.append(location, offset, data, **headers) == status, headers
    assert await parcel.offset(location) == 1000
    assert await stranger.status("HEAD", location, **TUS) == 404
    assert await stranger.status("DELETE", location, **TUS) == 404
    assert await sender.status("DELETE", location, **TUS) == 204
    assert await sender.status("HEAD", location, **TUS) == 404


async def test_more_than_announced_is_refused(clinic: Clinic) -> None:
    sender = await clinic.enrol()
    parcel = sending(sender, picture=b"0123456789")
    await parcel.announce(sender)
    location = await parcel.create("picture")
    assert await parcel.append(location, 0, b"0123456789+") == 413
    headers = {**TUS, "Upload-Length": "11", "Upload-Metadata": parcel.metadata("picture")}
    assert await sender.status("POST", "/uploads", **headers) == 409
    headers["Upload-Metadata"] = "parcel !!!"
    assert await sender.status("POST", "/uploads", **headers) == 400
    foreign = sending(sender, picture=b"x")
    headers = {**TUS, "Upload-Length": "1", "Upload-Metadata": foreign.metadata("picture")}
    assert await sender.status("POST", "/uploads", **headers) == 404


async def test_other_content_than_announced_begins_anew(clinic: Clinic) -> None:
    sender = await clinic.enrol()
    parcel = sending(sender, picture=b"0123456789")
    await parcel.announce(sender)
    await parcel.upload("envelope")
    location = await parcel.create("picture")
    assert await parcel.append(location, 0, b"9876543210") == 204
    assert (await parcel.commit())[0] == 460
    assert await parcel.offset(location) == 0
    await parcel.upload("picture")
    assert (await parcel.commit())[0] == 200


async def test_what_cannot_be_announced(clinic: Clinic) -> None:
    sender, recipient = await clinic.enrol(), await clinic.enrol()
    good = ParcelFile("envelope", 1, "0" * 64)
    to = (recipient.user,)
    for new, status in (
        (NewParcel(to, ()), 400),
        (NewParcel((), (good,)), 400),
        (NewParcel((*to, *to), (good,)), 400),
        (NewParcel(to, (good, good)), 400),
        (NewParcel(to, (ParcelFile("picture", 1, "0" * 64),)), 400),
        (NewParcel(to, (good, ParcelFile("../x", 1, "0" * 64))), 400),
        (NewParcel(to, (good, ParcelFile("a", 0, "0" * 64))), 400),
        (NewParcel(to, (good, ParcelFile("a", 1, "G" * 64))), 400),
        (NewParcel(to, (ParcelFile("envelope", 2**32, "0" * 64),)), 413),
        (NewParcel((new_id(),), (good,)), 404),
    ):
        assert await sender.status("PUT", f"/parcels/{new_id()}", new) == status


async def test_a_withdrawn_parcel_leaves_nothing(clinic: Clinic, server: RunningServer) -> None:
    sender = await clinic.enrol()
    parcel = sending(sender, picture=PICTURE)
    await parcel.announce(sender)
    await parcel.upload("picture")
    assert list((server.data / "uploads").iterdir())
    assert await sender.status("DELETE", f"/parcels/{parcel.parcel}") == 204
    assert not list((server.data / "uploads").iterdir())
    assert await sender.status("GET", f"/parcels/{parcel.parcel}") == 404


async def test_nobody_takes_more_than_their_share(tmp_path: Path, client: ClientSession) -> None:
    options = Options(data=tmp_path, port=0, quota_bytes=1000)
    async with running_server(tmp_path, options=options) as server:
        clinic = await Clinic(client, server.url).open()
        sender = await clinic.enrol()
        await sending(sender, picture=b"x" * 900).send(sender)
        assert await sending(sender, picture=b"x" * 900).announce(sender) == 507
        other = await clinic.enrol()
        assert await sending(other, picture=b"x" * 900).announce(sender) == 201


async def test_a_full_disk_is_said_before_the_upload(tmp_path: Path, client: ClientSession) -> None:
    options = Options(data=tmp_path, port=0, reserve_bytes=2**60)
    async with running_server(tmp_path, options=options) as server:
        sender = await (await Clinic(client, server.url).open()).enrol()
        parcel = sending(sender)
        await parcel.announce(sender)
        headers = {**TUS, "Upload-Length": "6", "Upload-Metadata": parcel.metadata("envelope")}
        assert await sender.status("POST", "/uploads", **headers) == 507


async def test_old_parcels_are_forgotten(tmp_path: Path, client: ClientSession) -> None:
    now = [1_800_000_000.0]
    async with running_server(tmp_path, clock=lambda: now[0]) as server:
        clinic = await Clinic(client, server.url, now[0]).open()
        sender = await clinic.enrol()
        kept, gone, unfinished = (sending(sender, picture=b"x" * 99) for _ in range(3))
        await kept.send(sender)
        await gone.send(sender)
        assert await sender.status("PUT", f"/parcels/{gone.parcel}/receipt") == 204
        await unfinished.announce(sender)
        await unfinished.upload("picture")
        assert len(list((server.data / "files").iterdir())) == 4
        now[0] += 91 * 86400
        await server.restart()
        await until(lambda: len(list(server.data.glob("*s/*"))) == 2)
        assert await sender.log_in() == 200
        assert await sender.status("GET", f"/parcels/{kept.parcel}") == 200
        assert await sender.status("GET", f"/parcels/{gone.parcel}") == 404
        assert await sender.status("GET", f"/parcels/{unfinished.parcel}") == 404


async def test_another_peoples_tus_client_sends_a_file(clinic: Clinic) -> None:
    sender = await clinic.enrol()
    parcel = sending(sender, picture=PICTURE)
    await parcel.announce(sender)
    await parcel.upload("envelope")
    digest = hashlib.sha256(PICTURE).hexdigest()

    def upload() -> str:
        client = TusClient(f"{clinic.url}/uploads", headers=sender.headers())
        uploader = client.uploader(
            file_stream=BytesIO(PICTURE),
            chunk_size=700_000,
            metadata={"parcel": parcel.parcel, "file": "picture", "sha256": digest},
            upload_checksum=True,
        )
        uploader.upload_chunk()
        resumed = client.uploader(
            file_stream=BytesIO(PICTURE), chunk_size=1_000_000, url=uploader.url
        )
        resumed.upload()
        return str(resumed.url)

    await asyncio.to_thread(upload)
    status, done = await parcel.commit()
    assert status == 200
    assert done is not None
    assert done.complete


async def test_what_a_sender_brought_before_is_not_brought_again(clinic: Clinic) -> None:
    sender, other, recipient, stranger = [await clinic.enrol() for _ in range(4)]
    picture = b"sealed" * 1000
    first = sending(sender, picture=picture)
    await first.send(recipient)
    again = sending(sender, picture=picture)
    assert await again.announce(recipient, other) == 201
    location = await again.create("picture")
    assert await again.offset(location) == len(picture)
    assert await again.append(location, 0, b"x") == 409, "it would change the first one"
    await again.upload("envelope")
    assert (await again.commit())[0] == 200
    for parcel in (first, again):
        answer, raw = await recipient.call("GET", f"/parcels/{parcel.parcel}/files/picture")
        assert (answer.status, raw) == (200, picture)
    # Who only knows its hash gets nothing.
    guess = sending(stranger, picture=picture)
    await guess.announce(stranger)
    assert await guess.offset(await guess.create("picture")) == 0


async def test_what_somebody_may_fetch_they_hand_on_without_bringing_it(clinic: Clinic) -> None:
    sender, recipient, third = [await clinic.enrol() for _ in range(3)]
    picture = b"sealed" * 1000
    first = sending(sender, picture=picture)
    await first.announce(recipient)
    await first.upload("picture")
    onwards = sending(recipient, picture=picture)
    await onwards.announce(third)
    location = await onwards.create("picture")
    assert await onwards.offset(location) == 0, "the first is not whole yet"
    await first.upload("envelope")
    assert (await first.commit())[0] == 200
    again = sending(recipient, picture=picture)
    await again.announce(third)
    assert await again.offset(await again.create("picture")) == len(picture)
    await again.upload("envelope")
    assert (await again.commit())[0] == 200
    answer, raw = await third.call("GET", f"/parcels/{again.parcel}/files/picture")
    assert (answer.status, raw) == (200, picture)

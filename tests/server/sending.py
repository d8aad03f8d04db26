# SPDX-License-Identifier: GPL-3.0-or-later
"""Sends parcels by hand, piece by piece."""

from __future__ import annotations

import asyncio
import base64
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from signaling_server.wire import decode
from signaling_server.wire_http import NewParcel, Parcel, ParcelFile
from tests.server.clinic import Person, new_id

TUS = {"Tus-Resumable": "1.0.0"}


@dataclass(frozen=True)
class Sending:
    """A parcel on its way."""

    sender: Person
    parcel: str
    files: Mapping[str, bytes]

    def announcement(self, *recipients: Person) -> NewParcel:
        return NewParcel(
            tuple(person.user for person in recipients),
            tuple(
                ParcelFile(name, len(data), hashlib.sha256(data).hexdigest())
                for name, data in self.files.items()
            ),
        )

    async def announce(self, *recipients: Person) -> int:
        new = self.announcement(*recipients)
        return await self.sender.status("PUT", f"/parcels/{self.parcel}", new)

    def metadata(self, name: str) -> str:
        digest = hashlib.sha256(self.files[name]).hexdigest()
        values = {"parcel": self.parcel, "file": name, "sha256": digest}
        return ",".join(f"{k} {base64.b64encode(v.encode()).decode()}" for k, v in values.items())

    async def create(self, name: str) -> str:
        headers = {
            **TUS,
            "Upload-Length": str(len(self.files[name])),
            "Upload-Metadata": self.metadata(name),
        }
        answer, raw = await self.sender.call("POST", "/uploads", **headers)
        assert answer.status == 201, raw
        return answer.headers["Location"]

    async def offset(self, location: str) -> int:
        answer, _ = await self.sender.call("HEAD", location, **TUS)
        assert answer.status == 200
        return int(answer.headers["Upload-Offset"])

    async def append(self, location: str, offset: int, data: bytes, **headers: str) -> int:
        return await self.sender.status(
            "PATCH",
            location,
            data,
            **{
                **TUS,
                "Upload-Offset": str(offset),
                "Content-Type": "application/offset+octet-stream",
                **headers,
            },
        )

    async def upload(self, name: str, piece_bytes: int = 1024 * 1024) -> str:
        location = await self.create(name)
        data = self.files[name]
        offset = await self.offset(location)
        while offset < len(data):
            piece = data[offset : offset + piece_bytes]
            assert await self.append(location, offset, piece) == 204
            offset += len(piece)
        return location

    async def commit(self) -> tuple[int, Parcel | None]:
        answer, raw = await self.sender.call("POST", f"/parcels/{self.parcel}/commit")
        return answer.status, decode(raw, Parcel) if answer.status == 200 else None

    async def send(self, *recipients: Person) -> Parcel:
        assert await self.announce(*recipients) == 201
        for name in self.files:
            await self.upload(name)
        status, done = await self.commit()
        assert status == 200
        assert done is not None
        return done


def sending(sender: Person, **files: bytes) -> Sending:
    return Sending(sender, new_id(), {"envelope": b"sealed", **files})


async def until(condition: Callable[[], bool], patience_s: float = 10.0) -> None:
    """Wait for a condition; fails when it does not come true in time."""
    for _ in range(int(patience_s / 0.02)):
        if condition():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("the condition did not come true")

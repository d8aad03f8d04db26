# SPDX-License-Identifier: GPL-3.0-or-later
"""A server that lies about parcels: it stands before the real one and changes what it likes.

It has what whoever runs a server has: all that lies there, and every request. It has no keys.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field

import aiohttp
import msgspec
from aiohttp import web

from signaling_server.wire_http import Parcel, ParcelFile, Parcels


@dataclass
class Scene:
    """A parcel as the server shows it; attacks change it."""

    parcel: Parcel
    files: dict[str, bytes]

    def announce(self) -> None:
        """Let sizes and hashes fit what the files are now, so that no lie contradicts another."""
        self.say(
            files=tuple(
                ParcelFile(name, len(content), hashlib.sha256(content).hexdigest())
                for name, content in self.files.items()
            )
        )

    def say(self, **changes: object) -> None:
        """Change what is said about the parcel."""
        self.parcel = msgspec.structs.replace(self.parcel, **changes)


Change = Callable[[Scene], None]
Answer = Callable[[web.Request, bytes], Awaitable[web.StreamResponse | None]]


@dataclass
class LyingServer:
    """The relay; ``changes`` are the attacks by the parcel that each is made on."""

    real: str
    url: str = ""
    changes: dict[str, Change] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    """Parcels that are not told of any more."""
    answer: Answer | None = None
    """Asked before everything else; None from it lets the request through."""
    requests: int = 0
    asked: int = 0
    """How often the inbox was asked for."""
    asking: asyncio.Condition = field(default_factory=asyncio.Condition)
    receipts: set[str] = field(default_factory=set)
    scenes: dict[str, Scene] = field(default_factory=dict)
    """What has been shown, by the name it was shown under."""
    _session: aiohttp.ClientSession = field(init=False)

    async def open(self) -> None:
        """Connect to the real server, whose bodies pass as they are."""
        self._session = aiohttp.ClientSession(auto_decompress=False)

    async def close(self) -> None:
        """Let go of it."""
        await self._session.close()

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Answer a request, rightly or not."""
        self.requests += 1
        body = await request.read()
        if self.answer is not None:
            answered = await self.answer(request, body)
            if answered is not None:
                return answered
        parts = request.path.strip("/").split("/")
        if request.method == "GET" and parts == ["parcels"]:
            return await self._inbox(request)
        if request.method == "GET" and len(parts) == 4 and parts[1] in self.scenes:
            return self._file(self.scenes[parts[1]], parts[3])
        if request.method == "PUT" and parts[-1] == "receipt":
            self.receipts.add(parts[1])
        if parts == ["ws"]:
            # No socket: what came is asked for, and nothing else runs meanwhile.
            return web.Response(status=503)
        status, headers, content = await self.forward(request, body)
        return web.Response(status=status, headers=headers, body=content)

    async def forward(
        self, request: web.Request, body: bytes, path: str = ""
    ) -> tuple[int, dict[str, str], bytes]:
        """Ask the real server in the client's name."""
        drop = ("Host", "Content-Length", "Transfer-Encoding", "Connection")
        headers = {k: v for k, v in request.headers.items() if k not in drop}
        where = self.real + (path or request.raw_path)
        async with self._session.request(
            request.method, where, data=body or None, headers=headers
        ) as answer:
            kept = {k: v for k, v in answer.headers.items() if k not in drop}
            return answer.status, kept, await answer.read()

    async def _inbox(self, request: web.Request) -> web.Response:
        async with self.asking:
            self.asked += 1
            self.asking.notify_all()
        status, headers, content = await self.forward(request, b"")
        if status != 200:
            return web.Response(status=status, headers=headers, body=content)
        shown = []
        for parcel in msgspec.json.decode(content, type=Parcels).parcels:
            if parcel.parcel in self.hidden:
                continue
            change = self.changes.get(parcel.parcel)
            if change is not None:
                scene = await self._scene(request, parcel)
                change(scene)
                self.scenes[scene.parcel.parcel] = scene
                parcel = scene.parcel
            shown.append(parcel)
        answer = msgspec.json.encode(Parcels(tuple(shown)))
        return web.Response(body=answer, content_type="application/json")

    async def _scene(self, request: web.Request, parcel: Parcel) -> Scene:
        files = {}
        for file in parcel.files:
            path = f"/parcels/{parcel.parcel}/files/{file.file}"
            _, _, files[file.file] = await self.forward(request, b"", path)
        return Scene(parcel, files)

    @staticmethod
    def _file(scene: Scene, name: str) -> web.Response:
        content = scene.files.get(name)
        if content is None:
            return web.Response(status=404)
        announced = {file.file: file.sha256 for file in scene.parcel.files}
        return web.Response(body=content, headers={"ETag": f'"{announced.get(name, "")}"'})


@contextlib.asynccontextmanager
async def lying_server(real: str) -> AsyncIterator[LyingServer]:
    """Stand before a real server while the block lasts."""
    liar = LyingServer(real)
    await liar.open()
    application = web.Application(client_max_size=64 * 1024**2)
    application.router.add_route("*", "/{path:.*}", liar.serve)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    address: tuple[str, int] = runner.addresses[0]
    liar.url = f"http://127.0.0.1:{address[1]}"
    try:
        yield liar
    finally:
        await runner.cleanup()
        await liar.close()

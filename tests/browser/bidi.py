# SPDX-License-Identifier: GPL-3.0-or-later
"""Drive Firefox as it is installed, by W3C WebDriver BiDi, which it speaks itself."""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import re
from asyncio.subprocess import DEVNULL, Process
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

from tests.browser.loudspeaker import loudspeaker
from tests.media.ends import until

_EXECUTABLE = "/usr/bin/firefox-esr"
_PREFERENCES = {
    "media.autoplay.default": 0,
    "media.autoplay.blocking_policy": 0,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "app.normandy.enabled": False,
    "extensions.update.enabled": False,
}
_START_TIMEOUT_S = 30.0
_END_TIMEOUT_S = 5.0


class Refused(Exception):
    """Firefox answered a command, or a page's function, with an error."""


class Firefox:
    """The connection over which a running Firefox is driven."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._numbers = itertools.count(1)

    async def open_window(self) -> Window:
        """Open a window."""
        opened = await self.command("browsingContext.create", type="window")
        return Window(self, opened["context"])

    async def command(self, method: str, **parameters: object) -> dict[str, Any]:
        """Send a command and give its result, one after the other. Raises Refused."""
        number = next(self._numbers)
        await self._socket.send_json({"id": number, "method": method, "params": parameters})
        while True:
            message = await self._socket.receive_json()
            if message.get("id") == number:
                break
        found: dict[str, Any] = message.get("result", {})
        if message["type"] != "success" or found.get("type") == "exception":
            raise Refused(f"{method}: {message}")
        return found


class Window:
    """One window of Firefox."""

    def __init__(self, firefox: Firefox, context: str) -> None:
        self._firefox = firefox
        self._context = context

    async def run(self, script: str) -> None:
        """Run a script in the window."""
        await self._firefox.command(
            "script.evaluate", expression=script, awaitPromise=True, target=self._target
        )

    async def call(self, function: str, *arguments: object) -> Any:
        """Call a function, given as JavaScript; values go there and back as JSON."""
        found = await self._firefox.command(
            "script.callFunction",
            functionDeclaration=(
                f"async (text) => JSON.stringify((await ({function})(...JSON.parse(text))) ?? null)"
            ),
            arguments=[{"type": "string", "value": json.dumps(arguments)}],
            awaitPromise=True,
            target=self._target,
        )
        return json.loads(found["result"]["value"])

    async def close(self) -> None:
        """Close the window."""
        await self._firefox.command("browsingContext.close", context=self._context)

    @property
    def _target(self) -> dict[str, str]:
        return {"context": self._context}


@asynccontextmanager
async def running_firefox(folder: Path) -> AsyncIterator[Firefox]:
    """Run Firefox with an empty profile in a folder."""
    profile, told = folder / "profile", folder / "told.txt"
    profile.mkdir()
    lines = (f"user_pref({json.dumps(k)}, {json.dumps(v)});\n" for k, v in _PREFERENCES.items())
    (profile / "user.js").write_text("".join(lines), encoding="utf-8")
    async with AsyncExitStack() as stack:
        server = await stack.enter_async_context(loudspeaker(folder))
        process = await asyncio.create_subprocess_exec(
            *(_EXECUTABLE, "--headless", "--no-remote", "--remote-debugging-port=0"),
            *("--profile", str(profile), "about:blank"),
            stdout=DEVNULL,
            stderr=stack.enter_context(told.open("wb")),
            env={**os.environ, "HOME": str(folder), "PULSE_SERVER": server},
        )
        stack.push_async_callback(_end, process)
        await until(lambda: _address(told), _START_TIMEOUT_S)
        session = await stack.enter_async_context(aiohttp.ClientSession())
        socket = await session.ws_connect(f"{_address(told)}/session", max_msg_size=0)
        firefox = Firefox(await stack.enter_async_context(socket))
        await firefox.command("session.new", capabilities={})
        yield firefox
        await firefox.command("browser.close")


def _address(told: Path) -> str:
    """Give the address that Firefox tells when it is ready; "" before that."""
    found = re.search(r"BiDi listening on (ws://\S+)\n", told.read_text(encoding="utf-8"))
    return found[1] if found else ""


async def _end(process: Process) -> None:
    """Let Firefox end by itself where it was told to, else end it."""
    try:
        async with asyncio.timeout(_END_TIMEOUT_S):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()

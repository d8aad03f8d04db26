# SPDX-License-Identifier: GPL-3.0-or-later
"""A server process, the fictional clinic on it, and a terminal: where commands are tried."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import itertools
import shutil
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import TypeVar

from app.demo_clinic import make_demo_clinic
from app.vault.links import format_link, parse_link
from app.vault.vault import Vault
from app.workplace import Workplace, open_workplace
from tests.fakes.command_line import CommandLine, Outcome
from tests.fakes.server_process import ServerProcess, server_process

T = TypeVar("T")

WITHOUT_WINDOWS = ("--headless", "--admit-all")


class CommandWorld:
    """A clinic at work. Tests that damage a profile take a copy."""

    def __init__(self, folder: Path, server: ServerProcess) -> None:
        self.folder = folder
        self.server = server
        self.clinic = folder / "clinic"
        made = asyncio.run(make_demo_clinic(self.clinic, server.url))
        self.psychiatrist = self.clinic / "psychiatrist"
        self.appointment: str = made["appointment"]
        self.link: str = made["link"]
        self.passphrase_file = self.clinic / "passphrase"
        self.terminal = CommandLine(
            folder / "terminal", VIDDA_PASSPHRASE_FILE=str(self.passphrase_file)
        )
        self._numbers = itertools.count(1)

    def run(self, *arguments: str | Path, **environment: str) -> Outcome:
        """Run ``vidda``; a variable given as "" is not set."""
        return self.terminal.run(*arguments, **environment)

    def schedule(self, profile: Path, *options: str, **environment: str) -> Outcome:
        """Plan a visit, for the JSON."""
        plan = ("schedule", "--patient", "Nils Test", "--json", *options)
        return self.run("--profile", profile, *plan, **environment)

    def host(self, profile: Path, *options: str | Path, **environment: str) -> Outcome:
        """Take the visit of now without windows."""
        visit = ("host", self.appointment, *WITHOUT_WINDOWS)
        return self.run("--profile", profile, *visit, *options, **environment)

    def join(self, link: str, *options: str | Path, **environment: str) -> Outcome:
        """Come to a visit without windows, from a computer that never saw the link."""
        return self.run(
            "--profile", self.new_folder(), "join", link, "--headless", *options, **environment
        )

    def new_folder(self) -> Path:
        """Name a folder that is not there yet."""
        return self.folder / f"folder-{next(self._numbers)}"

    def copy(self, profile: Path | None = None) -> Path:
        """Copy a profile, the psychiatrist's by default, to be damaged."""
        return shutil.copytree(profile or self.psychiatrist, self.new_folder())

    def link_at(self, url: str) -> str:
        """Write the patient's link as if it led to another server."""
        return format_link(dataclasses.replace(parse_link(self.link), server=url))

    def at_work(
        self, profile: Path, work: Callable[[Workplace], Awaitable[T]], clinic: Path | None = None
    ) -> T:
        """Open a profile as the program does and do something there."""

        async def run() -> T:
            place = await open_workplace(profile, self.key(profile, clinic))
            try:
                return await work(place)
            finally:
                await place.close()

        return asyncio.run(run())

    def key(self, profile: Path, clinic: Path | None = None) -> bytes:
        """Unlock a profile of the shared clinic, or of another one."""
        words = ((clinic or self.clinic) / "passphrase").read_text(encoding="utf-8").strip()
        return Vault(profile, None).unlock_with_passphrase(words)


@contextlib.contextmanager
def command_world(folder: Path) -> Iterator[CommandWorld]:
    """Make the world; the server ends with the block."""
    with server_process(folder) as server:
        yield CommandWorld(folder, server)

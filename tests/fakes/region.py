# SPDX-License-Identifier: GPL-3.0-or-later
"""A running server and people who were really enrolled on it, each at a computer of their own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

from app.enrolment.administration import Administration
from app.enrolment.newcomer import claim, wait_for_approval
from app.records.ids import ReferralId, UserId
from app.records.referral import Slot
from app.signaling.directory import DirectoryClient
from app.signaling.http import ServerClient
from app.signaling.login import Tokens, device_login
from app.vault.identity import OwnIdentity
from app.vault.trust import VerifiedDirectory
from signaling_server.wire_http import Directory
from tests.fakes.enrolled import enrolled
from tests.fakes.referral_desk import Desk
from tests.fakes.referrals import form
from tests.fakes.running_server import RunningServer

PEOPLE = (
    ("Sondre Dahl", "GP", ""),
    ("Eira Nygård", "Dermatologist", "dermatology"),
    ("Mona Lie", "Dermatologist", "dermatology"),
)
COORDINATOR = ("Kari Moen", "Coordinator", "dermatology")


class Region:
    """A GP and two dermatologists; ``directory`` is what all computers know unless told else."""

    def __init__(self, folder: Path, server: RunningServer) -> None:
        self.folder = folder
        self.server = server
        self.directory: VerifiedDirectory | None = None
        self.raw: tuple[Directory, int] | None = None
        self.administration: Administration
        self.gp: OwnIdentity
        self.skin: OwnIdentity
        self.mona: OwnIdentity
        self.kari: OwnIdentity
        self._desks: list[Desk] = []

    async def enrol(self, *, coordinator: bool = False) -> None:
        """Enrol everybody, and a coordinator if one is wanted."""
        people = (*PEOPLE, COORDINATOR) if coordinator else PEOPLE
        self.administration, identities = await enrolled(self.server.url, self.folder, *people)
        self.gp, self.skin, self.mona = identities[:3]
        if coordinator:
            self.kari = identities[3]
        await self.fetch_directory()

    async def enrol_one(self, name: str, role: str, specialty: str = "") -> OwnIdentity:
        """Enrol one more person; ``directory`` stays as it was."""
        code = await self.administration.enrol(name, role, "DPS Viddal", "0000002", specialty)
        claimed = await claim(self.server.url, code, "a computer")
        await self.administration.approve()
        return await wait_for_approval(claimed)

    async def fetch_directory(self) -> None:
        """Bring ``directory`` up to date."""
        client = ServerClient(self.server.url)

        async def load() -> tuple[Directory, int] | None:
            return self.raw

        async def save(directory: Directory, version: int) -> None:
            self.raw = directory, version

        tokens = Tokens(lambda: device_login(client, self.gp))
        self.directory = await DirectoryClient(
            client, tokens, self.gp.organization_key, load, save
        ).refresh()
        await client.close()

    async def refreshed(self) -> VerifiedDirectory:
        """Bring ``directory`` up to date and give it, as a program does."""
        await self.fetch_directory()
        assert self.directory is not None
        return self.directory

    async def desk(
        self,
        identity: OwnIdentity,
        *,
        url: str = "",
        again: Desk | None = None,
        start: bool = True,
        directory: Callable[[], VerifiedDirectory | None] | None = None,
        refresh: Callable[[], Awaitable[VerifiedDirectory]] | None = None,
    ) -> Desk:
        """Sit down at a person's computer; ``again`` is the same one after it was closed."""
        desk = Desk(
            identity,
            self.folder / identity.name.split()[0],
            url or self.server.url,
            directory or (lambda: self.directory),
            again.key if again else None,
            refresh,
        )
        if start:
            await self.start(desk)
        return desk

    async def start(self, desk: Desk) -> None:
        """Start the program on a computer."""
        await desk.open()
        self._desks.append(desk)

    async def leave(self, desk: Desk) -> None:
        """Close the program on a computer."""
        self._desks.remove(desk)
        await desk.close()

    async def close(self) -> None:
        """Close all programs."""
        for desk in list(self._desks):
            await self.leave(desk)

    def files_of_server(self, beginning: bytes = b"") -> list[Path]:
        """List the server's files, or those that begin so."""
        files = [path for path in self.server.data.rglob("*") if path.is_file()]
        return [path for path in files if path.read_bytes().startswith(beginning)]


async def sent_draft(
    region: Region, gp: Desk, *recordings: tuple[Slot, bytes], to: UserId | None = None
) -> ReferralId:
    """Write a referral with recordings and send it to the dermatologist, or somebody else."""
    draft = await gp.service.new_draft(form())
    for slot, content in recordings:
        await gp.service.attach(draft.referral, slot, content, slot.value)
    await gp.service.send(draft.referral, to or region.skin.user)
    return draft.referral

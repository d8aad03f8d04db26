# SPDX-License-Identifier: GPL-3.0-or-later
"""What the administrator does: make an organisation, invite people, approve and revoke them."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import msgspec

from app.enrolment import organization_file
from app.enrolment.newcomers import Newcomer, NewcomerState, directory_user, newcomer_of
from app.enrolment.organization_file import (
    Invitation,
    OrganizationExists,
    OrganizationFile,
    OrganizationState,
)
from app.errors import KnownError
from app.records.ids import OrganizationId
from app.signaling.http import ServerClient, Token
from app.signaling.login import administrator_login
from app.vault import argon
from app.vault.enrolment_code import (
    enrolment_id,
    format_code,
    new_enrolment_code,
    user_id,
)
from app.vault.identity import SigningKey, organization_id, verify
from app.vault.trust import DIRECTORY_CONTEXT, sign_directory
from signaling_server.wire import WireError, decode
from signaling_server.wire_http import (
    DeviceBody,
    Directory,
    DirectoryBody,
    DirectoryUser,
    Enrolment,
    EnrolmentClaim,
    NewEnrolment,
    NewOrganization,
)

_log = logging.getLogger(__name__)
_SET_UP_CODE_HEADER: Final = "Vidda-Set-Up-Code"


class ClaimNotGenuine(KnownError):
    """What the server shows for this invitation was not made by whoever holds its code. Nobody was
    approved by it. Somebody may be interfering at the server: invite the person anew, and tell
    whoever runs the server."""


class NoSuchInvitation(KnownError):
    """There is no claimed invitation of that id. Nothing was changed. Look at the list of people
    who wait."""


class NoSuchPerson(KnownError):
    """There is no such person or device in the directory. Nothing was changed. Check the id."""


class DirectoryLostByServer(KnownError):
    """The server has an older directory than this computer has signed: it has lost data or was set
    back. Nothing was changed. Tell whoever runs the server."""


class DirectoryForged(KnownError):
    """The server shows a directory that your organisation did not sign. Nothing was changed. Tell
    whoever runs the server."""


class Administration:
    """An organisation in the hands of its administrator. Belongs to the asyncio thread.

    Each change is signed and written to this disk first and sent then, so that a crash in
    between is made good by the next call.
    """

    def __init__(
        self,
        directory: Path,
        passphrase: str,
        *,
        cost: argon.Cost | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """``cost``: of guessing the passphrase of a new file; None measures this computer."""
        self._directory = directory
        self._passphrase = passphrase
        self._cost = cost
        self._clock = clock
        self._opened: OrganizationFile | None = None

    async def init(
        self, server_url: str, name: str, set_up_code: str | None = None
    ) -> OrganizationId:
        """Make the organisation and claim its place on a server.

        Called again after a failure, it goes on with the same key.

        Raises:
            OrganizationExists: it is complete already.
            RefusedByServer: SET_UP_CODE when the server wants its set-up code.
        """
        async with _client(server_url) as client:
            now = await client.time(self._clock())
            if await asyncio.to_thread(organization_file.exists, self._directory):
                state = await self._read()
                if state.registered or state.server_url != client.base_url:
                    raise OrganizationExists
            else:
                state = _new_state(client.base_url, name, now)
                await self._write(state)
            key = SigningKey.from_seed(state.seed)
            organization = organization_id(key.public)
            await client.put(
                f"/organizations/{organization}",
                NewOrganization(key.public, state.directory),
                headers={_SET_UP_CODE_HEADER: set_up_code} if set_up_code else None,
            )
            await self._write(msgspec.structs.replace(state, registered=True))
        _log.info("organisation %s made", organization)
        return organization

    async def enrol(
        self,
        name: str,
        role: str,
        unit: str,
        hpr: str,
        specialty: str = "",
        hours: float = 24.0,
    ) -> str:
        """Invite a person; the code that comes back goes to them on paper or by phone."""
        state = await self._read()
        key = SigningKey.from_seed(state.seed)
        code = new_enrolment_code(key.public)
        async with _client(state.server_url) as client:
            expires = await client.time(self._clock()) + hours * 3600.0
            token = await administrator_login(client, key)
            invitation = Invitation(
                enrolment_id(code),
                code.secret,
                user_id(code),
                name,
                role,
                unit,
                hpr,
                specialty,
                expires,
            )
            invited = msgspec.structs.replace(state, invitations=(*state.invitations, invitation))
            # First here: an invitation that only the server knows could never be approved.
            await self._write(invited)
            try:
                await client.put(
                    f"/organizations/{organization_id(key.public)}/enrolments/{invitation.enrolment}",
                    NewEnrolment(invitation.enrolment, expires),
                    token,
                )
            except KnownError:
                await self._write(state)
                raise
        return format_code(code)

    async def pending(self) -> tuple[Newcomer, ...]:
        """List who was invited and is not approved yet."""
        state = await self._read()
        async with _client(state.server_url) as client:
            now = await client.time(self._clock())
            claims = await self._claims(client, state)
        return tuple(newcomer_of(i, claims.get(i.enrolment), now) for i in state.invitations)

    async def approve(self, enrolment: str | None = None) -> tuple[Newcomer, ...]:
        """Vouch for one newcomer, or all who have claimed; tells who is in the directory now.

        Raises:
            NoSuchInvitation: nobody has claimed it.
            ClaimNotGenuine: for the one asked for. Of all, such are left out and stay pending.
        """
        state = await self._read()
        async with _client(state.server_url) as client:
            now = await client.time(self._clock())
            claims = await self._claims(client, state)
            wanted = [i for i in state.invitations if enrolment in (None, i.enrolment)]
            rows = [newcomer_of(i, claims.get(i.enrolment), now) for i in wanted]
            if enrolment is not None:
                _check_the_one(rows)
            chosen = {r.enrolment: r for r in rows if r.state is NewcomerState.CLAIMED}
            if not chosen:
                return ()
            users = tuple(
                directory_user(i, claims[i.enrolment], now) for i in wanted if i.enrolment in chosen
            )
            state = await self._level(client, state)
            body = _body(state)
            state = _signed(state, msgspec.structs.replace(body, users=(*body.users, *users)), now)
            left = tuple(i for i in state.invitations if i.enrolment not in chosen)
            state = msgspec.structs.replace(state, invitations=left)
            await self._write(state)
            await self._publish(client, state)
        return tuple(chosen.values())

    async def people(self) -> tuple[DirectoryUser, ...]:
        """List everybody in the directory who is not revoked."""
        body = _body(await self._read())
        return tuple(u for u in body.users if u.user not in body.revoked)

    async def revoke(self, user_or_device: str) -> None:
        """Take a person or one device out of service, for ever.

        Raises:
            NoSuchPerson: the directory knows neither a person nor a device of that id.
        """
        state = await self._read()
        async with _client(state.server_url) as client:
            now = await client.time(self._clock())
            state = await self._level(client, state)
            body = _body(state)
            if user_or_device in body.revoked:
                return
            if not any(u.user == user_or_device for u in body.users):
                directory = await client.get(f"/organizations/{body.organization}", Directory)
                if user_or_device not in _devices(directory):
                    raise NoSuchPerson
            revoked = (*body.revoked, user_or_device)
            state = _signed(state, msgspec.structs.replace(body, revoked=revoked), now)
            await self._write(state)
            await self._publish(client, state)

    async def _claims(
        self, client: ServerClient, state: OrganizationState
    ) -> dict[str, EnrolmentClaim]:
        key = SigningKey.from_seed(state.seed)
        path = f"/organizations/{organization_id(key.public)}/enrolments"
        found = await client.get_all(path, Enrolment, await administrator_login(client, key))
        return {e.enrolment: e.claim for e in found if e.claim is not None}

    async def _level(self, client: ServerClient, state: OrganizationState) -> OrganizationState:
        """Bring this disk and the server to the same version before a new one is made."""
        key = SigningKey.from_seed(state.seed)
        own = _body(state)
        shown = await client.get(f"/organizations/{organization_id(key.public)}", Directory)
        document = shown.document
        if not verify(key.public, DIRECTORY_CONTEXT, document.body, document.signature):
            raise DirectoryForged
        there = decode(document.body, DirectoryBody).version
        if there > own.version:
            # This folder was restored from a backup; the signature shows that it was ours.
            state = msgspec.structs.replace(state, directory=document)
            await self._write(state)
        elif there == own.version - 1:
            await self._publish(client, state)
        elif there < own.version:
            raise DirectoryLostByServer
        return state

    async def _publish(self, client: ServerClient, state: OrganizationState) -> None:
        key = SigningKey.from_seed(state.seed)
        token: Token = await administrator_login(client, key)
        await client.put(
            f"/organizations/{organization_id(key.public)}/directory", state.directory, token
        )

    async def _read(self) -> OrganizationState:
        if self._opened is not None:
            return await asyncio.to_thread(self._opened.read)
        self._opened, state = await asyncio.to_thread(
            organization_file.read, self._directory, self._passphrase
        )
        return state

    async def _write(self, state: OrganizationState) -> None:
        if self._opened is None:
            self._opened = await asyncio.to_thread(
                organization_file.create, self._directory, self._passphrase, self._cost
            )
        await asyncio.to_thread(self._opened.write, state)


@asynccontextmanager
async def _client(server_url: str) -> AsyncIterator[ServerClient]:
    client = ServerClient(server_url)
    try:
        yield client
    finally:
        await client.close()


def _new_state(server_url: str, name: str, now: float) -> OrganizationState:
    key = SigningKey.generate()
    body = DirectoryBody(organization_id(key.public), name, 1, now, (), (), key.public)
    return OrganizationState(key.seed, server_url, False, sign_directory(body, key))


def _body(state: OrganizationState) -> DirectoryBody:
    return decode(state.directory.body, DirectoryBody)


def _signed(state: OrganizationState, body: DirectoryBody, now: float) -> OrganizationState:
    key = SigningKey.from_seed(state.seed)
    new = msgspec.structs.replace(
        body, version=body.version + 1, issued=now, organization_key=key.public
    )
    return msgspec.structs.replace(state, directory=sign_directory(new, key))


def _check_the_one(rows: list[Newcomer]) -> None:
    if not rows or rows[0].state in (NewcomerState.INVITED, NewcomerState.EXPIRED):
        raise NoSuchInvitation
    if rows[0].state is NewcomerState.NOT_GENUINE:
        raise ClaimNotGenuine


def _devices(directory: Directory) -> set[str]:
    found = set()
    for document in directory.devices:
        try:
            found.add(decode(document.body, DeviceBody).device)
        except WireError:
            continue
    return found

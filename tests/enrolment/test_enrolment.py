# SPDX-License-Identifier: GPL-3.0-or-later
"""From an empty server to a member of staff who can log in, and out again; with a bad server."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from app.enrolment.administration import (
    Administration,
    ClaimNotGenuine,
    DirectoryLostByServer,
    NoSuchInvitation,
    NoSuchPerson,
)
from app.enrolment.newcomer import (
    Claimed,
    InvitationOver,
    InvitationUnknown,
    InvitationUsed,
    OrganizationNotGenuine,
    SavedClaimUnusable,
    claim,
    own_identity,
    pack_claim,
    unpack_claim,
    wait_for_approval,
)
from app.enrolment.newcomers import NewcomerState
from app.enrolment.organization_file import OrganizationExists
from app.signaling.http import ClockWrong, RefusedByServer, ServerClient, ServerUnreachable
from app.signaling.login import device_login
from app.vault.enrolment_code import BadEnrolmentCode, enrolment_id, parse_code
from app.vault.identity import OwnIdentity, SealingKey, SigningKey
from app.vault.trust import sign_device
from signaling_server.wire import ErrorCode, decode
from signaling_server.wire_http import DeviceBody, Directory, DirectoryBody
from tests.enrolment.conftest import PASSPHRASE
from tests.fakes.enrolled import CHEAP
from tests.fakes.running_server import RunningServer, running_server
from tests.fakes.tampering import tamper


async def invite(administration: Administration, name: str = "Astrid Fonnedal") -> str:
    return await administration.enrol(name, "Psychiatrist", "DPS Viddal", "0000001", "psychiatry")


async def enrolled(
    administration: Administration, url: str, name: str = "Astrid Fonnedal"
) -> OwnIdentity:
    claimed = await claim(url, await invite(administration, name), "work laptop")
    await administration.approve()
    return await wait_for_approval(claimed)


async def log_in(identity: OwnIdentity) -> None:
    client = ServerClient(identity.server_url)
    try:
        await device_login(client, identity)
    finally:
        await client.close()


async def test_newcomer_becomes_member_of_staff(
    server: RunningServer, administration: Administration
) -> None:
    code = await invite(administration)
    assert [n.state for n in await administration.pending()] == [NewcomerState.INVITED]
    claimed = await claim(server.url, code, "work laptop")
    assert [n.state for n in await administration.pending()] == [NewcomerState.CLAIMED]
    waiting = asyncio.get_running_loop().create_task(wait_for_approval(claimed, poll_s=0.02))

    approved = await administration.approve()

    identity = await waiting
    assert [n.name for n in approved] == ["Astrid Fonnedal"]
    assert await administration.pending() == ()
    assert (identity.name, identity.role, identity.unit) == (
        "Astrid Fonnedal",
        "Psychiatrist",
        "DPS Viddal",
    )
    assert identity.server_url == server.url
    assert identity.device == claimed.device
    await log_in(identity)


async def test_not_approved_has_no_login(
    server: RunningServer, administration: Administration
) -> None:
    claimed = await claim(server.url, await invite(administration), "")
    person = await enrolled(administration, server.url, "Henrik Lyngås")
    outsider = replace(person, device=claimed.device, signing_key=SigningKey.generate())
    with pytest.raises(RefusedByServer) as refusal:
        await log_in(outsider)
    assert refusal.value.code is ErrorCode.UNAUTHORISED


async def test_approval_after_restarts_of_newcomer_and_server(
    server: RunningServer, administration: Administration
) -> None:
    packed = pack_claim(await claim(server.url, await invite(administration), "tablet"))
    await server.stop()
    waiting = asyncio.get_running_loop().create_task(
        wait_for_approval(unpack_claim(packed), poll_s=0.02)
    )
    await server.start()
    await administration.approve()
    identity = await waiting
    await log_in(identity)


def test_damaged_saved_claim_is_refused() -> None:
    with pytest.raises(SavedClaimUnusable):
        unpack_claim(b'{"server_url": "x"}')


async def test_mistyped_code_sends_nothing(administration: Administration) -> None:
    code = await invite(administration)
    wrong = ("0" if code[0] != "0" else "1") + code[1:]
    # The address is dead, so anything but the typing error would be another failure.
    with pytest.raises(BadEnrolmentCode):
        await claim("http://127.0.0.1:9", wrong, "")


async def test_code_works_once(server: RunningServer, administration: Administration) -> None:
    code = await invite(administration)
    await claim(server.url, code, "mine")
    with pytest.raises(InvitationUsed):
        await claim(server.url, code, "a thief's")


async def test_code_ends(tmp_path: Path) -> None:
    ahead = 0.0
    async with running_server(tmp_path, clock=lambda: time.time() + ahead) as server:
        administration = Administration(tmp_path / "organization", PASSPHRASE, cost=CHEAP)
        await administration.init(server.url, "DPS Viddal")
        code = await administration.enrol("Late Comer", "GP", "Viddal", "", hours=1)
        ahead = 3601.0
        with pytest.raises(InvitationOver):
            await claim(server.url, code, "")
        assert [n.state for n in await administration.pending()] == [NewcomerState.EXPIRED]
        assert await administration.approve() == ()


async def test_code_of_another_server_is_unknown(
    administration: Administration, tmp_path: Path
) -> None:
    code = await invite(administration)
    async with running_server(tmp_path / "other") as other:
        with pytest.raises(InvitationUnknown):
            await claim(other.url, code, "")


async def test_wrong_clock_is_said(server: RunningServer, administration: Administration) -> None:
    code = await invite(administration)
    with pytest.raises(ClockWrong) as wrong:
        await claim(server.url, code, "", clock=lambda: time.time() + 3 * 86400)
    assert wrong.value.ahead_s == pytest.approx(3 * 86400, abs=60)


# ---- a server that cheats -----------------------------------------------------------------------


def forged_device(claimed: Claimed, user_key: SigningKey) -> tuple[bytes, bytes]:
    """Write the same device for keys that the server's operator holds."""
    body = decode(claimed.device_document.body, DeviceBody)
    forged = msgspec.structs.replace(
        body,
        user_key=user_key.public,
        signing_key=SigningKey.generate().public,
        sealing_key=SealingKey.generate().public,
    )
    document = sign_device(forged, user_key)
    return document.body, document.signature


async def test_swapped_key_is_refused(
    server: RunningServer, administration: Administration
) -> None:
    code = await invite(administration)
    claimed = await claim(server.url, code, "")
    attacker = SigningKey.generate()
    body, signature = forged_device(claimed, attacker)
    await tamper(
        server,
        "UPDATE enrolments SET user_key = ?, body = ?, signature = ? WHERE enrolment = ?",
        attacker.public,
        body,
        signature,
        enrolment_id(parse_code(code)),
    )

    with pytest.raises(ClaimNotGenuine):
        await administration.approve(enrolment_id(parse_code(code)))
    assert await administration.approve() == ()
    assert [n.state for n in await administration.pending()] == [NewcomerState.NOT_GENUINE]
    assert await administration.people() == ()


async def test_good_claims_are_approved_beside_a_bad_one(
    server: RunningServer, administration: Administration
) -> None:
    code = await invite(administration)
    await claim(server.url, code, "")
    await tamper(
        server,
        "UPDATE enrolments SET mac = ? WHERE enrolment = ?",
        bytes(32),
        enrolment_id(parse_code(code)),
    )
    await claim(server.url, await invite(administration, "Henrik Lyngås"), "")
    assert [n.name for n in await administration.approve()] == ["Henrik Lyngås"]
    assert [n.state for n in await administration.pending()] == [NewcomerState.NOT_GENUINE]


async def shown_directory(identity: OwnIdentity) -> Directory:
    client = ServerClient(identity.server_url)
    try:
        return await client.get(f"/organizations/{identity.organization}", Directory)
    finally:
        await client.close()


async def test_newcomer_refuses_an_organisation_that_is_not_the_codes(
    server: RunningServer, administration: Administration, tmp_path: Path
) -> None:
    code = await invite(administration)
    claimed = await claim(server.url, code, "")
    other = Administration(tmp_path / "other", PASSPHRASE, cost=CHEAP)
    await other.init(server.url, "Somebody else")
    stranger = await enrolled(other, server.url, "Somebody")
    directory = await shown_directory(stranger)

    with pytest.raises(OrganizationNotGenuine):
        own_identity(claimed, directory, time.time())


@pytest.mark.parametrize(
    "change",
    [
        lambda body: msgspec.structs.replace(body, organization_key=SigningKey.generate().public),
        lambda body: msgspec.structs.replace(body, organization_key=b""),
        lambda body: msgspec.structs.replace(body, name="Another name"),
        lambda body: msgspec.structs.replace(
            body,
            users=tuple(
                msgspec.structs.replace(u, public_key=SigningKey.generate().public)
                for u in body.users
            ),
        ),
    ],
    ids=["other key named", "no key named", "body changed", "own key changed"],
)
async def test_newcomer_refuses_a_directory_that_was_changed(
    server: RunningServer,
    administration: Administration,
    change: Callable[[DirectoryBody], DirectoryBody],
) -> None:
    claimed = await claim(server.url, await invite(administration), "")
    await administration.approve()
    identity = await wait_for_approval(claimed)
    directory = await shown_directory(identity)
    assert own_identity(claimed, directory, time.time()).user == identity.user

    body = change(decode(directory.document.body, DirectoryBody))
    document = msgspec.structs.replace(directory.document, body=msgspec.json.encode(body))
    forged = msgspec.structs.replace(directory, document=document)
    with pytest.raises(OrganizationNotGenuine):
        own_identity(claimed, forged, time.time())


async def test_not_yet_vouched_for_is_not_in(
    server: RunningServer, administration: Administration
) -> None:
    person = await enrolled(administration, server.url)
    claimed = await claim(server.url, await invite(administration, "Henrik Lyngås"), "")
    with pytest.raises(OrganizationNotGenuine):
        own_identity(claimed, await shown_directory(person), time.time())


# ---- revocation and the administrator's own trouble ---------------------------------------------


async def test_revoked_person_cannot_log_in(
    server: RunningServer, administration: Administration
) -> None:
    person = await enrolled(administration, server.url)
    colleague = await enrolled(administration, server.url, "Henrik Lyngås")
    await administration.revoke(person.user)
    await administration.revoke(person.user)
    with pytest.raises(RefusedByServer):
        await log_in(person)
    await log_in(colleague)
    assert [u.name for u in await administration.people()] == ["Henrik Lyngås"]


async def test_revoked_device_cannot_log_in(
    server: RunningServer, administration: Administration
) -> None:
    person = await enrolled(administration, server.url)
    await administration.revoke(person.device)
    with pytest.raises(RefusedByServer):
        await log_in(person)
    with pytest.raises(NoSuchPerson):
        await administration.revoke("0" * 32)


async def test_unknown_invitation(administration: Administration) -> None:
    code = await invite(administration)
    with pytest.raises(NoSuchInvitation):
        await administration.approve("0" * 32)
    with pytest.raises(NoSuchInvitation):
        await administration.approve(enrolment_id(parse_code(code)))


async def test_init_goes_on_after_a_failure_and_never_twice(
    server: RunningServer, tmp_path: Path
) -> None:
    folder = tmp_path / "organization"
    code_file = server.data / "set-up-code"
    assert code_file.exists()
    url = server.url
    first = Administration(folder, PASSPHRASE, cost=CHEAP)
    await first.init(url, "DPS Viddal")
    with pytest.raises(OrganizationExists):
        await Administration(folder, PASSPHRASE).init(url, "DPS Viddal")
    await server.stop()
    with pytest.raises(ServerUnreachable):
        await Administration(tmp_path / "offline", PASSPHRASE, cost=CHEAP).init(url, "X")
    assert not (tmp_path / "offline" / "organization.vidda").exists()


async def test_failed_invitation_leaves_nothing(
    server: RunningServer, administration: Administration
) -> None:
    await server.stop()
    with pytest.raises(ServerUnreachable):
        await invite(administration)
    await server.start()
    assert await administration.pending() == ()


async def test_restored_backup_of_the_file_catches_up(
    server: RunningServer, administration: Administration, tmp_path: Path
) -> None:
    file = tmp_path / "organization" / "organization.vidda"
    backup = file.read_bytes()
    person = await enrolled(administration, server.url)
    file.write_bytes(backup)
    await administration.revoke(person.user)
    with pytest.raises(RefusedByServer):
        await log_in(person)


async def test_signed_but_unsent_directory_is_sent_by_the_next_call(
    server: RunningServer, administration: Administration
) -> None:
    person = await enrolled(administration, server.url)
    colleague = await enrolled(administration, server.url, "Henrik Lyngås")
    previous = await shown_directory(person)
    await administration.revoke(person.user)
    # As if the program had died after writing its file and before the request.
    await tamper(
        server,
        "UPDATE organizations SET version = version - 1, body = ?, signature = ?",
        previous.document.body,
        previous.document.signature,
    )
    await administration.revoke(colleague.user)
    body = decode((await shown_directory(colleague)).document.body, DirectoryBody)
    assert set(body.revoked) == {person.user, colleague.user}


async def test_server_that_lost_data_is_noticed(
    server: RunningServer, administration: Administration
) -> None:
    person = await enrolled(administration, server.url)
    old = await shown_directory(person)
    await enrolled(administration, server.url, "Henrik Lyngås")
    await administration.revoke(person.device)
    await tamper(
        server,
        "UPDATE organizations SET version = version - 2, body = ?, signature = ?",
        old.document.body,
        old.document.signature,
    )
    with pytest.raises(DirectoryLostByServer):
        await administration.revoke(person.user)

# SPDX-License-Identifier: GPL-3.0-or-later
"""What a server can answer to a sender: other keys for a recipient, another place for the files."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Final

import msgspec
from aiohttp import web

from app.records.ids import ReferralId
from app.records.referral import ReferralStatus
from app.referrals.views import ReferralsView
from app.signaling.directory import DirectoryClient
from app.signaling.http import ServerClient
from app.signaling.login import Tokens, device_login
from app.vault.identity import SealingKey, SigningKey, organization_id
from app.vault.trust import UntrustedDirectory, VerifiedDirectory, sign_device, sign_directory
from signaling_server.wire_http import DeviceBody, Directory, DirectoryBody, SignedDocument
from tests.transport.attacks import Fought, Ring
from tests.transport.lying_server import lying_server

LineAttack = Callable[[Ring], Awaitable[Fought]]
DirectoryLie = Callable[[Ring, Directory], Directory]


# ---- other keys for a recipient -------------------------------------------------------------


async def _fetched(ring: Ring, lie: DirectoryLie | None) -> VerifiedDirectory:
    """Fetch the directory as the GP's program does, from a server that lies about it."""
    liar, gp = ring.liar_to_gp, ring.region.gp
    path = f"/organizations/{organization_id(gp.organization_key)}"

    async def answer(request: web.Request, body: bytes) -> web.StreamResponse | None:
        if lie is None or request.path != path:
            return None
        _, _, content = await liar.forward(request, body)
        told = lie(ring, msgspec.json.decode(content, type=Directory))
        return web.Response(body=msgspec.json.encode(told), content_type="application/json")

    client = ServerClient(liar.url)

    async def load() -> tuple[Directory, int] | None:
        return ring.region.raw

    async def save(_: Directory, __: int) -> None:
        return None

    liar.answer = answer
    try:
        tokens = Tokens(lambda: device_login(client, replace(gp, server_url=liar.url)))
        found = DirectoryClient(client, tokens, gp.organization_key, load, save)
        return await found.refresh()
    finally:
        liar.answer = None
        await client.close()


async def _key_attack(ring: Ring, name: str, lie: DirectoryLie) -> Fought:
    """Refused where no device of the specialist has a key that is not the specialist's."""
    true = ring.region.skin.sealing_key.public

    def keys(directory: VerifiedDirectory) -> list[bytes]:
        return [d.sealing_key for d in directory.devices_of(ring.region.skin.user)]

    control = keys(await _fetched(ring, None)) == [true]
    try:
        found = await _fetched(ring, lie)
    except UntrustedDirectory as error:
        return Fought(name, control, True, error.cause.value)
    refused = all(key == true for key in keys(found))
    mona = found.practitioner(ring.region.mona.user)
    return Fought(name, control, refused and mona is not None and mona.name == "Mona Lie", "")


def _device_of(ring: Ring, directory: Directory) -> tuple[int, DeviceBody]:
    for index, document in enumerate(directory.devices):
        body = msgspec.json.decode(document.body, type=DeviceBody)
        if body.user == ring.region.skin.user:
            return index, body
    raise AssertionError("the specialist has no device")


def _with_device(directory: Directory, index: int, document: SignedDocument) -> Directory:
    devices = list(directory.devices)
    devices[index] = document
    return msgspec.structs.replace(directory, devices=tuple(devices))


def _swap_key(ring: Ring, directory: Directory) -> Directory:
    index, body = _device_of(ring, directory)
    forged = msgspec.structs.replace(body, sealing_key=SealingKey.generate().public)
    document = SignedDocument(msgspec.json.encode(forged), directory.devices[index].signature)
    return _with_device(directory, index, document)


def _resign_key(ring: Ring, directory: Directory) -> Directory:
    index, body = _device_of(ring, directory)
    key = SigningKey.generate()
    forged = msgspec.structs.replace(
        body, sealing_key=SealingKey.generate().public, user_key=key.public
    )
    return _with_device(directory, index, sign_device(forged, key))


def _key_of_a_colleague(ring: Ring, directory: Directory) -> Directory:
    index, body = _device_of(ring, directory)
    forged = msgspec.structs.replace(body, sealing_key=ring.region.mona.sealing_key.public)
    return _with_device(directory, index, sign_device(forged, ring.region.mona.user_key))


def _more_devices(ring: Ring, directory: Directory) -> Directory:
    _, body = _device_of(ring, directory)
    forged = msgspec.structs.replace(
        body, device="f" * 32, sealing_key=SealingKey.generate().public
    )
    document = sign_device(forged, ring.region.mona.user_key)
    return msgspec.structs.replace(directory, devices=(*directory.devices, document))


def _body(directory: Directory) -> DirectoryBody:
    return msgspec.json.decode(directory.document.body, type=DirectoryBody)


def _edit(_: Ring, directory: Directory) -> Directory:
    body = _body(directory)
    users = tuple(msgspec.structs.replace(u, name=u.name + "!") for u in body.users)
    raw = msgspec.json.encode(msgspec.structs.replace(body, users=users))
    document = SignedDocument(raw, directory.document.signature)
    return msgspec.structs.replace(directory, document=document)


def _strip(_: Ring, directory: Directory) -> Directory:
    document = SignedDocument(directory.document.body, b"")
    return msgspec.structs.replace(directory, document=document)


def _another_organisation(_: Ring, directory: Directory) -> Directory:
    body = msgspec.structs.replace(_body(directory), version=99)
    return msgspec.structs.replace(directory, document=sign_directory(body, SigningKey.generate()))


async def _rolled_back(ring: Ring) -> Fought:
    """The list from before a colleague joined, rightly signed."""
    assert ring.region.raw is not None
    older = ring.region.raw[0]
    await ring.region.enrol_one("Nora Vik", "GP")
    await ring.region.fetch_directory()
    control = (await _fetched(ring, None)).version == ring.region.raw[1]
    try:
        await _fetched(ring, lambda *_: older)
    except UntrustedDirectory as error:
        return Fought("roll the list of colleagues back", control, True, error.cause.value)
    return Fought("roll the list of colleagues back", control, False, "")


# ---- another place for the files ------------------------------------------------------------


async def _upload_attack(
    ring: Ring, name: str, method: str, part: str, lie: Callable[[str], web.Response]
) -> Fought:
    """Refused where nothing is taken for delivered and no other host is asked for anything."""
    liar = ring.liar_to_gp
    async with lying_server(ring.region.server.url) as stranger:

        async def answer(request: web.Request, _: bytes) -> web.StreamResponse | None:
            lying = request.method == method and request.path.startswith(part)
            return lie(stranger.url) if lying else None

        liar.answer = answer
        number = await ring.begun()
        view = await ring.gp.until(lambda v: v.outbox.waiting_for_server or _done(v, number))
        refused = not _done(view, number) and stranger.requests == 0
        liar.answer = None
    await ring.gp.service.retry_now()
    await ring.gp.until_status(number, ReferralStatus.SENT)
    await ring.taken_in()
    return Fought(name, await ring.question_of(number) is not None, refused, "")


def _done(view: ReferralsView, number: ReferralId) -> bool:
    """Tell whether a referral is taken for delivered."""
    return any(r.referral == number and r.status is ReferralStatus.SENT for r in view.sent)


async def _download_attack(ring: Ring) -> Fought:
    """Send the recipient to another host for the files."""
    liar = ring.liar
    async with lying_server(ring.region.server.url) as stranger:

        async def answer(request: web.Request, _: bytes) -> web.StreamResponse | None:
            if "/files/" not in request.path:
                return None
            return web.Response(status=302, headers={"Location": stranger.url + request.path})

        liar.answer = answer
        number, _ = await ring.sent()
        await ring.taken_in()
        refused = await ring.question_of(number) is None and stranger.requests == 0
        liar.answer = None
    await ring.taken_in()
    control = await ring.question_of(number) is not None
    return Fought("send a download to another host", control, refused, "")


def _elsewhere(url: str) -> web.Response:
    return web.Response(status=201, headers={"Location": f"{url}/uploads/{'0' * 32}"})


def _redirected(url: str) -> web.Response:
    return web.Response(status=307, headers={"Location": f"{url}/uploads/{'0' * 32}"})


def _offset(bytes_there: int) -> Callable[[str], web.Response]:
    return lambda _: web.Response(headers={"Upload-Offset": str(bytes_there)})


ATTACKS: Final[Mapping[str, LineAttack]] = {
    "swap a recipient's key": lambda r: _key_attack(r, "swap a recipient's key", _swap_key),
    "swap a recipient's key and sign it": lambda r: _key_attack(
        r, "swap a recipient's key and sign it", _resign_key
    ),
    "put a colleague's key in the place of a recipient's": lambda r: _key_attack(
        r, "put a colleague's key in the place of a recipient's", _key_of_a_colleague
    ),
    "add a device to a recipient": lambda r: _key_attack(
        r, "add a device to a recipient", _more_devices
    ),
    "edit the list of colleagues": lambda r: _key_attack(r, "edit the list of colleagues", _edit),
    "strip the list's signature": lambda r: _key_attack(r, "strip the list's signature", _strip),
    "give the list of another organisation": lambda r: _key_attack(
        r, "give the list of another organisation", _another_organisation
    ),
    "roll the list of colleagues back": _rolled_back,
    "take an upload to another host": lambda r: _upload_attack(
        r, "take an upload to another host", "POST", "/uploads", _elsewhere
    ),
    "redirect an upload to another host": lambda r: _upload_attack(
        r, "redirect an upload to another host", "PATCH", "/uploads", _redirected
    ),
    "claim to have more than there is": lambda r: _upload_attack(
        r, "claim to have more than there is", "HEAD", "/uploads", _offset(10**9)
    ),
    "claim to have what was never sent": lambda r: _upload_attack(
        r, "claim to have what was never sent", "HEAD", "/uploads", _offset(100)
    ),
    "send a download to another host": _download_attack,
}

# SPDX-License-Identifier: GPL-3.0-or-later
"""What a newcomer does: take the code from the paper, put keys forward, wait to be vouched for."""

from __future__ import annotations

import asyncio
import logging
import random
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from app.errors import KnownError
from app.records.ids import DeviceId, OrganizationId
from app.signaling.backoff import full_jitter
from app.signaling.http import RefusedByServer, ServerClient, ServerUnreachable
from app.vault.enrolment_code import (
    EnrolmentCode,
    claim_mac,
    enrolment_id,
    format_code,
    parse_code,
    user_id,
)
from app.vault.identity import OwnIdentity, SealingKey, SigningKey, organization_id
from app.vault.trust import (
    DEVICE_LIFETIME_S,
    UntrustedDirectory,
    VerifiedDirectory,
    sign_device,
    verify_directory,
)
from signaling_server.wire import ErrorCode, Struct, WireError, decode, encode
from signaling_server.wire_http import (
    DeviceBody,
    Directory,
    DirectoryBody,
    Enrolment,
    EnrolmentClaim,
    SignedDocument,
)

_log = logging.getLogger(__name__)
POLL_S: Final = 2.0


class InvitationUnknown(KnownError):
    """The server does not know this code. Nothing was changed. Check the server's address and the
    code, or ask your administrator for a new one."""


class InvitationOver(KnownError):
    """The code's time is over. Nothing was changed. Ask your administrator for a new one."""


class InvitationUsed(KnownError):
    """The code has been used already, by another device. Nothing was changed. If it was not you,
    tell your administrator at once; ask for a new code."""


class OrganizationNotGenuine(KnownError):
    """The server does not show the organisation that your code was made for. Nothing was set up.
    Tell your administrator; somebody may be interfering at the server."""


class SavedClaimUnusable(KnownError):
    """The half-finished set-up on this computer cannot be read. Ask your administrator for a new
    code and begin again."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """The keys that were put forward, until the administrator approves. Secret."""

    server_url: str = field(repr=False)
    code: EnrolmentCode = field(repr=False)
    device: DeviceId
    device_name: str = field(repr=False)
    """Stays on this computer."""
    user_key: SigningKey = field(repr=False)
    signing_key: SigningKey = field(repr=False)
    sealing_key: SealingKey = field(repr=False)
    device_document: SignedDocument = field(repr=False)


class _SavedClaim(Struct, frozen=True):
    server_url: str
    code: str
    device: str
    device_name: str
    user_seed: bytes
    signing_seed: bytes
    sealing_private: bytes
    device_document: SignedDocument


def pack_claim(claimed: Claimed) -> bytes:
    """Write a claim for the vaulted store, so that approval may come after a restart. Secret."""
    return encode(
        _SavedClaim(
            claimed.server_url,
            format_code(claimed.code),
            claimed.device,
            claimed.device_name,
            claimed.user_key.seed,
            claimed.signing_key.seed,
            claimed.sealing_key.private,
            claimed.device_document,
        )
    )


def unpack_claim(packed: bytes) -> Claimed:
    """Read what ``pack_claim`` wrote.

    Raises:
        SavedClaimUnusable: it is damaged.
    """
    try:
        saved = decode(packed, _SavedClaim)
        return Claimed(
            saved.server_url,
            parse_code(saved.code),
            DeviceId(saved.device),
            saved.device_name,
            SigningKey.from_seed(saved.user_seed),
            SigningKey.from_seed(saved.signing_seed),
            SealingKey.from_private(saved.sealing_private),
            saved.device_document,
        )
    except (WireError, ValueError, KnownError) as error:
        raise SavedClaimUnusable from error


async def claim(
    server_url: str,
    code_text: str,
    device_name: str,
    *,
    clock: Callable[[], float] = time.time,
) -> Claimed:
    """Make this device's keys and put them forward under the invitation's code.

    Raises:
        BadEnrolmentCode: a typing error; nothing was sent.
        InvitationUnknown, InvitationOver, InvitationUsed: the server does not take it.
        OrganizationNotGenuine: the server has the invitation under another organisation.
    """
    code = parse_code(code_text)
    client = ServerClient(server_url)
    try:
        now = await client.time(clock())
        path = f"/enrolments/{enrolment_id(code)}"
        known = await client.get(path, Enrolment)
        if not known.organization.startswith(code.organization_hash.hex()):
            raise OrganizationNotGenuine
        claimed = _new_keys(client.base_url, code, device_name, now)
        document = claimed.device_document
        user_key = claimed.user_key.public
        mac = claim_mac(code, user_key, document.body)
        await client.put(f"{path}/claim", EnrolmentClaim(user_key, document, mac))
    except RefusedByServer as error:
        match error.code:
            case ErrorCode.NOT_FOUND:
                raise InvitationUnknown from error
            case ErrorCode.GONE | ErrorCode.TOO_LATE:
                raise InvitationOver from error
            case ErrorCode.CONFLICT:
                raise InvitationUsed from error
            case _:
                raise
    finally:
        await client.close()
    _log.info("device %s put forward", claimed.device)
    return claimed


async def wait_for_approval(
    claimed: Claimed,
    *,
    poll_s: float = POLL_S,
    clock: Callable[[], float] = time.time,
) -> OwnIdentity:
    """Ask until the administrator has approved, then check who vouches; runs until cancelled.

    Raises:
        OrganizationNotGenuine: keys or names are not those of the code.
        InvitationUnknown: the server has forgotten the invitation.
    """
    client = ServerClient(claimed.server_url)
    misses = 0
    try:
        while True:
            try:
                known = await client.get(f"/enrolments/{enrolment_id(claimed.code)}", Enrolment)
                misses = 0
                if known.approved:
                    path = f"/organizations/{known.organization}"
                    directory = await client.get(path, Directory)
                    return own_identity(claimed, directory, clock())
            except ServerUnreachable:
                misses += 1
            except RefusedByServer as error:
                if error.code is ErrorCode.NOT_FOUND:
                    raise InvitationUnknown from error
                if error.code is not ErrorCode.TOO_MANY:
                    raise
                misses += 1
            await asyncio.sleep(poll_s + full_jitter(misses, random.random()))
    finally:
        await client.close()


def own_identity(claimed: Claimed, directory: Directory, now: float) -> OwnIdentity:
    """Check a directory up to the code and take this person's place in it.

    Raises:
        OrganizationNotGenuine: it is not the code's organisation, or does not vouch for our key.
    """
    key, verified = _verified(claimed.code, directory, now)
    user = user_id(claimed.code)
    own = verified.practitioner(user)
    if own is None or verified.user_key(user) != claimed.user_key.public:
        raise OrganizationNotGenuine
    return OwnIdentity(
        organization=verified.organization,
        organization_key=key,
        server_url=claimed.server_url,
        user=user,
        device=claimed.device,
        name=own.name,
        role=own.role,
        unit=own.unit,
        hpr=own.hpr,
        user_key=claimed.user_key,
        signing_key=claimed.signing_key,
        sealing_key=claimed.sealing_key,
        device_document=claimed.device_document,
    )


def _verified(
    code: EnrolmentCode, directory: Directory, now: float
) -> tuple[bytes, VerifiedDirectory]:
    try:
        # Not trusted yet: only the key is taken out, and only the code's hash makes it count.
        key = decode(directory.document.body, DirectoryBody).organization_key
        if not code.fits(key):
            raise OrganizationNotGenuine
        verified = verify_directory(directory, key, 0, now)
    except (WireError, UntrustedDirectory) as error:
        raise OrganizationNotGenuine from error
    if verified.organization != OrganizationId(organization_id(key)):
        raise OrganizationNotGenuine
    return key, verified


def _new_keys(server_url: str, code: EnrolmentCode, device_name: str, now: float) -> Claimed:
    user_key, signing_key, sealing_key = (
        SigningKey.generate(),
        SigningKey.generate(),
        SealingKey.generate(),
    )
    device = DeviceId(secrets.token_hex(16))
    body = DeviceBody(
        device=device,
        user=user_id(code),
        user_key=user_key.public,
        signing_key=signing_key.public,
        sealing_key=sealing_key.public,
        created=now,
        expires=now + DEVICE_LIFETIME_S,
    )
    document = sign_device(body, user_key)
    return Claimed(
        server_url, code, device, device_name, user_key, signing_key, sealing_key, document
    )

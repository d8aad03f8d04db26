# SPDX-License-Identifier: GPL-3.0-or-later
"""Whose signature on a record counts, and whether they vouched for the device that made it."""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field

import msgspec

from app.records.ids import UserId
from app.vault.identity import OwnIdentity
from app.vault.trust import UntrustedDevice, VerifiedDirectory, verify_device
from signaling_server.wire_http import SignedDocument


@dataclass(frozen=True, slots=True)
class Signer:
    """A person whose signature counts, as the identity or the directory knows them."""

    user_key: bytes = field(repr=False)
    name: str = field(default="", repr=False)
    """"" when the directory no longer lists the person: then the signed header's name is used."""
    hpr: str = field(default="", repr=False)


def known_signer(
    user: UserId, own: OwnIdentity, directory: VerifiedDirectory | None
) -> Signer | None:
    """Find a person: oneself, or whom the organisation lists or listed; None for a stranger."""
    if user == own.user:
        return Signer(own.user_key.public, own.name, own.hpr)
    if directory is None or (key := directory.signer_key(user)) is None:
        return None
    person = directory.practitioner(user)
    return Signer(key, person.name, person.hpr) if person is not None else Signer(key)


def vouched_for(
    signer: Signer, user: UserId, certificate: bytes, signing_key: bytes, at: float
) -> bool:
    """Tell whether the person vouched for the signing device at the time of signing.

    ``at`` is in seconds since 1970, UTC.
    """
    try:
        document = msgspec.json.decode(certificate, type=SignedDocument)
        device = verify_device(document, at, user_key=signer.user_key)
    except (msgspec.MsgspecError, UnicodeDecodeError, UntrustedDevice):
        return False
    return device.user == user and hmac.compare_digest(device.signing_key, signing_key)

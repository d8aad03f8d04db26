# SPDX-License-Identifier: GPL-3.0-or-later
"""Who waits to come in, and whether what they put forward is their own; pure."""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from app.enrolment.organization_file import Invitation
from app.records.ids import UserId
from app.vault.enrolment_code import EnrolmentCode, claim_mac
from app.vault.trust import UntrustedDevice, verify_device
from signaling_server.wire_http import DirectoryUser, EnrolmentClaim

_MEMBERSHIP_S: Final = 10 * 365 * 86400.0
"""Staff stay until they are revoked; the end is a net below that."""


class NewcomerState(Enum):
    """Where an invitation stands. INVITED --claims--> CLAIMED --approve--> (in the directory)."""

    INVITED = "invited"
    CLAIMED = "claimed"
    """The newcomer's keys are there and genuine."""
    NOT_GENUINE = "not-genuine"
    """The keys at the server were not put there by the holder of the code."""
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who was invited and is not in the directory yet."""

    enrolment: str
    user: UserId
    name: str = field(repr=False)
    role: str
    unit: str = field(repr=False)
    state: NewcomerState
    expires: float
    """Server time, seconds since 1970."""


def newcomer_of(invitation: Invitation, claim: EnrolmentClaim | None, now: float) -> Newcomer:
    """Judge where an invitation stands; ``now`` is server time."""
    if claim is not None:
        genuine = _is_genuine(invitation, claim, now)
        found = NewcomerState.CLAIMED if genuine else NewcomerState.NOT_GENUINE
    else:
        found = NewcomerState.INVITED if now < invitation.expires else NewcomerState.EXPIRED
    return Newcomer(
        invitation.enrolment,
        UserId(invitation.user),
        invitation.name,
        invitation.role,
        invitation.unit,
        found,
        invitation.expires,
    )


def _is_genuine(invitation: Invitation, claim: EnrolmentClaim, now: float) -> bool:
    """Check that the holder of the code, nobody between, put these keys forward."""
    # Which organisation a code is for plays no part in its MAC.
    code = EnrolmentCode(invitation.secret, b"")
    if not hmac.compare_digest(claim_mac(code, claim.user_key, claim.device.body), claim.mac):
        return False
    try:
        device = verify_device(claim.device, now, user_key=claim.user_key)
    except UntrustedDevice:
        return False
    return device.user == invitation.user


def directory_user(invitation: Invitation, claim: EnrolmentClaim, now: float) -> DirectoryUser:
    """Write the entry by which the organisation vouches for a genuine claim."""
    return DirectoryUser(
        user=invitation.user,
        name=invitation.name,
        role=invitation.role,
        unit=invitation.unit,
        hpr=invitation.hpr,
        public_key=claim.user_key,
        valid_from=now,
        valid_to=now + _MEMBERSHIP_S,
        specialty=invitation.specialty,
    )

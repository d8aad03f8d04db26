# SPDX-License-Identifier: GPL-3.0-or-later
"""A coordinator's signed word on who answers a referral.

It travels in every envelope of an allocated case, so that whoever opens one can judge it by
itself: nothing depends on which of them comes first.

::

    body       referral, hash of the sender's manifest, the coordinator's device, the step
    signature  Ed25519 by the coordinator's device over "vidda/allocation/v1" 0x00 body
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import msgspec

from app.records.ids import DeviceId, ReferralId
from app.records.referral import CaseStep
from app.vault.identity import OwnIdentity

ALLOCATION_CONTEXT: Final = "vidda/allocation/v1"
MAX_ALLOCATION_BYTES: Final = 8 * 1024
_FORMAT: Final = 1


@dataclass(frozen=True, slots=True)
class SignedBytes:
    """Exact bytes and their signature."""

    body: bytes = field(repr=False)
    signature: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Allocation:
    """What a coordinator signs."""

    referral: ReferralId
    manifest: str
    """SHA-256 of the sender's manifest that was allocated, in hex."""
    device: DeviceId
    """The coordinator's."""
    step: CaseStep
    format: int = _FORMAT


class BadAllocation(Exception):
    """The bytes are not an allocation of this version."""


def sign_allocation(
    referral: ReferralId, manifest: str, step: CaseStep, identity: OwnIdentity
) -> SignedBytes:
    """Sign a choice; the same choice gives the same bytes."""
    body = msgspec.json.encode(Allocation(referral, manifest, identity.device, step))
    return SignedBytes(body, identity.signing_key.sign(ALLOCATION_CONTEXT, body))


def read_allocation(body: bytes) -> Allocation:
    """Read what was signed; whatever is wrong with it, BadAllocation is raised."""
    if len(body) > MAX_ALLOCATION_BYTES:
        raise BadAllocation
    try:
        allocation = msgspec.json.decode(body, type=Allocation)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise BadAllocation from error
    if allocation.format != _FORMAT:
        raise BadAllocation
    return allocation

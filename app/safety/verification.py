# SPDX-License-Identifier: GPL-3.0-or-later
"""Decide which stored versions of a plan or triage may be shown. Pure: rows in, judgement out.

As with notes: exact bytes, a device's signature, a known person's word for the device, and its
place in the chain. After the first version that fails nothing is shown.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Sequence

from app.records.ids import PatientId, UserId
from app.records.safety_plan import SafetyKind, kind_of
from app.safety.version_bytes import (
    NO_PREVIOUS,
    SIGNATURE_CONTEXT,
    UnreadableSafety,
    decode_version,
    version_hash,
)
from app.safety.views import SafetyChain, VerifiedSafety
from app.store.safety import SafetyRow
from app.vault.identity import verify
from app.vault.signers import Signer, vouched_for


def judge(
    patient: PatientId,
    kind: SafetyKind,
    rows: Sequence[SafetyRow],
    signer_of: Callable[[UserId], Signer | None],
    at_least: int,
) -> SafetyChain:
    """Split the rows, oldest first, into what may be shown and what is broken.

    ``at_least`` is how many versions are known to have been signed: fewer rows mean that the
    end of the chain was cut off.
    """
    good: list[VerifiedSafety] = []
    for row in rows:
        verified = _verified(patient, kind, row, good[-1] if good else None, signer_of)
        if verified is None:
            break
        good.append(verified)
    return SafetyChain(tuple(good), max(len(rows), at_least) - len(good))


def _verified(
    patient: PatientId,
    kind: SafetyKind,
    row: SafetyRow,
    before: VerifiedSafety | None,
    signer_of: Callable[[UserId], Signer | None],
) -> VerifiedSafety | None:
    if not verify(row.signer_key, SIGNATURE_CONTEXT, row.raw, row.signature):
        return None
    try:
        version = decode_version(row.raw)
    except UnreadableSafety:
        return None
    signer = signer_of(version.author)
    if signer is None or not vouched_for(
        signer, version.author, row.user_certificate, row.signer_key, version.signed.timestamp()
    ):
        return None
    name = version_hash(row.raw)
    stated = (row.version, row.patient, row.kind, row.number, row.signer_user)
    said = (
        version.version,
        version.patient,
        kind_of(version.content),
        version.number,
        version.author,
    )
    if stated != said or (patient, kind) != (row.patient, row.kind):
        return None
    if not hmac.compare_digest(name, row.hash):
        return None
    number = 1 if before is None else before.version.number + 1
    previous = NO_PREVIOUS if before is None else before.hash
    if (version.number, version.previous_hash) != (number, previous):
        return None
    if before is not None and version.signed < before.version.signed:
        return None
    return VerifiedSafety(version, name, signer.name or version.author_name)

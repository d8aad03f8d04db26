# SPDX-License-Identifier: GPL-3.0-or-later
"""Decide which stored versions of a note may be shown. Pure: rows in, judgement out.

A version is shown when its exact bytes carry the signature of a device, that device the
signature of a person, that person is known (the own identity or the organisation's directory),
and it stands in its place in the chain. After the first version that fails nothing is shown.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Sequence

from app.notes.life_cycle import follows
from app.notes.version_bytes import (
    SIGNATURE_CONTEXT,
    UnreadableVersion,
    decode_version,
    version_hash,
)
from app.notes.views import BrokenVersion, VerifiedVersion
from app.records.ids import CompositionId, UserId, VersionId
from app.store.notes import VersionRow
from app.vault.identity import verify
from app.vault.signers import Signer, vouched_for

SIGNATURE, SIGNER, CHAIN, FORMAT = "signature", "signer", "chain", "format"


def judge(
    composition: CompositionId,
    rows: Sequence[VersionRow],
    signer_of: Callable[[UserId], Signer | None],
    at_least: int,
) -> tuple[tuple[VerifiedVersion, ...], tuple[BrokenVersion, ...]]:
    """Split the rows of a note, oldest first, into what may be shown and what is broken.

    ``at_least`` is how many versions are known to have been signed: fewer rows mean that the
    end of the chain was cut off.
    """
    good: list[VerifiedVersion] = []
    broken: list[BrokenVersion] = []
    for place, row in enumerate(rows, 1):
        verdict = _judge_one(composition, row, good[-1] if good else None, signer_of)
        if isinstance(verdict, str):
            broken.append(BrokenVersion(row.version, place, verdict))
        elif broken:
            broken.append(BrokenVersion(row.version, place, CHAIN))
        else:
            good.append(verdict)
    for place in range(len(rows) + 1, at_least + 1):
        broken.append(BrokenVersion(VersionId(""), place, CHAIN))
    return tuple(good), tuple(broken)


def _judge_one(
    composition: CompositionId,
    row: VersionRow,
    before: VerifiedVersion | None,
    signer_of: Callable[[UserId], Signer | None],
) -> VerifiedVersion | str:
    if not verify(row.signer_key, SIGNATURE_CONTEXT, row.raw, row.signature):
        return SIGNATURE
    try:
        version = decode_version(row.raw)
    except UnreadableVersion:
        return FORMAT
    signer = signer_of(version.author)
    if signer is None or not vouched_for(
        signer, version.author, row.user_certificate, row.signer_key, version.signed.timestamp()
    ):
        return SIGNER
    stated = (row.version, row.composition, row.patient, row.number, row.signer_user)
    said = (
        version.version,
        version.composition,
        version.patient,
        version.number,
        version.author,
    )
    name = version_hash(row.raw)
    if stated != said or not hmac.compare_digest(name, row.hash):
        return CHAIN
    if not follows(version, before, composition):
        return CHAIN
    return VerifiedVersion(
        version=version,
        hash=name,
        author_name=signer.name or version.header.author_name,
        author_hpr=signer.hpr or version.header.author_hpr,
    )

# SPDX-License-Identifier: GPL-3.0-or-later
"""Judge what an envelope of an allocated case carries: who was chosen, and the sender's own words.

What the coordinator says counts only where the directory says that they are one, and only for
the text that the sender signed for them.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from app.records.ids import UserId
from app.records.referral import CaseStep, StepKind
from app.referrals.allocation import (
    ALLOCATION_CONTEXT,
    Allocation,
    BadAllocation,
    SignedBytes,
    read_allocation,
)
from app.referrals.envelope import (
    SIGNATURE_CONTEXT,
    EnvelopeCause,
    EnvelopeRefused,
    OpenedEnvelope,
)
from app.referrals.manifest import BadManifest, Kind, Manifest, read_manifest
from app.vault.identity import verify
from app.vault.trust import VerifiedDirectory


@dataclass(frozen=True, slots=True)
class Carried:
    """What passed its check beside the envelope itself."""

    step: CaseStep | None = None
    """The choice, with who made it and who was chosen."""
    fresh: Allocation | None = None
    """The same as the coordinator wrote it, where it was not known before."""
    signed: SignedBytes | None = None
    """``fresh`` as it was signed."""
    original: OpenedEnvelope | None = None
    """The referral inside an allocation, as if it had come from its sender."""


def judged(
    opened: OpenedEnvelope,
    reader: UserId,
    directory: VerifiedDirectory,
    known: Collection[CaseStep],
) -> Carried:
    """Check all that an envelope carries of an allocation; ``known`` was checked before.

    Raises:
        EnvelopeRefused: with the first check that failed; nothing of the envelope may be used.
    """
    manifest = opened.manifest
    if manifest.allocation is None:
        if manifest.step is not None and manifest.step.kind is StepKind.ALLOCATED:
            raise EnvelopeRefused(EnvelopeCause.FORMAT)
        return Carried()
    allocation = _read(manifest.allocation)
    step = allocation.step
    _check_fits(manifest, step)
    if step in known:
        # Whoever chose may have left since, or have another computer.
        if manifest.original is not None:
            raise EnvelopeRefused(EnvelopeCause.REPLAY)
        return Carried(step)
    _check_signature(allocation, manifest.allocation, directory)
    if allocation.referral != manifest.referral:
        raise EnvelopeRefused(EnvelopeCause.HASH)
    if manifest.original is None:
        return Carried(step, allocation, manifest.allocation)
    if step.to != reader:
        raise EnvelopeRefused(EnvelopeCause.RECIPIENT)
    original = checked_original(manifest.original, directory)
    inner = original.manifest
    if inner.referral != manifest.referral or original.hash != allocation.manifest:
        raise EnvelopeRefused(EnvelopeCause.HASH)
    if inner.recipient != step.by or inner.sender in (step.by, step.to):
        # It was never the coordinator's to give.
        raise EnvelopeRefused(EnvelopeCause.SENDER)
    return Carried(step, allocation, manifest.allocation, original)


def checked_original(original: SignedBytes, directory: VerifiedDirectory) -> OpenedEnvelope:
    """Check a referral's manifest without its envelope: that its sender wrote it.

    Raises:
        EnvelopeRefused: with FORMAT, SENDER or SIGNATURE.
    """
    try:
        manifest = read_manifest(original.body)
    except BadManifest as error:
        raise EnvelopeRefused(EnvelopeCause.FORMAT) from error
    if manifest.kind is not Kind.REFERRAL:
        raise EnvelopeRefused(EnvelopeCause.FORMAT)
    author = directory.device(manifest.sender_device)
    if author is None or author.user != manifest.sender:
        raise EnvelopeRefused(EnvelopeCause.SENDER)
    if not verify(author.signing_key, SIGNATURE_CONTEXT, original.body, original.signature):
        raise EnvelopeRefused(EnvelopeCause.SIGNATURE)
    return OpenedEnvelope(manifest, original.body, original.signature, author)


def _read(signed: SignedBytes) -> Allocation:
    try:
        allocation = read_allocation(signed.body)
    except BadAllocation as error:
        raise EnvelopeRefused(EnvelopeCause.FORMAT) from error
    if allocation.step.kind is not StepKind.ALLOCATED or allocation.step.at.tzinfo is None:
        raise EnvelopeRefused(EnvelopeCause.FORMAT)
    return allocation


def _check_signature(
    allocation: Allocation, signed: SignedBytes, directory: VerifiedDirectory
) -> None:
    by = allocation.step.by
    device, person = directory.device(allocation.device), directory.practitioner(by)
    if device is None or device.user != by or person is None or not person.coordinates:
        raise EnvelopeRefused(EnvelopeCause.SENDER)
    if not verify(device.signing_key, ALLOCATION_CONTEXT, signed.body, signed.signature):
        raise EnvelopeRefused(EnvelopeCause.SIGNATURE)


def _check_fits(manifest: Manifest, step: CaseStep) -> None:
    """Hold the choice to the envelope around it: by whom, and for whom."""
    match manifest.kind:
        case Kind.ALLOCATION:
            fits = step.by == manifest.sender and step.to == manifest.recipient
        case Kind.REFERRAL:
            fits = step.by == manifest.recipient and step.to == manifest.answerer
        case Kind.STEP if manifest.step is not None and manifest.step.kind is StepKind.ALLOCATED:
            fits = step == manifest.step and step.by == manifest.sender
        case _:
            fits = step.to == manifest.sender
    if not fits:
        raise EnvelopeRefused(EnvelopeCause.SENDER)

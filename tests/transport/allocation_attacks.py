# SPDX-License-Identifier: GPL-3.0-or-later
"""What can be tried where a coordinator chooses who answers, by colleagues whose keys count."""

from __future__ import annotations

import dataclasses
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from app.records.ids import DeviceId, ReferralId
from app.records.referral import CaseStep, ReferralStatus, StepKind
from app.referrals.allocation import SignedBytes, sign_allocation
from app.referrals.envelope import SIGNATURE_CONTEXT
from app.referrals.manifest import Kind, Manifest, manifest_hash, read_manifest, write_manifest
from app.store.referrals import referral as find_referral
from app.vault.identity import OwnIdentity
from tests.fakes.referrals import form
from tests.transport.attacks import Fought, Ring
from tests.transport.colleague_attacks import delivered, written

AllocationAttack = Callable[[Ring], Awaitable[Fought]]


@dataclass(frozen=True, slots=True)
class Given:
    """A referral as its sender signed it for a coordinator, and the coordinator's choice."""

    original: SignedBytes
    manifest: Manifest
    step: CaseStep

    @property
    def hash(self) -> str:
        """Of what the sender signed."""
        return manifest_hash(self.original.body)


def given(
    ring: Ring, to: OwnIdentity, *, recipient: OwnIdentity | None = None, **changes: object
) -> Given:
    """Let the GP write to the coordinator, or another recipient, and the coordinator choose."""
    gp, kari = ring.region.gp, ring.region.kari
    manifest = written(ring, gp, recipient or kari, **changes)
    body = write_manifest(manifest)
    signed = SignedBytes(body, gp.signing_key.sign(SIGNATURE_CONTEXT, body))
    return Given(signed, manifest, chosen(kari, to))


def chosen(by: OwnIdentity, to: OwnIdentity) -> CaseStep:
    """Make a choice."""
    return CaseStep(StepKind.ALLOCATED, datetime.now(UTC), by.user, to=to.user)


def word(by: OwnIdentity, what: Given, **changes: object) -> SignedBytes:
    """Sign a choice, of this referral unless told else."""
    said: dict[str, object] = {"referral": what.manifest.referral, "manifest": what.hash}
    said |= {"step": what.step} | changes
    return sign_allocation(said["referral"], said["manifest"], said["step"], by)  # type: ignore[arg-type]


def handed_on(
    ring: Ring, by: OwnIdentity, to: OwnIdentity, what: Given, **changes: object
) -> Manifest:
    """Write the coordinator's envelope for the specialist."""
    plain: dict[str, object] = {
        "kind": Kind.ALLOCATION,
        "referral": what.manifest.referral,
        "form": None,
        "identity": "",
        "allocation": word(by, what),
        "original": what.original,
    }
    return written(ring, by, to, **(plain | changes))


async def _shown(ring: Ring, number: ReferralId) -> bool:
    return await ring.question_of(number) is not None


async def _control(ring: Ring) -> bool:
    """Hand a referral on as it should be, which shows it."""
    kari, skin = ring.region.kari, ring.region.skin
    what = given(ring, skin)
    await delivered(ring, kari, handed_on(ring, kari, skin, what))
    await ring.taken_in()
    stored = await find_referral(ring.skin.store, what.manifest.referral)
    case = None if stored is None else stored.referral
    return case is not None and (case.sender, case.answerer, case.status) == (
        ring.region.gp.user,
        skin.user,
        ReferralStatus.ALLOCATED,
    )


async def _refused(ring: Ring, name: str, by: OwnIdentity, forged: Manifest) -> Fought:
    control = await _control(ring)
    parcel = await delivered(ring, by, forged)
    await ring.taken_in()
    refused = not await _shown(ring, forged.referral) and parcel not in ring.liar.receipts
    return Fought(name, control, refused, await ring.told(parcel))


async def _not_the_recipient(ring: Ring) -> Fought:
    """A coordinator hands on what a specialist was sent, who helps them."""
    kari, skin = ring.region.kari, ring.region.skin
    what = given(ring, skin, recipient=ring.region.mona)
    return await _refused(
        ring, "allocate what was sent to another", kari, handed_on(ring, kari, skin, what)
    )


async def _no_coordinator(ring: Ring) -> Fought:
    mona, skin = ring.region.mona, ring.region.skin
    what = dataclasses.replace(given(ring, skin, recipient=mona), step=chosen(mona, skin))
    return await _refused(
        ring, "allocate without being a coordinator", mona, handed_on(ring, mona, skin, what)
    )


async def _altered(ring: Ring) -> Fought:
    kari, skin = ring.region.kari, ring.region.skin
    what = given(ring, skin)
    body = write_manifest(dataclasses.replace(what.manifest, form=form("Forged")))
    forged = dataclasses.replace(what, original=SignedBytes(body, what.original.signature))
    return await _refused(
        ring, "allocate an altered text", kari, handed_on(ring, kari, skin, forged)
    )


async def _own_words(ring: Ring) -> Fought:
    """The coordinator writes as the sender, with the coordinator's own key."""
    kari, skin = ring.region.kari, ring.region.skin
    what = given(ring, skin)
    signature = kari.signing_key.sign(SIGNATURE_CONTEXT, what.original.body)
    forged = dataclasses.replace(what, original=SignedBytes(what.original.body, signature))
    return await _refused(
        ring, "allocate one's own words as a sender's", kari, handed_on(ring, kari, skin, forged)
    )


async def _another_text(ring: Ring) -> Fought:
    kari, skin = ring.region.kari, ring.region.skin
    what, other = given(ring, skin), given(ring, skin)
    forged = handed_on(ring, kari, skin, what, allocation=word(kari, what, manifest=other.hash))
    return await _refused(ring, "choose for one text and hand on another", kari, forged)


async def _another_number(ring: Ring) -> Fought:
    kari, skin = ring.region.kari, ring.region.skin
    what, other = given(ring, skin), given(ring, skin)
    number = other.manifest.referral
    allocation = word(kari, what, referral=number)
    forged = handed_on(ring, kari, skin, what, referral=number, allocation=allocation)
    return await _refused(ring, "allocate under another's number", kari, forged)


async def _for_another(ring: Ring) -> Fought:
    kari, skin = ring.region.kari, ring.region.skin
    what = given(ring, ring.region.mona)
    return await _refused(
        ring, "hand on what was given to another", kari, handed_on(ring, kari, skin, what)
    )


async def _unsigned_choice(ring: Ring) -> Fought:
    """A colleague hands on with a choice that the coordinator did not sign."""
    kari, skin, mona = ring.region.kari, ring.region.skin, ring.region.mona
    what = given(ring, skin)
    allocation = word(dataclasses.replace(mona, device=kari.device), what)
    forged = handed_on(ring, kari, skin, what, allocation=allocation)
    return await _refused(ring, "forge a coordinator's choice", kari, forged)


async def _revoked(ring: Ring) -> Fought:
    """A coordinator's computer was lost, and whoever found it goes on choosing."""
    region = ring.region
    control = await _control(ring)
    lost = await region.enrol_one("Ola Vang", "Coordinator", "dermatology")
    await region.fetch_directory()
    what = dataclasses.replace(
        given(ring, region.skin, recipient=lost), step=chosen(lost, region.skin)
    )
    parcel = await delivered(ring, lost, handed_on(ring, lost, region.skin, what))
    await region.administration.revoke(lost.device)
    await region.fetch_directory()
    await ring.taken_in()
    refused = not await _shown(ring, what.manifest.referral) and parcel not in ring.liar.receipts
    name = "allocate with a computer that was revoked"
    return Fought(name, control, refused, await ring.told(parcel))


async def _to_revoked(ring: Ring) -> Fought:
    """Whom the coordinator chose has lost a computer: nothing is sealed for that one."""
    region = ring.region
    control = await _control(ring)
    gone = await region.enrol_one("Pia Ness", "Dermatologist", "dermatology")
    await region.fetch_directory()
    assert region.directory is not None
    known = {device.device for device in region.directory.devices_of(gone.user)}
    await region.administration.revoke(gone.device)
    await region.fetch_directory()
    left: set[DeviceId] = {device.device for device in region.directory.devices_of(gone.user)}
    name = "allocate to a computer that was revoked"
    return Fought(name, control and known == {gone.device}, refused=not left, cause="")


async def _replayed(ring: Ring) -> Fought:
    """The first choice is shown again after a second one, so that the first has the case again."""
    kari, skin, mona = ring.region.kari, ring.region.skin, ring.region.mona
    what = given(ring, skin)
    first = handed_on(ring, kari, skin, what)
    await delivered(ring, kari, first)
    await ring.taken_in()
    control = await _shown(ring, first.referral)
    moved = dataclasses.replace(what, step=chosen(kari, mona))
    step = written(
        ring,
        kari,
        skin,
        kind=Kind.STEP,
        referral=first.referral,
        form=None,
        identity="",
        step=moved.step,
        allocation=word(kari, moved),
    )
    await delivered(ring, kari, step)
    await ring.taken_in()
    parcel = await delivered(ring, kari, first)
    await ring.taken_in()
    stored = await find_referral(ring.skin.store, first.referral)
    assert stored is not None
    refused = stored.referral.answerer == mona.user and parcel not in ring.liar.receipts
    return Fought("replay a choice", control, refused, await ring.told(parcel))


async def _case_closed_by_another(ring: Ring) -> Fought:
    """Who had a case before tells who has it now that it is answered, so that nobody answers."""
    region = ring.region
    what = given(ring, region.skin)
    await delivered(ring, region.kari, handed_on(ring, region.kari, region.skin, what))
    await ring.taken_in()
    number = what.manifest.referral
    control = await _shown(ring, number)
    before = dataclasses.replace(what, step=chosen(region.kari, region.mona))
    before = dataclasses.replace(
        before, step=dataclasses.replace(before.step, at=what.manifest.created)
    )
    step = CaseStep(StepKind.ANSWERED, datetime.now(UTC), region.mona.user)
    forged = written(
        ring,
        region.mona,
        region.skin,
        kind=Kind.STEP,
        referral=number,
        form=None,
        identity="",
        step=step,
        allocation=word(region.kari, before),
    )
    parcel = await delivered(ring, region.mona, forged)
    await ring.taken_in()
    stored = await find_referral(ring.skin.store, number)
    assert stored is not None
    refused = stored.referral.status is ReferralStatus.ALLOCATED
    return Fought("close another's case", control, refused, await ring.told(parcel))


async def _swallowed(ring: Ring) -> Fought:
    """An allocation inside an allocation: only what a sender signed is a referral."""
    kari, skin = ring.region.kari, ring.region.skin
    what = given(ring, skin)
    body = write_manifest(handed_on(ring, kari, skin, what))
    assert read_manifest(body).kind is Kind.ALLOCATION
    signed = SignedBytes(body, kari.signing_key.sign(SIGNATURE_CONTEXT, body))
    forged = dataclasses.replace(what, original=signed)
    return await _refused(ring, "allocate an allocation", kari, handed_on(ring, kari, skin, forged))


ATTACKS: Final[Mapping[str, AllocationAttack]] = {
    "allocate what was sent to another": _not_the_recipient,
    "allocate without being a coordinator": _no_coordinator,
    "allocate an altered text": _altered,
    "allocate one's own words as a sender's": _own_words,
    "choose for one text and hand on another": _another_text,
    "allocate under another's number": _another_number,
    "hand on what was given to another": _for_another,
    "forge a coordinator's choice": _unsigned_choice,
    "allocate an allocation": _swallowed,
    "replay a choice": _replayed,
    "close another's case": _case_closed_by_another,
    "allocate with a computer that was revoked": _revoked,
    "allocate to a computer that was revoked": _to_revoked,
}

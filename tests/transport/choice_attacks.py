# SPDX-License-Identifier: GPL-3.0-or-later
"""What can be tried on the sender of a referral whom a coordinator's choice has to convince."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from app.records.ids import ReferralId
from app.records.referral import CaseStep, ReferralStatus
from app.referrals.allocation import SignedBytes, sign_allocation
from app.referrals.kept import unpacked
from app.referrals.manifest import Kind, Manifest, manifest_hash
from app.store.referrals import referral as find_referral
from app.vault.identity import OwnIdentity
from tests.fakes.referrals import form, reply
from tests.transport.allocation_attacks import AllocationAttack, chosen
from tests.transport.attacks import Fought, Ring
from tests.transport.colleague_attacks import delivered, written


async def _sent_to_coordinator(ring: Ring) -> tuple[ReferralId, str]:
    """Let the GP's program send a referral to the coordinator; gives its number and hash."""
    draft = await ring.gp.service.new_draft(form())
    await ring.gp.service.send(draft.referral, ring.region.kari.user)
    await ring.gp.until_status(draft.referral, ReferralStatus.SENT)
    stored = await find_referral(ring.gp.store, draft.referral)
    assert stored is not None
    return draft.referral, unpacked(stored.secret).hash


def _answer(
    ring: Ring, by: OwnIdentity, number: ReferralId, text: str, allocation: SignedBytes | None
) -> Manifest:
    return written(
        ring,
        by,
        ring.region.gp,
        kind=Kind.REPLY,
        referral=number,
        form=None,
        identity="",
        answers=text,
        reply=reply(),
        allocation=allocation,
    )


async def _answered(ring: Ring, name: str, forged_word: str) -> Fought:
    """Let somebody answer who was not chosen, then whoever was."""
    region, gp = ring.region, ring.gp
    number, text = await _sent_to_coordinator(ring)
    right = sign_allocation(number, text, chosen(region.kari, region.skin), region.kari)
    words = {
        "none": None,
        "another's": right,
        "own": sign_allocation(number, text, chosen(region.mona, region.mona), region.mona),
        "of another text": sign_allocation(
            number, manifest_hash(b"other"), chosen(region.kari, region.mona), region.kari
        ),
    }
    forged = _answer(ring, region.mona, number, text, words[forged_word])
    parcel = await delivered(ring, region.mona, forged)
    await ring.taken_in(ring.liar_to_gp)
    stored = await find_referral(gp.store, number)
    assert stored is not None
    refused = stored.referral.reply is None and parcel not in ring.liar_to_gp.receipts
    told = await ring.told(parcel, gp)
    await delivered(ring, region.skin, _answer(ring, region.skin, number, text, right))
    await ring.taken_in(ring.liar_to_gp)
    await gp.until_status(number, ReferralStatus.ANSWERED)
    return Fought(name, control=True, refused=refused, cause=told)


async def _answer_unchosen(ring: Ring) -> Fought:
    return await _answered(ring, "answer without being chosen", "none")


async def _answer_by_anothers_choice(ring: Ring) -> Fought:
    return await _answered(ring, "answer by another's choice", "another's")


async def _answer_by_own_choice(ring: Ring) -> Fought:
    return await _answered(ring, "answer by one's own choice", "own")


async def _answer_by_choice_for_another_text(ring: Ring) -> Fought:
    return await _answered(ring, "answer by a choice for another text", "of another text")


async def _choice_told_by_another(ring: Ring) -> Fought:
    """The sender is told of a choice by somebody whom the referral was not sent to."""
    region, gp = ring.region, ring.gp
    number, text = await _sent_to_coordinator(ring)

    def told(by: OwnIdentity, step: CaseStep) -> Manifest:
        return written(
            ring,
            by,
            region.gp,
            kind=Kind.STEP,
            referral=number,
            form=None,
            identity="",
            step=step,
            allocation=sign_allocation(number, text, step, by),
        )

    parcel = await delivered(ring, region.mona, told(region.mona, chosen(region.mona, region.skin)))
    await ring.taken_in(ring.liar_to_gp)
    stored = await find_referral(gp.store, number)
    assert stored is not None
    refused = stored.referral.steps == ()
    cause = await ring.told(parcel, gp)
    await delivered(ring, region.kari, told(region.kari, chosen(region.kari, region.skin)))
    await ring.taken_in(ring.liar_to_gp)
    await gp.until_status(number, ReferralStatus.ALLOCATED)
    return Fought("tell a sender of a choice nobody made", True, refused, cause)


ATTACKS: Final[Mapping[str, AllocationAttack]] = {
    "answer without being chosen": _answer_unchosen,
    "answer by another's choice": _answer_by_anothers_choice,
    "answer by one's own choice": _answer_by_own_choice,
    "answer by a choice for another text": _answer_by_choice_for_another_text,
    "tell a sender of a choice nobody made": _choice_told_by_another,
}

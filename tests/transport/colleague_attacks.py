# SPDX-License-Identifier: GPL-3.0-or-later
"""What a server can do with the help of an enrolled colleague, who has keys that count."""

from __future__ import annotations

import dataclasses
import secrets
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from typing import Final

from app.records.ids import ReferralId
from app.records.referral import Addition, ReferralStatus
from app.referrals import envelope as module
from app.referrals.envelope import seal_envelope
from app.referrals.kept import unpacked
from app.referrals.manifest import Kind, Manifest, manifest_hash, write_manifest
from app.store.referrals import referral as find_referral
from app.vault.age_files import new_age_identity
from app.vault.identity import OwnIdentity
from tests.fakes.referrals import form, reply
from tests.transport.attacks import Fought, Ring
from tests.transport.lying_server import Scene

NOW: Final = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
ColleagueAttack = Callable[[Ring], Awaitable[Fought]]


async def delivered(ring: Ring, writer: OwnIdentity, manifest: Manifest) -> str:
    """Seal a manifest as ``writer`` and bring it to its recipient; gives the parcel."""
    directory = ring.region.directory
    assert directory is not None
    devices = [directory.device(name) for name in manifest.devices]
    assert all(devices)
    body = write_manifest(manifest)
    raw = seal_envelope(
        manifest.referral, body, writer.signing_key, [d for d in devices if d is not None]
    )
    recipient = next(p for p in ring.people if p.user == manifest.recipient)
    return await ring.carried(writer, recipient, raw)


def written(ring: Ring, sender: OwnIdentity, recipient: OwnIdentity, **changes: object) -> Manifest:
    """Write a referral without recordings."""
    manifest = Manifest(
        kind=Kind.REFERRAL,
        referral=ReferralId(secrets.token_hex(16)),
        version=1,
        sender=sender.user,
        sender_device=sender.device,
        recipient=recipient.user,
        devices=(recipient.device, sender.device),
        created=datetime.now(UTC),
        form=form(),
        identity=new_age_identity().identity,
    )
    return dataclasses.replace(manifest, **changes)  # type: ignore[arg-type]


async def _judged(
    ring: Ring, name: str, honest: Manifest, forged: Manifest, by: OwnIdentity
) -> Fought:
    """Let the sender of ``honest`` send it, and ``by`` the forgery."""
    await delivered(ring, ring.region.gp, honest)
    await ring.taken_in()
    control = await ring.question_of(honest.referral) == honest.form
    before = await ring.question_of(forged.referral)
    parcel = await delivered(ring, by, forged)
    await ring.taken_in()
    refused = await ring.question_of(forged.referral) == before
    refused = refused and parcel not in ring.liar.receipts
    return Fought(name, control, refused, await ring.told(parcel))


async def _in_the_name_of_another(ring: Ring) -> Fought:
    gp, skin, mona = ring.region.gp, ring.region.skin, ring.region.mona
    forged = written(ring, gp, skin, form=form("Forged"))
    return await _judged(ring, "sign in another's name", written(ring, gp, skin), forged, mona)


async def _own_key_for_another(ring: Ring) -> Fought:
    gp, skin, mona = ring.region.gp, ring.region.skin, ring.region.mona
    forged = written(ring, gp, skin, sender_device=mona.device, form=form("Forged"))
    name = "sign with one's own key as another"
    return await _judged(ring, name, written(ring, gp, skin), forged, mona)


async def _anothers_number(ring: Ring) -> Fought:
    gp, skin, mona = ring.region.gp, ring.region.skin, ring.region.mona
    honest = written(ring, gp, skin)
    forged = written(ring, mona, skin, referral=honest.referral, version=9, form=form("Forged"))
    return await _judged(ring, "write under another's number", honest, forged, mona)


async def _forwarded(ring: Ring) -> Fought:
    """Mona was sent a referral and hands it on as if it had been for the other specialist."""
    gp, skin, mona = ring.region.gp, ring.region.skin, ring.region.mona
    forged = written(ring, gp, mona, devices=(mona.device, gp.device))
    honest = written(ring, gp, skin)
    await delivered(ring, gp, honest)
    await ring.taken_in()
    control = await ring.question_of(honest.referral) == honest.form
    body = write_manifest(forged)
    directory = ring.region.directory
    assert directory is not None
    wanted = [directory.device(d.device) for d in (skin, gp)]
    raw = seal_envelope(forged.referral, body, gp.signing_key, [d for d in wanted if d is not None])
    parcel = await ring.carried(gp, skin, raw)
    await ring.taken_in()
    refused = await ring.question_of(forged.referral) is None
    return Fought("hand on what was for another", control, refused, await ring.told(parcel))


async def _rolled_back(ring: Ring) -> Fought:
    gp, skin = ring.region.gp, ring.region.skin
    newer = written(ring, gp, skin, version=2, form=form("Newer"))
    older = dataclasses.replace(newer, version=1, form=form("Older"))
    return await _judged(ring, "roll back to an older version", newer, older, gp)


async def _replayed(ring: Ring) -> Fought:
    gp, skin = ring.region.gp, ring.region.skin
    honest = written(ring, gp, skin)
    again = dataclasses.replace(honest, form=form("Again"))
    return await _judged(ring, "send a version twice", honest, again, gp)


async def _rewritten(ring: Ring) -> Fought:
    """What was answered gets another question put beneath its answer."""
    gp, skin = ring.region.gp, ring.region.skin
    honest = written(ring, gp, skin)
    await delivered(ring, gp, honest)
    await ring.taken_in()
    await ring.skin.service.open(honest.referral)
    await ring.skin.service.reply(honest.referral, reply())
    more = dataclasses.replace(honest, version=3, additions=(Addition("More", (), NOW),))
    forged = dataclasses.replace(more, version=2, form=form("Forged"))
    parcel = await delivered(ring, gp, forged)
    await ring.taken_in()
    stored = await find_referral(ring.skin.store, honest.referral)
    assert stored is not None
    refused = stored.referral.form == honest.form and stored.referral.reply is not None
    told = await ring.told(parcel)
    await delivered(ring, gp, more)
    await ring.taken_in()
    stored = await find_referral(ring.skin.store, honest.referral)
    assert stored is not None
    control = stored.referral.additions == more.additions
    return Fought("rewrite what was answered", control, refused, told)


async def _login_as_signature(ring: Ring) -> Fought:
    gp, skin = ring.region.gp, ring.region.skin
    honest, forged = written(ring, gp, skin), written(ring, gp, skin, form=form("Forged"))
    await delivered(ring, gp, honest)
    await ring.taken_in()
    control = await ring.question_of(honest.referral) == honest.form
    context, module.SIGNATURE_CONTEXT = module.SIGNATURE_CONTEXT, "vidda/login/v1"  # type: ignore[misc]
    try:
        parcel = await delivered(ring, gp, forged)
    finally:
        module.SIGNATURE_CONTEXT = context  # type: ignore[misc]
    await ring.taken_in()
    refused = await ring.question_of(forged.referral) is None
    return Fought("use a signature made for a login", control, refused, await ring.told(parcel))


async def _answers(ring: Ring, name: str, forge: Callable[[Manifest], Manifest], by: str) -> Fought:
    """Let somebody answer the GP's referral wrongly, then the specialist rightly."""
    gp, skin = ring.region.gp, ring.region.skin
    number, _ = await ring.shown()
    stored = await find_referral(ring.gp.store, number)
    assert stored is not None
    right = written(
        ring,
        skin,
        gp,
        kind=Kind.REPLY,
        referral=number,
        form=None,
        identity="",
        answers=unpacked(stored.secret).hash,
        reply=reply(),
    )
    writer = {"skin": skin, "mona": ring.region.mona}[by]
    forged = await delivered(ring, writer, forge(right))
    await ring.taken_in(ring.liar_to_gp)
    after = await find_referral(ring.gp.store, number)
    assert after is not None
    refused = after.referral.reply is None
    told = await ring.told(forged, ring.gp)
    await delivered(ring, skin, right)
    await ring.taken_in(ring.liar_to_gp)
    await ring.gp.until_status(number, ReferralStatus.ANSWERED)
    return Fought(name, control=True, refused=refused, cause=told)


async def _answer_by_another(ring: Ring) -> Fought:
    mona = ring.region.mona

    def forge(right: Manifest) -> Manifest:
        devices = (ring.region.gp.device, mona.device)
        return dataclasses.replace(
            right, sender=mona.user, sender_device=mona.device, devices=devices
        )

    return await _answers(ring, "answer in the specialist's place", forge, "mona")


async def _answer_to_another_text(ring: Ring) -> Fought:
    def forge(right: Manifest) -> Manifest:
        return dataclasses.replace(right, answers=manifest_hash(b"another text"))

    return await _answers(ring, "answer to another text than was sent", forge, "skin")


async def _answer_to_another_patient(ring: Ring) -> Fought:
    other, _ = await ring.shown()

    def forge(right: Manifest) -> Manifest:
        return dataclasses.replace(right, referral=other)

    return await _answers(ring, "splice an answer to another patient", forge, "skin")


async def _reflected(ring: Ring) -> Fought:
    """The GP's own parcel comes back to the GP as if the specialist had sent it."""
    gp, skin = ring.region.gp, ring.region.skin
    number, parcel = await ring.shown()
    control = await ring.question_of(number) is not None
    scene: Scene = ring.liar.scenes[parcel]
    back = await ring.carried(skin, gp, scene.files["envelope"])
    await ring.taken_in(ring.liar_to_gp)
    stored = await find_referral(ring.gp.store, number)
    assert stored is not None
    refused = stored.role == "sent" and stored.referral.reply is None
    return Fought(
        "reflect a referral to its sender", control, refused, await ring.told(back, ring.gp)
    )


ATTACKS: Final[Mapping[str, ColleagueAttack]] = {
    "sign in another's name": _in_the_name_of_another,
    "sign with one's own key as another": _own_key_for_another,
    "write under another's number": _anothers_number,
    "hand on what was for another": _forwarded,
    "roll back to an older version": _rolled_back,
    "send a version twice": _replayed,
    "rewrite what was answered": _rewritten,
    "use a signature made for a login": _login_as_signature,
    "answer in the specialist's place": _answer_by_another,
    "answer to another text than was sent": _answer_to_another_text,
    "splice an answer to another patient": _answer_to_another_patient,
    "reflect a referral to its sender": _reflected,
}

# SPDX-License-Identifier: GPL-3.0-or-later
"""Attacks of a malicious server on referrals, each beside a run through it without the attack.

The clients are real, and so is the server that has the parcels; between the two stands one that
lies. Whatever it does, the recipient's list shows the referral whole and true, or not at all.
"""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import hashlib
import io
import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.records.ids import AttachmentId, ParcelId, ReferralId
from app.records.media_facts import MediaType, Quality, QualityVerdict
from app.records.referral import Attachment, ReferralForm, ReferralStatus, Slot
from app.referrals.envelope import ENVELOPE_FILE
from app.referrals.kept import blob_owner, unpacked
from app.signaling.http import ServerClient
from app.signaling.login import device_login
from app.signaling.parcels import SpoolFile, upload_parcel
from app.signaling.resumable import hash_of
from app.store import blobs
from app.store.referrals import referral as find_referral
from app.store.referrals import refused as refused_rows
from app.store.referrals import save_referral
from app.vault.identity import OwnIdentity
from tests.fakes.referral_desk import Desk
from tests.fakes.referrals import form
from tests.fakes.region import Region
from tests.fakes.running_server import running_server
from tests.transport.lying_server import LyingServer, lying_server
from tests.transport.parcel_attacks import Around, ParcelAttack

RECORDING_BYTES: Final = 200_000
"""Four pieces of age."""
WAIT_S: Final = 20.0


@dataclass(frozen=True, slots=True)
class Fought:
    """One attack and its control."""

    attack: str
    control: bool
    """Whether the same way without the attack led to the referral being shown."""
    refused: bool
    """Whether nothing was shown, kept or acknowledged."""
    cause: str
    """As the recipient is told; empty where it is tried again without a word."""

    @property
    def holds(self) -> bool:
        """Whether the attack failed and would have been seen to succeed."""
        return self.control and self.refused


class Ring:
    """The GP, the dermatologist behind the lying server, a coordinator, and a colleague who helps
    the server."""

    def __init__(
        self, region: Region, liar: LyingServer, liar_to_gp: LyingServer, gp: Desk, skin: Desk
    ) -> None:
        self.region = region
        self.liar = liar
        self.liar_to_gp = liar_to_gp
        self.gp = gp
        self.skin = skin

    @property
    def people(self) -> tuple[OwnIdentity, ...]:
        """Everybody."""
        return self.region.gp, self.region.skin, self.region.mona, self.region.kari

    async def sent(self) -> tuple[ReferralId, str]:
        """Send a referral with two recordings; gives its number and its parcel."""
        number = await self.begun()
        await self.gp.until_status(number, ReferralStatus.SENT)
        stored = await find_referral(self.gp.store, number)
        assert stored is not None
        parcel = unpacked(stored.secret).parcel
        assert parcel is not None
        return number, parcel

    async def begun(self) -> ReferralId:
        """Send a referral, without waiting for it to reach the server."""
        draft = await self.gp.service.new_draft(form(f"Question {secrets.token_hex(4)}"))
        facts = [await self._recording(draft.referral, slot) for slot in (Slot.REGION, Slot.LUNGS)]
        whole = dataclasses.replace(draft, attachments=tuple(facts))
        await save_referral(self.gp.store, whole, "sent", b"")
        await self.gp.service.send(draft.referral, self.region.skin.user)
        return draft.referral

    async def shown(self) -> tuple[ReferralId, str]:
        """Send a referral through the lying server as long as it does not lie."""
        number, parcel = await self.sent()
        self.liar.changes[parcel] = lambda _: None
        await self.taken_in()
        return number, parcel

    async def fight(self, name: str, attack: ParcelAttack, around: Around) -> Fought:
        """Make the control run, then the attack."""
        honest, parcel = await self.shown()
        control = parcel in self.liar.receipts and await self._shown(honest)

        number, parcel = await self.sent()
        self.liar.changes[parcel] = lambda scene: attack(scene, around)
        await self.taken_in()
        refused = not await self._shown(number) and parcel not in self.liar.receipts
        self.liar.hidden.add(parcel)
        return Fought(name, control, refused, await self.told(parcel))

    async def _asked_again(self, liar: LyingServer) -> None:
        before = liar.asked
        desk = self.skin if liar is self.liar else self.gp
        async with asyncio.timeout(WAIT_S), liar.asking:
            await desk.service.retry_now()
            await liar.asking.wait_for(lambda: liar.asked > before)

    async def carried(self, carrier: OwnIdentity, recipient: OwnIdentity, raw: bytes) -> str:
        """Bring an envelope to somebody past all programs; gives its parcel."""
        path = self.region.folder / secrets.token_hex(8)
        path.write_bytes(raw)
        client = ServerClient(self.region.server.url)
        token = await device_login(client, carrier)
        parcel = ParcelId(secrets.token_hex(16))
        file = SpoolFile(ENVELOPE_FILE, path, len(raw), hash_of(path))
        await upload_parcel(client, token, parcel, [recipient.user], [file], lambda _: None)
        await client.close()
        return parcel

    async def taken_in(self, liar: LyingServer | None = None) -> None:
        """Let a program take in what came, to its end: the recipient's, or the GP's.

        The second time that it asks what came, it has ended with what the first time told it.
        """
        for _ in range(2):
            await self._asked_again(liar or self.liar)

    async def told(self, parcel: str, desk: Desk | None = None) -> str:
        """Say as what a parcel was refused."""
        rows = await refused_rows((desk or self.skin).store)
        return ", ".join(row.cause for row in rows if row.parcel == parcel)

    async def question_of(self, number: ReferralId) -> ReferralForm | None:
        """Give the text of a referral as the recipient has it."""
        stored = await find_referral(self.skin.store, number)
        return None if stored is None else stored.referral.form

    async def _shown(self, number: ReferralId) -> bool:
        return await self.question_of(number) is not None

    async def _recording(self, referral: ReferralId, slot: Slot) -> Attachment:
        content = secrets.token_bytes(RECORDING_BYTES)
        digest = hashlib.sha256(content).hexdigest()
        facts = Attachment(
            attachment=AttachmentId(secrets.token_hex(16)),
            slot=slot,
            title=slot.value,
            media_type=MediaType.WAV,
            size_bytes=len(content),
            sha256=digest,
            original_sha256=digest,
            quality=Quality(QualityVerdict.GOOD),
        )
        owner = blob_owner(referral, facts.attachment)
        await blobs.write_blob(self.gp.store, io.BytesIO(content), "travel", owner)
        return facts


@contextlib.asynccontextmanager
async def ring(folder: Path) -> AsyncIterator[Ring]:
    """Set everybody up."""
    async with (
        running_server(folder) as server,
        lying_server(server.url) as liar,
        lying_server(server.url) as liar_to_gp,
    ):
        region = Region(folder, server)
        await region.enrol(coordinator=True)
        gp = await region.desk(region.gp, url=liar_to_gp.url)
        skin = await region.desk(region.skin, url=liar.url)
        try:
            yield Ring(region, liar, liar_to_gp, gp, skin)
        finally:
            await region.close()

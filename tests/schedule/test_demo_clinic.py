# SPDX-License-Identifier: GPL-3.0-or-later
"""The fictional clinic is whole: profiles open, people are known, the visit's door is open."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.demo_clinic import make_demo_clinic
from app.records.ids import AppointmentId
from app.signaling.http import ServerClient
from app.signaling.login import device_login, guest_login
from app.signaling.sealed_texts import open_card
from app.store import appointments
from app.store.database import Store
from app.store.identity import load_identity
from app.vault.identity import SigningKey
from app.vault.links import parse_link
from app.vault.vault import Vault
from tests.fakes.running_server import running_server


async def opened(profile: str, passphrase: str) -> Store:
    path = Path(profile)
    return await Store.open(path, Vault(path, None).unlock_with_passphrase(passphrase))


async def test_two_clinics_on_one_server(tmp_path: Path) -> None:
    async with running_server(tmp_path) as server:
        clinics = [await make_demo_clinic(tmp_path / name, server.url) for name in ("one", "two")]
        organizations = set()
        for name, clinic in zip(("one", "two"), clinics, strict=True):
            secret_file = tmp_path / name / "passphrase"
            assert secret_file.stat().st_mode & 0o777 == 0o600
            passphrase = secret_file.read_text(encoding="utf-8").strip()
            client = ServerClient(server.url)
            people = ("psychiatrist", "gp", "dermatologist", "cardiologist", "coordinator")
            for who in people:
                store = await opened(clinic[who]["profile"], passphrase)
                identity = await load_identity(store)
                await store.close()
                assert identity is not None
                organizations.add(identity.organization)
                await device_login(client, identity)
            address = parse_link(clinic["link"])
            _, answer = await guest_login(client, address, SigningKey.generate())
            assert answer.appointment == clinic["appointment"]
            card = open_card(address.secret, address.link, answer.card)
            assert card.patient_name == "Eira Multemyr"
            await client.close()
        assert len(organizations) == 2


async def test_the_day_is_alive(tmp_path: Path) -> None:
    async with running_server(tmp_path) as server:
        clinic = await make_demo_clinic(tmp_path / "clinic", server.url)
    passphrase = (tmp_path / "clinic" / "passphrase").read_text(encoding="utf-8").strip()
    store = await opened(clinic["psychiatrist"]["profile"], passphrase)
    now = datetime.now(UTC)
    span = (now - timedelta(hours=12), now + timedelta(hours=12))
    visits = await appointments.appointments_between(store, *span)
    this = await appointments.appointment(store, AppointmentId(clinic["appointment"]))
    await store.close()
    assert len(visits) == 7
    assert len({visit.status for visit in visits}) == 3
    assert this is not None
    assert this.start <= now < this.end
    assert (this.reason, str(this.patient.birth_date)) == ("Follow-up, depression", "1992-03-14")

# SPDX-License-Identifier: GPL-3.0-or-later
"""Profiles of every released format open for ever."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from app.records.ids import CompositionId
from app.store import access_log, appointments, blobs, notes, settings
from app.store.database import Store
from app.vault.vault import Vault
from tests.formats.make_profile import APPOINTMENT, PASSPHRASE, RECORDING
from tests.store.draft_writer import draft_of, version_of

RECOVERY_KEYS = {"profile_1": "3VMT-XD8V-F5DY-NPFE-68FQ-T3VJ-TPAZ-NYN9-PN1D"}


@pytest.mark.parametrize("name", sorted(RECOVERY_KEYS))
async def test_a_profile_opens(name: str, tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    shutil.copytree(Path(__file__).with_name(name), profile)
    vault = Vault(profile, None)
    key = vault.unlock_with_passphrase(PASSPHRASE)
    assert vault.unlock_with_recovery_key(RECOVERY_KEYS[name]) == key
    store = await Store.open(profile, key)
    assert await appointments.appointment(store, APPOINTMENT.appointment) == APPOINTMENT
    assert await notes.draft(store, draft_of(1).composition) == draft_of(1)
    composition: CompositionId = version_of(3).composition
    assert await notes.versions(store, composition) == (version_of(3),)
    [blob] = await blobs.blobs_of(store, "attachment")
    assert await blobs.open_blob(store, blob.blob) == RECORDING
    assert await access_log.verify_chain(store)
    assert len(await access_log.access_rows(store)) == 1
    assert await settings.get(store, "language", "en") == "nb"
    await store.close()

# SPDX-License-Identifier: GPL-3.0-or-later
"""A note's head is written in the language that its author has chosen, also when that changes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.bridge import Bridge
from app.config import MediaOptions
from app.desk import Desk
from app.records.composition import NoteTemplate, Section, SectionCode
from app.records.encounter import REQUIRED, Encounter, SafetyAnswer, SafetyRecord
from app.records.ids import AppointmentId, EncounterId, PatientId
from app.records.people import Patient
from app.ui import language as languages
from app.ui.language import BOKMAL, ENGLISH, Language
from app.ui.settings.preferences import Preferences
from app.ui.theme import Theme
from app.workplace import now_utc
from tests.fakes.visit_world import World, visit_world
from tests.ui.asking import on_bridge

PATIENT = Patient(PatientId("a" * 32), "Eira Multemyr")


@pytest.fixture
def world(qtbot: QtBot, tmp_path: Path) -> Iterator[tuple[Bridge, World]]:
    bridge, stack = Bridge(), AsyncExitStack()
    bridge.start()
    yield bridge, on_bridge(qtbot, bridge, stack.enter_async_context(visit_world(tmp_path)))
    bridge.settle()
    on_bridge(qtbot, bridge, stack.aclose())
    bridge.stop()


@pytest.fixture
def language(
    qapp: QApplication, bokmal_file: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Language]:
    """The program's languages as they are where it is installed."""
    monkeypatch.setattr(languages, "resource_path", lambda _name: bokmal_file)
    language = Language(qapp)
    yield language
    language.choose(ENGLISH)


async def signed_now(world: World) -> tuple[str, ...]:
    """Sign a note about a short visit; give the technical lines of its head."""
    notes, author = world.place.notes, world.identity.user
    answers = (SafetyAnswer(field, "yes", now_utc(), author) for field in REQUIRED)
    encounter = Encounter(
        EncounterId("e" * 32),
        AppointmentId("b" * 32),
        PATIENT.patient,
        now_utc(),
        now_utc(),
        SafetyRecord(tuple(answers)),
        participants=("Astrid Berg", "Eira Multemyr"),
    )
    draft = await notes.begin(PATIENT.patient, None, NoteTemplate.FOLLOW_UP)
    await notes.save(replace(draft, sections=(Section(SectionCode.PLAN, "As before."),)))
    signed = await notes.sign(draft.composition, encounter, PATIENT)
    return signed.version.header.technical


def test_the_head_speaks_as_the_screens_do(
    qtbot: QtBot, look: Theme, world: tuple[Bridge, World], language: Language
) -> None:
    bridge, clinic = world
    silent = MediaOptions("none", "none", "none")
    chosen = Preferences(language=BOKMAL)
    engine = clinic.host.engine
    desk = Desk(clinic.place, engine, bridge, look, language, chosen, silent, lambda: None)
    qtbot.addWidget(desk.window)
    desk.start()
    bridge.settle()
    assert language.key == BOKMAL
    said = on_bridge(qtbot, bridge, signed_now(clinic))
    assert said[:2] == ("Til stede: Astrid Berg, Eira Multemyr", "Video 1 s, ingen avbrudd")
    language.choose(ENGLISH)
    bridge.settle()
    said = on_bridge(qtbot, bridge, signed_now(clinic))
    assert said[:2] == ("Took part: Astrid Berg, Eira Multemyr", "Video 1 s, no interruptions")
    desk.close()
    bridge.settle()

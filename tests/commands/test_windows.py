# SPDX-License-Identifier: GPL-3.0-or-later
"""The program with windows, started in a bad world: it says so and can be closed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.bridge import Bridge
from app.config import MediaOptions
from app.main import Clinician
from app.ui import theme as look
from app.ui.language import Language
from app.vault.argon import FLOOR
from app.vault.keyslots import COPIES
from app.vault.vault import Vault
from tests.fakes.command_line import CommandLine
from tests.ui.asking import words

PASSPHRASE = "lykt kobber fjord tinde"


@pytest.fixture
def bridge(qapp: QApplication) -> Iterator[Bridge]:
    bridge = Bridge()
    bridge.start()
    yield bridge
    bridge.stop()


def damaged(profile: Path) -> None:
    for name in COPIES:
        (profile / name).write_bytes(b"nothing of ours")


def newer(profile: Path) -> None:
    path = profile / COPIES[0]
    path.write_bytes(path.read_bytes().replace(b"KEYSLOTS 1\n", b"KEYSLOTS 2\n", 1))


@pytest.mark.parametrize(
    ("spoil", "says"),
    [(damaged, "The files that hold your keys are damaged"), (newer, "newer version of Vidda")],
)
def test_key_files_that_open_nothing_are_said_on_the_screen(
    qtbot: QtBot,
    qapp: QApplication,
    bridge: Bridge,
    tmp_path: Path,
    spoil: Callable[[Path], None],
    says: str,
) -> None:
    profile = tmp_path / "profile"
    Vault(profile, None, FLOOR).create(PASSPHRASE)
    spoil(profile)
    theme, language = look.install(qapp), Language(qapp)
    language.choose("en")
    clinician = Clinician(
        bridge, theme, language, profile, MediaOptions(), "", lambda _: None, lambda: None
    )
    qtbot.addWidget(clinician.window)
    clinician.start()
    qtbot.waitUntil(lambda: says in " ".join(words(clinician.window)), timeout=20_000)
    assert clinician.window.isVisible()
    clinician.close()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("join", "http://vidda.example/j/{link}"), "The server's address is not protected"),
        (("--profile", "/proc/vidda", "join", "https://vidda.example/j/{link}"), "/proc/vidda"),
    ],
    ids=["not protected", "no place to keep the seat"],
)
def test_what_opens_no_window_ends_the_program(
    tmp_path: Path, arguments: tuple[str, ...], says: str
) -> None:
    link = "0" * 32 + "#AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAADGgA"
    terminal = CommandLine(tmp_path / "terminal", QT_QPA_PLATFORM="offscreen")
    outcome = terminal.run(*(word.format(link=link) for word in arguments))
    assert says in outcome.only_sentence()

# SPDX-License-Identifier: GPL-3.0-or-later
"""The doctor looks at everything, whatever it finds on the way, and says what to do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.vault.keyslots import COPIES
from tests.fakes.command_line import Outcome
from tests.fakes.command_world import CommandWorld, command_world

ALWAYS = ("Codecs", "Opening received files", "Camera", "Microphone", "Loudspeaker", "Key store")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CommandWorld]:
    with command_world(tmp_path_factory.mktemp("world")) as made:
        yield made


def findings(outcome: Outcome) -> dict[str, str]:
    """Read the report: what was looked at, and what was seen behind its mark."""
    assert outcome.err == ""
    lines = [line for line in outcome.out.splitlines() if not line.startswith("    ")]
    found = {}
    for line in lines:
        mark, _, rest = line.partition(" ")
        name, _, seen = rest.partition(": ")
        found[name] = f"{mark} {seen}"
    assert set(ALWAYS) <= set(found)
    assert "Server" in found
    return found


def test_all_is_well(world: CommandWorld) -> None:
    outcome = world.run("--profile", world.psychiatrist, "doctor")
    found = findings(outcome)
    assert outcome.code == 0
    for name in ("Codecs", "Key store", "Records", "Server", "Clock", "Login"):
        assert found[name].startswith("✓"), found[name]
    assert found["Relay"] == "! the server has none"


def test_without_anything(world: CommandWorld) -> None:
    outcome = world.run("--profile", world.new_folder(), "doctor", VIDDA_PASSPHRASE_FILE="")
    assert outcome.code == 0
    assert findings(outcome)["Server"].startswith("–")


@pytest.mark.parametrize("what", ["keys", "records"])
def test_a_damaged_profile(world: CommandWorld, what: str) -> None:
    profile = world.copy()
    for name in COPIES if what == "keys" else ("vidda.db",):
        (profile / name).write_bytes(b"\x00" * 20_000)
    outcome = world.run("--profile", profile, "doctor", "--server", world.server.url)
    assert outcome.code == 1
    found = findings(outcome)
    assert found["Key store" if what == "keys" else "Records"].startswith("✗")
    # The rest was looked at all the same.
    assert found["Server"].startswith("✓")
    assert found["Clock"].startswith("✓")


def test_beside_the_open_program(world: CommandWorld) -> None:
    async def meanwhile(_: object) -> Outcome:
        return world.run("--profile", world.psychiatrist, "doctor")

    outcome = world.at_work(world.psychiatrist, meanwhile)
    assert outcome.code == 0
    assert findings(outcome)["Records"].startswith("! Another Vidda on this computer")


def test_the_wrong_passphrase(world: CommandWorld, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong"
    wrong.write_text("not the words\n", encoding="utf-8")
    profile = ("--profile", world.psychiatrist)
    outcome = world.run(*profile, "doctor", VIDDA_PASSPHRASE_FILE=str(wrong))
    assert outcome.code == 1
    assert findings(outcome)["Key store"].startswith("✗ This is not the passphrase")


def test_a_revoked_device(world: CommandWorld) -> None:
    async def who(place: object) -> str:
        return str(place.identity.device)  # type: ignore[attr-defined]

    device = world.at_work(world.clinic / "gp", who)
    organization = world.clinic / "organization"
    assert world.run("admin", "revoke", "--dir", organization, device).code == 0
    outcome = world.run("--profile", world.clinic / "gp", "doctor")
    assert outcome.code == 1
    assert findings(outcome)["Login"].startswith("✗ The server does not know this login.")


def test_a_sandbox_that_is_not_there(world: CommandWorld, tmp_path: Path) -> None:
    outcome = world.run("--profile", world.new_folder(), "doctor", PATH=str(tmp_path))
    seen = findings(outcome)["Opening received files"]
    assert "bubblewrap" not in seen.partition("Install")[0]
    assert "one process a file" in seen

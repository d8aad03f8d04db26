# SPDX-License-Identifier: GPL-3.0-or-later
"""The administrator's commands, against a real server."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli_admin import admin
from app.enrolment.newcomer import claim, wait_for_approval
from app.vault.enrolment_code import parse_code
from tests.enrolment.conftest import PASSPHRASE
from tests.fakes.running_server import RunningServer


@pytest.fixture
def passphrase_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "passphrase"
    path.write_text(PASSPHRASE + "\n", encoding="utf-8")
    monkeypatch.setenv("VIDDA_PASSPHRASE_FILE", str(path))
    return path


async def run(*arguments: str, typed: str | None = None) -> Result:
    # A command makes its own event loop, so it gets its own thread beside the server's.
    return await asyncio.to_thread(CliRunner().invoke, admin, arguments, input=typed)


async def test_a_person_from_invitation_to_revocation(
    server: RunningServer, tmp_path: Path, passphrase_file: Path
) -> None:
    where = ("--dir", str(tmp_path / "organization"))
    made = await run("init", *where, "--server", server.url, "--name", "DPS Viddal")
    assert made.exit_code == 0, made.output
    enrolled = await run("enrol", *where, "--name", "Astrid Fonnedal", "--role", "Psychiatrist")
    assert enrolled.exit_code == 0, enrolled.output
    code = enrolled.output.strip()
    parse_code(code)
    listed = await run("approve", *where, "--list")
    assert "has not used the code yet" in listed.output
    claimed = await claim(server.url, code, "")

    approved = await run("approve", *where)

    assert "Approved: Astrid Fonnedal" in approved.output
    identity = await wait_for_approval(claimed)
    people = await run("revoke", *where)
    assert f"{identity.user} Astrid Fonnedal" in people.output
    gone = await run("revoke", *where, identity.user)
    assert gone.exit_code == 0
    assert (await run("approve", *where)).output == "Nobody waits.\n"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("enrol", "--name", "A", "--role", "GP"), "There is no organisation in this folder yet."),
        (("init", "--server", "http://example.org", "--name", "X"), "must begin with https"),
        (("init", "--server", "http://127.0.0.1:9", "--name", "X"), "cannot be reached"),
    ],
)
async def test_errors_are_sentences(
    tmp_path: Path, passphrase_file: Path, arguments: tuple[str, ...], says: str
) -> None:
    result = await run(*arguments, "--dir", str(tmp_path / "organization"))
    assert result.exit_code == 1
    assert says in result.output
    assert "Traceback" not in result.output


async def test_weak_passphrase_is_refused(tmp_path: Path) -> None:
    result = await run(
        *("init", "--dir", str(tmp_path), "--server", "http://127.0.0.1:9", "--name", "X"),
        typed="passord12345\npassord12345\n",
    )
    assert result.exit_code == 1
    assert "too easy to guess" in result.output


async def test_wrong_passphrase(
    server: RunningServer, tmp_path: Path, passphrase_file: Path
) -> None:
    where = ("--dir", str(tmp_path / "organization"))
    await run("init", *where, "--server", server.url, "--name", "DPS Viddal")
    await asyncio.to_thread(passphrase_file.write_text, "something else entirely")
    result = await run("approve", *where)
    assert result.exit_code == 1
    assert "The passphrase does not open" in result.output

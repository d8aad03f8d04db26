# SPDX-License-Identifier: GPL-3.0-or-later
"""Who was taken out of service, who never was in it, and set-up codes that are none."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.demo_clinic import make_demo_clinic
from app.enrolment.newcomer import (
    InvitationOver,
    InvitationUnknown,
    InvitationUsed,
    OrganizationNotGenuine,
    claim,
)
from app.errors import KnownError
from app.store.identity import save_identity
from app.vault.crockford import ALPHABET
from app.vault.enrolment_code import BadEnrolmentCode, EnrolmentCode, format_code, parse_code
from app.workplace import Workplace
from tests.fakes.command_line import Outcome
from tests.fakes.command_world import CommandWorld
from tests.fakes.server_process import server_process


@pytest.fixture(scope="module")
def clinic(world: CommandWorld) -> Iterator[Path]:
    """Make a clinic beside the shared one, for people who are going to be revoked."""
    folder = world.new_folder()
    asyncio.run(make_demo_clinic(folder, world.server.url))
    yield folder


def admin(world: CommandWorld, clinic: Path, *arguments: str, passphrase: str = "") -> Outcome:
    command, *rest = arguments
    where = ("--dir", clinic / "organization")
    file = passphrase or str(clinic / "passphrase")
    return world.run("admin", command, *where, *rest, VIDDA_PASSPHRASE_FILE=file)


@pytest.mark.parametrize("kind", ["user", "device"])
def test_a_revoked_clinician(world: CommandWorld, clinic: Path, kind: str) -> None:
    who = {"user": "gp", "device": "dermatologist"}[kind]
    profile, file = clinic / who, str(clinic / "passphrase")
    assert world.schedule(profile, VIDDA_PASSPHRASE_FILE=file).code == 0

    async def read(place: Workplace) -> dict[str, str]:
        return {"user": place.identity.user, "device": place.identity.device}

    subject = world.at_work(profile, read, clinic)[kind]
    done = admin(world, clinic, "revoke", subject)
    assert (done.code, done.err) == (0, "")
    for outcome in (
        world.schedule(profile, VIDDA_PASSPHRASE_FILE=file),
        world.host(profile, VIDDA_PASSPHRASE_FILE=file),
    ):
        assert outcome.only_sentence().startswith("The server does not know this login.")
        assert "your administrator may have removed this device" in outcome.err
    # What they wrote stays theirs.
    assert world.at_work(profile, read, clinic)[kind] == subject


def test_a_device_that_the_server_never_saw(world: CommandWorld, tmp_path: Path) -> None:
    profile = world.copy()
    with server_process(tmp_path) as other:

        async def move(place: Workplace) -> None:
            moved = dataclasses.replace(place.identity, server_url=other.url)
            await save_identity(place.store, moved)

        world.at_work(profile, move)
        for outcome in (world.schedule(profile), world.host(profile)):
            assert outcome.only_sentence().startswith("The server does not know this login.")


def test_the_administrator_without_the_right_words(
    world: CommandWorld, clinic: Path, tmp_path: Path
) -> None:
    wrong = tmp_path / "wrong"
    wrong.write_text("not these words at all\n", encoding="utf-8")
    sealed = (clinic / "organization" / "organization.vidda").read_bytes()
    enrol = ("enrol", "--name", "A", "--role", "GP")
    for arguments in (enrol, ("approve",), ("revoke", "0" * 32)):
        outcome = admin(world, clinic, *arguments, passphrase=str(wrong))
        assert outcome.only_sentence().startswith("The passphrase does not open")
    nobody = world.run("admin", *enrol, "--dir", clinic / "organization", VIDDA_PASSPHRASE_FILE="")
    assert nobody.only_sentence().startswith("Nobody can be asked for the passphrase here.")
    assert (clinic / "organization" / "organization.vidda").read_bytes() == sealed


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("approve", "0" * 32), "There is no claimed invitation of that id."),
        (("revoke", "0" * 32), "There is no such person or device in the directory."),
        (("revoke", "Astrid"), "There is no such person or device in the directory."),
        (("init", "--server", "{url}", "--name", "X"), "There is an organisation in this folder"),
    ],
)
def test_an_administrator_s_slip(
    world: CommandWorld, clinic: Path, arguments: tuple[str, ...], says: str
) -> None:
    words = [word.format(url=world.server.url) for word in arguments]
    assert admin(world, clinic, *words).only_sentence().startswith(says)


def test_a_clinic_twice_in_one_folder(world: CommandWorld, clinic: Path) -> None:
    passphrase = (clinic / "passphrase").read_bytes()
    again = world.run("demo-clinic", clinic, "--server", world.server.url)
    assert again.only_sentence().startswith("There is an organisation in this folder already.")
    assert (clinic / "passphrase").read_bytes() == passphrase


def test_set_up_codes(world: CommandWorld, clinic: Path) -> None:
    invite = ("enrol", "--name", "Kari Ny", "--role", "Nurse")
    code = admin(world, clinic, *invite).out.strip()
    short = admin(world, clinic, *invite, "--hours", "0.1").out.strip()
    url = world.server.url

    def refused(text: str) -> type[KnownError]:
        with pytest.raises(KnownError) as caught:
            asyncio.run(claim(url, text, "a computer"))
        return type(caught.value)

    other = ALPHABET[(ALPHABET.index(code[0]) + 1) % len(ALPHABET)]
    assert refused(other + code[1:]) is BadEnrolmentCode
    assert refused(code[:-3]) is BadEnrolmentCode
    assert refused("") is BadEnrolmentCode
    true = parse_code(code)
    assert refused(format_code(EnrolmentCode(b"x" * 16, true.organization_hash))) is (
        InvitationUnknown
    )
    assert refused(format_code(EnrolmentCode(true.secret, b"y" * 10))) is OrganizationNotGenuine
    asyncio.run(claim(url, code, "the first computer"))
    assert refused(code) is InvitationUsed
    with contextlib.suppress(InvitationOver):
        asyncio.run(claim(url, short, "another computer"))


def test_the_server_s_set_up_code(world: CommandWorld, clinic: Path, tmp_path: Path) -> None:
    passphrase = str(clinic / "passphrase")
    with server_process(tmp_path, "--behind-proxy") as server:
        init = ("admin", "init", "--dir", tmp_path / "org", "--server", server.url, "--name", "X")

        def make(*code: str) -> Outcome:
            return world.run(*init, *code, VIDDA_PASSPHRASE_FILE=passphrase)

        for refused in (make(), make("--set-up-code", "guess")):
            assert refused.only_sentence().startswith("The server wants its set-up code")
        enrol = ("admin", "enrol", "--dir", tmp_path / "org", "--name", "A", "--role", "GP")
        assert world.run(*enrol, VIDDA_PASSPHRASE_FILE=passphrase).sentence()
        right = (server.data / "set-up-code").read_text(encoding="utf-8").strip()
        done = make("--set-up-code", right)
        assert (done.code, done.err) == (0, "")
        assert "set-up-code" not in done.out

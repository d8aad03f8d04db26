# SPDX-License-Identifier: GPL-3.0-or-later
"""What goes to which stream: results to standard output, words to standard error, no windows
where there is no display."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.records.ids import is_id
from app.store.referrals import save_referral
from app.vault.links import parse_link
from app.workplace import Workplace
from tests.fakes.answered import answered_referral
from tests.fakes.command_world import CommandWorld, command_world

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CommandWorld]:
    with command_world(tmp_path_factory.mktemp("world")) as made:
        yield made


def test_json_alone_on_standard_output(world: CommandWorld) -> None:
    """In a process of its own, as a script would start it."""
    plan = ["--profile", str(world.psychiatrist), "schedule", "--patient", "Ola", "--json"]
    done = subprocess.run(
        [sys.executable, "-m", "app", *plan],
        cwd=ROOT,
        env={**os.environ, "VIDDA_PASSPHRASE_FILE": str(world.passphrase_file)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    planned = json.loads(done.stdout)
    assert set(planned) == {"appointment", "link"}
    assert is_id(planned["appointment"])
    assert parse_link(planned["link"]).server == world.server.url
    assert done.stderr == ""
    assert done.stdout.count("\n") == 1


def test_json_stays_alone_when_much_is_said(world: CommandWorld) -> None:
    plan = ("--profile", world.psychiatrist, "schedule", "--patient", "Ola", "--json")
    done = world.run("-vv", *plan)
    assert set(json.loads(done.out)) == {"appointment", "link"}
    assert "DEBUG" in done.err
    made = world.run("-vv", "demo-clinic", world.new_folder(), "--server", world.server.url)
    clinic = json.loads(made.out)
    people = {"psychiatrist", "gp", "dermatologist", "cardiologist", "coordinator"}
    assert set(clinic) == people | {"appointment", "link"}
    assert all(Path(clinic[who]["profile"]).is_dir() for who in people)


def test_for_people(world: CommandWorld) -> None:
    done = world.run("--profile", world.psychiatrist, "schedule", "--patient", "Ola")
    first, second = done.out.splitlines()
    assert is_id(first.removeprefix("Appointment: "))
    parse_link(second.removeprefix("Link: "))


def test_a_full_standard_output_is_a_failure(world: CommandWorld) -> None:
    plan = ("--profile", world.psychiatrist, "schedule", "--patient", "Ola", "--json")
    done = world.terminal.run(*plan, to=Path("/dev/full"))
    assert "No space left on device" in done.only_sentence()


NO_DISPLAY = "There is no display to open a window on."


@pytest.mark.parametrize("display", ["", ":4077", "127.0.0.1:{closed}.0"])
def test_windows_without_a_display(world: CommandWorld, display: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        closed = listener.getsockname()[1] - 6000
    display = display.format(closed=closed)
    staff = ("--profile", world.psychiatrist)
    for arguments in ((), staff, (*staff, "host", world.appointment), ("join", world.link)):
        outcome = world.run(*arguments, DISPLAY=display)
        assert outcome.only_sentence().startswith(NO_DISPLAY)
        assert outcome.code == 1


def test_a_wrong_link_or_visit_opens_no_window(world: CommandWorld) -> None:
    bad = world.run("join", world.link[:-4], QT_QPA_PLATFORM="offscreen")
    assert bad.only_sentence().startswith("This link is not complete")
    host = ("--profile", world.psychiatrist, "host", "nothing")
    none = world.run(*host, QT_QPA_PLATFORM="offscreen")
    assert none.only_sentence().startswith("This is not the id of a visit.")


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--patient", "  "), "Write the patient's name."),
        (("--patient", "X", "--start", "2020-01-01T10:00"), "a time that is not over yet"),
        (("--patient", "X", "--start", "2099-01-01T10:00"), "within the next 30 days"),
    ],
)
def test_a_visit_that_cannot_be_planned(
    world: CommandWorld, options: tuple[str, ...], says: str
) -> None:
    outcome = world.run("--profile", world.psychiatrist, "schedule", *options, "--json")
    assert says in outcome.only_sentence()


@pytest.mark.parametrize(
    "arguments",
    [
        ("schedule",),
        ("schedule", "--patient", "X", "--start", "soon"),
        ("schedule", "--patient", "X", "--start", "25:99"),
        ("schedule", "--patient", "X", "--minutes", "-5"),
        ("host",),
        ("join", "a", "b"),
        ("join", "x", "--headless", "--seconds", "-1"),
        ("dance",),
        ("admin", "enrol"),
    ],
)
def test_a_slip_of_the_fingers_is_usage(world: CommandWorld, arguments: tuple[str, ...]) -> None:
    outcome = world.run(*arguments)
    assert outcome.code == 2
    assert outcome.out == ""
    assert outcome.err.startswith("Usage: ")
    assert "Traceback" not in outcome.err


WITHOUT_QT = """
import runpy, sys

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "PySide6":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Absent())
sys.argv = ["vidda", "--version"]
runpy.run_module("app", run_name="__main__")
"""


def test_without_the_clients_libraries_it_says_so() -> None:
    """As in a server's own environment, which has the command but not the libraries."""
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_QT],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "PySide6" in done.stderr
    assert "requirements.lock" in done.stderr


def test_statistics_are_one_line_of_json_or_some_lines_of_words(world: CommandWorld) -> None:
    profile = world.copy(world.clinic / "gp")

    async def fill(place: Workplace) -> None:
        now = datetime.now(UTC)
        for number in range(30):
            one = answered_referral(number, place.identity.user, now=now)
            await save_referral(place.store, one, "sent", b"")

    world.at_work(profile, fill)
    count = ("--profile", profile, "referrals", "statistics")
    done = world.run(*count, "--json")
    assert done.out.count("\n") == 1
    found = json.loads(done.out)
    assert set(found) == {"period", "begins", "at", "received", "sent"}
    assert (found["period"], found["sent"]["cases"], found["received"]["cases"]) == (
        "30-days",
        30,
        0,
    )
    assert found["sent"]["avoided"]["of"] == 26
    assert "Canary" not in done.out
    said = world.run(*count, "--period", "everything").out.splitlines()
    assert said[0] == "Received: 0 cases, 0 open now, 0 overdue"
    assert said[1].startswith("Sent: 30 cases, 4 open now, ")
    assert "median" in said[2]

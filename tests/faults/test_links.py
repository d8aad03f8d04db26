# SPDX-License-Identifier: GPL-3.0-or-later
"""Links that open no door, and visits that are not there: said, and nothing is let through."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from app.demo_clinic import make_demo_clinic
from app.media.engine import MediaEngine
from app.records.ids import AppointmentId
from app.records.schedule import AppointmentStatus
from app.vault.links import format_link, parse_link
from app.workplace import Workplace, open_workplace
from tests.fakes.command_line import CommandLine, Outcome
from tests.fakes.command_world import WITHOUT_WINDOWS, CommandWorld
from tests.fakes.running_server import running_server

INCOMPLETE = "This link is not complete, so it opens no door."


def changed(text: str, **parts: object) -> str:
    """Write a link that is whole in itself but differs from the one that was sent."""
    return format_link(dataclasses.replace(parse_link(text), **parts))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("spoil", "code", "says"),
    [
        (lambda link: link[:-1], 10, INCOMPLETE),
        (lambda link: link[: link.index("#")], 10, INCOMPLETE),
        (lambda link: link[: link.index("#") + 20], 10, INCOMPLETE),
        (lambda link: link[:-5] + ("A" if link[-5] != "A" else "B") + link[-4:], 10, INCOMPLETE),
        (lambda link: link.replace("/j/", "/k/"), 10, INCOMPLETE),
        (lambda link: "javascript:alert(1)", 10, INCOMPLETE),
        (lambda link: "", 10, INCOMPLETE),
        (lambda link: "\N{SNOWMAN}" * 5000, 10, INCOMPLETE),
        (lambda link: changed(link, link="0" * 32), 11, "The server does not know this link."),
        (lambda link: changed(link, secret=b"x" * 16), 11, "The server does not know this link."),
    ],
    ids=[
        "one character short",
        "without its secret",
        "cut off by a mail program",
        "one letter mistyped",
        "another path",
        "a script",
        "empty",
        "nonsense",
        "unknown",
        "guessed secret",
    ],
)
def test_a_wrong_link(
    world: CommandWorld, spoil: Callable[[str], str], code: int, says: str
) -> None:
    outcome = world.join(spoil(world.link))
    assert outcome.only_sentence().startswith(says)
    assert outcome.code == code


def test_a_link_as_people_paste_it_works(world: CommandWorld) -> None:
    half = len(world.link) // 2
    pasted = f" <{world.link[:half]}\r\n {world.link[half:]}> "
    assert parse_link(pasted) == parse_link(world.link)


def test_a_link_that_was_replaced_and_one_that_was_revoked(world: CommandWorld) -> None:
    plan = json.loads(world.schedule(world.psychiatrist).out)
    visit = AppointmentId(plan["appointment"])

    async def reissue(place: Workplace) -> str:
        return await place.schedule.reissue_link(visit)

    async def revoke(place: Workplace) -> None:
        await place.schedule.revoke_link(visit)

    second = world.at_work(world.psychiatrist, reissue)
    assert second != plan["link"]
    closed = "This link does not work any more"
    outcome = world.join(plan["link"])
    assert outcome.only_sentence().startswith(closed)
    assert outcome.code == 12
    world.at_work(world.psychiatrist, revoke)
    assert world.join(second).only_sentence().startswith(closed)


def test_a_cancelled_visit_lets_nobody_in(world: CommandWorld) -> None:
    plan = json.loads(world.schedule(world.psychiatrist).out)

    async def cancel(place: Workplace) -> None:
        await place.schedule.cancel(AppointmentId(plan["appointment"]))

    world.at_work(world.psychiatrist, cancel)
    assert world.join(plan["link"]).code == 12
    host = ("host", plan["appointment"], *WITHOUT_WINDOWS)
    assert "over" in world.run("--profile", world.psychiatrist, *host).only_sentence()


@pytest.mark.parametrize(
    ("appointment", "code", "says"),
    [
        ("0" * 32, 20, "This visit is not among your appointments"),
        ("tomorrow", 22, "This is not the id of a visit."),
        ("../../etc/passwd", 22, "This is not the id of a visit."),
        ("", 22, "This is not the id of a visit."),
    ],
)
def test_an_unknown_visit(world: CommandWorld, appointment: str, code: int, says: str) -> None:
    host = ("--profile", world.psychiatrist, "host", appointment, *WITHOUT_WINDOWS)
    outcome = world.run(*host)
    assert outcome.only_sentence().startswith(says)
    assert outcome.code == code


def test_a_visit_of_somebody_else(world: CommandWorld) -> None:
    outcome = world.host(world.clinic / "gp")
    assert outcome.only_sentence().startswith("This visit is not among your appointments")


def test_nobody_to_ask_at_the_door(world: CommandWorld) -> None:
    host = ("--profile", world.psychiatrist, "host", world.appointment, "--headless")
    assert world.run(*host).only_sentence().startswith("Nobody can be asked here")


def test_a_second_device_waits_and_a_finished_visit_is_over(world: CommandWorld) -> None:
    plan = json.loads(world.schedule(world.psychiatrist).out)
    visit = AppointmentId(plan["appointment"])
    start = world.terminal.start
    take = ("host", visit, *WITHOUT_WINDOWS)
    host = start("--profile", world.psychiatrist, *take)
    first = start("--profile", world.new_folder(), "join", plan["link"], "--headless")
    first.until_it_says("Connected")
    second = start("--profile", world.new_folder(), "join", plan["link"], "--headless")
    second.until_it_says("At the door.")
    host.interrupt()
    assert host.wait().code == first.wait().code == 0
    # Whoever gives up at the door has neither seen nor sent anything.
    second.interrupt()
    given_up = second.wait()
    assert given_up.sentence().startswith("Stopped before there was a connection.")
    assert given_up.code == 63
    assert "Connect" not in given_up.err

    async def finish() -> None:
        engine = MediaEngine(None, None, None)
        await engine.start()
        key = world.key(world.psychiatrist)
        place = await open_workplace(world.psychiatrist, key, engine=engine)
        assert place.host is not None
        await place.host.enter(visit)
        await place.host.finish(AppointmentStatus.FULFILLED)
        await place.close()
        await engine.close()

    asyncio.run(finish())
    assert world.join(plan["link"]).only_sentence().startswith("This link does not work any more")
    over = world.run("--profile", world.psychiatrist, *take)
    assert over.only_sentence().startswith("That is over")


async def test_too_early_and_too_late(tmp_path: Path) -> None:
    ahead_s = 0.0

    async def join() -> Outcome:
        command = ("--profile", tmp_path / "patient", "join", link, "--headless")
        return await asyncio.to_thread(CommandLine(tmp_path / "terminal").run, *command)

    async with running_server(tmp_path, clock=lambda: time.time() + ahead_s) as server:
        link = (await make_demo_clinic(tmp_path / "clinic", server.url))["link"]
        ahead_s = -3600.0
        early = await join()
        # The door is open until 60 minutes after the end.
        ahead_s = (30 + 61) * 60.0
        late = await join()
    assert early.only_sentence().startswith("The door of this visit is not open yet")
    assert early.code == 14
    assert late.only_sentence().startswith("The time of this visit is over")
    assert late.code == 13

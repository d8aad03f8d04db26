# SPDX-License-Identifier: GPL-3.0-or-later
"""Files that are not what they are given for, devices that are not there, paths one cannot write.

All of it is found before anybody is asked to come, and a visit without devices is possible.
"""

from __future__ import annotations

import asyncio
import json
import os
import stat
from pathlib import Path

import pytest

from app.attachments.intake import NotAccepted
from app.errors import KnownError
from app.records.referral import Slot
from app.resources import resource_path
from app.workplace import Workplace
from tests.fakes.command_line import Outcome
from tests.fakes.command_world import WITHOUT_WINDOWS, CommandWorld
from tests.fakes.referrals import form


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files of every wrong kind."""
    folder = tmp_path_factory.mktemp("files")
    (folder / "text.txt").write_text("a letter, not a film\n", encoding="utf-8")
    (folder / "empty.webm").touch()
    (folder / "noise.webm").write_bytes(os.urandom(50_000))
    (folder / "cut.webm").write_bytes(resource_path("demo/astrid.webm").read_bytes()[:300])
    (folder / "folder.webm").mkdir()
    return folder


@pytest.mark.parametrize("device", ["camera", "microphone"])
@pytest.mark.parametrize(
    "name", ["text.txt", "empty.webm", "noise.webm", "cut.webm", "folder.webm", "gone.webm"]
)
def test_a_file_that_is_no_device(world: CommandWorld, files: Path, device: str, name: str) -> None:
    path = files / name
    outcome = world.join(world.link, f"--{device}", path)
    sentence = f"The file '{path}' cannot be used as a {device}: "
    assert outcome.only_sentence().startswith(sentence)
    assert outcome.code == 50


def test_a_film_without_sound_is_no_microphone(world: CommandWorld) -> None:
    film = resource_path("demo/astrid.webm")
    outcome = world.host(world.psychiatrist, "--microphone", film)
    assert "cannot be used as a microphone" in outcome.only_sentence()


@pytest.mark.parametrize("device", ["camera", "microphone", "speaker"])
def test_a_device_that_is_not_there(world: CommandWorld, device: str) -> None:
    for outcome in (
        world.join(world.link, f"--{device}", "USB thing 3000"),
        world.host(world.psychiatrist, f"--{device}", "USB thing 3000"),
    ):
        assert outcome.only_sentence() == (
            f"There is no {device} named 'USB thing 3000'. "
            "Plug it in, or choose another one; the call works without."
        )
        assert outcome.code == 50


@pytest.mark.parametrize("where", ["/proc/heard.wav", "/nowhere/heard.wav", "{files}/folder.webm"])
def test_a_loudspeaker_file_that_cannot_be_written(
    world: CommandWorld, files: Path, where: str
) -> None:
    outcome = world.join(world.link, "--speaker", where.format(files=f"{files}/"))
    assert outcome.only_sentence().startswith("The sound cannot be written to the file ")
    assert outcome.code == 50


@pytest.mark.parametrize(
    "where", ["/proc/report.json", "/nowhere/report.json", "{files}/text.txt/r"]
)
def test_a_report_that_cannot_be_written(world: CommandWorld, files: Path, where: str) -> None:
    path = where.format(files=files)
    for outcome in (
        world.join(world.link, "--report", path),
        world.host(world.psychiatrist, "--report", path),
    ):
        assert outcome.only_sentence().startswith("No report can be written there.")
        assert outcome.code == 65


def visit(world: CommandWorld, *guest: str | Path) -> tuple[Outcome, Outcome]:
    """Hold a whole visit, without any device at either end but those given to the guest."""
    plan = json.loads(world.schedule(world.psychiatrist).out)
    start = world.terminal.start
    take = ("host", plan["appointment"], *WITHOUT_WINDOWS, "--seconds", "1")
    host = start("--profile", world.psychiatrist, *take)
    join = ("join", plan["link"], "--headless")
    patient = start("--profile", world.new_folder(), *join, *guest)
    return host.wait(), patient.wait()


def test_without_any_device_and_with_a_report_into_a_pipe(
    world: CommandWorld, tmp_path: Path
) -> None:
    # A pipe, a terminal or /dev/null must be written to, never replaced by a file.
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        host, patient = visit(world, "--report", pipe)
        report = json.loads(os.read(reader, 65536))
    finally:
        os.close(reader)
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert host.code == patient.code == 0
    assert report["connected"] is report["verified"] is True
    nothing = "No camera and no microphone: the other side neither sees nor hears you."
    assert nothing in host.err
    assert nothing in patient.err
    assert host.out == patient.out == ""


def test_one_device_less(world: CommandWorld) -> None:
    host, patient = visit(world, "--camera", "synthetic")
    assert host.code == patient.code == 0
    assert "No microphone: the other side sees you, but does not hear you." in patient.err


DISGUISED = {
    "text.jpg": b"a letter, not a photo\n" * 100,
    "empty.jpg": b"",
    "program.jpg": b"MZ\x90\x00" + bytes(4000),
    "script.svg": b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    "cut.jpg": resource_path("demo/derm_close.jpg").read_bytes()[:900],
    "film.jpg": resource_path("demo/astrid.webm").read_bytes()[:300],
    "archive.wav": b"PK\x03\x04" + bytes(4000),
    "page.wav": b"<!doctype html><title>hei</title>",
}


def test_attachments_that_are_not_what_they_say(world: CommandWorld, tmp_path: Path) -> None:
    profile = world.copy(world.clinic / "gp")

    async def attach_all(place: Workplace) -> dict[str, str]:
        draft = await place.referrals.new_draft(form())
        said = {}
        for name, content in DISGUISED.items():
            path = tmp_path / name
            await asyncio.to_thread(path.write_bytes, content)
            slot = Slot.HEART_MITRAL if name.endswith(".wav") else Slot.CLOSE_UP
            with pytest.raises(NotAccepted) as caught:
                await place.referrals.attach(draft.referral, slot, path, name)
            said[name] = caught.value.sentence()
        with pytest.raises(KnownError):
            await place.referrals.attach(draft.referral, Slot.CLOSE_UP, tmp_path / "gone", "x")
        opened = await place.referrals.open(draft.referral)
        assert opened.referral.attachments == ()
        return said

    said = world.at_work(profile, attach_all)
    assert all("This" in sentence and "\n" not in sentence for sentence in said.values())
    assert not any((profile / "blobs").iterdir())
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == DISGUISED

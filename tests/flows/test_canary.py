# SPDX-License-Identifier: GPL-3.0-or-later
"""A day with planted words, and then a search for them: on no disk, in no log, at no server."""

from __future__ import annotations

import base64
import itertools
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from app.vault.links import parse_link
from tests.fakes.command_line import CommandLine
from tests.fakes.recordings import OWNER, demo, exif_tags, with_planted_metadata
from tests.fakes.server_process import server_process

ROOT = Path(__file__).resolve().parents[2]
PLANTED = {
    "name": "Kanarinavn Solbakkedatter",
    "reason": "Kanarigrunn til kontroll",
    "note": "Kanarinotat: sover bedre, spiser",
    "chat": "Kanarimelding til deg",
    "file name": "Kanarifil Solbakke 1961",
    "question": "Kanarispørsmål om føflekken?",
    "allocation": "Kanarigrunn for fordelingen",
    "reply": "Kanarisvar: fjernes innen en uke",
}


def forms(secret: bytes) -> Iterator[bytes]:
    """Write bytes as they are, in hex, and as each base64 that could contain them."""
    yield secret
    yield secret.hex().encode()
    yield secret.hex().upper().encode()
    for shift in range(3):
        whole = base64.b64encode(bytes(shift) + secret)
        # The first and last characters depend on the neighbours.
        inner = whole[(shift * 8 + 5) // 6 : len(whole) - 4]
        yield inner
        yield inner.translate(bytes.maketrans(b"+/", b"-_"))


def writings(text: str) -> set[bytes]:
    """Write a text in each encoding and form that it could have leaked in."""
    encoded = (text.encode(), text.encode("utf-16-le"), text.encode("ascii", "backslashreplace"))
    escaped = json.dumps(text)[1:-1].encode()
    return {form for raw in encoded for form in forms(raw)} | {escaped}


def files_below(folders: Iterable[Path]) -> Iterator[Path]:
    for folder in folders:
        yield from (path for path in sorted(folder.rglob("*")) if path.is_file())


def search(folders: Iterable[Path], planted: dict[str, set[bytes]]) -> list[tuple[str, str]]:
    """List in which files, or names of files, which planted thing stands."""
    hits = []
    for path in files_below(folders):
        content = path.read_bytes() + b"\0" + os.fsencode(path.name)
        for name, written in planted.items():
            if any(form in content for form in written):
                hits.append((name, path.name))
    return hits


def test_nothing_that_was_planted_is_found(tmp_path: Path) -> None:
    folders = {name: tmp_path / name for name in ("tmp", "logs", "patient", "files")}
    for folder in folders.values():
        folder.mkdir()
    clinic, terminal = (
        tmp_path / "clinic",
        CommandLine(tmp_path / "out", TMPDIR=str(folders["tmp"])),
    )
    photo = with_planted_metadata(demo("derm_close.jpg"), "jpg", folders["files"])
    assert any("GPS" in tag for tag in exif_tags(photo, "jpg", folders["files"]))
    planted_photo = folders["files"] / f"{PLANTED['file name']}.jpg"
    planted_photo.write_bytes(photo)
    environment = {"VIDDA_PASSPHRASE_FILE": str(clinic / "passphrase")}
    with server_process(tmp_path, TMPDIR=str(folders["tmp"])) as server:
        made = terminal.run("-vv", "demo-clinic", clinic, "--server", server.url)
        assert made.code == 0, made.err
        staff = ("-vv", "--profile", clinic / "psychiatrist")
        what = ("--patient", PLANTED["name"], "--reason", PLANTED["reason"], "--json")
        visit = json.loads(terminal.run(*staff, "schedule", *what, **environment).out)
        # Once as commands do it, once with messages.
        media = ("--headless", "--camera", "synthetic", "--microphone", "synthetic")
        take = ("host", visit["appointment"], "--admit-all", *media, "--seconds", "1")
        host = terminal.start(*staff, *take, **environment)
        seat = ("-vv", "--profile", folders["patient"])
        guest = terminal.start(*seat, "join", visit["link"], *media)
        ended = host.wait(), guest.wait()
        assert [end.code for end in ended] == [0, 0], ended
        log = folders["logs"] / "people.log"
        with log.open("w", encoding="utf-8") as errors:
            subprocess.run(
                [sys.executable, "-m", "tests.flows.canary_people", clinic, folders["patient"]],
                input=json.dumps({**PLANTED, **visit, "photo": str(planted_photo)}),
                cwd=ROOT,
                env={**os.environ, "TMPDIR": str(folders["tmp"])},
                stderr=errors,
                text=True,
                timeout=100,
                check=True,
            )
        planted = to_find(visit["link"], clinic)
        # Also while the server runs, with its log of the database still open.
        searched = [server.data, clinic, folders["patient"], folders["tmp"], folders["logs"]]
        (clinic / "passphrase").rename(folders["files"] / "passphrase")
        hits = search(searched, planted) + errors_with(planted, tmp_path, server.log)
        sizes = [path.stat().st_size for path in files_below(searched)]
    assert hits == []
    assert search([server.data], planted) == []
    # There was something to find it in.
    assert len(sizes) > 20
    assert "INFO" in log.read_text(encoding="utf-8")
    for end in ended:
        assert "DEBUG app." in end.err
        assert "fingerprint:" not in end.err
        assert "candidate:" not in end.err
    the_search_finds(planted, tmp_path / "control")


def errors_with(
    planted: dict[str, set[bytes]], folder: Path, server_log: Path
) -> list[tuple[str, str]]:
    """Search what the server and the commands wrote to standard error."""
    logs = folder / "errors"
    logs.mkdir()
    for path in (server_log, *(folder / "out").glob("*.err")):
        (logs / f"{path.parent.name}-{path.name}").write_bytes(path.read_bytes())
    assert len(list(logs.iterdir())) == 5
    return search([logs], planted)


def to_find(link: str, clinic: Path) -> dict[str, set[bytes]]:
    """List everything planted, in all its forms."""
    planted = {name: writings(text) for name, text in PLANTED.items()}
    planted["owner"] = writings(OWNER)
    secret = parse_link(link).secret
    assert base64.urlsafe_b64encode(secret)[:20].decode() in link
    planted["link secret"] = set(forms(secret))
    planted["passphrase"] = writings((clinic / "passphrase").read_text(encoding="utf-8").strip())
    assert len(planted) == 11
    return planted


def the_search_finds(planted: dict[str, set[bytes]], folder: Path) -> None:
    """Plant each form of each thing in a file of its own: the search must see every one."""
    folder.mkdir()
    for number, (name, written) in enumerate(planted.items()):
        for at, form in enumerate(written):
            assert len(form) >= 12, name
            (folder / f"{number}-{at}").write_bytes(b"x" * 9999 + form + b"y" * 77)
    expected = {
        (name, f"{n}-{at}") for n, (name, w) in enumerate(planted.items()) for at in range(len(w))
    }
    assert expected <= set(search([folder], planted))
    wrapped = folder / "wrapped"
    for prefix, (name, text) in itertools.product(range(4), PLANTED.items()):
        wrapped.write_bytes(base64.b64encode(b"z" * prefix + text.encode() + b"tail"))
        assert (name, "wrapped") in search([folder], planted)

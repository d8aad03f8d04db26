# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands host and join with bad input: one clear sentence, an exit code of its own."""

from __future__ import annotations

import asyncio
import signal
import socket
from pathlib import Path

import click
import pytest
from aiohttp import web
from click.testing import CliRunner, Result

from app.calls.guest import GuestService
from app.cli_visit import host_command, join_command
from app.config import MediaOptions
from app.errors import KnownError
from app.follower import EXIT_CODES, exit_code
from app.media.engine import MediaEngine
from app.records.ids import LinkId
from app.signaling.http import NewerProtocol, OlderProtocol
from app.vault.argon import FLOOR
from app.vault.links import JoinAddress, format_link
from app.vault.vault import Vault
from app.workplace import now_utc
from signaling_server.wire import PROTOCOL, encode
from signaling_server.wire_http import Health


def open_windows(profile: Path, media: MediaOptions, what: str) -> int:
    """Stand in for the windows: tell how they were opened."""
    click.echo(f"{profile} {media.camera} {what}")
    return 7


def run(profile: Path, *arguments: str, environ: dict[str, str] | None = None) -> Result:
    group = click.Group(commands=[host_command(open_windows), join_command(open_windows)])
    return CliRunner().invoke(group, arguments, obj=profile, env=environ)


def closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def link(server: str) -> str:
    return format_link(JoinAddress(server, LinkId("1" * 32), b"s" * 16, b"h" * 10))


NOWHERE = link("http://127.0.0.1:9")


def assert_one_sentence(result: Result, code: int, words: str) -> None:
    assert result.exit_code == code, result.output
    assert words in result.output
    assert "Traceback" not in result.output
    lines = result.output.strip().splitlines()
    # Before it, what the other side will miss may have been said.
    assert [line for line in lines if not line.startswith("No camera")] == lines[-1:]


@pytest.mark.parametrize(
    "text", ["", "hello", NOWHERE[:-5], NOWHERE[:-1] + "-", "https://a.no/j/1"]
)
def test_a_link_that_is_none(tmp_path: Path, text: str) -> None:
    result = run(tmp_path, "join", text, "--headless")
    assert_one_sentence(result, 10, "This link is not complete")


def test_a_server_that_cannot_be_reached(tmp_path: Path) -> None:
    there = link(f"http://127.0.0.1:{closed_port()}")
    result = run(tmp_path, "join", there, "--headless")
    assert_one_sentence(result, 30, "cannot be reached")


def test_a_server_without_protection(tmp_path: Path) -> None:
    result = run(tmp_path, "join", link("http://example.org"), "--headless")
    assert_one_sentence(result, 33, "must begin with https")


@pytest.mark.parametrize("option", ["--camera", "--microphone"])
def test_a_file_that_is_not_there(tmp_path: Path, option: str) -> None:
    result = run(tmp_path, "join", NOWHERE, "--headless", option, "/nowhere/eira.webm")
    assert_one_sentence(result, 50, "eira.webm")


def test_an_id_that_is_none(tmp_path: Path) -> None:
    result = run(tmp_path, "host", "tomorrow", "--headless", "--admit-all")
    assert_one_sentence(result, 22, "not the id of a visit")


def test_nobody_to_ask(tmp_path: Path) -> None:
    result = run(tmp_path, "host", "1" * 32, "--headless")
    assert_one_sentence(result, 23, "--admit-all")


def test_a_profile_that_is_not_there(tmp_path: Path) -> None:
    result = run(tmp_path / "none", "host", "1" * 32, "--headless", "--admit-all")
    assert_one_sentence(result, 43, "no profile")
    assert not (tmp_path / "none").exists()


def test_a_wrong_passphrase(tmp_path: Path) -> None:
    Vault(tmp_path / "profile", None, FLOOR).create("fjord kobber lykt")
    wrong = tmp_path / "passphrase"
    wrong.write_text("kobber fjord lykt\n", encoding="utf-8")
    environ = {"VIDDA_PASSPHRASE_FILE": str(wrong)}
    arguments = ("host", "1" * 32, "--headless", "--admit-all")
    result = run(tmp_path / "profile", *arguments, environ=environ)
    assert_one_sentence(result, 40, "not the passphrase")
    environ = {"VIDDA_PASSPHRASE_FILE": str(tmp_path / "nowhere")}
    result = run(tmp_path / "profile", *arguments, environ=environ)
    assert_one_sentence(result, 41, "cannot be read")


def test_a_profile_of_no_clinic(tmp_path: Path) -> None:
    Vault(tmp_path / "profile", None, FLOOR).create("fjord kobber lykt")
    right = tmp_path / "passphrase"
    right.write_text("fjord kobber lykt\n", encoding="utf-8")
    environ = {"VIDDA_PASSPHRASE_FILE": str(right)}
    arguments = ("host", "1" * 32, "--headless", "--admit-all")
    assert_one_sentence(run(tmp_path / "profile", *arguments, environ=environ), 44, "no clinic")


def test_windows_are_opened_without_headless(tmp_path: Path) -> None:
    for arguments in (("host", "1" * 32), ("join", NOWHERE)):
        result = run(tmp_path, *arguments, "--camera", "synthetic")
        assert result.exit_code == 7
        assert result.output == f"{tmp_path} synthetic {arguments[1]}\n"


def test_signals_are_given_back(tmp_path: Path) -> None:
    before = signal.getsignal(signal.SIGINT)
    run(tmp_path, "join", "hello", "--headless")
    assert signal.getsignal(signal.SIGINT) is before


def test_every_error_has_a_code_of_its_own() -> None:
    codes = [code for _, code in EXIT_CODES]
    assert 0 not in codes and 1 not in codes and 2 not in codes
    assert exit_code(KnownError()) == 1


@pytest.mark.parametrize(
    ("protocol", "error"), [(PROTOCOL - 1, OlderProtocol), (PROTOCOL + 1, NewerProtocol)]
)
async def test_a_server_of_another_protocol(
    tmp_path: Path, protocol: int, error: type[KnownError]
) -> None:
    async def health(request: web.Request) -> web.Response:
        body = encode(Health(protocol, "9.9.9", "server", 0.0))
        return web.Response(body=body, content_type="application/json")

    application = web.Application()
    application.router.add_get("/health", health)
    runner = web.AppRunner(application)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        port = runner.addresses[0][1]
        address = JoinAddress(f"http://127.0.0.1:{port}", LinkId("1" * 32), b"s" * 16, b"h" * 10)
        guest = GuestService(address, tmp_path, MediaEngine(None, None, None), now_utc)
        try:
            with pytest.raises(error):
                async with asyncio.timeout(10):
                    await guest.open()
        finally:
            await guest.close()
    finally:
        await runner.cleanup()

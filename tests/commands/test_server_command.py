# SPDX-License-Identifier: GPL-3.0-or-later
"""``vidda-server serve`` where it cannot serve: one sentence, exit code 1, nothing on the way."""

from __future__ import annotations

import socket
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.fakes.command_line import CommandLine
from tests.fakes.server_process import server_process

Options = list[str | Path]


def data_is_a_file(folder: Path) -> tuple[Options, str]:
    (folder / "file").touch()
    return ["--port", "0", "--data", folder / "file"], "cannot be written"


def data_cannot_be_made(folder: Path) -> tuple[Options, str]:
    return ["--port", "0", "--data", "/proc/vidda-server"], "cannot be written"


def database_is_damaged(folder: Path) -> tuple[Options, str]:
    (folder / "server.db").write_bytes(b"not a database at all" * 1000)
    return ["--port", "0", "--data", folder], "damaged or not a database"


def database_is_newer(folder: Path) -> tuple[Options, str]:
    connection = sqlite3.connect(folder / "server.db")
    with connection:
        connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        connection.execute("INSERT INTO alembic_version VALUES ('9999')")
    connection.close()
    return ["--port", "0", "--data", folder], "made by a newer vidda-server"


def database_is_away(folder: Path) -> tuple[Options, str]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    url = f"postgresql://vidda:hemmelig@127.0.0.1:{port}/vidda"
    return ["--port", "0", "--data", folder, "--database", url], "database cannot be reached"


def certificate_is_none(folder: Path) -> tuple[Options, str]:
    (folder / "cert.pem").write_text("-----BEGIN CERTIFICATE-----\n", encoding="utf-8")
    pem = folder / "cert.pem"
    tls: Options = ["--tls-cert", pem, "--tls-key", pem]
    return ["--port", "0", "--data", folder, *tls], "certificate or its key cannot be read"


def key_is_missing(folder: Path) -> tuple[Options, str]:
    tls: Options = ["--tls-cert", folder / "cert.pem"]
    return ["--port", "0", "--data", folder, *tls], "are needed together"


def relay_without_a_secret(folder: Path) -> tuple[Options, str]:
    relay: Options = ["--turn-url", "turn:relay.example:3478"]
    return ["--port", "0", "--data", folder, *relay], "needs both its address and its secret"


def secret_of_relay_is_missing(folder: Path) -> tuple[Options, str]:
    relay: Options = ["--turn-url", "turn:x:3478", "--turn-secret-file", folder / "gone"]
    return ["--port", "0", "--data", folder, *relay], "relay's secret cannot be read"


def host_is_nobodys(folder: Path) -> tuple[Options, str]:
    return ["--host", "203.0.113.7", "--port", "0", "--data", folder], "Nothing can listen at"


WORLDS: list[Callable[[Path], tuple[Options, str]]] = [
    data_is_a_file,
    data_cannot_be_made,
    database_is_damaged,
    database_is_newer,
    database_is_away,
    certificate_is_none,
    key_is_missing,
    relay_without_a_secret,
    secret_of_relay_is_missing,
    host_is_nobodys,
]


@pytest.mark.parametrize("broken", WORLDS, ids=lambda broken: broken.__name__)
def test_what_keeps_a_server_from_serving(
    tmp_path: Path, broken: Callable[[Path], tuple[Options, str]]
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    options, says = broken(data)
    outcome = CommandLine(tmp_path / "terminal").run_server("serve", *options)
    sentence = outcome.only_sentence()
    assert outcome.code == 1
    assert says in sentence
    assert sentence.startswith("vidda-server: ")
    assert "hemmelig" not in sentence


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


def test_a_port_that_is_taken(tmp_path: Path, taken: int) -> None:
    terminal = CommandLine(tmp_path / "terminal")
    outcome = terminal.run_server("serve", "--port", str(taken), "--data", tmp_path / "data")
    assert outcome.only_sentence() == (
        f"vidda-server: Nothing can listen at 127.0.0.1 port {taken}: is it taken?"
    )


def test_a_second_server_on_the_same_data(tmp_path: Path) -> None:
    with server_process(tmp_path) as first:
        second = CommandLine(tmp_path / "terminal").run_server(
            "serve", "--port", "0", "--data", first.data
        )
        assert second.only_sentence() == (
            "vidda-server: Another vidda-server is using this database."
        )
        # The first one goes on.
        with urlopen(f"{first.url}/health", timeout=20) as answer:
            assert answer.status == 200

# SPDX-License-Identifier: GPL-3.0-or-later
"""Servers that are away, of another age, strangers, impostors, or not protected."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
import json
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from app.records.ids import LinkId
from app.store.identity import save_identity
from app.vault.links import format_link, parse_link
from app.workplace import Workplace
from signaling_server.wire import PROTOCOL
from tests.fakes.command_world import CommandWorld
from tests.fakes.server_process import server_process


@contextlib.contextmanager
def stranger(answer: bytes) -> Iterator[str]:
    """Listen on a port and say the same to whoever comes."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with contextlib.suppress(OSError):
            while True:
                visitor, _ = listener.accept()
                with visitor, contextlib.suppress(OSError):
                    visitor.recv(65536)
                    visitor.sendall(answer)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(10)


def http(body: bytes, status: str = "200 OK", kind: str = "application/json") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def health(protocol: int) -> bytes:
    facts = {"protocol": protocol, "version": "9", "server": "0" * 32, "time": time.time()}
    return http(json.dumps(facts).encode())


AWAY = "The server cannot be reached."
STRANGE = "The server answered something that this program does not understand."


@pytest.mark.parametrize(
    ("answer", "code", "says"),
    [
        (b"SSH-2.0-OpenSSH_9.2\r\n", 30, AWAY),
        (b"", 30, AWAY),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n{", 30, AWAY),
        (http(b"<h1>It works</h1>", kind="text/html"), 36, STRANGE),
        (http(b"{}"), 36, STRANGE),
        (http(b"\xff" * 100), 36, STRANGE),
        (http(b"[" * 100_000), 36, STRANGE),
        (http(b"", "302 Found\r\nLocation: http://127.0.0.1:9/"), 36, STRANGE),
        (http(b"busy", "503 Service Unavailable", "text/plain"), 30, AWAY),
        (health(PROTOCOL - 1), 31, "The server is older than this program"),
        (health(PROTOCOL + 1), 32, "This program is too old for the server."),
    ],
    ids=[
        "no http",
        "silent",
        "breaks off",
        "a web site",
        "other json",
        "not text",
        "deep json",
        "sends elsewhere",
        "a proxy",
        "older",
        "newer",
    ],
)
def test_not_our_server(world: CommandWorld, answer: bytes, code: int, says: str) -> None:
    with stranger(answer) as url:
        outcome = world.join(world.link_at(url))
        assert outcome.only_sentence().startswith(says)
        assert outcome.code == code


@pytest.mark.parametrize(("answer", "says"), [(b"SSH-2.0\r\n", AWAY), (health(9), "is too old")])
def test_not_our_server_for_other_commands(world: CommandWorld, answer: bytes, says: str) -> None:
    with stranger(answer) as url:
        asked = world.run("doctor", "--server", url)
        assert asked.code == 1
        assert says in asked.out
        assert "Traceback" not in asked.err
        made = world.run("demo-clinic", world.new_folder(), "--server", url)
        assert says in made.only_sentence()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def moved(world: CommandWorld, url: str) -> Path:
    """Copy the psychiatrist's profile, as if its server were elsewhere."""
    profile = world.copy()

    async def move(place: Workplace) -> None:
        await save_identity(place.store, dataclasses.replace(place.identity, server_url=url))

    world.at_work(profile, move)
    return profile


def test_nobody_there(world: CommandWorld) -> None:
    url = f"http://127.0.0.1:{free_port()}"
    profile = moved(world, url)
    planned = world.schedule(profile)
    assert "so the visit was not planned and nothing was saved" in planned.only_sentence()
    for outcome in (world.host(profile), world.join(world.link_at(url))):
        assert outcome.only_sentence().startswith(AWAY)
        assert outcome.code == 30


def test_the_own_server_of_another_age(world: CommandWorld) -> None:
    for protocol, says in ((PROTOCOL - 1, "is older than"), (PROTOCOL + 1, "is too old for")):
        with stranger(health(protocol)) as url:
            assert says in world.host(moved(world, url)).only_sentence()


@pytest.mark.parametrize(
    "url", ["http://example.org", "http://192.0.2.7:8443", "ftp://127.0.0.1", "localhost", ""]
)
def test_an_unprotected_address(world: CommandWorld, url: str) -> None:
    made = world.run("demo-clinic", world.new_folder(), "--server", url)
    assert made.only_sentence().startswith("The server's address is not protected")


def test_an_unprotected_link(world: CommandWorld) -> None:
    outcome = world.join(world.link_at("http://vidda.example"))
    assert outcome.only_sentence().startswith("The server's address is not protected")
    assert outcome.code == 33


def test_unprotected_on_purpose_is_warned_of(world: CommandWorld) -> None:
    # Leads to this computer, but is not written as an address of its own.
    url = world.server.url.replace("127.0.0.1", "0.0.0.0")
    link = unknown(world.link_at(url))
    assert world.join(link).code == 33
    allowed = world.join(link, VIDDA_INSECURE_HTTP="1")
    warning, last = allowed.err.splitlines()
    assert "WARNING" in warning
    assert "without TLS, as VIDDA_INSECURE_HTTP allows" in warning
    assert last.startswith("The server does not know this link.")
    assert allowed.code == 11


def unknown(link: str) -> str:
    """Write a link that no server knows."""
    return format_link(dataclasses.replace(parse_link(link), link=LinkId("0" * 32)))


def certificate(folder: Path, *, days: int = 1, name: str = "localhost") -> tuple[Path, Path]:
    """Make a certificate that no authority has signed."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=30))
        .not_valid_after(now + datetime.timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem, private = folder / "cert.pem", folder / "key.pem"
    pem.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return pem, private


WRONG = "The server could not prove that it is the right one."


@pytest.mark.parametrize(
    ("made", "trusted", "says"),
    [
        ({}, False, WRONG),
        ({"name": "vidda.example"}, True, WRONG),
        ({"days": -1}, True, "This computer's clock does not agree with the server."),
        ({}, True, "The server does not know this link."),
    ],
    ids=["unknown authority", "of another name", "run out", "right"],
)
def test_https(
    world: CommandWorld, tmp_path: Path, made: dict[str, object], trusted: bool, says: str
) -> None:
    pem, key = certificate(tmp_path, **made)  # type: ignore[arg-type]
    with server_process(tmp_path, "--tls-cert", pem, "--tls-key", key) as server:
        url = server.url.replace("127.0.0.1", "localhost")
        trust = {"SSL_CERT_FILE": str(pem)} if trusted else {}
        outcome = world.join(world.link_at(url), **trust)
    assert outcome.only_sentence().startswith(says)


def test_https_where_there_is_only_http(world: CommandWorld) -> None:
    url = world.server.url.replace("http:", "https:")
    assert world.join(world.link_at(url)).only_sentence().startswith(AWAY)

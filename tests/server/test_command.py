# SPDX-License-Identifier: GPL-3.0-or-later
"""The command ``vidda-server``: one line when ready, one sentence when not."""

from __future__ import annotations

import asyncio
import datetime
import os
import ssl
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp import ClientSession
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from signaling_server.__main__ import relay_secret
from signaling_server.serving import CannotServe, Options, SignalingServer
from tests.fakes.running_server import running_server
from tests.server.clinic import Clinic, Visitor
from tests.server.process import refusal, server_process
from tests.server.talk import talking


async def test_it_says_ready_serves_and_stops(tmp_path: Path, client: ClientSession) -> None:
    async with server_process(tmp_path / "data") as process:
        clinic = await Clinic(client, process.url).open()
        doctor = await clinic.enrol()
        patient = Visitor(
            client, process.url, await doctor.new_link(await doctor.new_appointment())
        )
        assert await patient.log_in() == 200
        async with talking(doctor), talking(patient):
            pass
        assert await doctor.status("GET", "/nothing-here") == 404
        code, out, err = await process.terminate()
    assert (code, out) == (0, "")
    for secret in (doctor.token, patient.token, patient.door.link, "127.0.0.1", doctor.user):
        assert secret not in err
    mode = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "data").rglob("*")}
    assert mode["server.db"] == mode["set-up-code"] == 0o600
    assert mode["uploads"] == mode["files"] == 0o700


async def test_a_second_server_is_told_why_not(tmp_path: Path) -> None:
    async with server_process(tmp_path):
        code, out, err = await refusal("serve", "--port", "0", "--data", tmp_path)
    assert (code, out) == (1, "")
    assert err == "vidda-server: Another vidda-server is using this database.\n"


async def test_what_cannot_be_served_is_said_in_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("no certificate, no folder")
    async with running_server(tmp_path) as server:
        port = int(server.url.rpartition(":")[2])
        good = Options(data=tmp_path / "other", port=0)
        for options, words in (
            (replace(good, port=port), f"127.0.0.1 port {port}: is it taken"),
            (replace(good, host="192.0.2.1"), "Nothing can listen"),
            (replace(good, data=file / "below"), "cannot be written"),
            (replace(good, data=server.data), "Another vidda-server"),
            (replace(good, tls_cert=file), "needed together"),
            (replace(good, tls_cert=file, tls_key=file), "cannot be read"),
            (replace(good, turn_urls=("turn:x",)), "both its address and its secret"),
            (replace(good, relay_only=True), "would let nobody meet"),
            (replace(good, database="mysql://x"), "Only sqlite and postgresql"),
        ):
            with pytest.raises(CannotServe, match=words):
                await SignalingServer.start(options, time.time)


def test_the_relays_secret_comes_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    with pytest.raises(CannotServe, match="cannot be read"):
        relay_secret(path)
    path.write_text("")
    with pytest.raises(CannotServe, match="is empty"):
        relay_secret(path)
    path.write_text("north\n")
    assert relay_secret(path) == "north"


async def test_it_serves_tls(tmp_path: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    cert_path, key_path = tmp_path / "cert.pem", tmp_path / "key.pem"
    cert_path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    key_path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    more = ("--tls-cert", cert_path, "--tls-key", key_path)
    trust = ssl.create_default_context(cafile=str(cert_path))
    async with server_process(tmp_path / "data", *more) as process, ClientSession() as client:
        assert process.url.startswith("https://127.0.0.1:")
        url = process.url.replace("127.0.0.1", "localhost")
        async with client.get(f"{url}/health", ssl=trust) as answer:
            assert answer.status == 200


def test_it_runs_without_the_clients_libraries() -> None:
    program = (
        "import sys, signaling_server.__main__;"
        "names = {name.partition('.')[0] for name in sys.modules};"
        "print(sorted(names & {'app', 'PySide6', 'aiortc', 'aioice', 'av', 'keyring', 'numpy',"
        " 'cv2', 'sqlcipher3', 'pyrage', 'platformdirs', 'rich', 'segno', 'PIL'}))"
    )
    result = subprocess.run(
        [sys.executable, "-c", program],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout.strip() == "[]"


IN_A_SMALL_TMPFS = (
    "unshare",
    "-rm",
    "sh",
    "-c",
    'mount -t tmpfs -o size=6m tmpfs "$0" && exec "$@"',
)


async def test_a_full_disk_is_said_and_recovers(tmp_path: Path, client: ClientSession) -> None:
    """The real thing, on a small tmpfs that only the server sees."""
    can = await asyncio.create_subprocess_exec(*IN_A_SMALL_TMPFS, tmp_path, "true", stderr=-3)
    if await can.wait():
        pytest.skip("this user may not mount, even in a namespace")
    data = tmp_path / "data"
    prefix = (*IN_A_SMALL_TMPFS, str(tmp_path))
    async with server_process(data, prefix=prefix) as process:
        seen = Path(f"/proc/{process.pid}/root{tmp_path}")
        clinic = await Clinic(client, process.url).open()
        doctor = await clinic.enrol()
        disk = os.statvfs(seen)
        (seen / "filler").write_bytes(b"x" * (disk.f_bavail * disk.f_bsize - 8192))
        statuses: list[int] = []
        while 507 not in statuses and len(statuses) < 30:
            statuses.append(await clinic.sign_directory())
        assert statuses[-1] == 507
        assert await doctor.status("GET", "/appointments") == 200
        (seen / "filler").unlink()
        clinic.version -= 1
        assert await clinic.sign_directory() == 204

# SPDX-License-Identifier: GPL-3.0-or-later
"""Which certificates are taken, on the real server with TLS."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from app.signaling.http import ClockWrong, ServerClient, UntrustedServer
from signaling_server.serving import Options
from tests.fakes.running_server import running_server


def certificate(folder: Path, *, address: str = "127.0.0.1", days: tuple[int, int]) -> Options:
    """Write a self-signed certificate for ``address``, valid between two days from now."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "a test")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + timedelta(days=days[0]))
        .not_valid_after(now + timedelta(days=days[1]))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(address))]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, SHA256())
    )
    cert, private = folder / "cert.pem", folder / "key.pem"
    cert.write_bytes(made.public_bytes(Encoding.PEM))
    private.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return Options(data=folder, port=0, tls_cert=cert, tls_key=private)


async def ask(folder: Path, options: Options) -> None:
    async with running_server(folder, options=options) as server:
        assert server.url.startswith("https://")
        client = ServerClient(server.url)
        try:
            await client.health()
        finally:
            await client.close()


async def test_certificate_that_the_system_trusts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = certificate(tmp_path, days=(-1, 1))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
    await ask(tmp_path, options)


async def test_certificate_of_nobody(tmp_path: Path) -> None:
    with pytest.raises(UntrustedServer):
        await ask(tmp_path, certificate(tmp_path, days=(-1, 1)))


async def test_certificate_of_another_host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    options = certificate(tmp_path, address="127.0.0.2", days=(-1, 1))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
    with pytest.raises(UntrustedServer):
        await ask(tmp_path, options)


@pytest.mark.parametrize("days", [(-9, -8), (8, 9)], ids=["over", "not yet"])
async def test_certificate_of_another_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, days: tuple[int, int]
) -> None:
    options = certificate(tmp_path, days=days)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
    with pytest.raises(ClockWrong):
        await ask(tmp_path, options)

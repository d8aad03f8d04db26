# SPDX-License-Identifier: GPL-3.0-or-later
"""What a socket may do, and what ends it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from aiohttp import ClientSession, WSServerHandshakeError
from multidict import CIMultiDict

from signaling_server.serving import Options
from signaling_server.wire import (
    CLOSE_BAD_MESSAGE,
    CLOSE_PROTOCOL,
    CLOSE_TOO_MANY,
    CLOSE_UNAUTHORISED,
    Admit,
    DirectoryChanged,
    Enter,
    ErrorCode,
    Hello,
    Knock,
    Ping,
    Pong,
    Relay,
    encode,
)
from tests.fakes.running_server import running_server
from tests.server.clinic import Caller, Clinic, Visitor
from tests.server.talk import open_socket, talking


async def refused(caller: Caller, **headers: str) -> int:
    with pytest.raises(WSServerHandshakeError) as error:
        async with open_socket(caller, **headers):
            pass
    return error.value.status


async def test_the_token_is_checked_before_the_upgrade(clinic: Clinic) -> None:
    doctor = await clinic.enrol()
    assert await refused(Caller(clinic.client, clinic.url)) == 401
    assert await refused(doctor, Authorization="Bearer wrong") == 401
    assert await refused(clinic) == 403
    assert await refused(doctor, Origin="https://evil.example") == 403
    assert await refused(doctor, Vidda_Protocol="2") == 426


async def test_a_browser_shows_its_token_in_the_sub_protocols(clinic: Clinic) -> None:
    doctor = await clinic.enrol()
    protocols = ("vidda", f"vidda.token.{doctor.token}")
    url = clinic.url + "/ws"
    async with clinic.client.ws_connect(url, protocols=protocols) as socket:
        assert socket.protocol == "vidda"
        await socket.send_str(encode(Hello(1)).decode())
        assert (await socket.receive_json())["message"]["type"] == "welcome"


async def test_an_allowed_origin_may_connect(tmp_path: Path, client: ClientSession) -> None:
    page = "https://visits.example"
    options = Options(data=tmp_path, port=0, origins=frozenset({page}))
    async with running_server(tmp_path, options=options) as server:
        clinic = await Clinic(client, server.url).open()
        doctor = await clinic.enrol()
        async with open_socket(doctor, Origin=page) as talk:
            await talk.hello()
        assert await refused(doctor, Origin=page + ".evil.example") == 403


BAD: list[tuple[Callable[[Any], Any], int]] = [
    (lambda s: s.send_str(encode(Ping("1")).decode()), CLOSE_BAD_MESSAGE),
    (lambda s: s.send_str("nonsense"), CLOSE_BAD_MESSAGE),
    (lambda s: s.send_bytes(encode(Hello(1))), CLOSE_BAD_MESSAGE),
    (lambda s: s.send_str(encode(Hello(2)).decode()), CLOSE_PROTOCOL),
]


@pytest.mark.parametrize(("send", "code"), BAD, ids=["ping", "nonsense", "binary", "protocol"])
async def test_a_bad_beginning(clinic: Clinic, send: Callable[[Any], Any], code: int) -> None:
    doctor = await clinic.enrol()
    async with open_socket(doctor) as talk:
        await send(talk.socket)
        assert await talk.closed() == code


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ('{"type":"knock","id":"1","name":"Kari"}', CLOSE_BAD_MESSAGE),
        ('{"type":"ping","id":""}', CLOSE_BAD_MESSAGE),
        ('{"type":"ping","id":"%s"}' % ("x" * 65), CLOSE_BAD_MESSAGE),
        (encode(Hello(1)).decode(), CLOSE_BAD_MESSAGE),
        ("x" * (64 * 1024 + 1), 1009),
    ],
    ids=["unknown field", "no id", "long id", "second hello", "too long"],
)
async def test_a_bad_message_ends_the_socket(clinic: Clinic, raw: str, code: int) -> None:
    doctor = await clinic.enrol()
    async with talking(doctor) as talk:
        await talk.socket.send_str(raw)
        assert await talk.closed() == code


async def test_a_flood_ends_the_socket(clinic: Clinic) -> None:
    doctor = await clinic.enrol()
    async with talking(doctor) as talk:
        with contextlib.suppress(ConnectionError):
            for number in range(200):
                await talk.say(Ping(str(number)))
        assert await talk.closed() == CLOSE_TOO_MANY


async def test_three_sockets_of_one_device(clinic: Clinic) -> None:
    doctor = await clinic.enrol()
    async with talking(doctor), talking(doctor), talking(doctor) as third:
        async with open_socket(doctor) as fourth:
            await fourth.say(Hello(1))
            assert await fourth.closed() == CLOSE_TOO_MANY
        assert isinstance(await third.ask(Ping), Pong)
        assert await third.ask(Knock, None) is ErrorCode.FORBIDDEN


async def test_a_revoked_device_is_out_within_a_second(clinic: Clinic) -> None:
    lost, colleague = await clinic.enrol(), await clinic.enrol()
    async with talking(lost) as out, talking(colleague) as stays:
        clinic.revoked.append(lost.device)
        async with asyncio.timeout(1.0):
            assert await clinic.sign_directory() == 204
            assert await out.closed() == CLOSE_UNAUTHORISED
        assert (await stays.wait_for(DirectoryChanged)).version == clinic.version
    assert await refused(lost) == 401


async def test_a_reader_that_never_reads_does_not_hold_up_others(clinic: Clinic) -> None:
    doctor = await clinic.enrol()
    appointment = await doctor.new_appointment()
    patient = Visitor(clinic.client, clinic.url, await doctor.new_link(appointment))
    assert await patient.log_in() == 200
    async with talking(doctor) as host, talking(patient) as deaf:
        assert deaf.welcome is not None
        who = deaf.welcome.me
        await deaf.ask(Knock, None)
        await host.ask(Enter, appointment)
        await host.ask(Admit, appointment, who, "call")
        async with asyncio.timeout(5.0):
            for _ in range(50):
                # 2.3 MB towards somebody who takes nothing; each is answered all the same.
                await host.ask(Relay, appointment, who, "x" * 47_000)


async def test_headers_that_do_not_come_end_the_connection(tmp_path: Path) -> None:
    options = Options(data=tmp_path, port=0, header_seconds=0.2)
    async with running_server(tmp_path, options=options) as server:
        where = urlsplit(server.url)
        reader, writer = await asyncio.open_connection(where.hostname, where.port)
        writer.write(b"GET /health HTTP/1.1\r\nHost: x\r\n")
        async with asyncio.timeout(5.0):
            assert await reader.read() == b""
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()


async def test_bodies_are_bounded(clinic: Clinic) -> None:
    big = b"x" * (65 * 1024)
    assert await clinic.status("POST", "/auth/challenge", big) == 413
    assert await clinic.status("POST", "/auth/challenge", b"{}") == 400
    assert await clinic.status("POST", "/auth/challenge", b'{"subject":"../etc"}') == 400
    assert await clinic.status("GET", "/organizations/../../etc/passwd") == 404
    answer, raw = await clinic.call("GET", "/appointments", Vidda_Protocol="0")
    assert (answer.status, raw) == (426, b'{"code":"old-protocol","retry_after_s":null}')
    assert await clinic.status("GET", "/health", Vidda_Protocol="0") == 200


async def test_one_address_may_not_ask_for_ever(tmp_path: Path, client: ClientSession) -> None:
    async with running_server(tmp_path, clock=lambda: 1_800_000_000.0) as server:
        caller, body = Caller(client, server.url), b'{"subject":"%s"}' % (b"0" * 32)
        for _ in range(200):
            assert await caller.status("POST", "/auth/challenge", body) == 200
        answer, _ = await caller.call("POST", "/auth/challenge", body)
        assert answer.status == 429
        assert answer.headers["Retry-After"] == "1"


async def test_behind_a_proxy_the_last_word_is_the_proxys(
    tmp_path: Path, client: ClientSession
) -> None:
    """Some proxies add a line of their own below the one that the client made up."""
    options = Options(data=tmp_path, port=0, behind_proxy=True)
    fixed = 1_800_000_000.0
    async with running_server(tmp_path, clock=lambda: fixed, options=options) as server:

        async def ask(made_up: str, told: str) -> int:
            headers = CIMultiDict([("X-Forwarded-For", made_up), ("X-Forwarded-For", told)])
            body = {"subject": "0" * 32}
            url = server.url + "/auth/challenge"
            async with client.post(url, json=body, headers=headers) as answer:
                return answer.status

        codes = [await ask(f"192.0.2.{number}", "198.51.100.7") for number in range(201)]
        assert codes == [200] * 200 + [429]
        assert await ask("192.0.2.1", "198.51.100.8") == 200

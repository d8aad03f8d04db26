# SPDX-License-Identifier: GPL-3.0-or-later
"""An organisation with its people, who talk to a server by the wire alone."""

from __future__ import annotations

import hashlib
import secrets
import time
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, TypeVar

import msgspec
from aiohttp import ClientResponse, ClientSession
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from signaling_server.wire import Role, Struct, decode
from signaling_server.wire_http import (
    Challenge,
    DeviceBody,
    Directory,
    DirectoryBody,
    DirectoryUser,
    EnrolmentClaim,
    GuestLogin,
    GuestLoginAnswer,
    Login,
    LoginAnswer,
    NewAppointment,
    NewEnrolment,
    NewLink,
    NewOrganization,
    SignedDocument,
)

T = TypeVar("T", bound=Struct)
DAY = 86400.0


def new_id() -> str:
    return secrets.token_hex(16)


def public(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes_raw()


def sign(key: Ed25519PrivateKey, context: str, body: bytes) -> bytes:
    return key.sign(context.encode() + b"\0" + body)


def signed(key: Ed25519PrivateKey, context: str, body: Struct) -> SignedDocument:
    raw = msgspec.json.encode(body)
    return SignedDocument(raw, sign(key, context, raw))


class Clock:
    """A server's clock that a test sets."""

    def __init__(self) -> None:
        self.now = time.time()

    def __call__(self) -> float:
        return self.now


class Caller:
    """Somebody with an HTTP client and perhaps a token."""

    def __init__(self, client: ClientSession, url: str) -> None:
        self.client = client
        self.url = url
        self.token = ""

    def headers(self, **more: str) -> dict[str, str]:
        named = {name.replace("_", "-"): value for name, value in more.items()}
        token = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        return {"Vidda-Protocol": "1", **token, **named}

    async def call(
        self, method: str, path: str, body: Struct | bytes | None = None, **headers: str
    ) -> tuple[ClientResponse, bytes]:
        raw = msgspec.json.encode(body) if isinstance(body, msgspec.Struct) else body
        raw = raw if raw is None else BytesIO(raw)
        answer = await self.client.request(
            method, self.url + path, data=raw, headers=self.headers(**headers)
        )
        async with answer:
            return answer, await answer.read()

    async def status(
        self, method: str, path: str, body: Struct | bytes | None = None, **headers: str
    ) -> int:
        return (await self.call(method, path, body, **headers))[0].status

    async def get(self, path: str, kind: type[T]) -> T:
        answer, raw = await self.call("GET", path)
        assert answer.status == 200, (path, answer.status, raw)
        return decode(raw, kind)

    async def challenge(self, subject: str) -> Challenge:
        _, raw = await self.call(
            "POST", "/auth/challenge", msgspec.json.encode({"subject": subject})
        )
        return decode(raw, Challenge)

    async def log_in_as(self, subject: str, key: Ed25519PrivateKey) -> int:
        challenge = await self.challenge(subject)
        body = b"\0".join((challenge.server.encode(), subject.encode(), challenge.nonce))
        login = Login(subject, challenge.nonce, sign(key, "vidda/login/v1", body))
        answer, raw = await self.call("POST", "/auth/session", login)
        if answer.status == 200:
            self.token = decode(raw, LoginAnswer).token
        return answer.status


class Person(Caller):
    """A member of staff with one device."""

    def __init__(self, client: ClientSession, url: str, now: float) -> None:
        super().__init__(client, url)
        self.now = now
        self.user = new_id()
        self.device = new_id()
        self.user_key = Ed25519PrivateKey.generate()
        self.device_key = Ed25519PrivateKey.generate()

    def device_document(
        self, device: str | None = None, key: Ed25519PrivateKey | None = None
    ) -> SignedDocument:
        body = DeviceBody(
            device or self.device,
            self.user,
            public(self.user_key),
            public(key or self.device_key),
            b"s" * 1216,
            self.now,
            self.now + 300 * DAY,
        )
        return signed(self.user_key, "vidda/device/v1", body)

    def entry(self) -> DirectoryUser:
        return DirectoryUser(
            self.user,
            "Kari Nordmann",
            "psychiatrist",
            "Clinic",
            "1234567",
            public(self.user_key),
            self.now - DAY,
            self.now + 300 * DAY,
        )

    async def log_in(self) -> int:
        return await self.log_in_as(self.device, self.device_key)

    async def new_appointment(self, start: float | None = None, minutes: float = 45) -> str:
        appointment = new_id()
        begin = self.now + 600 if start is None else start
        status = await self.status(
            "PUT", f"/appointments/{appointment}", NewAppointment(begin, begin + minutes * 60)
        )
        assert status == 201
        return appointment

    async def new_link(self, appointment: str, role: Role = Role.PATIENT) -> Door:
        door = Door(new_id(), appointment)
        new = NewLink(appointment, public(door.key), role, b"sealed card")
        assert await self.status("PUT", f"/links/{door.link}", new) == 201
        return door


@dataclass
class Door:
    """A link with its secret."""

    link: str
    appointment: str
    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)


class Visitor(Caller):
    """A guest with one seat on a link."""

    def __init__(self, client: ClientSession, url: str, door: Door) -> None:
        super().__init__(client, url)
        self.door = door
        self.seat_key = Ed25519PrivateKey.generate()
        self.answer: GuestLoginAnswer | None = None

    async def log_in(self, link_key: Ed25519PrivateKey | None = None) -> int:
        challenge = await self.challenge(self.door.link)
        link = self.door.link.encode()
        seat = public(self.seat_key)
        body = b"\0".join((challenge.server.encode(), link, challenge.nonce))
        login = GuestLogin(
            self.door.link,
            challenge.nonce,
            seat,
            sign(link_key or self.door.key, "vidda/seat/v1", link + b"\0" + seat),
            sign(self.seat_key, "vidda/login/v1", body),
        )
        answer, raw = await self.call("POST", f"/links/{self.door.link}/session", login)
        if answer.status == 200:
            self.answer = decode(raw, GuestLoginAnswer)
            self.token = self.answer.token
        return answer.status


class Clinic(Caller):
    """An organisation; its token is the administrator's."""

    def __init__(self, client: ClientSession, url: str, now: float | None = None) -> None:
        super().__init__(client, url)
        self.now = time.time() if now is None else now
        self.key = Ed25519PrivateKey.generate()
        self.organization = hashlib.sha256(public(self.key)).hexdigest()[:32]
        self.version = 0
        self.people: list[Person] = []
        self.revoked: list[str] = []

    def next_directory(self) -> SignedDocument:
        self.version += 1
        body = DirectoryBody(
            self.organization,
            "Clinic",
            self.version,
            self.now,
            tuple(person.entry() for person in self.people),
            tuple(self.revoked),
        )
        return signed(self.key, "vidda/directory/v1", body)

    async def create(self, **headers: str) -> int:
        new = NewOrganization(public(self.key), self.next_directory())
        return await self.status("PUT", f"/organizations/{self.organization}", new, **headers)

    async def log_in(self) -> int:
        return await self.log_in_as(self.organization, self.key)

    async def sign_directory(self) -> int:
        path = f"/organizations/{self.organization}/directory"
        return await self.status("PUT", path, self.next_directory())

    async def directory(self) -> Directory:
        return await self.get(f"/organizations/{self.organization}", Directory)

    async def invite(self, expires: float | None = None) -> str:
        enrolment = new_id()
        until = self.now + DAY if expires is None else expires
        path = f"/organizations/{self.organization}/enrolments/{enrolment}"
        assert await self.status("PUT", path, NewEnrolment(enrolment, until)) == 201
        return enrolment

    async def enrol(self) -> Person:
        """Invite somebody, have them claim, vouch for them and log them in."""
        person = Person(self.client, self.url, self.now)
        enrolment = await self.invite()
        claim = EnrolmentClaim(public(person.user_key), person.device_document(), b"m" * 32)
        assert await person.status("PUT", f"/enrolments/{enrolment}/claim", claim) == 201
        self.people.append(person)
        assert await self.sign_directory() == 204
        assert await person.log_in() == 200
        return person

    async def open(self) -> Clinic:
        assert await self.create() == 201
        assert await self.log_in() == 200
        return self


def as_json(raw: bytes) -> Any:
    return msgspec.json.decode(raw)

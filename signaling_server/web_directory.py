# SPDX-License-Identifier: GPL-3.0-or-later
"""Requests about organisations, the directory, invitations and devices."""

from __future__ import annotations

import hmac
from typing import Final

from aiohttp import web

from signaling_server import devices, directory, enrolments
from signaling_server.database import Database
from signaling_server.hub import Hub
from signaling_server.ids import DeviceId, EnrolmentId, OrganizationId
from signaling_server.limits import Buckets, Clock
from signaling_server.refusal import Refusal
from signaling_server.web_request import Gate, answer, nothing, path_id, read_struct
from signaling_server.wire import MAX_DIRECTORY_BYTES, ErrorCode
from signaling_server.wire_http import (
    EnrolmentClaim,
    NewEnrolment,
    NewOrganization,
    SignedDocument,
)

DIRECTORY_BODY_BYTES: Final = MAX_DIRECTORY_BYTES * 4 // 3 + 64 * 1024


class DirectoryRoutes:
    """Who belongs to an organisation, and how they come to."""

    def __init__(
        self, database: Database, gate: Gate, hub: Hub, clock: Clock, set_up_code: str
    ) -> None:
        self._database = database
        self._gate = gate
        self._hub = hub
        self._clock = clock
        self._set_up_code = set_up_code
        self._set_up_tries = Buckets(0.1, 10)
        self._claims = Buckets(0.5, 60)

    def routes(self) -> list[web.RouteDef]:
        """The paths of this part."""
        return [
            web.put("/organizations/{organization}", self._create),
            web.get("/organizations/{organization}", self._read),
            web.put("/organizations/{organization}/directory", self._sign),
            web.put("/organizations/{organization}/enrolments/{enrolment}", self._invite),
            web.get("/organizations/{organization}/enrolments", self._invitations),
            web.put("/enrolments/{enrolment}/claim", self._claim),
            web.get("/enrolments/{enrolment}", self._enrolment),
            web.put("/devices/{device}", self._add_device),
        ]

    async def _create(self, request: web.Request) -> web.Response:
        if not self._gate.is_local(request):
            self._check_set_up_code(request)
        organization = OrganizationId(path_id(request, "organization"))
        new = await read_struct(request, NewOrganization, DIRECTORY_BODY_BYTES)
        async with self._database.write() as connection:
            created = await directory.create_organization(
                connection, organization, new, self._clock()
            )
        return nothing(201 if created else 200)

    def _check_set_up_code(self, request: web.Request) -> None:
        wait = self._set_up_tries.wait(self._gate.address(request), self._clock())
        if wait:
            raise Refusal(ErrorCode.TOO_MANY, retry_after_s=wait)
        given = request.headers.get("Vidda-Set-Up-Code", "").strip()
        if not hmac.compare_digest(given.encode("utf-8", "replace"), self._set_up_code.encode()):
            raise Refusal(ErrorCode.SET_UP_CODE)

    async def _read(self, request: web.Request) -> web.Response:
        organization = OrganizationId(path_id(request, "organization"))
        async with self._database.read() as connection:
            found = await directory.directory(connection, organization, self._clock())
        headers = {"ETag": found.tag, "Cache-Control": "no-cache"}
        if request.headers.get("If-None-Match") == found.tag:
            return web.Response(status=304, headers=headers)
        return answer(found.directory, headers=headers)

    async def _sign(self, request: web.Request) -> web.Response:
        organization = await self._gate.administrator(request)
        document = await read_struct(request, SignedDocument, DIRECTORY_BODY_BYTES)
        async with self._database.write() as connection:
            version = await directory.put_directory(
                connection, organization, document, self._clock()
            )
        if version is not None:
            await self._hub.directory_changed(organization, version)
        return nothing()

    async def _invite(self, request: web.Request) -> web.Response:
        organization = await self._gate.administrator(request)
        enrolment = EnrolmentId(path_id(request, "enrolment"))
        new = await read_struct(request, NewEnrolment)
        async with self._database.write() as connection:
            created = await enrolments.put_enrolment(
                connection, organization, enrolment, new, self._clock()
            )
        return nothing(201 if created else 200)

    async def _invitations(self, request: web.Request) -> web.Response:
        organization = await self._gate.administrator(request)
        async with self._database.read() as connection:
            return answer(await enrolments.enrolments_of(connection, organization))

    async def _claim(self, request: web.Request) -> web.Response:
        wait = self._claims.wait(self._gate.address(request), self._clock())
        if wait:
            raise Refusal(ErrorCode.TOO_MANY, retry_after_s=wait)
        enrolment = EnrolmentId(path_id(request, "enrolment"))
        claim = await read_struct(request, EnrolmentClaim)
        async with self._database.write() as connection:
            created = await enrolments.claim_enrolment(connection, enrolment, claim, self._clock())
        return nothing(201 if created else 200)

    async def _enrolment(self, request: web.Request) -> web.Response:
        enrolment = EnrolmentId(path_id(request, "enrolment"))
        async with self._database.read() as connection:
            return answer(await enrolments.enrolment(connection, enrolment))

    async def _add_device(self, request: web.Request) -> web.Response:
        staff = await self._gate.staff(request)
        device = DeviceId(path_id(request, "device"))
        document = await read_struct(request, SignedDocument)
        now = self._clock()
        async with self._database.write() as connection:
            created = await devices.add_device(connection, staff.user, device, document, now)
        if created:
            async with self._database.read() as connection:
                version = (await directory.directory(connection, staff.organization, now)).version
            await self._hub.directory_changed(staff.organization, version)
        return nothing(201 if created else 200)

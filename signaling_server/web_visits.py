# SPDX-License-Identifier: GPL-3.0-or-later
"""Requests about appointments, links and the relay, and the page behind a link."""

from __future__ import annotations

import base64
import hashlib
from typing import Final

from aiohttp import web

from signaling_server import links, schedule
from signaling_server.accounts import Guest
from signaling_server.database import Database
from signaling_server.ids import AppointmentId, LinkId, new_id
from signaling_server.limits import Clock
from signaling_server.refusal import Refusal
from signaling_server.turn import Relay
from signaling_server.visits import Visits
from signaling_server.web_request import Gate, answer, nothing, path_id, read_struct
from signaling_server.wire import ErrorCode
from signaling_server.wire_http import AppointmentChange, NewAppointment, NewLink

_STYLE: Final = (
    "body{margin:0;font:1.125rem/1.6 system-ui,sans-serif;color:#1d2a35;background:#f5f7f8}"
    "main{max-width:36rem;margin:0 auto;padding:3rem 1.5rem}"
    "h1{font-size:1.5rem;line-height:1.3;margin:0 0 1rem}"
    "section+section{margin-top:2.5rem;padding-top:2.5rem;border-top:1px solid #ccd5db}"
    "@media(prefers-color-scheme:dark){body{color:#e6ecf0;background:#12191f}"
    "section+section{border-color:#33414c}}"
)
_PAGE: Final = f"""<!doctype html>
<html lang="nb">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<title>Vidda</title>
<style>{_STYLE}</style>
</head>
<body>
<main>
<section>
<h1>Dette er inngangen til en videotime</h1>
<p>Åpne programmet Vidda på datamaskinen din og lim inn hele lenken du fikk, helt til siste tegn.
Da kommer du til venterommet.</p>
<p>At du åpnet denne siden, har ikke endret noe. Lenken er like god som før, og du er ikke meldt
som kommet.</p>
<p>Får du det ikke til, ring telefonnummeret som står i innkallingen.</p>
</section>
<section lang="en">
<h1>This is the door to a video visit</h1>
<p>Open the program Vidda on your computer and paste the whole link that you were given, to its
last character. It takes you to the waiting room.</p>
<p>Opening this page has changed nothing. The link is as good as before, and nobody has been told
that you are here.</p>
<p>If it does not work, call the telephone number in your invitation.</p>
</section>
</main>
</body>
</html>
"""
_STYLE_HASH: Final = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_PAGE_POLICY: Final = (
    f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


class VisitRoutes:
    """What is arranged before a visit, and the way to the relay during one."""

    def __init__(
        self,
        database: Database,
        gate: Gate,
        visits: Visits,
        clock: Clock,
        relay: Relay,
    ) -> None:
        self._database = database
        self._gate = gate
        self._visits = visits
        self._clock = clock
        self._relay = relay

    def routes(self) -> list[web.RouteDef]:
        """The paths of this part."""
        return [
            web.put("/appointments/{appointment}", self._put_appointment),
            web.get("/appointments", self._appointments),
            web.patch("/appointments/{appointment}", self._change),
            web.post("/appointments/{appointment}/ice-servers", self._ice_servers),
            web.put("/links/{link}", self._put_link),
            web.delete("/links/{link}", self._close_link),
            web.get("/j/{link}", self._page),
        ]

    async def _put_appointment(self, request: web.Request) -> web.Response:
        staff = await self._gate.staff(request)
        appointment = AppointmentId(path_id(request, "appointment"))
        new = await read_struct(request, NewAppointment)
        async with self._database.write() as connection:
            kept, created = await schedule.put_appointment(connection, staff, appointment, new)
        return answer(kept, 201 if created else 200)

    async def _appointments(self, request: web.Request) -> web.Response:
        staff = await self._gate.staff(request)
        async with self._database.read() as connection:
            return answer(await schedule.appointments_of(connection, staff.user, self._clock()))

    async def _change(self, request: web.Request) -> web.Response:
        staff = await self._gate.staff(request)
        appointment = AppointmentId(path_id(request, "appointment"))
        change = await read_struct(request, AppointmentChange)
        return answer(await self._visits.change_state(staff.user, appointment, change.state))

    async def _put_link(self, request: web.Request) -> web.Response:
        staff = await self._gate.staff(request)
        link = LinkId(path_id(request, "link"))
        new = await read_struct(request, NewLink)
        async with self._database.write() as connection:
            created = await links.put_link(connection, staff.user, link, new, self._clock())
        return nothing(201 if created else 200)

    async def _close_link(self, request: web.Request) -> web.Response:
        staff = await self._gate.staff(request)
        await self._visits.close_link(staff.user, LinkId(path_id(request, "link")))
        return nothing()

    async def _ice_servers(self, request: web.Request) -> web.Response:
        subject = await self._gate.staff_or_guest(request)
        appointment = AppointmentId(path_id(request, "appointment"))
        async with self._database.read() as connection:
            if isinstance(subject, Guest):
                seat = await links.seat(connection, subject.participant)
                if seat.appointment != appointment:
                    raise Refusal(ErrorCode.NOT_FOUND)
                if seat.call is None:
                    raise Refusal(ErrorCode.NOT_ADMITTED)
            else:
                await schedule.own_appointment(connection, subject.user, appointment)
        return answer(self._relay.credentials(new_id(), self._clock()))

    async def _page(self, _request: web.Request) -> web.Response:
        # The same page for every link, there or not: nothing is looked up, nothing changes.
        return web.Response(
            text=_PAGE,
            content_type="text/html",
            headers={"Content-Security-Policy": _PAGE_POLICY},
        )

# SPDX-License-Identifier: GPL-3.0-or-later
"""Puts the web server together: paths, what is asked of every request, and how errors look."""

from __future__ import annotations

import errno
import logging
from collections.abc import Awaitable, Callable, Iterable
from typing import Final

from aiohttp import web
from sqlalchemy.exc import DBAPIError

from signaling_server.limits import REQUEST_BURST, REQUESTS_PER_SECOND, Buckets, Clock
from signaling_server.refusal import Refusal
from signaling_server.web_request import Gate, problem
from signaling_server.wire import PROTOCOL, ErrorCode, WireError

_log = logging.getLogger(__name__)

_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
_UNVERSIONED: Final = ("/health", "/j/")
_ROUTE_ERRORS: Final = {
    404: ErrorCode.NOT_FOUND,
    405: ErrorCode.BAD_REQUEST,
    413: ErrorCode.TOO_LARGE,
}
_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    # In place of the versions of Python and aiohttp.
    "Server": "vidda",
}


def build_application(routes: Iterable[web.RouteDef], gate: Gate, clock: Clock) -> web.Application:
    """Make the application of all routes."""
    requests = Buckets(REQUESTS_PER_SECOND, REQUEST_BURST)

    @web.middleware
    async def admit_and_translate(request: web.Request, handler: _Handler) -> web.StreamResponse:
        try:
            wait = requests.wait(gate.address(request), clock())
            if wait:
                raise Refusal(ErrorCode.TOO_MANY, retry_after_s=wait)
            _check_protocol(request)
            return await handler(request)
        except Exception as error:
            return problem(_refusal_for(error, request))

    application = web.Application(middlewares=[admit_and_translate])
    application.router.add_routes(routes)
    application.on_response_prepare.append(_add_headers)
    return application


def _check_protocol(request: web.Request) -> None:
    # A client of another protocol must be able to ask which one this is.
    if request.path.startswith(_UNVERSIONED):
        return
    if request.headers.get("Vidda-Protocol", str(PROTOCOL)) != str(PROTOCOL):
        raise Refusal(ErrorCode.OLD_PROTOCOL)


def _refusal_for(error: Exception, request: web.Request) -> Refusal:
    match error:
        case Refusal():
            return error
        case WireError():
            return Refusal(ErrorCode.BAD_REQUEST)
        case web.HTTPException():
            code = _ROUTE_ERRORS.get(error.status, ErrorCode.BAD_REQUEST)
            return Refusal(code, status=error.status)
        case OSError() if error.errno in (errno.ENOSPC, errno.EDQUOT):
            return Refusal(ErrorCode.STORAGE_FULL)
        case DBAPIError() if "is full" in str(error.orig):
            return Refusal(ErrorCode.STORAGE_FULL)
        case ConnectionError():
            # The asker is gone; nobody will read this.
            return Refusal(ErrorCode.UNAVAILABLE)
        case _:
            resource = request.match_info.route.resource
            path = resource.canonical if resource is not None else "?"
            _log.error("%s %s failed", request.method, path, exc_info=error)
            return Refusal(ErrorCode.UNAVAILABLE, status=500)


async def _add_headers(request: web.Request, response: web.StreamResponse) -> None:
    if request.path.startswith("/uploads"):
        response.headers.setdefault("Tus-Resumable", "1.0.0")
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers["Server"] = _HEADERS["Server"]

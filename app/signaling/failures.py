# SPDX-License-Identifier: GPL-3.0-or-later
"""What can go wrong with a request to the server, sorted from what the network says."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from typing import Final

import aiohttp

from app.errors import KnownError
from signaling_server.wire import ErrorCode, WireError, decode
from signaling_server.wire_http import Problem

# X509_V_ERR_CERT_NOT_YET_VALID and X509_V_ERR_CERT_HAS_EXPIRED.
_CERTIFICATE_DATES: Final = frozenset({9, 10})


class ServerUnreachable(KnownError):
    """The server cannot be reached. Nothing is lost on this computer. Check the network and try
    again."""


class InsecureServer(KnownError):
    """The server's address is not protected: it must begin with https. Nothing was sent. Ask your
    administrator for the right address."""


class ClockWrong(KnownError):
    """This computer's clock does not agree with the server. Nothing was changed. Set date and time
    right; if they are right, tell your administrator.

    ``ahead_s`` is how far this clock runs ahead, where that is known.
    """

    def __init__(self, ahead_s: float | None = None) -> None:
        super().__init__(ahead_s)
        self.ahead_s = ahead_s


class UntrustedServer(KnownError):
    """The server could not prove that it is the right one. Nothing was sent. Check the address, or
    tell your administrator."""


class OlderProtocol(KnownError):
    """The server is older than this program, and the two do not understand each other. Nothing was
    changed. Ask your administrator to update the server."""


class NewerProtocol(KnownError):
    """This program is too old for the server. Nothing was changed. Install the latest version."""


class BadServerAnswer(KnownError):
    """The server answered something that this program does not understand. Nothing was changed.
    Check the server's address, and that both are up to date."""


class RefusedByServer(KnownError):
    """The server refused the request. Nothing was changed.

    ``code`` says why, for programs.
    """

    def __init__(
        self, code: ErrorCode, retry_after_s: float | None = None, status: int = 0
    ) -> None:
        super().__init__(code)
        self.code = code
        self.retry_after_s = retry_after_s
        self.status = status
        """HTTP status, 0 where the refusal came over the WebSocket."""

    def sentence(self) -> str:
        """Say why, as far as the code tells."""
        return _REFUSALS.get(self.code, f"{super().sentence()} (Reason: {self.code.value}.)")


_REFUSALS: Final[Mapping[ErrorCode, str]] = {
    ErrorCode.UNAUTHORISED: "The server does not know this login. Nothing was changed. "
    "Try again; if it stays so, your administrator may have removed this device.",
    ErrorCode.REVOKED: "This device or person no longer has access. Nothing was changed. "
    "Ask your administrator.",
    ErrorCode.NOT_FOUND: "The server does not have that. Nothing was changed.",
    ErrorCode.GONE: "That is over or no longer valid. Nothing was changed.",
    ErrorCode.TOO_EARLY: "The door is not open yet; it opens 30 minutes before the start.",
    ErrorCode.TOO_LATE: "The door is closed; the visit is over.",
    ErrorCode.TOO_MANY: "The server asks to slow down. Nothing was changed. "
    "Wait a minute and try again.",
    ErrorCode.STORAGE_FULL: "The server's storage is full. Nothing is lost on this computer. "
    "Tell your administrator.",
    ErrorCode.QUOTA_EXCEEDED: "Your share of the server's storage is used up. Nothing is lost on "
    "this computer. It frees itself as what you sent is received and grows old; or ask your "
    "administrator for more.",
    ErrorCode.SET_UP_CODE: "The server wants its set-up code, which stands in the file "
    "set-up-code in its data folder. Nothing was changed.",
}


def network_failure(error: Exception) -> KnownError:
    """Sort a failure of the network library into ours."""
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        cause = error.certificate_error
        if isinstance(cause, ssl.SSLCertVerificationError) and (
            cause.verify_code in _CERTIFICATE_DATES
        ):
            return ClockWrong()
        return UntrustedServer()
    return ServerUnreachable()


STATUSES: Final = {
    401: ErrorCode.UNAUTHORISED,
    403: ErrorCode.FORBIDDEN,
    404: ErrorCode.NOT_FOUND,
    409: ErrorCode.CONFLICT,
    410: ErrorCode.GONE,
    413: ErrorCode.TOO_LARGE,
    425: ErrorCode.TOO_EARLY,
    426: ErrorCode.OLD_PROTOCOL,
    429: ErrorCode.TOO_MANY,
    507: ErrorCode.STORAGE_FULL,
}


def refusal(status: int, body: bytes) -> KnownError:
    """Read why a request was refused; ``body`` is a Problem if our server wrote it."""
    try:
        problem = decode(body, Problem)
    except WireError:
        # A proxy's page, or a server that is just starting: nothing our server meant to say.
        if status >= 500 and status != 507:
            return ServerUnreachable()
        problem = Problem(STATUSES.get(status, ErrorCode.BAD_REQUEST))
    if status == 426:
        return NewerProtocol()
    if problem.code is ErrorCode.UNAVAILABLE:
        return ServerUnreachable()
    return RefusedByServer(problem.code, problem.retry_after_s, status)

# SPDX-License-Identifier: GPL-3.0-or-later
"""Builds the server in order, runs it, and closes it in reverse."""

from __future__ import annotations

import contextlib
import os
import secrets
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from aiohttp import web
from sqlalchemy import insert, select
from sqlalchemy.exc import SQLAlchemyError

from signaling_server import tables
from signaling_server.beat import Beat
from signaling_server.database import Database, DatabaseUnusable
from signaling_server.housekeeping import forget_old
from signaling_server.hub import Hub
from signaling_server.limits import Clock
from signaling_server.spool import Spool
from signaling_server.turn import Relay
from signaling_server.visits import Visits
from signaling_server.web import build_application
from signaling_server.web_directory import DirectoryRoutes
from signaling_server.web_login import LoginRoutes
from signaling_server.web_parcels import ParcelRoutes
from signaling_server.web_request import Gate
from signaling_server.web_socket import SocketRoutes
from signaling_server.web_uploads import UploadRoutes
from signaling_server.web_visits import VisitRoutes

HEADER_SECONDS: Final = 10.0
REVALIDATION_SECONDS: Final = 300.0
"""How often the token of an open socket is checked, and kept alive."""
CLOSING_SECONDS: Final = 5.0
ROOM_BEAT_SECONDS: Final = 0.5


class CannotServe(Exception):
    """The server cannot start; the text says why in one sentence."""


@dataclass(frozen=True, slots=True)
class Options:
    """How a server is to run."""

    data: Path
    host: str = "127.0.0.1"
    port: int = 8443
    database: str | None = field(default=None, repr=False)
    tls_cert: Path | None = None
    tls_key: Path | None = None
    turn_urls: tuple[str, ...] = ()
    turn_secret: str = field(default="", repr=False)
    relay_only: bool | None = None
    """None: where a relay is configured."""
    origins: frozenset[str] = frozenset()
    behind_proxy: bool = False
    quota_bytes: int = 20 * 1024**3
    """Of each sender, for what lies on the server."""
    reserve_bytes: int = 64 * 1024**2
    """Kept free on the disk, for the database."""
    header_seconds: float = HEADER_SECONDS
    revalidation_seconds: float = REVALIDATION_SECONDS


class SignalingServer:
    """A running server. ``start`` builds everything; ``close`` ends it in reverse order."""

    def __init__(self, url: str, closing: contextlib.AsyncExitStack) -> None:
        self.url = url
        self._closing = closing

    @classmethod
    async def start(cls, options: Options, clock: Clock) -> SignalingServer:
        """Open the data folder and the database, and listen.

        Raises:
            CannotServe: with a sentence for the person who started it.
        """
        certificate = _certificate(options)
        set_up_code = _prepare_data(options.data)
        async with contextlib.AsyncExitStack() as stack:
            try:
                database = await Database.open(options.data, options.database)
            except DatabaseUnusable as error:
                raise CannotServe(str(error)) from error
            stack.push_async_callback(database.close)
            try:
                name = await _server_name(database)
            except SQLAlchemyError as error:
                raise CannotServe("The database cannot be written.") from error
            spool = _spool(options.data)
            hub = Hub(database, clock)
            application = _application(options, database, hub, spool, clock, name, set_up_code)
            for beat in (
                Beat("rooms", ROOM_BEAT_SECONDS, _async(hub.tick)),
                Beat("housekeeping", 3600.0, lambda: forget_old(database, spool, clock)),
            ):
                stack.push_async_callback(beat.close)
            runner = web.AppRunner(
                application,
                access_log=None,
                # aiohttp closes a connection whose first headers do not come in this time, too.
                keepalive_timeout=options.header_seconds,
                shutdown_timeout=CLOSING_SECONDS,
            )
            await runner.setup()
            stack.push_async_callback(runner.cleanup)
            port = await _listen(runner, options, certificate)
            scheme = "http" if certificate is None else "https"
            host = f"[{options.host}]" if ":" in options.host else options.host
            return cls(f"{scheme}://{host}:{port}", stack.pop_all())

    async def close(self) -> None:
        """Stop listening, tell the clients, and let go of the database."""
        await self._closing.aclose()


def _application(
    options: Options,
    database: Database,
    hub: Hub,
    spool: Spool,
    clock: Clock,
    name: str,
    set_up_code: str,
) -> web.Application:
    """Join the parts that answer requests."""
    gate = Gate(database, clock, options.behind_proxy)
    visits = Visits(database, hub, clock)
    relay = _relay(options)
    routes = [
        *LoginRoutes(database, gate, clock, name).routes(),
        *DirectoryRoutes(database, gate, hub, clock, set_up_code).routes(),
        *VisitRoutes(database, gate, visits, clock, relay).routes(),
        *SocketRoutes(
            database, gate, hub, visits, clock, options.origins, options.revalidation_seconds
        ).routes(),
        *ParcelRoutes(database, gate, hub, spool, clock, options.quota_bytes).routes(),
        *UploadRoutes(database, gate, spool, clock, options.reserve_bytes).routes(),
    ]
    application = build_application(routes, gate, clock)

    async def close_sockets(_application: web.Application) -> None:
        hub.close()

    application.on_shutdown.append(close_sockets)
    return application


def _relay(options: Options) -> Relay:
    if bool(options.turn_urls) != bool(options.turn_secret):
        raise CannotServe("A relay needs both its address and its secret.")
    wanted = bool(options.turn_urls) if options.relay_only is None else options.relay_only
    if wanted and not options.turn_urls:
        raise CannotServe("Without a relay, relay-only would let nobody meet.")
    return Relay(options.turn_urls, options.turn_secret, wanted)


def _async(function: Callable[[], None]) -> Callable[[], Awaitable[None]]:
    async def call() -> None:
        function()

    return call


def _spool(data: Path) -> Spool:
    try:
        return Spool(data)
    except OSError as error:
        raise CannotServe(f"The data folder {data} cannot be written.") from error


async def _listen(
    runner: web.AppRunner, options: Options, certificate: ssl.SSLContext | None
) -> int:
    site = web.TCPSite(runner, options.host, options.port, ssl_context=certificate)
    try:
        await site.start()
    except (OSError, OverflowError) as error:
        raise CannotServe(
            f"Nothing can listen at {options.host} port {options.port}: is it taken?"
        ) from error
    address: tuple[str, int] = runner.addresses[0]
    return address[1]


def _certificate(options: Options) -> ssl.SSLContext | None:
    if options.tls_cert is None and options.tls_key is None:
        return None
    if options.tls_cert is None or options.tls_key is None:
        raise CannotServe("A certificate and its key are needed together.")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_cert_chain(options.tls_cert, options.tls_key)
    except (OSError, ssl.SSLError) as error:
        raise CannotServe("The certificate or its key cannot be read.") from error
    return context


def _prepare_data(data: Path) -> str:
    """Make the data folder with the set-up code in it; return the code."""
    path = data / "set-up-code"
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            _write_private(path, secrets.token_urlsafe(18) + "\n")
        return path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise CannotServe(f"The data folder {data} cannot be written.") from error


def _write_private(path: Path, text: str) -> None:
    temporary = path.with_name(f"{path.name}.new")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


async def _server_name(database: Database) -> str:
    """Read the server's random name; make it at the first start."""
    async with database.write() as connection:
        found: str | None = await connection.scalar(
            select(tables.settings.c.value).where(tables.settings.c.name == "server")
        )
        if found is None:
            found = secrets.token_hex(16)
            await connection.execute(insert(tables.settings).values(name="server", value=found))
        return found

# SPDX-License-Identifier: GPL-3.0-or-later
"""The command ``vidda-server``."""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Final

import click

from signaling_server.process import become_private
from signaling_server.release import installed_version
from signaling_server.serving import CannotServe, Options, SignalingServer

_GIB: Final = 1024**3
_DEFAULT_DATA: Final = Path.home() / ".local" / "share" / "vidda-server"


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(installed_version(), prog_name="vidda-server")
def main() -> None:
    """The signaling server of Vidda. It relays and keeps ciphertext only."""


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8443,
    show_default=True,
    help="Port to listen at; 0 finds a free one.",
)
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    default=_DEFAULT_DATA,
    help="Folder for the database and the sealed files.  [default: ~/.local/share/vidda-server]",
)
@click.option(
    "--database",
    envvar="VIDDA_DATABASE",
    help="postgresql://… in place of the SQLite file in the data folder.",
)
@click.option("--tls-cert", type=click.Path(path_type=Path), help="Certificate chain, PEM.")
@click.option("--tls-key", type=click.Path(path_type=Path), help="Its private key, PEM.")
@click.option(
    "--turn-url",
    "turn_urls",
    multiple=True,
    help="Address of your coturn, as turn:host:3478?transport=udp; may be repeated.",
)
@click.option(
    "--turn-secret-file",
    type=click.Path(path_type=Path),
    help="File with coturn's static-auth-secret.",
)
@click.option(
    "--relay-only/--no-relay-only",
    default=None,
    help="Whether visits use no path but the relay.  [default: yes, where there is a relay]",
)
@click.option(
    "--origin",
    "origins",
    multiple=True,
    help="Web origin whose pages may connect, as https://host; may be repeated.",
)
@click.option(
    "--behind-proxy",
    is_flag=True,
    help="A proxy on this computer passes requests on: trust its X-Forwarded-For.",
)
@click.option(
    "--user-quota-gib",
    type=click.FloatRange(min=0.001),
    default=20.0,
    show_default=True,
    help="How much each sender may keep on this server.",
)
def serve(
    host: str,
    port: int,
    data: Path,
    database: str | None,
    tls_cert: Path | None,
    tls_key: Path | None,
    turn_urls: tuple[str, ...],
    turn_secret_file: Path | None,
    relay_only: bool | None,
    origins: tuple[str, ...],
    behind_proxy: bool,
    user_quota_gib: float,
) -> None:
    """Serve until stopped. Prints one line, ``ready URL``, once it listens."""
    become_private()
    logging.basicConfig(
        stream=sys.stderr, level=logging.CRITICAL, format="%(asctime)s %(levelname)s %(message)s"
    )
    # The server's own words alone: those of libraries may quote requests and statements.
    logging.getLogger("signaling_server").setLevel(logging.INFO)
    options = Options(
        data=data.absolute(),
        host=host,
        port=port,
        database=database,
        tls_cert=tls_cert,
        tls_key=tls_key,
        turn_urls=turn_urls,
        relay_only=relay_only,
        origins=frozenset(origins),
        behind_proxy=behind_proxy,
        quota_bytes=int(user_quota_gib * _GIB),
    )
    try:
        if turn_secret_file is not None:
            options = replace(options, turn_secret=relay_secret(turn_secret_file))
        asyncio.run(_serve(options))
    except CannotServe as error:
        click.echo(f"vidda-server: {error}", err=True)
        sys.exit(1)


async def _serve(options: Options) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        try:
            loop.add_signal_handler(number, stop.set)
        except NotImplementedError:
            # Windows: Ctrl-C then ends asyncio.run, which cancels this coroutine.
            continue
    server = await SignalingServer.start(options, time.time)
    try:
        click.echo(f"ready {server.url}")
        sys.stdout.flush()
        await stop.wait()
    finally:
        await server.close()


def relay_secret(path: Path) -> str:
    """Read the secret that is shared with coturn.

    Raises:
        CannotServe: the file cannot be read, or is empty.
    """
    try:
        secret = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise CannotServe("The file with the relay's secret cannot be read.") from error
    if not secret:
        raise CannotServe("The file with the relay's secret is empty.")
    return secret


if __name__ == "__main__":
    main()

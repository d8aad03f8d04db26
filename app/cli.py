# SPDX-License-Identifier: GPL-3.0-or-later
"""The command ``vidda``: one sub-command a job, one clear sentence where the world is at fault."""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from importlib.metadata import version
from pathlib import Path

import click

from app import main as desktop
from app.cli_admin import admin
from app.cli_attachments import attachments
from app.cli_group import KnownErrorGroup
from app.cli_referrals import referrals
from app.cli_scales import scales
from app.cli_schedule import schedule
from app.cli_visit import host_command, join_command
from app.config import MediaOptions, default_profile, has_display
from app.demo.director import run_demo
from app.demo.parts import play_part
from app.demo_clinic import make_demo_clinic
from app.doctor import run_doctor
from app.process import become_private

_log = logging.getLogger(__name__)

SEVERITY = {0: logging.WARNING, 1: logging.INFO}


@click.group(cls=KnownErrorGroup, invoke_without_command=True)
@click.option(
    "--profile",
    type=click.Path(file_okay=False, path_type=Path),
    default=default_profile,
    show_default="this user's own",
    help="Folder with this person's keys and records.",
)
@click.option("-v", "--verbose", count=True, help="Say more on standard error; twice for most.")
@click.version_option(package_name="vidda")
@click.pass_context
def vidda(ctx: click.Context, profile: Path, verbose: int) -> None:
    """Telepsychiatry across distance. Without a command, opens the windows."""
    become_private()
    _say_our_own(SEVERITY.get(verbose, logging.DEBUG))
    ctx.obj = profile
    if ctx.invoked_subcommand is None:
        ctx.exit(desktop.run_clinician(profile, MediaOptions()))


def _say_our_own(level: int) -> None:
    """Log what Vidda itself says, to standard error.

    Libraries stay silent: at their lower levels they write addresses and session descriptions.
    """
    logging.basicConfig(
        level=logging.CRITICAL,
        stream=sys.stderr,
        format="%(asctime)s %(levelname)s %(name)s %(message)s",
    )
    logging.getLogger("app").setLevel(level)
    _log.debug("vidda %s", version("vidda"))


vidda.add_command(admin)
vidda.add_command(attachments)
vidda.add_command(referrals)
vidda.add_command(scales)
vidda.add_command(schedule)
vidda.add_command(host_command(desktop.run_clinician))
vidda.add_command(join_command(desktop.run_patient))


@vidda.command()
@click.option("--headless", is_flag=True, help="Use no display even where there is one.")
@click.option("--seconds", default=20, show_default=True, help="Length of the video visit.")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("demo-output"),
    show_default=True,
    help="Where pictures and report.json go.",
)
@click.pass_context
def demo(ctx: click.Context, headless: bool, seconds: int, out: Path) -> None:
    """Run a visit and a referral between fictional people, for real."""
    ctx.exit(run_demo(out, headless or not has_display(), seconds))


@vidda.command("demo-clinic")
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path))
@click.option("--server", required=True, help="Address of a running server.")
def demo_clinic(directory: Path, server: str) -> None:
    """Make the fictional clinic on a running server; prints JSON."""
    click.echo(json.dumps(asyncio.run(make_demo_clinic(directory.resolve(), server))))


@vidda.command("demo-part", hidden=True)
@click.argument("who")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True)
@click.option("--seconds", default=20)
@click.option("--stay", is_flag=True)
@click.option("--appointment", default="")
@click.option("--link", default="")
@click.pass_context
def demo_part(
    ctx: click.Context,
    who: str,
    out: Path,
    seconds: int,
    stay: bool,
    appointment: str,
    link: str,
) -> None:
    """Play one person of the demo in real windows; the director reads standard output."""
    ctx.exit(play_part(who, ctx.obj, out, seconds, stay, appointment, link))


@vidda.command()
@click.option("--server", default="", help="Address of the server to look at.")
@click.pass_context
def doctor(ctx: click.Context, server: str) -> None:
    """Check keyring, devices, server, relay and clock; say what to do about each failure."""
    ctx.exit(run_doctor(ctx.obj, server))

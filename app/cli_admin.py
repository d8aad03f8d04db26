# SPDX-License-Identifier: GPL-3.0-or-later
"""``vidda admin``: an organisation and its people, from the administrator's command line."""

from __future__ import annotations

import asyncio
import getpass
import warnings
from datetime import datetime
from pathlib import Path

import click

from app.cli_group import KnownErrorGroup
from app.config import default_organization, passphrase_from_file
from app.enrolment import organization_file
from app.enrolment.administration import Administration
from app.enrolment.newcomers import Newcomer, NewcomerState
from app.errors import KnownError
from app.vault.passphrases import check_passphrase

_STATES = {
    NewcomerState.INVITED: "has not used the code yet",
    NewcomerState.CLAIMED: "waits for approval",
    NewcomerState.NOT_GENUINE: "NOT GENUINE: these keys were not put forward by the code's holder",
    NewcomerState.EXPIRED: "the code's time is over",
}


class WeakPassphrase(KnownError):
    """This passphrase is too easy to guess for the key of a whole organisation. Nothing was made.
    Take at least twelve characters, for example four unrelated words."""


class PassphraseNotAsked(KnownError):
    """Nobody can be asked for the passphrase here. Nothing was changed. Start this in a terminal,
    or name a file with the passphrase in VIDDA_PASSPHRASE_FILE."""


directory_option = click.option(
    "--dir",
    "directory",
    type=click.Path(file_okay=False, path_type=Path),
    default=default_organization,
    show_default="this user's own",
    help="Folder with the organisation's sealed file. Keep it off the server, and back it up.",
)


@click.group(cls=KnownErrorGroup)
def admin() -> None:
    """Make an organisation, invite people, approve and revoke them."""


@admin.command()
@directory_option
@click.option("--server", required=True, help="Address of the server.")
@click.option("--name", required=True, help="Name of the organisation, as everybody sees it.")
@click.option("--set-up-code", default=None, help="Where the server asks for it.")
def init(directory: Path, server: str, name: str, set_up_code: str | None) -> None:
    """Make an organisation and claim its place on a server."""
    new = not organization_file.exists(directory)
    passphrase = _passphrase(new=new)
    if new and check_passphrase(passphrase):
        raise WeakPassphrase
    organization = asyncio.run(
        Administration(directory, passphrase).init(server, name, set_up_code)
    )
    click.echo(f"Organisation {organization} is ready.")
    click.echo(f"Its key is in {directory / organization_file.FILE_NAME}: make a backup now.")


@admin.command()
@directory_option
@click.option("--name", required=True, help="The person's full name.")
@click.option(
    "--role",
    required=True,
    help="Profession: Psychiatrist, GP, Dermatologist …; a Coordinator chooses who answers.",
)
@click.option("--unit", default="", help="Where the person works.")
@click.option("--hpr", default="", help="Number in the register of health personnel.")
@click.option(
    "--specialty",
    default="",
    help="Referrals of this specialty may go to them; several with commas.",
)
@click.option("--hours", type=click.FloatRange(0.1, 24 * 30), default=24.0, show_default=True)
def enrol(
    directory: Path, name: str, role: str, unit: str, hpr: str, specialty: str, hours: float
) -> None:
    """Invite a person; prints the code to give them by paper or phone."""
    administration = Administration(directory, _passphrase())
    code = asyncio.run(administration.enrol(name, role, unit, hpr, specialty, hours))
    click.echo(code)


@admin.command()
@directory_option
@click.argument("enrolment", required=False)
@click.option("--list", "only_list", is_flag=True, help="Only show who waits.")
@click.pass_context
def approve(ctx: click.Context, directory: Path, enrolment: str | None, only_list: bool) -> None:
    """Vouch for people who have used their code: for one ENROLMENT, or for all."""
    administration = Administration(directory, _passphrase())

    async def work() -> tuple[tuple[Newcomer, ...], tuple[Newcomer, ...]]:
        approved = () if only_list else await administration.approve(enrolment)
        return approved, await administration.pending()

    approved, waiting = asyncio.run(work())
    for person in approved:
        click.echo(f"Approved: {person.name}, {person.role} (user {person.user})")
    for person in waiting:
        until = datetime.fromtimestamp(person.expires).astimezone().strftime("%Y-%m-%d %H:%M")
        click.echo(f"{person.enrolment} {person.name}: {_STATES[person.state]} (until {until})")
    if not approved and not waiting:
        click.echo("Nobody waits.")
    if any(person.state is NewcomerState.NOT_GENUINE for person in waiting):
        ctx.exit(1)


@admin.command()
@directory_option
@click.argument("subject", required=False)
def revoke(directory: Path, subject: str | None) -> None:
    """Take a person or one device (SUBJECT, its id) out of service; without it, list the people."""
    administration = Administration(directory, _passphrase())
    if subject is None:
        for user in asyncio.run(administration.people()):
            click.echo(f"{user.user} {user.name}, {user.role}, {user.unit}")
        return
    asyncio.run(administration.revoke(subject))
    click.echo(f"{subject} no longer counts.")


def _passphrase(*, new: bool = False) -> str:
    written = passphrase_from_file()
    if written is not None:
        return written
    with warnings.catch_warnings():
        # Where echo cannot be switched off, the system would type what was meant to be hidden.
        warnings.simplefilter("error", getpass.GetPassWarning)
        try:
            typed: str = click.prompt(
                "Passphrase of the organisation", hide_input=True, confirmation_prompt=new, err=True
            )
        except getpass.GetPassWarning as error:
            raise PassphraseNotAsked from error
    return typed

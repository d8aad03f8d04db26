# SPDX-License-Identifier: GPL-3.0-or-later
"""``vidda schedule``: plan a visit from the command line."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, date, datetime
from pathlib import Path

import click

from app.schedule.views import NewVisit
from app.workplace import workplace


class StartTime(click.ParamType[datetime]):
    """``now``, a time of today (09:30) or an ISO date and time, local where no zone is given."""

    name = "time"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        """Read the time; an aware UTC datetime comes back."""
        if isinstance(value, datetime):
            return value
        text = str(value).strip()
        now = datetime.now(UTC)
        if text == "now":
            return now
        try:
            if len(text) <= 5:
                clock = datetime.strptime(text, "%H:%M").time()
                return datetime.combine(now.astimezone().date(), clock).astimezone(UTC)
            return datetime.fromisoformat(text).astimezone(UTC)
        except ValueError:
            self.fail(f"“{text}” is not a time: write now, 09:30 or 2026-11-24T09:30", param, ctx)


@click.command()
@click.option("--patient", required=True, help="The patient's name; it never leaves this computer.")
@click.option("--birth-date", type=click.DateTime(["%Y-%m-%d"]), default=None)
@click.option("--phone", default="", help="Number to ring the patient on.")
@click.option("--reason", default="Video visit", show_default=True)
@click.option("--start", type=StartTime(), default="now", show_default=True)
@click.option("--minutes", type=click.IntRange(5, 480), default=30, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print {appointment, link}.")
@click.pass_obj
def schedule(
    profile: Path,
    patient: str,
    birth_date: datetime | None,
    phone: str,
    reason: str,
    start: datetime,
    minutes: int,
    as_json: bool,
) -> None:
    """Plan a video visit and print its id and the patient's link."""
    born = None if birth_date is None else birth_date.date()
    visit = asyncio.run(_plan(profile, patient, born, phone, reason, start, minutes))
    if as_json:
        click.echo(json.dumps({"appointment": visit.appointment, "link": visit.link}))
    else:
        click.echo(f"Appointment: {visit.appointment}\nLink: {visit.link}")


async def _plan(
    profile: Path,
    patient: str,
    born: date | None,
    phone: str,
    reason: str,
    start: datetime,
    minutes: int,
) -> NewVisit:
    async with workplace(profile) as opened:
        return await opened.schedule.plan(patient, born, phone, reason, start, minutes)

# SPDX-License-Identifier: GPL-3.0-or-later
"""``vidda referrals``: what a profile can tell of its referrals, without a name."""

from __future__ import annotations

import asyncio
from pathlib import Path

import click
import msgspec

from app.referrals.figures import Share, Spread
from app.referrals.statistics import Counted, Period, Statistics
from app.workplace import workplace


@click.group()
def referrals() -> None:
    """Look at the referrals of this profile."""


@referrals.command("statistics")
@click.option(
    "--period",
    type=click.Choice([period.value for period in Period]),
    default=Period.MONTH.value,
    show_default=True,
    help="Count what was sent so long ago at most.",
)
@click.option("--json", "as_json", is_flag=True, help="Print all figures, times as ISO 8601.")
@click.pass_obj
def count(profile: Path, period: str, as_json: bool) -> None:
    """Count cases, times to the answer, recordings that could not be used, referrals avoided."""
    found = asyncio.run(_count(profile, Period(period)))
    if as_json:
        click.echo(msgspec.json.encode(found).decode())
    else:
        for name, side in (("Received", found.received), ("Sent", found.sent)):
            click.echo("\n".join(_lines(name, side)))


async def _count(profile: Path, period: Period) -> Statistics:
    async with workplace(profile) as opened:
        return await opened.referrals.statistics(period)


def _lines(name: str, side: Counted) -> list[str]:
    """Say the most important; the rest is in the JSON and in the windows."""
    lines = [f"{name}: {side.cases} cases, {side.open_now} open now, {side.overdue_now} overdue"]
    if side.answer_times:
        row = side.answer_times[-1]
        lines.append(f"  first answer: {_spread(row.time)}; within the time {_share(row.in_time)}")
        lines.append(f"  opened: {_spread(side.opening)}")
    if side.allocation.count:
        lines.append(f"  allocated: {_spread(side.allocation)}")
    if side.avoided.of:
        lines.append(f"  treated at the GP: {_share(side.avoided)}")
    return lines


def _spread(spread: Spread) -> str:
    if spread.median is None or spread.ninetieth is None:
        return f"{spread.count}, too few for a median"
    median, ninetieth = (_hours(each.total_seconds()) for each in (spread.median, spread.ninetieth))
    return f"{spread.count}, median {median}, 90th percentile {ninetieth}"


def _hours(seconds: float) -> str:
    return f"{seconds / 3600:.1f} h"


def _share(share: Share) -> str:
    percent = "" if share.percent is None else f" ({share.percent} %)"
    return f"{share.count} of {share.of}{percent}"

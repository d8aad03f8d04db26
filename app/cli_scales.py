# SPDX-License-Identifier: GPL-3.0-or-later
"""``vidda scales``: score answers, and check a clinic's own files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import click

from app.records.scale import Scale, Score
from app.scales.library import OWN_FOLDER, read_file, read_library
from app.scales.scoring import NotAllAnswered, score

_LANGUAGE: Final = "en"


@click.group()
def scales() -> None:
    """Rating scales: score, list, check a file."""


@scales.command("score")
@click.argument("name", metavar="SCALE")
@click.argument("values", nargs=-1, type=int, metavar="ANSWER...")
@click.option("--json", "as_json", is_flag=True, help="Print total, band and alerts as JSON.")
@click.pass_obj
def score_command(profile: Path, name: str, values: tuple[int, ...], *, as_json: bool) -> None:
    """Score the answers to SCALE, given in the order of its questions.

    Questions that do not count and may be left out stand last. Nothing is kept.
    """
    scale = read_library(profile / OWN_FOLDER).scale(name)
    if len(values) > len(scale.items):
        raise click.UsageError(f"{name} has {len(scale.items)} questions, not {len(values)}.")
    names = [item.item for item in scale.items]
    given = tuple(zip(names, values, strict=False))
    try:
        found = score(scale, given)
    except NotAllAnswered as error:
        click.echo(f"{error.answered} of {error.wanted} answered. {error.sentence()}", err=True)
        click.get_current_context().exit(1)
    click.echo(_as_json(found) if as_json else _as_words(scale, found, dict(given)))


@scales.command("list")
@click.pass_obj
def list_command(profile: Path) -> None:
    """List the scales that can be used, the clinic's own among them."""
    library = read_library(profile / OWN_FOLDER)
    for scale in library.scales.values():
        click.echo(f"{scale.scale}\t{scale.version}\t{scale.title.text(_LANGUAGE)}")
    for file, reason in library.refused.items():
        click.echo(f"{file}: {reason}", err=True)


@scales.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check(file: Path) -> None:
    """Say whether FILE can be used as a scale, or what is wrong with it."""
    scale = read_file(file)
    click.echo(
        f"{scale.scale}: {len(scale.items)} questions, totals {scale.least} to {scale.most}, "
        f"{len(scale.bands)} bands"
    )


def _as_json(found: Score) -> str:
    alerts = [{"item": rule.item, "level": rule.level.value} for rule in found.alerts]
    band = None if found.band is None else found.band.band
    return json.dumps({"total": found.total, "band": band, "alerts": alerts})


def _as_words(scale: Scale, found: Score, given: dict[str, int]) -> str:
    band = "" if found.band is None else f": {found.band.words.text(_LANGUAGE)}"
    lines = [f"{found.total} of {scale.least} to {scale.most}{band}"]
    lines += [rule.words.text(_LANGUAGE) for rule in found.alerts]
    lines += [words.text(_LANGUAGE) for item, words in scale.zero_remark if given.get(item) == 0]
    if scale.remark is not None:
        lines.append(scale.remark.text(_LANGUAGE))
    return "\n".join(lines)

# SPDX-License-Identifier: GPL-3.0-or-later
"""``vidda attachments``: look at recorded files from the command line."""

from __future__ import annotations

import json

import click

from app.attachments.check import Checked, check_file


@click.group()
def attachments() -> None:
    """Look at recorded files."""


@attachments.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
def check(files: tuple[str, ...]) -> None:
    """Say of each file whether Vidda takes it; one line of JSON a file.

    Nothing is kept. The exit code is 0 whatever the files are.
    """
    for file in files:
        click.echo(json.dumps(_line(check_file(file))))


def _line(checked: Checked) -> dict[str, str | int | float | None]:
    return {
        "file": checked.file,
        "type": None if checked.media_type is None else checked.media_type.value,
        "verdict": checked.verdict.value,
        "reason": checked.reason,
        "width": checked.width,
        "height": checked.height,
        "seconds": checked.seconds,
    }

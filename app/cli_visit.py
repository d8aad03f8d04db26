# SPDX-License-Identifier: GPL-3.0-or-later
"""``vidda host`` and ``vidda join``: one visit, in windows or without."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from app import headless
from app.config import MediaOptions
from app.follower import NotAnAppointment, Run
from app.records.ids import is_id

F = TypeVar("F", bound=Callable[..., Any])

_MEDIA = (
    click.option("--headless", "without_windows", is_flag=True, help="Open no windows."),
    click.option(
        "--camera",
        default="",
        metavar="SOURCE",
        help="A device's name, a media file (played in real time and looped), synthetic or none. "
        "Default: the system's own; without windows none.",
    ),
    click.option("--microphone", default="", metavar="SOURCE", help="As --camera."),
    click.option(
        "--speaker",
        default="",
        metavar="SINK",
        help="A device's name, a WAV file that gets what the loudspeaker would have played, "
        "or none.",
    ),
    click.option(
        "--seconds",
        type=click.FloatRange(min=0, min_open=True),
        default=None,
        help="Leave so long after the connection. Without windows only.",
    ),
    click.option(
        "--report",
        type=click.Path(dir_okay=False, path_type=Path),
        default=None,
        help="Write measured facts to this JSON file. Without windows only.",
    ),
)

_EXIT_CODES: Final = (
    "Without windows, exit code 0 means connected and verified. Otherwise one sentence says what "
    "was wrong: 10-19 the link, 20-29 the visit, 30-39 the server, 40-49 the profile, 50-59 a "
    "device or file, 60-69 no connection to a verified other side."
)

HostWindows = Callable[[Path, MediaOptions, str], int]
"""Open the clinician's windows with one visit in front; the exit code comes back."""
JoinWindows = Callable[[Path, MediaOptions, str], int]
"""Open the patient's window for a link; the exit code comes back."""


def host_command(open_windows: HostWindows) -> click.Command:
    """Make the command ``host``."""

    @click.command("host", epilog=_EXIT_CODES)
    @click.argument("appointment")
    @click.option("--admit-all", is_flag=True, help="Let in whoever knocks, without asking.")
    @_media
    @click.pass_context
    def host(
        ctx: click.Context,
        appointment: str,
        admit_all: bool,
        without_windows: bool,
        media: MediaOptions,
        run: Run,
    ) -> None:
        """Hold a video visit as its clinician.

        Without windows and without --admit-all, the terminal is asked about each person at the
        door.
        """
        if without_windows:
            ctx.exit(headless.host(ctx.obj, appointment, admit_all, media, run))
        if not is_id(appointment):
            raise NotAnAppointment
        ctx.exit(open_windows(ctx.obj, media, appointment))

    return host


def join_command(open_windows: JoinWindows) -> click.Command:
    """Make the command ``join``."""

    @click.command("join", epilog=_EXIT_CODES)
    @click.argument("link")
    @_media
    @click.pass_context
    def join(
        ctx: click.Context, link: str, without_windows: bool, media: MediaOptions, run: Run
    ) -> None:
        """Come to a video visit with the link from the clinic."""
        if without_windows:
            ctx.exit(headless.join(ctx.obj, link, media, run))
        ctx.exit(open_windows(ctx.obj, media, link))

    return join


def _media(command: F) -> F:
    """Add the media options; they come as ``media`` and ``run``."""

    def gather(**options: Any) -> None:
        media = MediaOptions(
            options.pop("camera"), options.pop("microphone"), options.pop("speaker")
        )
        run = Run(options.pop("seconds"), options.pop("report"))
        command(media=media, run=run, **options)

    gather.__doc__ = command.__doc__
    # Options and arguments that were declared below this decorator.
    vars(gather).update(vars(command))
    wrapped: Any = gather
    for option in reversed(_MEDIA):
        wrapped = option(wrapped)
    found: F = wrapped
    return found

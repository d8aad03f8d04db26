# SPDX-License-Identifier: GPL-3.0-or-later
"""Say of a file on the disk whether Vidda would take it, without taking it.

Blocking. Nothing is written, and whatever lies under the name ends within 30 seconds, a long video
in as much more as it needs: neither reading nor decoding may take longer than its share.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

from app.attachments.content import Content
from app.attachments.examine import Examined, copy_video, examine
from app.attachments.intake import NotAccepted
from app.attachments.source import Source
from app.attachments.video_child import seconds_for
from app.records.media_facts import MediaType, Picture

_SECONDS_TO_READ: Final = 5.0
_SECONDS_TO_DECODE: Final = 18.0


class Verdict(Enum):
    """What would become of the file."""

    ACCEPTED = "accepted"
    STORED_ONLY = "stored-only"
    """Kept and passed on, but never opened: there is no decoder for its coding."""
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Checked:
    """The answer for one file."""

    file: str
    media_type: MediaType | None
    verdict: Verdict
    reason: str = ""
    """A sentence; empty where there is nothing to say."""
    width: int | None = None
    height: int | None = None
    seconds: float | None = None
    """Length of a sound or a video."""


def check_file(file: str) -> Checked:
    """Look at one file; never raises for anything that can lie under a name."""
    try:
        with Source(file, _SECONDS_TO_READ) as source:
            examined = _examined(source)
    except NotAccepted as error:
        return Checked(file, error.found, Verdict.REFUSED, error.sentence())
    return _told(file, examined)


class _Nowhere:
    """Takes a copy that nobody keeps."""

    def write(self, piece: bytes) -> int:
        return len(piece)


def _examined(source: Content) -> Examined:
    examined = examine(source, _SECONDS_TO_DECODE)
    if examined.copy is None:
        seconds = _SECONDS_TO_DECODE + seconds_for(source)
        copy_video(source, examined.media_type, _Nowhere(), seconds)
    return examined


def _told(file: str, examined: Examined) -> Checked:
    found, shown = examined.media_type, examined.shown
    if shown is None:
        reason = "This program has no decoder for what is in it. It can be sent on, not shown."
        return Checked(file, found, Verdict.STORED_ONLY, reason)
    if examined.video is not None:
        video = examined.video
        length = round(video.seconds, 3)
        return Checked(file, found, Verdict.ACCEPTED, "", video.width, video.height, length)
    if isinstance(shown, Picture):
        return Checked(file, found, Verdict.ACCEPTED, "", shown.width, shown.height)
    return Checked(file, found, Verdict.ACCEPTED, seconds=round(shown.seconds, 3))

# SPDX-License-Identifier: GPL-3.0-or-later
"""Say of a file on the disk whether Vidda would take it, without taking it.

Blocking. Nothing is written, and whatever lies under the name ends within 30 seconds: folders,
pipes and devices are not opened, and neither reading nor decoding may take longer than its share.
"""

from __future__ import annotations

import os
import stat
import threading
from dataclasses import dataclass
from enum import Enum
from typing import Final

from app.attachments.examine import Examined, examine
from app.attachments.intake import MAX_ORIGINAL_BYTES, NotAccepted
from app.records.media_facts import MediaType, Picture

_SECONDS_TO_READ: Final = 5.0
_SECONDS_TO_DECODE: Final = 18.0
_PIECE_BYTES: Final = 1024**2


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
    content = _Reading(file)
    if content.refused:
        return Checked(file, None, Verdict.REFUSED, content.refused)
    try:
        examined = examine(content.content, _SECONDS_TO_DECODE)
    except NotAccepted as error:
        return Checked(file, error.found, Verdict.REFUSED, error.sentence())
    return _told(file, examined)


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


class _Reading:
    """One attempt to read a file, by a thread that is left behind when it gets stuck."""

    def __init__(self, file: str) -> None:
        self.content = b""
        self.refused = "The file could not be read in time. Copy it to this computer's own disk."
        self._gave_up = threading.Event()
        reader = threading.Thread(target=self._read, args=(file,), name="file check", daemon=True)
        reader.start()
        reader.join(_SECONDS_TO_READ)
        self._gave_up.set()

    def _read(self, file: str) -> None:
        try:
            # Looked at before it is opened: opening a device or a pipe can do things by itself.
            if not stat.S_ISREG(os.stat(file).st_mode):
                self.refused = "This is not a file but a folder, a pipe or a device."
                return
            flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
            with open(os.open(file, flags | getattr(os, "O_CLOEXEC", 0)), "rb", 0) as source:
                if not stat.S_ISREG(os.fstat(source.fileno()).st_mode):
                    self.refused = "This is not a file but a folder, a pipe or a device."
                    return
                content = self._pieces(source.fileno())
        except FileNotFoundError:
            self.refused = "There is no file of this name."
        except (OSError, ValueError) as error:
            # ValueError: a name that no system takes, as with a zero in it.
            said = error.strerror if isinstance(error, OSError) else None
            self.refused = f"The file cannot be read: {said or 'the name is not one'}."
        else:
            if content is not None:
                self.content, self.refused = content, ""

    def _pieces(self, source: int) -> bytes | None:
        """Read up to a byte more than is taken; None after giving up."""
        content = bytearray()
        while len(content) <= MAX_ORIGINAL_BYTES:
            if self._gave_up.is_set():
                return None
            piece = os.read(source, _PIECE_BYTES)
            if not piece:
                break
            content += piece
        return bytes(content)

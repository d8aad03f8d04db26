# SPDX-License-Identifier: GPL-3.0-or-later
"""Where things lie on this computer, and what the environment may say."""

from __future__ import annotations

import os
import re
import socket
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import platformdirs

from app.errors import KnownError

PASSPHRASE_FILE = "VIDDA_PASSPHRASE_FILE"
_X_DISPLAY: Final = re.compile(
    r"(?:tcp/)?(?P<host>[^:/]*|\[[0-9a-f:]+\]):(?P<number>\d{1,5})(\.\d+)?"
)
_X_PORT: Final = 6000
_DISPLAY_S: Final = 3.0


class PassphraseFileUnreadable(KnownError):
    """The file that VIDDA_PASSPHRASE_FILE names cannot be read. Nothing was opened. Check its path
    and that you may read it."""


def default_profile() -> Path:
    """Find this user's own profile folder."""
    return Path(platformdirs.user_data_dir("vidda", appauthor=False)) / "profile"


def default_organization() -> Path:
    """Find the folder of the organisation that this user administers."""
    return Path(platformdirs.user_data_dir("vidda", appauthor=False)) / "organization"


def passphrase_from_file(environ: dict[str, str] | None = None) -> str | None:
    """Read the passphrase from the file that ``VIDDA_PASSPHRASE_FILE`` names, if it names one.

    Raises:
        PassphraseFileUnreadable: It names a file that cannot be read.
    """
    name = (os.environ if environ is None else environ).get(PASSPHRASE_FILE)
    if not name:
        return None
    try:
        return Path(name).read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeError) as error:
        raise PassphraseFileUnreadable from error


def has_display(environ: dict[str, str] | None = None, platform: str = sys.platform) -> bool:
    """Tell whether windows can be shown to somebody: on Linux, whether the display answers."""
    env = os.environ if environ is None else environ
    if platform.startswith("linux"):
        return _wayland_answers(env) or _x_answers(env.get("DISPLAY", ""))
    return True


def _wayland_answers(env: Mapping[str, str]) -> bool:
    name = env.get("WAYLAND_DISPLAY")
    if not name:
        return False
    # A relative name lies in the session's own folder, an absolute one takes no notice of it.
    return _listens(str(Path(env.get("XDG_RUNTIME_DIR", "")) / name))


def _x_answers(display: str) -> bool:
    if not display:
        return False
    found = _X_DISPLAY.fullmatch(display)
    if found is None:
        # Written in some other way: Qt will know.
        return True
    host, number = found["host"], int(found["number"])
    if host in ("", "unix"):
        path = f"/tmp/.X11-unix/X{number}"
        return _listens(path) or _listens("\0" + path)
    return _listens((host.strip("[]"), _X_PORT + number))


def _listens(address: str | tuple[str, int]) -> bool:
    try:
        if isinstance(address, tuple):
            socket.create_connection(address, _DISPLAY_S).close()
            return True
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
            probe.settimeout(_DISPLAY_S)
            probe.connect(address)
    except OSError:
        return False
    return True


def make_private(directory: Path) -> Path:
    """Make a folder that only this user may look into."""
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    directory.chmod(0o700)
    return directory


@dataclass(frozen=True, slots=True)
class MediaOptions:
    """Sources and sinks as the command line or the settings name them.

    A source is a device's name, a media file that is played in real time and looped,
    ``synthetic`` or ``none``; a sink a device's name, a WAV file or ``none``. An empty
    name stands for the system's default device.
    """

    camera: str = ""
    microphone: str = ""
    speaker: str = ""

# SPDX-License-Identifier: GPL-3.0-or-later
"""How a decoding process is started: shut in by bubblewrap where that works, with nothing else."""

from __future__ import annotations

import contextlib
import functools
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import IO, Final

if sys.platform == "linux":
    import fcntl

SECONDS_TO_START: Final = 30.0
CHILD: Final = (
    "import importlib, sys; sys.modules['requests'] = None; sys.path.insert(0, sys.argv.pop(1)); "
    "importlib.import_module('app.attachments.' + sys.argv.pop(1)).main()"
)
"""The script of every decoding process; its module's name is the first argument.

pydicom loads an HTTP client where there is one, to fetch samples; that client tries a socket."""
_ROOT: Final = Path(__file__).resolve().parents[2]
_PIPE_BYTES: Final = 1024**2


def start(script: str, *arguments: str) -> subprocess.Popen[bytes]:
    """Start a Python script in a process that has nothing but its standard input and output.

    ``script`` finds the program's folder in ``sys.argv[1]``, its arguments behind.
    """
    process = subprocess.Popen(
        [*bubblewrap(), sys.executable, "-I", "-B", "-c", script, str(_ROOT), *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
        cwd=os.sep,
        close_fds=True,
        start_new_session=True,
    )
    assert process.stdin is not None and process.stdout is not None
    for pipe in (process.stdin, process.stdout):
        _widen(pipe)
    return process


@functools.cache
def bubblewrap() -> tuple[str, ...]:
    """Give the start of a bwrap command line; empty where bwrap is missing or forbidden."""
    program = shutil.which("bwrap")
    if program is None:
        return ()
    command = [program, "--unshare-all", "--die-with-parent", "--new-session", "--clearenv"]
    for name, value in _environment().items():
        command += ["--setenv", name, value]
    readable = ("/usr", "/lib", "/lib64", "/bin", "/etc/ld.so.cache", sys.base_prefix, sys.prefix)
    for path in dict.fromkeys((*readable, str(_ROOT / "app"))):
        command += ["--ro-bind-try", path, path]
    command += ["--proc", "/proc", "--dev", "/dev", "--chdir", "/", "--"]
    try:
        trial = subprocess.run(
            [*command, sys.executable, "-I", "-B", "-c", ""],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS_TO_START,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ()
    return tuple(command) if trial.returncode == 0 else ()


def _widen(pipe: IO[bytes]) -> None:
    """Let a pipe hold a megabyte: 72 MB of pixels in pieces of 64 kB cost a tenth of a second."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)


def _environment() -> dict[str, str]:
    """Give the child nothing of the user's environment but what Windows needs to start."""
    kept = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
    # Without a home folder Python would ask the system's user list for one, over a socket.
    kept |= {"HOME": os.sep, "LANG": "C.UTF-8"}
    return kept | {"OPENBLAS_NUM_THREADS": "1"}

# SPDX-License-Identifier: GPL-3.0-or-later
"""A real PulseAudio server of a test's own, with devices that are plugged in and out."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

START_S = 20.0
_ALONE = (
    "pulseaudio",
    "-n",
    "-F",
    os.devnull,
    "--daemonize=no",
    "--use-pid-file=no",
    "--exit-idle-time=-1",
    "--disable-shm=yes",
)


@dataclass(frozen=True)
class Pulse:
    """A server by its socket."""

    folder: Path

    def environment(self) -> dict[str, str]:
        """What a program needs to use its devices."""
        own = str(self.folder)
        return {
            **os.environ,
            "PULSE_SERVER": f"unix:{self.folder / 'native'}",
            "PULSE_RUNTIME_PATH": own,
            "XDG_RUNTIME_DIR": own,
            "XDG_CONFIG_HOME": own,
        }


def told(*arguments: str) -> str:
    """Ask the server of this environment for something."""
    done = subprocess.run(
        ["pactl", *arguments], capture_output=True, text=True, timeout=20, check=True
    )
    return done.stdout.strip()


@dataclass(frozen=True)
class Headset:
    """A loudspeaker and a microphone that hears one tone."""

    name: str
    frequency: int

    @property
    def microphone(self) -> str:
        """What the system calls its microphone."""
        return f"{self.name} microphone"

    @property
    def speaker(self) -> str:
        """What the system calls its loudspeaker."""
        return f"{self.name} speaker"

    def plug_in(self) -> list[str]:
        """Load its modules and give their numbers, in the order of unloading."""
        key = self.name.lower()
        sound = [
            ("module-null-sink", f"sink_name={key}_room", "sink_properties=device.description=-"),
            ("module-sine", f"sink={key}_room", f"frequency={self.frequency}"),
            (
                "module-remap-source",
                f"source_name={key}_microphone",
                f"master={key}_room.monitor",
                f"source_properties='device.description=\"{self.microphone}\"'",
            ),
            (
                "module-null-sink",
                f"sink_name={key}_speaker",
                f"sink_properties='device.description=\"{self.speaker}\"'",
            ),
        ]
        return [told("load-module", *module) for module in sound][::-1]


def unplug(modules: list[str]) -> None:
    """Take a headset away."""
    for module in modules:
        told("unload-module", module)


@contextmanager
def pulse(*modules: str) -> Iterator[Pulse]:
    """Start a server without devices and end it."""
    with tempfile.TemporaryDirectory(prefix="pulse") as folder:
        server = Pulse(Path(folder))
        Path(folder).chmod(0o700)
        socket = f"module-native-protocol-unix auth-anonymous=1 socket={folder}/native"
        loaded = [part for module in (socket, *modules) for part in ("-L", module)]
        process = subprocess.Popen(
            [*_ALONE, *loaded],
            env=server.environment(),
            stderr=subprocess.DEVNULL,
        )
        try:
            deadline = time.monotonic() + START_S
            asked = ["pactl", "info"]
            while subprocess.run(
                asked, env=server.environment(), capture_output=True, timeout=20, check=False
            ).returncode:
                assert process.poll() is None, "PulseAudio ended at once"
                assert time.monotonic() < deadline, "PulseAudio did not answer"
            yield server
        finally:
            process.terminate()
            process.wait()

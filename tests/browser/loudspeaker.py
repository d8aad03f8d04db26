# SPDX-License-Identifier: GPL-3.0-or-later
"""A sound server with a loudspeaker that nobody hears: Firefox plays nothing without one."""

from __future__ import annotations

import asyncio
import os
from asyncio.subprocess import DEVNULL
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.media.ends import until


@asynccontextmanager
async def loudspeaker(folder: Path) -> AsyncIterator[str]:
    """Run PulseAudio with a null sink; give what PULSE_SERVER is to be."""
    socket = folder / "sound"
    process = await asyncio.create_subprocess_exec(
        *("pulseaudio", "-n", "--daemonize=no", "--use-pid-file=no", "--exit-idle-time=-1"),
        *("-L", f"module-native-protocol-unix socket={socket} auth-anonymous=1"),
        *("-L", "module-null-sink"),
        stdout=DEVNULL,
        stderr=DEVNULL,
        env={**os.environ, "HOME": str(folder), "XDG_RUNTIME_DIR": str(folder)},
    )
    try:
        await until(socket.exists)
        yield f"unix:{socket}"
    finally:
        process.terminate()
        await process.wait()

# SPDX-License-Identifier: GPL-3.0-or-later
"""Four processes as on four computers: server, clinic's maker, clinician, patient."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import av
import numpy as np

from app.follower import StoppedEarly
from app.media.devices.sources import SAMPLE_RATE, Samples
from app.resources import resource_path
from tests.media.signals import likeness, read_wav

START_S = 60.0
VISIT_S = 9.0
REPORT_KEYS = {
    "connected",
    "verified",
    "relay",
    "setup_ms",
    "reconnects",
    "seconds",
    "cpu_s",
    "video",
    "audio",
}


async def begin(*arguments: str, environment: dict[str, str] | None = None) -> Process:
    clean = {k: v for k, v in os.environ.items() if k != "VIDDA_PASSPHRASE_FILE"}
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        *arguments,
        stdout=PIPE,
        stderr=PIPE,
        stdin=DEVNULL,
        env={**clean, **(environment or {})},
    )


@asynccontextmanager
async def running(process: Process) -> AsyncIterator[Process]:
    """End the process with the block, at the latest."""
    try:
        yield process
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
            async with asyncio.timeout(15):
                await process.communicate()


async def ended(process: Process) -> tuple[int, str, str]:
    """Wait for a process; give its exit code and what it wrote."""
    async with asyncio.timeout(START_S):
        out, err = await process.communicate()
    assert process.returncode is not None
    return process.returncode, out.decode(), err.decode()


async def told(process: Process, words: str) -> None:
    """Wait for words on standard error."""
    assert process.stderr is not None
    async with asyncio.timeout(START_S):
        while words not in (await process.stderr.readline()).decode():
            assert process.returncode is None


async def server(stack: AsyncExitStack, data: Path) -> str:
    process = await begin("signaling_server", "serve", "--port", "0", "--data", str(data))
    await stack.enter_async_context(running(process))
    assert process.stdout is not None
    async with asyncio.timeout(START_S):
        line = (await process.stdout.readline()).decode().strip()
    assert line.startswith("ready ")
    return line.removeprefix("ready ")


def sound_of(name: str) -> Samples:
    """Decode a demo voice."""
    with av.open(str(resource_path(f"demo/{name}.ogg"))) as container:
        resampler = av.AudioResampler("s16", "mono", SAMPLE_RATE)
        parts = [
            resampled.to_ndarray().ravel()
            for frame in container.decode(audio=0)
            for resampled in resampler.resample(frame)
        ]
    return np.concatenate(parts).astype(np.int16)


def assert_heard(path: Path, voice: str) -> None:
    """The last seconds of what was played are some part of the looped voice."""
    heard, said = read_wav(path)[-4 * SAMPLE_RATE :], sound_of(voice)
    looped = np.concatenate([said, said[: 5 * SAMPLE_RATE]])
    assert likeness(heard, looped, most_shift_s=len(said) / SAMPLE_RATE) > 0.8


async def test_four_processes(tmp_path: Path) -> None:
    async with AsyncExitStack() as stack:
        url = await server(stack, tmp_path / "server")
        made = await begin("app", "demo-clinic", str(tmp_path / "clinic"), "--server", url)
        code, out, err = await ended(made)
        assert code == 0, err
        clinic: dict[str, Any] = json.loads(out)

        def media(name: str, voice: str) -> list[str]:
            return [
                "--headless",
                "--camera",
                str(resource_path(f"demo/{voice}.webm")),
                "--microphone",
                str(resource_path(f"demo/{voice}.ogg")),
                "--speaker",
                str(tmp_path / f"{name}.wav"),
                "--report",
                str(tmp_path / f"{name}.json"),
            ]

        profile = str(clinic["psychiatrist"]["profile"])
        passphrase = {"VIDDA_PASSPHRASE_FILE": str(tmp_path / "clinic" / "passphrase")}
        # The patient's end stays until the clinician's leaves.
        stay = ["--seconds", str(VISIT_S)]
        options = ["--profile", profile, "host", str(clinic["appointment"]), "--admit-all"]
        host = await begin("app", *options, *media("host", "astrid"), *stay, environment=passphrase)
        await stack.enter_async_context(running(host))
        seat = ["--profile", str(tmp_path / "patient"), "join", str(clinic["link"])]
        patient = await begin("app", *seat, *media("patient", "eira"))
        await stack.enter_async_context(running(patient))
        for name, (code, _, err) in (
            ("host", await ended(host)),
            ("patient", await ended(patient)),
        ):
            assert code == 0, err
            assert "Connected" in err and "Traceback" not in err, err
            report = json.loads((tmp_path / f"{name}.json").read_text(encoding="utf-8"))
            assert set(report) == REPORT_KEYS
            assert report["connected"] is report["verified"] is True
            assert report["relay"] is False
            assert 0 < report["seconds"] <= VISIT_S
            assert report["setup_ms"] > 0 and report["reconnects"] == 0
            # A starved computer may pause the pictures to keep the sound: that is measured, and
            # the sound is what has to be there.
            assert set(report["video"]) >= {"frames", "fps", "freezes", "delay_ms", "kbps_in"}
            assert report["audio"]["concealed"] < 0.5
        # Whoever gives up at the door is told that nothing was sent.
        waiting = await begin("app", *seat, "--headless")
        await stack.enter_async_context(running(waiting))
        await told(waiting, "At the door")
        waiting.send_signal(signal.SIGINT)
        code, _, err = await ended(waiting)
        assert (code, err.strip()) == (63, StoppedEarly().sentence())
    await asyncio.to_thread(assert_heard, tmp_path / "host.wav", "eira")
    await asyncio.to_thread(assert_heard, tmp_path / "patient.wav", "astrid")

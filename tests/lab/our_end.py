# SPDX-License-Identifier: GPL-3.0-or-later
"""One end of a call of ours inside a namespace: it obeys JSON lines and writes down what it sees.

``{"offer": true}`` is answered by ``{"sdp": …}``; ``{"answer": sdp}`` likewise; ``{"accept": sdp}``
takes the answer. ``{"mark": name}`` tells the time and the CPU time used so far. The end of the
input ends the call; then ``seen.json`` (what was shown, captured, measured) lies in the folder.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

from app.media.devices.media_file import FileCamera, FileMicrophone
from app.media.devices.sources import AudioSource, CapturedSamples, Samples
from app.media.devices.wav_sink import WavSink
from app.media.engine import MediaEngine
from app.media.frames import FrameSlot
from app.media.link import IceConfiguration, Link, LinkDown, LinkEvent, LinkUp
from app.media.link_events import PulseChanged
from app.media.report import CallFacts, build_report
from tests.lab import strip


class TimedMicrophone(AudioSource):
    """A file as microphone that remembers when its first sample was captured."""

    def __init__(self, path: Path) -> None:
        self._file = FileMicrophone(path)
        self.began_at: float | None = None

    def start(self) -> None:
        self._file.start()

    def read(self, now: float) -> CapturedSamples | None:
        captured = self._file.read(now)
        if captured is not None and self.began_at is None:
            self.began_at = captured.captured_at
        return captured

    def stop(self) -> None:
        self._file.stop()


class TimedSpeaker(WavSink):
    """A file as loudspeaker that remembers when its first sample was played."""

    began_at: float | None = None

    def wanted(self, now: float) -> int:
        if self.began_at is None:
            self.began_at = now
        return super().wanted(now)

    def write(self, samples: Samples, now: float) -> None:
        super().write(samples, now)


class FrameLog:
    """Writes down each frame that comes to a slot: when, which number, how large."""

    def __init__(self, slot: FrameSlot) -> None:
        self._slot = slot
        self.seen: list[tuple[float, int | None, int, int]] = []
        self.captured_at: list[float | None] = []
        """When each was captured, as the engine believes."""
        slot.on_frame = self._note

    def _note(self) -> None:
        now = time.monotonic()
        frame = self._slot.take()
        if frame is None:
            return
        plane = frame.av.planes[0]
        luma = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
        number = strip.read(luma[: frame.height, : frame.width])
        self.seen.append((now, number, frame.width, frame.height))
        self.captured_at.append(frame.captured_at)


class OurEnd:
    """The engine, the one link and what they told."""

    def __init__(self, folder: Path, speech: Path | None, clip: Path | None) -> None:
        self._folder = folder
        self._microphone = TimedMicrophone(speech) if speech is not None else None
        self._speaker = TimedSpeaker(folder / "heard.wav")
        camera = FileCamera(clip) if clip is not None else None
        self._engine = MediaEngine(camera, self._microphone, self._speaker)
        self._shown = FrameLog(self._engine.remote_frames)
        self._captured = FrameLog(self._engine.local_frames)
        self._link: Link | None = None
        self._events: list[tuple[float, str]] = []
        self._targets: list[tuple[float, int, int, int]] = []
        self._arrived: list[tuple[float, int, int]] = []
        """When, payload bytes of pictures so far, and what the path here is believed to carry."""
        self._began = time.monotonic()

    async def run(self) -> None:
        """Obey until the input ends."""
        await self._engine.start()
        lines = asyncio.StreamReader(limit=1 << 20)
        loop = asyncio.get_running_loop()
        await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
        async with asyncio.TaskGroup() as group:
            watching = group.create_task(self._watch())
            while line := await lines.readline():
                await self._obey(json.loads(line))
            watching.cancel()
        self._write_down()
        await self._engine.close()

    async def _obey(self, command: dict[str, Any]) -> None:
        match command:
            case {"offer": _}:
                _tell({"sdp": await (await self._new_link()).offer()})
            case {"answer": sdp}:
                _tell({"sdp": await (await self._new_link()).answer(sdp)})
            case {"accept": sdp}:
                assert self._link is not None
                await self._link.accept(sdp)
            case {"mark": name}:
                _tell({"mark": name, "at": time.monotonic(), "cpu_s": time.process_time()})
            case _:
                raise SystemExit(f"unknown command {command}")

    async def _new_link(self) -> Link:
        self._link = await self._engine.make_link("lab", IceConfiguration(), self._heard)
        return self._link

    def _heard(self, event: LinkEvent) -> None:
        match event:
            case LinkUp():
                assert self._link is not None
                self._link.let_through()
                word = "up"
            case PulseChanged(pulse):
                word = pulse.value
            case LinkDown(cause):
                word = f"down: {cause}"
            case _:
                return
        self._events.append((time.monotonic(), word))
        _tell({"event": word, "at": self._events[-1][0]})

    async def _watch(self) -> None:
        """Write down ten times a second what the engine aims at."""
        while True:
            if self._link is not None:
                frame = self._shown.seen[-1] if self._shown.seen else (0.0, None, 0, 0)
                now = time.monotonic()
                self._targets.append((now, self._link.rate.target, frame[2], frame[3]))
                if (found := self._link.statistics()) is not None:
                    believed = found.path.available_incoming_bitrate
                    self._arrived.append((now, found.picture_in.bytes_received, believed))
            await asyncio.sleep(0.1)

    def _write_down(self) -> None:
        facts = CallFacts(
            connected=any(word == "up" for _, word in self._events),
            verified=False,
            relay=False,
            setup_ms=None,
        )
        seen = {
            "shown": self._shown.seen,
            "captured": self._captured.seen,
            "believed_captured": self._shown.captured_at,
            "microphone_began_at": self._microphone.began_at if self._microphone else None,
            "speaker_began_at": self._speaker.began_at,
            "events": self._events,
            "targets": self._targets,
            "arrived": self._arrived,
            "report": build_report(self._engine.statistics, facts, time.monotonic()),
        }
        (self._folder / "seen.json").write_text(json.dumps(seen), encoding="utf-8")


def _tell(message: dict[str, Any]) -> None:
    print(json.dumps(message), flush=True)


def main() -> None:
    """Run one end."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--speech", type=Path)
    parser.add_argument("--clip", type=Path)
    options = parser.parse_args()
    end = OurEnd(options.folder, options.speech, options.clip)
    with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
        runner.run(end.run())


if __name__ == "__main__":
    main()

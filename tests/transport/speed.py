# SPDX-License-Identifier: GPL-3.0-or-later
"""How fast a long video is sealed and checked, in how much memory, and whether the GUI notices.

Each measurement is a process of its own, so that its memory is its own. Beside ours runs the
program ``age`` on the same file, which reads and writes but knows no hashes and no padding.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import random
import secrets
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.records.ids import AttachmentId, ParcelId
from app.records.media_facts import MediaType, Quality, QualityVerdict
from app.records.referral import Attachment, Slot
from app.referrals.sealed_files import check_file
from app.referrals.sealing import Spool
from app.signaling.resumable import hash_of
from app.store import blobs
from app.store.database import Store
from app.vault.age_files import new_age_identity
from app.vault.streams import Writable

VIDEO_BYTES: Final = 500_000_000
ROUNDS: Final = 3
_IDLE_S: Final = 3.0
_BLOCK: Final = random.Random(5).randbytes(1024 * 1024)
_ROOT: Final = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Speed:
    """Seconds for one file; memory is of the whole process at its highest."""

    size_bytes: int
    seal_s: float
    """From the kept travel copy to the spool, on the disk."""
    verify_s: float
    """The spool against what was sealed, as before each upload."""
    check_s: float
    """At the recipient: ciphertext hash, decryption, content hash, and keeping it."""
    cpu_s: float
    """Of both cores, for all three."""
    base_mb: float
    """The process before."""
    peak_mb: float
    age_seal_s: float = 0.0
    age_open_s: float = 0.0
    gui_gap_ms: float = 0.0
    idle_gap_ms: float = 0.0
    """The same with nothing to do: what this computer does to any window."""
    load: float = 0.0
    """Programs that wanted to run in the minute before, on two cores."""

    @property
    def rate(self) -> float:
        """Sealing plus local verification, MB/s."""
        return self.size_bytes / 1e6 / (self.seal_s + self.verify_s)

    @property
    def holds(self) -> bool:
        """Whether all figures are reached."""
        return self.rate >= 200.0 and self.peak_mb <= 150.0 and self.gui_gap_ms <= 50.0


class _Video:
    """Bytes that look like a video to who cannot read them, made while they are read."""

    def __init__(self, size: int) -> None:
        self._left = size

    def read(self, size: int) -> bytes:
        piece = _BLOCK[: min(size, self._left)]
        self._left -= len(piece)
        return piece


async def kept_video(store: Store, size: int) -> tuple[blobs.BlobRow, Attachment]:
    """Keep a video as a draft does."""
    row = await blobs.write_blob(store, _Video(size), "travel", "video")
    facts = Attachment(
        attachment=AttachmentId(secrets.token_hex(16)),
        slot=Slot.LUNGS,
        title="Video",
        media_type=MediaType.MP4,
        size_bytes=row.size_bytes,
        sha256=row.sha256,
        original_sha256=row.sha256,
        quality=Quality(QualityVerdict.GOOD),
    )
    return row, facts


async def sealed_and_checked(store: Store, row: blobs.BlobRow, facts: Attachment) -> list[float]:
    """Seal, verify, check and keep; gives the seconds of the three."""
    spool, keys = Spool(store.profile), new_age_identity()
    parcel = ParcelId(secrets.token_hex(16))

    def give(target: Writable) -> None:
        blobs.unseal_blob(store, row, target)

    times = [time.monotonic()]
    sealed = await asyncio.to_thread(spool.seal_recording, parcel, facts, give, keys)
    times.append(time.monotonic())
    path = store.profile / "spool" / parcel / facts.attachment
    assert await asyncio.to_thread(hash_of, path) == sealed.sha256
    times.append(time.monotonic())
    await asyncio.to_thread(check_file, path, sealed, facts, keys.identity)
    kept = await blobs.adopt_blob(
        store, path, keys.identity, "received", "arrived", facts.size_bytes, facts.sha256
    )
    times.append(time.monotonic())
    await asyncio.to_thread(blobs.drop_files, store, [kept])
    await asyncio.to_thread(spool.remove, parcel)
    return [after - before for before, after in itertools.pairwise(times)]


async def _in_memory(folder: Path, size: int) -> dict[str, float]:
    """Measure without a window, several times: the quickest says what the program needs."""
    store = await Store.open(folder / "profile", secrets.token_bytes(32))
    row, facts = await kept_video(store, size)
    base = _memory_mb()
    rounds = []
    for _ in range(ROUNDS):
        before = time.process_time()
        times = await sealed_and_checked(store, row, facts)
        rounds.append((*times, time.process_time() - before))
    await store.close()
    seal_s, verify_s, check_s, cpu_s = min(rounds, key=lambda times: times[0] + times[1])
    return {
        "cpu_s": cpu_s,
        "seal_s": seal_s,
        "verify_s": verify_s,
        "check_s": check_s,
        "base_mb": base,
        "peak_mb": _memory_mb(),
    }


def _beside_a_window(folder: Path, size: int) -> dict[str, float]:
    """Seal in the program's asyncio thread and watch the longest time that the GUI was away."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from app.bridge import Bridge

    application, bridge, timer = QApplication([]), Bridge(), QTimer()
    beats: list[float] = []
    idle: list[float] = []
    timer.timeout.connect(lambda: beats.append(time.monotonic()))
    timer.start(2)

    async def work() -> None:
        store = await Store.open(folder / "profile", secrets.token_bytes(32))
        row, facts = await kept_video(store, size)
        beats.clear()
        await asyncio.sleep(_IDLE_S)
        idle.append(_longest(beats))
        beats.clear()
        await sealed_and_checked(store, row, facts)
        await store.close()

    failures: list[Exception] = []

    def failed(error: Exception) -> None:
        failures.append(error)
        application.quit()

    bridge.start()
    bridge.run(work(), lambda _: application.quit(), failed)
    application.exec()
    bridge.stop()
    if failures:
        raise failures[0]
    return {"gui_gap_ms": _longest(beats), "idle_gap_ms": idle[0]}


def _longest(beats: list[float]) -> float:
    """Give the longest time between two beats, in milliseconds."""
    return max(after - before for before, after in itertools.pairwise(beats)) * 1000.0


def _memory_mb() -> float:
    """Give the most memory that this program ever had. getrusage counts who started it as well."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024.0


def age_program(folder: Path, size: int) -> tuple[float, float]:
    """Let Debian's ``age`` seal and open the same file; gives the seconds of both."""
    keys, plain, sealed = new_age_identity(), folder / "video", folder / "video.age"
    video = _Video(size)
    with plain.open("wb") as file:
        while piece := video.read(1024 * 1024):
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    (folder / "identity").write_text(keys.identity + "\n")
    start = time.monotonic()
    subprocess.run(["age", "-r", keys.recipient, "-o", sealed, plain], check=True)
    with sealed.open("rb") as file:
        os.fsync(file.fileno())
    between = time.monotonic()
    with Path(os.devnull).open("wb") as nothing:
        opening = ["age", "-d", "-i", str(folder / "identity"), str(sealed)]
        subprocess.run(opening, check=True, stdout=nothing)
    times = between - start, time.monotonic() - between
    for path in (plain, sealed):
        path.unlink()
    return times


def measured(folder: Path, size: int = VIDEO_BYTES) -> Speed:
    """Measure everything, one after the other."""
    found = {"load": os.getloadavg()[0]}
    for how in ("memory", "window"):
        place = folder / how
        place.mkdir()
        done = subprocess.run(
            [sys.executable, "-m", "tests.transport.speed", how, place, str(size)],
            cwd=_ROOT,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
            timeout=300,
        )
        found |= json.loads(done.stdout)
    age_seal_s, age_open_s = age_program(folder, size)
    return Speed(size_bytes=size, age_seal_s=age_seal_s, age_open_s=age_open_s, **found)


def main(how: str, folder: str, size: str) -> None:
    """Be one measurement's process."""
    if how == "memory":
        found = asyncio.run(_in_memory(Path(folder), int(size)))
    else:
        found = _beside_a_window(Path(folder), int(size))
    print(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])

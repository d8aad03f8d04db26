# SPDX-License-Identifier: GPL-3.0-or-later
"""A long video is attached as a stream: told, stopped, refused, and nothing left where it fails."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tracemalloc
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.attachments import intake
from app.attachments.intake import NotAccepted, Refusal
from app.errors import KnownError
from app.records.referral import Attachment, Referral, Slot
from app.referrals.kept import blob_owner
from app.store import blobs
from app.store.errors import StoreFull
from app.tasks import Tasks
from tests.fakes.referrals import form
from tests.fakes.videos import long_video
from tests.referrals.test_drafts import Surgery

ROOT = Path(__file__).resolve().parents[2]
MEBIBYTE = 1024**2


@pytest.fixture
async def surgery(tmp_path: Path) -> AsyncIterator[Surgery]:
    surgery = Surgery(tmp_path)
    await surgery.desk.open()
    yield surgery
    await surgery.desk.close()


@dataclass
class Original:
    path: Path
    content: bytes


@pytest.fixture
def original(tmp_path: Path) -> Original:
    path = tmp_path / "long.mp4"
    long_video(path, 16 * MEBIBYTE)
    return Original(path, path.read_bytes())


@pytest.fixture
def video(original: Original) -> Path:
    return original.path


async def attach(
    surgery: Surgery, path: Path, told: Callable[[float], object] | None = None
) -> tuple[Referral, Attachment]:
    service = surgery.desk.service
    draft = await service.new_draft(form())
    return draft, await service.attach(draft.referral, Slot.OTHER, path, "", told)


def files_of(surgery: Surgery) -> list[Path]:
    return list((surgery.desk.profile / "blobs").iterdir())


async def drafts_are_as_before(surgery: Surgery) -> bool:
    """Tell whether no draft has a recording, and no recording is on the disk."""
    await surgery.desk.until(lambda view: len(view.drafts) == 1)
    draft = await surgery.desk.service.draft(surgery.desk.view.drafts[0].referral)
    return not draft.attachments and not files_of(surgery)


async def test_it_is_hashed_sealed_cleaned_and_judged_in_little_memory(
    surgery: Surgery, original: Original
) -> None:
    heard: list[float] = []
    tracemalloc.start()
    draft, taken = await attach(surgery, original.path, heard.append)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 12 * MEBIBYTE
    assert heard == sorted(heard)
    assert len(heard) > 20
    assert 0.0 < heard[0] < 0.1
    assert 0.9 < heard[-1] <= 1.0
    assert taken.original_sha256 == hashlib.sha256(original.content).hexdigest()
    owner = blob_owner(draft.referral, taken.attachment)
    rows = {row.kind: row for row in await blobs.blobs_of(surgery.desk.store, owner)}
    assert await blobs.open_blob(surgery.desk.store, rows["original"].blob) == original.content
    copy = await blobs.open_blob(surgery.desk.store, rows["travel"].blob)
    assert hashlib.sha256(copy).hexdigest() == taken.sha256
    assert b"x264" not in copy
    assert taken.quality.problems == ()


async def test_it_is_looked_at_also_after_another_sealed_file_took_its_place(
    surgery: Surgery, video: Path
) -> None:
    service, store = surgery.desk.service, surgery.desk.store
    draft, taken = await attach(surgery, video)
    owner = blob_owner(draft.referral, taken.attachment)
    told = await service.video(draft.referral, taken.attachment)
    (old,) = [row for row in await blobs.blobs_of(store, owner) if row.kind == "travel"]
    with (surgery.desk.profile / "copy").open("w+b") as copy:
        await blobs.copy_blob(store, old.blob, copy)
        copy.seek(0)
        await blobs.write_blob(store, copy, "travel", owner)
    await blobs.delete_blob(store, old.blob)
    last = len(told.times_s) - 1
    for number in (0, last, last // 2, 1):
        frame = await service.video_frame(draft.referral, taken.attachment, number)
        assert (frame.width, frame.height) == (1280, 720)


@pytest.mark.parametrize("when", [0.02, 0.3, 0.7])
async def test_it_is_stopped_and_nothing_is_left(
    surgery: Surgery, video: Path, when: float
) -> None:
    loop, tasks = asyncio.get_running_loop(), Tasks()
    attaching: list[asyncio.Task[object]] = []

    def stop(done: float) -> None:
        if done >= when:
            loop.call_soon_threadsafe(attaching[0].cancel)

    attaching.append(tasks.start(attach(surgery, video, stop), "attaching"))
    with pytest.raises(asyncio.CancelledError):
        await attaching[0]
    assert await drafts_are_as_before(surgery)


def grow(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b"more")


CHANGES = {
    "it grows": (grow, Refusal.CHANGED),
    "it is cut": (lambda path: os.truncate(path, MEBIBYTE), Refusal.CHANGED),
    "it is deleted": (Path.unlink, Refusal.NO_FILE),
    "another takes its place": (
        lambda path: (
            shutil.copy(path, path.with_name("x")) and os.replace(f"{path.parent}/x", path)
        ),
        Refusal.CHANGED,
    ),
}


@pytest.mark.parametrize("how", CHANGES)
async def test_it_changes_while_it_is_read(surgery: Surgery, video: Path, how: str) -> None:
    change, reason = CHANGES[how]
    changed: list[float] = []

    def told(done: float) -> None:
        if not changed:
            changed.append(done)
            change(video)

    with pytest.raises(NotAccepted) as caught:
        await attach(surgery, video, told)
    assert caught.value.reason is reason
    assert "Nothing was added" in caught.value.sentence()
    assert await drafts_are_as_before(surgery)


async def test_what_happens_to_the_file_after_it_was_read_does_not_matter(
    surgery: Surgery, video: Path
) -> None:
    def told(done: float) -> None:
        if done > 0.3:
            video.unlink(missing_ok=True)

    draft, taken = await attach(surgery, video, told)
    assert len((await surgery.desk.service.video(draft.referral, taken.attachment)).times_s) > 20


async def test_one_that_is_damaged_or_too_large_is_refused(
    surgery: Surgery, video: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(intake, "MAX_VIDEO_BYTES", 16 * MEBIBYTE)
        with pytest.raises(NotAccepted) as caught:
            await attach(surgery, video)
        assert caught.value.reason is Refusal.TOO_LARGE
    assert await drafts_are_as_before(surgery)
    os.truncate(video, 5 * MEBIBYTE)  # Its index stands at its end.
    with pytest.raises(NotAccepted) as caught:
        await surgery.desk.service.attach(
            surgery.desk.view.drafts[0].referral, Slot.OTHER, video, ""
        )
    assert caught.value.reason is Refusal.DAMAGED
    assert await drafts_are_as_before(surgery)


async def on_a_small_disk(folder: Path) -> dict[str, object]:
    """Attach where the disk fills up meanwhile, where it is too small from the start, and then."""
    surgery = Surgery(folder)
    filler = surgery.desk.profile / "blobs" / "filler"
    await surgery.desk.open()
    draft = await surgery.desk.service.new_draft(form())
    said: list[str] = []
    left: list[int] = []

    def fill(done: float) -> None:
        if done > 0.5 and not filler.exists():
            free = shutil.disk_usage(filler.parent).free
            filler.write_bytes(bytes(max(0, free - MEBIBYTE)))

    async def attempt(path: Path, told: Callable[[float], object] | None) -> None:
        try:
            await surgery.desk.service.attach(draft.referral, Slot.OTHER, path, "", told)
            said.append("")
        except KnownError as error:
            said.append(str(error))
        left.append(len([path for path in files_of(surgery) if path != filler]))

    await attempt(folder / "small.mp4", fill)
    filler.unlink()
    await attempt(folder / "large.mp4", None)
    await attempt(folder / "small.mp4", None)
    await surgery.desk.close()
    return {"said": said, "left": left}


@pytest.mark.skipif(sys.platform != "linux", reason="needs a mount namespace")
def test_a_disk_that_is_full_is_said_and_nothing_is_left(tmp_path: Path) -> None:
    place = tmp_path / "gp" / "blobs"
    place.mkdir(parents=True)
    long_video(tmp_path / "small.mp4", 6 * MEBIBYTE)
    long_video(tmp_path / "large.mp4", 13 * MEBIBYTE)
    unshare = shutil.which("unshare")
    if unshare is None or subprocess.run([unshare, "-rm", "true"], check=False).returncode:
        pytest.skip("no mount namespaces here")
    script = (
        'mount -t tmpfs -o size=24m tmpfs "$1" && exec "$2" -m tests.referrals.test_long_video "$3"'
    )
    done = subprocess.run(
        [unshare, "-rm", "sh", "-c", script, "sh", place, sys.executable, tmp_path],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["left"] == [0, 0, 2]
    assert found["said"] == [StoreFull().sentence(), StoreFull().sentence(), ""]


if __name__ == "__main__":
    print(json.dumps(asyncio.run(on_a_small_disk(Path(sys.argv[1])))))

# SPDX-License-Identifier: GPL-3.0-or-later
"""``make bench-workbench``: how quick the review workbench is, as a Markdown table.

Takes half a minute; nothing else should run beside it. A 24-megapixel JPEG is made first, sealed
into a store, and opened through the real bridge, sandbox and screen. Fails where a wanted figure
is not reached.
"""

from __future__ import annotations

import hashlib
import io
import os
import secrets
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.attachments.sound_looks import Filter, Hearing, for_loudspeaker
from app.attachments.spectrogram import HEART_HZ, spectrogram
from app.attachments.video_reader import VideoReader
from app.bridge import Bridge
from app.records.ids import AttachmentId, ReferralId
from app.records.media_facts import MediaType, Picture, Quality, QualityVerdict, Sound
from app.records.referral import (
    Attachment,
    Referral,
    ReferralForm,
    ReferralStatus,
    Slot,
    Specialty,
    Urgency,
)
from app.referrals.kept import blob_owner
from app.referrals.viewing import Viewing
from app.referrals.views import OpenReferral
from app.store import blobs
from app.store.database import Store
from app.ui import theme
from app.ui.referrals.review_screen import ReviewScreen
from app.ui.widgets.button import Button
from app.ui.workbench.background import over
from app.ui.workbench.picture_pane import PicturePane
from app.ui.workbench.sound_charts import charts_of
from tests.fakes.videos import video

WIDTH, HEIGHT = 6000, 4000
WINDOW = (1920, 1080)
FRAMES = 240
DEADLINE_S = 30.0
REFERRAL, PICTURE = ReferralId("c" * 32), AttachmentId("1" * 32)


@dataclass(frozen=True)
class Row:
    """One line of the table; ``most`` is what is wanted, None for what is only told."""

    what: str
    measured_ms: float
    most_ms: float | None
    told: str = ""


def photo() -> bytes:
    """Make a photo of 24 megapixels with soft shapes and a sensor's grain."""
    random = np.random.default_rng(5)
    coarse = random.integers(40, 220, (250, 375, 3), np.uint8)
    soft = cv2.resize(coarse, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)
    grain = random.integers(0, 14, soft.shape, np.uint8)
    target = io.BytesIO()
    Image.fromarray(cv2.add(soft, grain)).save(target, "JPEG", quality=90)
    return target.getvalue()


def facts(content: bytes) -> Attachment:
    """Name the photo as a manifest does."""
    digest = hashlib.sha256(content).hexdigest()
    quality = Quality(QualityVerdict.GOOD)
    return Attachment(
        PICTURE, Slot.CLOSE_UP, "", MediaType.JPEG, len(content), digest, digest, quality
    )


def case(attachment: Attachment) -> OpenReferral:
    """Make a referral with nothing but the photo."""
    form = ReferralForm(Specialty.DERMATOLOGY, "Nobody", None, "?", Urgency.THREE_DAYS)
    held = Referral(
        REFERRAL, form, (attachment,), ReferralStatus.IN_REVIEW, "a" * 32, None, datetime.now(UTC)
    )
    return OpenReferral(replace(held, sent=datetime.now(UTC)), None, None, False, 1, 1)


def until(condition: Callable[[], bool]) -> None:
    """Serve events until something is so."""
    end = time.perf_counter() + DEADLINE_S
    while not condition():
        # Waits as the program's own loop does: a loop that spins would starve the other threads.
        QTest.qWait(1)
        if time.perf_counter() > end:
            raise TimeoutError


def fail(error: Exception) -> None:
    """Let nothing pass in silence."""
    raise error


class Bench:
    """The review screen over a real store, as the program joins them."""

    def __init__(self, bridge: Bridge, store: Store, attachment: Attachment) -> None:
        self._bridge = bridge
        self._store = store
        self._attachment = attachment
        self._whole = False
        self.screen = ReviewScreen(over(bridge, fail))
        self._viewing = Viewing(store)
        self.screen.attachment_wanted.connect(self._fetch)
        self.screen.resize(*WINDOW)
        self.screen.show()

    def _fetch(self, _wanted: str) -> None:
        self._whole = False

        def shown(picture: Picture) -> None:
            self.screen.show_picture(PICTURE, picture)

        def fetched(picture: Picture) -> None:
            self._whole = True
            shown(picture)

        early = self._bridge.in_gui(shown)
        self._bridge.run(self._viewing.picture(REFERRAL, self._attachment, early), fetched, fail)

    def panes(self) -> list[PicturePane]:
        """List the panes on show."""
        return [p for p in self.screen.findChildren(PicturePane) if p.isVisible()]

    def open(self) -> tuple[float, float]:
        """Open the photo from the sealed store: milliseconds to first paint, and to all of it."""
        self._viewing.forget()
        begin = time.perf_counter()
        self.screen.render(case(self._attachment), {}, None)
        until(lambda: bool(self.panes()) and self.panes()[0].has_picture)
        self.panes()[0].repaint()
        first = 1000 * (time.perf_counter() - begin)
        until(lambda: self._whole)
        whole = 1000 * (time.perf_counter() - begin)
        self.settle()
        return first, whole

    def pan(self) -> list[float]:
        """Pan over the picture, all panes painted at each step; milliseconds a frame."""
        until(lambda: True)
        took = []
        for frame in range(FRAMES):
            right = frame // 40 % 2 == 0
            begin = time.perf_counter()
            self.panes()[0].pan(-23 if right else 23, -11 if right else 11)
            for pane in self.panes():
                pane.repaint()
            took.append(1000 * (time.perf_counter() - begin))
            QApplication.processEvents()
        return took

    def settle(self) -> None:
        """Wait until all pixels asked for are there."""
        end = time.perf_counter() + 1.5
        until(lambda: time.perf_counter() > end)


def pan_rows(what: str, took: list[float]) -> list[Row]:
    """Tell median and 95th percentile of a pan; 60 frames a second leave 16.7 ms for each."""
    p95 = sorted(took)[int(len(took) * 0.95)]
    return [
        Row(f"pan, {what}: median frame", statistics.median(took), 1000 / 60),
        Row(f"pan, {what}: 95 % of frames within", p95, 1000 / 60),
    ]


def picture_rows(bench: Bench) -> list[Row]:
    """Measure opening, panning and changing the light."""
    took = [bench.open() for _ in range(7)]
    firsts, wholes = zip(*took, strict=True)
    told = f"of {len(took)}: {min(firsts):.0f} to {max(firsts):.0f} ms"
    rows = [
        Row("open a 24-MP JPEG, to first paint", statistics.median(firsts), 1000, told),
        Row("open a 24-MP JPEG, all its pixels", statistics.median(wholes), None),
    ]
    pane = bench.panes()[0]
    for zoom in (1.0, 0.4, 3.0):
        pane.zoom_to(zoom)
        bench.settle()
        rows += pan_rows(f"{zoom * 100:.0f} %", bench.pan())
    tools = bench.screen
    pane.setFocus()
    _wish(tools, "Side by side")
    for each in bench.panes():
        each.zoom_to(1.0)
    bench.settle()
    rows += pan_rows("two panes, 100 %", bench.pan())
    _wish(tools, "Side by side")
    _wish(tools, "Fit")
    bench.settle()
    begin = time.perf_counter()
    before = _middle(bench)
    _wish(tools, "Local contrast")
    _wish(tools, "Invert")
    until(lambda: _middle(bench) != before)
    rows.append(
        Row(
            "local contrast and inversion, to first paint",
            1000 * (time.perf_counter() - begin),
            None,
        )
    )
    return rows


def _middle(bench: Bench) -> tuple[int, ...]:
    pane = bench.panes()[0]
    image = pane.grab().toImage()
    return tuple(
        image.pixelColor(pane.width() // 2 + n, pane.height() // 2).rgb() for n in range(9)
    )


def _wish(screen: ReviewScreen, name: str) -> None:
    next(b for b in screen.findChildren(Button) if b.accessibleName() == name).click()


def sound_rows() -> list[Row]:
    """Measure a minute of sound at 44.1 kHz as a spectrogram."""
    noise = np.random.default_rng(2).integers(-9000, 9000, 60 * 44_100, np.int16)
    sound = Sound(44_100, noise.astype("<i2").tobytes())

    def median(work: Callable[[], object], times: int) -> float:
        took = []
        for _ in range(times):
            begin = time.perf_counter()
            work()
            took.append(1000 * (time.perf_counter() - begin))
        return statistics.median(took)

    slow = Hearing(Filter.BELL, 0.5, 6)
    return [
        Row("spectrogram of a 60 s sound", median(lambda: spectrogram(sound), 5), 500),
        Row("waveform, spectrogram and marks", median(lambda: charts_of(sound, HEART_HZ), 5), 500),
        Row(
            "60 s made ready: bell, half speed",
            median(lambda: for_loudspeaker(sound, slow), 2),
            None,
        ),
    ]


def video_rows() -> list[Row]:
    """Measure steps through a minute of full HD at 25 frames a second, H.264 with B-frames."""
    content = video(60 * 25, 1920, 1080)
    begin = time.perf_counter()
    reader = VideoReader(content, MediaType.MP4)
    opened = 1000 * (time.perf_counter() - begin)

    def steps(numbers: Iterable[int]) -> float:
        took = []
        for number in numbers:
            begin = time.perf_counter()
            reader.frame(number)
            took.append(1000 * (time.perf_counter() - begin))
        return statistics.median(took)

    random = np.random.default_rng(9)
    rows = [
        Row("open a 60 s video, full HD", opened, None),
        Row("video, one frame on", steps(range(1, 120)), 40),
        Row("video, one frame back", steps(range(118, 60, -1)), 40),
        Row("video, any frame", steps(int(n) for n in random.integers(0, 1500, 30)), None),
    ]
    reader.close()
    return rows


def table(rows: list[Row]) -> str:
    """Write the rows as Markdown."""
    lines = ["| what | measured | wanted | |", "|---|---:|---:|---|"]
    for row in rows:
        wanted = "" if row.most_ms is None else f"≤ {row.most_ms:.1f} ms"
        missed = row.most_ms is not None and row.measured_ms > row.most_ms
        said = " ".join(part for part in ("**missed**" if missed else "", row.told) if part)
        lines.append(f"| {row.what} | {row.measured_ms:.1f} ms | {wanted} | {said} |")
    return "\n".join(lines)


async def prepared(profile: Path, content: bytes, attachment: Attachment) -> Store:
    """Seal the photo into a new store."""
    store = await Store.open(profile, secrets.token_bytes(32))
    owner = blob_owner(REFERRAL, attachment.attachment)
    await blobs.write_blob(store, io.BytesIO(content), "travel", owner)
    return store


def main() -> int:
    """Measure and print; the exit code is 0 if every wanted figure is reached."""
    application = QApplication.instance() or QApplication(sys.argv)
    assert isinstance(application, QApplication)
    theme.install(application)
    content = photo()
    attachment = facts(content)
    bridge = Bridge()
    bridge.start()
    with tempfile.TemporaryDirectory() as folder:
        stores: list[Store] = []
        bridge.run(prepared(Path(folder) / "profile", content, attachment), stores.append, fail)
        until(lambda: bool(stores))
        bench = Bench(bridge, stores[0], attachment)
        rows = [*picture_rows(bench), *sound_rows(), *video_rows()]
        closed: list[object] = []
        bridge.run(stores[0].close(), closed.append, fail)
        until(lambda: bool(closed))
        bench.screen.close()
    bridge.stop()
    print(table(rows))
    reached = all(row.most_ms is None or row.measured_ms <= row.most_ms for row in rows)
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main())

# SPDX-License-Identifier: GPL-3.0-or-later
"""A recording from the file that somebody names to two sealed files: the original, and the copy
that travels.

A video is read once, as it is sealed. Whatever is made of it afterwards is made of the sealed
original, of which each part is opened where it is needed: so what was hashed is what was looked at,
the file may go meanwhile, and no more than some megabytes are ever in memory.
"""

from __future__ import annotations

import asyncio
import io
import shutil
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.attachments.content import Content, InMemory
from app.attachments.dicom_patient import DicomPatient, same_patient
from app.attachments.examine import SECONDS_IN_ALL, Examined, copy_video, examine, look_into_video
from app.attachments.intake import NotAccepted, Refusal, accept, kind_of
from app.attachments.quality import judge
from app.attachments.source import Source, read_whole
from app.attachments.video_child import seconds_for
from app.records.media_facts import MediaKind, MediaType, Quality, QualityVerdict
from app.records.referral import ReferralForm, Slot, Specialty
from app.referrals.whose_files import names_nobody
from app.store import blobs
from app.store.blob_content import BlobContent
from app.store.database import Store
from app.store.errors import StoreFull
from app.vault.pouring import pour
from app.vault.streams import Readable, Writable

Told = Callable[[float], object]
"""Hears how much is done, from nought to one, in a worker thread."""
_NOT_JUDGED: Final = (MediaType.DICOM, MediaType.PDF)
"""Light and sharpness are asked of photographs; a scan or a letter is neither."""
_SEALING, _LOOKING, _COPYING = 0.2, 0.2, 0.6
_STEP: Final = 0.01


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a file. Both files are on the disk, and without their rows nothing."""

    original: blobs.BlobRow
    copy: blobs.BlobRow
    media_type: MediaType
    """Of the copy."""
    quality: Quality
    patient: DicomPatient | None = None
    """Whose it is, as far as a DICOM file says."""


class Stopped(Exception):
    """Nobody wants the file any more."""


class Watch:
    """Tells how far a file has come, and can stop it."""

    def __init__(self, told: Told | None = None) -> None:
        self._told = told
        self._done = self._said = 0.0
        self._stopped = threading.Event()

    def stop(self) -> None:
        """Have the work end soon. Any thread."""
        self._stopped.set()

    def advance(self, part: float) -> None:
        """Note that some is done.

        Raises:
            Stopped: no more is wanted.
        """
        if self._stopped.is_set():
            raise Stopped
        self._done = min(1.0, self._done + part)
        if self._told is not None and self._done >= self._said + _STEP:
            self._said = self._done
            self._told(self._done)


class Followed:
    """A file that tells a watch how much of it was read; in order, it is a stream as well."""

    def __init__(self, content: Content, watch: Watch, share: float, times: int = 1) -> None:
        """All of it, read so many times, is this share of the work."""
        self.size = content.size
        self._content = content
        self._watch = watch
        self._share = self._left = share
        self._bytes = max(1, content.size * times)
        self._at = 0

    def read_at(self, offset: int, size: int) -> bytes:
        """Give a part. Raises Stopped, and what the file raises."""
        part = self._content.read_at(offset, size)
        step = min(self._left, self._share * len(part) / self._bytes)
        self._left -= step
        self._watch.advance(step)
        return part

    def read(self, size: int) -> bytes:
        """Give the next part."""
        part = self.read_at(self._at, size)
        self._at += len(part)
        return part


async def take_in(
    store: Store,
    source: Path | bytes,
    owner: str,
    slot: Slot,
    form: ReferralForm,
    told: Told | None = None,
) -> Taken:
    """Take a file in; whoever called adds the two rows, or drops the files.

    Where this fails or is cancelled, nothing is left on the disk.

    Raises:
        NotAccepted, StoreFull, StoreFailed.
    """
    watch = Watch(told)
    work = asyncio.get_running_loop().run_in_executor(
        None, _take_in, store, source, owner, slot, form, watch
    )
    try:
        return await asyncio.shield(work)
    except asyncio.CancelledError:
        watch.stop()
        await asyncio.wait([work])
        if not work.cancelled() and work.exception() is None:
            blobs.drop_files(store, (work.result().original, work.result().copy))
        raise


def check_patient(patient: DicomPatient | None, form: ReferralForm) -> None:
    """Let no DICOM file of one patient into the referral of another."""
    if patient is None or names_nobody(patient):
        return
    if not form.patient_name.strip():
        raise NotAccepted(Refusal.PATIENT_UNKNOWN, MediaType.DICOM)
    if not same_patient(patient, form.patient_name, form.patient_birth_date):
        raise NotAccepted(Refusal.OTHER_PATIENT, MediaType.DICOM)


def _take_in(
    store: Store, source: Path | bytes, owner: str, slot: Slot, form: ReferralForm, watch: Watch
) -> Taken:
    intake = _Intake(store, owner, watch)
    try:
        if isinstance(source, bytes):
            return intake.take(InMemory(source), slot, form)
        with Source(source) as file:
            return intake.take(file, slot, form)
    except BaseException:
        blobs.drop_files(store, intake.kept)
        raise


class _Intake:
    """One file being taken in."""

    def __init__(self, store: Store, owner: str, watch: Watch) -> None:
        self.kept: list[blobs.BlobRow] = []
        self._store = store
        self._owner = owner
        self._watch = watch

    def take(self, file: Source | InMemory, slot: Slot, form: ReferralForm) -> Taken:
        found = accept(file)
        if kind_of(found) is MediaKind.VIDEO:
            examined = self._video(file, found)
        else:
            content = read_whole(file)
            _check_unchanged(file)
            examined = self._small(content, form)
        original, copy = self.kept
        media_type = found if examined.copy is None else examined.copy.media_type
        quality = _quality(examined, slot, form)
        return Taken(original, copy, media_type, quality, examined.patient)

    def _small(self, content: bytes, form: ReferralForm) -> Examined:
        examined = examine(content)
        check_patient(examined.patient, form)
        assert examined.copy is not None
        self._watch.advance(0.0)
        self._keep(io.BytesIO(content), "original")
        self._keep(io.BytesIO(examined.copy.content), "travel")
        return examined

    def _video(self, file: Source | InMemory, found: MediaType) -> Examined:
        if shutil.disk_usage(self._store.blobs).free < 2 * file.size:
            # Said at once, and before notes find the disk full as well.
            raise StoreFull
        self._keep(Followed(file, self._watch, _SEALING), "original")
        _check_unchanged(file)
        sealed = BlobContent(self._store, self.kept[0])
        seconds = SECONDS_IN_ALL + seconds_for(sealed)
        examined = look_into_video(Followed(sealed, self._watch, _LOOKING), found, seconds)

        def give(target: Writable) -> None:
            # A container is written twice, see ``video_container``.
            content = Followed(sealed, self._watch, _COPYING, times=2)
            copy_video(content, found, target, 2 * seconds)

        pour(give, lambda content: self._keep(content, "travel"))
        return examined

    def _keep(self, content: Readable, kind: blobs.Kind) -> None:
        self.kept.append(blobs.seal_now(self._store, content, kind, self._owner))


def _check_unchanged(file: Source | InMemory) -> None:
    if isinstance(file, Source):
        file.check_unchanged()


def _quality(examined: Examined, slot: Slot, form: ReferralForm) -> Quality:
    if examined.shown is None or examined.media_type in _NOT_JUDGED:
        return Quality(QualityVerdict.GOOD)
    # A close-up of the skin is measured; other views only show where it is.
    scale = form.specialty is Specialty.DERMATOLOGY and slot is Slot.CLOSE_UP
    return judge(examined.shown, scale_expected=scale)

# SPDX-License-Identifier: GPL-3.0-or-later
"""Recordings as pixels and samples for the screen, decoded in the sandbox, never on the disk."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

import cv2
import numpy as np

from app.attachments.decode import CannotDecode, DecodeFailure, decode
from app.attachments.intake import kind_of
from app.attachments.video_reader import VideoReader
from app.records.ids import ReferralId
from app.records.media_facts import MediaKind, MediaType, Picture, Sound, Video
from app.records.referral import Attachment
from app.referrals.errors import NoSuchAttachment
from app.referrals.kept import blob_owner
from app.store import blobs
from app.store.blob_content import BlobContent
from app.store.database import Store

_CACHE_BYTES: Final = 192 * 1024**2
_AT_ONCE: Final = 2
"""Decoding processes; each may take a gigabyte."""


class Viewing:
    """Opens recordings and keeps the last ones at hand. Belongs to the asyncio thread."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._cache: OrderedDict[str, Picture | Sound] = OrderedDict()
        self._turns = asyncio.Semaphore(_AT_ONCE)
        self._opening: dict[str, asyncio.Lock] = {}
        self._watching = asyncio.Lock()
        self._watched: tuple[str, VideoReader] | None = None

    async def picture(
        self,
        referral: ReferralId,
        facts: Attachment,
        early: Callable[[Picture], object] | None = None,
    ) -> Picture:
        """Give a picture's pixels; ``early`` gets a smaller one, from a worker thread.

        Raises:
            CannotDecode: it cannot be opened safely, or is not a picture.
            NoSuchBlob, Tampered: the sealed file is gone or was changed.
        """
        if kind_of(facts.media_type) is not MediaKind.PICTURE:
            raise CannotDecode(DecodeFailure.NOT_DECODED)
        media = await self._media(referral, facts, early)
        assert isinstance(media, Picture)
        return media

    async def sound(self, referral: ReferralId, facts: Attachment) -> Sound:
        """Give a sound's samples. Raises as ``picture``."""
        if kind_of(facts.media_type) is not MediaKind.SOUND:
            raise CannotDecode(DecodeFailure.NOT_DECODED)
        media = await self._media(referral, facts)
        assert isinstance(media, Sound)
        return media

    async def video(self, referral: ReferralId, facts: Attachment) -> Video:
        """Open a video, in place of the one before, and say what it is. Raises as ``picture``."""
        async with self._watching:
            return (await self._reader(referral, facts)).video

    async def video_frame(self, referral: ReferralId, facts: Attachment, number: int) -> Picture:
        """Give one frame of a video. Raises as ``picture``."""
        async with self._watching:
            reader = await self._reader(referral, facts)
            try:
                return await asyncio.to_thread(reader.frame, number)
            except blobs.NoSuchBlob:
                # Another sealed file has taken its place, as when the referral has been sent.
                self._unwatch()
                reader = await self._reader(referral, facts)
                return await asyncio.to_thread(reader.frame, number)

    async def thumbnail(self, referral: ReferralId, facts: Attachment, size: int) -> Picture:
        """Give a picture whose longer side has at most ``size`` pixels. Raises as ``picture``."""
        if kind_of(facts.media_type) is MediaKind.VIDEO:
            whole = await self.video_frame(referral, facts, 0)
        else:
            whole = await self.picture(referral, facts)
        return await asyncio.to_thread(_reduced, whole, size)

    def forget(self) -> None:
        """Drop everything that is decoded."""
        self._cache.clear()
        self._unwatch()

    def _unwatch(self) -> None:
        if self._watched is not None:
            self._watched[1].close()
            self._watched = None

    async def _reader(self, referral: ReferralId, facts: Attachment) -> VideoReader:
        """Have a child process for this video; there is never more than one."""
        if kind_of(facts.media_type) is not MediaKind.VIDEO:
            raise CannotDecode(DecodeFailure.NOT_DECODED)
        if self._watched is not None and self._watched[0] == facts.sha256:
            return self._watched[1]
        row = await self._row(referral, facts)
        opened = await asyncio.to_thread(_video_reader, self._store, row, facts.media_type)
        self._unwatch()
        self._watched = (facts.sha256, opened)
        return opened

    async def _media(
        self,
        referral: ReferralId,
        facts: Attachment,
        early: Callable[[Picture], object] | None = None,
    ) -> Picture | Sound:
        lock = self._opening.setdefault(facts.sha256, asyncio.Lock())
        async with lock:
            known = self._cache.get(facts.sha256)
            if known is not None:
                self._cache.move_to_end(facts.sha256)
                return known
            async with self._turns:
                content = await self._content(referral, facts)
                media = await asyncio.to_thread(decode, content, facts.media_type, early=early)
            self._remember(facts.sha256, media)
        return media

    async def _content(self, referral: ReferralId, facts: Attachment) -> bytes:
        """Read the travel copy, which is the same on both sides."""
        row = await self._row(referral, facts)
        return await blobs.open_blob(self._store, row.blob)

    async def _row(self, referral: ReferralId, facts: Attachment) -> blobs.BlobRow:
        rows = await blobs.blobs_of(self._store, blob_owner(referral, facts.attachment))
        wanted = [row for row in rows if row.kind != "original" and row.sha256 == facts.sha256]
        if not wanted:
            raise NoSuchAttachment
        return wanted[-1]

    def _remember(self, sha256: str, media: Picture | Sound) -> None:
        self._cache[sha256] = media
        while len(self._cache) > 1 and sum(map(_size, self._cache.values())) > _CACHE_BYTES:
            self._cache.popitem(last=False)


def _video_reader(store: Store, row: blobs.BlobRow, media_type: MediaType) -> VideoReader:
    return VideoReader(BlobContent(store, row), media_type)


def _size(media: Picture | Sound) -> int:
    return len(media.rgb) if isinstance(media, Picture) else len(media.pcm)


def _reduced(picture: Picture, size: int) -> Picture:
    factor = size / max(picture.width, picture.height)
    if factor >= 1:
        return picture
    pixels = np.frombuffer(picture.rgb, np.uint8).reshape(picture.height, picture.width, 3)
    width = max(1, round(picture.width * factor))
    height = max(1, round(picture.height * factor))
    small = cv2.resize(pixels, (width, height), interpolation=cv2.INTER_AREA)
    return Picture(width, height, np.asarray(small, np.uint8).tobytes())

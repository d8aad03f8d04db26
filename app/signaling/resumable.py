# SPDX-License-Identifier: GPL-3.0-or-later
"""Bytes that travel in pieces and go on where they stopped: tus 1.0.0 up, HTTP ranges down.

All state is on the disks of the two ends: the sealed spool file here and the server's offset
while sending, the partial file here while fetching. A killed program has nothing to clean up.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final

import aiohttp

from app.errors import KnownError
from app.signaling.http import BadServerAnswer, RefusedByServer, ServerClient, Token
from signaling_server.wire import UPLOAD_CHUNK_BYTES, ErrorCode

Progress = Callable[[int], None]
"""Told how many bytes are at their goal."""
_TUS: Final = {"Tus-Resumable": "1.0.0"}
_CHUNK_S: Final = 120.0
"""1 MiB over 70 kbit/s."""
_RANGE: Final = re.compile(r"bytes (\d+)-(\d+)/(\d+)")


@dataclass(frozen=True, slots=True)
class SpoolFile:
    """A sealed file on this disk, ready to travel; encrypted once, never changed."""

    file: str
    path: Path = field(repr=False)
    size: int
    sha256: str
    """Lower-case hex, of the sealed bytes."""


class SpoolDamaged(KnownError):
    """A file that was ready to be sent is no longer what it was. It was not sent. Open the referral
    and send it again."""


async def upload_location(client: ServerClient, token: Token, parcel: str, file: SpoolFile) -> str:
    """Ask the server where this file goes; the same place each time."""
    metadata = {"parcel": parcel, "file": file.file, "sha256": file.sha256}
    line = ",".join(f"{k} {base64.b64encode(v.encode()).decode()}" for k, v in metadata.items())
    headers = {**_TUS, "Upload-Length": str(file.size), "Upload-Metadata": line}
    async with client.exchange("POST", "/uploads", None, token, headers) as answer:
        location = answer.headers.get("Location", "")
    path = location.removeprefix(client.base_url)
    # Never follow the server to another host with our token.
    if not re.fullmatch(r"/uploads/[0-9A-Za-z_-]{1,128}", path):
        raise BadServerAnswer
    return path


async def upload_offset(client: ServerClient, token: Token, path: str) -> int:
    """Ask how many bytes the server has safely on its disk."""
    async with client.exchange("HEAD", path, None, token, _TUS) as answer:
        offset = answer.headers.get("Upload-Offset", "")
    if not offset.isascii() or not offset.isdigit():
        raise BadServerAnswer
    return int(offset)


async def append_chunk(
    client: ServerClient, token: Token, path: str, offset: int, chunk: bytes
) -> int | None:
    """Send one piece; gives the new offset, or None where the two ends must compare again."""
    digest = base64.b64encode(hashlib.sha256(chunk).digest()).decode()
    headers = {
        **_TUS,
        "Content-Type": "application/offset+octet-stream",
        "Upload-Offset": str(offset),
        "Upload-Checksum": f"sha256 {digest}",
    }
    try:
        async with client.exchange("PATCH", path, chunk, token, headers, _CHUNK_S) as answer:
            reached = answer.headers.get("Upload-Offset", "")
    except RefusedByServer as error:
        if error.code in (ErrorCode.CONFLICT, ErrorCode.WRONG_CHECKSUM):
            return None
        raise
    if reached != str(offset + len(chunk)):
        raise BadServerAnswer
    return offset + len(chunk)


def read_chunk(file: SpoolFile, offset: int) -> bytes:
    """Read the next piece of a spool file. Blocking.

    Raises:
        SpoolDamaged: the file is gone, or not as long as it should be.
    """
    try:
        with file.path.open("rb") as source:
            source.seek(offset)
            chunk = source.read(min(UPLOAD_CHUNK_BYTES, file.size - offset))
    except OSError as error:
        raise SpoolDamaged from error
    if len(chunk) != min(UPLOAD_CHUNK_BYTES, file.size - offset):
        raise SpoolDamaged
    return chunk


def range_end(have: int, size: int) -> int:
    """Tell where the next piece ends that is asked for.

    Piece by piece, as while sending: what is on its way when a program is killed comes again, and
    the buffers of two systems between here and there may hold many megabytes.
    """
    return min(have + UPLOAD_CHUNK_BYTES, size)


def range_headers(have: int, end: int, etag: str) -> dict[str, str]:
    """Ask for the next piece of exactly this content. RFC 9110, 13.1.5 and 14.2."""
    return {"Range": f"bytes={have}-{end - 1}", "If-Range": f'"{etag}"'}


def range_of(answer: aiohttp.ClientResponse, have: int, end: int, size: int) -> tuple[int, int]:
    """Tell where in the file the answer's body begins and ends.

    Raises:
        BadServerAnswer: it is a part that was not asked for.
    """
    if answer.status == 200:
        return 0, size
    given = _RANGE.fullmatch(answer.headers.get("Content-Range", ""))
    if answer.status != 206 or given is None:
        raise BadServerAnswer
    if tuple(map(int, given.groups())) != (have, end - 1, size):
        raise BadServerAnswer
    return have, end


def hash_of(path: Path) -> str:
    """Hash a whole file. Blocking; raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def open_private(path: Path) -> BinaryIO:
    """Open or make a partial file that only this user may read. Blocking; raises OSError."""
    path.touch(mode=0o600, exist_ok=True)
    return path.open("r+b")

# SPDX-License-Identifier: GPL-3.0-or-later
"""A program of its own that sends or fetches a file and is killed in the middle by its test.

Reads one JSON line from standard input and writes a line for each step of progress.
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

from app.records.ids import ParcelId, UserId
from app.signaling.http import ServerClient, Token
from app.signaling.parcels import SpoolFile, download_file, upload_parcel
from signaling_server.wire_http import ParcelFile


def say(done: int) -> None:
    print(done, flush=True)


async def main(order: dict[str, str]) -> None:
    client = ServerClient(order["url"])
    token = Token(order["token"], 0.0)
    parcel, path, size = ParcelId(order["parcel"]), Path(order["path"]), int(order["size"])
    try:
        if order["what"] == "upload":
            file = SpoolFile(order["file"], path, size, order["sha256"])
            await upload_parcel(client, token, parcel, [UserId(order["to"])], [file], say)
        else:
            wanted = ParcelFile(order["file"], size, order["sha256"])
            await download_file(client, token, parcel, wanted, path, say)
    finally:
        await client.close()


if __name__ == "__main__":
    asyncio.run(main(json.loads(sys.stdin.readline())))

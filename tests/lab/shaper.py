# SPDX-License-Identifier: GPL-3.0-or-later
"""The process between two network namespaces: a TUN device in each, and a bad path between them.

It reads commands from its standard input, one JSON object a line: ``{"shape": {…}}`` changes both
directions, ``{"forth": {…}}`` or ``{"back": {…}}`` one, ``{"count": true}`` prints what passed
since the last count. It ends with its input. Root only.
"""

from __future__ import annotations

import asyncio
import ctypes
import fcntl
import json
import os
import struct
import subprocess
import sys
from collections import deque
from dataclasses import replace
from typing import Any

from tests.lab.shaping import Path, PathShape

DEVICE = "lab0"
MTU_BYTES = 1400
_CLONE_NEWNET = 0x40000000
_TUNSETIFF = 0x400454CA
_IFF_TUN_NO_PI = 0x1001
_READ_AT_ONCE = 64


def open_tun(namespace: str, address: str) -> int:
    """Make a TUN device with this address in a namespace; give its file descriptor."""
    libc = ctypes.CDLL(None, use_errno=True)
    own = os.open("/proc/self/ns/net", os.O_RDONLY)
    there = os.open(f"/var/run/netns/{namespace}", os.O_RDONLY)
    try:
        if libc.setns(there, _CLONE_NEWNET) != 0:
            raise OSError(ctypes.get_errno(), "setns")
        tun = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
        fcntl.ioctl(tun, _TUNSETIFF, struct.pack("16sH", DEVICE.encode(), _IFF_TUN_NO_PI))
        for command in (
            f"ip address add {address}/16 dev {DEVICE}",
            f"ip link set {DEVICE} mtu {MTU_BYTES} txqueuelen 1000 up",
            "ip link set lo up",
        ):
            subprocess.run(command.split(), check=True)
        if libc.setns(own, _CLONE_NEWNET) != 0:
            raise OSError(ctypes.get_errno(), "setns")
    finally:
        os.close(own)
        os.close(there)
    return tun


class Direction:
    """Moves packets from one TUN device to the other."""

    def __init__(self, source: int, target: int, seed: int) -> None:
        self.path = Path(PathShape(), seed)
        self._source, self._target = source, target
        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(source, self._read)
        self._waiting: deque[tuple[float, bytes]] = deque()
        self._timer: asyncio.TimerHandle | None = None
        self._queued_s: list[float] = []
        self._late_s: list[float] = []
        self._packets = self._lost = self._bytes = 0

    def count(self) -> dict[str, float]:
        """Say what passed since the last count, and begin anew."""
        counted = {
            "packets": self._packets,
            "lost": self._lost / max(1, self._packets),
            "kbit": self._bytes * 8 / 1000,
            "queue_p95_ms": _p95(self._queued_s) * 1000,
            "late_p95_ms": _p95(self._late_s) * 1000,
        }
        self._packets = self._lost = self._bytes = 0
        self._queued_s, self._late_s = [], []
        return counted

    def _read(self) -> None:
        for _ in range(_READ_AT_ONCE):
            try:
                packet = os.read(self._source, 2000)
            except BlockingIOError:
                break
            now = self._loop.time()
            self._packets += 1
            passage = self.path.send(len(packet), now)
            if passage is None:
                self._lost += 1
                continue
            self._bytes += len(packet)
            self._queued_s.append(passage.queued_s)
            self._waiting.append((passage.arrives_at, packet))
        self._write()

    def _write(self) -> None:
        """Write what is due, in the order in which it came."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        now = self._loop.time()
        while self._waiting and self._waiting[0][0] <= now:
            due, packet = self._waiting.popleft()
            self._late_s.append(now - due)
            try:
                os.write(self._target, packet)
            except OSError:
                # The device at the other end is down: lost, as on a cable.
                self._lost += 1
        if self._waiting:
            self._timer = self._loop.call_at(self._waiting[0][0], self._write)


def _p95(values: list[float]) -> float:
    return sorted(values)[int(len(values) * 0.95)] if values else 0.0


async def _serve(names: list[str], addresses: list[str], seed: int) -> None:
    first, second = (open_tun(n, a) for n, a in zip(names, addresses, strict=True))
    directions = {
        "forth": Direction(first, second, 2 * seed),
        "back": Direction(second, first, 2 * seed + 1),
    }
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), sys.stdin
    )
    print(json.dumps({"ready": True}), flush=True)
    while line := await reader.readline():
        for key, value in json.loads(line).items():
            _obey(key, value, directions)


def _obey(key: str, value: Any, directions: dict[str, Direction]) -> None:
    match key:
        case "shape":
            for direction in directions.values():
                direction.path.shape = replace(direction.path.shape, **value)
        case "forth" | "back":
            path = directions[key].path
            path.shape = replace(path.shape, **value)
        case "count":
            counted = {name: direction.count() for name, direction in directions.items()}
            print(json.dumps(counted), flush=True)
        case _:
            raise SystemExit(f"unknown command {key!r}")


if __name__ == "__main__":
    asyncio.run(_serve(sys.argv[1:3], sys.argv[3:5], int(sys.argv[5])))

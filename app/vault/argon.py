# SPDX-License-Identifier: GPL-3.0-or-later
"""Keys from passphrases: Argon2id (RFC 9106) and what it may cost."""

from __future__ import annotations

import time
import unicodedata
from dataclasses import dataclass
from typing import Final

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

SALT_BYTES: Final = 16
_MAX_ITERATIONS: Final = 20
_MAX_MEMORY_KIB: Final = 1024 * 1024
_MAX_LANES: Final = 16
_TARGET_SECONDS: Final = 1.0


@dataclass(frozen=True, slots=True)
class Cost:
    """How much work one guess is."""

    iterations: int
    memory_kib: int
    lanes: int

    @property
    def bearable(self) -> bool:
        """Whether parameters read from a file may be tried: they could ask for all memory."""
        return (
            1 <= self.iterations <= _MAX_ITERATIONS
            and 1 <= self.lanes <= _MAX_LANES
            and 8 * self.lanes <= self.memory_kib <= _MAX_MEMORY_KIB
        )


FLOOR: Final = Cost(3, 64 * 1024, 4)
"""RFC 9106, section 4, second recommendation."""
_LADDER: Final = (
    FLOOR,
    Cost(3, 128 * 1024, 4),
    Cost(3, 256 * 1024, 4),
    Cost(4, 256 * 1024, 4),
    Cost(6, 256 * 1024, 4),
    Cost(8, 256 * 1024, 4),
)


def key_from_passphrase(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    """Derive 32 bytes. Two ways to type the same character give the same key."""
    text = unicodedata.normalize("NFKC", passphrase.strip("\r\n")).encode()
    return Argon2id(
        salt=salt,
        length=32,
        iterations=cost.iterations,
        lanes=cost.lanes,
        memory_cost=cost.memory_kib,
    ).derive(text)


def calibrated() -> Cost:
    """Choose the dearest step that takes about a second at most here, never below the floor."""
    began = time.perf_counter()
    key_from_passphrase("calibration", bytes(SALT_BYTES), FLOOR)
    return dearest_within(time.perf_counter() - began, _TARGET_SECONDS)


def dearest_within(floor_seconds: float, target_seconds: float) -> Cost:
    """Choose by proportion: work grows with memory times iterations."""
    unit = floor_seconds / (FLOOR.iterations * FLOOR.memory_kib)
    fitting = [c for c in _LADDER if unit * c.iterations * c.memory_kib <= target_seconds]
    return fitting[-1] if fitting else FLOOR

# SPDX-License-Identifier: GPL-3.0-or-later
"""``make bench-echo``: how much echo is left in a simulated room, in real time.

Takes half a minute. Fails where the figures of the media design are not reached.
"""

from __future__ import annotations

import sys
import time

from app.media.sound import SoundThread
from tests.media.echo_room import LENGTH_S, measure

LEAST_REDUCED_DB = 30.0
MOST_LOST_DB = 3.0


def in_real_time(sound: SoundThread) -> None:
    """Let the audio thread run by its own clock."""
    sound.start()
    time.sleep(LENGTH_S + 0.1)


def main() -> int:
    """Measure and print; the exit code is 0 if both figures are reached."""
    figures = measure(in_real_time)
    print(
        f"echo reduced by {figures.echo_reduced_db:.1f} dB after 3 s"
        f" (wanted: at least {LEAST_REDUCED_DB:.0f})"
    )
    print(
        f"double talk: near-end speech loses {figures.near_lost_db:.1f} dB"
        f" (wanted: at most {MOST_LOST_DB:.0f})"
    )
    reached = figures.echo_reduced_db >= LEAST_REDUCED_DB and figures.near_lost_db <= MOST_LOST_DB
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main())

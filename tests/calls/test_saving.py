# SPDX-License-Identifier: GPL-3.0-or-later
"""Who saves data once saves data until they say otherwise."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from app.calls.own_media import OwnMedia
from app.calls.seats import SeatUnusable, remember_saving, saves_data
from app.media.engine import MediaEngine


def test_a_patient_is_remembered_in_the_folder_of_the_seats(tmp_path: Path) -> None:
    seats = tmp_path / "seats"
    assert not saves_data(seats)
    remember_saving(seats, True)
    remember_saving(seats, True)
    assert saves_data(seats)
    assert stat.S_IMODE((seats / "save-data").stat().st_mode) == 0o600
    remember_saving(seats, False)
    remember_saving(seats, False)
    assert not saves_data(seats)


def test_a_folder_that_refuses_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(SeatUnusable):
        remember_saving(tmp_path / "file", True)


async def test_the_switch_is_kept_and_what_was_kept_is_taken_up() -> None:
    kept: list[bool] = []

    async def remember(on: bool) -> None:
        kept.append(on)

    engine = MediaEngine(None, None, None)
    await engine.start()
    changes: list[None] = []
    media = OwnMedia(engine, lambda: changes.append(None), remember)
    media.save_data(True)
    assert (media.view.save_data, kept, len(changes)) == (True, [], 1)
    await media.set_save_data(False)
    assert (media.view.save_data, kept) == (False, [False])
    await engine.close()

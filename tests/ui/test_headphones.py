# SPDX-License-Identifier: GPL-3.0-or-later
"""What heart sounds are best heard with is said until it was read, and never again."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from app.bridge import Bridge
from app.records.ids import AttachmentId
from app.store.database import Store
from app.ui.notices import Notices
from app.ui.referrals.review_screen import ReviewScreen
from app.ui.settings.advice import HeadphoneAdvice
from app.ui.theme import Theme
from tests.ui.asking import DEADLINE_MS, on_bridge, press, words
from tests.ui.clipping import assert_readable, settle
from tests.ui.test_referral_screens import demo_sound, opened, review

__all__ = ["review"]

ADVICE = "Listen with headphones"


def show_sound(review: ReviewScreen) -> None:
    review.render(opened(), {}, None)
    review._thumbs.setCurrentRow(1)
    review.show_sound(AttachmentId(f"{2:032x}"), demo_sound())
    settle(review)


@pytest.fixture
def bridge() -> Iterator[Bridge]:
    bridge = Bridge()
    bridge.start()
    yield bridge
    bridge.stop()


def test_it_is_said_once_and_remembered(
    review: ReviewScreen, qtbot: QtBot, bridge: Bridge, tmp_path: Path
) -> None:
    store = on_bridge(qtbot, bridge, Store.open(tmp_path, secrets.token_bytes(32)))
    window = QMainWindow()
    qtbot.addWidget(window)

    def advice() -> HeadphoneAdvice:
        return HeadphoneAdvice(
            store, bridge, Notices(window), lambda on: review.advise_headphones(on=on), window
        )

    first = advice()
    review.headphones_known.connect(first.read)
    show_sound(review)
    assert ADVICE not in words(review)
    first.start()
    qtbot.waitUntil(lambda: ADVICE in words(review), timeout=DEADLINE_MS)
    press(qtbot, review.window(), "Understood")
    assert ADVICE not in words(review)
    bridge.settle()
    # At the next start it is known.
    answers: list[bool] = []
    again = HeadphoneAdvice(store, bridge, Notices(window), answers.append, window)
    again.start()
    qtbot.waitUntil(lambda: bool(answers), timeout=DEADLINE_MS)
    assert answers == [False]
    on_bridge(qtbot, bridge, store.close())


@pytest.mark.parametrize(
    ("width", "height", "percent"), [(1280, 800, 100), (1024, 700, 100), (1280, 800, 200)]
)
@pytest.mark.usefixtures("bokmal")
def test_it_is_readable_in_bokmal(
    review: ReviewScreen, look: Theme, width: int, height: int, percent: int
) -> None:
    look.set_percent(percent)
    review.resize(width, height)
    show_sound(review)
    review.advise_headphones(on=True)
    assert_readable(review)

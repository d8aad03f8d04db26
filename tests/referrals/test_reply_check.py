# SPDX-License-Identifier: GPL-3.0-or-later
"""A reply whose marks cannot be drawn is refused; what our own program makes is not."""

from __future__ import annotations

import math

import pytest

from app.records.ids import AttachmentId
from app.records.presentation import Presentation, Scale, Viewed
from app.records.referral import Certainty, Decision, Finding, PictureQuality, Reply, Shape
from app.referrals.reply_check import can_be_drawn

FILE = AttachmentId("a" * 32)


def reply(*findings: Finding, viewed: tuple[Viewed, ...] = ()) -> Reply:
    return Reply(
        PictureQuality.GOOD, findings, "x", Certainty.CERTAIN, Decision.TREAT_AT_GP, viewed=viewed
    )


def test_what_our_own_program_makes_is_fine() -> None:
    arrow = Finding(1, "x", FILE, -0.1, 1.4, None, Shape.ARROW, 0.2, 0.3)
    viewed = Viewed(FILE, Presentation(brightness=-100, quarter_turns=3), Scale(60.0))
    assert can_be_drawn(reply(arrow, Finding(2, "no mark"), viewed=(viewed,)))


@pytest.mark.parametrize(
    "wrong",
    [
        reply(Finding(1, "", FILE, 1e9, 0.5, 0.1)),
        reply(Finding(1, "", FILE, math.nan, 0.5, 0.1)),
        reply(Finding(1, "", FILE, 0.5, 0.5, 0.0)),
        reply(Finding(1, "", FILE, 0.5, 0.5, None, Shape.ARROW, math.inf, 0.1)),
        reply(Finding(1, "", FILE, at_s=-1.0)),
        reply(viewed=(Viewed(FILE, Presentation(quarter_turns=4)),)),
        reply(viewed=(Viewed(FILE, Presentation(contrast=101)),)),
        reply(viewed=(Viewed(FILE, Presentation(), Scale(0.0)),)),
        reply(*(Finding(n, "") for n in range(501))),
    ],
)
def test_what_cannot_be_drawn_is_refused(wrong: Reply) -> None:
    assert not can_be_drawn(wrong)

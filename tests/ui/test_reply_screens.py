# SPDX-License-Identifier: GPL-3.0-or-later
"""What comes back of a case: the answer in the specialty's words, and how it went."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit, QRadioButton
from pytestqt.qtbot import QtBot

from app.records.referral import (
    CaseStep,
    Certainty,
    Decision,
    Outcome,
    PictureQuality,
    ReferralStatus,
    Reply,
    SignedReply,
    StepKind,
)
from app.referrals.reply_check import can_be_drawn
from app.ui.referrals.review_screen import ReviewScreen
from tests.ui.asking import words
from tests.ui.clipping import assert_readable, settle
from tests.ui.test_compose_fields import choose
from tests.ui.test_referral_screens import HENRIK, NOW, SIGRUN, button, opened, review

__all__ = ["review"]


def test_the_sender_tells_how_it_went_and_the_specialist_reads_it(
    review: ReviewScreen, qtbot: QtBot
) -> None:
    reply = Reply(
        PictureQuality.GOOD,
        (),
        "Benign naevus",
        Certainty.CERTAIN,
        Decision.TREAT_AT_GP,
        follow_up_on=date(2026, 12, 24),
        answers=(("skin-action", "watch"), ("skin-action-of-a-stranger", "x")),
    )
    signed = SignedReply(reply, SIGRUN.user, SIGRUN.name, SIGRUN.unit, NOW)
    case = opened(mine=True, reply=signed)
    read = replace(case.referral, status=ReferralStatus.ACKNOWLEDGED)
    review.render(replace(case, referral=read), {}, None)
    settle(review)
    shown = words(review)
    assert {"Watch", "24 December 2026"} <= set(shown)
    tell = button(review, "Tell the specialist")
    with qtbot.assertNotEmitted(review.outcome_told):
        QTest.mouseClick(tell, Qt.MouseButton.LeftButton)
    box = next(
        b
        for b in review.findChildren(QPlainTextEdit)
        if b.accessibleName() == "What became of the patient"
    )
    assert "Say in a few words what became of the patient." in words(review)
    QTest.keyClicks(box, "Well after a month")
    with qtbot.waitSignal(review.outcome_told) as told:
        QTest.mouseClick(tell, Qt.MouseButton.LeftButton)
    outcome = Outcome(True, True, "Well after a month")
    assert told.args == [outcome]
    assert_readable(review)
    step = CaseStep(StepKind.OUTCOME, NOW, HENRIK.user, outcome)
    known = replace(read, status=ReferralStatus.OUTCOME_REPORTED, steps=(step,))
    review.render(replace(case, referral=known, mine=False), {}, None)
    settle(review)
    assert "Well after a month" in words(review)


def test_what_was_not_decided_is_not_decided_when_it_is_opened_again(
    review: ReviewScreen, qtbot: QtBot
) -> None:
    review.render(opened(), {}, None)
    box = next(b for b in review.findChildren(QPlainTextEdit) if b.accessibleName() == "Assessment")
    box.setPlainText("Benign naevus")
    with qtbot.waitSignal(review.reply_changed) as saved:
        review.flush()
    assert saved.args[0].decision is Decision.OPEN
    review.render(opened(), {}, saved.args[0])
    choose(review, "What to do with the skin change", "watch")
    assert not any(radio.isChecked() for radio in review.findChildren(QRadioButton))
    assert "decision" in button(review, "Sign and send").off_reason
    assert not can_be_drawn(saved.args[0])

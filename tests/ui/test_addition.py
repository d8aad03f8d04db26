# SPDX-License-Identifier: GPL-3.0-or-later
"""More is wanted: the sender reads what, writes and adds it; the specialist sees what is new."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QListWidget, QPlainTextEdit
from pytestqt.qtbot import QtBot

from app.bridge import Bridge
from app.records.ids import ReferralId
from app.records.referral import (
    Adding,
    Addition,
    Decision,
    Referral,
    ReferralStatus,
    SignedReply,
    Slot,
)
from app.referrals.additions import answered
from app.store.referrals import referral as find_referral
from app.store.referrals import save_referral
from app.ui.referrals.compose_screen import ComposeScreen
from app.ui.referrals.review_screen import ReviewScreen
from app.ui.referrals.words import decision as decision_words
from app.ui.theme import Theme
from tests.fakes.recordings import DEMO
from tests.fakes.referrals import form, reply
from tests.ui.asking import DEADLINE_MS, on_bridge, press, words
from tests.ui.clipping import assert_readable, settle
from tests.ui.test_capture import Surgery
from tests.ui.test_referral_screens import (
    NOW,
    SIGRUN,
    attachment,
    button,
    compose,
    opened,
    referral,
    review,
)

__all__ = ["compose", "review"]

ASKED = replace(
    reply("The edge cannot be judged"), decision=Decision.SEND_MORE, treatment="A ruler beside it"
)
SIGNED = SignedReply(ASKED, SIGRUN.user, SIGRUN.name, SIGRUN.unit, NOW)


def wanted(*recordings: Slot) -> Referral:
    """A case that its specialist wants more of, with these added so far."""
    sent = replace(referral(attachment(1, Slot.REGION)), recipient=SIGRUN.user, sent=NOW)
    added = tuple(attachment(number, slot) for number, slot in enumerate(recordings, 2))
    return replace(answered(sent, SIGNED), adding=Adding("", added))


def shown_buttons(widget: object) -> set[str]:
    found = widget.findChildren(QAbstractButton)  # type: ignore[attr-defined]
    return {each.text().strip() for each in found if each.isVisible()}


def box(screen: ComposeScreen) -> QPlainTextEdit:
    return next(
        b for b in screen.findChildren(QPlainTextEdit) if b.accessibleName() == "Your answer"
    )


def test_what_is_asked_stands_beside_the_answer_to_it(compose: ComposeScreen, qtbot: QtBot) -> None:
    compose.render(wanted(), (), {})
    settle(compose)
    shown = set(words(compose))
    assert {"The edge cannot be judged", "A ruler beside it", "More to a referral"} <= shown
    assert "Halvard Nysnø" in shown
    send = button(compose, "Send this")
    with qtbot.assertNotEmitted(compose.addition_wanted):
        QTest.mouseClick(send, Qt.MouseButton.LeftButton)
    assert compose.focusWidget() is box(compose)
    QTest.keyClicks(box(compose), "Here it is")
    settle(compose)
    with (
        qtbot.waitSignal(compose.addition_changed) as told,
        qtbot.waitSignal(compose.addition_wanted),
        qtbot.assertNotEmitted(compose.form_changed),
    ):
        QTest.mouseClick(send, Qt.MouseButton.LeftButton)
    assert told.args == ["Here it is"]
    # A recording speaks for itself.
    compose.render(replace(wanted(Slot.CLOSE_UP), additions=(Addition("x", (), NOW),)), (), {})
    settle(compose)
    with qtbot.waitSignal(compose.addition_wanted):
        QTest.mouseClick(button(compose, "Send this"), Qt.MouseButton.LeftButton)


def test_an_answer_that_came_meanwhile_is_not_said_to_want_more(compose: ComposeScreen) -> None:
    begun = replace(wanted(), adding=Adding("Half a sentence"))
    done = replace(SIGNED, reply=replace(ASKED, decision=Decision.TREAT_AT_GP))
    compose.render(answered(begun, done), (), {})
    settle(compose)
    assert "More is wanted" not in words(compose)
    assert decision_words(Decision.TREAT_AT_GP) in words(compose)
    assert box(compose).toPlainText() == "Half a sentence"


def test_a_new_referral_after_it_is_a_new_referral(compose: ComposeScreen) -> None:
    compose.render(wanted(), (), {})
    settle(compose)
    draft = replace(referral(), referral=ReferralId("f" * 32))
    compose.render(draft, (), {})
    settle(compose)
    assert "Send referral" in shown_buttons(compose)
    assert "More is wanted" not in words(compose)


def test_each_side_is_offered_what_it_can_do(review: ReviewScreen, qtbot: QtBot) -> None:
    case = replace(wanted(), adding=None)
    review.render(replace(opened(mine=True), referral=case), {}, None)
    settle(review)
    assert {"Send what is asked for", "I have nothing more to send"} <= shown_buttons(review)
    with qtbot.waitSignal(review.more_wanted):
        button(review, "Send what is asked for").click()
    with qtbot.waitSignal(review.acknowledged):
        button(review, "I have nothing more to send").click()
    begun = replace(case, status=ReferralStatus.ANSWERED, adding=Adding("Begun"))
    review.render(replace(opened(mine=True), referral=begun), {}, None)
    settle(review)
    assert {"Send what you began to add", "I have read this"} <= shown_buttons(review)
    review.render(replace(opened(), referral=case), {}, None)
    settle(review)
    assert "Send what is asked for" not in shown_buttons(review)
    button(review, "Answer without it").click()
    settle(review)
    assert "Sign and send" in shown_buttons(review)


def test_the_specialist_sees_what_is_new_and_what_was_said(review: ReviewScreen) -> None:
    recordings = (attachment(1, Slot.REGION), attachment(2, Slot.CLOSE_UP))
    more = replace(
        wanted(),
        status=ReferralStatus.RECEIVED,
        attachments=recordings,
        additions=(Addition("With a ruler", (recordings[1].attachment,), NOW),),
        earlier_replies=(SIGNED,),
        reply=None,
        adding=None,
    )
    review.render(replace(opened(), referral=more), {}, None)
    settle(review)
    (strip,) = review.findChildren(QListWidget)
    assert strip.currentRow() == 1
    assert [strip.item(row).text() for row in range(2)] == ["Region", "Close-up (new)"]
    shown = words(review)
    assert {"With a ruler", "The edge cannot be judged", "New recordings: 1"} <= set(shown)


@pytest.mark.parametrize(
    ("width", "height", "percent"), [(1280, 800, 100), (1024, 700, 200), (800, 560, 100)]
)
@pytest.mark.usefixtures("bokmal")
def test_nothing_is_cut(
    compose: ComposeScreen,
    review: ReviewScreen,
    look: Theme,
    width: int,
    height: int,
    percent: int,
) -> None:
    look.set_percent(percent)
    compose.resize(width, height)
    compose.render(wanted(Slot.CLOSE_UP), (), {})
    settle(compose)
    assert_readable(compose)
    review.resize(width, height)
    later = replace(SIGNED, signed=NOW + timedelta(hours=1))
    for mine in (True, False):
        case = replace(wanted(), earlier_replies=(SIGNED,), reply=later)
        review.render(replace(opened(mine=mine), referral=case), {}, None)
        settle(review)
        assert_readable(review)


@pytest.fixture
def bridge() -> Iterator[Bridge]:
    bridge = Bridge()
    bridge.start()
    yield bridge
    bridge.stop()


def test_from_the_list_to_what_goes_out(qtbot: QtBot, bridge: Bridge, tmp_path: Path) -> None:
    surgery = Surgery(qtbot, bridge, tmp_path)
    surgery.window.resize(1280, 800)
    service, store = surgery.desk.service, surgery.desk.store

    async def asked_for_more() -> ReferralId:
        draft = await service.new_draft(form())
        (eira,) = await service.recipients(draft.form.specialty)
        await service.send(draft.referral, eira.user)
        stored = await find_referral(store, draft.referral)
        assert stored is not None
        signed = SignedReply(ASKED, eira.user, eira.name, eira.unit, NOW)
        await save_referral(store, answered(stored.referral, signed), "sent", stored.secret)
        return draft.referral

    number = on_bridge(qtbot, bridge, asked_for_more())
    surgery.flow._reading.open(number)
    surgery.until_button("Send what is asked for")
    press(qtbot, surgery.window, "Send what is asked for")
    qtbot.waitUntil(surgery.compose.isVisible, timeout=DEADLINE_MS)
    QTest.keyClicks(box(surgery.compose), "With a ruler")
    surgery.compose.file_dropped.emit(Slot.CLOSE_UP.value, str(DEMO / "derm_close.jpg"))
    qtbot.waitUntil(
        lambda: any(card.attachment for _, card in surgery.compose.grid._cards),
        timeout=DEADLINE_MS,
    )
    press(qtbot, surgery.window, "Send this")
    surgery.until("On its way. Goes on by itself.")
    stored = on_bridge(qtbot, bridge, find_referral(store, number))
    assert stored is not None
    case = stored.referral
    assert (case.status, case.adding) == (ReferralStatus.SENDING, None)
    assert [addition.text for addition in case.additions] == ["With a ruler"]
    assert [a.slot for a in case.attachments] == [Slot.CLOSE_UP]
    surgery.close()

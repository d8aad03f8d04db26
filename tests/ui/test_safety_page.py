# SPDX-License-Identifier: GPL-3.0-or-later
"""The safety page on the call screen, with the real service and store behind it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt, QTranslator
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from app.bridge import Bridge
from app.records.safety_plan import PlanStep, SafetyKind, SafetyPlan, StepContent
from app.records.suicide_triage import TriageItem
from app.ui.call.emergency import EmergencyPanel
from app.ui.call.screen import CallScreen
from app.ui.notices import Notices
from app.ui.safety.flow import SafetyFlow
from app.ui.safety.labels import public_contacts
from app.ui.safety.plan_pdf import plan_html, plan_pdf
from app.ui.safety.triage_form import Question
from app.ui.theme import Theme
from app.ui.widgets.button import Button
from app.ui.widgets.segments import SegmentButton
from app.workplace import now_utc
from tests.fakes.visit_world import World, visit_world
from tests.ui.asking import DEADLINE_MS, button, on_bridge, press, words
from tests.ui.call_stage import Now, shown_screen
from tests.ui.clipping import assert_readable, settle
from tests.ui.visit_samples import EIRA


class Page:
    """The screen, the flow and what is behind them."""

    def __init__(self, qtbot: QtBot, bridge: Bridge, world: World) -> None:
        self.qtbot, self.bridge, self.world = qtbot, bridge, world
        self.service = world.place.safety
        self.screen: CallScreen = shown_screen(qtbot, Now())
        self.notices = Notices(self.screen)
        self.flow = SafetyFlow(
            self.screen, self.service, bridge, self.notices, lambda: None, now_utc
        )
        self.open()

    def open(self) -> None:
        """Open a visit of the patient."""
        self.flow.visit_opened(EIRA)
        self.qtbot.waitUntil(self.screen.safety.isEnabled, timeout=DEADLINE_MS)
        self.screen.show_safety_first()
        settle(self.screen)

    def text(self, step: PlanStep) -> QPlainTextEdit:
        """Find the text of a step."""
        number = f"{tuple(PlanStep).index(step) + 1}."
        found = self.screen.safety.findChildren(QPlainTextEdit)
        return next(edit for edit in found if edit.accessibleName().startswith(number))

    def answer(self, item: TriageItem, words: str) -> None:
        """Press an answer by the keyboard."""
        asked = self.screen.safety.findChildren(Question)
        question = next(q for q in asked if q.item is item)
        assert question.isVisible()
        found = question.findChildren(SegmentButton)
        choice = next(b for b in found if b.text() == words)
        choice.setFocus()
        self.qtbot.keyClick(choice, Qt.Key.Key_Space)
        settle(self.screen)

    def until(self, text: str) -> None:
        """Wait for words on the page."""
        self.qtbot.waitUntil(
            lambda: any(text in line for line in words(self.screen)), timeout=DEADLINE_MS
        )


@pytest.fixture
def page(qtbot: QtBot, tmp_path: Path) -> Iterator[Page]:
    bridge, stack = Bridge(), AsyncExitStack()
    bridge.start()
    world = on_bridge(qtbot, bridge, stack.enter_async_context(visit_world(tmp_path)))
    made = Page(qtbot, bridge, world)
    yield made
    made.screen.flush()
    bridge.settle()
    on_bridge(qtbot, bridge, stack.aclose())
    bridge.stop()


def test_a_plan_is_written_saved_signed_and_shown_first(qtbot: QtBot, page: Page) -> None:
    press(qtbot, page.screen, "Write plan")
    phones = [edit.text() for edit in page.screen.safety.findChildren(QLineEdit)]
    assert {"113", "116 117", "116 123"} <= set(phones)
    qtbot.keyClicks(page.text(PlanStep.WARNING_SIGNS), "Pacing at night")
    page.screen.flush()
    page.until("Saved ")
    # Another visit of the same patient: the draft is there.
    page.open()
    assert page.text(PlanStep.WARNING_SIGNS).toPlainText() == "Pacing at night"
    press(qtbot, page.screen, "Sign plan")
    page.until("Version 1, signed")
    assert any("Pacing at night" in line for line in words(page.screen))
    page.screen.show_emergency()
    settle(page.screen)
    panel = page.screen.findChild(EmergencyPanel)
    assert any("Pacing at night" in line for line in words(panel))
    assert any("Version 1" in line for line in words(panel))


def test_high_answers_open_the_emergency_panel_and_ask_for_actions(
    qtbot: QtBot, page: Page
) -> None:
    press(qtbot, page.screen, "Ask the questions")
    page.answer(TriageItem.WISH, "Yes")
    page.answer(TriageItem.THOUGHTS, "Yes")
    page.answer(TriageItem.METHOD, "No")
    page.answer(TriageItem.INTENT, "Yes")
    panel = page.screen.findChild(EmergencyPanel)
    assert any("High by the screener's rule" in line for line in words(page.screen))
    # The questioning is not interrupted: the panel comes once all is answered.
    assert not panel.isVisible()
    page.answer(TriageItem.PLAN, "No")
    page.answer(TriageItem.BEHAVIOUR, "No")
    assert panel.isVisible()
    qtbot.keyClick(panel, Qt.Key.Key_Escape)
    settle(page.screen)
    press(qtbot, page.screen, "Sign answers")
    page.bridge.settle()
    state = on_bridge(qtbot, page.bridge, page.service.state(EIRA.patient))
    assert state.triages.newest is None
    for edit in page.screen.safety.findChildren(QPlainTextEdit):
        if edit.accessibleName() == "My judgement":
            qtbot.keyClicks(edit, "Stays with her brother")
    for line in page.screen.safety.findChildren(QLineEdit):
        if line.accessibleName() == "Who was informed":
            qtbot.keyClicks(line, "Head of unit")
    press(qtbot, page.screen, "Open the safety plan")
    assert button(page.screen, "Sign plan")
    press(qtbot, page.screen, "Sign answers")
    page.until("Version 1, signed")
    assert any("It stands until later answers" in line for line in words(page.screen))
    state = on_bridge(qtbot, page.bridge, page.service.state(EIRA.patient))
    assert state.high_since is not None


def test_a_draft_is_thrown_away_on_the_author_s_word(qtbot: QtBot, page: Page) -> None:
    plan = SafetyPlan((StepContent(PlanStep.COPING, "Walks by the lake"),))
    on_bridge(qtbot, page.bridge, page.service.save(EIRA.patient, None, plan))
    page.open()
    press(qtbot, page.screen, "Throw the draft of the plan away")
    page.until("Nothing is signed yet.")
    state = on_bridge(qtbot, page.bridge, page.service.state(EIRA.patient))
    assert state.plan_draft is None


@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize(("width", "height"), [(1280, 800), (1024, 700)])
def test_nothing_is_cut_in_bokmal(
    qtbot: QtBot,
    page: Page,
    look: Theme,
    norwegian: QTranslator,
    width: int,
    height: int,
    percent: int,
) -> None:
    press(qtbot, page.screen, "Write plan")
    press(qtbot, page.screen, "Ask the questions")
    for item in (TriageItem.THOUGHTS, TriageItem.INTENT, TriageItem.BEHAVIOUR):
        page.answer(item, "Yes")
    QCoreApplication.installTranslator(norwegian)
    try:
        look.set_percent(percent)
        page.screen.resize(width, height)
        assert_readable(page.screen)
        assert "Signer planen" in [b.text().strip() for b in page.screen.findChildren(Button)]
        page.screen.show_emergency()
        assert_readable(page.screen)
    finally:
        QCoreApplication.removeTranslator(norwegian)


def test_a_plan_for_the_patient_is_a_pdf_that_escapes_what_was_written(
    qtbot: QtBot, page: Page, tmp_path: Path
) -> None:
    plan = SafetyPlan(
        (
            StepContent(PlanStep.COPING, "<b>Walks</b> & tea"),
            StepContent(PlanStep.PROFESSIONALS, "", public_contacts()),
        )
    )
    html = plan_html(plan, "My safety plan", "Version 1")
    assert "&lt;b&gt;Walks&lt;/b&gt; &amp; tea" in html
    assert "116 123" in html
    target = tmp_path / "plan.pdf"
    content = plan_pdf(plan, EIRA, "Version 1")
    on_bridge(qtbot, page.bridge, page.service.export(EIRA.patient, target, content))
    assert target.read_bytes().startswith(b"%PDF-1.4")
    on_bridge(qtbot, page.bridge, page.service.discard(EIRA.patient, SafetyKind.PLAN))

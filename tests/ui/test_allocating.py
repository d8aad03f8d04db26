# SPDX-License-Identifier: GPL-3.0-or-later
"""A coordinator chooses: who could answer, what each has open, one press, and it is given."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMainWindow, QStackedWidget, QVBoxLayout
from PySide6.QtWidgets import QWidget as Widget
from pytestqt.qtbot import QtBot

from app.bridge import Bridge
from app.records.ids import ReferralId
from app.records.referral import (
    ReferralStatus,
)
from app.referrals.envelope import SIGNATURE_CONTEXT
from app.referrals.kept import Kept
from app.referrals.manifest import Kind, Manifest, write_manifest
from app.referrals.whose import Part
from app.store.referrals import save_referral
from app.ui.notices import Notices
from app.ui.referrals.allocate_flow import AllocateFlow
from app.ui.referrals.allocate_panel import AllocatePanel
from app.ui.referrals.review_screen import ReviewScreen
from app.ui.theme import Theme
from app.ui.widgets.banner import Banner
from app.vault.age_files import new_age_identity
from app.vault.identity import OwnIdentity
from tests.fakes.people import Clinic
from tests.fakes.referral_desk import Desk
from tests.fakes.referrals import form
from tests.ui.allocation_samples import (
    CANDIDATES,
    MONA,
    NOW,
    TO_MONA,
    TO_SIGRUN,
    case,
    opened,
)
from tests.ui.asking import DEADLINE_MS, button, on_bridge, press, words
from tests.ui.clipping import assert_readable, settle
from tests.ui.test_referral_screens import SIGRUN


@pytest.fixture
def bridge() -> Iterator[Bridge]:
    bridge = Bridge()
    bridge.start()
    yield bridge
    bridge.stop()


class Coordinator:
    """A coordinator at a computer with one case of a GP, and two dermatologists to choose from."""

    def __init__(self, qtbot: QtBot, bridge: Bridge, folder: Path) -> None:
        clinic = Clinic()
        self.gp = clinic.add("Sondre Dahl", "GP")
        self.kari = clinic.add("Kari Moen", "Coordinator", "dermatology")
        self.eira = clinic.add("Eira Nygård", "Dermatologist", "dermatology")
        clinic.add("Mona Lie", "Dermatologist", "dermatology")
        directory = clinic.directory()
        self.desk = Desk(self.kari, folder, "http://127.0.0.1:9", lambda: directory)
        on_bridge(qtbot, bridge, self.desk.open())
        self.number = ReferralId("f" * 32)
        on_bridge(qtbot, bridge, self._come(self.gp))
        self.window, self.pages = QMainWindow(), QStackedWidget()
        whole = Widget()
        notices = Notices(self.window)
        column = QVBoxLayout(whole)
        column.addWidget(notices.bar)
        column.addWidget(self.pages, 1)
        self.window.setCentralWidget(whole)
        self.review = ReviewScreen()
        self.pages.addWidget(Widget())
        self.pages.addWidget(self.review)
        self.flow = AllocateFlow(
            self.review,
            self.desk.service.allocating,
            bridge,
            notices,
            lambda: self.pages.setCurrentIndex(0),
        )
        self.window.resize(1280, 800)
        self.window.show()
        shown = on_bridge(qtbot, bridge, self.desk.service.open(self.number))
        self.review.render(shown, {}, None)
        self.pages.setCurrentWidget(self.review)

    async def _come(self, gp: OwnIdentity) -> None:
        """Let a case have come, as the GP's program signed it."""
        manifest = Manifest(
            kind=Kind.REFERRAL,
            referral=self.number,
            version=1,
            sender=gp.user,
            sender_device=gp.device,
            recipient=self.kari.user,
            devices=(self.kari.device, gp.device),
            created=NOW,
            form=form(),
            identity=new_age_identity().identity,
        )
        body = write_manifest(manifest)
        signature = gp.signing_key.sign(SIGNATURE_CONTEXT, body)
        kept = Kept(identity=manifest.identity, manifest=body, signature=signature)
        came = replace(
            case(), referral=self.number, form=form(), sender=gp.user, recipient=self.kari.user
        )
        came = replace(came, attachments=())
        await save_referral(self.desk.store, came, "received", kept.packed())


def test_one_press_gives_a_case_to_a_specialist(
    qtbot: QtBot, bridge: Bridge, tmp_path: Path
) -> None:
    place = Coordinator(qtbot, bridge, tmp_path)
    wanted = "Allocate to Eira Nygård, No open case from you"
    qtbot.waitUntil(
        lambda: any(b.accessibleName() == wanted for b in place.window.findChildren(Widget)),
        timeout=DEADLINE_MS,
    )
    settle(place.window)
    reason = next(e for e in place.window.findChildren(QLineEdit) if e.isVisible())
    QTest.keyClicks(reason, "Knows the patient")
    to_eira = button(place.window, wanted)
    to_eira.setFocus()
    # Twice by keys: it is given once.
    QTest.keyClick(to_eira, Qt.Key.Key_Return)
    QTest.keyClick(to_eira, Qt.Key.Key_Return)
    qtbot.waitUntil(
        lambda: any("Allocated to Eira Nygård" in line for line in words(place.window)),
        timeout=DEADLINE_MS,
    )
    assert place.pages.currentIndex() == 0
    qtbot.waitUntil(lambda: bool(place.desk.view.allocated), timeout=DEADLINE_MS)
    (given,) = place.desk.view.allocated
    assert (given.with_name, place.desk.view.to_allocate) == ("Eira Nygård", ())
    assert place.desk.view.outbox.items == 1
    shown = on_bridge(qtbot, bridge, place.desk.service.open(place.number))
    assert shown.referral.allocation is not None
    assert shown.referral.allocation.reason == "Knows the patient"
    on_bridge(qtbot, bridge, place.desk.close())


@pytest.fixture
def panel(qtbot: QtBot) -> AllocatePanel:
    panel = AllocatePanel()
    qtbot.addWidget(panel)
    panel.resize(344, 700)
    panel.show()
    return panel


def test_a_new_case_offers_everybody_with_what_they_have_open(
    panel: AllocatePanel, qtbot: QtBot
) -> None:
    panel.show_referral(opened(case(), Part.ALLOCATE))
    panel.offer(CANDIDATES)
    settle(panel)
    assert "Nobody has it yet." in words(panel)
    with qtbot.waitSignal(panel.chosen) as chosen:
        press(qtbot, panel, "Allocate to Sigrun Aasheim, 3 open cases from you")
    assert chosen.args == [SIGRUN.user, ""]


def test_what_is_given_can_be_moved_but_not_to_the_same(panel: AllocatePanel) -> None:
    given = case(TO_SIGRUN, status=ReferralStatus.IN_REVIEW)
    panel.show_referral(opened(given, Part.ALLOCATE, answerer=SIGRUN))
    panel.offer(CANDIDATES)
    settle(panel)
    assert any(
        "With Sigrun Aasheim since" in banner.text() for banner in panel.findChildren(Banner)
    )
    assert button(panel, "Move here").accessibleName().startswith("Allocate to Mona Lie")
    with pytest.raises(AssertionError):
        button(panel, "Send again")
    # Somebody who has not got all of it gets it again.
    panel.show_referral(opened(given, Part.ALLOCATE, answerer=SIGRUN, stale=True))
    panel.offer(CANDIDATES)
    settle(panel)
    assert button(panel, "Send again").accessibleName().startswith("Allocate to Sigrun Aasheim")


def test_what_is_typed_stays_while_the_choice_comes(panel: AllocatePanel) -> None:
    panel.show_referral(opened(case(), Part.ALLOCATE))
    panel.offer(CANDIDATES)
    settle(panel)
    panel.findChildren(QLineEdit)[0].setText("Ill")
    panel.offer(CANDIDATES)
    settle(panel)
    assert panel.findChildren(QLineEdit)[0].text() == "Ill"
    panel.show_referral(opened(case(), Part.ALLOCATE))
    panel.offer(CANDIDATES)
    assert panel.findChildren(QLineEdit)[0].text() == ""


def test_without_anybody_and_after_the_answer_there_is_nothing_to_press(
    panel: AllocatePanel,
) -> None:
    panel.show_referral(opened(case(), Part.ALLOCATE))
    panel.offer(())
    settle(panel)
    assert "Nobody to choose from" in words(panel)
    answered = case(TO_SIGRUN, status=ReferralStatus.ANSWERED)
    panel.show_referral(opened(answered, Part.ALLOCATE, answerer=SIGRUN))
    panel.offer(CANDIDATES)
    settle(panel)
    assert "The answer went to the sender." in words(panel)
    with pytest.raises(AssertionError):
        button(panel, "Move here")


@pytest.mark.usefixtures("bokmal")
@pytest.mark.parametrize(
    ("width", "height", "percent"), [(1280, 800, 100), (1024, 700, 100), (1280, 800, 200)]
)
def test_the_choice_is_readable_in_bokmal(
    qtbot: QtBot, look: Theme, width: int, height: int, percent: int
) -> None:
    look.set_percent(percent)
    review = ReviewScreen()
    qtbot.addWidget(review)
    review.resize(width, height)
    review.show()
    given = case(TO_SIGRUN, TO_MONA, status=ReferralStatus.IN_REVIEW)
    review.render(opened(given, Part.ALLOCATE, answerer=MONA), {}, None)
    review.offer_candidates(CANDIDATES)
    assert_readable(review)
    for turn in [b for b in review.findChildren(Widget) if b.accessibleName() == "Hvem svarer?"]:
        if turn.isVisible():
            QTest.mouseClick(turn, Qt.MouseButton.LeftButton)
    assert_readable(review)

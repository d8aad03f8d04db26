# SPDX-License-Identifier: GPL-3.0-or-later
"""The referral screens: rendered from views, worked by hand and by keys."""

from __future__ import annotations

import wave
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListWidget, QPlainTextEdit
from PySide6.QtWidgets import QRadioButton as QRadio
from pytestqt.qtbot import QtBot

from app.records.ids import AttachmentId, OrganizationId, ReferralId, UserId
from app.records.media_facts import (
    MediaType,
    Picture,
    Quality,
    QualityProblem,
    QualityVerdict,
    Sound,
)
from app.records.people import Practitioner
from app.records.referral import (
    Attachment,
    Certainty,
    Decision,
    PictureQuality,
    Referral,
    ReferralForm,
    ReferralStatus,
    Reply,
    SignedReply,
    Slot,
    Specialty,
    Urgency,
)
from app.referrals.views import (
    OpenReferral,
    OutboxView,
    ReferralRow,
    ReferralsView,
    RefusedParcel,
)
from app.resources import resource_path
from app.ui.language import BOKMAL, ENGLISH, Language
from app.ui.referrals.compose_screen import ComposeScreen
from app.ui.referrals.list_screen import ReferralListScreen
from app.ui.referrals.review_screen import ReviewScreen
from app.ui.referrals.slot_card import SlotCard
from app.ui.theme import Theme
from app.ui.widgets.banner import Banner
from app.ui.widgets.button import Button
from app.ui.widgets.row import Row
from app.ui.workbench.picture_pane import PicturePane
from tests.ui.clipping import assert_readable, settle
from tests.ui.test_compose_fields import choose

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
GOOD = Quality(QualityVerdict.GOOD)
BLURRED = Quality(QualityVerdict.BAD, (QualityProblem.BLURRED,))
FORM = ReferralForm(
    Specialty.DERMATOLOGY,
    "Halvard Nysnø",
    date(1968, 3, 2),
    "New dark patch on the left calf. Excise here, or refer?",
    Urgency.THREE_DAYS,
    body_site="Left calf, outer side",
    duration="4 months",
    symptoms=("grows",),
    consent=True,
)
SIGRUN = Practitioner(
    UserId("b" * 32),
    "Sigrun Aasheim",
    "Dermatologist",
    "University hospital",
    "0000003",
    OrganizationId("o" * 32),
    "dermatology",
)
HENRIK = replace(SIGRUN, user=UserId("a" * 32), name="Henrik Lyngås", role="GP", unit="Viddal")


def attachment(
    number: int, slot: Slot, quality: Quality = GOOD, *, sound: bool = False
) -> Attachment:
    return Attachment(
        AttachmentId(f"{number:032x}"),
        slot,
        "",
        MediaType.WAV if sound else MediaType.JPEG,
        1000,
        "0" * 64,
        "0" * 64,
        quality,
    )


def referral(*attachments: Attachment, form: ReferralForm = FORM) -> Referral:
    return Referral(
        ReferralId("c" * 32), form, attachments, ReferralStatus.DRAFT, HENRIK.user, None, NOW
    )


def demo_picture(name: str) -> Picture:
    with Image.open(resource_path(f"demo/{name}")) as image:
        rgb = image.convert("RGB")
        return Picture(rgb.width, rgb.height, rgb.tobytes())


def demo_sound() -> Sound:
    with wave.open(str(resource_path("demo/heart_murmur_mitral.wav"))) as file:
        return Sound(file.getframerate(), file.readframes(file.getnframes()))


def button(widget: object, text: str) -> Button:
    found = [b for b in widget.findChildren(Button) if text in (b.text(), b.accessibleName())]  # type: ignore[attr-defined]
    assert found, f"no button {text}"
    return found[0]


@pytest.fixture
def compose(qtbot: QtBot) -> ComposeScreen:
    screen = ComposeScreen()
    qtbot.addWidget(screen)
    screen.resize(1280, 800)
    screen.show()
    return screen


def test_list_shows_what_waits_and_opens_it_by_keyboard(qtbot: QtBot) -> None:
    screen = ReferralListScreen()
    qtbot.addWidget(screen)
    screen.show()
    row = ReferralRow(
        ReferralId("c" * 32),
        FORM.patient_name,
        FORM.specialty,
        FORM.question,
        HENRIK.name,
        ReferralStatus.RECEIVED,
        datetime.now(UTC),
        datetime.now(UTC) + timedelta(hours=5),
    )
    refused = RefusedParcel("d" * 32, "signature", NOW)
    screen.render(ReferralsView((row,), (), (), OutboxView(1, 1, 2, True), (refused,)))
    QApplication.processEvents()
    texts = [banner.text() for banner in screen.findChildren(Banner) if banner.isVisible()]
    assert any("could not be verified" in text for text in texts)
    assert any("Kept here" in text for text in texts)
    (line,) = [r for r in screen.findChildren(Row) if r.isVisible()]
    assert FORM.patient_name in line.accessibleName()
    with qtbot.waitSignal(screen.opened) as opened:
        QTest.keyClick(line, Qt.Key.Key_Return)
    assert opened.args == ["c" * 32]


def test_draft_rows_open_the_draft(qtbot: QtBot) -> None:
    screen = ReferralListScreen()
    qtbot.addWidget(screen)
    screen.show()
    row = ReferralRow(
        ReferralId("e" * 32), "", FORM.specialty, "", "", ReferralStatus.DRAFT, None, None
    )
    screen.render(ReferralsView(drafts=(row,)))
    QApplication.processEvents()
    (line,) = [r for r in screen.findChildren(Row) if r.isVisible()]
    with qtbot.waitSignal(screen.draft_opened) as opened:
        QTest.mouseClick(line, Qt.MouseButton.LeftButton)
    assert opened.args == ["e" * 32]


@pytest.mark.parametrize(
    ("draft", "recipients", "reason"),
    [
        (referral(), (SIGRUN,), "at least one picture"),
        (referral(attachment(1, Slot.REGION)), (), "Nobody of this specialty"),
        (referral(attachment(1, Slot.LANDMARK, BLURRED)), (SIGRUN,), "Take picture 2 again"),
        (
            referral(attachment(1, Slot.REGION), form=replace(FORM, consent=False)),
            (SIGRUN,),
            "tick that they agree",
        ),
        (
            referral(attachment(1, Slot.REGION), form=replace(FORM, question="")),
            (SIGRUN,),
            "Write the question",
        ),
        (
            referral(attachment(1, Slot.REGION), form=replace(FORM, patient_name="")),
            (SIGRUN,),
            "patient's name",
        ),
    ],
)
def test_what_is_missing_keeps_send_off_with_words(
    compose: ComposeScreen,
    qtbot: QtBot,
    draft: Referral,
    recipients: tuple[Practitioner, ...],
    reason: str,
) -> None:
    compose.render(draft, recipients, {})
    send = button(compose, "Send referral")
    assert reason in send.off_reason
    sent: list[str] = []
    compose.send_wanted.connect(sent.append)
    QTest.mouseClick(send, Qt.MouseButton.LeftButton)
    QApplication.processEvents()
    assert sent == []


def test_complete_draft_is_sent_to_the_chosen_specialist(
    compose: ComposeScreen, qtbot: QtBot
) -> None:
    kept = replace(attachment(2, Slot.LANDMARK, BLURRED), kept_reason="The child moves")
    compose.render(referral(attachment(1, Slot.REGION), kept), (SIGRUN,), {})
    with qtbot.waitSignal(compose.send_wanted) as sent:
        QTest.mouseClick(button(compose, "Send referral"), Qt.MouseButton.LeftButton)
    assert sent.args == [SIGRUN.user]


def test_typing_is_told_after_a_second_and_survives_a_render(
    compose: ComposeScreen, qtbot: QtBot
) -> None:
    draft = referral(attachment(1, Slot.REGION))
    compose.render(draft, (SIGRUN,), {})
    box = next(
        b
        for b in compose.findChildren(QPlainTextEdit)
        if b.accessibleName() == "Question to the specialist"
    )
    with qtbot.waitSignal(compose.form_changed, timeout=3000) as changed:
        box.setPlainText("Is this a melanoma?")
    assert changed.args[0].question == "Is this a melanoma?"
    compose.render(draft, (SIGRUN,), {})
    assert box.toPlainText() == "Is this a melanoma?"


def test_leaving_tells_what_was_typed_at_once(compose: ComposeScreen, qtbot: QtBot) -> None:
    compose.render(referral(), (), {})
    box = next(b for b in compose.findChildren(QPlainTextEdit) if b.accessibleName() == "History")
    box.setPlainText("Farmer, much sun")
    with qtbot.waitSignals([compose.form_changed, compose.back_wanted]):
        QTest.mouseClick(button(compose, "Back to the referrals"), Qt.MouseButton.LeftButton)


def test_slot_takes_a_dropped_file_and_asks_for_a_reason(qtbot: QtBot) -> None:
    card = SlotCard(2, Slot.LANDMARK)
    qtbot.addWidget(card)
    card.show()
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile("/tmp/picture.jpg")])
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    with qtbot.waitSignal(card.file_dropped) as dropped:
        card.dropEvent(event)
    assert dropped.args == ["landmark", "/tmp/picture.jpg"]
    blurred = attachment(1, Slot.LANDMARK, BLURRED)
    card.render_attachment(blurred, QImage(320, 240, QImage.Format.Format_RGB32))
    assert card.accessibleName() == "With a landmark: Blurred"
    QTest.mouseClick(button(card, "Keep, with a reason"), Qt.MouseButton.LeftButton)
    field = QApplication.focusWidget() or card
    with qtbot.waitSignal(card.keep_wanted) as keep:
        line = next(w for w in card.findChildren(type(card._reason)))
        QTest.keyClicks(line, "The child moves")
        QTest.keyClick(line, Qt.Key.Key_Return)
    assert field is not None
    assert keep.args == [blurred.attachment, "The child moves"]


@pytest.fixture
def review(qtbot: QtBot) -> ReviewScreen:
    screen = ReviewScreen()
    qtbot.addWidget(screen)
    screen.resize(1280, 800)
    screen.show()
    return screen


def opened(*, mine: bool = False, reply: SignedReply | None = None) -> OpenReferral:
    held = replace(
        referral(attachment(1, Slot.CLOSE_UP), attachment(2, Slot.HEART_MITRAL, sound=True)),
        status=ReferralStatus.ANSWERED if reply else ReferralStatus.IN_REVIEW,
        sent=datetime.now(UTC),
        reply=reply,
    )
    return OpenReferral(held, HENRIK, SIGRUN, mine, 1, 1)


def test_review_asks_for_the_first_file_and_shows_it(review: ReviewScreen, qtbot: QtBot) -> None:
    with qtbot.waitSignal(review.attachment_wanted) as wanted:
        review.render(opened(), {}, None)
    assert wanted.args == [f"{1:032x}"]
    review.show_picture(AttachmentId(f"{1:032x}"), demo_picture("derm_close.jpg"))
    panes = [p for p in review.findChildren(PicturePane) if p.isVisible()]
    assert len(panes) == 1
    assert panes[0].accessibleName() == "Close-up, colour"
    assert panes[0].has_picture
    # A picture that comes late, for a file no longer chosen, is not shown.
    review.show_sound(AttachmentId(f"{2:032x}"), demo_sound())
    assert panes[0].isVisible()


def test_a_finding_is_drawn_described_and_sent(review: ReviewScreen, qtbot: QtBot) -> None:
    review.render(opened(), {}, None)
    review.show_picture(AttachmentId(f"{1:032x}"), demo_picture("derm_close.jpg"))
    QTest.mouseClick(button(review, "Circle"), Qt.MouseButton.LeftButton)
    pane = next(p for p in review.findChildren(PicturePane) if p.isVisible())
    port = pane
    middle = port.rect().center()
    QTest.mousePress(port, Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseMove(port, middle + QPoint(60, 0))
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, pos=middle + QPoint(60, 0))
    for name, text in (("Assessment", "Dysplastic naevus"),):
        box = next(b for b in review.findChildren(QPlainTextEdit) if b.accessibleName() == name)
        box.setPlainText(text)
    send = button(review, "Sign and send")
    assert "skin change" in send.off_reason
    choose(review, "What to do with the skin change", "excise-or-refer")
    assert "decision" in send.off_reason
    decision = next(r for r in review.findChildren(QRadio) if r.text() == "Refer in person")
    QTest.mouseClick(decision, Qt.MouseButton.LeftButton, pos=QPoint(8, decision.height() // 2))
    assert "finding" in send.off_reason.lower()
    line = next(e for e in review.findChildren(QPlainTextEdit) if e.accessibleName() == "Finding 1")
    QTest.keyClicks(line, "Irregular edge")
    with qtbot.waitSignal(review.reply_wanted) as wanted:
        QTest.mouseClick(send, Qt.MouseButton.LeftButton)
    reply = wanted.args[0]
    assert isinstance(reply, Reply)
    assert reply.decision is Decision.REFER_IN_PERSON
    (finding,) = reply.findings
    assert finding.text == "Irregular edge"
    assert finding.attachment == f"{1:032x}"
    assert finding.x == pytest.approx(0.5, abs=0.05)


def test_sender_reads_the_answer_as_an_external_opinion(review: ReviewScreen, qtbot: QtBot) -> None:
    reply = Reply(PictureQuality.GOOD, (), "Benign naevus", Certainty.CERTAIN, Decision.TREAT_AT_GP)
    signed = SignedReply(reply, SIGRUN.user, SIGRUN.name, SIGRUN.unit, NOW)
    review.render(opened(mine=True, reply=signed), {}, None)
    QApplication.processEvents()
    banners = [b.text() for b in review.findChildren(Banner) if b.isVisible()]
    assert any("External specialist opinion" in text for text in banners)
    with qtbot.waitSignal(review.acknowledged):
        QTest.mouseClick(button(review, "I have read this"), Qt.MouseButton.LeftButton)


@pytest.mark.parametrize(
    ("width", "height", "percent"),
    [(1280, 800, 100), (1024, 700, 100), (800, 560, 100), (1280, 800, 200)],
)
def test_review_is_readable_in_bokmal(
    review: ReviewScreen, look: Theme, width: int, height: int, percent: int
) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    language = Language(application)
    review.render(opened(), {}, None)
    look.set_percent(percent)
    language.choose(BOKMAL)
    try:
        review.resize(width, height)
        review.show_picture(AttachmentId(f"{1:032x}"), demo_picture("derm_close.jpg"))
        assert_readable(review)
        review.findChildren(QListWidget)[0].setCurrentRow(1)
        review.show_sound(AttachmentId(f"{2:032x}"), demo_sound())
        assert_readable(review)
        reply = Reply(PictureQuality.GOOD, (), "x", Certainty.CERTAIN, Decision.TREAT_AT_GP)
        signed = SignedReply(reply, SIGRUN.user, SIGRUN.name, SIGRUN.unit, NOW)
        review.render(opened(mine=True, reply=signed), {}, None)
        assert button(review, "Jeg har lest dette").text() == "Jeg har lest dette"
    finally:
        language.choose(ENGLISH)
    settle(review)
    assert button(review, "I have read this").text() == "I have read this"


def test_unreadable_file_is_said_in_its_place(review: ReviewScreen) -> None:
    review.render(opened(), {}, None)
    review.show_unreadable(AttachmentId(f"{1:032x}"), "The file is damaged.")
    (pane,) = [p for p in review.findChildren(PicturePane) if p.isVisible()]
    assert not pane.has_picture
    assert "The file is damaged." in pane.accessibleDescription()

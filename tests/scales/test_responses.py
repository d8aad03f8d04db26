# SPDX-License-Identifier: GPL-3.0-or-later
"""Answers, totals and alerts, by lists of events."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.records.ids import EncounterId, PatientId, ScaleResponseId, UserId
from app.records.scale import AlertAct, AlertAction, AlertLevel, FilledIn, ScaleResponse
from app.scales.library import read_library
from app.scales.note_lines import note_lines
from app.scales.responses import (
    AlreadyFinished,
    NoAlert,
    ScaleChanged,
    WordsMissing,
    answered,
    finished,
    needs_action,
    with_action,
    with_answer,
)
from app.scales.scoring import ImpossibleAnswer, NotAllAnswered

AT = datetime(2026, 11, 23, 9, 45, tzinfo=UTC)
SCALES = read_library(None).scales
PHQ = SCALES["phq-9"]
ITEMS = tuple(item.item for item in PHQ.items if item.scored)
NINE = ITEMS[8]
EMPTY = ScaleResponse(
    response=ScaleResponseId("a" * 32),
    patient=PatientId("b" * 32),
    encounter=EncounterId("c" * 32),
    scale="phq-9",
    version=PHQ.version,
    language="en",
    answers=(),
    filled_in=FilledIn.READ_ALOUD,
    author=UserId("d" * 32),
    begun=AT,
)


def answer(events: list[tuple[str, int]], response: ScaleResponse = EMPTY) -> ScaleResponse:
    for item, value in events:
        response = with_answer(PHQ, response, item, value)
    return response


def action(act: AlertAct, words: str = "") -> AlertAction:
    return AlertAction(act, AT, UserId("d" * 32), words)


def test_no_total_before_all_items_are_answered() -> None:
    response = answer([(item, 1) for item in ITEMS[:7]])
    assert answered(PHQ, response) == (7, 9)
    with pytest.raises(NotAllAnswered):
        finished(PHQ, response, AT)
    whole = finished(PHQ, answer([(ITEMS[7], 1), (NINE, 0)], response), AT)
    assert (whole.total, whole.band, whole.finished) == (8, "mild", AT)


def test_answers_stand_in_the_order_of_the_items_and_the_last_word_counts() -> None:
    response = answer([(ITEMS[1], 3), (ITEMS[0], 1), (ITEMS[1], 2)])
    assert response.answers == ((ITEMS[0], 1), (ITEMS[1], 2))


def test_a_finished_scale_takes_no_answer() -> None:
    whole = finished(PHQ, answer([(item, 0) for item in ITEMS]), AT)
    with pytest.raises(AlreadyFinished):
        with_answer(PHQ, whole, NINE, 1)
    with pytest.raises(AlreadyFinished):
        finished(PHQ, whole, AT)


def test_what_the_scale_does_not_have_is_refused() -> None:
    with pytest.raises(ImpossibleAnswer):
        with_answer(PHQ, EMPTY, NINE, 4)
    with pytest.raises(ScaleChanged):
        with_answer(replace(PHQ, version="later"), EMPTY, NINE, 1)


@pytest.mark.parametrize(
    ("value", "alerts"),
    [
        (0, ()),
        (1, ((NINE, AlertLevel.ALERT),)),
        (2, ((NINE, AlertLevel.HIGH),)),
        (3, ((NINE, AlertLevel.HIGH),)),
    ],
)
def test_item_nine_alone_raises_an_alert(
    value: int, alerts: tuple[tuple[str, AlertLevel], ...]
) -> None:
    response = answer([(NINE, value)])
    assert (response.alerts, needs_action(response)) == (alerts, value > 0)


def test_an_alert_outlives_a_change_of_the_answer_and_never_falls() -> None:
    response = answer([(NINE, 2), (NINE, 1), (NINE, 0)])
    assert response.alerts == ((NINE, AlertLevel.HIGH),)
    assert needs_action(response)


def test_one_action_closes_it_and_reasons_are_not_left_out() -> None:
    alarming = answer([(NINE, 1)])
    for act in (AlertAct.JUDGED, AlertAct.HANDED_OVER):
        with pytest.raises(WordsMissing):
            with_action(alarming, action(act, "  "))
    for act in AlertAct:
        assert not needs_action(with_action(alarming, action(act, "a reason")))
    with pytest.raises(NoAlert):
        with_action(EMPTY, action(AlertAct.ASKED))


def test_an_alert_that_rises_after_an_action_is_open_again() -> None:
    acted = with_action(answer([(NINE, 1)]), action(AlertAct.ASKED))
    assert not needs_action(answer([(NINE, 0), (NINE, 1)], acted))
    worse = answer([(NINE, 3)], acted)
    assert needs_action(worse)
    assert not needs_action(with_action(worse, action(AlertAct.PLAN_OPENED)))


def test_the_note_says_score_alert_and_action() -> None:
    open_alert = answer([(NINE, 1)])
    whole = finished(PHQ, answer([(item, 2) for item in ITEMS[:8]], open_alert), AT)
    acted = with_action(whole, action(AlertAct.HANDED_OVER, "{words} Jon Viddal"))
    title, band = PHQ.title.text("en"), PHQ.bands[3].words.text("en")
    lines = note_lines((EMPTY, acted), SCALES, "en")
    assert lines[0] == f"{title}, version {PHQ.version}: 17 of 27, {band}"
    assert lines[1].startswith(f"Alert, item {NINE}: handed over to {{words}} Jon Viddal, 2026")
    assert len(lines) == 2
    worse = note_lines(
        (answer([(NINE, 2)], with_action(open_alert, action(AlertAct.ASKED))),), {}, "en"
    )
    assert worse[1] == f"High alert, item {NINE}: no action recorded yet"
    unfinished = note_lines((open_alert,), {}, "nb")
    assert unfinished[0].endswith("ikke fullført, ingen sum")
    assert unfinished[1].endswith("ingen handling registrert ennå")

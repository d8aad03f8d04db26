# SPDX-License-Identifier: GPL-3.0-or-later
"""What becomes of answers and their alerts; pure.

An alert that was raised once stays open until an action is recorded, also when the answer is
changed afterwards: that it was a slip of the hand is for a clinician to say.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Final

from app.errors import KnownError
from app.records.scale import (
    AlertAct,
    AlertAction,
    AlertLevel,
    Answers,
    Scale,
    ScaleResponse,
)
from app.scales.scoring import alerts_of, check, missing, score

NEEDS_WORDS: Final = frozenset({AlertAct.JUDGED, AlertAct.HANDED_OVER})
_ORDER: Final = tuple(AlertLevel)


class AlreadyFinished(KnownError):
    """This scale is finished, so its answers stay as they are. Nothing was changed. Fill it in
    anew if something has changed.
    """


class ScaleChanged(KnownError):
    """The scale's file is of another version than when this was begun. What is answered is kept,
    and nothing was changed. Begin anew with the scale as it is now.
    """


class WordsMissing(KnownError):
    """The reason, or the name of whoever takes over, is not written. The alert stays open. Write
    it in a few words.
    """


class NoAlert(KnownError):
    """No answer here calls for an action. Nothing was recorded."""


def with_answer(scale: Scale, response: ScaleResponse, item: str, value: int) -> ScaleResponse:
    """Set or change one answer; an alert that it raises is there at once.

    Raises:
        AlreadyFinished, ScaleChanged, ImpossibleAnswer
    """
    _check_open(scale, response)
    given = {**dict(response.answers), item: value}
    check(scale, tuple(given.items()))
    answers: Answers = tuple((i.item, given[i.item]) for i in scale.items if i.item in given)
    raised = dict(response.alerts)
    for rule in alerts_of(scale, answers):
        before = raised.get(rule.item, rule.level)
        raised[rule.item] = max(before, rule.level, key=_ORDER.index)
    return replace(response, answers=answers, alerts=tuple(raised.items()))


def finished(scale: Scale, response: ScaleResponse, at: datetime) -> ScaleResponse:
    """Score whole answers, for good.

    Raises:
        AlreadyFinished, ScaleChanged, NotAllAnswered
    """
    _check_open(scale, response)
    result = score(scale, response.answers)
    band = result.band.band if result.band is not None else ""
    return replace(response, finished=at, total=result.total, band=band)


def with_action(response: ScaleResponse, action: AlertAction) -> ScaleResponse:
    """Record what was done upon the alerts.

    Raises:
        NoAlert, WordsMissing: the alert stays open.
    """
    if not response.alerts:
        raise NoAlert
    if action.act in NEEDS_WORDS and not action.words.strip():
        raise WordsMissing
    upon = replace(action, upon=response.alerts)
    return replace(response, actions=(*response.actions, upon))


def needs_action(response: ScaleResponse) -> bool:
    """Tell whether an alert is open; whether the scale is finished makes no difference.

    One that came, or rose, after the last action is open again.
    """
    seen = {alert for action in response.actions for alert in action.upon}
    return not seen.issuperset(response.alerts)


def answered(scale: Scale, response: ScaleResponse) -> tuple[int, int]:
    """Count the answers that a total needs: those there are, and all."""
    wanted = sum(item.required for item in scale.items)
    return wanted - len(missing(scale, response.answers)), wanted


def _check_open(scale: Scale, response: ScaleResponse) -> None:
    if response.finished is not None:
        raise AlreadyFinished
    if (scale.scale, scale.version) != (response.scale, response.version):
        raise ScaleChanged

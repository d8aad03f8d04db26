# SPDX-License-Identifier: GPL-3.0-or-later
"""Which questions of the C-SSRS screener are asked, and what its rule asks for. Pure.

Rule (clinical.md F7 [S1][S2]): 1 and 2 always; 3 to 5 when 2 is yes; 6 always, its past three
months when it is yes. High: yes on 4 or 5 in the past month, or any suicidal behaviour in the
past three months. It is a rule about answers, never an estimate of risk: that it does not say
high reassures nobody.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from app.errors import KnownError
from app.records.suicide_triage import (
    IDEATION,
    IDEATION_CODES,
    SuicideTriage,
    TriageAct,
    TriageAction,
    TriageAnswers,
    TriageItem,
    TriageOutcome,
)
from app.records.text import mended

_DEEPER: Final = (TriageItem.METHOD, TriageItem.INTENT, TriageItem.PLAN)
_HIGH: Final = (TriageItem.INTENT, TriageItem.PLAN, TriageItem.BEHAVIOUR_RECENT)


class QuestionsOpen(KnownError):
    """Not all questions are answered yet, so nothing was signed. Your answers are saved."""


class AnswersDisagree(KnownError):
    """Some answers contradict each other, so nothing was signed. Your answers are saved.
    Ask again and correct the ones that are marked.
    """


class JudgementMissing(KnownError):
    """Your own judgement is missing, so nothing was signed. The answers are saved. Write it."""


class ActionsMissing(KnownError):
    """The rule asks for a safety plan and for somebody who is informed, so nothing was signed yet.
    Your answers are saved. Open the plan, and write who was informed.
    """


@dataclass(frozen=True, slots=True)
class Path:
    """Where the questions have come to."""

    asked: tuple[TriageItem, ...]
    """To be asked, by what was answered so far."""
    open: tuple[TriageItem, ...]
    """Of these, not answered yet."""
    contradicting: tuple[TriageItem, ...]
    """Affirmed although the question that leads there was denied."""
    level: int
    """Highest level of ideation affirmed so far, 0 to 5."""
    high: bool
    """As soon as one answer is enough for it."""

    @property
    def whole(self) -> bool:
        """Tell whether all is answered, and without contradiction."""
        return not self.open and not self.contradicting


def path_of(answers: TriageAnswers) -> Path:
    """Follow the rule. What was affirmed is never left out, even where it contradicts."""
    given = dict(answers)
    affirmed = {item for item, yes in answers if yes}
    deeper = TriageItem.THOUGHTS in affirmed or any(item in affirmed for item in _DEEPER)
    recent = TriageItem.BEHAVIOUR in affirmed or TriageItem.BEHAVIOUR_RECENT in affirmed
    asked = tuple(
        item
        for item in TriageItem
        if (deeper or item not in _DEEPER) and (recent or item is not TriageItem.BEHAVIOUR_RECENT)
    )
    denied = {item for item, yes in answers if not yes}
    contradicting = tuple(
        item
        for item in asked
        if item in affirmed
        and (
            (item in _DEEPER and TriageItem.THOUGHTS in denied)
            or (item is TriageItem.BEHAVIOUR_RECENT and TriageItem.BEHAVIOUR in denied)
        )
    )
    return Path(
        asked=asked,
        open=tuple(item for item in asked if item not in given),
        contradicting=contradicting,
        level=max((n for n, item in enumerate(IDEATION, 1) if item in affirmed), default=0),
        high=any(item in affirmed for item in _HIGH),
    )


def with_answer(triage: SuicideTriage, item: TriageItem, yes: bool | None) -> SuicideTriage:
    """Answer a question again or for the first time; None takes an answer back."""
    given = dict(triage.answers)
    if yes is None:
        given.pop(item, None)
    else:
        given[item] = yes
    return replace(triage, answers=tuple((i, given[i]) for i in TriageItem if i in given))


def with_action(
    triage: SuicideTriage, act: TriageAct, at: datetime, words: str = ""
) -> SuicideTriage:
    """Record what was done; the time is that of the first recording of the same."""
    words = mended(words)
    before = triage.action(act)
    if before is not None and before.words == words:
        return triage
    others = tuple(action for action in triage.actions if action.act is not act)
    if act is TriageAct.INFORMED and not words.strip():
        return replace(triage, actions=others)
    return replace(triage, actions=(*others, TriageAction(act, at, words)))


def still_to_do(triage: SuicideTriage) -> tuple[TriageAct, ...]:
    """List what the rule asks for and is not recorded."""
    if not path_of(triage.answers).high:
        return ()
    return tuple(act for act in TriageAct if triage.action(act) is None)


def to_sign(triage: SuicideTriage) -> SuicideTriage:
    """Give the triage as it is signed: only asked questions, with what the rule says.

    Raises:
        QuestionsOpen, AnswersDisagree, JudgementMissing, ActionsMissing
    """
    path = path_of(triage.answers)
    if path.open:
        raise QuestionsOpen
    if path.contradicting:
        raise AnswersDisagree
    if not triage.judgement.strip():
        raise JudgementMissing
    if still_to_do(triage):
        raise ActionsMissing
    code = IDEATION_CODES[path.level - 1] if path.level else ""
    return replace(
        triage,
        answers=tuple((item, yes) for item, yes in triage.answers if item in path.asked),
        judgement=mended(triage.judgement.strip()),
        outcome=TriageOutcome(path.high, path.level, code),
    )

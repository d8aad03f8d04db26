# SPDX-License-Identifier: GPL-3.0-or-later
"""Score whole answers, and only whole ones; pure."""

from __future__ import annotations

from app.errors import KnownError
from app.records.scale import AlertLevel, AlertRule, Answers, Band, Scale, Score


class ImpossibleAnswer(KnownError):
    """An answer is none of those that the scale has. Nothing was scored. Answer that question
    again.
    """

    def __init__(self, item: str, value: int) -> None:
        super().__init__(item, value)
        self.item = item
        self.value = value


class NotAllAnswered(KnownError):
    """Not all questions are answered, so there is no total yet. What is answered is kept. Answer
    the rest.
    """

    def __init__(self, answered: int, wanted: int) -> None:
        super().__init__(answered, wanted)
        self.answered = answered
        self.wanted = wanted


def check(scale: Scale, answers: Answers) -> None:
    """Raise ImpossibleAnswer where an answer is not one of its item's, or an item comes twice."""
    seen: set[str] = set()
    for name, value in answers:
        item = scale.item(name)
        if item is None or item.option(value) is None or name in seen:
            raise ImpossibleAnswer(name, value)
        seen.add(name)


def missing(scale: Scale, answers: Answers) -> tuple[str, ...]:
    """List the items without which there is no total."""
    given = {name for name, _ in answers}
    return tuple(item.item for item in scale.items if item.required and item.item not in given)


def score(scale: Scale, answers: Answers) -> Score:
    """Add the scored items up, name the band, and find what calls for an action.

    Nothing is ever taken for nought that was not answered with nought.

    Raises:
        ImpossibleAnswer, NotAllAnswered: there is no score.
    """
    check(scale, answers)
    if lacking := missing(scale, answers):
        wanted = sum(item.required for item in scale.items)
        raise NotAllAnswered(wanted - len(lacking), wanted)
    given = dict(answers)
    total = sum(given.get(item.item, 0) for item in scale.items if item.scored)
    return Score(total, band_of(scale, total), alerts_of(scale, answers))


def band_of(scale: Scale, total: int) -> Band | None:
    """Name a total; None where the scale has no bands."""
    return next((band for band in scale.bands if band.least <= total <= band.most), None)


def alerts_of(scale: Scale, answers: Answers) -> tuple[AlertRule, ...]:
    """Find what calls for an action, also while other questions are still open."""
    given = dict(answers)
    found: dict[str, AlertRule] = {}
    for rule in scale.alerts:
        if rule.item in given and given[rule.item] >= rule.least:
            before = found.get(rule.item)
            if before is None or _ORDER.index(rule.level) > _ORDER.index(before.level):
                found[rule.item] = rule
    return tuple(found.values())


_ORDER = tuple(AlertLevel)

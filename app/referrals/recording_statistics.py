# SPDX-License-Identifier: GPL-3.0-or-later
"""Which recordings a specialist could not use well, by clinic and view; pure.

So that a clinic learns which view fails, and why as far as that is known.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from app.records.ids import UserId
from app.records.media_facts import QualityProblem
from app.records.referral import PictureQuality, Slot
from app.referrals.case_facts import CaseFacts, RecordingFacts, ReplyFacts

_GRADABLE: Final = {Slot.FUNDUS_RIGHT: "gradable-right", Slot.FUNDUS_LEFT: "gradable-left"}
"""The specialist's own word on one view, see ``specialty_questions.REPLY_QUESTIONS``."""


@dataclass(frozen=True, slots=True)
class ViewRecordings:
    """Judged recordings of one view."""

    slot: Slot
    judged: int
    limited: int
    not_usable: int
    problems: tuple[tuple[QualityProblem, int], ...]
    """What the check at the sender had found on the limited and unusable ones; one recording may
    have several."""
    unexplained: int
    """Limited and unusable ones on which it had found nothing."""


@dataclass(frozen=True, slots=True)
class ClinicRecordings:
    """Judged recordings of one clinic."""

    unit: str
    """Empty where the directory does not list the sender any more."""
    views: tuple[ViewRecordings, ...]


@dataclass(slots=True)
class _View:
    judged: int = 0
    limited: int = 0
    not_usable: int = 0
    problems: Counter[QualityProblem] = field(default_factory=Counter)
    unexplained: int = 0

    def add(self, word: PictureQuality, recording: RecordingFacts) -> None:
        self.judged += 1
        if word is PictureQuality.GOOD:
            return
        self.limited += word is PictureQuality.LIMITED
        self.not_usable += word is PictureQuality.NOT_USABLE
        if recording.quality.problems:
            self.problems.update(set(recording.quality.problems))
        else:
            self.unexplained += 1

    def frozen(self, slot: Slot) -> ViewRecordings:
        found = tuple((each, self.problems[each]) for each in QualityProblem if self.problems[each])
        return ViewRecordings(
            slot, self.judged, self.limited, self.not_usable, found, self.unexplained
        )


def recordings_by_clinic(
    cases: Iterable[CaseFacts], units: Mapping[UserId, str]
) -> tuple[ClinicRecordings, ...]:
    """Sort the recordings of answered cases by their sender's clinic, then by view."""
    clinics: dict[str, dict[Slot, _View]] = defaultdict(lambda: defaultdict(_View))
    for facts in cases:
        views = clinics[units.get(facts.sender, "")]
        for recording, word in judged(facts):
            views[recording.slot].add(word, recording)
    return tuple(
        ClinicRecordings(unit, tuple(views[slot].frozen(slot) for slot in Slot if slot in views))
        for unit, views in sorted(clinics.items(), key=lambda item: (not item[0], item[0]))
        if views
    )


def judged(facts: CaseFacts) -> Iterator[tuple[RecordingFacts, PictureQuality]]:
    """Give each recording that was judged with the specialist's first word on it.

    A specialist has one word for all recordings of a case, so each recording counts with that of
    the first answer after it came; what a later answer says is of what was added as well. Pictures
    of the back of an eye have a word of their own beside it: what cannot be graded is not usable,
    and what was graded was.
    """
    answers = facts.answers
    if not answers:
        return
    came = {name: addition.at for addition in facts.additions for name in addition.attachments}
    for recording in facts.attachments:
        at = came.get(recording.attachment)
        after = answers if at is None else [answer for answer in answers if answer.signed >= at]
        if after:
            yield recording, _word(recording.slot, after[0].reply)


def _word(slot: Slot, reply: ReplyFacts) -> PictureQuality:
    own = dict(reply.answers).get(_GRADABLE[slot]) if slot in _GRADABLE else None
    if own == "no":
        return PictureQuality.NOT_USABLE
    if own == "yes" and reply.quality is PictureQuality.NOT_USABLE:
        return PictureQuality.LIMITED
    return reply.quality

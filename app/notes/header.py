# SPDX-License-Identifier: GPL-3.0-or-later
"""The head of a signed note, written once at signing from the visit and its safety record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.notes.header_words import HeaderWords
from app.records.composition import NoteHeader
from app.records.encounter import (
    Encounter,
    Interruption,
    InterruptionCause,
    SafetyAnswer,
    SafetyField,
    interrupted_seconds,
)
from app.records.people import Patient

_TOLD_ONE_BY_ONE = 4
_SECONDS_TOLD = 120
"""Shorter than this a length is told in seconds."""


@dataclass(frozen=True, slots=True)
class Author:
    """Who signs, as printed above the text."""

    name: str
    role: str
    hpr: str
    unit: str


def header_of(
    patient: Patient, author: Author, encounter: Encounter | None, words: HeaderWords
) -> NoteHeader:
    """Write the head: who, when, the answers from the start of the visit, how the call went."""
    safety: tuple[tuple[str, str], ...] = ()
    technical: tuple[str, ...] = ()
    start = end = ""
    if encounter is not None:
        answers = ((field, encounter.safety.answer(field)) for field in SafetyField)
        safety = tuple((field.value, _value(a, words)) for field, a in answers if a is not None)
        technical = _technical(encounter, words)
        start = _stamp(encounter.start)
        end = _stamp(encounter.end) if encounter.end else ""
    return NoteHeader(
        patient_name=patient.name,
        patient_birth_date=patient.birth_date.isoformat() if patient.birth_date else "",
        author_name=author.name,
        author_role=author.role,
        author_hpr=author.hpr,
        unit=author.unit,
        visit_start=start,
        visit_end=end,
        safety=safety,
        technical=technical,
    )


def _value(answer: SafetyAnswer, words: HeaderWords) -> str:
    return words.not_obtained.format(reason=answer.value) if answer.not_obtained else answer.value


def _technical(encounter: Encounter, words: HeaderWords) -> tuple[str, ...]:
    if not encounter.participants:
        return (words.no_video, *_listed(encounter, words))
    lines = [
        words.present.format(names=", ".join(encounter.participants)),
        _course(encounter, words),
        words.verified if encounter.verified else words.not_verified,
    ]
    if encounter.relayed:
        lines.append(words.relayed)
    return (*lines, *_listed(encounter, words))


def _listed(encounter: Encounter, words: HeaderWords) -> tuple[str, ...]:
    """Write what was done in an emergency, and what was recorded, each with its time."""
    rung = (
        words.emergency.format(time=entry.at.astimezone().strftime("%H:%M:%S"), text=entry.text)
        for entry in encounter.emergency
    )
    recorded = (
        words.recording.format(
            time=sound.at.astimezone().strftime("%H:%M:%S"),
            seconds=round(sound.seconds),
            sha256=sound.sha256,
        )
        for sound in encounter.recordings
    )
    return (*rung, *recorded)


def _course(encounter: Encounter, words: HeaderWords) -> str:
    """Say how long the visit was, and how often, how long and why it was interrupted."""
    breaks, end = encounter.interruptions, encounter.end
    video = words.video_unended
    if end is not None:
        video = words.video.format(length=_length((end - encounter.start).total_seconds()))
    if not breaks:
        return words.no_interruption.format(video=video)
    until = end if end is not None else max(one.end or one.start for one in breaks)
    return (words.one_interruption if len(breaks) == 1 else words.interruptions).format(
        video=video,
        count=len(breaks),
        length=_length(interrupted_seconds(breaks, until)),
        causes=_causes(breaks, until, words),
    )


def _causes(breaks: tuple[Interruption, ...], until: datetime, words: HeaderWords) -> str:
    """Say of each interruption when and why; of many, only how often each cause was one."""
    if len(breaks) == 1:
        return f"{_clock(breaks[0].start)} {words.causes[breaks[0].cause]}"
    if len(breaks) <= _TOLD_ONE_BY_ONE:
        return "; ".join(
            f"{_clock(one.start)} {words.causes[one.cause]}, {_length(one.seconds(until))}"
            for one in breaks
        )
    said = []
    for cause in InterruptionCause:
        mine = [one for one in breaks if one.cause is cause]
        if mine:
            often = words.once if len(mine) == 1 else words.often.format(count=len(mine))
            length = _length(interrupted_seconds(mine, until))
            said.append(f"{words.causes[cause]}, {often}, {length}")
    return "; ".join(said)


def _clock(at: datetime) -> str:
    return at.astimezone().strftime("%H:%M")


def _length(seconds: float) -> str:
    """Write a length with its unit: nobody needs the seconds of ten minutes."""
    whole = max(1, round(seconds))
    return f"{whole} s" if whole < _SECONDS_TOLD else f"{round(seconds / 60)} min"


def _stamp(at: datetime) -> str:
    """Write a time as ISO 8601 with its zone; screens show it in local time."""
    return at.isoformat(timespec="seconds")

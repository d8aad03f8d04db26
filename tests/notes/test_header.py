# SPDX-License-Identifier: GPL-3.0-or-later
"""The technical lines of a note's head: how long, how often interrupted, and why."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from string import Formatter

import pytest

from app.notes.header import Author, header_of
from app.notes.header_words import HeaderWords, header_words
from app.records.encounter import EmergencyEntry, Encounter, Interruption, InterruptionCause
from app.records.ids import AppointmentId, EncounterId, PatientId, UserId
from app.records.people import Patient

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PATIENT = Patient(PatientId("a" * 32), "Eira Multemyr")
AUTHOR = Author("Astrid Fonnedal", "Psychiatrist", "0000001", "DPS Viddal")
NETWORK, OTHER = InterruptionCause.NETWORK, InterruptionCause.OTHER_SIDE
LANGUAGES = ("en", "nb")


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


VISIT = Encounter(
    EncounterId("e" * 32),
    AppointmentId("b" * 32),
    PATIENT.patient,
    START,
    at(32 * 60 + 10),
    participants=("Astrid Fonnedal", "Eira Multemyr"),
    verified=True,
)


def lines(encounter: Encounter, language: str = "en") -> tuple[str, ...]:
    return header_of(PATIENT, AUTHOR, encounter, header_words(language)).technical


def course(*breaks: Interruption, language: str = "en", **changes: object) -> str:
    """Give the line that tells how a visit went, with the clock as it is read here."""
    encounter = replace(VISIT, interruptions=breaks, **changes)  # type: ignore[arg-type]
    return lines(encounter, language)[1].replace(f"{START.astimezone():%H:}", "hh:")


def test_the_line_of_the_design() -> None:
    breaks = (
        Interruption(at(60), at(67)),
        Interruption(at(600), at(602), OTHER),
    )
    assert course(*breaks) == (
        "Video 32 min, 2 interruptions, in total 9 s: hh:01 the network let nothing through, 7 s;"
        " hh:10 the other side was gone, 2 s"
    )
    assert course(*breaks, language="nb") == (
        "Video 32 min, 2 avbrudd, til sammen 9 s: hh:01 nettet slapp ingenting gjennom, 7 s;"
        " hh:10 den andre siden var borte, 2 s"
    )


@pytest.mark.parametrize(
    ("breaks", "changes", "line"),
    [
        ((), {}, "Video 32 min, no interruptions"),
        ((), {"end": None}, "Video, no interruptions"),
        ((), {"end": at(45)}, "Video 45 s, no interruptions"),
        (
            (Interruption(at(60), at(60.2)),),
            {},
            "Video 32 min, 1 interruption of 1 s: hh:01 the network let nothing through",
        ),
        (
            (Interruption(at(60), at(660), InterruptionCause.PARTED),),
            {},
            "Video 32 min, 1 interruption of 10 min: hh:01 the call was left for a while",
        ),
        # It lasted to the end.
        (
            (Interruption(at(1800), None, OTHER),),
            {},
            "Video 32 min, 1 interruption of 2 min: hh:30 the other side was gone",
        ),
        # The microphone was lost while nothing came: those ten seconds count once.
        (
            (
                Interruption(at(60), at(80)),
                Interruption(at(70), at(90), InterruptionCause.DEVICE),
            ),
            {},
            "Video 32 min, 2 interruptions, in total 30 s: hh:01 the network let nothing through,"
            " 20 s; hh:01 this computer had no microphone or loudspeaker, 20 s",
        ),
        # Many are told by their causes.
        (
            (
                *(Interruption(at(60 * n), at(60 * n + 3)) for n in range(1, 5)),
                Interruption(at(600), at(602), OTHER),
            ),
            {},
            "Video 32 min, 5 interruptions, in total 14 s: the network let nothing through,"
            " 4 times, 12 s; the other side was gone, once, 2 s",
        ),
    ],
)
def test_how_a_visit_went(
    breaks: tuple[Interruption, ...], changes: dict[str, object], line: str
) -> None:
    assert course(*breaks, **changes) == line  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("language", "line"),
    [("en", "There was no video connection"), ("nb", "Det ble ingen videoforbindelse")],
)
def test_nothing_is_said_of_a_connection_that_never_was(language: str, line: str) -> None:
    """Not that it held, nor whether anybody was verified; what was done is still there."""
    rung = EmergencyEntry(START, "113", UserId("c" * 32))
    never = replace(VISIT, participants=(), end=None, verified=False, emergency=(rung,))
    first, second = lines(never, language)
    assert first == line
    assert second.endswith(": 113")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("cause", InterruptionCause)
def test_each_cause_has_words(language: str, cause: InterruptionCause) -> None:
    said = course(Interruption(at(60), at(67), cause), language=language)
    assert said.split("hh:01 ")[1] == header_words(language).causes[cause]


def test_the_languages_say_the_same() -> None:
    english, bokmal = (header_words(language) for language in LANGUAGES)
    assert english == header_words("fr") == HeaderWords()
    assert not set(english.causes.values()) & set(bokmal.causes.values())
    for one in fields(HeaderWords):
        if one.name == "causes":
            continue
        in_english, in_bokmal = getattr(english, one.name), getattr(bokmal, one.name)
        assert places(in_english) == places(in_bokmal), one.name
        assert one.name in ("video", "video_unended") or in_english != in_bokmal


def places(sentence: str) -> list[str]:
    return sorted(name for _, name, _, _ in Formatter().parse(sentence) if name)

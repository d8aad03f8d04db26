# SPDX-License-Identifier: GPL-3.0-or-later
"""Every total has its band, no answer is made up, and question 9 is never passed over."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.records.scale import AlertLevel, Answers, Scale
from app.scales.library import read_library
from app.scales.scoring import (
    ImpossibleAnswer,
    NotAllAnswered,
    alerts_of,
    band_of,
    missing,
    score,
)

LIBRARY = read_library(None)
PHQ, GAD, AIMS = (LIBRARY.scale(name) for name in ("phq-9", "gad-7", "aims"))

PHQ_BANDS = (
    *((total, "none-minimal") for total in range(5)),
    *((total, "mild") for total in range(5, 10)),
    *((total, "moderate") for total in range(10, 15)),
    *((total, "moderately-severe") for total in range(15, 20)),
    *((total, "severe") for total in range(20, 28)),
)
GAD_BANDS = (
    *((total, "minimal") for total in range(5)),
    *((total, "mild") for total in range(5, 10)),
    *((total, "moderate") for total in range(10, 15)),
    *((total, "severe") for total in range(15, 22)),
)


def answers(scale: Scale, *values: int) -> Answers:
    return tuple(zip((item.item for item in scale.items), values, strict=False))


def adding_up_to(count: int, total: int) -> tuple[int, ...]:
    """Spread a total over so many answers of 0 to 3."""
    return tuple(min(3, max(0, total - 3 * number)) for number in range(count))


@pytest.mark.parametrize(("total", "band"), PHQ_BANDS)
def test_each_total_of_phq_9(total: int, band: str) -> None:
    found = score(PHQ, answers(PHQ, *adding_up_to(9, total)))
    assert found.total == total
    assert found.band is not None
    assert found.band.band == band


@pytest.mark.parametrize(("total", "band"), GAD_BANDS)
def test_each_total_of_gad_7(total: int, band: str) -> None:
    found = score(GAD, answers(GAD, *adding_up_to(7, total)))
    assert (found.total, found.alerts) == (total, ())
    assert found.band is not None
    assert found.band.band == band


def test_the_bands_that_another_record_shows_are_not_ours() -> None:
    """Known wrong elsewhere: 5 to 9 "moderate", 10 to 19 "moderately severe", no "mild"."""
    wrong = dict.fromkeys(range(5, 10), "moderate")
    wrong |= dict.fromkeys(range(10, 15), "moderately-severe")
    for total, band in wrong.items():
        found = band_of(PHQ, total)
        assert found is not None
        assert found.band != band
    assert "mild" in {band.band for band in PHQ.bands}


@pytest.mark.parametrize("scale", [PHQ, GAD, AIMS])
@pytest.mark.parametrize("lacking", range(7))
def test_what_is_not_answered_is_not_nought(scale: Scale, lacking: int) -> None:
    whole = answers(scale, *[0] * len(scale.items))
    part = tuple(each for number, each in enumerate(whole) if number != lacking)
    with pytest.raises(NotAllAnswered) as refused:
        score(scale, part)
    wanted = sum(item.required for item in scale.items)
    assert (refused.value.answered, refused.value.wanted) == (wanted - 1, wanted)
    assert missing(scale, part) == (scale.items[lacking].item,)


@pytest.mark.parametrize(
    "wrong",
    [(("1", 4),), (("1", -1),), (("10", 0),), (("1", 0), ("1", 1)), (("difficulty", 4),)],
)
def test_what_cannot_be_is_refused(wrong: Answers) -> None:
    with pytest.raises(ImpossibleAnswer):
        score(PHQ, wrong)


@pytest.mark.parametrize("others", [0, 3])
@pytest.mark.parametrize(
    ("ninth", "level"),
    [(0, None), (1, AlertLevel.ALERT), (2, AlertLevel.HIGH), (3, AlertLevel.HIGH)],
)
def test_question_9_counts_whatever_the_total_is(
    others: int, ninth: int, level: AlertLevel | None
) -> None:
    found = score(PHQ, answers(PHQ, *[others] * 8, ninth))
    assert [rule.level for rule in found.alerts] == ([] if level is None else [level])
    # Also before the rest is answered.
    assert alerts_of(PHQ, (("9", ninth),)) == found.alerts


def test_nought_on_question_9_is_no_reassurance() -> None:
    ((item, words),) = PHQ.zero_remark
    assert item == "9"
    assert "does not exclude suicide risk" in words.text("en")
    assert "utelukker ikke" in words.text("nb")


def test_difficulty_is_asked_and_not_counted() -> None:
    without = score(PHQ, answers(PHQ, *[1] * 9))
    assert score(PHQ, answers(PHQ, *[1] * 9, 3)) == without


def test_aims_adds_the_seven_movements_and_has_no_bands() -> None:
    found = score(AIMS, answers(AIMS, 1, 2, 3, 4, 0, 1, 2, 4, 4, 4, 1, 1))
    assert (found.total, found.band, AIMS.least, AIMS.most) == (13, None, 0, 28)
    assert not AIMS.by_patient


@pytest.mark.parametrize("scale", [PHQ, GAD, AIMS])
def test_shipped_scales_speak_both_languages_and_name_their_licence(scale: Scale) -> None:
    words = [scale.title, scale.introduction]
    words += [item.words for item in scale.items]
    words += [option.words for item in scale.items for option in item.options]
    words += [band.words for band in scale.bands]
    for each in words:
        assert {language for language, _ in each.texts} == {"en", "nb"}
        assert each.text("nn") == each.text("nb")
        assert each.text("se") == each.text("en")
    assert scale.licence


def test_loinc_of_both_questionnaires() -> None:
    assert (PHQ.code, PHQ.total_code, PHQ.items[8].code) == ("44249-1", "44261-6", "44260-8")
    assert (GAD.code, GAD.total_code) == ("69737-5", "70274-6")
    codes = [item.code for item in (*PHQ.items, *GAD.items)]
    assert len(set(codes)) == len(codes) == 17
    assert [o.code for o in PHQ.items[0].options] == [
        "LA6568-5",
        "LA6569-3",
        "LA6570-1",
        "LA6571-9",
    ]


@given(st.lists(st.integers(0, 3), min_size=9, max_size=9))
def test_more_of_any_symptom_never_gives_a_lower_band(values: list[int]) -> None:
    before = score(PHQ, answers(PHQ, *values))
    order = [band.band for band in PHQ.bands]
    for number in range(9):
        if values[number] < 3:
            more = list(values)
            more[number] += 1
            after = score(PHQ, answers(PHQ, *more))
            assert after.total == before.total + 1
            assert before.band is not None
            assert after.band is not None
            assert order.index(after.band.band) >= order.index(before.band.band)


def test_bands_meet_and_cover_all() -> None:
    for scale in (PHQ, GAD):
        for one, other in itertools.pairwise(scale.bands):
            assert other.least == one.most + 1
        assert (scale.bands[0].least, scale.bands[-1].most) == (scale.least, scale.most)

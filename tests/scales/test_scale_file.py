# SPDX-License-Identifier: GPL-3.0-or-later
"""A clinic's own scale: read as it is meant, or refused with what is wrong."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.resources import resource_path
from app.scales.library import NoSuchScale, read_library
from app.scales.scale_file import BadScale, read_scale
from app.scales.scoring import score
from tests.fakes.command_line import CommandLine

OWN: dict[str, Any] = {
    "scale": "sleep-2",
    "version": "1",
    "title": "Sleep",
    "introduction": {"en": "This week", "nb": "Denne uken"},
    "licence": "The clinic's own",
    "answers": {"often": [{"value": 0, "text": "Never"}, {"value": 2, "text": "Often"}]},
    "items": [
        {"item": "a", "text": "Woke up early", "answers": "often"},
        {"item": "b", "text": "Lay awake", "answers": "often"},
    ],
    "bands": [
        {"band": "good", "least": 0, "most": 1, "text": "Good"},
        {"band": "bad", "least": 2, "most": 4, "text": "Bad"},
    ],
    "alerts": [{"item": "b", "least": 1, "level": "alert", "text": "Ask"}],
}


def changed(change: Callable[[dict[str, Any]], object]) -> bytes:
    own = copy.deepcopy(OWN)
    change(own)
    return json.dumps(own).encode()


WRONG: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "a gap in the bands": (lambda d: d["bands"][1].update(least=3), "gap"),
    "bands that overlap": (lambda d: d["bands"][1].update(least=1), "overlap"),
    "bands that end early": (lambda d: d["bands"][1].update(most=3), "end at 3"),
    "bands that end late": (lambda d: d["bands"][1].update(most=5), "end at 5"),
    "bands that begin late": (lambda d: d["bands"][0].update(least=1), "gap"),
    "a band turned round": (lambda d: d["bands"][0].update(most=-1), "gap"),
    "two bands of one name": (lambda d: d["bands"][1].update(band="good"), "one name"),
    "an alert of no item": (lambda d: d["alerts"][0].update(item="z"), "never come"),
    "an alert out of reach": (lambda d: d["alerts"][0].update(least=3), "never come"),
    "answers that are not there": (lambda d: d["items"][0].update(answers="x"), "not listed"),
    "two items of one name": (lambda d: d["items"][1].update(item="a"), "name of its own"),
    "one value twice": (lambda d: d["answers"]["often"][1].update(value=0), "value of its own"),
    "a value below nought": (lambda d: d["answers"]["often"][1].update(value=-2), "0 to"),
    "no items": (lambda d: d.update(items=[]), "items"),
    "nothing scored": (lambda d: [i.update(scored=False) for i in d["items"]], "scored"),
    "scored and left out": (lambda d: d["items"][0].update(required=False), "without it"),
    "no text": (lambda d: d["items"][0].update(text=" "), "no text"),
    "an empty text": (lambda d: d["items"][0].update(text={}), "no text"),
    "a path for a name": (lambda d: d.update(scale="../x"), "short name"),
    "no version": (lambda d: d.update(version=""), "version"),
    "by nobody": (lambda d: d.update(by="me"), "by"),
    "a word too many": (lambda d: d.update(bandz=[]), "bandz"),
    "nought of no item": (lambda d: d.update(zero=[{"item": "z", "text": "x"}]), "answer 0"),
}


def test_it_is_read_as_it_is_meant() -> None:
    scale = read_scale(json.dumps(OWN).encode())
    found = score(scale, (("a", 0), ("b", 2)))
    assert found.band is not None
    assert (found.total, found.band.band, len(found.alerts)) == (2, "bad", 1)
    assert scale.introduction.text("nn") == "Denne uken"


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_said(name: str) -> None:
    change, said = WRONG[name]
    with pytest.raises(BadScale) as refused:
        read_scale(changed(change))
    assert said in refused.value.sentence()


@given(st.binary(max_size=200))
def test_whatever_is_in_the_file(content: bytes) -> None:
    with pytest.raises(BadScale):
        read_scale(content)


def test_a_clinics_own_stands_beside_the_shipped(tmp_path: Path) -> None:
    (tmp_path / "sleep.json").write_text(json.dumps(OWN))
    (tmp_path / "gap.json").write_bytes(changed(WRONG["a gap in the bands"][0]))
    (tmp_path / "phq.json").write_bytes(b"{}")
    (tmp_path / "large.json").write_bytes(b" " * (1024 * 1024 + 1))
    (tmp_path / "folder.json").mkdir()
    library = read_library(tmp_path)
    assert set(library.scales) == {"phq-9", "gad-7", "aims", "sleep-2"}
    assert set(library.refused) == {"gap.json", "phq.json", "large.json", "folder.json"}
    with pytest.raises(NoSuchScale):
        library.scale("madrs")


def test_from_the_command_line(tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    own = profile / "scales"
    own.mkdir(parents=True)
    (own / "sleep.json").write_text(json.dumps(OWN))
    terminal = CommandLine(tmp_path)

    def run(*words: str) -> tuple[int, str, str]:
        done = terminal.run("--profile", profile, "scales", *words)
        return done.code, done.out, done.err

    code, out, _ = run("score", "phq-9", *"111111112", "--json")
    assert (code, json.loads(out)) == (
        0,
        {"total": 10, "band": "moderate", "alerts": [{"item": "9", "level": "high"}]},
    )
    code, out, _ = run("score", "aims", *"100000000000", "--json")
    assert (code, json.loads(out)) == (0, {"total": 1, "band": None, "alerts": []})
    code, out, err = run("score", "phq-9", *"11111111", "--json")
    assert (code, out) == (1, "")
    assert err.startswith("8 of 9 answered.")
    code, out, err = run("score", "phq-9", *"11111114", "0")
    assert (code, out) == (1, "")
    assert "none of those that the scale has" in err
    assert run("score", "gad-7", *"00000000")[0] == 2
    assert run("score", "phq-8", "1")[0] == 1
    code, out, _ = run("score", "phq-9", *"000000000")
    assert "does not exclude suicide risk" in out
    assert "sleep-2\t1\tSleep" in run("list")[1]
    shipped = str(resource_path("scales/phq-9.json"))
    assert run("check", shipped)[1] == "phq-9: 10 questions, totals 0 to 27, 5 bands\n"
    bad = tmp_path / "bad.json"
    bad.write_bytes(changed(WRONG["a gap in the bands"][0]))
    code, _, err = run("check", str(bad))
    assert (code, "gap" in err) == (1, True)

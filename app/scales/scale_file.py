# SPDX-License-Identifier: GPL-3.0-or-later
"""Read a scale from its file, and refuse one that could give a wrong number or none.

The file is JSON, see resources/scales/phq-9.json and README. Texts are one string, or one a
language: ``{"en": …, "nb": …}``. Answers that several items share stand once, under a name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

import msgspec

from app.errors import KnownError
from app.records.scale import AlertLevel, AlertRule, AnswerOption, Band, Scale, ScaleItem, Worded

_NAME: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_MOST_ITEMS: Final = 200
_MOST_OPTIONS: Final = 32
_MOST_TEXT: Final = 4000
_HIGHEST: Final = 1000
Texts = str | dict[str, str]


class BadScale(KnownError):
    """The scale's file cannot be used. Nothing was changed. Mend the file."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    def sentence(self) -> str:
        """Say what is wrong with it."""
        return f"The scale's file cannot be used: {self.reason}. Nothing was changed."


class _Option(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    value: int
    text: Texts
    loinc: str = ""


class _Item(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    item: str
    text: Texts
    answers: str
    loinc: str = ""
    scored: bool = True
    required: bool = True


class _Band(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    band: str
    least: int
    most: int
    text: Texts


class _Alert(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    item: str
    least: int
    level: AlertLevel
    text: Texts


class _Zero(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    item: str
    text: Texts


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    scale: str
    version: str
    title: Texts
    introduction: Texts
    licence: str
    answers: dict[str, list[_Option]]
    items: list[_Item]
    bands: list[_Band] = []
    alerts: list[_Alert] = []
    zero: list[_Zero] = []
    remark: Texts | None = None
    loinc: str = ""
    total_loinc: str = ""
    by: str = "patient"


def read_scale(content: bytes) -> Scale:
    """Read a file's bytes.

    Raises:
        BadScale: with what is wrong, for whoever wrote the file.
    """
    try:
        file = msgspec.json.decode(content, type=_File)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise BadScale(str(error)) from error
    if not _NAME.fullmatch(file.scale) or len(file.scale) > 40:
        raise BadScale(f"“{file.scale[:40]}” is no short name: small letters, digits and hyphens")
    if not file.version.strip() or file.by not in ("patient", "clinician"):
        raise BadScale("version and by (patient or clinician) must be given")
    options = {name: _options(name, listed) for name, listed in file.answers.items()}
    scale = Scale(
        scale=file.scale,
        version=file.version.strip(),
        title=_worded("title", file.title),
        introduction=_worded("introduction", file.introduction),
        items=_items(file.items, options),
        licence=file.licence,
        bands=tuple(
            Band(b.band, b.least, b.most, _worded(f"band {b.band}", b.text)) for b in file.bands
        ),
        alerts=tuple(
            AlertRule(a.item, a.least, a.level, _worded(f"alert of {a.item}", a.text))
            for a in file.alerts
        ),
        remark=None if file.remark is None else _worded("remark", file.remark),
        zero_remark=tuple((z.item, _worded(f"zero of {z.item}", z.text)) for z in file.zero),
        code=file.loinc,
        total_code=file.total_loinc,
        by_patient=file.by == "patient",
    )
    _check_bands(scale)
    _check_rules(scale)
    return scale


def _worded(what: str, texts: Texts) -> Worded:
    found = {"en": texts} if isinstance(texts, str) else texts
    if not found or any(not text.strip() or len(text) > _MOST_TEXT for text in found.values()):
        raise BadScale(f"{what} has no text")
    return Worded(tuple(found.items()))


def _options(name: str, listed: list[_Option]) -> tuple[AnswerOption, ...]:
    values = [option.value for option in listed]
    if not 2 <= len(listed) <= _MOST_OPTIONS or len(set(values)) != len(values):
        raise BadScale(f"answers “{name}” must be two or more, each with a value of its own")
    if min(values) < 0 or max(values) > _HIGHEST:
        raise BadScale(f"answers “{name}” have values that are not 0 to {_HIGHEST}")
    return tuple(
        AnswerOption(o.value, _worded(f"answer {o.value} of {name}", o.text), o.loinc)
        for o in listed
    )


def _items(
    listed: list[_Item], options: Mapping[str, tuple[AnswerOption, ...]]
) -> tuple[ScaleItem, ...]:
    names = [item.item for item in listed]
    if not 1 <= len(listed) <= _MOST_ITEMS or len(set(names)) != len(names):
        raise BadScale("there must be items, each with a name of its own")
    if not any(item.scored for item in listed):
        raise BadScale("no item is scored")
    items = []
    for item in listed:
        if item.answers not in options:
            raise BadScale(f"item {item.item} has answers “{item.answers}”, which are not listed")
        if item.scored and not item.required:
            raise BadScale(f"item {item.item} is scored, so there is no total without it")
        words = _worded(f"item {item.item}", item.text)
        asked = options[item.answers]
        items.append(ScaleItem(item.item, words, asked, item.loinc, item.scored, item.required))
    return tuple(items)


def _check_bands(scale: Scale) -> None:
    """Each total has one name, or none has."""
    if not scale.bands:
        return
    wanted = scale.least
    for band in scale.bands:
        if band.least != wanted or band.most < band.least:
            gap = f"the bands leave a gap or overlap at {min(band.least, wanted)}"
            raise BadScale(f"{gap}: “{band.band}” must begin at {wanted}")
        wanted = band.most + 1
    if wanted != scale.most + 1:
        raise BadScale(f"the bands end at {wanted - 1}, the totals at {scale.most}")
    if len({band.band for band in scale.bands}) != len(scale.bands):
        raise BadScale("two bands have one name")


def _check_rules(scale: Scale) -> None:
    for rule in scale.alerts:
        item = scale.item(rule.item)
        if item is None or not any(option.value >= rule.least for option in item.options):
            raise BadScale(f"the alert of item {rule.item} can never come")
    for name, _ in scale.zero_remark:
        item = scale.item(name)
        if item is None or item.option(0) is None:
            raise BadScale(f"item {name} has no answer 0")

# SPDX-License-Identifier: GPL-3.0-or-later
"""The words of the questions, where a clinic that has the licence keeps them in a file.

The file is ``safety/c-ssrs-screener.json`` in the profile: a name, the licence, and a text for each
item, one or one a language (README). Without it the screens show neutral words of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import msgspec

from app.errors import KnownError
from app.records.scale import Worded
from app.records.suicide_triage import TriageItem

OWN_FILE: Final = "safety/c-ssrs-screener.json"
"""In a profile."""
_MOST_BYTES: Final = 64 * 1024


class BadPrompts(KnownError):
    """The clinic's file of questions cannot be used. The neutral words stand. Mend the file."""


@dataclass(frozen=True, slots=True)
class Prompts:
    """Texts by item; none of them means the neutral words."""

    name: str = ""
    """Stands in each signed triage, so that it is known what was read out."""
    licence: str = ""
    texts: Mapping[TriageItem, Worded] = field(default_factory=dict)
    refused: bool = False
    """There is a file, and it cannot be used."""

    def text(self, item: TriageItem, language: str) -> str:
        """Give an item's text, "" where the neutral words stand."""
        worded = self.texts.get(item)
        return worded.text(language) if worded is not None else ""


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    licence: str
    items: dict[str, str | dict[str, str]]


def read_prompts(content: bytes) -> Prompts:
    """Read a file's bytes.

    Raises:
        BadPrompts: an item is missing, empty or unknown, or name or licence is.
    """
    try:
        file = msgspec.json.decode(content, type=_File)
        given = {TriageItem(item): text for item, text in file.items.items()}
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise BadPrompts from error
    texts: dict[TriageItem, Worded] = {}
    for item in TriageItem:
        text = given.get(item, "")
        pairs = tuple(text.items()) if isinstance(text, dict) else (("", text),)
        if not pairs or not all(words.strip() for _, words in pairs):
            raise BadPrompts
        texts[item] = Worded(pairs)
    if not file.name.strip() or not file.licence.strip():
        raise BadPrompts
    return Prompts(file.name.strip(), file.licence.strip(), texts)


def prompts_of(profile: Path) -> Prompts:
    """Read a profile's own file, if there is one. Blocking; never raises for what is in it."""
    path = profile / OWN_FILE
    try:
        if not path.is_file():
            return Prompts()
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
        if len(content) > _MOST_BYTES:
            return Prompts(refused=True)
        return read_prompts(content)
    except (OSError, BadPrompts):
        return Prompts(refused=True)

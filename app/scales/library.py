# SPDX-License-Identifier: GPL-3.0-or-later
"""Which scales there are: the shipped ones, and a clinic's own from a folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.errors import KnownError
from app.records.scale import Scale
from app.resources import resource_path
from app.scales.scale_file import BadScale, read_scale

SHIPPED: Final = ("phq-9", "gad-7", "aims")
OWN_FOLDER: Final = "scales"
"""In a profile."""
_MOST_BYTES: Final = 1024 * 1024


class NoSuchScale(KnownError):
    """There is no scale of this name. Nothing was changed. `vidda scales list` names those there
    are.
    """


@dataclass(frozen=True, slots=True)
class Library:
    """Scales by name, and files that could not be used, by file name with the reason."""

    scales: Mapping[str, Scale]
    refused: Mapping[str, str]

    def scale(self, name: str) -> Scale:
        """Find a scale. Raises NoSuchScale."""
        if name not in self.scales:
            raise NoSuchScale
        return self.scales[name]


def read_library(folder: Path | None) -> Library:
    """Read the shipped scales and, where there is a folder, all ``*.json`` in it. Blocking.

    A clinic's own file takes the place of a shipped scale of the same name; one that cannot be
    used does not, and is told with the reason.
    """
    scales = {name: read_scale(_shipped(name)) for name in SHIPPED}
    refused: dict[str, str] = {}
    for path in sorted(folder.glob("*.json")) if folder is not None and folder.is_dir() else ():
        try:
            scale = read_file(path)
            scales[scale.scale] = scale
        except BadScale as error:
            refused[path.name] = error.reason
        except OSError as error:
            refused[path.name] = error.strerror or "it cannot be read"
    return Library(scales, refused)


def read_file(path: Path) -> Scale:
    """Read one file. Raises BadScale, OSError."""
    with path.open("rb") as file:
        content = file.read(_MOST_BYTES + 1)
    if len(content) > _MOST_BYTES:
        raise BadScale("the file is larger than 1 MiB")
    return read_scale(content)


def _shipped(name: str) -> bytes:
    return resource_path(f"scales/{name}.json").read_bytes()

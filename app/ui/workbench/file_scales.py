# SPDX-License-Identifier: GPL-3.0-or-later
"""What files themselves say of the size of what they show. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.records.ids import AttachmentId
from app.records.media_facts import NoScale, Picture
from app.records.presentation import Scale


@dataclass(frozen=True, slots=True)
class FileScales:
    """Scales, or why there is none, of the pictures that were opened so far."""

    told: tuple[tuple[AttachmentId, Scale | NoScale], ...] = ()

    def opened(self, attachment: AttachmentId, picture: Picture) -> FileScales:
        """Take in what a picture's file says, if it says anything."""
        said = picture.pixel_mm
        if said is None:
            return self
        kept = said if isinstance(said, NoScale) else Scale(said * picture.width)
        others = tuple(each for each in self.told if each[0] != attachment)
        return replace(self, told=(*others, (attachment, kept)))

    def scale_of(self, attachment: AttachmentId) -> Scale | None:
        """Give the scale that a file has told."""
        found = dict(self.told).get(attachment)
        return found if isinstance(found, Scale) else None

    def why_not(self, attachment: AttachmentId) -> NoScale | None:
        """Say why what a file has told is not used."""
        found = dict(self.told).get(attachment)
        return found if isinstance(found, NoScale) else None

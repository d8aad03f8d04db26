# SPDX-License-Identifier: GPL-3.0-or-later
"""What the one to four panes of the workbench show, and what each wish makes of it. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from app.records.ids import AttachmentId
from app.records.presentation import AS_IT_CAME, Channel, Presentation, Scale, Viewed
from app.records.referral import Attachment, Slot
from app.ui.workbench.placement import WHOLE, View, linked, turned_view

MOST_PANES: Final = 4
_CHANNELS: Final = tuple(Channel)
_OTHER_SIDE: Final = {
    Slot.FUNDUS_RIGHT: Slot.FUNDUS_LEFT,
    Slot.FUNDUS_LEFT: Slot.FUNDUS_RIGHT,
    Slot.EAR_RIGHT: Slot.EAR_LEFT,
    Slot.EAR_LEFT: Slot.EAR_RIGHT,
}


@dataclass(frozen=True, slots=True)
class Seen:
    """What one pane shows."""

    attachment: AttachmentId
    presentation: Presentation = AS_IT_CAME
    view: View = WHOLE


@dataclass(frozen=True, slots=True)
class Panes:
    """All panes, at least one once a picture is open, with what is remembered of each picture."""

    panes: tuple[Seen, ...] = ()
    active: int = 0
    linked: bool = True
    known: tuple[Viewed, ...] = field(default=())
    """How each picture was looked at last, and its scale."""

    @property
    def here(self) -> Seen:
        """The active pane."""
        return self.panes[self.active]

    def of(self, attachment: AttachmentId) -> Viewed:
        """Recall how a picture was looked at."""
        for each in self.known:
            if each.attachment == attachment:
                return each
        return Viewed(attachment)

    def scale_of(self, attachment: AttachmentId) -> Scale | None:
        """Give a picture's scale, once its file has told it or a person has set it."""
        return self.of(attachment).scale

    def viewed(self) -> tuple[Viewed, ...]:
        """List what belongs to the reply: pictures that are not looked at as they came."""
        return tuple(v for v in self.known if v != Viewed(v.attachment))

    def opened(self, attachment: AttachmentId) -> Panes:
        """Show another picture in the active pane, as it was looked at last."""
        presentation = self.of(attachment).presentation
        if not self.panes:
            return replace(self, panes=(Seen(attachment, presentation),), active=0)
        # Beside others it is compared, so the part stays; alone it is seen whole.
        view = self.here.view if len(self.panes) > 1 and self.linked else WHOLE
        return self._with(self.active, Seen(attachment, presentation, view))

    def entered(self, index: int) -> Panes:
        """Work in another pane."""
        return replace(self, active=index) if 0 <= index < len(self.panes) else self

    def arranged(self, count: int, pictures: tuple[Attachment, ...]) -> Panes:
        """Show so many panes.

        The second one shows the same picture red-free, or in colour beside a red-free one;
        further ones the other eye or ear, then the pictures that follow.
        """
        if not self.panes:
            return self
        wanted = max(1, min(count, MOST_PANES))
        panes = self.panes[:wanted]
        while len(panes) < wanted:
            panes = (*panes, _next_pane(panes, pictures, self))
        return replace(self, panes=panes, active=min(self.active, wanted - 1))

    def beside(self, attachment: AttachmentId) -> Panes:
        """Show another picture beside the active pane's, the same part of both."""
        other = Seen(attachment, self.of(attachment).presentation, self.here.view)
        return replace(self, panes=(self.here, other), active=0, linked=True)

    def linked_to(self, *, on: bool) -> Panes:
        """Let panes move together, from what the active one shows, or each by itself."""
        joined = replace(self, linked=on)
        return joined.went(self.active, self.here.view) if on and self.panes else joined

    def went(self, index: int, view: View) -> Panes:
        """Take in that the user moved one pane."""
        views = linked(tuple(p.view for p in self.panes), index, view, link=self.linked)
        moved = (replace(p, view=v) for p, v in zip(self.panes, views, strict=True))
        return replace(self, panes=tuple(moved))

    def looked(self, presentation: Presentation) -> Panes:
        """Look at the active pane's picture in another way."""
        turns = presentation.quarter_turns - self.here.presentation.quarter_turns
        view = turned_view(self.here.view, turns)
        changed = self._with(self.active, replace(self.here, presentation=presentation, view=view))
        first = next(
            i for i, pane in enumerate(self.panes) if pane.attachment == self.here.attachment
        )
        if first != self.active:
            return changed
        # A second pane of a picture is for comparing; the first tells how it was read.
        return changed._remember(replace(self.of(self.here.attachment), presentation=presentation))

    def scaled(self, attachment: AttachmentId, scale: Scale | None) -> Panes:
        """Set or forget a picture's scale."""
        return self._remember(replace(self.of(attachment), scale=scale))

    def calibrated(self, attachment: AttachmentId, scale: Scale) -> Panes:
        """Use the scale that a picture's file tells, where no person has set another."""
        return self if self.scale_of(attachment) is not None else self.scaled(attachment, scale)

    def as_it_came(self) -> Panes:
        """Take all aids from the active pane and show it whole; its scale stays."""
        return self.looked(AS_IT_CAME).went(self.active, WHOLE)

    def _with(self, index: int, seen: Seen) -> Panes:
        panes = (*self.panes[:index], seen, *self.panes[index + 1 :])
        return replace(self, panes=panes)

    def _remember(self, viewed: Viewed) -> Panes:
        others = [v for v in self.known if v.attachment != viewed.attachment]
        return replace(self, known=(*others, viewed))


def earlier_key(referral: str, attachment: str) -> AttachmentId:
    """Name a picture of an earlier referral; own ones have no dot in their ids."""
    return AttachmentId(f"{referral}.{attachment}")


def is_earlier(attachment: str) -> bool:
    """Tell whether a picture belongs to an earlier referral."""
    return "." in attachment


def other_side(attachment: AttachmentId, pictures: tuple[Attachment, ...]) -> AttachmentId | None:
    """Find the other eye or ear of a picture."""
    wanted = _OTHER_SIDE.get(_slot_of(attachment, pictures))
    own = [p for p in pictures if is_earlier(p.attachment) == is_earlier(attachment)]
    return next((p.attachment for p in own if p.slot is wanted), None)


def earlier(attachment: AttachmentId, pictures: tuple[Attachment, ...]) -> AttachmentId | None:
    """Find the newest earlier picture of the same view, or of any."""
    slot = _slot_of(attachment, pictures)
    found = [p for p in pictures if is_earlier(p.attachment) and p.attachment != attachment]
    found.sort(key=lambda p: p.slot is not slot)
    return found[0].attachment if found else None


def next_channel(presentation: Presentation) -> Presentation:
    """Go on to the next of the channels, round and round."""
    index = (_CHANNELS.index(presentation.channel) + 1) % len(_CHANNELS)
    return replace(presentation, channel=_CHANNELS[index])


def toggled(presentation: Presentation, channel: Channel) -> Presentation:
    """Show a channel, or the colours again."""
    back = presentation.channel is channel
    return replace(presentation, channel=Channel.COLOUR if back else channel)


def adjusted(presentation: Presentation, brightness: int = 0, contrast: int = 0) -> Presentation:
    """Change brightness and contrast by so much, within their bounds."""
    return replace(
        presentation,
        brightness=_within(presentation.brightness + brightness),
        contrast=_within(presentation.contrast + contrast),
    )


def turned(presentation: Presentation, quarter_turns: int) -> Presentation:
    """Turn clockwise by quarters; negative ones turn back."""
    return replace(presentation, quarter_turns=(presentation.quarter_turns + quarter_turns) % 4)


def _slot_of(attachment: AttachmentId, pictures: tuple[Attachment, ...]) -> Slot:
    return next((p.slot for p in pictures if p.attachment == attachment), Slot.OTHER)


def _within(value: int) -> int:
    return max(-100, min(value, 100))


def _next_pane(panes: tuple[Seen, ...], pictures: tuple[Attachment, ...], all_: Panes) -> Seen:
    first = panes[0]
    if len(panes) == 1:
        red_free = first.presentation.channel is Channel.RED_FREE
        channel = Channel.COLOUR if red_free else Channel.RED_FREE
        return replace(first, presentation=replace(first.presentation, channel=channel))
    taken = {pane.attachment for pane in panes}
    slot = _slot_of(first.attachment, pictures)
    free = [p for p in pictures if p.attachment not in taken]
    free.sort(key=lambda p: p.slot is not _OTHER_SIDE.get(slot))
    view = first.view if all_.linked else WHOLE
    if free:
        found = free[0].attachment
        return Seen(found, all_.of(found).presentation, view)
    contrast = replace(
        panes[-1].presentation, local_contrast=not panes[-1].presentation.local_contrast
    )
    return Seen(panes[-1].attachment, contrast, view)

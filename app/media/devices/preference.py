# SPDX-License-Identifier: GPL-3.0-or-later
"""Which of the devices that are there is used: the one that the user likes best. Pure.

clinical.md F5.2: what was picked last comes first, then what was picked before it, then the
system's own choice. A device that is gone keeps its place, so it is taken again when it is back.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from app.media.devices.errors import DeviceKind

Order = tuple[str, ...]
"""Names of devices, the best first; "" is whatever the system uses."""

USUAL = ""
REMEMBERED = 12
"""More devices than anybody uses at one place; older ones are forgotten."""


@dataclass(frozen=True, slots=True)
class DeviceOrders:
    """What the user likes best, by kind; empty where nothing was ever picked."""

    camera: Order = ()
    microphone: Order = ()
    speaker: Order = ()
    ringer: Order = ()
    """The loudspeaker for the sounds of the program itself, so that a call does not hide them."""

    def of(self, kind: DeviceKind) -> Order:
        """Give the order of one kind of device that a call uses."""
        match kind:
            case DeviceKind.CAMERA:
                return self.camera
            case DeviceKind.MICROPHONE:
                return self.microphone
            case DeviceKind.SPEAKER:
                return self.speaker
            case DeviceKind.SCREEN:
                return ()

    def picking(self, kind: DeviceKind, name: str) -> DeviceOrders:
        """Give these with one device moved to the top."""
        match kind:
            case DeviceKind.CAMERA:
                return replace(self, camera=picked(self.camera, name))
            case DeviceKind.MICROPHONE:
                return replace(self, microphone=picked(self.microphone, name))
            case DeviceKind.SPEAKER:
                return replace(self, speaker=picked(self.speaker, name))
            case DeviceKind.SCREEN:
                return self


def picked(order: Order, name: str) -> Order:
    """Move what was picked just now to the top; all others keep their places behind it."""
    return (name, *(one for one in order if one != name))[:REMEMBERED]


def choose(order: Order, present: Iterable[str], refused: Collection[str] = ()) -> str | None:
    """Choose among the devices that are there, the system's own choice first; None for no device.

    ``refused`` are devices that are there but do not work.
    """
    usable = [name for name in present if name not in refused]
    if not usable:
        return None
    for name in order:
        if name == USUAL:
            return usable[0]
        if name in usable:
            return name
    return usable[0]

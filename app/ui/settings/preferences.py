# SPDX-License-Identifier: GPL-3.0-or-later
"""What the user likes, kept in the vaulted store."""

from __future__ import annotations

from dataclasses import dataclass, field

import msgspec

from app.media.devices.preference import DeviceOrders, Order
from app.store import settings
from app.store.database import Store
from app.ui.language import system_language
from app.ui.theme import Look, Theme, nearest_factor


@dataclass(frozen=True, slots=True)
class Preferences:
    """All choices of the settings screen."""

    percent: int = 100
    look: Look = Look.SYSTEM
    language: str = "en"
    less_motion: bool = False
    devices: DeviceOrders = field(default_factory=DeviceOrders)


async def load_preferences(store: Store) -> Preferences:
    """Read all choices; what was never chosen follows the system."""
    look = await settings.get(store, "ui.look", Look.SYSTEM.value)
    known = {one.value for one in Look}
    return Preferences(
        percent=nearest_factor(await settings.get(store, "ui.percent", 100)),
        look=Look(look) if look in known else Look.SYSTEM,
        language=await settings.get(store, "ui.language", system_language()),
        less_motion=await settings.get(store, "ui.less_motion", False),
        devices=DeviceOrders(
            await _order(store, "camera"),
            await _order(store, "microphone"),
            await _order(store, "speaker"),
            await _order(store, "ringer"),
        ),
    )


async def save_preferences(store: Store, preferences: Preferences) -> None:
    """Write all choices."""
    await settings.put(store, "ui.percent", preferences.percent)
    await settings.put(store, "ui.look", preferences.look.value)
    await settings.put(store, "ui.language", preferences.language)
    await settings.put(store, "ui.less_motion", preferences.less_motion)
    for name, order in (
        ("camera", preferences.devices.camera),
        ("microphone", preferences.devices.microphone),
        ("speaker", preferences.devices.speaker),
        ("ringer", preferences.devices.ringer),
    ):
        await settings.put(store, f"devices.{name}", msgspec.json.encode(order).decode())


async def _order(store: Store, name: str) -> Order:
    written = await settings.get(store, f"devices.{name}", "")
    try:
        return msgspec.json.decode(written, type=Order)
    except msgspec.DecodeError:
        # Before there was an order, one name was kept.
        chosen = await settings.get(store, f"device.{name}", "")
        return (chosen,) if chosen else ()


def apply_look(theme: Theme, preferences: Preferences) -> None:
    """Show the program as the user likes it."""
    theme.set_less_motion(preferences.less_motion)
    theme.set_look(preferences.look)
    theme.set_percent(preferences.percent)

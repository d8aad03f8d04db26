# SPDX-License-Identifier: GPL-3.0-or-later
"""Plain sentences for devices that went or came while they were in use. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from app.media.devices.errors import DeviceKind

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class DeviceNews:
    """What changed by itself; "" where there is no such device."""

    kind: DeviceKind
    before: str
    now: str
    gone: bool
    """The device of before went; else a better one came."""


def missing_words(missing: Sequence[DeviceNews]) -> tuple[str, str]:
    """Say that nothing is left to use: what that means, and what to do."""
    sentences = []
    for news in missing:
        match news.kind:
            case DeviceKind.MICROPHONE:
                words = translate("Devices", "{device} is gone. Nobody hears you now.")
            case DeviceKind.SPEAKER:
                words = translate("Devices", "{device} is gone. You hear nobody now.")
            case DeviceKind.CAMERA | DeviceKind.SCREEN:
                words = translate("Devices", "{device} is gone. Your picture is paused.")
        sentences.append(words.format(device=news.before))
    again = translate("Devices", "Plug it in again, or connect another one: it is used at once.")
    return sentences[0], " ".join((*sentences[1:], again))


def news_words(changed: Sequence[DeviceNews]) -> str:
    """Say what is used now; what is a headset goes and comes as two devices, told as one."""
    by_kind = {news.kind: news for news in changed}
    voice, ear = by_kind.get(DeviceKind.MICROPHONE), by_kind.get(DeviceKind.SPEAKER)
    if voice is None or ear is None or voice.gone is not ear.gone:
        return " ".join(_one(news) for news in changed)
    if voice.gone:
        words = translate(
            "Devices",
            "{first} and {second} are gone. "
            "You speak into {microphone} and hear through {speaker}.",
        )
    else:
        words = translate("Devices", "You speak into {microphone} and hear through {speaker} now.")
    both = words.format(
        first=voice.before, second=ear.before, microphone=voice.now, speaker=ear.now
    )
    rest = (_one(news) for news in changed if news not in (voice, ear))
    return " ".join((both, *rest))


def _one(news: DeviceNews) -> str:
    match news.kind:
        case DeviceKind.MICROPHONE:
            gone = translate("Devices", "{device} is gone. Your microphone is now {now}.")
            came = translate("Devices", "Your microphone is now {now}.")
        case DeviceKind.SPEAKER:
            gone = translate("Devices", "{device} is gone. You hear through {now}.")
            came = translate("Devices", "You hear through {now} now.")
        case DeviceKind.CAMERA | DeviceKind.SCREEN:
            gone = translate("Devices", "{device} is gone. Your camera is now {now}.")
            came = translate("Devices", "Your camera is now {now}.")
    return (gone if news.gone else came).format(device=news.before, now=news.now)

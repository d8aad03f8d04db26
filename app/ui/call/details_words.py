# SPDX-License-Identifier: GPL-3.0-or-later
"""The numbers of a connection in words and units, for the eyes and for the clipboard. Pure.

No name, address or time of day is among them, so that the text may be sent to whoever helps.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QLocale

from app.calls.connection import ConnectionDetails
from app.media.rates import Rates
from app.media.statistics import LinkStatistics, QualityLimitationReason

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Row:
    """One number with what it is of."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Section:
    """Some rows that belong together."""

    title: str
    rows: tuple[Row, ...]


def sections(details: ConnectionDetails, locale: QLocale) -> tuple[Section, ...]:
    """Say how a connection is and was; empty before there has been one."""
    found, rates = details.statistics, details.rates
    was = _so_far(details, locale)
    if found is None:
        return (was,) if details.setup_ms is not None else ()
    return (
        _path(found, rates, locale),
        _heard(found, rates, locale),
        _sent(found, rates, locale),
        was,
    )


def plain_text(shown: Iterable[Section]) -> str:
    """Write the same for the clipboard."""
    lines: list[str] = []
    for section in shown:
        lines += [section.title, *(f"  {row.label}: {row.value}" for row in section.rows), ""]
    return "\n".join(lines).rstrip() + "\n" if lines else ""


def _path(found: LinkStatistics, rates: Rates | None, locale: QLocale) -> Section:
    path = found.path
    way = translate("Details", "straight to the other side")
    if path.relayed:
        way = translate("Details", "through a relay, still encrypted")
    rows = [
        Row(translate("Details", "Way"), f"{way} ({path.protocol.upper()})"),
        Row(translate("Details", "There and back"), _ms(path.current_round_trip_time_s, locale)),
        Row(translate("Details", "Waiting in the network"), _ms(path.queue_s, locale)),
        Row(
            translate("Details", "Room for sending, receiving"),
            f"{_kbps(path.available_outgoing_bitrate, locale)},"
            f" {_kbps(path.available_incoming_bitrate, locale)}",
        ),
    ]
    if rates is not None:
        rows.append(
            Row(
                translate("Details", "Lost on the way here, there"),
                f"{_share(rates.loss_in, locale)}, {_share(rates.loss_out, locale)}",
            )
        )
    return Section(translate("Details", "Network"), tuple(rows))


def _heard(found: LinkStatistics, rates: Rates | None, locale: QLocale) -> Section:
    picture, sound = found.picture_in, found.sound_in
    size = translate("Details", "none")
    if picture.frame_width:
        size = f"{picture.frame_width} × {picture.frame_height}"
        if rates is not None:
            size += f", {_per_s(rates.frames_in, locale)}"
    rows = [Row(translate("Details", "Picture"), size)]
    if rates is not None:
        rows.append(
            Row(
                translate("Details", "Sound, picture"),
                f"{_kbps(rates.sound_in, locale)}, {_kbps(rates.pictures_in, locale)}",
            )
        )
    rows.append(
        Row(
            translate("Details", "Picture stood still"),
            _often(picture.freeze_count, picture.total_freezes_duration_s, locale),
        )
    )
    if rates is not None:
        rows += [
            Row(translate("Details", "Sound repaired"), _share(rates.repaired, locale)),
            Row(translate("Details", "Sound made up"), _share(rates.concealed, locale)),
        ]
    rows.append(Row(translate("Details", "Sound waits"), _ms(sound.jitter_buffer_depth_s, locale)))
    return Section(translate("Details", "What reaches you"), tuple(rows))


def _sent(found: LinkStatistics, rates: Rates | None, locale: QLocale) -> Section:
    picture, sound = found.picture_out, found.sound_out
    size = translate("Details", "none")
    if picture.frame_width:
        size = f"{picture.frame_width} × {picture.frame_height}"
        if rates is not None:
            size += f", {_per_s(rates.frames_out, locale)}"
    rows = [
        Row(translate("Details", "Picture"), size),
        Row(translate("Details", "Kept smaller by"), _limit(picture.quality_limitation_reason)),
    ]
    if rates is not None:
        rows.append(
            Row(
                translate("Details", "Sound, picture"),
                f"{_kbps(rates.sound_out, locale)}, {_kbps(rates.pictures_out, locale)}",
            )
        )
    rows.append(
        Row(
            translate("Details", "Each packet of sound is sent"),
            _times(1 + sound.repetitions),
        )
    )
    if rates is not None:
        rows.append(Row(translate("Details", "Processor"), _share(rates.cpu, locale)))
    dropped = sum(queue.dropped for queue in found.queues)
    rows.append(Row(translate("Details", "Left out to keep up"), locale.toString(dropped)))
    return Section(translate("Details", "What you send"), tuple(rows))


def _so_far(details: ConnectionDetails, locale: QLocale) -> Section:
    rows = []
    if details.setup_ms is not None:
        rows.append(
            Row(translate("Details", "Connecting took"), _ms(details.setup_ms / 1000, locale))
        )
    ended = [one for one in details.interruptions if one.end is not None]
    lost_s = sum((one.end - one.start).total_seconds() for one in ended if one.end is not None)
    rows.append(
        Row(translate("Details", "Interrupted"), _often(len(details.interruptions), lost_s, locale))
    )
    return Section(translate("Details", "This visit"), tuple(rows))


def _times(count: int) -> str:
    match count:
        case 0:
            return translate("Details", "never")
        case 1:
            return translate("Details", "once")
        case _:
            return translate("Details", "{count} times").format(count=count)


def _often(count: int, seconds: float, locale: QLocale) -> str:
    if not count:
        return _times(0)
    return translate("Details", "{times}, {seconds} s in all").format(
        times=_times(count), seconds=locale.toString(seconds, "f", 1)
    )


def _limit(reason: QualityLimitationReason) -> str:
    match reason:
        case QualityLimitationReason.NONE:
            return translate("Details", "nothing")
        case QualityLimitationReason.CPU:
            return translate("Details", "this computer")
        case QualityLimitationReason.BANDWIDTH:
            return translate("Details", "the network")
        case QualityLimitationReason.OTHER:
            return translate("Details", "a wish to save data")


def _ms(seconds: float | None, locale: QLocale) -> str:
    if seconds is None:
        return translate("Details", "not known yet")
    return f"{locale.toString(round(seconds * 1000))} ms"


def _kbps(bits_per_s: float, locale: QLocale) -> str:
    return f"{locale.toString(round(bits_per_s / 1000))} kbit/s"


def _share(share: float, locale: QLocale) -> str:
    return f"{locale.toString(share * 100, 'f', 1)} %"


def _per_s(frames: float, locale: QLocale) -> str:
    return translate("Details", "{count} a second").format(count=locale.toString(round(frames)))

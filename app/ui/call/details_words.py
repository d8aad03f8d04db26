# SPDX-License-Identifier: GPL-3.0-or-later
"""The numbers of a connection in words and units, for the eyes and for the clipboard. Pure.

No name, address or time of day is among them, so that the text may be sent to whoever helps.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, assert_never

from PySide6.QtCore import QCoreApplication, QLocale

from app.calls.connection import ConnectionDetails
from app.calls.views import Trust
from app.media.control import Reception
from app.media.rates import Rates
from app.media.statistics import (
    CodecImplementation,
    LinkStatistics,
    QualityLimitationReason,
    QueueName,
)

translate = QCoreApplication.translate

INBOUND: Final = frozenset(
    {
        QueueName.PATH_TO_SOUND,
        QueueName.PATH_TO_PICTURES,
        QueueName.ASSEMBLED_TO_DECODER,
        QueueName.DECODED_TO_SCREEN,
    }
)
"""The queues of what comes from the other side; all others hold what goes there."""


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
        _path(found, rates, details.trust, locale),
        _heard(found, rates, locale),
        _sent(found, rates, locale),
        _heard_there(details.there, locale),
        was,
    )


def plain_text(shown: Iterable[Section]) -> str:
    """Write the same for the clipboard."""
    lines: list[str] = []
    for section in shown:
        lines += [section.title, *(f"  {row.label}: {row.value}" for row in section.rows), ""]
    return "\n".join(lines).rstrip() + "\n" if lines else ""


def _path(found: LinkStatistics, rates: Rates | None, trust: Trust, locale: QLocale) -> Section:
    path = found.path
    way = translate("Details", "straight to the other side")
    if path.relayed:
        way = translate("Details", "through a relay, still encrypted")
    rows = [
        Row(translate("Details", "Way"), f"{way} ({path.protocol.upper() or '–'})"),
        Row(translate("Details", "The other side's key"), _trust(trust)),
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
    rows += [
        _delays(sound.delay_s, picture.delay_s, locale),
        Row(translate("Details", "Sound waits"), _ms(sound.jitter_buffer_depth_s, locale)),
        _left_out(found, INBOUND, locale),
    ]
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
    rows += [
        Row(
            translate("Details", "Coded by"),
            f"Opus: {_coder(sound.encoder_implementation)},"
            f" VP8: {_coder(picture.encoder_implementation)}",
        ),
        _left_out(found, frozenset(QueueName) - INBOUND, locale),
    ]
    return Section(translate("Details", "What you send"), tuple(rows))


def _heard_there(there: Reception | None, locale: QLocale) -> Section:
    """Write what the other end tells; browsers and older ends tell less, or nothing."""
    title = translate("Details", "What reaches the other side")
    if there is None:
        untold = translate("Details", "the other side does not tell")
        return Section(title, (Row(translate("Details", "Numbers"), untold),))
    rows = [Row(translate("Details", "Pictures"), _per_s(there.frames_shown, locale))]
    if there.freeze_count is not None and there.freeze_s is not None:
        stood = _often(there.freeze_count, there.freeze_s, locale)
        rows.append(Row(translate("Details", "Picture stood still"), stood))
    if there.repaired is not None:
        rows.append(Row(translate("Details", "Sound repaired"), _share(there.repaired, locale)))
    rows.append(Row(translate("Details", "Sound made up"), _share(there.concealed, locale)))
    rows.append(_delays(there.sound_delay_s, there.picture_delay_s, locale))
    return Section(title, tuple(rows))


def _delays(sound_s: float | None, picture_s: float | None, locale: QLocale) -> Row:
    label = translate("Details", "Sound, picture arrive after")
    if sound_s is None and picture_s is None:
        return Row(label, _ms(None, locale))
    return Row(label, f"{_ms(sound_s, locale)}, {_ms(picture_s, locale)}")


def _left_out(found: LinkStatistics, names: frozenset[QueueName], locale: QLocale) -> Row:
    dropped = sum(queue.dropped for queue in found.queues if queue.name in names)
    return Row(translate("Details", "Left out to keep up"), locale.toString(dropped))


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


def _trust(trust: Trust) -> str:
    match trust:
        case Trust.UNKNOWN:
            return translate("Details", "not known yet")
        case Trust.NOT_VERIFIED:
            return translate("Details", "nobody vouches for it")
        case Trust.KNOWN_KEY:
            return translate("Details", "known, and its fingerprint is right")
        case Trust.VERIFIED:
            return translate("Details", "known, and both compared the four words")
        case Trust.MISMATCH:
            return translate("Details", "wrong: the words or the key differ")
        case _:
            assert_never(trust)


def _coder(implementation: CodecImplementation) -> str:
    match implementation:
        case CodecImplementation.LIBRARY:
            return translate("Details", "its own library")
        case CodecImplementation.FALLBACK:
            return translate("Details", "a stand-in that repairs less")
        case _:
            assert_never(implementation)


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

# SPDX-License-Identifier: GPL-3.0-or-later
"""A visit's scales as lines of its note: they are signed, so not translated on the screen; pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from app.records.scale import AlertAct, AlertLevel, Scale, ScaleResponse

_ENGLISH: Final = {
    "total": "{title}, version {version}: {total} of {most}",
    "bare": "{title}, version {version}: {total}",
    "open": "{title}, version {version}: not finished, no total",
    "alert": "Alert, item {item}",
    "high": "High alert, item {item}",
    "none": "no action recorded yet",
    AlertAct.ASKED: "asked directly",
    AlertAct.TRIAGE_OPENED: "suicide triage opened",
    AlertAct.PLAN_OPENED: "safety plan opened",
    AlertAct.HANDED_OVER: "handed over to {words}",
    AlertAct.JUDGED: "judged: {words}",
}
_BOKMAL: Final = {
    "total": "{title}, versjon {version}: {total} av {most}",
    "bare": "{title}, versjon {version}: {total}",
    "open": "{title}, versjon {version}: ikke fullført, ingen sum",
    "alert": "Varsel, punkt {item}",
    "high": "Høyt varsel, punkt {item}",
    "none": "ingen handling registrert ennå",
    AlertAct.ASKED: "spurt direkte",
    AlertAct.TRIAGE_OPENED: "selvmordskartlegging åpnet",
    AlertAct.PLAN_OPENED: "sikkerhetsplan åpnet",
    AlertAct.HANDED_OVER: "overlatt til {words}",
    AlertAct.JUDGED: "vurdert: {words}",
}


def note_lines(
    responses: Iterable[ScaleResponse], scales: Mapping[str, Scale], language: str
) -> tuple[str, ...]:
    """Write finished scales, and unfinished ones that raised an alert. "en" or "nb"."""
    words = _BOKMAL if language == "nb" else _ENGLISH
    lines: list[str] = []
    for response in responses:
        if response.finished is None and not response.alerts:
            continue
        scale = scales.get(response.scale)
        known = scale if scale is not None and scale.version == response.version else None
        title = known.title.text(language) if known else response.scale
        key = "open" if response.finished is None else "total" if known else "bare"
        line = words[key].format(
            title=title,
            version=response.version,
            total=response.total,
            most=known.most if known else "",
        )
        band = next((b for b in known.bands if b.band == response.band), None) if known else None
        if response.band:
            line += f", {band.words.text(language) if band else response.band}"
        lines.append(line)
        for item, level in response.alerts:
            alert = words["high" if level is AlertLevel.HIGH else "alert"].format(item=item)
            # What was done upon a lower level, or another item, is no answer to this one.
            acts = "; ".join(
                words[a.act].replace("{words}", a.words)
                + a.at.astimezone().strftime(", %Y-%m-%d %H:%M")
                for a in response.actions
                if (item, level) in a.upon
            )
            lines.append(f"{alert}: {acts or words['none']}")
    return tuple(lines)

# SPDX-License-Identifier: GPL-3.0-or-later
"""The colours of the three looks as frozen values; ratios stand in the design's token table."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Tokens:
    """All colours of one look, as the style sheet names them."""

    canvas: str
    surface: str
    rail: str
    sunken: str
    hover: str
    line: str
    line_strong: str
    edge: str
    """Outline of fields, checks and radio buttons: 3:1 against every ground."""
    text: str
    muted: str
    faint: str
    accent: str
    accent_hover: str
    accent_press: str
    on_accent: str
    accent_text: str
    accent_soft: str
    ok: str
    ok_soft: str
    ok_fill: str
    warn: str
    warn_soft: str
    warn_fill: str
    danger: str
    danger_soft: str
    danger_fill: str
    on_danger: str
    role: str
    role_soft: str
    focus: str
    sky: str
    """The plateau behind patients, unlock and first run: sky, three ridges, ground."""
    ridge_far: str
    ridge_middle: str
    ridge_near: str
    ground: str
    viewer: str = "#0B0F0E"
    pill: str = "#C70E1413"
    """#AARRGGBB: labels over video, 78 %."""
    on_pill: str = "#FFFFFF"
    voice: str = "#7FE3A8"
    """Voice and connection bars on a pill; the word beside them carries the meaning."""
    line_width: int = 1
    dark: bool = False


LIGHT = Tokens(
    canvas="#F4F6F5",
    surface="#FFFFFF",
    rail="#EBEFED",
    sunken="#E9EDEB",
    hover="#EEF2F0",
    line="#DDE3E0",
    line_strong="#BCC7C3",
    edge="#74827E",
    text="#17211F",
    muted="#4C5956",
    faint="#5E6B67",
    accent="#14597F",
    accent_hover="#0F4766",
    accent_press="#0B3650",
    on_accent="#FFFFFF",
    accent_text="#10496A",
    accent_soft="#E1EDF4",
    ok="#1B6440",
    ok_soft="#E1F1E8",
    ok_fill="#1F7A4D",
    warn="#734600",
    warn_soft="#FBEED3",
    warn_fill="#A86200",
    danger="#9E231B",
    danger_soft="#FBE8E6",
    danger_fill="#B3261E",
    on_danger="#FFFFFF",
    role="#573B80",
    role_soft="#EFE9F6",
    focus="#14597F",
    sky="#E2EAF2",
    ridge_far="#D2DFE5",
    ridge_middle="#C4D6D8",
    ridge_near="#DBE5E2",
    ground="#E8EDEB",
)

DARK = Tokens(
    canvas="#101514",
    surface="#181E1D",
    rail="#0C1110",
    sunken="#0B0F0E",
    hover="#242C2A",
    line="#2D3735",
    line_strong="#43504D",
    edge="#788783",
    text="#E7ECEA",
    muted="#AAB6B2",
    faint="#8B9893",
    accent="#8CC6E8",
    accent_hover="#A9D6F0",
    accent_press="#C3E3F5",
    on_accent="#07202E",
    accent_text="#9ED0EE",
    accent_soft="#173140",
    ok="#82D3A6",
    ok_soft="#14301F",
    ok_fill="#5FBF8A",
    warn="#F1C06A",
    warn_soft="#35280E",
    warn_fill="#E0A33A",
    danger="#FF9F95",
    danger_soft="#3D1A17",
    danger_fill="#FF8A7E",
    on_danger="#3A0A05",
    role="#CBB6EC",
    role_soft="#2C233B",
    focus="#8CC6E8",
    sky="#131B20",
    ridge_far="#1A2429",
    ridge_middle="#182220",
    ridge_near="#141C1A",
    ground="#101514",
    dark=True,
)

CONTRAST = replace(
    DARK,
    canvas="#000000",
    surface="#000000",
    rail="#000000",
    sunken="#000000",
    hover="#1F1F1F",
    line="#FFFFFF",
    line_strong="#FFFFFF",
    edge="#FFFFFF",
    text="#FFFFFF",
    muted="#FFFFFF",
    faint="#FFFFFF",
    accent="#FFE14D",
    accent_hover="#FFFFFF",
    accent_press="#FFFFFF",
    on_accent="#000000",
    accent_text="#FFE14D",
    accent_soft="#000000",
    ok="#7DFFB0",
    ok_soft="#000000",
    ok_fill="#7DFFB0",
    warn="#FFE14D",
    warn_soft="#000000",
    warn_fill="#FFE14D",
    danger="#FF9F95",
    danger_soft="#000000",
    danger_fill="#FF9F95",
    on_danger="#000000",
    role="#FFFFFF",
    role_soft="#000000",
    focus="#FFE14D",
    sky="#000000",
    ridge_far="#000000",
    ridge_middle="#000000",
    ridge_near="#000000",
    ground="#000000",
    pill="#FF000000",
    line_width=2,
)

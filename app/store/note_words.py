# SPDX-License-Identifier: GPL-3.0-or-later
"""Search signed notes by their words (FTS5, inside the encrypted database)."""

from __future__ import annotations

from app.records.ids import CompositionId, PatientId
from app.store.database import Connection, Store

_MOST_WORDS = 12


def put_words(
    connection: Connection, composition: CompositionId, patient: PatientId, text: str
) -> None:
    """Make a signed version findable, within the transaction that adds it."""
    connection.execute(
        "INSERT INTO note_words (text, composition, patient) VALUES (?, ?, ?)",
        (text, composition, patient),
    )


async def with_words(
    store: Store, words: str, patient: PatientId | None, most: int
) -> tuple[CompositionId, ...]:
    """List notes that have each of these words, or a word that begins so; newest first.

    Case and accents do not matter. At most so many; none where there is no word.
    """
    query = _query(words)

    def work(connection: Connection) -> tuple[CompositionId, ...]:
        found: dict[CompositionId, None] = {}
        rows = connection.execute(
            "SELECT composition FROM note_words WHERE note_words MATCH ?1 "
            "AND (?2 IS NULL OR patient = ?2) ORDER BY rowid DESC",
            (query, patient),
        )
        for (composition,) in rows:
            found[composition] = None
            if len(found) == most:
                break
        return tuple(found)

    return await store.run(work) if query else ()


def _query(words: str) -> str:
    """Write what was typed as a query of quoted words: nothing in it is an operator."""
    parts = "".join(c if c.isalnum() else " " for c in words).split()[:_MOST_WORDS]
    return " AND ".join(f'"{part}"*' for part in parts)

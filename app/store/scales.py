# SPDX-License-Identifier: GPL-3.0-or-later
"""Answers to rating scales, and what was done upon their alerts, which the schema keeps."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import msgspec

from app.records.ids import EncounterId, PatientId, ScaleResponseId, UserId
from app.records.scale import AlertAction, ScaleResponse
from app.store.access_log import put_access
from app.store.database import Connection, Store
from app.store.times import to_us

TREATMENT = "treatment"


async def save(store: Store, response: ScaleResponse, at: datetime, action: str = "") -> None:
    """Set or replace answers that are not finished, and log it where there is an ``action``.

    They are on the disk when this returns. Actions upon alerts are left as they are.

    Raises:
        sqlcipher3.IntegrityError: the response is finished already.
    """

    def work(connection: Connection) -> None:
        finished = response.finished
        connection.execute(
            "INSERT INTO scale_responses "
            "(response, patient, encounter, begun_us, finished_us, body) "
            "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (response) DO UPDATE SET "
            "finished_us = excluded.finished_us, body = excluded.body",
            (
                response.response,
                response.patient,
                response.encounter,
                to_us(response.begun),
                to_us(finished) if finished is not None else None,
                msgspec.json.encode(replace(response, actions=())),
            ),
        )
        if action:
            _log(connection, response, at, response.author, action)

    await store.run(work)


async def add_action(
    store: Store, response: ScaleResponse, action: AlertAction, logged: str
) -> None:
    """Add what was done upon a response's alerts, and log it: both or neither."""

    def work(connection: Connection) -> None:
        connection.execute(
            "INSERT INTO scale_actions (response, body) VALUES (?, ?)",
            (response.response, msgspec.json.encode(action)),
        )
        _log(connection, response, action.at, action.by, logged)

    await store.run(work)


async def response(store: Store, wanted: ScaleResponseId) -> ScaleResponse | None:
    """Find one, with its actions."""
    return next(iter(await _found(store, "response = ?", wanted)), None)


async def of_patient(store: Store, patient: PatientId) -> tuple[ScaleResponse, ...]:
    """List a patient's, oldest first, with their actions."""
    return await _found(store, "patient = ?", patient)


async def of_encounter(store: Store, encounter: EncounterId) -> tuple[ScaleResponse, ...]:
    """List a visit's, oldest first, with their actions."""
    return await _found(store, "encounter = ?", encounter)


async def _found(store: Store, where: str, value: str) -> tuple[ScaleResponse, ...]:
    def work(connection: Connection) -> tuple[ScaleResponse, ...]:
        rows = connection.execute(
            f"SELECT body FROM scale_responses WHERE {where} ORDER BY begun_us, response", (value,)
        ).fetchall()
        return tuple(_with_actions(connection, row[0]) for row in rows)

    return await store.run(work)


def _with_actions(connection: Connection, body: bytes) -> ScaleResponse:
    found = msgspec.json.decode(body, type=ScaleResponse)
    rows = connection.execute(
        "SELECT body FROM scale_actions WHERE response = ? ORDER BY place", (found.response,)
    ).fetchall()
    actions = tuple(msgspec.json.decode(row[0], type=AlertAction) for row in rows)
    return replace(found, actions=actions)


def _log(
    connection: Connection, about: ScaleResponse, at: datetime, actor: UserId, action: str
) -> None:
    put_access(connection, at, actor, action, about.response, about.patient, TREATMENT)

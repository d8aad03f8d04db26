# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the migrations on the connection that ``database.py`` hands over."""

from __future__ import annotations

from alembic import context

from signaling_server.tables import metadata

connection = context.config.attributes["connection"]
# SQLite cannot alter a column in place: Alembic then copies the table.
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()

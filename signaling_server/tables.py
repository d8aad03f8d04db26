# SPDX-License-Identifier: GPL-3.0-or-later
"""The tables of the server, as the newest migration leaves them. No column names a patient."""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
)

ID: Final = 32

metadata: Final = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
    }
)

settings: Final = Table(
    "settings",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("value", String(256), nullable=False),
)

organizations: Final = Table(
    "organizations",
    metadata,
    Column("organization", String(ID), primary_key=True),
    Column("public_key", LargeBinary, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("signature", LargeBinary, nullable=False),
)

users: Final = Table(
    "users",
    metadata,
    Column("user", String(ID), primary_key=True),
    Column("organization", ForeignKey(organizations.c.organization), nullable=False, index=True),
    Column("public_key", LargeBinary, nullable=False),
    Column("valid_from", Float, nullable=False),
    Column("valid_to", Float, nullable=False),
)
"""Who stands in the present directory; rewritten with each version of it."""

revocations: Final = Table(
    "revocations",
    metadata,
    Column("organization", ForeignKey(organizations.c.organization), primary_key=True),
    Column("subject", String(ID), primary_key=True),
)

devices: Final = Table(
    "devices",
    metadata,
    Column("device", String(ID), primary_key=True),
    Column("organization", ForeignKey(organizations.c.organization), nullable=False, index=True),
    Column("user", String(ID), nullable=False, index=True),
    Column("user_key", LargeBinary, nullable=False),
    Column("signing_key", LargeBinary, nullable=False),
    Column("expires", Float, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("signature", LargeBinary, nullable=False),
)

enrolments: Final = Table(
    "enrolments",
    metadata,
    Column("enrolment", String(ID), primary_key=True),
    Column("organization", ForeignKey(organizations.c.organization), nullable=False, index=True),
    Column("expires", Float, nullable=False),
    Column("device", String(ID)),
    Column("user_key", LargeBinary),
    Column("body", LargeBinary),
    Column("signature", LargeBinary),
    Column("mac", LargeBinary),
)

tokens: Final = Table(
    "tokens",
    metadata,
    Column("digest", LargeBinary(32), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("subject", String(ID), nullable=False, index=True),
    Column("organization", String(ID), nullable=False),
    Column("user", String(ID), nullable=False),
    Column("link", String(ID), nullable=False),
    Column("expires", Float, nullable=False),
    Column("ends", Float, nullable=False),
)
"""Hashes of bearer tokens. ``subject`` is a device, an organisation or a guest's participant."""

appointments: Final = Table(
    "appointments",
    metadata,
    Column("appointment", String(ID), primary_key=True),
    Column("organization", String(ID), nullable=False),
    Column("owner", String(ID), nullable=False, index=True),
    Column("start", Float, nullable=False),
    Column("end", Float, nullable=False),
    Column("state", String(16), nullable=False),
)

links: Final = Table(
    "links",
    metadata,
    Column("link", String(ID), primary_key=True),
    Column("appointment", ForeignKey(appointments.c.appointment), nullable=False, index=True),
    Column("public_key", LargeBinary, nullable=False),
    Column("role", String(16), nullable=False),
    Column("card", LargeBinary, nullable=False),
    Column("closed", Boolean, nullable=False),
)

seats: Final = Table(
    "seats",
    metadata,
    Column("participant", String(ID), primary_key=True),
    Column("link", ForeignKey(links.c.link), nullable=False, index=True),
    Column("known", Boolean, nullable=False),
    Column("call", String(64)),
    Column("created", Float, nullable=False),
)
"""Devices that have shown the link's secret; ``call`` is set while admitted."""

parcels: Final = Table(
    "parcels",
    metadata,
    Column("parcel", String(ID), primary_key=True),
    Column("organization", String(ID), nullable=False),
    Column("sender", String(ID), nullable=False, index=True),
    Column("created", Float, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("completed", Float),
    Column("last_receipt", Float),
)

parcel_recipients: Final = Table(
    "parcel_recipients",
    metadata,
    Column("parcel", ForeignKey(parcels.c.parcel), primary_key=True),
    Column("user", String(ID), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("received", Float),
    Index("ix_parcel_recipients_user", "user"),
)

parcel_files: Final = Table(
    "parcel_files",
    metadata,
    Column("parcel", ForeignKey(parcels.c.parcel), primary_key=True),
    Column("file", String(64), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("sha256", String(64), nullable=False),
)

uploads: Final = Table(
    "uploads",
    metadata,
    Column("upload", String(ID), primary_key=True),
    Column("parcel", ForeignKey(parcels.c.parcel), nullable=False),
    Column("file", String(64), nullable=False),
    Column("user", String(ID), nullable=False, index=True),
    Column("length", BigInteger, nullable=False),
    Column("offset", BigInteger, nullable=False),
    Column("expires", Float, nullable=False),
    UniqueConstraint("parcel", "file"),
)
"""Files on their way in, and where they lie on the disk once their parcel is complete."""

audit: Final = Table(
    "audit",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("at", Float, nullable=False, index=True),
    Column("action", String(32), nullable=False),
    Column("actor", String(ID), nullable=False),
    Column("object", String(ID), nullable=False),
)

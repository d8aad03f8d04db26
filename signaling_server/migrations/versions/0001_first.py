# SPDX-License-Identifier: GPL-3.0-or-later
"""The tables of the first release."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "appointments",
        sa.Column("appointment", sa.String(length=32), nullable=False),
        sa.Column("organization", sa.String(length=32), nullable=False),
        sa.Column("owner", sa.String(length=32), nullable=False),
        sa.Column("start", sa.Float(), nullable=False),
        sa.Column("end", sa.Float(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("appointment", name=op.f("pk_appointments")),
    )
    op.create_index(op.f("ix_appointments_owner"), "appointments", ["owner"], unique=False)
    op.create_table(
        "audit",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.Column("action", sa.String(length=32), nullable=False),
        sa.Column("actor", sa.String(length=32), nullable=False),
        sa.Column("object", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit")),
    )
    op.create_index(op.f("ix_audit_at"), "audit", ["at"], unique=False)
    op.create_table(
        "organizations",
        sa.Column("organization", sa.String(length=32), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("organization", name=op.f("pk_organizations")),
    )
    op.create_table(
        "parcels",
        sa.Column("parcel", sa.String(length=32), nullable=False),
        sa.Column("organization", sa.String(length=32), nullable=False),
        sa.Column("sender", sa.String(length=32), nullable=False),
        sa.Column("created", sa.Float(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("completed", sa.Float(), nullable=True),
        sa.Column("last_receipt", sa.Float(), nullable=True),
        sa.PrimaryKeyConstraint("parcel", name=op.f("pk_parcels")),
    )
    op.create_index(op.f("ix_parcels_sender"), "parcels", ["sender"], unique=False)
    op.create_table(
        "settings",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("value", sa.String(length=256), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_settings")),
    )
    op.create_table(
        "tokens",
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("subject", sa.String(length=32), nullable=False),
        sa.Column("organization", sa.String(length=32), nullable=False),
        sa.Column("user", sa.String(length=32), nullable=False),
        sa.Column("link", sa.String(length=32), nullable=False),
        sa.Column("expires", sa.Float(), nullable=False),
        sa.Column("ends", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_tokens")),
    )
    op.create_index(op.f("ix_tokens_subject"), "tokens", ["subject"], unique=False)
    op.create_table(
        "devices",
        sa.Column("device", sa.String(length=32), nullable=False),
        sa.Column("organization", sa.String(length=32), nullable=False),
        sa.Column("user", sa.String(length=32), nullable=False),
        sa.Column("user_key", sa.LargeBinary(), nullable=False),
        sa.Column("signing_key", sa.LargeBinary(), nullable=False),
        sa.Column("expires", sa.Float(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization"], ["organizations.organization"], name=op.f("fk_devices_organization")
        ),
        sa.PrimaryKeyConstraint("device", name=op.f("pk_devices")),
    )
    op.create_index(op.f("ix_devices_organization"), "devices", ["organization"], unique=False)
    op.create_index(op.f("ix_devices_user"), "devices", ["user"], unique=False)
    op.create_table(
        "enrolments",
        sa.Column("enrolment", sa.String(length=32), nullable=False),
        sa.Column("organization", sa.String(length=32), nullable=False),
        sa.Column("expires", sa.Float(), nullable=False),
        sa.Column("device", sa.String(length=32), nullable=True),
        sa.Column("user_key", sa.LargeBinary(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("signature", sa.LargeBinary(), nullable=True),
        sa.Column("mac", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organization"],
            ["organizations.organization"],
            name=op.f("fk_enrolments_organization"),
        ),
        sa.PrimaryKeyConstraint("enrolment", name=op.f("pk_enrolments")),
    )
    op.create_index(
        op.f("ix_enrolments_organization"), "enrolments", ["organization"], unique=False
    )
    op.create_table(
        "links",
        sa.Column("link", sa.String(length=32), nullable=False),
        sa.Column("appointment", sa.String(length=32), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("card", sa.LargeBinary(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["appointment"], ["appointments.appointment"], name=op.f("fk_links_appointment")
        ),
        sa.PrimaryKeyConstraint("link", name=op.f("pk_links")),
    )
    op.create_index(op.f("ix_links_appointment"), "links", ["appointment"], unique=False)
    op.create_table(
        "parcel_files",
        sa.Column("parcel", sa.String(length=32), nullable=False),
        sa.Column("file", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["parcel"], ["parcels.parcel"], name=op.f("fk_parcel_files_parcel")
        ),
        sa.PrimaryKeyConstraint("parcel", "file", name=op.f("pk_parcel_files")),
    )
    op.create_table(
        "parcel_recipients",
        sa.Column("parcel", sa.String(length=32), nullable=False),
        sa.Column("user", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("received", sa.Float(), nullable=True),
        sa.ForeignKeyConstraint(
            ["parcel"], ["parcels.parcel"], name=op.f("fk_parcel_recipients_parcel")
        ),
        sa.PrimaryKeyConstraint("parcel", "user", name=op.f("pk_parcel_recipients")),
    )
    op.create_index("ix_parcel_recipients_user", "parcel_recipients", ["user"], unique=False)
    op.create_table(
        "revocations",
        sa.Column("organization", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization"],
            ["organizations.organization"],
            name=op.f("fk_revocations_organization"),
        ),
        sa.PrimaryKeyConstraint("organization", "subject", name=op.f("pk_revocations")),
    )
    op.create_table(
        "uploads",
        sa.Column("upload", sa.String(length=32), nullable=False),
        sa.Column("parcel", sa.String(length=32), nullable=False),
        sa.Column("file", sa.String(length=64), nullable=False),
        sa.Column("user", sa.String(length=32), nullable=False),
        sa.Column("length", sa.BigInteger(), nullable=False),
        sa.Column("offset", sa.BigInteger(), nullable=False),
        sa.Column("expires", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["parcel"], ["parcels.parcel"], name=op.f("fk_uploads_parcel")),
        sa.PrimaryKeyConstraint("upload", name=op.f("pk_uploads")),
        sa.UniqueConstraint("parcel", "file", name=op.f("uq_uploads_parcel")),
    )
    op.create_index(op.f("ix_uploads_user"), "uploads", ["user"], unique=False)
    op.create_table(
        "users",
        sa.Column("user", sa.String(length=32), nullable=False),
        sa.Column("organization", sa.String(length=32), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("valid_from", sa.Float(), nullable=False),
        sa.Column("valid_to", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization"], ["organizations.organization"], name=op.f("fk_users_organization")
        ),
        sa.PrimaryKeyConstraint("user", name=op.f("pk_users")),
    )
    op.create_index(op.f("ix_users_organization"), "users", ["organization"], unique=False)
    op.create_table(
        "seats",
        sa.Column("participant", sa.String(length=32), nullable=False),
        sa.Column("link", sa.String(length=32), nullable=False),
        sa.Column("known", sa.Boolean(), nullable=False),
        sa.Column("call", sa.String(length=64), nullable=True),
        sa.Column("created", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["link"], ["links.link"], name=op.f("fk_seats_link")),
        sa.PrimaryKeyConstraint("participant", name=op.f("pk_seats")),
    )
    op.create_index(op.f("ix_seats_link"), "seats", ["link"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_seats_link"), table_name="seats")
    op.drop_table("seats")
    op.drop_index(op.f("ix_users_organization"), table_name="users")
    op.drop_table("users")
    op.drop_index(op.f("ix_uploads_user"), table_name="uploads")
    op.drop_table("uploads")
    op.drop_table("revocations")
    op.drop_index("ix_parcel_recipients_user", table_name="parcel_recipients")
    op.drop_table("parcel_recipients")
    op.drop_table("parcel_files")
    op.drop_index(op.f("ix_links_appointment"), table_name="links")
    op.drop_table("links")
    op.drop_index(op.f("ix_enrolments_organization"), table_name="enrolments")
    op.drop_table("enrolments")
    op.drop_index(op.f("ix_devices_user"), table_name="devices")
    op.drop_index(op.f("ix_devices_organization"), table_name="devices")
    op.drop_table("devices")
    op.drop_index(op.f("ix_tokens_subject"), table_name="tokens")
    op.drop_table("tokens")
    op.drop_table("settings")
    op.drop_index(op.f("ix_parcels_sender"), table_name="parcels")
    op.drop_table("parcels")
    op.drop_table("organizations")
    op.drop_index(op.f("ix_audit_at"), table_name="audit")
    op.drop_table("audit")
    op.drop_index(op.f("ix_appointments_owner"), table_name="appointments")
    op.drop_table("appointments")

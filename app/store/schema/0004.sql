-- SPDX-License-Identifier: GPL-3.0-or-later
-- A parcel may go to somebody else than the other side of its case; [] means that other side.
-- Versions rise for each sender of a case by themselves; '' is of whoever sent before this step.

ALTER TABLE outbox ADD COLUMN recipients TEXT NOT NULL DEFAULT '[]';
ALTER TABLE outbox ADD COLUMN devices TEXT NOT NULL DEFAULT '[]';
ALTER TABLE parcels_seen ADD COLUMN sender TEXT NOT NULL DEFAULT '';

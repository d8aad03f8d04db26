-- SPDX-License-Identifier: GPL-3.0-or-later
-- Times are whole microseconds since 1970, UTC, where the column says "_us"; else float seconds.
-- Features write their own tables in their own order, so ids of other features are not foreign keys.

CREATE TABLE identity (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    organization TEXT NOT NULL,
    organization_key BLOB NOT NULL,
    server_url TEXT NOT NULL,
    user TEXT NOT NULL,
    device TEXT NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    unit TEXT NOT NULL,
    hpr TEXT NOT NULL,
    user_seed BLOB NOT NULL,
    signing_seed BLOB NOT NULL,
    sealing_private BLOB NOT NULL,
    device_body BLOB NOT NULL,
    device_signature BLOB NOT NULL
) STRICT;

-- Sealing keys that were replaced: still needed to read what was sealed for them.
CREATE TABLE former_sealing_keys (
    private BLOB PRIMARY KEY
) STRICT, WITHOUT ROWID;

CREATE TRIGGER identity_keeps_sealing_key
BEFORE UPDATE ON identity
WHEN OLD.sealing_private <> NEW.sealing_private
BEGIN
    INSERT INTO former_sealing_keys (private) VALUES (OLD.sealing_private)
    ON CONFLICT DO NOTHING;
END;

CREATE TABLE directory (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    version INTEGER NOT NULL,
    body BLOB NOT NULL
) STRICT;

CREATE TABLE patients (
    patient TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    birth_date TEXT,
    phone TEXT NOT NULL
) STRICT;
CREATE INDEX patients_by_name ON patients (name_key, birth_date);

CREATE TABLE appointments (
    appointment TEXT PRIMARY KEY,
    patient TEXT NOT NULL REFERENCES patients (patient),
    reason TEXT NOT NULL,
    start_us INTEGER NOT NULL,
    end_us INTEGER NOT NULL,
    status TEXT NOT NULL,
    outcome TEXT NOT NULL,
    link TEXT,
    link_secret BLOB,
    link_revoked INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX appointments_by_start ON appointments (start_us);
CREATE INDEX appointments_by_patient ON appointments (patient);

CREATE TABLE encounters (
    encounter TEXT PRIMARY KEY,
    appointment TEXT NOT NULL,
    patient TEXT NOT NULL,
    start_us INTEGER NOT NULL,
    body BLOB NOT NULL
) STRICT;
CREATE INDEX encounters_by_appointment ON encounters (appointment, start_us);

CREATE TABLE drafts (
    composition TEXT PRIMARY KEY,
    patient TEXT NOT NULL,
    started_us INTEGER NOT NULL,
    saved_us INTEGER NOT NULL,
    body BLOB NOT NULL
) STRICT;

CREATE TABLE note_versions (
    version TEXT PRIMARY KEY,
    composition TEXT NOT NULL,
    patient TEXT NOT NULL,
    number INTEGER NOT NULL,
    raw BLOB NOT NULL,
    signature BLOB NOT NULL,
    signer_user TEXT NOT NULL,
    signer_key BLOB NOT NULL,
    hash TEXT NOT NULL,
    signed REAL NOT NULL,
    user_certificate BLOB NOT NULL,
    UNIQUE (composition, number)
) STRICT;
CREATE INDEX note_versions_by_patient ON note_versions (patient, composition);

-- A signed note is never changed: corrections are new versions.
CREATE TRIGGER note_versions_no_update BEFORE UPDATE ON note_versions
BEGIN
    SELECT RAISE(ABORT, 'a signed note version is final');
END;

CREATE TRIGGER note_versions_no_delete BEFORE DELETE ON note_versions
BEGIN
    SELECT RAISE(ABORT, 'a signed note version is final');
END;

CREATE TRIGGER note_versions_in_order BEFORE INSERT ON note_versions
WHEN NEW.number <> (SELECT count(*) + 1 FROM note_versions WHERE composition = NEW.composition)
    OR EXISTS (SELECT 1 FROM note_versions WHERE version = NEW.version)
    OR EXISTS (
        SELECT 1 FROM note_versions
        WHERE composition = NEW.composition AND patient <> NEW.patient
    )
BEGIN
    SELECT RAISE(ABORT, 'a note version follows the one before');
END;

CREATE TABLE referrals (
    referral TEXT PRIMARY KEY,
    role TEXT NOT NULL CHECK (role IN ('sent', 'received')),
    status TEXT NOT NULL,
    created_us INTEGER NOT NULL,
    secret BLOB NOT NULL,
    body BLOB NOT NULL
) STRICT;
CREATE INDEX referrals_by_role ON referrals (role, created_us);

CREATE TABLE reply_drafts (
    referral TEXT PRIMARY KEY REFERENCES referrals (referral),
    body BLOB NOT NULL
) STRICT;

CREATE TABLE parcels_seen (
    parcel TEXT PRIMARY KEY,
    referral TEXT NOT NULL,
    version INTEGER NOT NULL,
    at_us INTEGER NOT NULL
) STRICT;
CREATE INDEX parcels_seen_by_referral ON parcels_seen (referral, version);

CREATE TABLE parcels_refused (
    parcel TEXT PRIMARY KEY,
    cause TEXT NOT NULL,
    at_us INTEGER NOT NULL
) STRICT;

CREATE TABLE outbox (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    referral TEXT NOT NULL,
    parcel TEXT NOT NULL,
    spool BLOB NOT NULL,
    created REAL NOT NULL,
    tries INTEGER NOT NULL,
    next_try REAL NOT NULL,
    state TEXT NOT NULL
) STRICT;
CREATE INDEX outbox_by_next_try ON outbox (next_try);

CREATE TABLE blobs (
    blob TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('original', 'travel', 'received')),
    owner TEXT NOT NULL,
    file TEXT NOT NULL UNIQUE,
    identity TEXT NOT NULL,
    size_bytes INTEGER NOT NULL,
    sha256 TEXT NOT NULL
) STRICT;
CREATE INDEX blobs_by_owner ON blobs (owner);

CREATE TABLE access_log (
    seq INTEGER PRIMARY KEY,
    at_us INTEGER NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    object_id TEXT NOT NULL,
    patient TEXT NOT NULL,
    purpose TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL
) STRICT;
CREATE INDEX access_log_by_patient ON access_log (patient, seq);

CREATE TRIGGER access_log_no_update BEFORE UPDATE ON access_log
BEGIN
    SELECT RAISE(ABORT, 'the access log only grows');
END;

CREATE TRIGGER access_log_no_delete BEFORE DELETE ON access_log
BEGIN
    SELECT RAISE(ABORT, 'the access log only grows');
END;

CREATE TRIGGER access_log_in_order BEFORE INSERT ON access_log
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM access_log)
BEGIN
    SELECT RAISE(ABORT, 'the access log only grows');
END;

CREATE TABLE settings (
    key TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- SPDX-License-Identifier: GPL-3.0-or-later
-- Safety plans and answers about suicide: one draft a patient and kind, and signed versions for good.

CREATE TABLE safety_drafts (
    patient TEXT NOT NULL,
    kind TEXT NOT NULL,
    encounter TEXT,
    author TEXT NOT NULL,
    started_us INTEGER NOT NULL,
    saved_us INTEGER NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (patient, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE safety_versions (
    version TEXT PRIMARY KEY,
    patient TEXT NOT NULL,
    kind TEXT NOT NULL,
    number INTEGER NOT NULL,
    raw BLOB NOT NULL,
    signature BLOB NOT NULL,
    signer_user TEXT NOT NULL,
    signer_key BLOB NOT NULL,
    hash TEXT NOT NULL,
    user_certificate BLOB NOT NULL,
    UNIQUE (patient, kind, number)
) STRICT;

CREATE TRIGGER safety_versions_no_update BEFORE UPDATE ON safety_versions
BEGIN
    SELECT RAISE(ABORT, 'a signed safety version is final');
END;

CREATE TRIGGER safety_versions_no_delete BEFORE DELETE ON safety_versions
BEGIN
    SELECT RAISE(ABORT, 'a signed safety version is final');
END;

-- Also against INSERT OR REPLACE, which would remove a row without the trigger above.
CREATE TRIGGER safety_versions_in_order BEFORE INSERT ON safety_versions
WHEN NEW.number <> (
        SELECT count(*) + 1 FROM safety_versions
        WHERE patient = NEW.patient AND kind = NEW.kind
    )
    OR EXISTS (SELECT 1 FROM safety_versions WHERE version = NEW.version)
BEGIN
    SELECT RAISE(ABORT, 'a safety version follows the one before');
END;

-- SPDX-License-Identifier: GPL-3.0-or-later
-- Answers to rating scales: they change until they are finished, then never; and what was done
-- upon their alerts, for good.

CREATE TABLE scale_responses (
    response TEXT PRIMARY KEY,
    patient TEXT NOT NULL,
    encounter TEXT,
    begun_us INTEGER NOT NULL,
    finished_us INTEGER,
    body BLOB NOT NULL
) STRICT;

CREATE INDEX scale_responses_of_patient ON scale_responses (patient, begun_us);
CREATE INDEX scale_responses_of_encounter ON scale_responses (encounter);

CREATE TRIGGER scale_responses_final BEFORE UPDATE ON scale_responses
WHEN OLD.finished_us IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'a finished scale is final');
END;

CREATE TRIGGER scale_responses_no_delete BEFORE DELETE ON scale_responses
BEGIN
    SELECT RAISE(ABORT, 'answers to a scale stay');
END;

-- Also against INSERT OR REPLACE, which would remove a row without the trigger above.
CREATE TRIGGER scale_responses_once BEFORE INSERT ON scale_responses
WHEN EXISTS (
    SELECT 1 FROM scale_responses WHERE response = NEW.response AND finished_us IS NOT NULL
)
BEGIN
    SELECT RAISE(ABORT, 'a finished scale is final');
END;

CREATE TABLE scale_actions (
    place INTEGER PRIMARY KEY,
    response TEXT NOT NULL REFERENCES scale_responses (response),
    body BLOB NOT NULL
) STRICT;

CREATE INDEX scale_actions_of_response ON scale_actions (response);

CREATE TRIGGER scale_actions_no_update BEFORE UPDATE ON scale_actions
BEGIN
    SELECT RAISE(ABORT, 'an action upon an alert stays');
END;

CREATE TRIGGER scale_actions_no_delete BEFORE DELETE ON scale_actions
BEGIN
    SELECT RAISE(ABORT, 'an action upon an alert stays');
END;

CREATE TRIGGER scale_actions_once BEFORE INSERT ON scale_actions
WHEN EXISTS (SELECT 1 FROM scale_actions WHERE place = NEW.place)
BEGIN
    SELECT RAISE(ABORT, 'an action upon an alert stays');
END;

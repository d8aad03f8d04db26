-- SPDX-License-Identifier: GPL-3.0-or-later
-- Notes by time, so that a list of a hundred thousand shows its newest at once; the words of
-- signed notes, to be searched; and the log by what it is about.

CREATE INDEX note_versions_by_time ON note_versions (signed DESC, composition);
CREATE INDEX note_versions_of_patient_by_time ON note_versions (patient, signed DESC, composition);
CREATE INDEX access_log_by_object ON access_log (object_id, action);

-- Derived from the signed bytes. What is found is verified before anything of it is shown.
CREATE VIRTUAL TABLE note_words USING fts5 (
    text, composition UNINDEXED, patient UNINDEXED,
    tokenize = 'unicode61 remove_diacritics 2'
);

INSERT INTO note_words (text, composition, patient)
SELECT
    coalesce(json_extract(body, '$.header.patient_name'), '') || ' ' || (
        SELECT coalesce(group_concat(json_extract(value, '$[1]'), ' '), '')
        FROM json_each(body, '$.sections')
    ) || ' ' || coalesce(json_extract(body, '$.reason'), ''),
    composition,
    patient
FROM (
    SELECT CAST(substr(raw, 10) AS TEXT) AS body, composition, patient, rowid AS place
    FROM note_versions
)
WHERE json_valid(body)
ORDER BY place;

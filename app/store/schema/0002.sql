-- SPDX-License-Identifier: GPL-3.0-or-later
-- Pictures taken of a patient in a visit; the file itself is a sealed blob whose owner is the still.

CREATE TABLE stills (
    still TEXT PRIMARY KEY,
    patient TEXT NOT NULL,
    encounter TEXT NOT NULL,
    taken_us INTEGER NOT NULL,
    body BLOB NOT NULL
) STRICT;
CREATE INDEX stills_by_patient ON stills (patient, taken_us);

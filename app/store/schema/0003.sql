-- SPDX-License-Identifier: GPL-3.0-or-later
-- The referral whose answer a visit is, if it is one.

ALTER TABLE appointments ADD COLUMN referral TEXT;
CREATE INDEX appointments_by_referral ON appointments (referral) WHERE referral IS NOT NULL;

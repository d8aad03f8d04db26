-- SPDX-License-Identifier: GPL-3.0-or-later
-- The server's database as migration 0001 leaves it.
BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0001');
CREATE TABLE appointments (
	appointment VARCHAR(32) NOT NULL, 
	organization VARCHAR(32) NOT NULL, 
	owner VARCHAR(32) NOT NULL, 
	start FLOAT NOT NULL, 
	"end" FLOAT NOT NULL, 
	state VARCHAR(16) NOT NULL, 
	CONSTRAINT pk_appointments PRIMARY KEY (appointment)
);
CREATE TABLE audit (
	number INTEGER NOT NULL, 
	at FLOAT NOT NULL, 
	action VARCHAR(32) NOT NULL, 
	actor VARCHAR(32) NOT NULL, 
	object VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_audit PRIMARY KEY (number)
);
CREATE TABLE devices (
	device VARCHAR(32) NOT NULL, 
	organization VARCHAR(32) NOT NULL, 
	user VARCHAR(32) NOT NULL, 
	user_key BLOB NOT NULL, 
	signing_key BLOB NOT NULL, 
	expires FLOAT NOT NULL, 
	body BLOB NOT NULL, 
	signature BLOB NOT NULL, 
	CONSTRAINT pk_devices PRIMARY KEY (device), 
	CONSTRAINT fk_devices_organization FOREIGN KEY(organization) REFERENCES organizations (organization)
);
CREATE TABLE enrolments (
	enrolment VARCHAR(32) NOT NULL, 
	organization VARCHAR(32) NOT NULL, 
	expires FLOAT NOT NULL, 
	device VARCHAR(32), 
	user_key BLOB, 
	body BLOB, 
	signature BLOB, 
	mac BLOB, 
	CONSTRAINT pk_enrolments PRIMARY KEY (enrolment), 
	CONSTRAINT fk_enrolments_organization FOREIGN KEY(organization) REFERENCES organizations (organization)
);
CREATE TABLE links (
	link VARCHAR(32) NOT NULL, 
	appointment VARCHAR(32) NOT NULL, 
	public_key BLOB NOT NULL, 
	role VARCHAR(16) NOT NULL, 
	card BLOB NOT NULL, 
	closed BOOLEAN NOT NULL, 
	CONSTRAINT pk_links PRIMARY KEY (link), 
	CONSTRAINT fk_links_appointment FOREIGN KEY(appointment) REFERENCES appointments (appointment)
);
CREATE TABLE organizations (
	organization VARCHAR(32) NOT NULL, 
	public_key BLOB NOT NULL, 
	version BIGINT NOT NULL, 
	body BLOB NOT NULL, 
	signature BLOB NOT NULL, 
	CONSTRAINT pk_organizations PRIMARY KEY (organization)
);
CREATE TABLE parcel_files (
	parcel VARCHAR(32) NOT NULL, 
	file VARCHAR(64) NOT NULL, 
	position INTEGER NOT NULL, 
	size BIGINT NOT NULL, 
	sha256 VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_parcel_files PRIMARY KEY (parcel, file), 
	CONSTRAINT fk_parcel_files_parcel FOREIGN KEY(parcel) REFERENCES parcels (parcel)
);
CREATE TABLE parcel_recipients (
	parcel VARCHAR(32) NOT NULL, 
	user VARCHAR(32) NOT NULL, 
	position INTEGER NOT NULL, 
	received FLOAT, 
	CONSTRAINT pk_parcel_recipients PRIMARY KEY (parcel, user), 
	CONSTRAINT fk_parcel_recipients_parcel FOREIGN KEY(parcel) REFERENCES parcels (parcel)
);
CREATE TABLE parcels (
	parcel VARCHAR(32) NOT NULL, 
	organization VARCHAR(32) NOT NULL, 
	sender VARCHAR(32) NOT NULL, 
	created FLOAT NOT NULL, 
	size BIGINT NOT NULL, 
	completed FLOAT, 
	last_receipt FLOAT, 
	CONSTRAINT pk_parcels PRIMARY KEY (parcel)
);
CREATE TABLE revocations (
	organization VARCHAR(32) NOT NULL, 
	subject VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_revocations PRIMARY KEY (organization, subject), 
	CONSTRAINT fk_revocations_organization FOREIGN KEY(organization) REFERENCES organizations (organization)
);
CREATE TABLE seats (
	participant VARCHAR(32) NOT NULL, 
	link VARCHAR(32) NOT NULL, 
	known BOOLEAN NOT NULL, 
	call VARCHAR(64), 
	created FLOAT NOT NULL, 
	CONSTRAINT pk_seats PRIMARY KEY (participant), 
	CONSTRAINT fk_seats_link FOREIGN KEY(link) REFERENCES links (link)
);
CREATE TABLE settings (
	name VARCHAR(64) NOT NULL, 
	value VARCHAR(256) NOT NULL, 
	CONSTRAINT pk_settings PRIMARY KEY (name)
);
INSERT INTO "settings" VALUES('server','0123456789abcdef0123456789abcdef');
CREATE TABLE tokens (
	digest BLOB NOT NULL, 
	kind VARCHAR(16) NOT NULL, 
	subject VARCHAR(32) NOT NULL, 
	organization VARCHAR(32) NOT NULL, 
	user VARCHAR(32) NOT NULL, 
	link VARCHAR(32) NOT NULL, 
	expires FLOAT NOT NULL, 
	ends FLOAT NOT NULL, 
	CONSTRAINT pk_tokens PRIMARY KEY (digest)
);
CREATE TABLE uploads (
	upload VARCHAR(32) NOT NULL, 
	parcel VARCHAR(32) NOT NULL, 
	file VARCHAR(64) NOT NULL, 
	user VARCHAR(32) NOT NULL, 
	length BIGINT NOT NULL, 
	"offset" BIGINT NOT NULL, 
	expires FLOAT NOT NULL, 
	CONSTRAINT pk_uploads PRIMARY KEY (upload), 
	CONSTRAINT fk_uploads_parcel FOREIGN KEY(parcel) REFERENCES parcels (parcel), 
	CONSTRAINT uq_uploads_parcel UNIQUE (parcel, file)
);
CREATE TABLE users (
	user VARCHAR(32) NOT NULL, 
	organization VARCHAR(32) NOT NULL, 
	public_key BLOB NOT NULL, 
	valid_from FLOAT NOT NULL, 
	valid_to FLOAT NOT NULL, 
	CONSTRAINT pk_users PRIMARY KEY (user), 
	CONSTRAINT fk_users_organization FOREIGN KEY(organization) REFERENCES organizations (organization)
);
CREATE INDEX ix_appointments_owner ON appointments (owner);
CREATE INDEX ix_audit_at ON audit (at);
CREATE INDEX ix_parcels_sender ON parcels (sender);
CREATE INDEX ix_tokens_subject ON tokens (subject);
CREATE INDEX ix_devices_organization ON devices (organization);
CREATE INDEX ix_devices_user ON devices (user);
CREATE INDEX ix_enrolments_organization ON enrolments (organization);
CREATE INDEX ix_links_appointment ON links (appointment);
CREATE INDEX ix_parcel_recipients_user ON parcel_recipients (user);
CREATE INDEX ix_uploads_user ON uploads (user);
CREATE INDEX ix_users_organization ON users (organization);
CREATE INDEX ix_seats_link ON seats (link);
COMMIT;

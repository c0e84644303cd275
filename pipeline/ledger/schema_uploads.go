package ledger

// uploadsSchema adds uploads, their checks, reviews, receipts and nil returns. What
// is confirmed, and a receipt or declaration once given, stays as it is.
const uploadsSchema = `
ALTER TABLE deliveries ADD COLUMN upload TEXT NOT NULL DEFAULT '';

CREATE TABLE uploads (
	seq          INTEGER PRIMARY KEY,
	id           TEXT NOT NULL UNIQUE,
	unit         TEXT NOT NULL,
	dataset      TEXT NOT NULL,
	slot         TEXT NOT NULL,
	state        TEXT NOT NULL,
	reason       TEXT NOT NULL DEFAULT '',
	remark       TEXT NOT NULL DEFAULT '',
	filename     TEXT NOT NULL,
	format       TEXT NOT NULL,
	encoding     TEXT NOT NULL,
	bytes        INTEGER NOT NULL,
	sha256       TEXT NOT NULL,
	received     INTEGER NOT NULL,
	received_by  TEXT NOT NULL,
	checked      INTEGER,
	row_count    INTEGER NOT NULL DEFAULT 0,
	failed       INTEGER NOT NULL DEFAULT 0,
	score        INTEGER,
	submitted    INTEGER,
	submitted_by TEXT NOT NULL DEFAULT '',
	reviewed     INTEGER,
	reviewed_by  TEXT NOT NULL DEFAULT '',
	confirmed    INTEGER,
	confirmed_by TEXT NOT NULL DEFAULT '',
	withdrawn    INTEGER,
	withdrawn_by TEXT NOT NULL DEFAULT ''
);
CREATE INDEX uploads_by_slot ON uploads (dataset, slot, state);
CREATE INDEX uploads_by_state ON uploads (state);

CREATE TABLE receipts (
	number    TEXT PRIMARY KEY,
	unit      TEXT NOT NULL,
	year      INTEGER NOT NULL,
	serial    INTEGER NOT NULL CHECK (serial > 0),
	kind      TEXT NOT NULL,
	upload    TEXT NOT NULL,
	dataset   TEXT NOT NULL,
	slot      TEXT NOT NULL,
	slot_end  INTEGER NOT NULL,
	due       INTEGER,
	given     INTEGER NOT NULL,
	given_to  TEXT NOT NULL,
	title     TEXT NOT NULL,
	reviewer  TEXT NOT NULL,
	filename  TEXT NOT NULL,
	bytes     INTEGER NOT NULL,
	sha256    TEXT NOT NULL,
	row_count INTEGER NOT NULL,
	failed    INTEGER NOT NULL,
	score     INTEGER,
	reason    TEXT NOT NULL,
	state     TEXT NOT NULL,
	UNIQUE (unit, year, serial)
) WITHOUT ROWID;
CREATE INDEX receipts_by_slot ON receipts (dataset, slot);

CREATE TABLE nil_returns (
	dataset  TEXT NOT NULL,
	slot     TEXT NOT NULL,
	unit     TEXT NOT NULL,
	declared INTEGER NOT NULL,
	by       TEXT NOT NULL,
	reason   TEXT NOT NULL,
	receipt  TEXT NOT NULL REFERENCES receipts (number),
	PRIMARY KEY (dataset, slot)
) WITHOUT ROWID;

CREATE TRIGGER uploads_kept BEFORE DELETE ON uploads
	BEGIN SELECT RAISE(ABORT, 'an upload is never removed from the ledger'); END;
CREATE TRIGGER uploads_content_fixed BEFORE UPDATE ON uploads
	WHEN old.id <> new.id OR old.unit <> new.unit OR old.dataset <> new.dataset OR old.slot <> new.slot OR old.sha256 <> new.sha256 OR old.received <> new.received OR old.received_by <> new.received_by OR coalesce(old.confirmed, new.confirmed, 0) <> coalesce(new.confirmed, 0)
	BEGIN SELECT RAISE(ABORT, 'what was uploaded, by whom and when, and a confirmation, are never changed'); END;
CREATE TRIGGER receipts_fixed BEFORE UPDATE ON receipts
	BEGIN SELECT RAISE(ABORT, 'a receipt is never changed'); END;
CREATE TRIGGER receipts_kept BEFORE DELETE ON receipts
	BEGIN SELECT RAISE(ABORT, 'a receipt is never removed'); END;
CREATE TRIGGER nil_returns_fixed BEFORE UPDATE ON nil_returns
	BEGIN SELECT RAISE(ABORT, 'a nil return is never changed'); END;
CREATE TRIGGER nil_returns_kept BEFORE DELETE ON nil_returns
	BEGIN SELECT RAISE(ABORT, 'a nil return is never removed'); END;
`

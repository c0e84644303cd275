package ledger

// findingsSchema adds findings with their replies, and appeals. What became of a
// finding is not kept: it follows from the results of later slots.
const findingsSchema = `
CREATE TABLE findings (
	number    TEXT NOT NULL PRIMARY KEY,
	unit      TEXT NOT NULL,
	dataset   TEXT NOT NULL,
	rule      TEXT NOT NULL,
	period    TEXT NOT NULL,
	slot      TEXT NOT NULL,
	last_day  TEXT NOT NULL,
	evaluated INTEGER NOT NULL CHECK (evaluated >= 0),
	failed    INTEGER NOT NULL CHECK (failed > 0),
	issued    INTEGER NOT NULL,
	deadline  TEXT NOT NULL,
	UNIQUE (dataset, rule)
) WITHOUT ROWID;
CREATE INDEX findings_by_unit ON findings (unit);

CREATE TABLE replies (
	id       INTEGER PRIMARY KEY,
	finding  TEXT NOT NULL REFERENCES findings (number),
	at       INTEGER NOT NULL,
	actor    TEXT NOT NULL,
	analysis TEXT NOT NULL,
	measures TEXT NOT NULL,
	planned  TEXT NOT NULL,
	progress TEXT NOT NULL,
	evidence TEXT NOT NULL
);
CREATE INDEX replies_by_finding ON replies (finding, id);

CREATE TABLE appeals (
	number    TEXT NOT NULL PRIMARY KEY,
	unit      TEXT NOT NULL,
	code      TEXT NOT NULL,
	dataset   TEXT NOT NULL,
	slot      TEXT NOT NULL,
	rule      TEXT NOT NULL,
	content   TEXT NOT NULL,
	facts     TEXT NOT NULL,
	evidence  TEXT NOT NULL,
	applicant TEXT NOT NULL,
	phone     TEXT NOT NULL,
	filed     INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX appeals_by_unit ON appeals (unit);
CREATE INDEX appeals_by_code ON appeals (code);

CREATE TABLE appeal_steps (
	id       INTEGER PRIMARY KEY,
	appeal   TEXT NOT NULL REFERENCES appeals (number),
	state    TEXT NOT NULL,
	at       INTEGER NOT NULL,
	deadline TEXT NOT NULL,
	actor    TEXT NOT NULL,
	document TEXT NOT NULL,
	outcome  TEXT NOT NULL,
	note     TEXT NOT NULL
);
CREATE INDEX appeal_steps_by_appeal ON appeal_steps (appeal, id);

CREATE TRIGGER findings_fixed BEFORE UPDATE ON findings
	BEGIN SELECT RAISE(ABORT, 'a finding is never changed'); END;
CREATE TRIGGER findings_kept BEFORE DELETE ON findings
	BEGIN SELECT RAISE(ABORT, 'a finding is never removed'); END;
CREATE TRIGGER replies_fixed BEFORE UPDATE ON replies
	BEGIN SELECT RAISE(ABORT, 'a reply is never changed'); END;
CREATE TRIGGER replies_kept BEFORE DELETE ON replies
	BEGIN SELECT RAISE(ABORT, 'a reply is never removed'); END;
CREATE TRIGGER appeals_fixed BEFORE UPDATE ON appeals
	BEGIN SELECT RAISE(ABORT, 'an appeal is never changed'); END;
CREATE TRIGGER appeals_kept BEFORE DELETE ON appeals
	BEGIN SELECT RAISE(ABORT, 'an appeal is never removed'); END;
CREATE TRIGGER appeal_steps_fixed BEFORE UPDATE ON appeal_steps
	BEGIN SELECT RAISE(ABORT, 'a step of an appeal is never changed'); END;
CREATE TRIGGER appeal_steps_kept BEFORE DELETE ON appeal_steps
	BEGIN SELECT RAISE(ABORT, 'a step of an appeal is never removed'); END;
`

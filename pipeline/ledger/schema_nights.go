package ledger

// nightsSchema adds what the schedule did: due nights, their attempts and notices.
//
// A night is one planned time of one job. Without settled it is still to be done:
// an attempt without finished is one that a crash ended. A retry asks one slot's
// source again. A notice is told once: key names what it tells whom.
const nightsSchema = `
CREATE TABLE night_jobs (
	job        TEXT PRIMARY KEY,
	expression TEXT NOT NULL,
	since      INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE nights (
	seq     INTEGER PRIMARY KEY,
	job     TEXT NOT NULL,
	planned INTEGER NOT NULL,
	day     TEXT NOT NULL,
	settled INTEGER,
	outcome TEXT NOT NULL,
	UNIQUE (job, planned)
);
CREATE INDEX nights_open ON nights (planned) WHERE settled IS NULL;

CREATE TABLE night_attempts (
	night    INTEGER NOT NULL REFERENCES nights (seq),
	attempt  INTEGER NOT NULL CHECK (attempt > 0),
	started  INTEGER NOT NULL,
	finished INTEGER,
	outcome  TEXT NOT NULL,
	run      TEXT NOT NULL,
	reason   TEXT NOT NULL,
	PRIMARY KEY (night, attempt)
) WITHOUT ROWID;

CREATE TABLE retries (
	dataset TEXT NOT NULL,
	slot    TEXT NOT NULL,
	day     TEXT NOT NULL,
	tries   INTEGER NOT NULL,
	at      INTEGER NOT NULL,
	until   INTEGER NOT NULL,
	PRIMARY KEY (dataset, slot)
) WITHOUT ROWID;

CREATE TABLE notices (
	seq     INTEGER PRIMARY KEY,
	key     TEXT NOT NULL UNIQUE,
	channel TEXT NOT NULL,
	target  TEXT NOT NULL,
	file    TEXT NOT NULL,
	created INTEGER NOT NULL,
	tries   INTEGER NOT NULL,
	next    INTEGER,
	sent    INTEGER,
	error   TEXT NOT NULL
);
CREATE INDEX notices_open ON notices (next) WHERE next IS NOT NULL;

CREATE TRIGGER nights_fixed BEFORE UPDATE ON nights WHEN old.settled IS NOT NULL
	BEGIN SELECT RAISE(ABORT, 'a settled night is never changed'); END;
CREATE TRIGGER night_attempts_fixed BEFORE UPDATE ON night_attempts WHEN old.finished IS NOT NULL
	BEGIN SELECT RAISE(ABORT, 'an attempt that has ended is never changed'); END;
`

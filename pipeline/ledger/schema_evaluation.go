package ledger

// evaluationSchema adds the annual evaluation: its states, the evidence, the forms
// that were issued, the entries that came back, objections with their rulings, and
// the results that were approved. Nothing of it is ever changed or removed: what
// takes the place of something stands beside it.
var evaluationSchema = `
CREATE TABLE evaluation_states (
	seq      INTEGER PRIMARY KEY,
	cycle    TEXT NOT NULL,
	version  INTEGER NOT NULL CHECK (version > 0),
	state    TEXT NOT NULL,
	at       INTEGER NOT NULL,
	signed   TEXT NOT NULL CHECK (signed <> ''),
	document TEXT NOT NULL CHECK (document <> ''),
	note     TEXT NOT NULL
);
CREATE INDEX evaluation_states_by_cycle ON evaluation_states (cycle, seq);

CREATE TABLE evaluation_evidence (
	cycle     TEXT NOT NULL,
	number    TEXT NOT NULL,
	unit      TEXT NOT NULL,
	indicator TEXT NOT NULL,
	name      TEXT NOT NULL,
	size      INTEGER NOT NULL,
	sha256    TEXT NOT NULL,
	path      TEXT NOT NULL,
	at        INTEGER NOT NULL,
	added     TEXT NOT NULL,
	PRIMARY KEY (cycle, number)
) WITHOUT ROWID;

CREATE TABLE evaluation_forms (
	number   TEXT PRIMARY KEY,
	cycle    TEXT NOT NULL,
	version  INTEGER NOT NULL,
	stage    TEXT NOT NULL,
	unit     TEXT NOT NULL,
	reviewer TEXT NOT NULL,
	content  TEXT NOT NULL,
	at       INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE evaluation_entries (
	id        INTEGER PRIMARY KEY,
	cycle     TEXT NOT NULL,
	version   INTEGER NOT NULL,
	stage     TEXT NOT NULL CHECK (stage IN ('self', 'first', 'second')),
	unit      TEXT NOT NULL,
	indicator TEXT NOT NULL,
	reviewer  TEXT NOT NULL,
	points    INTEGER NOT NULL CHECK (points >= 0),
	text      TEXT NOT NULL,
	evidence  TEXT NOT NULL,
	signed_on TEXT NOT NULL,
	at        INTEGER NOT NULL,
	source    TEXT NOT NULL,
	origin    TEXT NOT NULL
);
CREATE INDEX evaluation_entries_by_cycle ON evaluation_entries (cycle, id);

CREATE TABLE evaluation_objections (
	id        INTEGER PRIMARY KEY,
	cycle     TEXT NOT NULL,
	version   INTEGER NOT NULL,
	unit      TEXT NOT NULL,
	indicator TEXT NOT NULL,
	reason    TEXT NOT NULL CHECK (reason <> ''),
	document  TEXT NOT NULL,
	signed    TEXT NOT NULL CHECK (signed <> ''),
	at        INTEGER NOT NULL
);

CREATE TABLE evaluation_rulings (
	objection INTEGER PRIMARY KEY REFERENCES evaluation_objections (id),
	upheld    INTEGER NOT NULL CHECK (upheld IN (0, 1)),
	reason    TEXT NOT NULL CHECK (reason <> ''),
	document  TEXT NOT NULL,
	signed    TEXT NOT NULL CHECK (signed <> ''),
	at        INTEGER NOT NULL
);

CREATE TABLE evaluation_results (
	cycle   TEXT NOT NULL,
	version INTEGER NOT NULL,
	place   INTEGER NOT NULL,
	unit    TEXT NOT NULL,
	result  TEXT NOT NULL,
	sha256  TEXT NOT NULL,
	PRIMARY KEY (cycle, version, unit)
) WITHOUT ROWID;
` + appendOnly("evaluation_states", "a signed state of an evaluation") +
	appendOnly("evaluation_evidence", "registered evidence") +
	appendOnly("evaluation_forms", "an issued form") +
	appendOnly("evaluation_entries", "an entry of an evaluation") +
	appendOnly("evaluation_objections", "an objection") +
	appendOnly("evaluation_rulings", "a ruling") +
	appendOnly("evaluation_results", "an approved result")

// appendOnly are triggers that keep the records of a table as they were written.
func appendOnly(table, what string) string {
	return `
CREATE TRIGGER ` + table + `_fixed BEFORE UPDATE ON ` + table + `
	BEGIN SELECT RAISE(ABORT, '` + what + ` is never changed'); END;
CREATE TRIGGER ` + table + `_kept BEFORE DELETE ON ` + table + `
	BEGIN SELECT RAISE(ABORT, '` + what + ` is never removed'); END;
`
}

package ledger

// configurationsSchema keeps the configuration of every run, each text once, so
// that two periods can be compared; and finds the slots of a run.
const configurationsSchema = `
CREATE TABLE configurations (
	sha256 TEXT PRIMARY KEY,
	text   TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE run_configurations (
	run    INTEGER PRIMARY KEY REFERENCES runs (seq),
	sha256 TEXT NOT NULL REFERENCES configurations (sha256)
);
CREATE INDEX run_slots_by_run ON run_slots (run);

CREATE TRIGGER configurations_fixed BEFORE UPDATE ON configurations
	BEGIN SELECT RAISE(ABORT, 'the configuration of a run is never changed'); END;
CREATE TRIGGER run_configurations_fixed BEFORE UPDATE ON run_configurations
	BEGIN SELECT RAISE(ABORT, 'the configuration of a run is never changed'); END;
`

package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// migrations bring the database from one version to the next; user_version counts
// those done. A migration that was ever released is not edited again.
//
// Times are nanoseconds since 1970; days are YYYY-MM-DD in the city's zone.
var migrations = []string{`
CREATE TABLE arrivals (
	dataset TEXT NOT NULL,
	slot    TEXT NOT NULL,
	at      INTEGER NOT NULL,
	source  TEXT NOT NULL,
	PRIMARY KEY (dataset, slot)
) WITHOUT ROWID;

CREATE TABLE deliveries (
	id         INTEGER PRIMARY KEY,
	dataset    TEXT NOT NULL,
	slot       TEXT NOT NULL,
	version    INTEGER NOT NULL CHECK (version > 0),
	slot_start INTEGER NOT NULL,
	slot_end   INTEGER NOT NULL,
	last_day   TEXT NOT NULL,
	due        INTEGER,
	state      TEXT NOT NULL,
	credit     INTEGER NOT NULL CHECK (credit BETWEEN 0 AND 1000),
	reason     TEXT NOT NULL,
	arrived    INTEGER,
	pulled     INTEGER,
	row_count  INTEGER NOT NULL,
	rejected   INTEGER NOT NULL,
	sha256     TEXT NOT NULL,
	path       TEXT NOT NULL,
	UNIQUE (dataset, slot, version)
);
CREATE INDEX deliveries_by_last_day ON deliveries (last_day);
CREATE INDEX deliveries_by_end ON deliveries (dataset, slot_end);
CREATE INDEX deliveries_by_pull ON deliveries (pulled);

CREATE TABLE runs (
	seq            INTEGER PRIMARY KEY,
	id             TEXT NOT NULL UNIQUE,
	day            TEXT NOT NULL,
	started        INTEGER NOT NULL,
	config_hash    TEXT NOT NULL,
	code_version   TEXT NOT NULL,
	finished       INTEGER,
	results_sha256 TEXT,
	samples_sha256 TEXT,
	supersedes     TEXT REFERENCES runs (id)
);

CREATE TABLE run_slots (
	dataset  TEXT NOT NULL,
	slot     TEXT NOT NULL,
	run      INTEGER NOT NULL REFERENCES runs (seq),
	delivery INTEGER NOT NULL REFERENCES deliveries (id),
	PRIMARY KEY (dataset, slot, run)
) WITHOUT ROWID;
CREATE INDEX run_slots_by_delivery ON run_slots (delivery);

CREATE TABLE bindings (
	dataset       TEXT NOT NULL,
	slot          TEXT NOT NULL,
	run           INTEGER NOT NULL,
	rule          TEXT NOT NULL,
	other_dataset TEXT NOT NULL,
	other         INTEGER REFERENCES deliveries (id),
	PRIMARY KEY (dataset, slot, run, rule, other_dataset),
	FOREIGN KEY (dataset, slot, run) REFERENCES run_slots (dataset, slot, run)
) WITHOUT ROWID;

CREATE TRIGGER arrivals_fixed BEFORE UPDATE ON arrivals
	BEGIN SELECT RAISE(ABORT, 'an arrival is never changed'); END;
CREATE TRIGGER deliveries_fixed BEFORE UPDATE ON deliveries
	BEGIN SELECT RAISE(ABORT, 'a delivery is never changed'); END;
CREATE TRIGGER run_slots_fixed BEFORE UPDATE ON run_slots
	BEGIN SELECT RAISE(ABORT, 'a published run is never changed'); END;
CREATE TRIGGER bindings_fixed BEFORE UPDATE ON bindings
	BEGIN SELECT RAISE(ABORT, 'a recorded binding is never changed'); END;
CREATE TRIGGER runs_fixed BEFORE UPDATE ON runs WHEN old.finished IS NOT NULL
	BEGIN SELECT RAISE(ABORT, 'a published run is never changed'); END;
`, `
ALTER TABLE deliveries ADD COLUMN content_sha256 TEXT NOT NULL DEFAULT '';
ALTER TABLE deliveries ADD COLUMN structure_sha256 TEXT NOT NULL DEFAULT '';
ALTER TABLE runs ADD COLUMN dated_hash TEXT NOT NULL DEFAULT '';

CREATE TABLE earlier (
	dataset  TEXT NOT NULL,
	slot     TEXT NOT NULL,
	run      INTEGER NOT NULL,
	place    INTEGER NOT NULL CHECK (place >= 0),
	delivery INTEGER NOT NULL REFERENCES deliveries (id),
	PRIMARY KEY (dataset, slot, run, place),
	FOREIGN KEY (dataset, slot, run) REFERENCES run_slots (dataset, slot, run)
) WITHOUT ROWID;

CREATE TABLE cycles (
	name     TEXT NOT NULL,
	version  INTEGER NOT NULL CHECK (version > 0),
	from_day TEXT NOT NULL,
	to_day   TEXT NOT NULL,
	scoring  TEXT NOT NULL,
	sha256   TEXT NOT NULL,
	frozen   INTEGER NOT NULL,
	PRIMARY KEY (name, version)
) WITHOUT ROWID;

CREATE TRIGGER earlier_fixed BEFORE UPDATE ON earlier
	BEGIN SELECT RAISE(ABORT, 'a published run is never changed'); END;
CREATE TRIGGER cycles_fixed BEFORE UPDATE ON cycles
	BEGIN SELECT RAISE(ABORT, 'a frozen configuration is never changed'); END;
CREATE TRIGGER cycles_kept BEFORE DELETE ON cycles
	BEGIN SELECT RAISE(ABORT, 'a frozen configuration is never removed'); END;
`, auditSchema, accountsSchema, uploadsSchema, findingsSchema, evaluationSchema, nightsSchema, configurationsSchema}

// migrate does the outstanding migrations, all in one transaction.
func migrate(ctx context.Context, db *sql.DB) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := migrateIn(ctx, tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

func migrateIn(ctx context.Context, q querier) error {
	var version int
	if err := q.QueryRowContext(ctx, `PRAGMA user_version`).Scan(&version); err != nil {
		return err
	}
	if version > len(migrations) {
		return fmt.Errorf("it has schema version %d, this program knows %d: use the program that wrote it, or a newer one", version, len(migrations))
	}
	for _, statements := range migrations[version:] {
		if _, err := q.ExecContext(ctx, statements); err != nil {
			return fmt.Errorf("migration to schema version %d: %w", version+1, err)
		}
	}
	_, err := q.ExecContext(ctx, fmt.Sprintf(`PRAGMA user_version = %d`, len(migrations)))
	return err
}

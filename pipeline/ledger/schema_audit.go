package ledger

// auditSchema adds the audit trail. Its records are chained by hash; nothing
// changes or removes one.
const auditSchema = `
CREATE TABLE audit (
	seq    INTEGER PRIMARY KEY,
	at     INTEGER NOT NULL,
	actor  TEXT NOT NULL,
	unit   TEXT NOT NULL,
	action TEXT NOT NULL,
	object TEXT NOT NULL,
	detail TEXT NOT NULL,
	remote TEXT NOT NULL,
	prev   TEXT NOT NULL,
	hash   TEXT NOT NULL UNIQUE
);
CREATE INDEX audit_by_time ON audit (at);
CREATE INDEX audit_by_object ON audit (action, object);

CREATE TRIGGER audit_fixed BEFORE UPDATE ON audit
	BEGIN SELECT RAISE(ABORT, 'a record of the audit trail is never changed'); END;
CREATE TRIGGER audit_kept BEFORE DELETE ON audit
	BEGIN SELECT RAISE(ABORT, 'a record of the audit trail is never removed'); END;
`

package ledger

// accountsSchema adds accounts, their sessions and sign-in attempts. An account is
// never removed, since the audit trail names it; of a session's token only the
// SHA-256 is kept.
const accountsSchema = `
CREATE TABLE accounts (
	name        TEXT PRIMARY KEY,
	title       TEXT NOT NULL,
	role        TEXT NOT NULL,
	unit        TEXT NOT NULL,
	disabled    INTEGER NOT NULL CHECK (disabled IN (0, 1)),
	must_change INTEGER NOT NULL CHECK (must_change IN (0, 1)),
	password    TEXT NOT NULL,
	totp        BLOB,
	totp_step   INTEGER NOT NULL,
	created     INTEGER NOT NULL,
	changed     INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE sessions (
	token_sha256 TEXT PRIMARY KEY,
	account      TEXT NOT NULL REFERENCES accounts (name),
	remote       TEXT NOT NULL,
	started      INTEGER NOT NULL,
	seen         INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX sessions_by_account ON sessions (account);

CREATE TABLE sign_in_attempts (
	subject  TEXT PRIMARY KEY,
	failures INTEGER NOT NULL CHECK (failures >= 0),
	last     INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX sign_in_attempts_by_time ON sign_in_attempts (last);

CREATE TABLE known_remotes (
	account TEXT NOT NULL REFERENCES accounts (name),
	remote  TEXT NOT NULL,
	last    INTEGER NOT NULL,
	PRIMARY KEY (account, remote)
) WITHOUT ROWID;

CREATE TRIGGER accounts_kept BEFORE DELETE ON accounts
	BEGIN SELECT RAISE(ABORT, 'an account is never removed: disable it'); END;
`

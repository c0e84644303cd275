package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// ErrAccountExists is wrapped where an account is added whose name is taken.
var ErrAccountExists = errors.New("there is an account of this name already")

// Account is one account as it is kept. Password and TOTP are for package account
// only.
type Account struct {
	Name       string
	Title      string
	Role       string
	Unit       string // empty: of the city
	Disabled   bool
	MustChange bool   // the password was set by another person
	Password   string // its hash, as a PHC string
	TOTP       []byte // the sealed secret; nil: none
	TOTPStep   int64  // the time step of the newest code that was used
	Created    time.Time
	Changed    time.Time
}

// Session is one signed-in session.
type Session struct {
	TokenSHA256 string // hex
	Account     string
	Remote      string
	Started     time.Time
	Seen        time.Time
}

// Attempts counts the failed sign-ins of a subject: an account, an address, or both.
type Attempts struct {
	Subject  string
	Failures int
	Last     time.Time
}

// AccountTx is one transaction over accounts, sessions, attempts and the audit
// trail, so that what a person did and its record stand or fall together.
type AccountTx struct {
	ctx context.Context
	l   *Ledger
	q   querier
}

// ChangeAccounts commits what do did, or none of it where do returns an error.
func (l *Ledger) ChangeAccounts(ctx context.Context, do func(*AccountTx) error) error {
	return l.inTransaction(ctx, func(tx *sql.Tx) error { return do(&AccountTx{ctx, l, tx}) })
}

// ReadAccounts lets do read; what it would change is refused.
func (l *Ledger) ReadAccounts(ctx context.Context, do func(*AccountTx) error) error {
	return do(&AccountTx{ctx, l, l.read})
}

// Audit appends a record to the audit trail.
func (t *AccountTx) Audit(a AuditRecord) error { return t.l.audit(t.ctx, t.q, a) }

const accountColumns = `name, title, role, unit, disabled, must_change, password, totp, totp_step, created, changed`

// Account returns an account; false where there is none.
func (t *AccountTx) Account(name string) (Account, bool, error) {
	a, err := t.l.scanAccount(t.q.QueryRowContext(t.ctx, `SELECT `+accountColumns+` FROM accounts WHERE name = ?`, name).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return Account{}, false, nil
	}
	if err != nil {
		return Account{}, false, fmt.Errorf("account %q: %w", name, err)
	}
	return a, true, nil
}

// Accounts returns all accounts by name.
func (t *AccountTx) Accounts() ([]Account, error) {
	rows, err := t.q.QueryContext(t.ctx, `SELECT `+accountColumns+` FROM accounts ORDER BY name`)
	out, err := collect(rows, err, func(r *sql.Rows) (Account, error) { return t.l.scanAccount(r.Scan) })
	if err != nil {
		return nil, fmt.Errorf("read accounts: %w", err)
	}
	return out, nil
}

func (l *Ledger) scanAccount(scan func(...any) error) (Account, error) {
	var a Account
	var created, changed sql.NullInt64
	err := scan(&a.Name, &a.Title, &a.Role, &a.Unit, &a.Disabled, &a.MustChange, &a.Password, &a.TOTP, &a.TOTPStep, &created, &changed)
	a.Created, a.Changed = l.time(created), l.time(changed)
	return a, err
}

// AddAccount adds an account. Its error wraps ErrAccountExists where the name is
// taken.
func (t *AccountTx) AddAccount(a Account) error {
	_, taken, err := t.Account(a.Name)
	if err == nil && taken {
		err = ErrAccountExists
	}
	if err == nil {
		_, err = t.q.ExecContext(t.ctx, `INSERT INTO accounts (`+accountColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			a.Name, a.Title, a.Role, a.Unit, a.Disabled, a.MustChange, a.Password, a.TOTP, a.TOTPStep, moment(a.Created), moment(a.Changed))
	}
	if err != nil {
		return fmt.Errorf("add account %q: %w", a.Name, err)
	}
	return nil
}

// PutAccount replaces what is known of an account, but for its name and Created.
func (t *AccountTx) PutAccount(a Account) error {
	return t.exec("change account", `UPDATE accounts SET title = ?, role = ?, unit = ?, disabled = ?, must_change = ?, password = ?, totp = ?, totp_step = ?, changed = ? WHERE name = ?`,
		a.Title, a.Role, a.Unit, a.Disabled, a.MustChange, a.Password, a.TOTP, a.TOTPStep, moment(a.Changed), a.Name)
}

// Session returns the session of a token's SHA-256; false where there is none.
func (t *AccountTx) Session(tokenSHA256 string) (Session, bool, error) {
	s := Session{TokenSHA256: tokenSHA256}
	var started, seen sql.NullInt64
	err := t.q.QueryRowContext(t.ctx, `SELECT account, remote, started, seen FROM sessions WHERE token_sha256 = ?`, tokenSHA256).Scan(&s.Account, &s.Remote, &started, &seen)
	if errors.Is(err, sql.ErrNoRows) {
		return Session{}, false, nil
	}
	if err != nil {
		return Session{}, false, fmt.Errorf("read session: %w", err)
	}
	s.Started, s.Seen = t.l.time(started), t.l.time(seen)
	return s, true, nil
}

// AddSession begins a session.
func (t *AccountTx) AddSession(s Session) error {
	return t.exec("begin session", `INSERT INTO sessions (token_sha256, account, remote, started, seen) VALUES (?, ?, ?, ?, ?)`,
		s.TokenSHA256, s.Account, s.Remote, moment(s.Started), moment(s.Seen))
}

// SeeSession records that a session was used.
func (t *AccountTx) SeeSession(tokenSHA256 string, at time.Time) error {
	return t.exec("use session", `UPDATE sessions SET seen = ? WHERE token_sha256 = ?`, moment(at), tokenSHA256)
}

// EndSession ends one session.
func (t *AccountTx) EndSession(tokenSHA256 string) error {
	return t.exec("end session", `DELETE FROM sessions WHERE token_sha256 = ?`, tokenSHA256)
}

// EndSessions ends all sessions of an account.
func (t *AccountTx) EndSessions(account string) error {
	return t.exec("end sessions", `DELETE FROM sessions WHERE account = ?`, account)
}

// ForgetSessions removes sessions that began or were last used before these times.
func (t *AccountTx) ForgetSessions(started, seen time.Time) error {
	return t.exec("forget sessions", `DELETE FROM sessions WHERE started < ? OR seen < ?`, moment(started), moment(seen))
}

// Attempts returns the failures of a subject, none where it has none.
func (t *AccountTx) Attempts(subject string) (Attempts, error) {
	a := Attempts{Subject: subject}
	var last sql.NullInt64
	err := t.q.QueryRowContext(t.ctx, `SELECT failures, last FROM sign_in_attempts WHERE subject = ?`, subject).Scan(&a.Failures, &last)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return Attempts{}, fmt.Errorf("read sign-in attempts: %w", err)
	}
	a.Last = t.l.time(last)
	return a, nil
}

// PutAttempts replaces the failures of a subject; those without any are removed.
func (t *AccountTx) PutAttempts(a Attempts) error {
	if a.Failures == 0 {
		return t.exec("forget sign-in attempts", `DELETE FROM sign_in_attempts WHERE subject = ?`, a.Subject)
	}
	return t.exec("count sign-in attempt", `INSERT INTO sign_in_attempts (subject, failures, last) VALUES (?, ?, ?)
		ON CONFLICT (subject) DO UPDATE SET failures = excluded.failures, last = excluded.last`, a.Subject, a.Failures, moment(a.Last))
}

// ForgetAttempts removes the failures of all whose last was before a time.
func (t *AccountTx) ForgetAttempts(before time.Time) error {
	return t.exec("forget sign-in attempts", `DELETE FROM sign_in_attempts WHERE last < ?`, moment(before))
}

// KnownRemote reports whether an account signed in from an address since a time.
func (t *AccountTx) KnownRemote(account, remote string, since time.Time) (bool, error) {
	var known bool
	err := t.q.QueryRowContext(t.ctx, `SELECT EXISTS (SELECT 1 FROM known_remotes WHERE account = ? AND remote = ? AND last >= ?)`, account, remote, moment(since)).Scan(&known)
	if err != nil {
		return false, fmt.Errorf("read known addresses: %w", err)
	}
	return known, nil
}

// PutKnownRemote records that an account signed in from an address, and forgets
// addresses that were not used since a time.
func (t *AccountTx) PutKnownRemote(account, remote string, at, since time.Time) error {
	err := t.exec("record address", `INSERT INTO known_remotes (account, remote, last) VALUES (?, ?, ?)
		ON CONFLICT (account, remote) DO UPDATE SET last = excluded.last`, account, remote, moment(at))
	if err != nil {
		return err
	}
	return t.exec("forget addresses", `DELETE FROM known_remotes WHERE last < ?`, moment(since))
}

// ForgetRemotes makes all addresses of an account strange again.
func (t *AccountTx) ForgetRemotes(account string) error {
	return t.exec("forget addresses", `DELETE FROM known_remotes WHERE account = ?`, account)
}

func (t *AccountTx) exec(what, statement string, args ...any) error {
	if _, err := t.q.ExecContext(t.ctx, statement, args...); err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}

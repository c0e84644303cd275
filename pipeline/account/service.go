package account

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"sync"
	"time"

	"cdoscore/pipeline/ledger"
)

// Store keeps accounts; *ledger.Ledger does.
type Store interface {
	ChangeAccounts(ctx context.Context, do func(*ledger.AccountTx) error) error
	ReadAccounts(ctx context.Context, do func(*ledger.AccountTx) error) error
	AnchorAudit(ctx context.Context) (ledger.Anchor, error)
}

// The errors of SignIn and Session, beside *ThrottledError, ErrBusy and those of the
// ledger.
var (
	// ErrCredentials does not tell an unknown name from a wrong password or a
	// disabled account.
	ErrCredentials = errors.New("the account or the password is wrong, or the account is disabled")
	// ErrCodeNeeded: the password is right, and the account wants a one-time code.
	ErrCodeNeeded = errors.New("the account asks for a one-time code")
	// ErrCode: the code is wrong, or was used before.
	ErrCode = errors.New("the one-time code is wrong or was used already: wait for the next")
	// ErrNoSession: the token is of no session, or of one that has ended.
	ErrNoSession = errors.New("not signed in, or the session has ended")
)

// How long a session lasts without use, and in all.
const (
	DefaultIdle     = 30 * time.Minute
	DefaultAbsolute = 12 * time.Hour
)

// Options are what a Service is made with.
type Options struct {
	Clock    func() time.Time
	Idle     time.Duration // 0: DefaultIdle
	Absolute time.Duration // 0: DefaultAbsolute
	Cost     Cost          // zero: DefaultCost
	AtOnce   int           // password hashes computed at once; 0: 2
	Units    []string      // that an account may belong to
	KeyFile  string        // holds the key that seals the secrets of one-time codes; made when first needed
}

// Service signs in and out, and changes accounts. It may be used by several
// goroutines.
type Service struct {
	store  Store
	o      Options
	hasher *hasher

	mu      sync.Mutex
	refused map[string]refusals // throttled sign-ins that are not in the audit trail yet
	flushed time.Time
}

// New makes a service on a store.
func New(store Store, o Options) *Service {
	if o.Idle == 0 {
		o.Idle = DefaultIdle
	}
	if o.Absolute == 0 {
		o.Absolute = DefaultAbsolute
	}
	if o.Cost == (Cost{}) {
		o.Cost = DefaultCost
	}
	if o.AtOnce == 0 {
		o.AtOnce = 2
	}
	return &Service{store: store, o: o, hasher: newHasher(o.Cost, o.AtOnce), refused: map[string]refusals{}}
}

// Session is a signed-in person. Token is for the cookie alone; CSRF, which follows
// from it, goes into forms.
type Session struct {
	Account Account
	Token   string
	CSRF    string
	Started time.Time
	Seen    time.Time
}

// ValidCSRF compares a form's token in constant time.
func (s Session) ValidCSRF(given string) bool {
	return s.CSRF != "" && hmac.Equal([]byte(s.CSRF), []byte(given))
}

// Session returns the session of a token and puts off its idle time-out. Its error
// is ErrNoSession where the token is of none that lasts.
func (s *Service) Session(ctx context.Context, token string) (Session, error) {
	now := s.o.Clock()
	var out Session
	err := s.store.ReadAccounts(ctx, func(tx *ledger.AccountTx) error {
		kept, a, err := s.lasting(tx, token, now)
		if err == nil {
			out = newSession(fromLedger(a), token, kept.Started, kept.Seen)
		}
		return err
	})
	// Each request need not be written down: the idle time-out is exact to a minute,
	// or to a tenth where it is short.
	if err != nil || now.Sub(out.Seen) < min(time.Minute, s.o.Idle/10) {
		return out, err
	}
	out.Seen = now
	return out, s.store.ChangeAccounts(ctx, func(tx *ledger.AccountTx) error { return tx.SeeSession(tokenHash(token), now) })
}

// lasting returns a session that has not ended, and its account.
func (s *Service) lasting(tx *ledger.AccountTx, token string, now time.Time) (ledger.Session, ledger.Account, error) {
	kept, there, err := tx.Session(tokenHash(token))
	if err != nil {
		return kept, ledger.Account{}, err
	}
	if !there || now.Sub(kept.Seen) >= s.o.Idle || now.Sub(kept.Started) >= s.o.Absolute {
		return kept, ledger.Account{}, ErrNoSession
	}
	a, there, err := tx.Account(kept.Account)
	if err == nil && (!there || a.Disabled) {
		err = ErrNoSession
	}
	return kept, a, err
}

// SignOut ends the session of a token; one that is of none is no error.
func (s *Service) SignOut(ctx context.Context, token, remote string) error {
	hash := tokenHash(token)
	return s.store.ChangeAccounts(ctx, func(tx *ledger.AccountTx) error {
		kept, there, err := tx.Session(hash)
		if err != nil || !there {
			return err
		}
		a, _, err := tx.Account(kept.Account)
		if err != nil {
			return err
		}
		if err := tx.EndSession(hash); err != nil {
			return err
		}
		return tx.Audit(ledger.AuditRecord{At: s.o.Clock(), Actor: a.Name, Unit: a.Unit, Action: "session.end", Object: a.Name, Remote: remote})
	})
}

// SignOutAll ends all sessions of an account.
func (s *Service) SignOutAll(ctx context.Context, by Actor, name string) error {
	return s.change(ctx, by, "session.end_all", name, func(*ledger.Account) (string, error) { return "", nil })
}

// ChangePassword changes the password of a session's account. All its sessions end;
// the one returned replaces this one. A wrong old password counts as a failed
// sign-in.
func (s *Service) ChangePassword(ctx context.Context, session Session, old, password, remote string) (Session, error) {
	now, name := s.o.Clock(), session.Account.Name
	before, _, err := s.admitted(ctx, name, remote, now)
	if err != nil {
		return Session{}, err
	}
	right, _, err := s.hasher.verify(ctx, before.account.Password, old)
	if err == nil && !right {
		return Session{}, errors.Join(ErrCredentials, s.fail(ctx, before, "wrong password at its change", now))
	}
	if err == nil && old == password {
		err = &WeakPasswordError{"weak.same"}
	}
	if err == nil {
		err = checkPassword(name, password)
	}
	var hash string
	if err == nil {
		hash, err = s.hasher.hash(ctx, password)
	}
	if err != nil {
		return Session{}, errors.Join(err, s.refund(ctx, before))
	}
	var out Session
	err = s.store.ChangeAccounts(ctx, func(tx *ledger.AccountTx) error {
		_, a, err := s.lasting(tx, session.Token, now)
		if err == nil && (a.Name != name || a.Password != before.account.Password) {
			err = ErrNoSession
		}
		if err != nil {
			return err
		}
		if err := tx.EndSessions(name); err != nil {
			return err
		}
		a.Password, a.MustChange, a.Changed = hash, false, now
		if out, err = s.begin(tx, a, before, now); err != nil {
			return err
		}
		return tx.Audit(ledger.AuditRecord{At: now, Actor: name, Unit: a.Unit, Action: "account.password", Object: name, Remote: remote})
	})
	return out, err
}

// begin writes an account and gives it a new session.
func (s *Service) begin(tx *ledger.AccountTx, a ledger.Account, c charge, now time.Time) (Session, error) {
	token := base64.RawURLEncoding.EncodeToString(random(32))
	steps := []func() error{
		func() error { return tx.PutAccount(a) },
		func() error { return tx.ForgetSessions(now.Add(-s.o.Absolute), now.Add(-s.o.Idle)) },
		func() error {
			return tx.AddSession(ledger.Session{TokenSHA256: tokenHash(token), Account: a.Name, Remote: c.remote, Started: now, Seen: now})
		},
		func() error { return c.settle(tx) },
		func() error { return tx.PutKnownRemote(a.Name, network(c.remote), now, now.Add(-knownFor)) },
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return Session{}, err
		}
	}
	return newSession(fromLedger(a), token, now, now), nil
}

func newSession(a Account, token string, started, seen time.Time) Session {
	mac := hmac.New(sha256.New, []byte(token))
	fmt.Fprint(mac, "csrf")
	return Session{Account: a, Token: token, CSRF: hex.EncodeToString(mac.Sum(nil)), Started: started, Seen: seen}
}

func tokenHash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

package account

import (
	"context"
	"errors"
	"fmt"
	"time"

	"cdoscore/pipeline/ledger"
)

// SignIn begins a session. Its token is always a new one: nothing that a browser
// brought along becomes valid. Its errors are ErrCredentials, ErrCodeNeeded (ask for
// the code, and call again with the password), ErrCode, ErrBusy and *ThrottledError;
// any other is a failure of the ledger.
//
// Failures are counted before the password is looked at, so that sign-ins side by
// side gain nothing, and are given back where the password was right.
func (s *Service) SignIn(ctx context.Context, name, password, code, remote string) (Session, error) {
	now := s.o.Clock()
	c, exists, err := s.admitted(ctx, fold(name), remote, now)
	if err != nil {
		return Session{}, err
	}
	right, renew, err := s.hasher.verify(ctx, c.account.Password, password)
	switch {
	case err != nil:
		return Session{}, errors.Join(err, s.refund(ctx, c))
	case !exists:
		return Session{}, errors.Join(ErrCredentials, s.fail(ctx, c, "unknown name", now))
	case !right:
		return Session{}, errors.Join(ErrCredentials, s.fail(ctx, c, "wrong password", now))
	case c.account.Disabled:
		return Session{}, errors.Join(ErrCredentials, s.fail(ctx, c, "disabled account", now))
	}
	var hash string
	if renew {
		if hash, err = s.hasher.hash(ctx, password); err != nil {
			return Session{}, errors.Join(err, s.refund(ctx, c))
		}
	}
	return s.enter(ctx, c, code, hash, now)
}

// enter begins the session of a person whose password is right; hash, where there is
// one, replaces that of the password.
func (s *Service) enter(ctx context.Context, c charge, code, hash string, now time.Time) (Session, error) {
	step, err := s.checkCode(c.account, code, now)
	switch {
	case errors.Is(err, ErrCode):
		return Session{}, errors.Join(ErrCode, s.fail(ctx, c, "wrong one-time code", now))
	case err != nil:
		return Session{}, errors.Join(err, s.refund(ctx, c))
	}
	var out Session
	err = s.store.ChangeAccounts(ctx, func(tx *ledger.AccountTx) error {
		a, _, err := tx.Account(c.account.Name)
		if err != nil {
			return err
		}
		// Another hand may have changed the account meanwhile, or used the code.
		if a.Disabled || !a.Changed.Equal(c.account.Changed) {
			return ErrCredentials
		}
		if len(a.TOTP) > 0 && step <= a.TOTPStep {
			return ErrCode
		}
		a.TOTPStep = max(a.TOTPStep, step)
		if hash != "" {
			a.Password = hash
		}
		if out, err = s.begin(tx, a, c, now); err != nil {
			return err
		}
		return tx.Audit(ledger.AuditRecord{At: now, Actor: a.Name, Unit: a.Unit, Action: "session.begin", Object: a.Name, Remote: c.remote})
	})
	if errors.Is(err, ErrCredentials) || errors.Is(err, ErrCode) {
		err = errors.Join(err, s.fail(ctx, c, "the account was changed or the code used at the same time", now))
	}
	return out, err
}

// charge is one admitted attempt: its failure is counted in advance.
type charge struct {
	account  ledger.Account // zero: there is none of the name
	remote   string
	subjects []subject
	before   []ledger.Attempts // of the subjects, in their order
}

// admitted counts an attempt and returns it, or refuses it with *ThrottledError.
func (s *Service) admitted(ctx context.Context, name, remote string, now time.Time) (c charge, exists bool, err error) {
	c.remote = remote
	look := func(tx *ledger.AccountTx) error {
		if c.account, exists, err = tx.Account(name); err != nil {
			return err
		}
		known, err := tx.KnownRemote(name, network(remote), now.Add(-knownFor))
		if err != nil {
			return err
		}
		c.subjects, c.before = subjects(name, exists, known, remote), nil
		for _, who := range c.subjects {
			a, err := tx.Attempts(who.key)
			if err != nil {
				return err
			}
			if until := who.limit.until(a, now); until.After(now) {
				s.refuse(who, now)
				return &ThrottledError{until}
			}
			c.before = append(c.before, a)
		}
		return nil
	}
	// A flood is refused by reading; only who is let through is written down.
	if err := s.store.ReadAccounts(ctx, look); err != nil {
		return c, exists, err
	}
	err = s.store.ChangeAccounts(ctx, func(tx *ledger.AccountTx) error {
		if err := look(tx); err != nil {
			return err
		}
		for i, who := range c.subjects {
			if err := tx.PutAttempts(who.limit.charge(c.before[i], now)); err != nil {
				return err
			}
		}
		return tx.ForgetAttempts(now.Add(-accountLimit.forget))
	})
	if err != nil {
		return c, exists, err
	}
	return c, exists, s.flushIfDue(ctx, now)
}

// settle gives the failure back of an attempt that was right, and forgets the
// account's own. An address keeps its others, or else whoever has an account could
// clear his address with it.
func (c charge) settle(tx *ledger.AccountTx) error {
	for i, who := range c.subjects {
		back := ledger.Attempts{Subject: who.key}
		if who.account == "" {
			var err error
			if back, err = c.restored(tx, i); err != nil {
				return err
			}
		}
		if err := tx.PutAttempts(back); err != nil {
			return err
		}
	}
	return nil
}

// restored is what a subject had before the attempt, and what came in meanwhile.
func (c charge) restored(tx *ledger.AccountTx, i int) (ledger.Attempts, error) {
	a, err := tx.Attempts(c.subjects[i].key)
	if err != nil {
		return a, err
	}
	if a.Failures == c.before[i].Failures+1 {
		return c.before[i], nil
	}
	a.Failures = max(0, a.Failures-1)
	return a, nil
}

// refund takes an attempt back that came to no judgement.
func (s *Service) refund(ctx context.Context, c charge) error {
	return s.store.ChangeAccounts(context.WithoutCancel(ctx), func(tx *ledger.AccountTx) error {
		for i := range c.subjects {
			a, err := c.restored(tx, i)
			if err != nil {
				return err
			}
			if err := tx.PutAttempts(a); err != nil {
				return err
			}
		}
		return nil
	})
}

// fail records a failed attempt. An unknown name is not told: people type passwords
// there.
func (s *Service) fail(ctx context.Context, c charge, why string, now time.Time) error {
	return s.store.ChangeAccounts(context.WithoutCancel(ctx), func(tx *ledger.AccountTx) error {
		detail := why
		for _, who := range c.subjects {
			a, err := tx.Attempts(who.key)
			if err != nil {
				return err
			}
			if until := who.limit.until(a, now); until.After(now) {
				detail += fmt.Sprintf("; %s must wait until %s", whose(who), until.Format(time.RFC3339))
			}
		}
		return tx.Audit(ledger.AuditRecord{At: now, Actor: actorOf(c.account.Name), Unit: c.account.Unit, Action: "signin.fail", Object: c.account.Name, Detail: detail, Remote: c.remote})
	})
}

func whose(who subject) string {
	switch {
	case who.account != "" && who.remote != "":
		return "the account at this address"
	case who.remote != "":
		return "the address"
	}
	return "the account"
}

func actorOf(name string) string {
	if name == "" {
		return "unknown"
	}
	return name
}

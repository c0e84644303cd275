package account_test

import (
	"errors"
	"testing"
	"time"

	"cdoscore/pipeline/account"
	"cdoscore/pipeline/ledger"
)

func (d *desk) ended(t *testing.T, token, when string) {
	t.Helper()
	if _, err := d.Session(ctx, token); !errors.Is(err, account.ErrNoSession) {
		t.Errorf("%s the session lasts (%v)", when, err)
	}
}

func (d *desk) lasts(t *testing.T, token, when string) account.Session {
	t.Helper()
	s, err := d.Session(ctx, token)
	if err != nil {
		t.Errorf("%s: %v", when, err)
	}
	return s
}

// TestFixation plants tokens before sign-in: none of them is valid after, and no
// sign-in gives out a token twice.
func TestFixation(t *testing.T) {
	d := newDesk(t)
	const planted = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
	d.ended(t, planted, "before sign-in")
	first := d.signIn(t, "chen")
	second := d.signIn(t, "chen")
	d.ended(t, planted, "after sign-in")
	d.ended(t, "", "with no token")
	if first.Token == second.Token || first.CSRF == second.CSRF || first.Token == planted || len(first.Token) < 43 {
		t.Errorf("tokens %q and %q", first.Token, second.Token)
	}
	if !first.ValidCSRF(first.CSRF) || first.ValidCSRF(second.CSRF) || first.ValidCSRF("") || (account.Session{}).ValidCSRF("") {
		t.Error("CSRF tokens are not each session's own")
	}
	// The token is not in the database; what is there is no token.
	err := d.ledger.ReadAccounts(ctx, func(tx *ledger.AccountTx) error {
		if _, there, err := tx.Session(first.Token); err != nil || there {
			t.Errorf("the token itself is stored (%v)", err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := d.SignOut(ctx, first.Token, home); err != nil {
		t.Fatal(err)
	}
	d.ended(t, first.Token, "after sign-out")
	d.lasts(t, second.Token, "after another's sign-out")
	if got := d.actions(t); got["session.begin"] != 2 || got["session.end"] != 1 {
		t.Errorf("trail %v", got)
	}
}

func TestTimeOuts(t *testing.T) {
	d := newDesk(t)
	idle := d.signIn(t, "chen")
	d.clock.turn(account.DefaultIdle - time.Second)
	if s := d.lasts(t, idle.Token, "just before the idle time-out"); !s.Seen.Equal(d.clock.now) || s.CSRF != idle.CSRF {
		t.Errorf("seen %v, CSRF %q", s.Seen, s.CSRF)
	}
	d.clock.turn(account.DefaultIdle - time.Second)
	d.lasts(t, idle.Token, "after use put the time-out off")
	d.clock.turn(account.DefaultIdle)
	d.ended(t, idle.Token, "at the idle time-out")

	used := d.signIn(t, "chen")
	for spent := time.Duration(0); spent < account.DefaultAbsolute; spent += 20 * time.Minute {
		d.lasts(t, used.Token, "in use after "+spent.String())
		d.clock.turn(20 * time.Minute)
	}
	d.ended(t, used.Token, "at the absolute time-out")
}

// TestChangesEndSessions holds every change of an account to its promise.
func TestChangesEndSessions(t *testing.T) {
	for name, change := range map[string]func(*desk) error{
		"account.disable":  func(d *desk) error { return d.SetDisabled(ctx, admin, "chen", true) },
		"account.role":     func(d *desk) error { return d.SetRole(ctx, admin, "chen", account.Officer, "police") },
		"account.password": func(d *desk) error { return d.SetPassword(ctx, admin, "Chen ", "another long one") },
		"session.end_all":  func(d *desk) error { return d.SignOutAll(ctx, admin, "chen") },
		"account.totp": func(d *desk) error {
			_, err := d.EnrolTOTP(ctx, admin, "chen", "City")
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			d.add(t, account.Account{Name: "wu", Role: account.Leader})
			chen, wu := d.signIn(t, "chen"), d.signIn(t, "wu")
			if err := change(d); err != nil {
				t.Fatal(err)
			}
			d.ended(t, chen.Token, "after the change")
			d.lasts(t, wu.Token, "another's")
			if d.actions(t)[name] != 1 {
				t.Errorf("trail %v", d.actions(t))
			}
		})
	}
}

func TestChangePassword(t *testing.T) {
	d := newDesk(t)
	const fresh = "a better one 2026"
	s, other := d.signIn(t, "chen"), d.signIn(t, "chen")
	if _, err := d.ChangePassword(ctx, s, "wrong", fresh, home); !errors.Is(err, account.ErrCredentials) {
		t.Fatalf("with a wrong old password: %v", err)
	}
	var weak *account.WeakPasswordError
	if _, err := d.ChangePassword(ctx, s, password, password, home); !errors.As(err, &weak) || weak.Reason != "weak.same" {
		t.Fatalf("with the same password: %v", err)
	}
	after, err := d.ChangePassword(ctx, s, password, fresh, home)
	if err != nil {
		t.Fatal(err)
	}
	d.ended(t, s.Token, "the old session")
	d.ended(t, other.Token, "the other session")
	d.lasts(t, after.Token, "the new session")
	if _, err := d.SignIn(ctx, "chen", password, "", home); !errors.Is(err, account.ErrCredentials) {
		t.Errorf("with the old password: %v", err)
	}
	if _, err := d.SignIn(ctx, "chen", fresh, "", home); err != nil {
		t.Errorf("with the new password: %v", err)
	}
	// A password set by another must be changed before anything else.
	if err := d.SetPassword(ctx, admin, "chen", "set by another 1"); err != nil {
		t.Fatal(err)
	}
	set, err := d.SignIn(ctx, "chen", "set by another 1", "", home)
	if err != nil || !set.Account.MustChange || set.Account.May(account.Upload, "hrss") {
		t.Fatalf("%+v, %v", set.Account, err)
	}
	changed, err := d.ChangePassword(ctx, set, "set by another 1", "chosen by myself", home)
	if err != nil || changed.Account.MustChange || !changed.Account.May(account.Upload, "hrss") {
		t.Fatalf("%+v, %v", changed.Account, err)
	}
}

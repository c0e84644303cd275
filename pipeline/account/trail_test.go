package account_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"cdoscore/pipeline/account"
	"cdoscore/pipeline/ledger"
)

// interrupted lets another hand act before one of the transactions of a sign-in.
type interrupted struct {
	*ledger.Ledger
	before int // of these transactions
	do     func()
}

func (s *interrupted) ChangeAccounts(ctx context.Context, do func(*ledger.AccountTx) error) error {
	if s.before--; s.before == 0 {
		s.do()
	}
	return s.Ledger.ChangeAccounts(ctx, do)
}

// TestDisabledMeanwhile disables an account while its right password is being
// hashed: no session begins.
func TestDisabledMeanwhile(t *testing.T) {
	d := newDesk(t)
	store := &interrupted{Ledger: d.ledger, before: 2, do: func() {
		d.clock.turn(1)
		if err := d.SetDisabled(ctx, admin, "chen", true); err != nil {
			t.Error(err)
		}
	}}
	if _, err := account.New(store, d.options).SignIn(ctx, "chen", password, "", home); !errors.Is(err, account.ErrCredentials) {
		t.Errorf("signed in as it was disabled: %v", err)
	}
	if got := d.actions(t); got["session.begin"] != 0 || got["account.disable"] != 1 || got["signin.fail"] != 1 {
		t.Errorf("trail %v", got)
	}
}

// TestFailuresAreTold reads from the trail why a sign-in failed, and who must wait.
func TestFailuresAreTold(t *testing.T) {
	d := newDesk(t)
	d.add(t, account.Account{Name: "gone", Role: account.Leader})
	if err := d.SetDisabled(ctx, admin, "gone", true); err != nil {
		t.Fatal(err)
	}
	if _, err := d.SignIn(ctx, "gone", password, "", home); !errors.Is(err, account.ErrCredentials) {
		t.Fatal(err)
	}
	for range 6 {
		d.guess(t, "chen", home)
	}
	var told []string
	for _, a := range d.trail(t) {
		if a.Action == "signin.fail" {
			told = append(told, a.Object+": "+a.Detail)
		}
	}
	want := []string{"gone: disabled account", "chen: wrong password", "chen: wrong password", "chen: wrong password", "chen: wrong password",
		"chen: wrong password; the account must wait until 2026-03-03T09:00:30+08:00"}
	if strings.Join(told, "\n") != strings.Join(want, "\n") {
		t.Errorf("told\n%s", strings.Join(told, "\n"))
	}
}

// TestNewPasswordMakesAddressesStrange: whoever knew the old one from an address has
// no place of his own there any more.
func TestNewPasswordMakesAddressesStrange(t *testing.T) {
	d := newDesk(t)
	d.signIn(t, "chen")
	attack := func() {
		for range 6 {
			d.guess(t, "chen", "198.51.100.1")
		}
	}
	attack()
	d.signIn(t, "chen") // at home, whatever happens elsewhere
	if err := d.SetPassword(ctx, admin, "chen", "set by another 1"); err != nil {
		t.Fatal(err)
	}
	attack()
	var wait *account.ThrottledError
	if _, err := d.SignIn(ctx, "chen", "set by another 1", "", home); !errors.As(err, &wait) {
		t.Errorf("the address is still known: %v", err)
	}
}

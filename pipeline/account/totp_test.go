package account_test

import (
	"bytes"
	"errors"
	"os"
	"testing"
	"time"

	"cdoscore/pipeline/account"
	"cdoscore/pipeline/ledger"

	"github.com/pquerna/otp/totp"
)

func TestOneTimeCodes(t *testing.T) {
	d := newDesk(t)
	e, err := d.EnrolTOTP(ctx, admin, "chen", "City")
	if err != nil {
		t.Fatal(err)
	}
	code := func() string {
		c, err := totp.GenerateCode(e.Secret, d.clock.now)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	enter := func(code string, want error) {
		t.Helper()
		if _, err := d.SignIn(ctx, "chen", password, code, home); !errors.Is(err, want) {
			t.Errorf("code %q: %v, want %v", code, err, want)
		}
	}
	enter("", account.ErrCodeNeeded)
	early := code()
	enter(early, nil)
	enter(early, account.ErrCode) // the same code again
	d.clock.turn(30 * time.Second)
	enter(early, account.ErrCode) // still in its window, but used
	late := code()
	d.clock.turn(30 * time.Second)
	enter(late, nil) // a slow watch
	d.clock.turn(5 * time.Minute)
	enter(late, account.ErrCode)
	enter("12345", account.ErrCode)
	enter("abcdef", account.ErrCode)
	// Asking for the code costs nothing; wrong ones do, as wrong passwords do.
	for range 20 {
		enter("", account.ErrCodeNeeded)
	}
	var wait *account.ThrottledError
	for range 2 {
		enter("000000", account.ErrCode)
	}
	if _, err := d.SignIn(ctx, "chen", password, code(), home); !errors.As(err, &wait) {
		t.Errorf("after five wrong codes: %v", err)
	}
	d.clock.turn(time.Minute)
	enter(code(), nil)
	if err := d.RemoveTOTP(ctx, admin, "chen"); err != nil {
		t.Fatal(err)
	}
	enter("", nil)
}

// TestSecretsAreSealed looks into the database and at the key file.
func TestSecretsAreSealed(t *testing.T) {
	d := newDesk(t)
	d.add(t, account.Account{Name: "wu", Role: account.Leader})
	e, err := d.EnrolTOTP(ctx, admin, "chen", "City")
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(d.options.KeyFile)
	if err != nil || info.Mode().Perm() != 0o600 || info.Size() != 32 {
		t.Errorf("key file %v, %v", info, err)
	}
	err = d.ledger.ChangeAccounts(ctx, func(tx *ledger.AccountTx) error {
		chen, _, err := tx.Account("chen")
		if err != nil || len(chen.TOTP) == 0 || bytes.Contains(chen.TOTP, []byte(e.Secret)) {
			t.Errorf("sealed %q, %v", chen.TOTP, err)
		}
		// Another's secret does not open for this account.
		wu, _, err := tx.Account("wu")
		wu.TOTP = chen.TOTP
		return errors.Join(err, tx.PutAccount(wu))
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.SignIn(ctx, "wu", password, "123456", home); err == nil || errors.Is(err, account.ErrCode) {
		t.Errorf("with another's secret: %v", err)
	}
}

package account_test

import (
	"errors"
	"strings"
	"testing"

	"cdoscore/pipeline/account"
	"cdoscore/pipeline/ledger"
)

func TestRefusedAccounts(t *testing.T) {
	d := newDesk(t)
	for name, c := range map[string]struct {
		a    account.Account
		want string
	}{
		"name taken":       {account.Account{Name: "Chen", Role: account.Leader}, "there is an account of this name already"},
		"form of the name": {account.Account{Name: "陈", Role: account.Leader}, "2 to 32 characters"},
		"unknown role":     {account.Account{Name: "li", Role: "leeder"}, `unknown role "leeder": did you mean "leader"?`},
		"unknown unit":     {account.Account{Name: "li", Role: account.Officer, Unit: "hrs"}, `unknown unit "hrs": did you mean "hrss"?`},
		"no unit":          {account.Account{Name: "li", Role: account.CDO}, "belongs to one unit"},
		"unit of the city": {account.Account{Name: "li", Role: account.AuditAdmin, Unit: "hrss"}, "belongs to no unit"},
	} {
		t.Run(name, func(t *testing.T) {
			if err := d.Add(ctx, admin, c.a, password); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, want %q", err, c.want)
			}
		})
	}
	list, err := d.Accounts(ctx)
	if err != nil || len(list) != 1 || d.actions(t)["account.add"] != 1 {
		t.Errorf("%d accounts, %v; trail %v", len(list), err, d.actions(t))
	}
}

func TestRolesAreKeptApart(t *testing.T) {
	d := newDesk(t)
	d.add(t, account.Account{Name: "sys", Role: account.SystemAdmin})
	for _, c := range []struct {
		name string
		role account.Role
		ok   bool
	}{
		{"chen", account.Leader, true},
		{"chen", account.AuditAdmin, false},
		{"sys", account.AuditAdmin, false},
		{"sys", account.SecurityAdmin, false},
		{"sys", account.Operator, false},
		{"sys", account.SystemAdmin, true},
		{"nobody", account.Leader, false},
	} {
		if err := d.SetRole(ctx, admin, c.name, c.role, ""); (err == nil) != c.ok {
			t.Errorf("%s to %s: %v", c.name, c.role, err)
		}
	}
	if err := d.SetDisabled(ctx, admin, "chn", true); !errors.Is(err, account.ErrNoAccount) || !strings.Contains(err.Error(), `did you mean "chen"?`) {
		t.Errorf("an unknown account: %v", err)
	}
}

func TestPasswordPolicy(t *testing.T) {
	d := newDesk(t)
	for given, want := range map[string]string{
		"short1":                    "weak.short",
		"九个汉字的口令太短":                 "weak.short",
		strings.Repeat("long ", 60): "weak.long",
		"li.ming and more":          "weak.name",
		"Password2026!":             "weak.common",
		"1234567890":                "weak.common",
		"ＱＷＥＲＴＹＵＩＯＰ":                "weak.common",
		"abababababab":              "weak.simple",
		"cdefghijklmn":              "weak.simple",
		"9876543210zyxwv":           "weak.simple",
		"十个汉字组成的口令可以用":              "",
		"blue tram 7 harbour":       "",
	} {
		err := d.Add(ctx, admin, account.Account{Name: "li.ming", Role: account.Leader}, given)
		var weak *account.WeakPasswordError
		switch {
		case want == "" && err != nil && !errors.Is(err, ledger.ErrAccountExists):
			t.Errorf("%q: %v", given, err)
		case want != "" && (!errors.As(err, &weak) || weak.Reason != want):
			t.Errorf("%q: %v, want %s", given, err, want)
		}
	}
}

// TestNewPassword draws passwords for the shortest names too, which one in seventy would
// contain by chance: each is one that the account takes.
func TestNewPassword(t *testing.T) {
	d := newDesk(t)
	seen := map[string]bool{}
	for _, name := range []string{"wu", "A2", "chen"} {
		for range 2000 {
			p := account.NewPassword(name)
			if seen[p] || len(p) != 24 || strings.Contains(p, strings.ToLower(name)) {
				t.Fatalf("password of %s: %q", name, p)
			}
			seen[p] = true
		}
	}
	if err := d.Add(ctx, admin, account.Account{Name: "wu", Role: account.Leader}, account.NewPassword("wu")); err != nil {
		t.Error(err)
	}
	for _, none := range []string{"", "-", "x"} { // no account has it, whatever the password
		if p := account.NewPassword(none); len(p) != 24 {
			t.Errorf("password of %q: %q", none, p)
		}
	}
}

// TestHashIsRenewed signs in at another cost: the hash then has it.
func TestHashIsRenewed(t *testing.T) {
	d := newDesk(t)
	stored := func() (hash string) {
		err := d.ledger.ReadAccounts(ctx, func(tx *ledger.AccountTx) error {
			a, _, err := tx.Account("chen")
			hash = a.Password
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return hash
	}
	if !strings.HasPrefix(stored(), "$argon2id$v=19$m=8,t=1,p=1$") {
		t.Fatalf("hash %q", stored())
	}
	session := d.signIn(t, "chen")
	kept := stored()
	d.options.Cost = account.Cost{Memory: 16, Passes: 2, Lanes: 1}
	d.Service = account.New(d.ledger, d.options)
	d.signIn(t, "chen")
	if renewed := stored(); !strings.HasPrefix(renewed, "$argon2id$v=19$m=16,t=2,p=1$") || renewed == kept {
		t.Errorf("hash %q", renewed)
	}
	d.signIn(t, "chen")
	d.lasts(t, session.Token, "renewing a hash is no change: the session")
}

package account

import (
	"context"
	"errors"
	"fmt"

	"cdoscore/pipeline/ledger"
	"cdoscore/rules"
)

// Actor is who changes an account: another account, or "cli:<user>".
type Actor struct {
	Name   string
	Remote string
}

// Add makes an account. Given are its Name, Title, Role, Unit and MustChange.
func (s *Service) Add(ctx context.Context, by Actor, a Account, password string) error {
	a.Name = fold(a.Name)
	if err := errors.Join(checkName(a.Name), checkPlace(a.Role, a.Unit, s.o.Units)); err != nil {
		return err
	}
	if err := checkPassword(a.Name, password); err != nil {
		return err
	}
	hash, err := s.hasher.hash(ctx, password)
	if err != nil {
		return err
	}
	now := s.o.Clock()
	return s.store.ChangeAccounts(ctx, func(tx *ledger.AccountTx) error {
		err := tx.AddAccount(ledger.Account{Name: a.Name, Title: a.Title, Role: string(a.Role), Unit: a.Unit, MustChange: a.MustChange, Password: hash, Created: now, Changed: now})
		if err != nil {
			return err
		}
		return tx.Audit(ledger.AuditRecord{At: now, Actor: by.Name, Unit: a.Unit, Action: "account.add", Object: a.Name, Detail: "role " + string(a.Role), Remote: by.Remote})
	})
}

// Accounts returns all accounts by name.
func (s *Service) Accounts(ctx context.Context) ([]Account, error) {
	var out []Account
	err := s.store.ReadAccounts(ctx, func(tx *ledger.AccountTx) error {
		list, err := tx.Accounts()
		for _, a := range list {
			out = append(out, fromLedger(a))
		}
		return err
	})
	return out, err
}

// SetPassword gives an account a password that its owner must change. It also ends
// the throttling of the account.
func (s *Service) SetPassword(ctx context.Context, by Actor, name, password string) error {
	if err := checkPassword(fold(name), password); err != nil {
		return err
	}
	hash, err := s.hasher.hash(ctx, password)
	if err != nil {
		return err
	}
	return s.change(ctx, by, "account.password", name, func(a *ledger.Account) (string, error) {
		a.Password, a.MustChange = hash, true
		return "set by another", nil
	})
}

// SetDisabled disables or enables an account.
func (s *Service) SetDisabled(ctx context.Context, by Actor, name string, disabled bool) error {
	action := "account.enable"
	if disabled {
		action = "account.disable"
	}
	return s.change(ctx, by, action, name, func(a *ledger.Account) (string, error) {
		a.Disabled = disabled
		return "", nil
	})
}

// SetRole gives an account another role or unit. One of the administrators' roles
// is neither given to an account that had another nor taken from one: what it did
// would no longer be kept apart.
func (s *Service) SetRole(ctx context.Context, by Actor, name string, role Role, unit string) error {
	if err := checkPlace(role, unit, s.o.Units); err != nil {
		return err
	}
	return s.change(ctx, by, "account.role", name, func(a *ledger.Account) (string, error) {
		old := Role(a.Role)
		if role != old && (role.Administers() || old.Administers()) {
			return "", fmt.Errorf("account %s is %s and cannot become %s: the administrators' roles are kept apart; make another account", a.Name, old, role)
		}
		detail := fmt.Sprintf("role %s, unit %q; before role %s, unit %q", role, unit, old, a.Unit)
		a.Role, a.Unit = string(role), unit
		return detail, nil
	})
}

// change changes an account, ends its sessions and its throttling, and records it;
// do returns the record's detail.
func (s *Service) change(ctx context.Context, by Actor, action, name string, do func(*ledger.Account) (detail string, err error)) error {
	name = fold(name)
	now := s.o.Clock()
	return s.store.ChangeAccounts(ctx, func(tx *ledger.AccountTx) error {
		a, there, err := tx.Account(name)
		if err != nil {
			return err
		}
		if !there {
			return s.unknown(tx, name)
		}
		detail, err := do(&a)
		if err != nil {
			return err
		}
		a.Changed = now
		if err := errors.Join(tx.PutAccount(a), tx.EndSessions(name), tx.ForgetRemotes(name), tx.PutAttempts(ledger.Attempts{Subject: "account:" + name})); err != nil {
			return err
		}
		return tx.Audit(ledger.AuditRecord{At: now, Actor: by.Name, Unit: a.Unit, Action: action, Object: name, Detail: detail, Remote: by.Remote})
	})
}

func (s *Service) unknown(tx *ledger.AccountTx, name string) error {
	list, err := tx.Accounts()
	if err != nil {
		return err
	}
	names := make([]string, len(list))
	for i, a := range list {
		names[i] = a.Name
	}
	return fmt.Errorf("%w %q%s", ErrNoAccount, name, rules.Suggest(name, names))
}

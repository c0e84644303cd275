package main

import (
	"context"
	"errors"
	"os"
	"os/user"
	"path/filepath"
	"time"

	"cdoscore/pipeline/account"
	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/workspace"
)

// totpKeyFile seals the secrets of one-time codes; it lies in the state folder.
const totpKeyFile = "totp.key"

// registry is a workspace's accounts and audit trail, opened beside whatever else is at
// work there: neither the workspace's lock nor the engine is needed.
type registry struct {
	w      *workspace.Workspace
	ledger *ledger.Ledger
	clock  func() time.Time
	lang   string
}

// withRegistry opens the accounts for one piece of work.
func (g *globals) withRegistry(ctx context.Context, do func(*registry) error) (err error) {
	r := &registry{}
	if r.w, err = g.load(); err != nil {
		return err
	}
	if r.clock, err = g.clock(); err != nil {
		return err
	}
	r.lang = g.language(r.w)
	if r.ledger, err = ledger.Open(ctx, r.w.VarDir(), (&site{w: r.w}).ledgerClock(false)); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.ledger.Close()) }()
	return do(r)
}

// accounts is the service of a workspace's accounts.
func (r *registry) accounts() *account.Service { return accountService(r.w, r.ledger, r.clock) }

func accountService(w *workspace.Workspace, l *ledger.Ledger, clock func() time.Time) *account.Service {
	units := make([]string, len(w.Units))
	for i, u := range w.Units {
		units[i] = u.ID
	}
	return account.New(l, account.Options{
		Clock: func() time.Time { return clock().In(w.Zone) }, Units: units, KeyFile: filepath.Join(w.VarDir(), totpKeyFile),
	})
}

// operatorName is who runs the command, for the audit trail.
func operatorName() string {
	if u, err := user.Current(); err == nil {
		return "cli:" + u.Username
	}
	return "cli:" + os.Getenv("USER")
}

func operator() account.Actor { return account.Actor{Name: operatorName()} }

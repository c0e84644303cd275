package account_test

import (
	"context"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"cdoscore/pipeline/account"
	"cdoscore/pipeline/ledger"
)

var (
	ctx   = context.Background()
	zone  = time.FixedZone("CST", 8*3600)
	cheap = account.Cost{Memory: 8, Passes: 1, Lanes: 1}
	admin = account.Actor{Name: "cli:root"}
)

const (
	password = "correct horse 电池"
	home     = "192.0.2.7"
)

// clock is a clock that tests turn.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) time() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) turn(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// desk is a service on a ledger of its own, with the officer chen of unit hrss.
type desk struct {
	*account.Service
	ledger  *ledger.Ledger
	clock   *clock
	options account.Options
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{clock: &clock{now: time.Date(2026, 3, 3, 9, 0, 0, 0, zone)}}
	dir := t.TempDir()
	var err error
	if d.ledger, err = ledger.Open(ctx, dir, d.clock.now); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.ledger.Close() })
	d.options = account.Options{Clock: d.clock.time, Cost: cheap, Units: []string{"hrss", "police"}, KeyFile: filepath.Join(dir, "totp.key")}
	d.Service = account.New(d.ledger, d.options)
	d.add(t, account.Account{Name: "chen", Role: account.Officer, Unit: "hrss"})
	return d
}

func (d *desk) add(t *testing.T, a account.Account) {
	t.Helper()
	if err := d.Add(ctx, admin, a, password); err != nil {
		t.Fatal(err)
	}
}

func (d *desk) signIn(t *testing.T, name string) account.Session {
	t.Helper()
	s, err := d.SignIn(ctx, name, password, "", home)
	if err != nil {
		t.Fatalf("sign in %s: %v", name, err)
	}
	return s
}

// trail is the audit trail, which must hold.
func (d *desk) trail(t *testing.T) []ledger.AuditRecord {
	t.Helper()
	if _, err := d.ledger.VerifyAudit(ctx); err != nil {
		t.Fatal(err)
	}
	var out []ledger.AuditRecord
	err := d.ledger.AuditTrail(ctx, func(a ledger.AuditRecord) error {
		out = append(out, a)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// actions counts the records of the trail by action.
func (d *desk) actions(t *testing.T) map[string]int {
	t.Helper()
	out := map[string]int{}
	for _, a := range d.trail(t) {
		out[a.Action]++
	}
	return out
}

package account_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"cdoscore/pipeline/account"
	"cdoscore/pipeline/ledger"
)

// guess is one wrong sign-in; it reports whether it was refused unseen.
func (d *desk) guess(t *testing.T, name, remote string) (throttled bool) {
	t.Helper()
	_, err := d.SignIn(ctx, name, "guess", "", remote)
	var wait *account.ThrottledError
	switch {
	case errors.As(err, &wait):
		if !wait.Until.After(d.clock.time()) {
			t.Fatalf("throttled until %v, which has passed", wait.Until)
		}
		return true
	case !errors.Is(err, account.ErrCredentials):
		t.Fatalf("a wrong password: %v", err)
	}
	return false
}

// TestTenThousandWrongPasswords attacks in three ways, one guess a second. How many
// guesses are looked at follows from the limits: an account's five, then after 30,
// 60, 120, 240, 480 and every 900 s; an address's twenty, then after 30 … 1920 and every 3600 s.
func TestTenThousandWrongPasswords(t *testing.T) {
	const guesses = 10_000
	for name, c := range map[string]struct {
		who, from func(i int) string
		most      int64
	}{
		"one address, one account":      {func(int) string { return "chen" }, func(int) string { return "198.51.100.1" }, 21},
		"many addresses, one account":   {func(int) string { return "chen" }, func(i int) string { return fmt.Sprintf("2001:db8:%x::1", i) }, 21},
		"one address, many accounts":    {func(i int) string { return fmt.Sprintf("name%d", i) }, func(int) string { return "198.51.100.1" }, 29},
		"one network of IPv6, changing": {func(i int) string { return fmt.Sprintf("name%d", i) }, func(i int) string { return fmt.Sprintf("2001:db8::%x", i+1) }, 29},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			d.signIn(t, "chen")
			before, refused := d.Hashes(), 0
			for i := range guesses {
				if d.guess(t, c.who(i), c.from(i)) {
					refused++
				}
				d.clock.turn(time.Second)
			}
			hashed := d.Hashes() - before
			t.Logf("%d of %d guesses were hashed", hashed, guesses)
			if hashed > c.most || hashed < 15 || int64(refused)+hashed != guesses {
				t.Errorf("%d of %d guesses were hashed, at most %d should be; %d refused", hashed, guesses, c.most, refused)
			}
			// The owner comes in at any time from where he did before, and from
			// elsewhere once the delay is over.
			d.signIn(t, "chen")
			d.clock.turn(time.Hour)
			if _, err := d.SignIn(ctx, "chen", password, "", "203.0.113.9"); err != nil {
				t.Errorf("the owner is locked out: %v", err)
			}
			if err := d.Flush(ctx); err != nil {
				t.Fatal(err)
			}
			d.throttledRecords(t, refused)
		})
	}
}

// throttledRecords finds every refused guess in the trail, in few records.
func (d *desk) throttledRecords(t *testing.T, refused int) {
	t.Helper()
	told, records := 0, 0
	for _, a := range d.trail(t) {
		if a.Action == "signin.throttled" {
			var n int
			if _, err := fmt.Sscanf(a.Detail, "%d sign-ins refused unseen", &n); err != nil {
				t.Fatalf("%q: %v", a.Detail, err)
			}
			told += n
		}
		if strings.HasPrefix(a.Action, "signin.") {
			records++
		}
	}
	if told != refused || records > 80 {
		t.Errorf("the trail tells of %d refused guesses of %d, in %d records", told, refused, records)
	}
}

// TestGuessesSideBySide gains nothing by haste, nor by a restart of the server.
func TestGuessesSideBySide(t *testing.T) {
	d := newDesk(t)
	before := d.Hashes()
	var wg sync.WaitGroup
	for range 16 {
		wg.Go(func() {
			for range 50 {
				_, err := d.SignIn(ctx, "chen", "guess", "", "198.51.100.1")
				var wait *account.ThrottledError
				if !errors.As(err, &wait) && !errors.Is(err, account.ErrCredentials) {
					t.Errorf("a wrong password: %v", err)
				}
			}
		})
	}
	wg.Wait()
	if hashed := d.Hashes() - before; hashed != 5 {
		t.Errorf("%d of 800 guesses side by side were hashed, want 5", hashed)
	}
	again := &desk{Service: account.New(d.ledger, d.options), clock: d.clock}
	if !again.guess(t, "chen", "203.0.113.80") {
		t.Error("after a restart the throttling is forgotten")
	}
}

// TestColleaguesAtOneAddress: whoever signs in rightly is not charged for it, and
// clears nobody's failures but his own.
func TestColleaguesAtOneAddress(t *testing.T) {
	d := newDesk(t)
	for i := range 30 {
		name := fmt.Sprintf("clerk%d", i)
		d.add(t, account.Account{Name: name, Role: account.Officer, Unit: "hrss"})
		d.signIn(t, name)
	}
	for i := range 20 {
		if d.guess(t, fmt.Sprintf("stranger%d", i), home) {
			t.Fatalf("guess %d is throttled", i)
		}
	}
	if !d.guess(t, "stranger21", home) {
		t.Error("twenty-one failures of one address are not throttled")
	}
	d.signIn(t, "clerk3")
	if !d.guess(t, "stranger22", home) {
		t.Error("a right sign-in cleared the failures of its address")
	}
}

// TestSameAnswer does not tell who has an account.
func TestSameAnswer(t *testing.T) {
	d := newDesk(t)
	d.add(t, account.Account{Name: "gone", Role: account.Leader})
	if err := d.SetDisabled(ctx, admin, "gone", true); err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, c := range [][2]string{{"chen", "guess"}, {"nobody", "guess"}, {"gone", password}, {"", ""}, {"' OR 1=1 --", "x"}} {
		before := d.Hashes()
		_, err := d.SignIn(ctx, c[0], c[1], "", home)
		if !errors.Is(err, account.ErrCredentials) || d.Hashes() != before+1 {
			t.Errorf("%q: %v, %d hashes", c[0], err, d.Hashes()-before)
			continue
		}
		said = append(said, err.Error())
	}
	for _, s := range said {
		if s != said[0] {
			t.Errorf("answers %q and %q", s, said[0])
		}
	}
	for _, a := range d.trail(t) {
		if strings.Contains(a.Detail+a.Object+a.Actor, "nobody") {
			t.Errorf("the trail keeps what was typed as a name: %+v", a)
		}
	}
}

// TestFlushAnchorsTheTrail: what was recorded cannot be cut off unseen, although the
// process goes on.
func TestFlushAnchorsTheTrail(t *testing.T) {
	d := newDesk(t)
	d.signIn(t, "chen")
	if err := d.Flush(ctx); err != nil {
		t.Fatal(err)
	}
	trail := d.trail(t)
	a, err := ledger.ReadAnchor(filepath.Join(filepath.Dir(d.options.KeyFile), ledger.AnchorFile))
	if last := trail[len(trail)-1]; err != nil || a.Seq != last.Seq || a.Hash != last.Hash {
		t.Errorf("anchor %+v, %v; the newest record is %d", a, err, last.Seq)
	}
}

package lease_test

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"cdoscore/pipeline/clock"
	"cdoscore/pipeline/lease"
)

var ctx = context.Background()

func me(command string) lease.Owner { return lease.Owner{Host: "here", PID: 42, Command: command} }

// record writes an owner down as another process would.
func record(t *testing.T, dir string, o lease.Owner) {
	t.Helper()
	data, err := json.Marshal(o)
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, "owner.json"), data, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func recorded(t *testing.T, dir string) lease.Owner {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, "owner.json"))
	var o lease.Owner
	if err == nil {
		err = json.Unmarshal(data, &o)
	}
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func take(t *testing.T, dir, command string) *lease.Lease {
	t.Helper()
	l, err := lease.Take(ctx, dir, me(command), clock.System{})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func release(t *testing.T, l *lease.Lease) {
	t.Helper()
	if err := l.Release(); err != nil {
		t.Fatal(err)
	}
}

// inTime runs a test in time that passes at once; its folder is made outside.
func inTime(t *testing.T, test func(t *testing.T, dir string)) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) { test(t, dir) })
}

func TestOneOwner(t *testing.T) {
	inTime(t, func(t *testing.T, dir string) {
		l := take(t, dir, "cdoscore serve")
		_, err := lease.Take(ctx, dir, me("cdoscore run"), clock.System{})
		var held *lease.HeldError
		if !errors.As(err, &held) || !held.Local || held.Owner.PID != 42 {
			t.Fatalf("got %v", err)
		}
		for _, part := range []string{"another cdoscore is at work in " + dir, "`cdoscore serve`", "process 42", "since 2000-01-01", "kill 42"} {
			if !strings.Contains(err.Error(), part) {
				t.Errorf("%q lacks %q", err, part)
			}
		}
		release(t, l)
		release(t, take(t, dir, "cdoscore run"))
		if _, err := os.Stat(filepath.Join(dir, "owner.json")); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("an owner is left: %v", err)
		}
	})
}

// TestDeadOwner: the lock of an owner that died on this machine is free, whatever
// it has written; a file cut by a power cut is no owner.
func TestDeadOwner(t *testing.T) {
	inTime(t, func(t *testing.T, dir string) {
		record(t, dir, lease.Owner{Host: "here", PID: 7, Command: "cdoscore serve", Beat: time.Now(), Token: "dead"})
		release(t, take(t, dir, "cdoscore run"))
		if err := os.WriteFile(filepath.Join(dir, "owner.json"), []byte(`{"host": "he`), 0o600); err != nil {
			t.Fatal(err)
		}
		release(t, take(t, dir, "cdoscore run"))
	})
}

// TestOwnerElsewhere: on shared storage an owner on another machine holds the lease
// while it is heard of, and loses it when it was silent for too long.
func TestOwnerElsewhere(t *testing.T) {
	inTime(t, func(t *testing.T, dir string) {
		record(t, dir, lease.Owner{Host: "there", PID: 7, Command: "cdoscore serve", Since: time.Now(), Beat: time.Now(), Token: "theirs"})
		_, err := lease.Take(ctx, dir, me("cdoscore run"), clock.System{})
		var held *lease.HeldError
		if !errors.As(err, &held) || held.Local || !strings.Contains(err.Error(), "on the machine there, process 7") || !strings.Contains(err.Error(), "try again 10m0s after") {
			t.Fatalf("got %v", err)
		}
		if got := recorded(t, dir); got.Token != "theirs" {
			t.Errorf("the refused process wrote itself down: %+v", got)
		}
		time.Sleep(lease.Stale)
		l := take(t, dir, "cdoscore run")
		if got := recorded(t, dir); got.Host != "here" {
			t.Errorf("owner: %+v", got)
		}
		release(t, l)
	})
}

// TestTwoTakeOver: of two machines that take over at once the one that wrote first
// sees the other, and gives way.
func TestTwoTakeOver(t *testing.T) {
	inTime(t, func(t *testing.T, dir string) {
		record(t, dir, lease.Owner{Host: "there", Beat: time.Now().Add(-lease.Stale), Token: "stale"})
		go func() {
			time.Sleep(time.Second)
			record(t, dir, lease.Owner{Host: "third", PID: 9, Command: "cdoscore run", Beat: time.Now(), Token: "third"})
		}()
		_, err := lease.Take(ctx, dir, me("cdoscore run"), clock.System{})
		var held *lease.HeldError
		if !errors.As(err, &held) || held.Owner.Host != "third" {
			t.Fatalf("got %v", err)
		}
	})
}

// TestLost: an owner from which the lease was taken notices at its next beat, stops
// what it does and leaves the other's lease alone.
func TestLost(t *testing.T) {
	inTime(t, func(t *testing.T, dir string) {
		l := take(t, dir, "cdoscore serve")
		held, done := l.Context(ctx)
		defer done()
		time.Sleep(5*time.Minute + 10*time.Second) // between two beats
		if age := time.Since(recorded(t, dir).Beat); age > time.Minute || held.Err() != nil {
			t.Errorf("the owner was silent for %v, %v", age, held.Err())
		}
		record(t, dir, lease.Owner{Host: "there", Command: "cdoscore run", Beat: time.Now(), Token: "theirs"})
		time.Sleep(time.Minute)
		synctest.Wait()
		if !errors.Is(context.Cause(held), lease.ErrLost) {
			t.Errorf("cause: %v", context.Cause(held))
		}
		release(t, l)
		if got := recorded(t, dir); got.Token != "theirs" {
			t.Errorf("owner: %+v", got)
		}
	})
}

func TestHolder(t *testing.T) {
	inTime(t, func(t *testing.T, dir string) {
		want := func(command string, held bool) {
			t.Helper()
			o, ok, err := lease.Holder(dir, time.Now())
			if err != nil || ok != held || ok && o.Command != command {
				t.Errorf("holder: %+v, %t, %v; want %q, %t", o, ok, err, command, held)
			}
		}
		want("", false)
		l := take(t, dir, "cdoscore serve")
		want("cdoscore serve", true)
		release(t, l)
		want("", false)
		record(t, dir, lease.Owner{Host: "there", Command: "cdoscore run", Beat: time.Now()})
		want("cdoscore run", true)
		time.Sleep(lease.Stale)
		want("", false)
	})
}

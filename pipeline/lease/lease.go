// Package lease lets one process at a time write a workspace's results. Whoever
// writes holds a lock of the file system, and says in a file beside it who it is
// and, again and again, that it is alive: the lock decides on one machine, the
// heartbeat where the folder lies on storage that several machines share, whose
// locks may not reach from one to the other.
package lease

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"cdoscore/pipeline/clock"

	"github.com/gofrs/flock"
)

// The files of a lease, in the folder of all state.
const (
	lockFile  = "lock"
	ownerFile = "owner.json"
)

// when is how messages write a time.
const when = "2006-01-02 15:04 -07:00"

const (
	// beat is how often the owner says that it is alive.
	beat = time.Minute
	// Stale is how long the owner on another machine may be silent before the lease
	// is taken from it.
	Stale = 10 * time.Minute
	// settle is how long whoever takes over waits, to see whether another did the same.
	settle = 2 * time.Second
)

// Owner is who holds a lease.
type Owner struct {
	Host    string    `json:"host"`
	PID     int       `json:"pid"`
	Command string    `json:"command"` // as "serve"; without arguments, which may hold what is not everybody's
	Since   time.Time `json:"since"`
	Beat    time.Time `json:"beat"`
	Token   string    `json:"token"` // of this one lease
}

// HeldError refuses a lease that another process holds.
type HeldError struct {
	Dir   string
	Owner Owner // zero: it did not say
	Local bool  // on this machine
}

func (e *HeldError) Error() string {
	switch {
	case e.Owner.Command == "":
		return fmt.Sprintf("another cdoscore is at work in %s: wait until it has ended", e.Dir)
	case e.Local:
		return fmt.Sprintf("another cdoscore is at work in %s: `%s`, process %d, since %s. Wait until it has ended, or stop it (kill %d) and try again",
			e.Dir, e.Owner.Command, e.Owner.PID, e.Owner.Since.Format(when), e.Owner.PID)
	}
	return fmt.Sprintf("another cdoscore is at work in %s: `%s` on the machine %s, process %d, since %s, last heard of at %s. Wait until it has ended or stop it there; if that machine is gone, try again %s after it was last heard of",
		e.Dir, e.Owner.Command, e.Owner.Host, e.Owner.PID, e.Owner.Since.Format(when), e.Owner.Beat.Format(when), Stale)
}

// ErrLost is the cause with which Context ends when another process has taken the
// lease, because this one was silent for too long.
var ErrLost = errors.New("another process has taken over this workspace, since this one was silent for too long: nothing more is written")

// Lease is held from Take to Release.
type Lease struct {
	dir   string
	owner Owner
	clock clock.Clock
	lock  *flock.Flock
	lost  chan struct{}
	stop  context.CancelFunc
	beats sync.WaitGroup
}

// Take takes the lease of the folder of all state, or returns a *HeldError. Of the
// owner, Host, PID and Command are given. What an owner that died or went silent
// left behind is taken over.
func Take(ctx context.Context, dir string, owner Owner, c clock.Clock) (*Lease, error) {
	owner.Since = c.Now()
	owner.Token = fmt.Sprintf("%s-%d-%d", owner.Host, owner.PID, owner.Since.UnixNano())
	l := &Lease{dir: dir, owner: owner, clock: c, lock: flock.New(filepath.Join(dir, lockFile), flock.SetPermissions(0o600)), lost: make(chan struct{})}
	free, err := l.lock.TryLock()
	if err != nil {
		return nil, fmt.Errorf("lock of the workspace %s: %w", filepath.Join(dir, lockFile), err)
	}
	if !free {
		holder, _, err := read(dir)
		return nil, errors.Join(err, &HeldError{Dir: dir, Owner: holder, Local: holder.Host == owner.Host})
	}
	if err := l.claim(ctx); err != nil {
		return nil, errors.Join(err, l.lock.Unlock())
	}
	ctx, l.stop = context.WithCancel(context.WithoutCancel(ctx))
	l.beats.Go(func() { l.live(ctx) })
	return l, nil
}

// Context ends with ErrLost when the lease is lost.
func (l *Lease) Context(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancelCause(ctx)
	go func() {
		select {
		case <-l.lost:
			cancel(ErrLost)
		case <-ctx.Done():
		}
	}()
	return ctx, func() { cancel(nil) }
}

// Owner is who holds this lease; its Beat is not told.
func (l *Lease) Owner() Owner { return l.owner }

// Release gives the lease back.
func (l *Lease) Release() error {
	l.stop()
	l.beats.Wait()
	var err error
	if holder, ok, reading := read(l.dir); reading == nil && ok && holder.Token == l.owner.Token {
		err = os.Remove(filepath.Join(l.dir, ownerFile))
	}
	return errors.Join(err, l.lock.Unlock())
}

// Holder returns who holds the lease of a folder, as far as it said; false: nobody,
// or nobody who is alive on another machine.
func Holder(dir string, now time.Time) (Owner, bool, error) {
	lock := flock.New(filepath.Join(dir, lockFile), flock.SetPermissions(0o600))
	if _, err := os.Stat(lock.Path()); errors.Is(err, fs.ErrNotExist) {
		return Owner{}, false, nil
	}
	free, err := lock.TryRLock()
	if err != nil {
		return Owner{}, false, fmt.Errorf("lock of the workspace %s: %w", lock.Path(), err)
	}
	holder, said, err := read(dir)
	if !free {
		return holder, true, err
	}
	host, _ := os.Hostname() // without a name of its own, every owner is another machine's
	return holder, said && holder.Host != host && now.Sub(holder.Beat) < Stale, errors.Join(err, lock.Unlock())
}

// claim writes this owner down, with the lock held. On this machine the lock has
// said that no other owner lives. One on another machine may, while it is heard of.
func (l *Lease) claim(ctx context.Context) error {
	before, there, err := read(l.dir)
	if err != nil {
		return err
	}
	elsewhere := there && before.Host != l.owner.Host
	if elsewhere && l.clock.Now().Sub(before.Beat) < Stale {
		return &HeldError{Dir: l.dir, Owner: before}
	}
	if err := l.write(l.clock.Now()); err != nil {
		return err
	}
	if !elsewhere {
		return nil
	}
	wait := l.clock.Timer(settle)
	defer wait.Stop()
	select {
	case <-wait.C:
	case <-ctx.Done():
		return ctx.Err()
	}
	after, _, err := read(l.dir)
	if err == nil && after.Token != l.owner.Token {
		err = &HeldError{Dir: l.dir, Owner: after}
	}
	return err
}

// live says again and again that the owner lives, until the lease is released, or
// another has written itself down.
func (l *Lease) live(ctx context.Context) {
	for {
		wait := l.clock.Timer(beat)
		select {
		case <-ctx.Done():
			wait.Stop()
			return
		case <-wait.C:
		}
		holder, there, err := read(l.dir)
		if err == nil && there && holder.Token != l.owner.Token {
			close(l.lost)
			return
		}
		// A beat that cannot be written is missed: the next may be.
		_ = l.write(l.clock.Now())
	}
}

func (l *Lease) write(beat time.Time) error {
	owner := l.owner
	owner.Beat = beat
	data, err := json.MarshalIndent(owner, "", "  ")
	if err != nil {
		return err
	}
	// Not flushed to the disk: after a power cut no owner lives, whatever is left.
	temp := filepath.Join(l.dir, ownerFile+".new")
	if err := errors.Join(os.WriteFile(temp, append(data, '\n'), 0o600), os.Rename(temp, filepath.Join(l.dir, ownerFile))); err != nil {
		return fmt.Errorf("lock of the workspace: %w", err)
	}
	return nil
}

// read returns the owner on record. A file that is none of ours, as after a power
// cut, is as good as none: the lock or the next beat will tell.
func read(dir string) (Owner, bool, error) {
	data, err := os.ReadFile(filepath.Join(dir, ownerFile))
	if errors.Is(err, fs.ErrNotExist) {
		return Owner{}, false, nil
	}
	if err != nil {
		return Owner{}, false, fmt.Errorf("lock of the workspace: %w", err)
	}
	var o Owner
	if json.Unmarshal(data, &o) != nil {
		return Owner{}, false, nil
	}
	return o, true, nil
}

// Package clock is time as whatever waits for it sees it: what it is now, and when
// a span of it has passed. Both are injected together, so that a test may let
// weeks pass at once.
package clock

import "time"

// Clock tells the time and waits.
type Clock interface {
	Now() time.Time
	// Timer fires once, when d has passed.
	Timer(d time.Duration) Timer
}

// Timer is one wait. Stop gives it up.
type Timer struct {
	C    <-chan time.Time
	Stop func() bool
}

// System is the machine's clock.
type System struct{}

// Now is the machine's time.
func (System) Now() time.Time { return time.Now() }

// Timer fires after d of the machine's running time.
func (System) Timer(d time.Duration) Timer { return timer(d) }

// From is a clock that stood at a moment when it was made, and goes on from there
// as the machine's does: for rehearsals.
func From(at time.Time) Clock { return shifted{time.Until(at)} }

type shifted struct{ by time.Duration }

func (s shifted) Now() time.Time              { return time.Now().Add(s.by) }
func (s shifted) Timer(d time.Duration) Timer { return timer(d) }

func timer(d time.Duration) Timer {
	t := time.NewTimer(d)
	return Timer{t.C, t.Stop}
}

package account

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/netip"
	"time"

	"cdoscore/pipeline/ledger"
)

// ThrottledError refuses a sign-in without looking at its password, since too many
// before it failed.
type ThrottledError struct {
	Until time.Time
}

func (e *ThrottledError) Error() string {
	return fmt.Sprintf("too many failed sign-ins: try again after %s", e.Until.Format("2006-01-02 15:04:05"))
}

// limit is how many failures a subject has for nothing; each further one doubles
// the delay, from first to longest. Failures are forgotten after a time without one.
type limit struct {
	free           int
	first, longest time.Duration
	forget         time.Duration
}

// An account's own limit is short enough that its owner comes in again, from a new
// address too, at most longest after an attack has ended. An address serves a whole
// office, so more failures are free.
var (
	accountLimit = limit{free: 5, first: 30 * time.Second, longest: 15 * time.Minute, forget: 24 * time.Hour}
	remoteLimit  = limit{free: 20, first: 30 * time.Second, longest: time.Hour, forget: 6 * time.Hour}
)

// knownFor is how long an address counts as the account's own after a sign-in.
const knownFor = 90 * 24 * time.Hour

// subject is one whose failures are counted.
type subject struct {
	key   string
	limit limit
	// For the record: the account, where there is one of this name, or the address.
	account, remote string
}

// subjects are whose failures count against a sign-in. At an address from which the
// account has signed in before, only the pair's own count, so that nobody elsewhere
// can lock the owner out, nor a colleague at the same address.
func subjects(name string, exists, known bool, remote string) []subject {
	place := network(remote)
	if known {
		return []subject{{key: "pair:" + name + "@" + place, limit: accountLimit, account: name, remote: place}}
	}
	who := subject{key: "account:" + name, limit: accountLimit, account: name}
	if !exists {
		// What was typed may be a password: it is not kept.
		sum := sha256.Sum256([]byte(name))
		who = subject{key: "unknown:" + hex.EncodeToString(sum[:12]), limit: accountLimit}
	}
	return []subject{{key: "remote:" + place, limit: remoteLimit, remote: place}, who}
}

// network is the address, or of IPv6 the /64 that one customer is given.
func network(remote string) string {
	a, err := netip.ParseAddr(remote)
	if err != nil {
		return remote
	}
	a = a.Unmap().WithZone("")
	if a.Is4() {
		return a.String()
	}
	p, _ := a.Prefix(64) // an IPv6 address has one
	return p.String()
}

// until is when the next attempt is looked at.
func (l limit) until(a ledger.Attempts, now time.Time) time.Time {
	over := a.Failures - l.free
	// A last failure that lies ahead was counted by a clock that was wrong.
	if over < 0 || a.Last.After(now.Add(l.longest)) {
		return time.Time{}
	}
	delay := l.first
	for range over {
		if delay *= 2; delay >= l.longest {
			delay = l.longest
			break
		}
	}
	return a.Last.Add(delay)
}

// charge counts one more failure.
func (l limit) charge(a ledger.Attempts, now time.Time) ledger.Attempts {
	if now.Sub(a.Last) > l.forget {
		a.Failures = 0
	}
	a.Failures++
	a.Last = now
	return a
}

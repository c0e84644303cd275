package account

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"
)

// Cost is what one password hash takes: memory in KiB, passes, lanes.
type Cost struct {
	Memory uint32
	Passes uint32
	Lanes  uint8
}

// DefaultCost is the first choice of OWASP's cheat sheet for argon2id.
var DefaultCost = Cost{Memory: 46 << 10, Passes: 1, Lanes: 1}

// ErrBusy is returned where so many sign-ins wait that another would have to wait
// too long: try again soon.
var ErrBusy = errors.New("too many sign-ins at once: try again in a moment")

const (
	saltBytes = 16
	keyBytes  = 32
)

// hasher computes password hashes, few at a time, so that a flood of sign-ins can
// take neither the memory nor the processors.
type hasher struct {
	cost     Cost
	slots    chan struct{}
	waiting  atomic.Int64
	most     int64 // that may wait
	computed atomic.Int64
}

func newHasher(cost Cost, atOnce int) *hasher {
	return &hasher{cost: cost, slots: make(chan struct{}, atOnce), most: int64(16 * atOnce)}
}

// hash returns the PHC string of a password with a new salt.
func (h *hasher) hash(ctx context.Context, password string) (string, error) {
	p := phc{cost: h.cost, salt: random(saltBytes)}
	var err error
	p.key, err = h.compute(ctx, p, password)
	return p.String(), err
}

// verify reports whether a password is that of a PHC string, and whether the string
// should be renewed since it was made at another cost. An empty string, of no
// account, costs the same and is never right.
func (h *hasher) verify(ctx context.Context, stored, password string) (right, renew bool, err error) {
	p := phc{cost: h.cost, salt: make([]byte, saltBytes), key: make([]byte, keyBytes)}
	if stored != "" {
		if p, err = parsePHC(stored); err != nil {
			return false, false, err
		}
	}
	key, err := h.compute(ctx, p, password)
	if err != nil {
		return false, false, err
	}
	same := subtle.ConstantTimeCompare(key, p.key) == 1
	return same && stored != "", p.cost != h.cost, nil
}

func (h *hasher) compute(ctx context.Context, p phc, password string) ([]byte, error) {
	if h.waiting.Add(1) > h.most {
		h.waiting.Add(-1)
		return nil, ErrBusy
	}
	defer h.waiting.Add(-1)
	select {
	case h.slots <- struct{}{}:
		defer func() { <-h.slots }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	h.computed.Add(1)
	// The same characters may be typed in several ways of Unicode.
	return argon2.IDKey([]byte(norm.NFKC.String(password)), p.salt, p.cost.Passes, p.cost.Memory, p.cost.Lanes, keyBytes), nil
}

// phc is a hash in the string format of the password hashing competition, which
// carries its parameters.
type phc struct {
	cost      Cost
	salt, key []byte
}

func (p phc) String() string {
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, p.cost.Memory, p.cost.Passes, p.cost.Lanes, b64.EncodeToString(p.salt), b64.EncodeToString(p.key))
}

func parsePHC(s string) (phc, error) {
	var p phc
	part := strings.Split(s, "$")
	if len(part) != 6 || part[0] != "" || part[1] != "argon2id" || part[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return p, errors.New("a stored password hash is not argon2id: set a new password with `cdoscore user passwd`")
	}
	_, err := fmt.Sscanf(part[3], "m=%d,t=%d,p=%d", &p.cost.Memory, &p.cost.Passes, &p.cost.Lanes)
	if err == nil {
		p.salt, err = base64.RawStdEncoding.DecodeString(part[4])
	}
	if err == nil {
		p.key, err = base64.RawStdEncoding.DecodeString(part[5])
	}
	if err == nil && (p.cost.Passes == 0 || p.cost.Lanes == 0 || p.cost.Memory > 1<<20 || len(p.key) != keyBytes) {
		err = errors.New("impossible parameters")
	}
	if err != nil {
		return p, fmt.Errorf("a stored password hash is damaged: %w; set a new password with `cdoscore user passwd`", err)
	}
	return p, nil
}

// random returns n bytes that cannot be guessed.
func random(n int) []byte {
	b := make([]byte, n)
	rand.Read(b) // never fails: the program ends where the system has no randomness
	return b
}

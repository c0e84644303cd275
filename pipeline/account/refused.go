package account

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"cdoscore/pipeline/ledger"
)

// refusals are throttled sign-ins of one subject since the last record of them.
type refusals struct {
	who         subject
	count       int
	first, last time.Time
}

const (
	flushEvery = time.Minute
	mostKept   = 1000     // subjects; further ones are counted together
	others     = "others" // the key of those
)

// refuse counts a throttled sign-in. Each in a record of its own would let anybody
// fill the audit trail.
func (s *Service) refuse(who subject, now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, there := s.refused[who.key]
	if !there && len(s.refused) >= mostKept {
		who = subject{key: others}
		r, there = s.refused[who.key]
	}
	if !there {
		r = refusals{who: who, first: now}
	}
	r.count++
	r.last = now
	s.refused[who.key] = r
}

// flushIfDue flushes at most once in flushEvery.
func (s *Service) flushIfDue(ctx context.Context, now time.Time) error {
	s.mu.Lock()
	due := len(s.refused) > 0 && !now.Before(s.flushed.Add(flushEvery))
	s.mu.Unlock()
	if !due {
		return nil
	}
	return s.Flush(ctx)
}

// Flush writes how many sign-ins were throttled since the last time, one record for
// each account or address, and then the anchor of the audit trail. A server calls it
// every minute or so, and as it stops.
func (s *Service) Flush(ctx context.Context) error {
	s.mu.Lock()
	now, refused := s.o.Clock(), s.refused
	s.refused, s.flushed = map[string]refusals{}, now
	s.mu.Unlock()
	if len(refused) > 0 {
		if err := s.store.ChangeAccounts(ctx, func(tx *ledger.AccountTx) error { return record(tx, refused, now) }); err != nil {
			return err
		}
	}
	_, err := s.store.AnchorAudit(ctx)
	return err
}

func record(tx *ledger.AccountTx, refused map[string]refusals, now time.Time) error {
	for _, key := range slices.Sorted(maps.Keys(refused)) {
		r := refused[key]
		detail := fmt.Sprintf("%d sign-ins refused unseen from %s to %s", r.count, r.first.Format(time.RFC3339), r.last.Format(time.RFC3339))
		if key == others {
			detail += fmt.Sprintf(", of more than %d accounts and addresses", mostKept)
		}
		err := tx.Audit(ledger.AuditRecord{At: now, Actor: actorOf(r.who.account), Action: "signin.throttled", Object: r.who.account, Detail: detail, Remote: r.who.remote})
		if err != nil {
			return err
		}
	}
	return nil
}

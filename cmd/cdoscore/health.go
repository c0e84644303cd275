package main

import (
	"encoding/json"
	"net/http"
	"time"

	"cdoscore/pipeline/ledger"
)

// health is the answer of /healthz. It names no unit, dataset or score: whoever
// watches the service need not be signed in.
type health struct {
	OK       bool         `json:"ok"`
	Problem  string       `json:"problem,omitempty"`
	Version  string       `json:"version"`
	Since    time.Time    `json:"since"`
	Working  *nightHealth `json:"working,omitempty"`
	Last     *nightHealth `json:"last_night,omitempty"`
	Next     string       `json:"next_night,omitempty"`
	Queued   int          `json:"queued"`
	Lock     lockHealth   `json:"lock"`
	Invalid  bool         `json:"configuration_invalid"`
	Answered time.Time    `json:"answered"`
}

type nightHealth struct {
	Planned  time.Time `json:"planned"`
	Day      string    `json:"day"`
	Attempts int       `json:"attempts"`
	Outcome  string    `json:"outcome,omitempty"`
	Settled  bool      `json:"settled"`
}

type lockHealth struct {
	Host    string    `json:"host"`
	PID     int       `json:"pid"`
	Command string    `json:"command"`
	Since   time.Time `json:"since"`
}

// health answers /healthz: 200 while all is well, 503 where the configuration is
// refused, the newest night failed or the ledger does not answer.
func (s *service) health(w http.ResponseWriter, r *http.Request) {
	h := s.healthNow(r)
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	if !h.OK {
		w.WriteHeader(http.StatusServiceUnavailable)
	}
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	_ = encoder.Encode(h) // the client has gone
}

func (s *service) healthNow(r *http.Request) health {
	owner, status := s.lease.Owner(), s.scheduler.Status()
	h := health{OK: true, Version: version(), Since: owner.Since, Queued: status.Queued, Next: s.nextNight(), Answered: s.clock.Now(),
		Lock: lockHealth{owner.Host, owner.PID, owner.Command, owner.Since}}
	if status.Working != nil {
		h.Working = healthOf(*status.Working)
	}
	nights, err := s.ledger.RecentNights(r.Context(), 1)
	if err != nil {
		s.log.Error("health", "reason", err)
		h.OK, h.Problem = false, "the ledger does not answer"
		return h
	}
	if len(nights) > 0 {
		h.Last = healthOf(nights[0])
		if broken(h.Last.Outcome) {
			h.OK, h.Problem = false, "the newest night was not carried out"
		}
	}
	if s.refused() != nil {
		h.OK, h.Invalid, h.Problem = false, true, "the configuration is not valid: run cdoscore validate"
	}
	return h
}

// broken reports whether an outcome is one that an operator should see to.
func broken(outcome string) bool {
	switch outcome {
	case ledger.NightFailed, ledger.NightInvalid, ledger.NightPanicked, ledger.NightTimedOut, ledger.NightExpired:
		return true
	}
	return false
}

func healthOf(n ledger.Night) *nightHealth {
	out := &nightHealth{Planned: n.Planned, Day: n.Day, Attempts: n.Attempts, Outcome: n.Outcome, Settled: !n.Settled.IsZero()}
	if out.Outcome == "" {
		out.Outcome = n.Last.Outcome
	}
	return out
}

package rectification

import (
	"time"

	"cdoscore/pipeline/ledger"
)

// State is how far a finding has come.
type State string

// The states of a finding.
const (
	Open     State = "open"     // 待整改: no reply, and no later slot fails less
	Replied  State = "replied"  // 已反馈: the unit has answered, and no slot after that was checked
	Partly   State = "partly"   // 部分消除: the newest slot fails, but at a lower rate than the finding's
	Resolved State = "resolved" // 已消除: no row of the newest slot fails
	Recurred State = "recurred" // 复发: it was resolved, and the newest slot fails again
	Closed   State = "closed"   // 销号: resolved in as many slots in a row as closing wants
)

// States lists the states in the order in which a finding comes by them.
func States() []State { return []State{Open, Replied, Partly, Resolved, Recurred, Closed} }

// Check is what one later slot shows of a finding's rule.
type Check struct {
	Slot      string
	LastDay   string // YYYY-MM-DD
	Evaluated int64  // 0: nothing could be judged, which verifies nothing
	Failed    int64  // without those that a waiver exempts
	Cutoff    time.Time
}

// Status is what became of a finding.
type Status struct {
	Finding    ledger.Finding
	Reply      *ledger.Reply // the newest, nil where there is none
	State      State
	Checked    *Check // the newest slot that says something, nil where none does
	ResolvedOn string // YYYY-MM-DD, the last covered day of the first slot of the current clean run; "" while it fails
	ClosedOn   string // YYYY-MM-DD, the last covered day of the slot that closed it; "" unless it is closed
	InTime     bool   // resolved, and by the deadline
	Times      int    // how often it came back after it was resolved
}

// Done reports whether the fault is gone.
func (s Status) Done() bool { return s.State == Resolved || s.State == Closed }

// Overdue reports whether the deadline has passed on a day, YYYY-MM-DD, and the
// fault is still there.
func (s Status) Overdue(today string) bool { return !s.Done() && today > s.Finding.Deadline }

// Follow works out a finding's state from the replies, oldest first, and the
// checks of the slots after the finding's own, oldest first. A finding is closed
// after closeAfter clean slots in a row, at least one. A slot that could not be
// judged neither verifies nor interrupts.
func Follow(f ledger.Finding, replies []ledger.Reply, checks []Check, closeAfter int) Status {
	s := Status{Finding: f, State: Open}
	clean := 0
	for _, c := range checks {
		if c.Evaluated == 0 || c.LastDay <= f.LastDay {
			continue
		}
		s.Checked = &c
		if c.Failed > 0 {
			clean = 0
			s.fails(c)
			continue
		}
		clean++
		s.passes(c, clean >= max(1, closeAfter))
	}
	if len(replies) > 0 {
		s.Reply = &replies[len(replies)-1]
		s.replied()
	}
	s.InTime = s.Done() && s.ResolvedOn <= f.Deadline
	return s
}

// fails takes in a slot that fails.
func (s *Status) fails(c Check) {
	switch {
	case s.Done():
		s.Times++
		s.State = Recurred
	case s.State == Recurred:
	case lower(c, s.Finding):
		s.State = Partly
	default:
		s.State = Open
	}
	s.ResolvedOn, s.ClosedOn = "", ""
}

// passes takes in a slot that is clean.
func (s *Status) passes(c Check, closes bool) {
	if s.ResolvedOn == "" {
		s.ResolvedOn = c.LastDay
	}
	if s.State == Closed {
		return
	}
	s.State = Resolved
	if closes {
		s.State, s.ClosedOn = Closed, c.LastDay
	}
}

// replied marks a finding that is not put right, and that no slot after the
// newest reply has checked.
func (s *Status) replied() {
	if s.State != Open && s.State != Recurred {
		return
	}
	if s.Checked == nil || s.Checked.Cutoff.Before(s.Reply.At) {
		s.State = Replied
	}
}

// lower compares failed ÷ evaluated without dividing.
func lower(c Check, f ledger.Finding) bool {
	return c.Failed*f.Evaluated < f.Failed*c.Evaluated
}

// Summary counts a unit's findings (整改情况).
type Summary struct {
	Findings int // 问题数
	InTime   int // 按期销号: resolved by the deadline, and still so
	Overdue  int // 逾期
	Recurred int // 复发: findings that came back at least once
	Done     int // resolved or closed
	// Longest is how many days the oldest finding that is not done has been open.
	Longest int
}

// Rate is 整改率: findings done ÷ findings, 0 to 1; false where there are none.
func (s Summary) Rate() (rate float64, ok bool) {
	if s.Findings == 0 {
		return 0, false
	}
	return float64(s.Done) / float64(s.Findings), true
}

// Summarise counts on a day in the city's zone.
func Summarise(list []Status, today time.Time) Summary {
	s := Summary{Findings: len(list)}
	day := today.Format(time.DateOnly)
	for _, x := range list {
		if x.Done() {
			s.Done++
		} else {
			s.Longest = max(s.Longest, daysBetween(x.Finding.Issued.In(today.Location()), today))
		}
		if x.InTime {
			s.InTime++
		}
		if x.Overdue(day) {
			s.Overdue++
		}
		if x.Times > 0 {
			s.Recurred++
		}
	}
	return s
}

// daysBetween counts the midnights from one moment to another.
func daysBetween(from, to time.Time) int {
	date := func(t time.Time) time.Time {
		y, m, d := t.Date()
		return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	}
	return int(date(to).Sub(date(from)).Hours() / 24)
}

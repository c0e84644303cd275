// Package doctor examines a workspace and the machine that it lies on: what would
// keep the next night from going well, and what to do about it. It changes nothing.
package doctor

import (
	"context"
	"time"

	"cdoscore/connectors"
	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/workspace"
	"cdoscore/rules"
)

// State is how serious a finding is.
type State string

// The states. Only a failure keeps a night from going well.
const (
	OK   State = "ok"
	Warn State = "warn"
	Fail State = "fail"
)

// Finding is what one check found. Found and Remedy are in Texts; Because, where
// there is one, is a reason of a connector.
type Finding struct {
	Check   string // disk, clock, …
	State   State
	Found   rules.Note
	Because rules.Note
	Remedy  rules.Note // none where all is well
}

// Patient is what is examined.
type Patient struct {
	Workspace *workspace.Workspace
	Ledger    *ledger.Ledger
	Now       time.Time // by the machine's clock
	Source    func(d *workspace.Dataset) (connectors.Source, error)
	Machine   Machine
	// Patience is how long one source may take to answer; AtOnce how many are asked
	// at the same time.
	Patience time.Duration
	AtOnce   int
}

// Examine makes every check, in a fixed order.
func (p *Patient) Examine(ctx context.Context) []Finding {
	var out []Finding
	for _, check := range []func(context.Context) []Finding{
		p.clock, p.zone, p.disk, p.permissions, p.lock, p.database, p.audit, p.files, p.calendar, p.fonts, p.sources,
	} {
		out = append(out, check(ctx)...)
	}
	return out
}

func ok(check string, found string, args ...string) []Finding {
	return []Finding{{Check: check, State: OK, Found: rules.Note{Key: found, Args: args}}}
}

// trouble is a finding with a remedy, whose arguments are those of what was found.
func trouble(check string, state State, found string, args ...string) []Finding {
	return []Finding{{Check: check, State: state, Found: rules.Note{Key: found, Args: args}, Remedy: rules.Note{Key: found + ".remedy", Args: args}}}
}

// unknown says that a check could not be made.
func unknown(check string, err error) []Finding {
	return trouble(check, Warn, "doctor.unknown", err.Error())
}

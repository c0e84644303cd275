package submission

import (
	"cmp"
	"context"
	"io"
	"log/slog"
	"time"

	"cdoscore/pipeline/duck"
	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/workspace"
	"cdoscore/rules"
)

// Actor is who acts at the desk. Roles are checked by the caller; that an object
// belongs to the actor's unit is always checked here.
type Actor struct {
	Name   string // of the account
	Title  string // the person's name and post, as a receipt shows it
	Unit   string // "" belongs to no unit, and so may do nothing here
	Remote string // the client's address, for the audit trail
}

// Upload, Receipt: as the ledger keeps them.
type (
	Upload  = ledger.Upload
	Receipt = ledger.Receipt
)

// Limits bound what the desk takes and what a check may cost. A zero is the default.
type Limits struct {
	Bytes       int64         // of one file; default 512 MiB
	Unzipped    int64         // of a workbook's parts together; default 2 GiB
	Entries     int           // of a workbook's archive; default 10,000
	Ratio       int64         // unzipped to zipped, of one part; default 400
	Rows        int64         // default 1,048,576
	Columns     int           // default 2,048
	Strings     int64         // memory of the shared strings; default 256 MiB
	Memory      int64         // of one check's process; default 2 GiB, not less than 512 MiB
	Time        time.Duration // of one check; default 10 minutes
	Checks      int           // at work at once; default 2
	Waiting     int           // uploads of one unit waiting for their checks; default 20
	CloseMargin time.Duration // how long Close waits for checks at work; default 10 s
}

// Worker runs one check, in a process of its own. It returns an error only where
// the check itself could not be carried out: what is wrong with a file is a result.
type Worker interface {
	Check(ctx context.Context, job Job) (Report, error)
}

// The defaults of the limits.
const (
	defaultBytes    = 512 << 20
	defaultUnzipped = 2 << 30
	defaultEntries  = 10_000
	defaultRatio    = 400
	defaultRows     = 1_048_576
	defaultColumns  = 2048
	defaultStrings  = 256 << 20
	defaultMemory   = 2 << 30
	defaultTime     = 10 * time.Minute
	defaultChecks   = 2
	defaultWaiting  = 20
	defaultMargin   = 10 * time.Second
)

func (l Limits) withDefaults() Limits {
	return Limits{
		Bytes: cmp.Or(l.Bytes, defaultBytes), Unzipped: cmp.Or(l.Unzipped, defaultUnzipped), Entries: cmp.Or(l.Entries, defaultEntries),
		Ratio: cmp.Or(l.Ratio, defaultRatio), Rows: cmp.Or(l.Rows, defaultRows), Columns: cmp.Or(l.Columns, defaultColumns),
		Strings: cmp.Or(l.Strings, defaultStrings), Memory: cmp.Or(l.Memory, defaultMemory), Time: cmp.Or(l.Time, defaultTime),
		Checks: cmp.Or(l.Checks, defaultChecks), Waiting: cmp.Or(l.Waiting, defaultWaiting), CloseMargin: cmp.Or(l.CloseMargin, defaultMargin),
	}
}

// Desk is the department's desk. Its parts are given by the wiring; Open must be
// called before anything else, Close at the end.
type Desk struct {
	Workspace func() *workspace.Workspace // the newest configuration
	Ledger    *ledger.Ledger
	Clock     func() time.Time
	Engine    *duck.Engine // for Due's scores and Export
	Dir       string       // where uploads lie, var/intake; nothing of it is ever served
	Worker    Worker
	Limits    Limits
	Log       *slog.Logger
	// Text writes a note in a language, from the program's catalogue.
	Text func(language string, n rules.Note) string
	// Sheets writes a table of texts as a workbook; Export needs it for xlsx.
	Sheets func(w io.Writer, title string) (Table, error)

	life
}

// DueDataset is one of a unit's datasets as its officer sees it: its current slot
// is the newest that has ended, or, of a dataset without a cycle, today.
type DueDataset struct {
	Dataset     *workspace.Dataset
	Slot        workspace.Slot
	Due         time.Time // zero: nothing is due
	AcceptUntil time.Time // zero: nothing is due
	// State is that of the slot's newest upload where one is under way or confirmed
	// (ledger.Upload…), StateNilReturn, that of the delivery on record (ledger.OnTime,
	// …), or StatePending before the deadline and StateOverdue after it.
	State      string
	Last       *Upload  // the slot's newest upload; nil: none
	Confirmed  *Upload  // the slot's official one; nil: none
	Score      *float64 // of the newest published run of this dataset; nil: none
	ScoredSlot string   // the slot of Score
	Uploadable bool     // an upload for the slot would be taken now
	NilAllowed bool     // a nil return for the slot would be taken now
}

// The states of a due dataset beside those of uploads and deliveries.
const (
	StatePending   = "pending"    // not delivered, not due yet
	StateOverdue   = "overdue"    // not delivered, and due
	StateNilReturn = "nil_return" // declared to have nothing to report
)

// Event is one line of a dataset's history: an upload, a receipt, a nil return or
// what the night made of a slot. One of the pointers is set.
type Event struct {
	At       time.Time
	Slot     string
	Kind     string // upload, receipt, nil_return, delivery
	State    string // of the upload or the delivery; the kind of the receipt
	Upload   *Upload
	Receipt  *Receipt
	Nil      *ledger.NilReturn
	Delivery *ledger.Delivery
}

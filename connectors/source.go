package connectors

import (
	"context"
	"fmt"
	"time"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/memory"
)

// RowColumn is the name of the first column of every extract: int64, the sheet's
// row number in Excel, elsewhere the data record's number (the first after the
// header is 1). Rejected records use up their number.
const RowColumn = "_row"

// SourceTypeKey is the field metadata key under which a connector records the
// type that a column has at its source, as the source names it.
const SourceTypeKey = "source_type"

// BatchRows is how many rows a record should hold at most.
const BatchRows = 8192

// Type is a kind of source: csv, excel, parquet, …
type Type struct {
	Name    string
	Summary string // one English sentence
	Options []Option
	// New reads checked options. Its errors are *OptionError.
	New func(v Values) (Source, error)
}

// OptionType is the shape of an option's value.
type OptionType int

// The shapes of options.
const (
	OptionText OptionType = iota
	OptionInt
	OptionBool
	OptionList // of texts; a single text is a list of one
)

// Option is one setting of a connector.
type Option struct {
	Name     string
	Type     OptionType
	Required bool
	Default  string
	Words    []string // when not empty, the only values allowed
	Secret   bool     // never printed
	Formats  []string // of a source that hands its content to formats: whose option it is; empty: its own
	Doc      string
}

// Values are the options of one source as the dataset file gives them, checked
// against Type.Options (known names, shapes, required ones present). A list has
// one or more texts; every other shape exactly one.
type Values map[string][]string

// Text returns the first text of an option, or def.
func (v Values) Text(name, def string) string {
	if len(v[name]) == 0 {
		return def
	}
	return v[name][0]
}

// OptionError says which option is wrong and why.
type OptionError struct {
	Option  string
	Message string
}

func (e *OptionError) Error() string { return fmt.Sprintf("option %q: %s", e.Option, e.Message) }

// Slot is the span that an extract covers: [Start, End) in the city's zone.
type Slot struct {
	Start time.Time
	End   time.Time
}

// Request asks for one extract.
type Request struct {
	Slot  Slot
	Dir   string         // relative paths start here: the workspace's folder
	Zone  *time.Location // the city's zone: zone-less times are in it
	Alloc memory.Allocator
	// Titles are the names and titles of the declared fields, by which a source
	// without a fixed place for its header may find it. They change no value.
	Titles []string
}

// Source hands over extracts. Open returns an error of type *Error (or a wrapped
// one, or the context's). Implementations hold no state between calls and may be
// used by several goroutines.
type Source interface {
	Open(ctx context.Context, r Request) (Extract, error)
}

// Extract is one open extract. It is read to its end by one goroutine, then
// closed; Close may also come earlier, and releases everything.
//
// The schema's first field is RowColumn (int64, not null); all others are
// nullable utf8 with the column's name as received: names may be empty, and may
// repeat. Field metadata may hold SourceTypeKey.
type Extract interface {
	Schema() *arrow.Schema
	// Next returns the next record, or io.EOF after the last one. The caller
	// releases it. Rows ascend in RowColumn.
	Next(ctx context.Context) (arrow.Record, error)
	// Info is complete only after Next has returned io.EOF.
	Info() Info
	Close() error
}

// Info is what is known of an extract beside its rows.
type Info struct {
	Origin   string      // what was read, without secrets: a path, a table
	Modified time.Time   // the newest modification time of its files; zero: unknown
	Physical int64       // data records met; rows read + Rejected, always
	Rejected []Rejection // every record that could not become a row
	Warnings []Warning   // what was read, or left out as declared, and is to be known
}

// Warning is something about an extract that rejects no record: values that lost
// precision at their source, sheets and rows that were passed over.
type Warning struct {
	Reason   Reason
	Count    int64    // how often
	Examples []string // the first places, as Rejection.Where: at most MaxExamples
}

// MaxExamples is how many places of a warning are kept.
const MaxExamples = 5

// Rejection is one physical record that could not be read as a row.
type Rejection struct {
	Row    int64  // its number, as RowColumn counts
	Where  string // "line 14", "sheet 明细, row 9"
	Reason Reason
	Raw    string // the record as it stood, so that nothing is lost
}

// Reason is an explanation that every language can render: Key is a key of the
// message catalogue, English the same in words.
type Reason struct {
	Key     string
	Args    []string
	English string
}

// Class says whose fault a failure is, and so what becomes of the slot.
type Class int

// The classes of failures.
const (
	Absent      Class = iota // nothing was delivered: the slot is missing
	Unreadable               // something was delivered that cannot be read
	SourceFault              // the unit's source refused or was down
	Platform                 // our own disk, memory or configuration
)

// Error is the failure of an extract as a whole.
type Error struct {
	Class     Class
	Transient bool   // the same call may succeed later
	Where     string // path, sheet, cell, line: without secrets
	Reason    Reason
	Err       error // the cause, or nil; never shown to departments
}

func (e *Error) Error() string {
	if e.Where == "" {
		return e.Reason.English
	}
	return e.Where + ": " + e.Reason.English
}

func (e *Error) Unwrap() error { return e.Err }

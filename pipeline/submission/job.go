package submission

import (
	"time"

	"cdoscore/pipeline/check"
	"cdoscore/rules"
)

// Job is what a check is asked to do, as JSON on its standard input. All that it
// reads of the upload and all that it writes lies in Folder, its working directory:
// OriginalFile is there, ReturnedFile and a snapshot are written there.
type Job struct {
	Upload    string      `json:"upload"`
	Folder    string      `json:"folder"`
	Workspace string      `json:"workspace"` // whose configuration holds; it is only read
	Dataset   string      `json:"dataset"`
	Slot      string      `json:"slot"`
	Filename  string      `json:"filename"`
	Format    string      `json:"format"`   // excel or csv
	Encoding  string      `json:"encoding"` // of csv: utf-8 or gb18030
	Language  string      `json:"language"`
	Now       time.Time   `json:"now"`
	Found     check.Found `json:"found"`
	Previous  string      `json:"previous"` // folder of the upload before, for the difference; "" none
	Limits    Limits      `json:"limits"`
}

// The files of an upload's folder.
const (
	OriginalFile = "original"
	ReturnedFile = "returned.xlsx"
	ReportFile   = "report.json"
	RecordFile   = "faults" // a check.Record
	WorkFolder   = "work"   // of the check while it is at work
)

// Report is what a check found, as JSON on its standard output.
type Report struct {
	// Refused says why the file could not be judged at all; nil: it was.
	Refused *rules.Note `json:"refused,omitempty"`
	Result  CheckResult `json:"result"`
	Problem string      `json:"problem,omitempty"` // for the operators' log; "": none
}

// CheckResult is what the officer is shown of a check.
type CheckResult struct {
	Rows       int64            `json:"rows"`
	Rejected   int64            `json:"rejected"`       // records that could not be read as rows
	Score      *float64         `json:"score"`          // points of 100; nil: not assessed
	Judged     float64          `json:"judged"`         // share of the weight that could be judged, 0 to 1
	Dimensions []DimensionScore `json:"dimensions"`     // in the workspace's order
	Failed     int64            `json:"failed"`         // sum of the causes' Failed
	FaultyRows int64            `json:"faulty_rows"`    // rows with at least one fault
	Causes     []Cause          `json:"causes"`         // worst first
	Warnings   []Warning        `json:"warnings"`       // what was read, and is to be known
	Diff       *Diff            `json:"diff,omitempty"` // nil: no upload before to compare with
	Returned   bool             `json:"returned"`       // the returned workbook was written
}

// DimensionScore is one of the five.
type DimensionScore struct {
	ID     string   `json:"id"`
	Points *float64 `json:"points"` // of 100; nil: not assessed
}

// Cause is one rule that fails.
type Cause struct {
	Rule      string     `json:"rule"`
	Kind      string     `json:"kind"`
	Fields    []string   `json:"fields"`
	Severity  string     `json:"severity"`
	Dimension string     `json:"dimension"`
	Indicator string     `json:"indicator"`
	Evaluated int64      `json:"evaluated"`
	Failed    int64      `json:"failed"`
	Exempt    int64      `json:"exempt"` // of Failed
	What      rules.Note `json:"what"`   // what is wrong: reason.<kind>
	Mend      rules.Note `json:"mend"`   // how to mend it
	Rows      []int64    `json:"rows"`   // the first failing rows
	Value     string     `json:"value"`  // of the first one, unmasked: it is the unit's own
}

// Warning is something about the file that rejects no record.
type Warning struct {
	What     rules.Note `json:"what"`
	Count    int64      `json:"count"`
	Examples []string   `json:"examples"` // places
}

// Diff compares the faults with those of the upload before, by key or content.
type Diff struct {
	Against string `json:"against"` // the upload before
	Fixed   int64  `json:"fixed"`
	Left    int64  `json:"left"`
	New     int64  `json:"new"`
}

package ledger

import (
	"cmp"
	"fmt"
	"slices"
)

// The records of a results.parquet.
const (
	RuleRecord  = "rule"  // the counts of one rule
	GroupRecord = "group" // the counts of one check group
	ScoreRecord = "score" // one derived score
)

// Row is one line of results.parquet. Text that does not apply is "", a number
// that does not apply nil, so that 0 is always a count. The columns, in the order
// of the fields: record, unit, dataset, slot, rule, kind, indicator, fields,
// check_group, severity, weight, scored, total, applicable, missing, evaluated,
// failed, exempt, groups, credit, score, score_no_waivers, judged, version, note.
type Row struct {
	Record         string // RuleRecord, GroupRecord or ScoreRecord
	Unit           string
	Dataset        string
	Slot           string
	Rule           string
	Kind           string
	Indicator      string
	Fields         string // a JSON array of names
	Group          string // the check group, where one is formed
	Severity       string
	Weight         int32
	Scored         bool // false: shown without points (shadow, or not yet in force)
	Total          int64
	Applicable     int64
	Missing        int64
	Evaluated      int64
	Failed         int64
	Exempt         int64
	Groups         int64  // unique: groups of equal rows
	Credit         *int32 // permille, of dataset-level judgements
	Score          *int64 // millionths of a point, with waivers; nil: not assessed
	ScoreNoWaivers *int64 // millionths of a point
	Judged         *int64 // judged share, in millionths
	Version        string // of the rule
	Note           string // a rules.Note as JSON, or ""
}

// compareRows is the order of results.parquet: by unit, dataset, slot, record,
// rule, then whatever else tells two rows apart.
func compareRows(a, b Row) int {
	return cmp.Or(
		cmp.Compare(a.Unit, b.Unit),
		cmp.Compare(a.Dataset, b.Dataset),
		cmp.Compare(a.Slot, b.Slot),
		cmp.Compare(a.Record, b.Record),
		cmp.Compare(a.Rule, b.Rule),
		cmp.Compare(a.Group, b.Group),
		cmp.Compare(a.Kind, b.Kind),
		cmp.Compare(a.Indicator, b.Indicator),
		cmp.Compare(a.Fields, b.Fields),
	)
}

// sortRows returns the rows in their order. Two rows that the order cannot tell
// apart are a mistake: one outcome would count twice, and the file's bytes would
// hang on the order of work.
func sortRows(rows []Row) ([]Row, error) {
	sorted := slices.Clone(rows)
	slices.SortFunc(sorted, compareRows)
	for i := 1; i < len(sorted); i++ {
		if r := sorted[i]; compareRows(sorted[i-1], r) == 0 {
			return nil, fmt.Errorf("two %s rows of unit %q, dataset %q, slot %q, rule %q, group %q, kind %q, indicator %q",
				r.Record, r.Unit, r.Dataset, r.Slot, r.Rule, r.Group, r.Kind, r.Indicator)
		}
	}
	return sorted, nil
}

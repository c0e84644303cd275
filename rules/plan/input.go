package plan

import (
	"strings"
	"time"

	"cdoscore/rules"
)

// Input is what a plan is made from: one extract and the rules that judge it.
type Input struct {
	Path    string   // of the snapshot's Parquet file
	Columns []Column // in received order
	Fields  []rules.Field
	Rules   []*rules.Rule
	Start   time.Time // of the slot, in the city's zone
	Cutoff  time.Time // in the city's zone
	Zone    string    // IANA name of the city's zone
	// Targets gives, by rule id, the snapshot that a rule's other dataset is bound
	// to; a rule without one evaluates nothing.
	Targets map[string]Target
	// Waived gives, by rule id, the conditions under which its failed rows are
	// exempt; a nil condition exempts them all.
	Waived map[string][]*rules.Expr
}

// Column is one column of a snapshot.
type Column struct {
	Name   string // as received
	Stored string // in the Parquet file
}

// Target is a bound snapshot of another dataset.
type Target struct {
	Path    string
	Columns []Column
	Fields  []rules.Field
}

// Type is an enumeration that a query needs in its session: the values of a
// large list. Its name is made from its values, so that equal lists are created
// once.
type Type struct {
	Name   string
	Values []string
}

// Create writes the statement that declares the enumeration.
func (t Type) Create() string {
	quoted := make([]string, len(t.Values))
	for i, v := range t.Values {
		quoted[i] = quote(v)
	}
	return "CREATE TYPE " + t.Name + " AS ENUM (" + strings.Join(quoted, ", ") + ")"
}

// Query is one statement. Its result has one row; each column is a count, in the
// order of Measures, but for greatest values, which are timestamps.
type Query struct {
	SQL      string
	Types    []Type
	Measures []string
}

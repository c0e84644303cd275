package rules

import "time"

// Scope says what one outcome of a kind is counted over.
type Scope int

// The scopes of kinds.
const (
	RowScope     Scope = iota // a predicate of each row, in the fused scan
	UniqueScope               // groups of equal rows, a sub-plan of its own
	JoinScope                 // rows against another dataset, a sub-plan of its own
	FiguresScope              // rows against figures of all rows, a sub-plan of its own
	CoverScope                // expected values against the rows, a sub-plan of its own
	DatasetScope              // one judgement of the extract as a whole
)

// Kind is one entry of the rule catalogue. Kinds are listed in rules/kinds; they
// never register themselves.
type Kind struct {
	Name         string
	Doc          Doc
	Scope        Scope
	Indicator    string // fed by default, a code of the semantics page
	Completeness bool   // evaluated = applicable, failed = missing
	OnField      bool   // may stand as a key of a field and then implies <field>.<kind>
	Shadow       bool   // counted and shown without points unless a rule says shadow: false
	// Parse reads the options of the rule. Mistakes go to c.Diags; a nil Check
	// means that there was one.
	Parse func(c *Context) Check
}

// Doc explains a kind to those who write rules, and to those whom they judge.
type Doc struct {
	Title   Text
	Counts  Text // what fails
	Over    Text // the denominator: what is evaluated
	Missing Text // what a missing value does
	Options []Option
	Clause  string // the clause of the standard that it implements
	Example string // YAML
}

// Option is one option of a kind.
type Option struct {
	Name    string
	Type    string // field, fields, text, number, list, span, true or false, …
	Default string // "" where the option is required
	Text    Text   // what it does
}

// Check is a kind with its options read. It is also one of RowCheck, UniqueCheck,
// JoinCheck or MatchCheck, FiguresCheck, CoverCheck or DatasetCheck, by its kind's
// scope.
type Check interface {
	// Reads returns the fields whose missing values take a row out of evaluation.
	Reads() []string
	// Canonical writes the options in one fixed form, for hashes and versions.
	Canonical() string
}

// RowCheck is judged on each evaluated row.
type RowCheck interface {
	Check
	// Pass returns SQL that is true where the row passes; false or NULL fails.
	Pass(b Builder) string
}

// Judge decides in Go what a RowCheck decides in SQL, by another way: the two must
// agree on every row.
type Judge interface {
	// Holds reports whether an evaluated row passes.
	Holds(v Values) bool
}

// Values is one row as a judge in Go sees it.
type Values interface {
	// Raw is the value as received (width folded where the field says so); false
	// where it is NULL.
	Raw(field string) (string, bool)
	// Text is the trimmed value; false where it is missing.
	Text(field string) (string, bool)
	// Typed is the value in its declared type: *big.Rat, time.Time (the city's wall
	// clock, in UTC), bool or string; nil where it is missing or does not convert.
	Typed(field string) any
	// Cutoff is the slot's cut-off, in the city's zone.
	Cutoff() time.Time
	// Wall is what the city's clocks show at a moment, comparable with Typed.
	Wall(t time.Time) time.Time
	// Expr is the value of a checked expression; known is false where it is NULL.
	Expr(e *Expr) (value, known bool)
}

// Conditional is a RowCheck with a condition of its own beside `when`: rows where
// it is not true are not applicable.
type Conditional interface {
	Condition() *Expr
}

// UniqueCheck fails every row of a group of two or more with equal texts in
// Reads(), or, where Whole, in every received column but those of the ignored
// fields, a missing value being equal to a missing one.
type UniqueCheck interface {
	Check
	Whole() (whole bool, ignored []string)
}

// Bound looks into a snapshot of another dataset, which the pipeline binds.
type Bound interface {
	// Target names the dataset and its fields; "" where the rule needs none.
	Target() (dataset string, fields []string)
}

// JoinCheck fails rows whose Reads() are absent from the named fields of another
// dataset's snapshot.
type JoinCheck interface {
	Check
	Bound
}

// MatchCheck fails rows whose values differ from those of the one row of another
// dataset with the same key. A key that is absent there, or stands there more
// than once, or whose value is missing there, is not evaluated.
type MatchCheck interface {
	JoinCheck
	// Pairs returns own and other fields: of the key, and of the compared values.
	Pairs() (on, values []Pair)
	// Unmatched says how many rows could not be compared, and why.
	Unmatched(absent, ambiguous, theirsMissing int64) Note
}

// Pair is a field and its counterpart in another dataset.
type Pair struct{ Mine, Theirs string }

// FiguresCheck judges each evaluated row against figures of all evaluated rows.
type FiguresCheck interface {
	Check
	// Figures returns SQL aggregates over the evaluated rows, each computed after
	// those before it, whose values stand in the columns s0, s1, …
	Figures(b Builder) []string
	// Judged is true, in SQL over the figures alone, where they allow a judgement;
	// "" always.
	Judged() string
	// Pass is RowCheck's, over the row and the figures.
	Pass(b Builder) string
	// Hold decides the same in Go for all evaluated rows; nil where the figures
	// allow no judgement.
	Hold(rows []Values) []bool
}

// CoverCheck counts expected values, and those that no evaluated row has in the
// one field of Reads().
type CoverCheck interface {
	Check
	Bound
	// Expected returns the values that must occur; unused where Target names a
	// dataset, whose one field then has them.
	Expected(cutoff time.Time) []string
	// Absent says which are absent, from the lowest of them.
	Absent(failed int64, some []string) Note
}

// DatasetCheck is judged once per extract from plain facts.
type DatasetCheck interface {
	Check
	Judge(f Facts) Outcome
}

// Dated is a DatasetCheck that needs the greatest value of a field.
type Dated interface {
	Greatest() string
}

// Measured is a DatasetCheck that needs counts over the rows; they come back in
// Facts.Counts.
type Measured interface {
	// Measures returns SQL aggregates, each a count.
	Measures(b Builder) []string
	// Count is the same in Go.
	Count(rows []Values, start, cutoff time.Time) []int64
}

// Historical is a DatasetCheck that compares with earlier slots.
type Historical interface {
	// Slots is how many of Facts.Earlier it needs.
	Slots() int
}

// Facts are what dataset-level kinds judge.
type Facts struct {
	Arrived      bool  // an extract is there to be read
	NilReturn    bool  // the officer declared that there is nothing to report (零报告)
	Rows         int64 // in the snapshot
	Rejected     int64 // physical records that could not be read as rows
	Columns      []string
	Fields       []Field
	Start        time.Time // the slot covers [Start, Cutoff)
	Cutoff       time.Time
	Credit       int                  // of the delivery, in permille
	DeliveryNote Note                 // why the credit is not full
	DeliveryDue  bool                 // false: nothing was due (irregular, static), or it is excused
	Greatest     map[string]time.Time // field → its greatest value, by plan, for freshness
	GreatestRows map[string]int64     // field → rows where it is not missing
	Counts       []int64              // what the rule's Measures gave
	SHA256       string               // of the snapshot's content, whatever its file
	Earlier      []Earlier            // good snapshots of earlier slots, newest first
}

// Earlier is a good snapshot of an earlier slot.
type Earlier struct {
	Slot   string
	Rows   int64
	SHA256 string
}

// Described is what a dataset's file says of the dataset itself.
type Described struct {
	Title                                Text
	Office, Person, Phone, System        string
	Code, Abstract, Category, Format     string
	Sharing, SharingBasis, SharingMethod string
	Opening, Published, Related, Cycle   string
	Provider, ProviderCode               string
	InWorkspace                          bool // false in a check of one file
}

// Context is what a kind sees while its options are read.
type Context struct {
	Node    *Node  // the value of the kind's key
	Field   *Field // the field on which the key stands; nil in the rules list
	Fields  []Field
	Dataset string // id of the dataset, unit/name; a file name in a check without a workspace
	Tables  map[string]*CodeTable
	// OtherFields returns the fields of another dataset of the workspace; false
	// when there is none of that name. Nil where there is no workspace.
	OtherFields func(dataset string) ([]Field, bool)
	DatasetIDs  []string
	Described   Described
	ParseExpr   ParseExpr
	Diags       *Diagnostics
}

// FieldNamed returns the declared field of a name.
func (c *Context) FieldNamed(name string) (Field, bool) {
	for _, f := range c.Fields {
		if f.Name == name {
			return f, true
		}
	}
	return Field{}, false
}

// CheckField returns the declared field that node names, reporting an unknown one.
func (c *Context) CheckField(node *Node) (Field, bool) {
	f, ok := c.FieldNamed(node.Text)
	if !ok {
		names := make([]string, len(c.Fields))
		for i, f := range c.Fields {
			names[i] = f.Name
		}
		c.Diags.Addf(node.Pos, "unknown field %q%s", node.Text, Suggest(node.Text, names))
	}
	return f, ok
}

// Builder hands a RowCheck the SQL of its operands. rules/plan implements it: it
// is the only place that quotes.
type Builder interface {
	// Raw is the value as received (width folded where the field says so).
	Raw(field string) string
	// Text is the trimmed value; NULL where it is missing.
	Text(field string) string
	// Typed is the value in its declared type, timestamps without zone in the
	// city's time; NULL where it is missing or does not convert.
	Typed(field string) string
	// Literal quotes a text.
	Literal(s string) string
	// Cutoff is the slot's cut-off, a TIMESTAMP in the city's time.
	Cutoff() string
	// CutoffTime is the same for those that decide in Go; StartTime, the slot's
	// start.
	CutoffTime() time.Time
	StartTime() time.Time
	// Moment quotes a time for comparison with Typed.
	Moment(t time.Time) string
	// CompareNumber is true where the typed value of a numeric field stands in the
	// relation op (=, !=, <, <=, >, >=) to a plain number, exactly.
	CompareNumber(field, op, number string) string
	// CompareFields is true where the typed values of two fields of comparable
	// types stand in the relation op.
	CompareFields(left, op, right string) string
	// IsInteger is true where the text is an optional sign and digits.
	IsInteger(field string) string
	// NumberIn is true where the typed value of a numeric field equals one of the
	// numbers.
	NumberIn(field string, numbers []string) string
	// Let computes an expression once per row, however often its name is used.
	Let(expr string) string
	// Member is true where x (a text expression) is one of the values.
	Member(x string, values []string) string
	// Matches is true where the RE2 pattern matches all of x; Finds, where it
	// matches within x.
	Matches(x, pattern string) string
	Finds(x, pattern string) string
	// Expr renders a checked expression over typed columns; it is NULL on a row
	// whose values make it fail, as an overflow does.
	Expr(e *Expr) string
}

// Outcome is the counts of one rule on one snapshot (semantics, Counting).
type Outcome struct {
	Total      int64 // rows of the snapshot
	Applicable int64 // where `when` is true
	Missing    int64 // applicable, with a missing value in a field that the rule reads
	Evaluated  int64
	Failed     int64
	Exempt     int64 // failed rows under a waiver
	Groups     int64 // unique: how many groups of equal rows failed
	// Credit is what a dataset-level judgement with evaluated = 1 earns, 0-1000;
	// nil for every other outcome.
	Credit *int
	Note   Note // why, where the counts alone do not say
}

// Note is a reason in a form that every language can render: a key of the
// message catalogue and its arguments.
type Note struct {
	Key  string   `json:"key,omitempty"`
	Args []string `json:"args,omitempty"`
}

// Judgement returns the outcome of a dataset-level kind with evaluated = 1.
func Judgement(f Facts, credit int, note Note) Outcome {
	o := Outcome{Total: f.Rows, Applicable: 1, Evaluated: 1, Credit: &credit, Note: note}
	if credit < 1000 {
		o.Failed = 1
	}
	return o
}

// Tally returns the outcome of a dataset-level kind that has a natural count.
func Tally(f Facts, evaluated, failed int64, note Note) Outcome {
	return Outcome{Total: f.Rows, Applicable: evaluated, Evaluated: evaluated, Failed: failed, Note: note}
}

// CodeTable is a table of codes with validity in time.
type CodeTable struct {
	Name  string
	Title Text
	Codes []Code
}

// Code is one entry; From and To are the first and last month or day (inclusive)
// on which it is valid, as YYYY-MM or YYYY-MM-DD; empty: open.
type Code struct {
	Code string
	Name string
	From string
	To   string
}

// At returns the codes valid on the day of t, in table order.
func (t *CodeTable) At(day time.Time) []string {
	on := day.Format(time.DateOnly)
	var out []string
	for _, c := range t.Codes {
		if validOn(c, on) {
			out = append(out, c.Code)
		}
	}
	return out
}

// Ever returns all codes of the table.
func (t *CodeTable) Ever() []string {
	out := make([]string, len(t.Codes))
	for i, c := range t.Codes {
		out[i] = c.Code
	}
	return out
}

// validOn compares as texts, to the month where a bound is a month.
func validOn(c Code, on string) bool {
	return (c.From == "" || c.From <= on[:min(len(on), len(c.From))]) &&
		(c.To == "" || c.To >= on[:min(len(on), len(c.To))])
}

package workspace

import (
	"time"

	"cdoscore/rules"
)

// Workspace is one loaded folder of configuration. It is read once and never
// changed afterwards.
type Workspace struct {
	Dir        string // absolute
	City       rules.Text
	Issuer     rules.Text // 制表单位; empty: none printed
	Zone       *time.Location
	Language   string   // of workbooks and messages: zh-Hans, zh-Hant or en
	Languages  []string // in which reports are written; the first is Language
	Storage    Storage
	Jobs       int // extracts and datasets at work at once
	Memory     string
	Threads    int
	Samples    int // sample rows kept of a failing rule
	Retain     time.Duration
	Rectify    Rectify
	Appeals    Appeals
	Schedule   string // when the night begins, a cron expression in the zone; "" the default
	Nights     Nights
	Mail       Mail     // the server of notices
	Notices    []Notice // in file order
	Start      string   // first assessed day, YYYY-MM-DD; slots before it are not due; "" none
	Units      []*Unit
	Indicators Indicators
	Datasets   []*Dataset // sorted by ID
	Tables     map[string]*rules.CodeTable
	Calendar   Calendar
	Cycles     []Cycle           // declared assessment cycles, in file order
	Waivers    []Waiver          // by id
	Outages    []Outage          // by beginning and id
	NilReturns []NilReturn       // by dataset and slot
	Inventory  []InventoryEntry  // by unit and code
	Requests   []DataRequest     // by unit and id
	Reviews    map[string]Review // by cycle
	// ConfigHash is the SHA-256, in hex, of the canonical form of everything that
	// can change a score; the same on every machine, whatever the layout of the
	// files, their comments and the order of their keys.
	ConfigHash string

	builtIn []string // names of the tables that came with the program, sorted
}

// Storage names where state and results lie, relative to the workspace.
type Storage struct {
	Var        string // default "var"
	Reports    string // of days; default "reports"
	Scorecards string // of months, quarters and years; default "scorecards"
	Outbox     string // of notices; default "outbox"
}

// Rectify says how findings are followed.
type Rectify struct {
	Days       int // working days that a unit has to put a finding right; default 10
	CloseAfter int // clean slots in a row that close a finding; default 2
}

// Appeals says within how many working days the city takes the steps of an appeal.
type Appeals struct {
	Accept int // to accept one that was filed, and to archive one that was verified; default 3
	Verify int // to verify one that was accepted; default 15
}

// Unit is one assessed unit. Units are ranked inside their tier only.
type Unit struct {
	ID        string
	Tier      string // district, department, institution, enterprise
	Name      rules.Text
	ShortName rules.Text // how files are named after the unit; zero: by Name
	Parent    string     // id of the unit above, or ""
	USCC      string     // unified social credit code
	Division  string     // GB/T 2260 code of a district, or ""
	From, To  string     // validity, YYYY-MM-DD, inclusive; "" is open
	Successor string
	CDOs      []Tenure
	Schedule  string   // of its own nights; "" the workspace's
	Email     []string // where its notices go
	// SecondPerson: an upload is reviewed by another person before it is confirmed.
	SecondPerson bool
	Pos          rules.Pos
}

// FileName is how files are named after the unit in a language.
func (u *Unit) FileName(lang string) string {
	if u.ShortName.IsZero() {
		return u.Name.In(lang)
	}
	return u.ShortName.In(lang)
}

// Tenure is one Chief Data Officer's time in office.
type Tenure struct {
	Name, Title string
	From, To    string // YYYY-MM-DD, inclusive; "" is open
}

// Within reports whether the unit existed on some day from from to to, both inclusive.
func (u *Unit) Within(from, to string) bool { return overlap(u.From, u.To, from, to) }

// Tenures returns those that touch the days from from to to, earliest first.
func (u *Unit) Tenures(from, to string) []Tenure {
	var out []Tenure
	for _, t := range u.CDOs {
		if overlap(t.From, t.To, from, to) {
			out = append(out, t)
		}
	}
	return out
}

// CDO returns the tenure in force on a day.
func (u *Unit) CDO(day time.Time) (Tenure, bool) {
	d := day.Format(time.DateOnly)
	for _, t := range u.CDOs {
		if t.From <= d && (t.To == "" || t.To >= d) {
			return t, true
		}
	}
	return Tenure{}, false
}

// Tiers in the order in which reports show them.
var Tiers = []string{"district", "department", "institution", "enterprise"}

// Indicators is the unified set: the dimensions of data quality with their
// indicators (by the codes of the semantics page), bands and limits, and the
// tier-1 indicators of the annual assessment.
type Indicators struct {
	Dimensions  []Dimension
	Bands       []Band  // best first
	Cap         float64 // greatest share of a unit's weight that one dataset may have
	CapFrom     int     // number of datasets from which the cap holds
	MinimumN    int64   // evaluated rows below which a rate is not ranked
	Annual      []AnnualIndicator
	Review      ReviewRules
	Adjustments Adjustments
}

// Dimension is one of the plan's five: completeness, accuracy, timeliness,
// authenticity, usability. Its weight is the sum of its indicators'.
type Dimension struct {
	ID         string
	Name       rules.Text
	Indicators []Indicator
}

// Indicator is one code of the semantics page with its weight.
type Indicator struct {
	Code   string
	Name   rules.Text
	Weight int
}

// Band is a grade with the rounded score from which it is given.
type Band struct {
	ID    string
	Name  rules.Text
	From  float64
	Color string // hex RGB without '#', for fills
}

// Dataset is one entry of a unit's functional data list.
type Dataset struct {
	ID          string // unit/name
	Unit        string
	Name        string
	Title       rules.Text
	Owner       Owner
	Catalogue   Catalogue
	Update      Update
	Importance  int
	InScope     bool
	AllowEmpty  bool
	SourceType  string // csv, excel, …; "" when the file names no source (check)
	Source      map[string][]string
	SourcePos   rules.Pos
	Schedule    string        // of its own nights; "" the unit's
	Timeout     time.Duration // of one pull
	Arrivals    string        // path of the arrivals CSV, with slot placeholders; "" none
	Key         []string
	Fields      []rules.Field
	Rules       []*rules.Rule // explicit and implied, in canonical order
	RowCountOwn bool          // a row_count rule of its own replaces the implied one
	Canonical   string        // everything of the dataset that can change a score
	Pos         rules.Pos
}

// Owner is who answers for a dataset.
type Owner struct{ Office, Person, Phone, System string }

// Catalogue is the dataset's entry in the catalogue.
type Catalogue struct {
	Code, Abstract, Category, Format  string
	SharingType, SharingBasis, Method string // unconditional, conditional, none
	OpeningType, Published, Related   string
}

// Cycles are the declared update cycles.
var Cycles = []string{"realtime", "daily", "weekly", "monthly", "quarterly", "half-yearly", "yearly", "irregular", "static"}

// Update is the declared update cycle and its deadline.
type Update struct {
	Cycle       string
	Due         []TimeOfDay   // times of day, ascending; default 00:00
	DueDays     int           // days after the slot's end before the first due time counts
	WorkingDays bool          // DueDays counts working days of the calendar
	Grace       time.Duration // still on time
	Late        []LateStep    // ascending by Within
	AcceptUntil time.Duration // after due; 0: the next slot's due time
}

// TimeOfDay is minutes after midnight.
type TimeOfDay int

// LateStep is the credit, in permille, of an arrival at most Within after due + grace.
type LateStep struct {
	Within time.Duration
	Credit int
}

// Scheduled reports whether slots follow a cycle; irregular and static datasets,
// and those of a check without a declared cycle, get one slot per extract,
// without delivery or freshness points.
func (u Update) Scheduled() bool {
	return u.Cycle != "" && u.Cycle != "irregular" && u.Cycle != "static"
}

// SourceKind is what the loader must know of a connector to check its options.
type SourceKind struct {
	Name  string
	Known []string // option names, for suggestions
	// Check returns the mistakes of a set of options; Option "" is the source itself.
	Check func(options map[string][]string) []OptionProblem
	// List reports whether an option takes a list.
	List func(option string) bool
	// Secret reports whether an option holds a secret, which no file of the workspace
	// may spell out; nil: none does.
	Secret func(option string) bool
}

// OptionProblem is one wrong option.
type OptionProblem struct{ Option, Message string }

// Deps is what Load is given by the wiring: what the workspace may name.
type Deps struct {
	Kinds     []*rules.Kind
	Sources   []SourceKind
	Tables    []*rules.CodeTable // built in
	ParseExpr rules.ParseExpr
	Getenv    func(string) (string, bool)
	// CheckSchedule reports a cron expression that is none; nil checks nothing.
	CheckSchedule func(expression string, zone *time.Location) error
	// CheckTemplate reports a template of a notice that cannot be used; nil checks
	// nothing.
	CheckTemplate func(text string) error
	Now           time.Time // the clock: the calendar must reach the next deadline after it
	// NoSources is for whoever opens no source: variables in source options may be
	// unset, and then stand as written.
	NoSources bool
}

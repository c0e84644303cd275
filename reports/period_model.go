package reports

import (
	"time"

	"cdoscore/rules"
)

// The kinds of a period.
const (
	DayPeriod     = "day"
	MonthPeriod   = "month"
	QuarterPeriod = "quarter"
	YearPeriod    = "year"
	CyclePeriod   = "cycle" // a declared assessment cycle that is no calendar year
)

// Period is what a workbook is about: one day, or a month, a quarter, a year or an
// assessment cycle. A day shows each dataset's newest slot by then; a longer period
// the mean of each dataset's slots whose last covered day lies within (semantics,
// From datasets to units, the city and the year).
type Period struct {
	Kind        string
	Name        string    // 2026-03-15, 2026-03, 2026-Q1, 2026, or the cycle's name
	First, Last time.Time // midnights in the city's zone, both inclusive
}

// IsZero reports whether there is no period.
func (p Period) IsZero() bool { return p.Kind == "" }

// Long reports whether the period is longer than a day.
func (p Period) Long() bool { return !p.IsZero() && p.Kind != DayPeriod }

// TrendPoint is one step of a unit's way through a period: a day of a month, a
// month of what is longer. Its figures are those that the step's own workbook
// shows, so that a step without an assessed slot has none.
type TrendPoint struct {
	Period         Period
	Score          Points
	PeerMedian     Points   // of the tier
	Dimensions     []Points // in the order of Unit.Dimensions
	PeerDimensions []Points // medians of the tier, likewise
}

// CalendarLine is one daily dataset's slots of a period, for the calendar.
type CalendarLine struct {
	Dataset string // id
	Title   rules.Text
	Slots   []CalendarSlot // by day; days without a slot are left out
}

// CalendarSlot is the state of the slot that covers a day.
type CalendarSlot struct {
	Day   time.Time
	State string // as DeliveryLine.State
}

// The kinds of a change.
const (
	RuleAdded       = "rule_added"
	RuleRemoved     = "rule_removed"
	RuleChanged     = "rule_changed"
	DatasetAdded    = "dataset_added"
	DatasetRemoved  = "dataset_removed"
	DatasetChanged  = "dataset_changed" // importance, scope, fields
	UpdateChanged   = "update_changed"  // the declared update cycle or its deadline
	CatalogChanged  = "catalogue_changed"
	WeightsChanged  = "weights_changed" // indicators, bands, cap
	SettingsChanged = "settings_changed"
	TableChanged    = "table_changed"
)

// ChangeLine is one row of 变更说明: a difference between the scoring configuration
// or catalogue under which the period before ended and those of this period.
type ChangeLine struct {
	Day         time.Time // of the first run under it
	Kind        string
	Dataset     string // id; empty: concerns the whole city
	DatasetName rules.Text
	Subject     string // what of it: a rule's id, a field's name, a table's name; empty: the whole
	// Was and Is are what the configuration said, and says; empty where it did not
	// exist, or no longer does. Of an update cycle that changed they are the cycles
	// (daily, weekly …), else the canonical form of the line.
	Was, Is string
	// Downgrade is true where the declared update cycle became less frequent, or none:
	// fewer deadlines than the unit had promised.
	Downgrade bool
}

// DisagreementLine is one row of 跨部门不一致: one match rule over the period.
type DisagreementLine struct {
	Code                string // 得分点编号
	Authority, Unit     rules.Text
	AuthorityID, UnitID string
	AuthorityDataset    rules.Text // the authoritative dataset
	AuthorityDatasetID  string
	Dataset             rules.Text
	DatasetID           string
	Field               rules.Text // titles of the compared fields
	Compared, Disagree  int64      // rows, summed over the period's slots
	Rate                float64
	SmallSample         bool // Compared below the minimum n: shown, and not proposed
	Propose             bool // put before the joint conference: not a small sample, and something disagrees
}

// TierTrend is the median of one tier at each step of the period.
type TierTrend struct {
	Tier   string
	Points []TrendPoint // PeerMedian and PeerDimensions alone
}

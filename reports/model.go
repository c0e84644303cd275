package reports

import (
	"time"

	"cdoscore/rules"
	"cdoscore/rules/score"
)

// Points is a score in points of 100; Assessed is false where nothing could be
// judged (不适用), and then Value means nothing.
type Points struct {
	Value    float64 // unrounded
	Assessed bool
}

// Unit is the model of one unit's workbook for a day or a longer period.
type Unit struct {
	City, Issuer   rules.Text
	Period         Period
	PreviousPeriod Period // with which Previous compares; of the same kind
	ID             string
	Name           rules.Text
	Tier           string
	CDO            string    // name and tenure, empty where unknown
	Slot           time.Time // the period's last day
	Cutoff         time.Time // 数据截止时间
	Score          Points    // with waivers
	ScoreNoWaivers Points
	Previous       Points    // of the previous period
	PeerMedian     Points    // median of the same tier
	Judged         float64   // judged share, 0-1
	Band           Band      // of the rounded score; ID "" where not assessed
	Rank, Ranked   int       // place inside the tier and how many are ranked; 0: not ranked
	CheckCode      string    // 校验码: first 16 hex digits of the results' SHA-256
	Document       string    // 文号 under which the form is issued; empty: left blank to fill in
	ValidUntil     time.Time // 有效期至, of the form; zero: left blank to fill in
	Dimensions     []DimensionLine
	Datasets       []DatasetLine
	Rules          []RuleLine
	Deliveries     []DeliveryLine
	Samples        []SampleLine  // of the newest slots
	Rectify        []RectifyLine // by points lost, greatest first
	Trend          []TrendPoint  // steps of a longer period, oldest first; none of a day
	Calendar       []CalendarLine
	Changes        []ChangeLine // oldest first
	Slots          int          // scored in the period, of datasets in scope
	Made           time.Time    // a clock that gives the same workbook again from the same ledger
	Unrun          int          // slots of the period that are due and were never scored: while there are any, it is not whole
	Method         Method
}

// Band is a grade.
type Band struct {
	ID    string
	Name  rules.Text
	Color string
}

// DimensionLine is one row of 评估结论.
type DimensionLine struct {
	ID          string
	Name        rules.Text
	Weight      float64 // of the dimension, in points of the indicator table
	Score       Points
	Previous    Points    // of the previous period
	PeerMedian  Points    // median of the same tier
	Lost        float64   // points of the unit's 100 lost in this dimension: Locked + Recoverable
	Locked      float64   // of Lost, what no correction can win back (see RuleLine.Locked)
	Recoverable Points    // of Lost, what corrections can still win; not assessed: unknown
	Cause       *RuleLine // the rule that lost most, nil when nothing was lost
}

// DatasetLine is one row of 数据集得分.
type DatasetLine struct {
	ID, Code                                 string
	Title                                    rules.Text
	Office, Person                           string
	Cycle                                    string // daily, weekly …
	Due, OnTime, Late, MissingCount, Excused int    // slots of the period, of a day all so far (应报 按时 迟报 缺报 免责)
	Rows                                     int64
	HasRows                                  bool
	Dimensions                               []Points // in the order of Unit.Dimensions
	Score                                    Points
	Judged                                   float64
	InScope                                  bool
}

// RuleLine is one row of 规则明细. Over a longer period its counts are summed over
// the slots, and what is no count is that of the newest slot on which the rule
// evaluated something; a rate is then over all rows, while Lost is the loss in the mean of the slots' scores.
type RuleLine struct {
	Code                                           string // 得分点编号, found by `explain`
	Dataset                                        string // id
	DatasetName                                    rules.Text
	Field                                          string     // titles of the fields read, joined by "、"; empty: whole dataset
	Title                                          rules.Text // name of the rule: its own, else of its kind
	RuleID                                         string
	Kind                                           string
	Version                                        string
	Indicator                                      string
	IndicatorName                                  rules.Text
	Dimension                                      string
	Applicable, Missing, Evaluated, Failed, Exempt int64
	Rate                                           Points  // pass rate in percent
	Low, High                                      float64 // Wilson 95 % interval in percent, where Evaluated > 1
	HasInterval                                    bool
	SmallSample                                    bool // evaluated below the minimum n
	Weight                                         int
	Scored                                         bool    // false: shadow, not yet in force
	Lost                                           float64 // points of the unit's 100
	// Locked is what of Lost no correction can win back (已锁定失分): all of it once
	// the assessment cycle in which the period ends is over, since a closed cycle
	// takes no correction; before, what deadlines lost, which are kept when a
	// correction replaces the data (rules of kind delivery and record_lag). The rest
	// is recoverable (仍可挽回) by corrected extracts of the period's slots.
	Locked float64
	Slots  int    // over which the counts are summed
	Appeal string // number of the appeal that contests the line; empty: none does
	Note   rules.Note
}

// DeliveryLine is one row of 报送台账.
type DeliveryLine struct {
	Dataset      rules.Text
	DatasetID    string
	Slot         string
	Due          time.Time // zero: nothing was due
	Arrived      time.Time // zero: nothing arrived
	State        string    // on_time, late, missing, unreadable, source_failed, platform_failed, excused, received
	Reason       rules.Note
	Rows         int64
	HasRows      bool
	PreviousRows int64
	HasPrevious  bool
	Hash         string // SHA-256 of the snapshot, hex; empty: none
}

// SampleLine is one row of 问题样例, already masked.
type SampleLine struct {
	Code   string
	Row    int64
	Key    string
	Field  string
	Value  string
	Reason rules.Note
}

// RectifyLine is one row of 整改清单: a finding that was issued, or a line that costs
// points and was not issued yet.
type RectifyLine struct {
	Number             string // of the finding; empty: not issued
	Code               string // 得分点编号 of the line; empty where the period has none
	Office, Person     string
	Issued             time.Time // zero: not issued
	Dataset            rules.Text
	Field              string
	KindTitle          rules.Text // 问题类型
	Description        rules.Note
	Failed, Evaluated  int64 // of the line over the period; where it has none, of the finding
	Lost               float64
	Recoverable        float64
	Deadline           time.Time // of a line not issued: what it would be if it were issued after the period
	State              string    // of the finding by the period's end, as rectification.State; empty: not issued
	Analysis, Measures string    // what the unit answered last
	Planned            string    // YYYY-MM-DD
	Progress           string    // not_started, in_progress, done, cannot; empty: no reply
	Evidence           string
	CheckedSlot        string // 核验期次; empty: no later slot was checked yet
	CheckedFailed      int64
	CheckedEvaluated   int64
	ClosedOn           string // 销号日期, YYYY-MM-DD
	Times              int    // how often it came back
}

// Rectified counts a unit's findings by the period's end (整改情况).
type Rectified struct {
	Findings, InTime, Overdue, Recurred, Done int
	Longest                                   int    // days that the oldest open one has been open
	Rate                                      Points // done ÷ findings in percent (整改率); not assessed without findings
}

// Method is what 评估方法 explains, from the configuration in force.
type Method struct {
	Dimensions  []MethodDimension
	Bands       []MethodBand
	Severities  []MethodSeverity
	Cap         float64
	CapFrom     int
	MinimumN    int64
	ConfigHash  string
	CodeVersion string
	Zone        string
}

// MethodDimension is one dimension with its indicators and the kinds that feed them.
type MethodDimension struct {
	Name       rules.Text
	Weight     int
	Indicators []MethodIndicator
}

// MethodIndicator is one indicator with the kinds that feed it.
type MethodIndicator struct {
	Code   string
	Name   rules.Text
	Weight int
	Kinds  []rules.Text
}

// MethodBand is one grade with its threshold.
type MethodBand struct {
	Name rules.Text
	From float64
}

// MethodSeverity is one severity with its weight.
type MethodSeverity struct {
	ID     string
	Weight int
}

// City is the model of the city workbook for a day or a longer period.
type City struct {
	City, Issuer   rules.Text
	Period         Period
	PreviousPeriod Period    // with which Previous and PreviousRank compare; of the same kind
	Slot           time.Time // the period's last day
	Cutoff         time.Time
	Dimensions     []DimensionHead
	Tiers          []string // those that have units, in report order
	Bands          []Band
	Units          []CityUnit         // by tier, then rank, then id
	Rose, Fell     []CityUnit         // whose rounded score moved most since the previous period, at most three each
	NeedAction     []CityUnit         // the longest silence first, then the lowest score; CityUnit.Why says why
	Annual         *CityAnnual        // nil of a period shorter than a year
	Trend          []TierTrend        // by tier; none of a day
	Disagreements  []DisagreementLine // the highest rate first
	Changes        []ChangeLine       // of the whole city, oldest first
	Made           time.Time          // a clock that gives the same workbook again from the same ledger
	CheckCode      string
	Document       string    // 文号 under which the form is issued; empty: left blank to fill in
	ValidUntil     time.Time // 有效期至, of the form; zero: left blank to fill in
	Method         Method
}

// Unended reports whether the model was made before its period was over.
func (c City) Unended() bool { return c.Period.Long() && !c.Made.IsZero() && c.Made.Before(c.Cutoff) }

// DimensionHead names a column of the heat map.
type DimensionHead struct {
	ID     string
	Name   rules.Text
	Weight float64
}

// CityUnit is one unit as the city sees it.
type CityUnit struct {
	ID                                                                            string
	Name                                                                          rules.Text
	Tier                                                                          string
	Score                                                                         Points
	Previous                                                                      Points
	Band                                                                          Band
	Rank                                                                          int // inside the tier; 0: not ranked
	PreviousRank                                                                  int
	Judged                                                                        float64
	SmallSample                                                                   bool
	Dimensions                                                                    []Points
	Datasets                                                                      int
	Due, OnTime, Late, Missing, SourceFailed, PlatformFailed, Unreadable, Excused int
	StreakMissing                                                                 int // longest current run of slots not delivered, over its datasets (连续缺报期数)
	Rows                                                                          int64
	Evaluated, Failed                                                             int64
	Rectified                                                                     Rectified
	Appeals                                                                       Standing
	Annual                                                                        *UnitAnnual  // nil: none
	Why                                                                           []rules.Note // why the unit needs action; none: it does not
}

// Change is by how many points the rounded score moved since the previous period;
// false where either is not assessed.
func (u CityUnit) Change() (float64, bool) { return change(u.Score, u.Previous) }

// Change is by how many points the rounded score moved since the previous period;
// false where either is not assessed.
func (u Unit) Change() (float64, bool) { return change(u.Score, u.Previous) }

// change is between rounded scores, itself rounded: what a reader of both computes.
func change(now, then Points) (float64, bool) {
	if !now.Assessed || !then.Assessed {
		return 0, false
	}
	return score.Round(score.Round(now.Value) - score.Round(then.Value)), true
}

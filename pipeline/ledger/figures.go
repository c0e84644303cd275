package ledger

// Step is one part of a period, and the results that count in it.
type Step struct {
	Name  string
	Parts []Part
}

// Part is what of one run's results counts in a step.
type Part struct {
	Path string
	Only []SlotKey // these slots alone; nil: all but Not
	Not  []SlotKey
}

// SlotKey names one slot.
type SlotKey struct{ Dataset, Slot string }

// The scales of figures.
const (
	PointScale = 1e13 // sums of points of 100
	ShareScale = 1e15 // sums of shares of 1
)

// Figures are sums over the slots of the steps.
type Figures struct {
	Indicators []IndicatorFigure // by dataset, step, indicator
	Missed     []MissedFigure    // over all steps; by dataset, indicator, item
	Outcomes   []OutcomeFigure   // over all steps; by dataset, record, rule
	Datasets   []DatasetFigure   // by dataset, step
}

// IndicatorFigure is one indicator of one dataset in one step.
type IndicatorFigure struct {
	Dataset, Step, Indicator string
	Slots                    int64 // on which it was assessed
	Points, NoWaivers        int64 // Σ of the slots' points of 100 × PointScale, each rounded
}

// MissedFigure is what one failing check group or rule cost of its indicator.
type MissedFigure struct {
	Dataset, Indicator, Item string
	Share                    int64 // Σ of the slots' shares × ShareScale, with waivers, each rounded
}

// OutcomeFigure is the counts of one rule or check group.
type OutcomeFigure struct {
	Dataset, Record, Rule                                          string
	Newest                                                         string // the newest slot on which it evaluated something, else the newest that has it
	Slots                                                          int64
	Total, Applicable, Missing, Evaluated, Failed, Exempt, Grouped int64
	Credited                                                       int64 // slots that earned a declared credit instead of the pass rate
	Credit                                                         int64 // Σ of these, in permille
}

// DatasetFigure is what one dataset was assessed on in one step.
type DatasetFigure struct {
	Dataset, Step string
	Slots         int64 // on which something could earn points
	// Rows is, of each slot, as many rows as the rule evaluated that evaluated most.
	// What is counted in columns or items is no row.
	Rows int64
	// Evaluated and Failed are what its check groups and other scored rules counted,
	// without judgements of an extract as a whole.
	Evaluated, Failed int64
	// Declared columns, and those of them that the extracts disagreed with, by the rules
	// of kind schema.
	Declared, Disagreeing int64
}

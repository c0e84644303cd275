package reports

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"cdoscore/pipeline/assessment"
	"cdoscore/pipeline/workspace"
	"cdoscore/rules"
	"cdoscore/rules/score"
)

// Duty is the model of one unit's duty report (述职报告) on an assessment cycle.
// Points are those of the annual result; Quality is the unit's data quality over
// the cycle as the ledger has it.
type Duty struct {
	Quality       Unit
	Cycle         workspace.Cycle
	CDOs          []Tenure     // in office in the cycle, earliest first
	Version       int          // of the approved result; 0: provisional
	Document      string       // of its approval
	Open          []rules.Note // why the result may change, items by their names
	Cutoff        time.Time    // of the data: the cycle's end, or the clock while it lasts
	Total         Points
	Band          Band
	Rank, Ranked  int  // place inside the tier and how many are ranked; 0: not ranked
	SmallSample   bool // not ranked for it
	PeerMedian    Points
	PreviousCycle string // whose approved result is compared with; "": there is none
	Previous      Points // total
	PreviousRank  int
	Indicators    []DutyLine    // tier 1, in the order of the configuration
	Headings      []DutyHeading // the plan's seven, in its order
	Unplaced      []DutyLine    // items that stand under none of them
	Extra         Points        // counted; not assessed: none was given
	Deduction     Points        // likewise
	Datasets      int
	Slots         DutySlots
	Rows          int64 // of the newest extract of each dataset
	Rectified     Rectified
	Disagreements []DisagreementLine // that the unit takes part in
	Losses        []DutyLine         // items, the most lost first
	Findings      []RectifyLine      // what cost most, what can still be won back first
}

// DutySlots are a unit's slots over the cycle; Missing includes unreadable extracts
// and failed sources.
type DutySlots struct {
	Due, OnTime, Late, Missing, Spared int
	Rate                               Points // on time of what was owed, in percent
}

// DutyHeading is one of the plan's seven.
type DutyHeading struct {
	ID    string   // one of workspace.DutyHeadings
	Sum   DutyLine // of its items
	Items []DutyLine
}

// DutyLine is what a unit has of an item, of an indicator or of a heading, beside
// its tier.
type DutyLine struct {
	ID           string
	Name         rules.Text
	Worth        Points // what a rate of 100 % would earn; not assessed: could not be measured
	Points       Points
	Rate         Points // Points ÷ Worth in percent, before rounding (得分率); not assessed: nothing was given yet
	Previous     Points // rate of the cycle before
	PeerMedian   Points // of the tier's rates
	Rank, Ranked int    // by the rate, inside the tier; 0: not ranked
	// Close is true where the rate counts things and its 95 % interval holds the
	// median: no difference to speak of (差距不显著).
	Close     bool
	Source    string // of an item: measured, confirmed, self, none, unjudged
	Evidence  *assessment.Evidence
	Lacking   []rules.Text // what Evidence names, as people call it
	Documents int          // pieces of evidence on record
	Proof     string       // numbers of evidence that the points name; "": none
}

// Change is by how many percentage points the rate moved since the cycle before.
func (l DutyLine) Change() (float64, bool) { return change(l.Rate, l.Previous) }

// Lost is what of the worth was not earned, as a reader of both computes it; false
// where nothing was given yet, or nothing is lost.
func (l DutyLine) Lost() (float64, bool) {
	lost := score.Round(score.Round(l.Worth.Value) - l.Points.Value)
	return lost, l.Rate.Assessed && lost > 0
}

// Change is by how many points the total moved since the cycle before.
func (d Duty) Change() (float64, bool) { return change(d.Total, d.Previous) }

// namedLosses is how many items, and how many findings, a report names.
const namedLosses = 5

// Duty makes the model of one unit's duty report in a language. The edition is of
// the cycle; before is the approved result of the cycle before, nil: there is none.
func (e *Edition) Duty(ctx context.Context, unit, lang string, now Annual, before *Annual) (Duty, error) {
	i := slices.IndexFunc(now.Units, func(u AnnualUnit) bool { return u.Unit.ID == unit })
	if i < 0 {
		return Duty{}, fmt.Errorf("unit %s is not in the result of cycle %s", unit, now.Cycle.Name)
	}
	own := now.Units[i]
	quality, err := e.Unit(ctx, unit, lang)
	if err != nil {
		return Duty{}, err
	}
	d := Duty{Quality: quality, Cycle: now.Cycle, CDOs: own.Unit.Tenures(now.Cycle.From, now.Cycle.To), Version: now.Version, Document: now.Document,
		Open: named(own.Open, now.Indicators, lang), Cutoff: quality.Cutoff, Total: hundredths(own.Result.Total, own.Result.Assessed), Rank: own.Rank, Ranked: own.Ranked, SmallSample: own.Quality.Small, Datasets: len(quality.Datasets)}
	if e.b.Now.Before(d.Cutoff) {
		d.Cutoff = e.b.Now
	}
	d.Band = e.bandNamed(own.Result.Band)
	d.Extra, d.Deduction = hundredths(own.Result.Extra, own.Result.Extra != 0), hundredths(own.Result.Deduction, own.Result.Deduction != 0)
	d.PeerMedian = totalMedian(now, own.Unit.Tier)
	compared := dutyComparison{w: e.b.Workspace, now: now, own: own}
	if before != nil {
		compared.before = before
		d.compare(*before, unit)
	}
	d.score(compared)
	if err := d.count(ctx, e, unit); err != nil {
		return Duty{}, err
	}
	return d, nil
}

// named writes the names of items into notes that bear their codes; the items that
// are not confirmed stand in one.
func named(notes []rules.Note, indicators []workspace.AnnualIndicator, lang string) []rules.Note {
	names := map[string]string{}
	for _, a := range indicators {
		for _, i := range a.Items {
			names[i.ID] = i.Name.In(lang)
		}
	}
	var out []rules.Note
	unconfirmed := -1
	for _, n := range notes {
		if n.Key != "open.unconfirmed" {
			out = append(out, n)
			continue
		}
		name := cmp.Or(names[n.Args[0]], n.Args[0])
		if unconfirmed < 0 {
			unconfirmed, out = len(out), append(out, rules.Note{Key: n.Key, Args: []string{name}})
			continue
		}
		out[unconfirmed].Args[0] += listed.In(lang) + name
	}
	return out
}

// hundredths are points given in hundredths.
func hundredths(n int64, assessed bool) Points {
	return Points{Value: float64(n) / 100, Assessed: assessed}
}

func (e *Edition) bandNamed(id string) Band {
	for _, x := range e.b.Workspace.Indicators.Bands {
		if x.ID == id {
			return Band{ID: x.ID, Name: x.Name, Color: x.Color}
		}
	}
	return Band{}
}

func totalMedian(a Annual, tier string) Points {
	var all []float64
	for _, u := range a.Units {
		if u.Unit.Tier == tier && u.Result.Assessed {
			all = append(all, float64(u.Result.Total)/100)
		}
	}
	return medianOf(all)
}

// compare takes in what the cycle before gave.
func (d *Duty) compare(before Annual, unit string) {
	for _, u := range before.Units {
		if u.Unit.ID == unit {
			d.PreviousCycle, d.Previous, d.PreviousRank = before.Cycle.Name, hundredths(u.Result.Total, u.Result.Assessed), u.Rank
		}
	}
}

// score sets the points of all indicators, headings and items.
func (d *Duty) score(c dutyComparison) {
	d.Headings = make([]DutyHeading, len(workspace.DutyHeadings))
	for i, id := range workspace.DutyHeadings {
		d.Headings[i].ID = id
	}
	under := make([][]string, len(d.Headings))
	for _, a := range c.now.Indicators {
		var ids []string
		for _, item := range a.Items {
			ids = append(ids, item.ID)
			line := c.item(item)
			if _, lost := line.Lost(); lost {
				d.Losses = append(d.Losses, line)
			}
			at := slices.Index(workspace.DutyHeadings, item.Heading)
			if at < 0 {
				d.Unplaced = append(d.Unplaced, line)
				continue
			}
			d.Headings[at].Items, under[at] = append(d.Headings[at].Items, line), append(under[at], item.ID)
		}
		line := c.line(ids)
		line.ID, line.Name = a.ID, a.Name
		d.Indicators = append(d.Indicators, line)
	}
	for i := range d.Headings {
		d.Headings[i].Sum = c.line(under[i])
	}
	slices.SortStableFunc(d.Losses, func(a, b DutyLine) int {
		x, _ := a.Lost()
		y, _ := b.Lost()
		return cmp.Compare(y, x)
	})
	d.Losses = d.Losses[:min(namedLosses, len(d.Losses))]
}

// count sets what the ledger counted over the cycle.
func (d *Duty) count(ctx context.Context, e *Edition, unit string) error {
	for _, x := range d.Quality.Datasets {
		s := &d.Slots
		s.Due, s.OnTime, s.Late, s.Missing, s.Spared = s.Due+x.Due, s.OnTime+x.OnTime, s.Late+x.Late, s.Missing+x.MissingCount, s.Spared+x.Excused
		if x.HasRows {
			d.Rows += x.Rows
		}
	}
	if owed := d.Slots.Due - d.Slots.Spared; owed > 0 {
		d.Slots.Rate = Points{Value: 100 * float64(d.Slots.OnTime) / float64(owed), Assessed: true}
	}
	var err error
	if d.Rectified, err = e.rectified(ctx, unit); err != nil {
		return err
	}
	for _, l := range e.disagreements() {
		if l.UnitID == unit || l.AuthorityID == unit {
			d.Disagreements = append(d.Disagreements, l)
		}
	}
	for _, l := range d.Quality.Rectify {
		if score.Round(l.Lost) > 0 {
			d.Findings = append(d.Findings, l)
		}
	}
	slices.SortStableFunc(d.Findings, func(a, b RectifyLine) int {
		return cmp.Or(cmp.Compare(b.Recoverable, a.Recoverable), cmp.Compare(b.Lost, a.Lost))
	})
	d.Findings = d.Findings[:min(namedLosses, len(d.Findings))]
	return nil
}

package reports

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"cdoscore/pipeline/evaluation"
	"cdoscore/pipeline/workspace"
	"cdoscore/rules"
)

// OutcomeOf returns the annual result of a cycle as it stands at a moment; nil where
// there is none, with a note that says why.
type OutcomeOf func(ctx context.Context, cycle workspace.Cycle, now time.Time) (*evaluation.Outcome, rules.Note, error)

// CityAnnual is the annual result by which the units of a year or a cycle are ranked.
type CityAnnual struct {
	Lacking    rules.Note // why there is no result; zero: there is one
	Version    int        // 0: no version is approved yet
	State      string     // of the evaluation; "": it lies in the files
	Document   string     // of the approval
	Approved   time.Time  // zero: not approved
	Indicators []IndicatorHead
}

// IndicatorHead names a column of the ranking.
type IndicatorHead struct {
	ID   string
	Name rules.Text
}

// UnitAnnual is a unit's annual result. Its indicators and its adjustment sum to its
// total exactly.
type UnitAnnual struct {
	Total      Points
	Indicators []Points // in the order of CityAnnual.Indicators
	// Adjustment is what extra points and deductions changed of the sum: less than
	// they come to where the total would leave 0 to 100.
	Adjustment         float64
	Band               Band
	Rank, PreviousRank int // inside the tier; 0: not ranked
	Provisional        bool
	SignedOff          string   // document under which the files sign off this unit alone
	Contested          []string // items to which an objection is pending; "" is the whole
}

// annual reads the annual result of the edition's year or cycle once.
func (e *Edition) annual(ctx context.Context) (*annualState, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	p := e.now.period
	if e.year != nil || e.b.Outcome == nil || p.Kind != YearPeriod && p.Kind != CyclePeriod {
		return e.year, nil
	}
	span := workspace.Cycle{Name: p.Name, From: e.from, To: e.to}
	outcome, why, err := e.b.Outcome(ctx, span, e.b.Now)
	if err != nil {
		return nil, fmt.Errorf("annual result of %s: %w", span.Name, err)
	}
	year := &annualState{outcome: outcome, lacking: why, previous: map[string]int{}}
	if before, ok := e.b.Workspace.Before(span); ok && outcome != nil {
		then, _, err := e.b.Outcome(ctx, before, e.b.Now)
		if err != nil {
			return nil, fmt.Errorf("annual result of %s: %w", before.Name, err)
		}
		if then != nil {
			for _, r := range then.Results {
				if !r.Provisional() {
					year.previous[r.Unit.ID] = r.Rank
				}
			}
		}
	}
	e.year = year
	return year, nil
}

// annualState is the annual result of an edition's year.
type annualState struct {
	outcome  *evaluation.Outcome // nil: none
	lacking  rules.Note
	previous map[string]int // ranks of the final result before
}

// judge gives the city and its units the annual result of a year or a cycle.
func (e *Edition) judge(ctx context.Context, c *City) error {
	year, err := e.annual(ctx)
	if err != nil || year == nil {
		return err
	}
	c.Annual = &CityAnnual{Lacking: year.lacking}
	o := year.outcome
	if o == nil {
		return nil
	}
	c.Annual.Version, c.Annual.State = o.Version, o.State
	if o.Approval != nil {
		c.Annual.Document, c.Annual.Approved = o.Approval.Document, o.Approval.At
	}
	c.Annual.Indicators = e.b.indicatorHeads(o)
	for i := range c.Units {
		for _, r := range o.Results {
			if r.Unit.ID == c.Units[i].ID {
				c.Units[i].Annual = e.b.unitAnnual(r, c.Annual.Indicators)
				c.Units[i].Annual.PreviousRank = year.previous[r.Unit.ID]
			}
		}
	}
	return nil
}

// indicatorHeads are the indicators of an outcome: an approved one keeps those of its
// time, which the configuration may name no more.
func (b *Builder) indicatorHeads(o *evaluation.Outcome) []IndicatorHead {
	var out []IndicatorHead
	for _, r := range o.Results[:min(1, len(o.Results))] {
		for _, i := range r.Result.Indicators {
			h := IndicatorHead{ID: i.ID, Name: rules.Text{ZhHans: i.ID}}
			for _, known := range b.Workspace.Indicators.Annual {
				if known.ID == i.ID {
					h.Name = known.Name
				}
			}
			out = append(out, h)
		}
	}
	return out
}

func (b *Builder) unitAnnual(r evaluation.Result, heads []IndicatorHead) *UnitAnnual {
	u := &UnitAnnual{Total: hundredthsPoints(r.Result.Total), Adjustment: float64(r.Result.Total-r.Result.Sum) / 100, Rank: r.Rank,
		Provisional: r.Provisional(), Contested: r.Contested}
	for _, h := range heads {
		p := Points{}
		for _, i := range r.Result.Indicators {
			if i.ID == h.ID {
				p = hundredthsPoints(i.Points)
			}
		}
		u.Indicators = append(u.Indicators, p)
	}
	for _, x := range b.Workspace.Indicators.Bands {
		if x.ID == r.Result.Band {
			u.Band = Band{ID: x.ID, Name: x.Name, Color: x.Color}
		}
	}
	if r.SignOff != nil {
		u.SignedOff = r.SignOff.Document
	}
	return u
}

func hundredthsPoints(n int64) Points { return Points{Value: float64(n) / 100, Assessed: true} }

// Judged reports whether the city has an annual result.
func (c City) Judged() bool { return c.Annual != nil && c.Annual.Lacking.Key == "" }

// RankingLine is a unit as the ranking shows it: by its annual result where the city
// has one, else by data quality.
type RankingLine struct {
	CityUnit
	Shown           Points // 综合得分
	Grade           Band
	Place, Previous int          // inside the tier; 0: not ranked
	Pending         []rules.Note // 异议状态
	Remarks         []rules.Note // 备注
}

// Ranking lists the units by tier, then rank, then id, as Units are by data quality.
func (c City) Ranking() []RankingLine {
	var out []RankingLine
	for _, u := range c.Units {
		l := RankingLine{CityUnit: u, Shown: u.Score, Grade: u.Band, Place: u.Rank, Previous: u.PreviousRank, Pending: u.pending()}
		if c.Judged() {
			l.Shown, l.Grade, l.Place, l.Previous = Points{}, Band{}, 0, 0
			if a := u.Annual; a != nil {
				l.Shown, l.Grade, l.Place, l.Previous = a.Total, a.Band, a.Rank, a.PreviousRank
			}
		}
		l.Remarks = c.remarks(u)
		out = append(out, l)
	}
	if !c.Judged() {
		return out
	}
	slices.SortStableFunc(out, func(a, b RankingLine) int {
		return cmp.Or(cmp.Compare(slices.Index(workspace.Tiers, a.Tier), slices.Index(workspace.Tiers, b.Tier)),
			cmp.Compare(unrankedLast(a.Place), unrankedLast(b.Place)), cmp.Compare(a.ID, b.ID))
	})
	return out
}

// pending says how many of a unit's appeals are in which stage, and which points of
// the annual result are objected to.
func (u CityUnit) pending() []rules.Note {
	var out []rules.Note
	for _, part := range []struct {
		key string
		n   int
	}{{"ranking.appeal_filed", u.Appeals.Filed}, {"ranking.appeal_contested", u.Appeals.Contested}, {"ranking.appeal_ended", u.Appeals.Ended}} {
		if part.n > 0 {
			out = append(out, rules.Note{Key: part.key, Args: []string{strconv.Itoa(part.n)}})
		}
	}
	if u.Annual == nil {
		return out
	}
	items := slices.DeleteFunc(slices.Clone(u.Annual.Contested), func(item string) bool { return item == "" })
	if len(items) > 0 {
		out = append(out, rules.Note{Key: "ranking.annual_contested", Args: []string{strings.Join(items, "、")}})
	}
	if len(items) < len(u.Annual.Contested) {
		out = append(out, rules.Note{Key: "ranking.annual_contested_whole"})
	}
	return out
}

// remarks say why a unit is not ranked, how far its result is signed, and what
// pending appeals could change.
func (c City) remarks(u CityUnit) []rules.Note {
	var out []rules.Note
	if u.SmallSample {
		out = append(out, rules.Note{Key: "value.small_sample"})
	}
	if a := u.Annual; a != nil {
		switch {
		case a.Provisional:
			out = append(out, rules.Note{Key: "ranking.annual_provisional"})
		case c.Annual.Version > 0:
			out = append(out, rules.Note{Key: "ranking.annual_version", Args: []string{strconv.Itoa(c.Annual.Version)}})
		default:
			out = append(out, rules.Note{Key: "ranking.annual_signed_off", Args: []string{a.SignedOff}})
		}
	}
	// What appeals win is known of data quality, and is called so beside an annual total.
	kind := ""
	if c.Judged() {
		kind = "quality_"
	}
	switch s := u.Appeals; {
	case s.IfUpheld.Assessed && s.RankIfUpheld > 0:
		out = append(out, rules.Note{Key: "ranking." + kind + "if_upheld", Args: []string{PointsText(s.IfUpheld.Value), strconv.Itoa(s.RankIfUpheld), placeText(u.Rank)}})
	case s.IfUpheld.Assessed:
		out = append(out, rules.Note{Key: "ranking." + kind + "if_upheld_unranked", Args: []string{PointsText(s.IfUpheld.Value)}})
	case s.RankIfUpheld > 0 && s.RankIfUpheld != u.Rank:
		out = append(out, rules.Note{Key: "ranking." + kind + "if_others", Args: []string{strconv.Itoa(s.RankIfUpheld), placeText(u.Rank)}})
	}
	return out
}

func placeText(rank int) string {
	if rank == 0 {
		return "—"
	}
	return strconv.Itoa(rank)
}

// RankingNotes say by what a year's units are ranked; none of a shorter period.
func (c City) RankingNotes() []rules.Note {
	switch a := c.Annual; {
	case a == nil:
		return nil
	case a.Lacking.Key != "":
		return []rules.Note{a.Lacking}
	case a.Version > 0:
		return []rules.Note{{Key: "ranking.annual_note_final", Args: []string{strconv.Itoa(a.Version), a.Approved.In(c.Period.First.Location()).Format(time.DateOnly), a.Document}}, {Key: "ranking.annual_note_sum"}}
	}
	return []rules.Note{{Key: "ranking.annual_note_draft"}, {Key: "ranking.annual_note_sum"}}
}

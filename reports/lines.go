package reports

import (
	"slices"
	"time"

	"cdoscore/pipeline/assessment"
	"cdoscore/rules"
	"cdoscore/rules/score"
)

// ruleLines lists every rule of a unit's datasets with what it cost.
func (e *Edition) ruleLines(us *unitState, lang string) []RuleLine {
	closed := e.closed()
	var out []RuleLine
	for _, s := range us.sets {
		lost := ruleLosses(us, s)
		for _, row := range s.rules {
			line := RuleLine{
				Code: e.code(s, row.Rule), Dataset: s.dataset.ID, DatasetName: s.dataset.Title,
				Field: FieldTitles(s.dataset, fields(row.Row), lang), Title: e.b.title(s.dataset, row.Row), RuleID: row.Rule, Kind: row.Kind, Version: row.Version,
				Indicator: row.Indicator, Applicable: row.Applicable, Missing: row.Missing, Evaluated: row.Evaluated, Failed: row.Failed, Exempt: row.Exempt,
				Weight: int(row.Weight), Scored: row.Scored, Lost: lost[row.Rule], Note: note(row.Row), Slots: row.slots,
				SmallSample: assessment.CountsRows(row.Row) && row.Evaluated > 0 && row.Evaluated < e.b.Workspace.Indicators.MinimumN,
			}
			if closed || slices.Contains(lockedKinds, line.Kind) {
				line.Locked = line.Lost
			}
			line.Dimension, line.IndicatorName = e.b.indicator(row.Indicator)
			line.rate(row)
			out = append(out, line)
		}
	}
	return out
}

// lockedKinds are those of what happened too late: a corrected extract replaces the
// data of a slot, but neither when it came nor when its records were made.
var lockedKinds = []string{"delivery", "record_lag"}

// closed reports whether the assessment cycle in which the period ends is over, so
// that corrections of its slots no longer count.
func (e *Edition) closed() bool {
	cycle := e.b.Workspace.CycleOn(e.now.period.Last.Format(time.DateOnly))
	return e.b.Now.In(e.b.Workspace.Zone).Format(time.DateOnly) > cycle.To
}

// made is a clock that gives the same edition again. Of a day the clock decides only
// whether the assessment cycle is over; a longer period also tells of slots that were
// due by then and never scored.
func (e *Edition) made() time.Time {
	zone := e.b.Workspace.Zone
	switch {
	case e.now.period.Kind != DayPeriod:
		return e.b.Now.In(zone)
	case !e.closed():
		return e.now.period.Last.AddDate(0, 0, 1)
	}
	cycle := e.b.Workspace.CycleOn(e.now.period.Last.Format(time.DateOnly))
	end, err := time.ParseInLocation(time.DateOnly, cycle.To, zone)
	if err != nil {
		return e.b.Now.In(zone)
	}
	return end.AddDate(0, 0, 1)
}

func (l *RuleLine) rate(row outcome) {
	if row.Evaluated == 0 {
		return
	}
	l.Rate = Points{Value: 100 * (1 - float64(row.Failed)/float64(row.Evaluated)), Assessed: true}
	if row.credit != nil {
		l.Rate.Value = 100 * *row.credit
		return
	}
	if !assessment.CountsRows(row.Row) {
		return
	}
	low, high := score.Wilson(row.Evaluated, row.Failed)
	l.Low, l.High, l.HasInterval = 100*low, 100*high, row.Evaluated > 1
}

// ruleLosses spreads what each check group lost over its failing rules, in
// proportion to the rows that each fails; other rules bear their own.
func ruleLosses(us *unitState, s *setState) map[string]float64 {
	out := map[string]float64{}
	failed := map[string]int64{}
	for _, r := range s.rules {
		if r.Group != "" && r.Scored {
			failed[r.Group] += r.Failed
		}
	}
	for _, r := range s.rules {
		if !r.Scored {
			continue
		}
		if r.Group == "" {
			out[r.Rule] = us.result.Lost[score.LostKey(s.dataset.ID, r.Rule)]
		} else if failed[r.Group] > 0 {
			out[r.Rule] = us.result.Lost[score.LostKey(s.dataset.ID, r.Group)] * float64(r.Failed) / float64(failed[r.Group])
		}
	}
	return out
}

func (b *Builder) indicator(code string) (dimension string, name rules.Text) {
	for _, d := range b.Workspace.Indicators.Dimensions {
		for _, i := range d.Indicators {
			if i.Code == code {
				return d.ID, i.Name
			}
		}
	}
	return "", rules.Text{}
}

// method explains the configuration in force.
func (b *Builder) method() Method {
	in := b.Workspace.Indicators
	m := Method{Cap: in.Cap, CapFrom: in.CapFrom, MinimumN: in.MinimumN, ConfigHash: b.Workspace.ConfigHash, CodeVersion: b.CodeVersion, Zone: b.Workspace.Zone.String()}
	for _, d := range in.Dimensions {
		md := MethodDimension{Name: d.Name, Weight: d.Weight()}
		for _, i := range d.Indicators {
			mi := MethodIndicator{Code: i.Code, Name: i.Name, Weight: i.Weight}
			for _, k := range b.Kinds {
				if k.Indicator == i.Code {
					mi.Kinds = append(mi.Kinds, k.Doc.Title)
				}
			}
			md.Indicators = append(md.Indicators, mi)
		}
		m.Dimensions = append(m.Dimensions, md)
	}
	for _, x := range in.Bands {
		m.Bands = append(m.Bands, MethodBand{Name: x.Name, From: x.From})
	}
	for _, s := range rules.Severities {
		m.Severities = append(m.Severities, MethodSeverity{ID: s, Weight: rules.Severity(s).Weight()})
	}
	return m
}

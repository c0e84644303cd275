package main

import (
	"cmp"
	"slices"

	"cdoscore/reports"
)

// quality are the figures of the unit's data quality and of its findings.
func (d *dutyTruth) quality(unit string, u reports.Unit) {
	if u.Score.Assessed {
		lost, locked := 0.0, 0.0
		for _, x := range u.Dimensions {
			lost, locked = lost+x.Lost, locked+x.Locked
		}
		d.put(u.Score.Value, u.PeerMedian.Value, lost, locked, lost-locked)
		for _, x := range u.Dimensions {
			if x.Score.Assessed {
				d.put(x.Score.Value)
			}
			if x.PeerMedian.Assessed {
				d.put(x.PeerMedian.Value)
			}
			if x.Score.Assessed {
				d.put(x.Lost, x.Locked, x.Lost-x.Locked)
			}
		}
	}
	for _, c := range d.city.Units {
		if r := c.Rectified; c.ID == unit && r.Findings > 0 {
			d.put(r.Findings, r.InTime, r.Overdue, r.Recurred, percent(float64(r.Done)/float64(r.Findings)))
		}
	}
}

// disagreements are those of the city in which the unit is a side.
func (d *dutyTruth) disagreements(unit string) {
	var mine []reports.DisagreementLine
	for _, l := range d.city.Disagreements {
		if l.UnitID == unit || l.AuthorityID == unit {
			mine = append(mine, l)
		}
	}
	if mine == nil {
		return
	}
	d.put(len(mine))
	for _, l := range mine {
		d.put(l.Compared, l.Disagree)
		if l.Compared >= d.s.w.Indicators.MinimumN {
			d.put(percent(float64(l.Disagree) / float64(l.Compared)))
		}
	}
}

// advice are the five items and the five findings that lost most.
func (d *dutyTruth) advice(u annualUnit, quality reports.Unit) {
	type loss struct {
		id   string
		lost float64
	}
	var losses []loss
	for _, item := range itemsOf(u) {
		if _, given := d.rates[u.Unit][item.ID]; given {
			if lost := pointsOf(twoDecimals(decimalOf(item.Worth))) - pointsOf(item.Points.String()); twoDecimals(lost) != "0.00" && lost > 0 {
				losses = append(losses, loss{item.ID, lost})
			}
		}
	}
	slices.SortStableFunc(losses, func(a, b loss) int { return cmp.Compare(twoDecimalsOf(b.lost), twoDecimalsOf(a.lost)) })
	for _, l := range losses[:min(5, len(losses))] {
		for _, item := range itemsOf(u) {
			if item.ID == l.id {
				median, _ := d.among(u, []string{l.id})
				d.put(decimalOf(item.Worth), decimalOf(item.Points), l.lost, percent(d.rates[u.Unit][l.id]), median)
			}
		}
	}
	var findings []reports.RectifyLine
	for _, f := range quality.Rectify {
		if f.Lost >= 0.005 {
			findings = append(findings, f)
		}
	}
	slices.SortStableFunc(findings, func(a, b reports.RectifyLine) int {
		return cmp.Or(cmp.Compare(b.Recoverable, a.Recoverable), cmp.Compare(b.Lost, a.Lost))
	})
	for _, f := range findings[:min(5, len(findings))] {
		d.put(f.Failed, f.Evaluated, f.Lost, f.Recoverable)
	}
	for _, c := range d.city.Units {
		if c.ID == u.Unit && c.Rectified.Overdue > 0 {
			d.put(c.Rectified.Overdue)
		}
	}
}

func twoDecimalsOf(x float64) float64 { return pointsOf(twoDecimals(x)) }

package main

import (
	"fmt"
	"math/big"
	"time"
)

// unit claims the figures of a unit's workbook, sheet by sheet.
func (a *cellAudit) unit(u *unitTruth) {
	a.t.Helper()
	a.cover(u)
	a.conclusion(u)
	a.waterfall(u)
	a.unitTrend(u)
	a.sets(u)
	a.ruleLines()
	a.register(u)
	a.sampleRows()
	a.rectification()
	a.methods()
}

func (a *cellAudit) cover(u *unitTruth) {
	a.t.Helper()
	s := a.book.sheet(a.t, "封面")
	a.points(s, s.find(1, "综合得分"), 2, u.whole)
	a.points(s, s.find(1, "含豁免得分"), 2, u.whole)
	a.points(s, s.find(1, "不含豁免得分"), 2, u.whole) // no row of the demo is exempt
	a.share(s, s.find(1, "评定覆盖率"), 2, u.judged)
	if period := s.find(1, "评估周期"); a.from == "" {
		a.number(s, period, 2, a.cutoff()-1)
	} else {
		a.said(s, period, 2, 2026, 3)
	}
	place, ranked := a.now.rank(u)
	a.said(s, s.find(1, "组内位次"), 2, place, ranked)
	a.number(s, s.find(1, "数据截止时间"), 2, a.cutoff())
}

func (a *cellAudit) cutoff() float64 {
	last, err := time.ParseInLocation(time.DateOnly, a.to, a.s.w.Zone)
	if err != nil {
		a.t.Fatal(err)
	}
	return serialOf(last.AddDate(0, 0, 1), a.s.w.Zone)
}

// dimensionNames are the headings of the five dimensions, in the order of trueDimensions.
var dimensionNames = []string{"完整性", "准确性", "时效性", "真实性", "可用性"}

func dimensionWeight(i int) float64 {
	weight := int64(0)
	for _, w := range trueDimensions[i].indicators {
		weight += w
	}
	return float64(weight)
}

// before is a unit in the period before, nil where there is none.
func (a *cellAudit) before(u *unitTruth) *unitTruth {
	if a.then == nil {
		return nil
	}
	return a.then.units[u.unit.ID]
}

func (a *cellAudit) conclusion(u *unitTruth) {
	a.t.Helper()
	s := a.book.sheet(a.t, "评估结论")
	head := s.find(1, "维度")
	at := s.heads(head)
	lost, locked := new(big.Rat), new(big.Rat)
	for i, name := range dimensionNames {
		row := head + 1 + i
		if s.text(row, 1) != name {
			a.t.Fatalf("%s: line %d of 评估结论 is %q, want %q", a.book.name, row, s.text(row, 1), name)
		}
		a.number(s, row, at["权重"], dimensionWeight(i))
		var previous *big.Rat
		if then := a.before(u); then != nil {
			previous = then.dimensions[i]
		}
		a.standing(s, row, at, u.dimensions[i], previous, a.now.median(u.unit.Tier, dimensionOf(i)))
		if u.dimensions[i] == nil {
			a.none(s, row, at["失分"])
			a.none(s, row, at["仍可挽回"])
			continue
		}
		lost, locked = add(lost, u.lost[i]), add(locked, u.locked[i])
		a.losses(s, row, at, u.lost[i], u.locked[i])
		if key := a.codes[s.text(row, len(s.rows[head]))]; key != "" {
			r := a.now.rules[key]
			a.said(s, row, at["主要原因"], thousandsOf(r.evaluated), thousandsOf(r.failed))
		} else if u.lost[i].Sign() > 0 {
			a.t.Errorf("%s: %s lost, but no line is named: %v", a.book.name, name, s.rows[row])
		}
	}
	row := head + 1 + len(dimensionNames)
	a.number(s, row, at["权重"], 38)
	var previous *big.Rat
	if then := a.before(u); then != nil {
		previous = then.whole
	}
	a.standing(s, row, at, u.whole, previous, a.now.median(u.unit.Tier, wholeOf))
	a.losses(s, row, at, lost, locked)
	a.said(s, row+1, 1, shownPoints(lost), shownPoints(locked), shownPoints(add(lost, mul(rat(-1, 1), locked))))
}

// standing claims a score beside the one before, the change and the median.
func (a *cellAudit) standing(s *bookSheet, row int, at map[string]int, now, previous, median *big.Rat) {
	a.t.Helper()
	a.points(s, row, at["得分"], now)
	a.points(s, row, at["上期"], previous)
	a.points(s, row, at["同组中位数"], median)
	if now == nil || previous == nil {
		a.none(s, row, at["变化"])
		return
	}
	a.number(s, row, at["变化"], float64(roundedHundredths(now)-roundedHundredths(previous))/100)
}

func (a *cellAudit) losses(s *bookSheet, row int, at map[string]int, lost, locked *big.Rat) {
	a.t.Helper()
	a.points(s, row, at["失分"], lost)
	a.points(s, row, at["仍可挽回"], add(lost, mul(rat(-1, 1), locked)))
}

func shownPoints(share *big.Rat) string {
	return fmt.Sprintf("%.2f", float64(roundedHundredths(share))/100)
}

// waterfall claims the figures below the charts: the dimensions, and the way from 100 to
// the score.
func (a *cellAudit) waterfall(u *unitTruth) {
	a.t.Helper()
	s := a.book.sheet(a.t, "评估结论")
	head := s.find(2, "本期")
	at := s.heads(head)
	steps := s.find(at["余分"]-1, "满分")
	a.number(s, steps, at["得分"], 100)
	left := rat(1, 1)
	row := head
	for i, name := range dimensionNames {
		if u.dimensions[i] == nil {
			continue
		}
		row++
		a.points(s, row, at["本期"], u.dimensions[i])
		a.points(s, row, at["同组中位数"], a.now.median(u.unit.Tier, dimensionOf(i)))
		if then := a.before(u); then != nil {
			a.points(s, row, at["上期"], then.dimensions[i])
		}
		left = add(left, mul(rat(-1, 1), u.lost[i]))
		if s.text(row+1, at["余分"]-1) != name || s.text(row, 1) != name {
			a.t.Errorf("%s: lines %d of the charts' figures are not %s", a.book.name, row, name)
		}
		a.unlessZero(s, row+1, at["余分"], left)
		a.unlessZero(s, row+1, at["已锁定失分"], u.locked[i])
		a.unlessZero(s, row+1, at["仍可挽回"], add(u.lost[i], mul(rat(-1, 1), u.locked[i])))
	}
	a.points(s, row+2, at["得分"], u.whole)
}

func (a *cellAudit) unlessZero(s *bookSheet, row, column int, share *big.Rat) {
	a.t.Helper()
	if share.Sign() == 0 {
		a.none(s, row, column)
		return
	}
	a.points(s, row, column, share)
}

// unitTrend claims each day's score, median and dimensions.
func (a *cellAudit) unitTrend(u *unitTruth) {
	a.t.Helper()
	if a.days == nil {
		return
	}
	s := a.book.sheet(a.t, "得分走势")
	head := s.find(1, "时间")
	at := s.heads(head)
	for i, row := range s.lines(head, 1) {
		if want := fmt.Sprintf("03-%02d", i+1); s.text(row, 1) != want {
			a.t.Errorf("%s: step %d is %q, want %s", a.book.name, i, s.text(row, 1), want)
		}
		day := a.days["2026-"+s.text(row, 1)]
		if day == nil {
			for column := 2; column <= len(at); column++ {
				a.none(s, row, column)
			}
			continue
		}
		a.points(s, row, at["综合得分"], day.units[u.unit.ID].whole)
		a.points(s, row, at["同组中位数"], day.median(u.unit.Tier, wholeOf))
		for k, name := range dimensionNames {
			a.points(s, row, at[name], day.units[u.unit.ID].dimensions[k])
		}
	}
}

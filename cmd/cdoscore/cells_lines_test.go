package main

import (
	"math"
	"math/big"
	"slices"
	"strings"
	"time"

	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/workspace"
)

// tallied counts deliveries by what becomes of them.
type tallied struct{ due, onTime, late, missing, unreadable, source, platform, excused, streak int64 }

func deliveryTally(list []ledger.Delivery) tallied {
	var n tallied
	for _, d := range list {
		if !d.Due.IsZero() {
			n.due++
		}
		n.streak++
		switch d.State {
		case "received": // nothing was due
			n.streak = 0
		case "on_time":
			n.onTime, n.streak = n.onTime+1, 0
		case "late":
			n.late, n.streak = n.late+1, 0
		case "missing":
			n.missing++
		case "unreadable":
			n.unreadable++
		case "source_failed":
			n.source++
		case "platform_failed":
			n.platform, n.streak = n.platform+1, 0
		case "excused":
			n.excused, n.streak = n.excused+1, 0
		}
	}
	return n
}

// sets claims 数据集得分, the lines by catalogue code.
func (a *cellAudit) sets(u *unitTruth) {
	a.t.Helper()
	s := a.book.sheet(a.t, "数据集得分")
	head := s.find(1, "序号")
	at := s.heads(head)
	lines := s.lines(head, 1)
	sets := allDatasetsOf(a.s.w, u.unit.ID)
	if len(lines) != len(sets) {
		a.t.Fatalf("%s: %d lines of datasets, want %d", a.book.name, len(lines), len(sets))
	}
	deliveries := deliveriesBetween(a.t, a.s, a.from, a.to)
	for i, row := range lines {
		a.number(s, row, at["序号"], float64(i+1))
		d := sets[slices.IndexFunc(sets, func(d *workspace.Dataset) bool { return d.Catalogue.Code == s.text(row, at["目录编码"]) })]
		list := deliveries[d.ID]
		n := deliveryTally(list)
		for head, x := range map[string]int64{"应报": n.due, "按时": n.onTime, "迟报": n.late, "缺报": n.missing + n.unreadable + n.source, "免责": n.platform + n.excused} {
			a.number(s, row, at[head], float64(x))
		}
		if newest := list[len(list)-1]; newest.Good() {
			a.number(s, row, at["记录数"], float64(newest.Rows))
		} else {
			a.none(s, row, at["记录数"])
		}
		truth := u.sets[d.ID]
		for k, name := range dimensionNames {
			a.points(s, row, at[name], truth.dimensions[trueDimensions[k].item])
		}
		a.points(s, row, at["得分"], truth.whole)
		a.share(s, row, at["评定覆盖率"], truth.judged)
	}
}

// ruleLines claims 规则明细, the lines by their codes.
func (a *cellAudit) ruleLines() {
	a.t.Helper()
	s := a.book.sheet(a.t, "规则明细")
	head := s.find(1, "得分点编号")
	at := s.heads(head)
	for _, row := range s.lines(head, 1) {
		r := a.now.rules[a.codes[s.text(row, 1)]]
		if r == nil {
			a.t.Errorf("%s: no rule has the code %q", a.book.name, s.text(row, 1))
			continue
		}
		for head, x := range map[string]int64{"适用数": r.applicable, "缺失数": r.missing, "评价数": r.evaluated, "不合格数": r.failed, "豁免数": r.exempt, "权重": int64(r.weight)} {
			a.number(s, row, at[head], float64(x))
		}
		if r.scored && r.evaluated > 0 {
			a.points(s, row, at["失分"], r.lost)
		} else {
			a.none(s, row, at["失分"])
		}
		switch {
		case r.evaluated == 0:
			a.none(s, row, at["合格率"])
		case r.credited > 0:
			a.number(s, row, at["合格率"], float64(r.credit)/float64(1000*r.credited))
		default:
			a.number(s, row, at["合格率"], float64(r.evaluated-r.failed)/float64(r.evaluated))
		}
		if column := at["95%区间"]; s.rows[row][column].numeric {
			low, high := interval(r.evaluated, r.failed)
			a.number(s, row, column, low)
			a.number(s, row, column+1, high)
		}
	}
}

// interval is Wilson's of a pass rate, by the solutions of its quadratic equation.
func interval(evaluated, failed int64) (low, high float64) {
	const z = 1.959963984540054
	n := float64(evaluated)
	p := 1 - float64(failed)/n
	// (n+z²)x² − (2np+z²)x + np² = 0
	qa, qb, qc := n+z*z, 2*n*p+z*z, n*p*p
	root := math.Sqrt(math.Max(0, qb*qb-4*qa*qc))
	return (qb - root) / (2 * qa), (qb + root) / (2 * qa)
}

// register claims 报送台账.
func (a *cellAudit) register(u *unitTruth) {
	a.t.Helper()
	s := a.book.sheet(a.t, "报送台账")
	head := s.find(1, "数据集")
	at := s.heads(head)
	all := deliveriesBetween(a.t, a.s, "", a.to)
	shown := 0
	for _, d := range allDatasetsOf(a.s.w, u.unit.ID) {
		var previous *ledger.Delivery
		for i := range all[d.ID] {
			x := &all[d.ID][i]
			if x.LastDay() >= a.from {
				shown++
				a.delivered(s, at, d.Title.ZhHans, x, previous)
			}
			if x.Good() && x.LastDay() >= a.from {
				previous = x
			}
		}
	}
	if lines := s.lines(head, 1); len(lines) != shown {
		a.t.Errorf("%s: %d lines of deliveries, want %d", a.book.name, len(lines), shown)
	}
}

func (a *cellAudit) delivered(s *bookSheet, at map[string]int, title string, x, previous *ledger.Delivery) {
	a.t.Helper()
	row := 0
	for r := range s.rows {
		if s.text(r, at["数据集"]) == title && s.text(r, at["期次"]) == x.Slot {
			row = r
		}
	}
	for head, moment := range map[string]time.Time{"应报时限": x.Due, "实报时间": x.Arrived} {
		if moment.IsZero() {
			a.none(s, row, at[head])
		} else {
			a.number(s, row, at[head], serialOf(moment, a.s.w.Zone))
		}
	}
	if x.Good() {
		a.number(s, row, at["记录数"], float64(x.Rows))
	} else {
		a.none(s, row, at["记录数"])
	}
	if previous != nil {
		a.number(s, row, at["上期记录数"], float64(previous.Rows))
	} else {
		a.none(s, row, at["上期记录数"])
	}
}

// sampleRows claims the rows of 问题样例, in the order in which the run kept them.
func (a *cellAudit) sampleRows() {
	a.t.Helper()
	s := a.book.sheet(a.t, "问题样例")
	head := s.find(1, "得分点编号")
	at := s.heads(head)
	next := map[string]int{}
	for _, row := range s.lines(head, 1) {
		code := s.text(row, 1)
		if next[code] >= len(a.samples[code]) {
			a.t.Errorf("%s: more samples of %s than the run kept", a.book.name, code)
			continue
		}
		a.number(s, row, at["原始行号"], float64(a.samples[code][next[code]]))
		next[code]++
	}
	for code, rows := range a.samples {
		if strings.HasPrefix(code, strings.ToUpper(strings.TrimSuffix(strings.TrimPrefix(a.book.name, "unit-"), ".xlsx"))+"-") && next[code] != len(rows) {
			a.t.Errorf("%s: %d samples of %s, want %d", a.book.name, next[code], code, len(rows))
		}
	}
}

// rectification claims 整改清单: nothing is issued yet, so a line's deadline is that of a
// finding issued on the day after the period.
func (a *cellAudit) rectification() {
	a.t.Helper()
	s := a.book.sheet(a.t, "整改清单")
	head := s.find(1, "编号")
	at := s.heads(head)
	deadline := a.workingDaysAfter(a.s.w.Rectify.Days)
	for _, row := range s.lines(head, 1) {
		key := a.codes[s.text(row, 1)]
		r := a.now.rules[key]
		if r == nil {
			a.t.Errorf("%s: no rule has the code %q", a.book.name, s.text(row, 1))
			continue
		}
		a.number(s, row, at["不合格数/评价数"], float64(r.failed))
		a.number(s, row, at["不合格数/评价数"]+1, float64(r.evaluated))
		a.points(s, row, at["失分"], r.lost)
		open := r.lost
		if r.kind == "delivery" || r.kind == "record_lag" {
			open = new(big.Rat)
		}
		a.points(s, row, at["可挽回分"], open)
		a.number(s, row, at["整改期限"], deadline)
	}
}

func (a *cellAudit) workingDaysAfter(days int) float64 {
	day, err := time.ParseInLocation(time.DateOnly, a.to, a.s.w.Zone)
	if err != nil {
		a.t.Fatal(err)
	}
	day = day.AddDate(0, 0, 1)
	for days > 0 {
		day = day.AddDate(0, 0, 1)
		weekend := day.Weekday() == time.Saturday || day.Weekday() == time.Sunday
		qingming := day.Format("01-02") >= "04-04" && day.Format("01-02") <= "04-06"
		if !weekend && !qingming {
			days--
		}
	}
	return serialOf(day, a.s.w.Zone)
}

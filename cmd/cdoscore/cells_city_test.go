package main

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"
)

// city claims the figures of the city's workbook, sheet by sheet.
func (a *cellAudit) city() {
	a.t.Helper()
	a.overview()
	a.grades()
	a.movers("二、得分上升最多的单位", 1)
	a.movers("三、得分下降最多的单位", -1)
	a.ranking()
	a.heatMap()
	a.deliveries()
	a.noFindings()
	a.disagreements()
	a.cityTrend()
	a.methods()
}

// named is the unit of a line.
func (a *cellAudit) named(name string) *unitTruth {
	a.t.Helper()
	for _, u := range a.now.order {
		if u.unit.Name.ZhHans == name {
			return u
		}
	}
	a.t.Fatalf("%s: no unit is called %q", a.book.name, name)
	return nil
}

// overview claims the sentences of 总体情况, and the lines of units that need action.
func (a *cellAudit) overview() {
	a.t.Helper()
	s := a.book.sheet(a.t, "总体情况")
	graded, sum, scored := 0, tallied{}, map[string]bool{}
	for _, u := range a.now.order {
		if u.whole != nil {
			graded++
		}
		for id, set := range u.sets {
			scored[id] = set.whole != nil
		}
	}
	for _, list := range deliveriesBetween(a.t, a.s, a.from, a.to) {
		n := deliveryTally(list)
		sum.due, sum.onTime, sum.late = sum.due+n.due, sum.onTime+n.onTime, sum.late+n.late
		sum.missing += n.missing + n.unreadable + n.source
		sum.excused += n.platform + n.excused
	}
	first := 7
	a.said(s, first, 1, len(a.now.order), len(scored), graded, len(a.now.order)-graded)
	a.said(s, first+1, 1, sum.due, sum.onTime, sum.late, sum.missing, sum.excused)
	a.said(s, first+2, 1, 0, 0, 0, 0, 0)
	head := s.find(1, "四、需要督促的单位") + 1
	at := s.heads(head)
	for _, row := range s.lines(head, 1) {
		a.points(s, row, at["综合得分"], a.named(s.text(row, 1)).whole)
	}
}

var tierNames = map[string]string{"district": "区", "department": "市直部门", "institution": "事业单位", "enterprise": "公共企业"}

// grades claims the table of grades by tier.
func (a *cellAudit) grades() {
	a.t.Helper()
	s := a.book.sheet(a.t, "总体情况")
	head := s.find(1, "组别")
	at := s.heads(head)
	counts := map[string]map[string]int{}
	for _, u := range a.now.order {
		tier := tierNames[u.unit.Tier]
		if counts[tier] == nil {
			counts[tier] = map[string]int{}
		}
		counts[tier][gradeOf(u.whole)]++
		counts[tier]["合计"]++
	}
	lines := s.lines(head, 1)
	if len(lines) != len(counts) {
		a.t.Errorf("%s: %d tiers, want %d", a.book.name, len(lines), len(counts))
	}
	for _, row := range lines {
		for _, grade := range []string{"优秀", "良好", "合格", "待改进", "未评定", "合计"} {
			a.number(s, row, at[grade], float64(counts[s.text(row, 1)][grade]))
		}
	}
}

func gradeOf(share *big.Rat) string {
	switch {
	case share == nil:
		return "未评定"
	case roundedHundredths(share) >= 9000:
		return "优秀"
	case roundedHundredths(share) >= 8000:
		return "良好"
	case roundedHundredths(share) >= 6000:
		return "合格"
	}
	return "待改进"
}

// movers claims the three that moved most in a direction.
func (a *cellAudit) movers(section string, sign int64) {
	a.t.Helper()
	s := a.book.sheet(a.t, "总体情况")
	head := s.find(1, section) + 1
	at := s.heads(head)
	type move struct {
		u  *unitTruth
		by int64
	}
	var all []move
	for _, u := range a.now.order {
		then := a.before(u)
		if then == nil || then.whole == nil || u.whole == nil {
			continue
		}
		if by := roundedHundredths(u.whole) - roundedHundredths(then.whole); sign*by > 0 {
			all = append(all, move{u, by})
		}
	}
	slices.SortStableFunc(all, func(x, y move) int {
		return cmp.Or(cmp.Compare(sign*y.by, sign*x.by), cmp.Compare(x.u.unit.ID, y.u.unit.ID))
	})
	lines := s.lines(head, 1)
	if len(lines) != min(3, len(all)) {
		a.t.Fatalf("%s: %d movers, want %d", a.book.name, len(lines), min(3, len(all)))
	}
	for i, row := range lines {
		if s.text(row, 1) != all[i].u.unit.Name.ZhHans {
			a.t.Errorf("%s: mover %d is %s, want %s", a.book.name, i+1, s.text(row, 1), all[i].u.unit.Name.ZhHans)
		}
		a.points(s, row, at["上期"], a.before(all[i].u).whole)
		a.points(s, row, at["本期"], all[i].u.whole)
		a.number(s, row, at["变化"], float64(all[i].by)/100)
	}
}

func (a *cellAudit) ranking() {
	a.t.Helper()
	s := a.book.sheet(a.t, "组内排名")
	head := s.find(1, "位次")
	at := s.heads(head)
	lines := s.lines(head, 1)
	if len(lines) != len(a.now.order) {
		a.t.Errorf("%s: %d units are ranked, want %d", a.book.name, len(lines), len(a.now.order))
	}
	for _, row := range lines {
		u := a.named(s.text(row, at["单位"]))
		place, _ := a.now.rank(u)
		a.number(s, row, at["位次"], float64(place))
		a.points(s, row, at["综合得分"], u.whole)
		a.points(s, row, at["数据质量"], u.whole)
		if s.text(row, at["等次"]) != gradeOf(u.whole) {
			a.t.Errorf("%s: %s has the grade %s, want %s", a.book.name, u.unit.ID, s.text(row, at["等次"]), gradeOf(u.whole))
		}
		if then := a.before(u); then != nil && then.whole != nil {
			place, _ := a.then.rank(then)
			a.number(s, row, at["上期位次"], float64(place))
		}
	}
}

func (a *cellAudit) heatMap() {
	a.t.Helper()
	s := a.book.sheet(a.t, "五性热力表")
	head := s.find(1, "单位")
	at := s.heads(head)
	for _, row := range s.lines(head, 1) {
		u := a.named(s.text(row, 1))
		for i, name := range dimensionNames {
			a.points(s, row, at[name], u.dimensions[i])
		}
		a.points(s, row, at["综合得分"], u.whole)
	}
}

func (a *cellAudit) deliveries() {
	a.t.Helper()
	s := a.book.sheet(a.t, "报送情况")
	head := s.find(1, "单位")
	at := s.heads(head)
	all := deliveriesBetween(a.t, a.s, a.from, a.to)
	for _, row := range s.lines(head, 1) {
		u := a.named(s.text(row, 1))
		var n tallied
		for _, d := range allDatasetsOf(a.s.w, u.unit.ID) {
			one := deliveryTally(all[d.ID])
			n.due, n.onTime, n.late = n.due+one.due, n.onTime+one.onTime, n.late+one.late
			n.missing, n.source = n.missing+one.missing+one.unreadable, n.source+one.source
			n.platform, n.streak = n.platform+one.platform+one.excused, max(n.streak, one.streak)
		}
		for head, x := range map[string]int64{"应报": n.due, "按时": n.onTime, "迟报": n.late, "缺报": n.missing, "数据源故障": n.source, "平台故障(免责)": n.platform, "连续缺报期数": n.streak} {
			a.number(s, row, at[head], float64(x))
		}
		a.number(s, row, at["按时率"], float64(n.onTime)/float64(n.due-n.platform))
	}
}

// noFindings claims the zeros of 整改情况: the ledger has no finding.
func (a *cellAudit) noFindings() {
	a.t.Helper()
	findings, err := a.s.ledger.Findings(a.t.Context(), "")
	if err != nil || len(findings) > 0 {
		a.t.Fatalf("%d findings, want none (%v)", len(findings), err)
	}
	s := a.book.sheet(a.t, "整改情况")
	head := s.find(1, "单位")
	at := s.heads(head)
	for _, row := range s.lines(head, 1) {
		for _, head := range []string{"问题数", "按期销号", "逾期", "复发", "最长未结天数"} {
			a.number(s, row, at[head], 0)
		}
	}
}

// disagreements claims the counts of every match rule.
func (a *cellAudit) disagreements() {
	a.t.Helper()
	s := a.book.sheet(a.t, "跨部门不一致")
	head := s.find(1, "权威单位")
	at := s.heads(head)
	want := map[string]*ruleTruth{}
	for key, r := range a.now.rules {
		if r.kind == "match" {
			for _, d := range a.s.w.Datasets {
				if len(key) > len(d.ID) && key[:len(d.ID)+1] == d.ID+" " {
					want[d.Title.ZhHans] = r
				}
			}
		}
	}
	lines := s.lines(head, 1)
	if len(lines) != len(want) {
		a.t.Errorf("%s: %d lines of disagreements, want %d", a.book.name, len(lines), len(want))
	}
	for _, row := range lines {
		r := want[s.text(row, at["数据集"])]
		a.number(s, row, at["比对数"], float64(r.evaluated))
		a.number(s, row, at["不一致数"], float64(r.failed))
		a.number(s, row, at["不一致率"], float64(r.failed)/float64(r.evaluated))
	}
}

func (a *cellAudit) cityTrend() {
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
		for tier, name := range tierNames {
			if day := a.days["2026-"+s.text(row, 1)]; day != nil {
				a.points(s, row, at[name], day.median(tier, wholeOf))
			} else {
				a.none(s, row, at[name])
			}
		}
	}
}

// methods claims 评估方法: the weights of the semantics' table, the grades' bounds and
// the weights of severities.
func (a *cellAudit) methods() {
	a.t.Helper()
	s := a.book.sheet(a.t, "评估方法")
	for i, name := range dimensionNames {
		a.number(s, s.find(1, name), 3, dimensionWeight(i))
		for code, w := range trueDimensions[i].indicators {
			a.number(s, s.find(1, code), 3, float64(w))
		}
	}
	for grade, from := range map[string]float64{"优秀": 90, "良好": 80, "合格": 60, "待改进": 0} {
		a.number(s, s.find(1, grade), 2, from)
	}
	for severity, weight := range map[string]float64{"严重": 5, "重要": 3, "一般": 1, "提示": 0} {
		a.number(s, s.find(1, severity), 2, weight)
	}
}

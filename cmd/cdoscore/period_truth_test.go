package main

import (
	"fmt"
	"math"
	"math/big"
	"strings"
	"testing"
	"time"

	"cdoscore/pipeline/ledger"
	"cdoscore/reports"
	"cdoscore/rules/score"
)

// checkPeriod holds the model of a period against figures counted by plain loops
// over every published row, in exact fractions.
func checkPeriod(t *testing.T, s *site, published map[string]map[string][]ledger.Row, name string) *reports.Edition {
	t.Helper()
	span, err := s.w.Period(name)
	if err != nil {
		t.Fatal(err)
	}
	edition, err := s.builder().Period(t.Context(), span)
	if err != nil {
		t.Fatal(err)
	}
	rows := rowsWithin(t, s, published, span.From, span.To)
	units := 0
	for _, id := range edition.Units() {
		u, err := edition.Unit(t.Context(), id, "en")
		if err != nil {
			t.Fatal(err)
		}
		compareUnit(t, s, u, rows)
		compareLines(t, u, rows)
		compareDeliveries(t, s, u)
		units++
	}
	if units != 33 {
		t.Errorf("%s: %d units, want 33", name, units)
	}
	return edition
}

// rowsWithin are the rows that count of the slots that end in a span.
func rowsWithin(t *testing.T, s *site, published map[string]map[string][]ledger.Row, from, to string) map[string]map[string][]ledger.Row {
	t.Helper()
	ends := map[string]string{}
	deliveries, err := s.ledger.Deliveries(t.Context(), ledger.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range deliveries {
		ends[d.Dataset+d.Slot] = d.LastDay()
	}
	out := map[string]map[string][]ledger.Row{}
	for dataset, slots := range published {
		out[dataset] = map[string][]ledger.Row{}
		for slot, rows := range slots {
			if last := ends[dataset+slot]; from <= last && last <= to {
				out[dataset][slot] = rows
			}
		}
	}
	return out
}

func compareUnit(t *testing.T, s *site, u reports.Unit, rows map[string]map[string][]ledger.Row) {
	t.Helper()
	whole, importance := map[string]*big.Rat{}, map[string]int64{}
	dimensions := map[string]map[string]*big.Rat{}
	slots := 0
	for _, d := range datasetsOf(s.w, u.ID) {
		dimensions[d.ID], whole[d.ID] = yearRates(rows[d.ID])
		importance[d.ID] = int64(d.Importance)
		slots += len(rows[d.ID])
	}
	if u.Slots != slots {
		t.Errorf("%s: %d slots, want %d", u.ID, u.Slots, slots)
	}
	comparePoints(t, u.ID, u.Score, overDatasets(whole, importance))
	given := map[string]int64{}
	for id, r := range whole {
		if r != nil {
			given[id] = importance[id]
		}
	}
	for i, d := range trueDimensions {
		mean := newWeighted()
		for id, share := range sharesOf(given) {
			mean.add(dimensions[id][d.item], share)
		}
		comparePoints(t, u.ID+" "+u.Dimensions[i].ID, u.Dimensions[i].Score, mean.mean())
	}
	lost, locked, recoverable := 0.0, 0.0, 0.0
	for _, d := range u.Dimensions {
		lost, locked, recoverable = lost+d.Lost, locked+d.Locked, recoverable+d.Recoverable.Value
	}
	if u.Score.Assessed && math.Abs(100-u.Score.Value-lost) > 1e-6 {
		t.Errorf("%s: the score is %.6f, but the lines lost %.6f", u.ID, u.Score.Value, lost)
	}
	if math.Abs(lost-locked-recoverable) > 1e-9 {
		t.Errorf("%s: lost %v, of which %v for good and %v not", u.ID, lost, locked, recoverable)
	}
}

// comparePoints wants the same figure as is shown; want is a share of 1, nil where
// nothing was assessed.
func comparePoints(t *testing.T, what string, got reports.Points, want *big.Rat) {
	t.Helper()
	if want == nil || !got.Assessed {
		if got.Assessed || want != nil {
			t.Errorf("%s: got %v, want %v", what, got, want)
		}
		return
	}
	x, _ := mul(want, rat(100, 1)).Float64()
	if math.Abs(got.Value-x) > 1e-9 || score.Round(got.Value) != score.Round(x) {
		t.Errorf("%s: %v points, by exact arithmetic %v", what, got.Value, x)
	}
}

// compareLines sums each rule's counts over its slots.
func compareLines(t *testing.T, u reports.Unit, rows map[string]map[string][]ledger.Row) {
	t.Helper()
	type counts struct{ slots, applicable, missing, evaluated, failed, exempt int64 }
	want := map[string]counts{}
	for dataset, slots := range rows {
		for _, list := range slots {
			for _, r := range list {
				if r.Record != ledger.RuleRecord || r.Unit != u.ID {
					continue
				}
				c := want[dataset+" "+r.Rule]
				c = counts{c.slots + 1, c.applicable + r.Applicable, c.missing + r.Missing, c.evaluated + r.Evaluated, c.failed + r.Failed, c.exempt + r.Exempt}
				want[dataset+" "+r.Rule] = c
			}
		}
	}
	codes := map[string]bool{}
	for _, l := range u.Rules {
		got := counts{int64(l.Slots), l.Applicable, l.Missing, l.Evaluated, l.Failed, l.Exempt}
		if got != want[l.Dataset+" "+l.RuleID] {
			t.Errorf("%s %s: %+v, want %+v", l.Dataset, l.RuleID, got, want[l.Dataset+" "+l.RuleID])
		}
		delete(want, l.Dataset+" "+l.RuleID)
		if codes[l.Code] {
			t.Errorf("%s stands twice", l.Code)
		}
		codes[l.Code] = true
		if l.Lost < 0 || l.Locked < 0 || l.Locked > l.Lost {
			t.Errorf("%s: lost %v, of it %v for good", l.Code, l.Lost, l.Locked)
		}
	}
	for key, c := range want {
		t.Errorf("%s: no line for %+v", key, c)
	}
}

// compareDeliveries counts the register, the calendar and the datasets' columns
// against the ledger.
func compareDeliveries(t *testing.T, s *site, u reports.Unit) {
	t.Helper()
	from, to := u.Period.First.Format(time.DateOnly), u.Period.Last.Format(time.DateOnly)
	list, err := s.ledger.Deliveries(t.Context(), ledger.Filter{From: from, To: to})
	if err != nil {
		t.Fatal(err)
	}
	states, daily := map[string]map[string]int{}, 0
	for _, d := range list {
		ds := s.w.Dataset(d.Dataset)
		if ds.Unit != u.ID {
			continue
		}
		if states[d.Dataset] == nil {
			states[d.Dataset] = map[string]int{}
		}
		states[d.Dataset][d.State]++
		if ds.Update.Cycle == "daily" || ds.Update.Cycle == "realtime" {
			daily++
		}
	}
	lines := 0
	for _, d := range u.Datasets {
		c := states[d.ID]
		if d.OnTime != c["on_time"] || d.Late != c["late"] || d.MissingCount != c["missing"]+c["unreadable"]+c["source_failed"] || d.Excused != c["platform_failed"]+c["excused"] {
			t.Errorf("%s: %d on time, %d late, %d missing, %d excused, want %v", d.ID, d.OnTime, d.Late, d.MissingCount, d.Excused, c)
		}
		for _, n := range c {
			lines += n
		}
	}
	if len(u.Deliveries) != lines {
		t.Errorf("%s: %d lines of deliveries, want %d", u.ID, len(u.Deliveries), lines)
	}
	days := 0
	for _, c := range u.Calendar {
		days += len(c.Slots)
	}
	if days != daily {
		t.Errorf("%s: the calendar has %d slots, want %d", u.ID, days, daily)
	}
}

// checkMonth checks the month of the demo: its figures, its trend against the days'
// own workbooks, and the city beside the units.
func checkMonth(t *testing.T, dir string, truth map[string]figures) {
	t.Helper()
	g := globals{workspace: dir, now: "2026-03-20T08:00:00+08:00"}
	s, err := g.open(t.Context(), false)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	edition := checkPeriod(t, s, publishedRows(t, s), "2026-03")
	city, err := edition.City(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	compareDisagreements(t, s, city, truth)
	checkBulletin(t, s, city)
	for _, day := range []time.Time{time.Date(2026, 3, 5, 0, 0, 0, 0, s.w.Zone), time.Date(2026, 3, 15, 0, 0, 0, 0, s.w.Zone)} {
		compareStep(t, s, edition, day)
	}
	for _, u := range city.Units {
		unit, err := edition.Unit(t.Context(), u.ID, "en")
		if err != nil {
			t.Fatal(err)
		}
		if unit.Score != u.Score || unit.Rank != u.Rank || unit.Band != u.Band {
			t.Errorf("%s: the city says %v, place %d, the unit %v, place %d", u.ID, u.Score, u.Rank, unit.Score, unit.Rank)
		}
	}
}

// compareDisagreements sums the truth of every match rule over the month, and finds
// the slots behind one line by its code.
func compareDisagreements(t *testing.T, s *site, city reports.City, truth map[string]figures) {
	t.Helper()
	rules := map[string]string{"tax/registrations": "name-as-at-market", "hrss/contribution-payments": "name-as-at-police", "yuexiu/community-residents": "same-person-as-at-police"}
	authority := map[string]string{"tax/registrations": "market", "hrss/contribution-payments": "police", "yuexiu/community-residents": "police"}
	for _, l := range city.Disagreements {
		rule := rules[l.DatasetID]
		if l.Code != reports.PeriodCode(l.DatasetID, "2026-03", rule) || l.AuthorityID != authority[l.DatasetID] {
			t.Errorf("unexpected line %+v", l)
			continue
		}
		delete(rules, l.DatasetID)
		var want figures
		for key, f := range truth {
			if part := strings.SplitN(key, " ", 3); part[1] == l.DatasetID && part[2] == rule {
				want = figures{want.evaluated + f.evaluated, want.failed + f.failed}
			}
		}
		if got := (figures{l.Compared, l.Disagree}); got != want || want.failed == 0 || !l.Propose {
			t.Errorf("%s: compared and disagreeing %+v, want %+v", l.DatasetID, got, want)
		}
	}
	for dataset, rule := range rules {
		t.Errorf("no line for %s of %s", rule, dataset)
	}
	line := city.Disagreements[0]
	said := must(t, exitDone, "explain", strings.ToLower(line.Code), "-w", s.w.Dir, "--lang", "en")
	last := reports.Code(line.DatasetID, "2026-03-15", map[string]string{"tax": "name-as-at-market", "hrss": "name-as-at-police", "yuexiu": "same-person-as-at-police"}[line.UnitID])
	for _, want := range []string{last, "14 slots", fmt.Sprint(line.Compared), fmt.Sprint(line.Disagree)} {
		if !strings.Contains(said, want) {
			t.Errorf("explain %s does not say %q:\n%s", line.Code, want, said)
		}
	}
}

// compareStep compares a day of the trend with the day's own figures.
func compareStep(t *testing.T, s *site, month *reports.Edition, at time.Time) {
	t.Helper()
	day, err := s.builder().Day(t.Context(), at)
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range day.Units() {
		own, err := day.Unit(t.Context(), id, "en")
		if err != nil {
			t.Fatal(err)
		}
		unit, err := month.Unit(t.Context(), id, "en")
		if err != nil {
			t.Fatal(err)
		}
		step := unit.Trend[at.Day()-1]
		if !step.Period.First.Equal(at) || step.Score.Assessed != own.Score.Assessed || math.Abs(step.Score.Value-own.Score.Value) > 2e-6 {
			t.Errorf("%s, %s: the trend says %v, the day %v", id, at.Format(time.DateOnly), step.Score, own.Score)
		}
		if math.Abs(step.PeerMedian.Value-own.PeerMedian.Value) > 2e-6 {
			t.Errorf("%s, %s: the trend's median is %v, the day's %v", id, at.Format(time.DateOnly), step.PeerMedian, own.PeerMedian)
		}
	}
}

// checkYear checks the simulated year and its third quarter: late corrections,
// waivers, excused slots, and a rule that weighs more from July on.
func checkYear(t *testing.T, s *site, published map[string]map[string][]ledger.Row, datasets int) {
	t.Helper()
	for _, name := range []string{"2026-Q3", "2026"} {
		edition := checkPeriod(t, s, published, name)
		city, err := edition.City(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if len(city.Changes) != datasets {
			t.Errorf("%s: %d changes, want %d", name, len(city.Changes), datasets)
		}
		for _, c := range city.Changes {
			if c.Kind != reports.RuleChanged || c.Subject != "amount-fits-kind" || c.Day.Format(time.DateOnly) != "2026-07-01" || c.Downgrade {
				t.Errorf("%s: unexpected change %+v", name, c)
			}
		}
		if name == "2026" && len(city.Trend[0].Points) != 12 {
			t.Errorf("the year has %d steps, want 12", len(city.Trend[0].Points))
		}
		unit, err := edition.Unit(t.Context(), "yuexiu", "en")
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range unit.Dimensions {
			if d.Locked != d.Lost || d.Lost == 0 && d.Score.Assessed && d.Score.Value < 100 {
				t.Errorf("%s, %s: %v of %v is lost for good, although the cycle is over", name, d.ID, d.Locked, d.Lost)
			}
		}
	}
}

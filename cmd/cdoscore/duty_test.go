package main

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"cdoscore/reports"
)

// trueHeadings is the table of the plan: which items a heading speaks of.
var trueHeadings = []struct{ name, items string }{
	{"collection", "C1 C2 C3"}, {"assets", "A1 A2 A3 A4 A5 A6 B1 B2 B3"}, {"sharing", "D1 D2 D3 D4"},
	{"use", "E1"}, {"innovation", "E2"}, {"security", "F1 F2"}, {"demand", "G1"},
}

// dutyTruth makes the figures of a duty report another way: points from the printed
// result, comparisons by plain loops over all units' items, slots and findings from
// the ledger. The quality of periods is held to the published rows elsewhere.
type dutyTruth struct {
	t       *testing.T
	s       *site
	doc     annualJSON
	rates   map[string]map[string]float64 // by unit and item, 0 to 1
	edition *reports.Edition
	city    reports.City
	out     []string
}

// checkDuty holds every figure of all units' duty reports, in their order, against
// that.
func checkDuty(t *testing.T, dir, cycle, now string) {
	t.Helper()
	g := globals{workspace: dir, now: now}
	s, err := g.open(t.Context(), false)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	truth := readDutyTruth(t, s, cycle, now)
	var folders [2]string
	for i := range folders {
		folders[i] = t.TempDir()
		must(t, exitDone, "duty-report", dir, "--cycle", cycle, "--all", "--lang", "en", "-o", folders[i], "--now", now)
	}
	total := 0
	for _, u := range truth.doc.Units {
		name := "duty-" + u.Unit + ".docx"
		a, errA := os.ReadFile(filepath.Join(folders[0], name))
		b, errB := os.ReadFile(filepath.Join(folders[1], name))
		if errA != nil || errB != nil || string(a) != string(b) {
			t.Fatalf("two reports of %s differ: %v, %v", u.Unit, errA, errB)
		}
		got, want := figuresIn(t, filepath.Join(folders[0], name)), truth.figures(u)
		total += len(got)
		for i := range max(len(got), len(want)) {
			if i >= len(got) || i >= len(want) || got[i] != want[i] {
				t.Errorf("figure %d of the report of %s: got %q of %d, want %q of %d", i, u.Unit, got[max(0, min(i-3, len(got))):min(i+9, len(got))], len(got), want[max(0, min(i-3, len(want))):min(i+9, len(want))], len(want))
				break
			}
		}
	}
	t.Logf("%d figures of duty reports compared", total)
}

func readDutyTruth(t *testing.T, s *site, cycle, now string) *dutyTruth {
	t.Helper()
	d := &dutyTruth{t: t, s: s, rates: map[string]map[string]float64{}}
	if err := json.Unmarshal([]byte(must(t, exitDone, "assess", s.w.Dir, "--cycle", cycle, "--format", "json", "--now", now)), &d.doc); err != nil {
		t.Fatal(err)
	}
	c, err := s.assessed(cycle)
	if err != nil {
		t.Fatal(err)
	}
	e, err := s.evaluator(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	outcome, err := e.Outcome(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	measured := map[string]*float64{}
	for _, r := range outcome.Results {
		for _, i := range r.Result.Indicators {
			for _, item := range i.Items {
				measured[r.Unit.ID+item.ID] = item.Rate
			}
		}
	}
	for _, u := range d.doc.Units {
		d.rates[u.Unit] = map[string]float64{}
		for _, item := range itemsOf(u) {
			d.rate(u.Unit, item, measured[u.Unit+item.ID])
		}
	}
	if d.edition, err = s.builder().Period(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	if d.city, err = d.edition.City(t.Context()); err != nil {
		t.Fatal(err)
	}
	return d
}

// rate notes an item's rate; a measured one must earn the printed points.
func (d *dutyTruth) rate(unit string, item annualItem, measured *float64) {
	switch item.Source {
	case "measured":
		if measured == nil || math.Abs(*measured*decimalOf(item.Worth)-decimalOf(item.Points)) > 0.00501 {
			d.t.Errorf("%s, item %s: %s of %s at a rate of %v", unit, item.ID, item.Points, item.Worth, measured)
			return
		}
		d.rates[unit][item.ID] = *measured
	case "confirmed", "self":
		d.rates[unit][item.ID] = decimalOf(item.Points) / decimalOf(item.Worth)
	}
}

func decimalOf(n json.Number) float64 { x, _ := n.Float64(); return x }

func itemsOf(u annualUnit) []annualItem {
	var out []annualItem
	for _, i := range u.Indicators {
		out = append(out, i.Items...)
	}
	return out
}

func (d *dutyTruth) put(values ...any) {
	for _, v := range values {
		switch x := v.(type) {
		case int:
			d.out = append(d.out, thousandsOf(int64(x)))
		case int64:
			d.out = append(d.out, thousandsOf(x))
		case float64:
			d.out = append(d.out, twoDecimals(x))
		case string:
			d.out = append(d.out, x)
		}
	}
}

func percent(x float64) string { return twoDecimals(100*x) + "%" }

// sumRate is the rate of several items, of those that have points.
func (d *dutyTruth) sumRate(u annualUnit, ids []string) (rate float64, ok bool) {
	earned, worth := 0.0, 0.0
	for _, item := range itemsOf(u) {
		if r, given := d.rates[u.Unit][item.ID]; given && slices.Contains(ids, item.ID) {
			earned, worth = earned+r*decimalOf(item.Worth), worth+decimalOf(item.Worth)
		}
	}
	if worth == 0 {
		return 0, false
	}
	return earned / worth, true
}

// among compares some items with the tier's: the median of the rates, and the place.
func (d *dutyTruth) among(u annualUnit, ids []string) (median string, place []any) {
	own, given := d.sumRate(u, ids)
	rank, ranked := 1, 0
	var all []float64
	for _, o := range d.doc.Units {
		rate, ok := d.sumRate(o, ids)
		if !ok || o.Tier != u.Tier {
			continue
		}
		all = append(all, rate)
		if o.Rank > 0 {
			ranked++
			if percent(rate) != percent(own) && rate > own {
				rank++
			}
		}
	}
	if len(all) > 0 {
		median = percent(middle(all))
	}
	if u.Rank > 0 && given {
		place = []any{rank, ranked}
	}
	return median, place
}

func middle(all []float64) float64 {
	slices.Sort(all)
	return (all[(len(all)-1)/2] + all[len(all)/2]) / 2
}

// line are the figures of a row of points; those that are words are left out.
func (d *dutyTruth) line(u annualUnit, ids []string) {
	worth, points := 0.0, 0.0
	for _, item := range itemsOf(u) {
		if slices.Contains(ids, item.ID) {
			worth, points = worth+decimalOf(item.Worth), points+decimalOf(item.Points)
		}
	}
	if worth > 0 {
		d.put(worth)
	}
	if rate, given := d.sumRate(u, ids); given {
		d.put(points, percent(rate))
	}
	median, place := d.among(u, ids)
	if median != "" {
		d.put(median)
	}
	d.put(place...)
}

func (d *dutyTruth) figures(u annualUnit) []string {
	d.out = nil
	quality, err := d.edition.Unit(d.t.Context(), u.Unit, "en")
	if err != nil {
		d.t.Fatal(err)
	}
	d.overview(u)
	for _, h := range trueHeadings {
		ids := strings.Fields(h.items)
		if rate, given := d.sumRate(u, ids); given {
			points := 0.0
			for _, item := range itemsOf(u) {
				if slices.Contains(ids, item.ID) {
					points += decimalOf(item.Points)
				}
			}
			median, place := d.among(u, ids)
			d.put(points, percent(rate))
			d.put(place...)
			d.put(median)
		}
		for _, id := range ids {
			d.line(u, []string{id})
		}
		d.counted(u, ids)
		switch h.name {
		case "collection":
			d.slots(u.Unit, quality)
		case "assets":
			d.quality(u.Unit, quality)
		case "sharing":
			d.disagreements(u.Unit)
		}
	}
	d.advice(u, quality)
	return d.out
}

func (d *dutyTruth) overview(u annualUnit) {
	var totals []float64
	for _, o := range d.doc.Units {
		if o.Tier == u.Tier && o.Band != "" {
			totals = append(totals, decimalOf(o.Total))
		}
	}
	ranked, pending := 0, 0
	for _, o := range d.doc.Units {
		if o.Tier == u.Tier && o.Rank > 0 {
			ranked++
		}
	}
	if u.Band != "" {
		d.put(u.Total.String())
		if u.Rank > 0 {
			d.put(u.Rank, ranked)
		}
		d.put(middle(totals))
	}
	if d.doc.Version > 0 {
		d.put(d.doc.Version)
	}
	for _, why := range u.Open {
		if n, _, counted := strings.Cut(why, " "); counted && strings.Contains(why, "期次") {
			d.put(strings.Fields(strings.TrimPrefix(why, n))[0])
		}
	}
	for _, i := range u.Indicators {
		var ids []string
		for _, item := range i.Items {
			ids = append(ids, item.ID)
			if item.Source == "none" {
				pending++
			}
		}
		d.line(u, ids)
	}
	if pending > 0 {
		d.put(pending)
	}
}

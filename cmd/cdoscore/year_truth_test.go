package main

import (
	"math/big"
	"slices"
	"testing"

	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/workspace"

	"github.com/google/go-cmp/cmp"
)

// truth is the annual assessment computed a second time, in exact fractions.
type truth struct {
	units []trueUnit
}

type trueUnit struct {
	ID          string
	Total       string
	Band        string
	Rank        int
	Provisional bool
	Items       map[string]string // points by tier-2 indicator
	tier        string
	rated       bool
}

// trueDimensions is the table of the semantics page: which indicators a dimension
// has, and their weights.
var trueDimensions = []struct {
	item       string
	indicators map[string]int64
}{
	{"A1", map[string]int64{"0201": 6, "0202": 4}},
	{"A2", map[string]int64{"0302": 4, "0301": 3, "0304": 3}},
	{"A3", map[string]int64{"0502": 6, "0501": 2, "0503": 2}},
	{"A4", map[string]int64{"0401": 3, "0105": 1}},
	{"A6", map[string]int64{"0601": 2, "0103": 2}},
}

func rat(a, b int64) *big.Rat { return big.NewRat(a, b) }

func add(a, b *big.Rat) *big.Rat { return new(big.Rat).Add(a, b) }
func mul(a, b *big.Rat) *big.Rat { return new(big.Rat).Mul(a, b) }
func div(a, b *big.Rat) *big.Rat { return new(big.Rat).Quo(a, b) }

// weighted is a mean of what is there.
type weighted struct{ sum, weight *big.Rat }

func newWeighted() *weighted { return &weighted{new(big.Rat), new(big.Rat)} }

func (w *weighted) add(value, weight *big.Rat) {
	if value != nil {
		w.sum, w.weight = add(w.sum, mul(value, weight)), add(w.weight, weight)
	}
}

// mean is nil where nothing was added.
func (w *weighted) mean() *big.Rat {
	if w.weight.Sign() == 0 {
		return nil
	}
	return div(w.sum, w.weight)
}

// publishedRows are the rows that count: of each slot those of the newest run.
func publishedRows(t *testing.T, s *site) map[string]map[string][]ledger.Row {
	t.Helper()
	runs, err := s.ledger.Runs(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]map[string][]ledger.Row{}
	for _, run := range runs { // oldest first
		rows, err := ledger.ReadResults(s.ledger.ResultsPath(run.ID))
		if err != nil {
			t.Fatal(err)
		}
		fresh := map[string]map[string][]ledger.Row{}
		for _, r := range rows {
			if fresh[r.Dataset] == nil {
				fresh[r.Dataset] = map[string][]ledger.Row{}
			}
			fresh[r.Dataset][r.Slot] = append(fresh[r.Dataset][r.Slot], r)
		}
		for dataset, slots := range fresh {
			if out[dataset] == nil {
				out[dataset] = map[string][]ledger.Row{}
			}
			for slot, rows := range slots {
				out[dataset][slot] = rows
			}
		}
	}
	return out
}

// slotRates are the indicators of one slot, with waivers.
func slotRates(rows []ledger.Row) map[string]*big.Rat {
	means := map[string]*weighted{}
	for _, r := range rows {
		alone := r.Record == "rule" && r.Group == "" && r.Scored
		if !alone && r.Record != "group" || r.Evaluated == 0 || r.Weight == 0 {
			continue
		}
		rate := rat(r.Evaluated-(r.Failed-r.Exempt), r.Evaluated)
		if r.Credit != nil && r.Exempt < r.Failed {
			rate = rat(int64(*r.Credit), 1000)
		}
		if means[r.Indicator] == nil {
			means[r.Indicator] = newWeighted()
		}
		means[r.Indicator].add(rate, rat(int64(r.Weight), 1))
	}
	out := map[string]*big.Rat{}
	for code, m := range means {
		out[code] = m.mean()
	}
	return out
}

// yearRates are the dimensions of one dataset over the year, and the whole.
func yearRates(slots map[string][]ledger.Row) (dimensions map[string]*big.Rat, whole *big.Rat) {
	over := map[string]*weighted{}
	for _, rows := range slots {
		for code, rate := range slotRates(rows) {
			if over[code] == nil {
				over[code] = newWeighted()
			}
			over[code].add(rate, rat(1, 1))
		}
	}
	dimensions = map[string]*big.Rat{}
	all := newWeighted()
	for _, d := range trueDimensions {
		inside, weight := newWeighted(), int64(0)
		for code, w := range d.indicators {
			weight += w
			if over[code] != nil {
				inside.add(over[code].mean(), rat(w, 1))
			}
		}
		dimensions[d.item] = inside.mean()
		all.add(dimensions[d.item], rat(weight, 1))
	}
	return dimensions, all.mean()
}

// sharesOf cuts what weighs above a quarter, where there are four or more, and
// spreads it over the others, until nothing does.
func sharesOf(importance map[string]int64) map[string]*big.Rat {
	out, fixed := map[string]*big.Rat{}, map[string]bool{}
	quarter := rat(1, 4)
	for {
		free, open, again := rat(1, 1), int64(0), false
		for id, i := range importance {
			if fixed[id] {
				free.Sub(free, quarter)
			} else {
				open += i
			}
		}
		var above []string
		for id, i := range importance {
			if fixed[id] {
				out[id] = quarter
			} else if out[id] = mul(free, rat(i, open)); len(importance) >= 4 && out[id].Cmp(quarter) > 0 {
				above = append(above, id)
			}
		}
		for _, id := range above {
			fixed[id], again = true, true
		}
		if !again {
			return out
		}
	}
}

// overDatasets is the mean of datasets' rates by importance under the cap.
func overDatasets(rates map[string]*big.Rat, importance map[string]int64) *big.Rat {
	given := map[string]int64{}
	for id, r := range rates {
		if r != nil {
			given[id] = importance[id]
		}
	}
	if len(given) == 0 {
		return nil
	}
	total := new(big.Rat)
	for id, share := range sharesOf(given) {
		total = add(total, mul(share, rates[id]))
	}
	return total
}

// expectYear computes the whole city.
func expectYear(s *site, y *year, rows map[string]map[string][]ledger.Row) truth {
	var out truth
	for _, u := range s.w.Units {
		out.units = append(out.units, expectUnit(s.w, y, u, rows))
	}
	out.rank()
	return out
}

// rank places the units that are rated inside their tiers.
func (w truth) rank() {
	for i := range w.units {
		u := &w.units[i]
		if !u.rated {
			continue
		}
		u.Rank = 1
		for _, o := range w.units {
			if o.tier == u.tier && o.rated && cents(o.Total) > cents(u.Total) {
				u.Rank++
			}
		}
	}
}

func cents(points string) int64 {
	r, _ := new(big.Rat).SetString(points)
	return new(big.Int).Div(mul(r, rat(100, 1)).Num(), mul(r, rat(100, 1)).Denom()).Int64()
}

func (w truth) compare(t *testing.T, got annualJSON) {
	t.Helper()
	var seen []trueUnit
	for _, u := range got.Units {
		x := trueUnit{ID: u.Unit, Total: u.Total.String(), Band: u.Band, Rank: u.Rank, Provisional: u.Provisional, Items: map[string]string{}}
		tier1 := new(big.Rat)
		for _, i := range u.Indicators {
			sum := new(big.Rat)
			for _, item := range i.Items {
				x.Items[item.ID] = item.Points.String()
				p, _ := new(big.Rat).SetString(item.Points.String())
				sum = add(sum, p)
			}
			if sum.FloatString(2) != i.Points.String() {
				t.Errorf("%s, %s: %s points, its items sum to %s", u.Unit, i.ID, i.Points, sum.FloatString(2))
			}
			tier1 = add(tier1, sum)
		}
		if tier1.FloatString(2) != x.Total {
			t.Errorf("%s: total %s, the indicators sum to %s", u.Unit, x.Total, tier1.FloatString(2))
		}
		seen = append(seen, x)
	}
	want := slices.Clone(w.units)
	for i := range want {
		want[i].tier, want[i].rated = "", false
	}
	if diff := cmp.Diff(want, seen, cmp.AllowUnexported(trueUnit{})); diff != "" {
		t.Errorf("the annual figures differ (-counted here, +assessed)\n%s", diff)
	}
	if len(seen) != 33 {
		t.Errorf("%d units, want 33", len(seen))
	}
	t.Logf("first unit: %+v", seen[0])
}

// datasetsOf are a unit's datasets in scope.
func datasetsOf(w *workspace.Workspace, unit string) []*workspace.Dataset {
	var out []*workspace.Dataset
	for _, d := range w.Datasets {
		if d.Unit == unit && d.InScope {
			out = append(out, d)
		}
	}
	return out
}

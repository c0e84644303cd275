package main

import (
	"cmp"
	"math/big"
	"slices"
	"testing"
	"time"

	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/workspace"
)

// spanTruth are the figures of all units over some published rows, in exact fractions.
type spanTruth struct {
	units map[string]*unitTruth
	order []*unitTruth
	rules map[string]*ruleTruth // by dataset and rule, as "hrss/payments name-required"
}

// unitTruth is a unit: shares of 1, nil where nothing was assessed.
type unitTruth struct {
	unit         *workspace.Unit
	whole        *big.Rat
	dimensions   []*big.Rat // by trueDimensions
	judged       *big.Rat
	lost, locked []*big.Rat // of the whole, by trueDimensions
	sets         map[string]*setTruth
}

type setTruth struct {
	dimensions map[string]*big.Rat // by item of trueDimensions
	whole      *big.Rat
	judged     *big.Rat
}

// ruleTruth sums a rule's counts, and what it lost of its unit's whole.
type ruleTruth struct {
	applicable, missing, evaluated, failed, exempt int64
	credit, credited                               int64 // permille earned, over how many slots
	weight                                         int32
	scored                                         bool
	kind, indicator                                string
	lost                                           *big.Rat
}

func truthOf(w *workspace.Workspace, rows map[string]map[string][]ledger.Row) *spanTruth {
	out := &spanTruth{units: map[string]*unitTruth{}, rules: map[string]*ruleTruth{}}
	for i := range w.Units {
		u := &unitTruth{unit: w.Units[i], sets: map[string]*setTruth{}}
		out.units[u.unit.ID], out.order = u, append(out.order, u)
		u.fill(w, rows, out)
	}
	return out
}

func (u *unitTruth) fill(w *workspace.Workspace, rows map[string]map[string][]ledger.Row, span *spanTruth) {
	importance := map[string]int64{}
	for _, d := range allDatasetsOf(w, u.unit.ID) {
		s := &setTruth{judged: judgedShare(rows[d.ID])}
		s.dimensions, s.whole = yearRates(rows[d.ID])
		u.sets[d.ID] = s
		if s.whole != nil && d.InScope {
			importance[d.ID] = int64(d.Importance)
		}
		if !d.InScope {
			span.addRules(d.ID, rows[d.ID], new(big.Rat))
		}
	}
	n := len(trueDimensions)
	u.dimensions, u.lost, u.locked = make([]*big.Rat, n), make([]*big.Rat, n), make([]*big.Rat, n)
	means, whole := make([]*weighted, n), newWeighted()
	for i := range trueDimensions {
		means[i], u.lost[i], u.locked[i] = newWeighted(), new(big.Rat), new(big.Rat)
	}
	u.judged = new(big.Rat)
	for id, share := range sharesOf(importance) {
		whole.add(u.sets[id].whole, share)
		u.judged = add(u.judged, mul(share, u.sets[id].judged))
		for i, d := range trueDimensions {
			means[i].add(u.sets[id].dimensions[d.item], share)
		}
		u.lose(span.addRules(id, rows[id], share))
	}
	u.whole = whole.mean()
	for i := range means {
		u.dimensions[i] = means[i].mean()
	}
}

func (u *unitTruth) lose(rules []*ruleTruth) {
	for _, r := range rules {
		for i, d := range trueDimensions {
			if _, here := d.indicators[r.indicator]; !here {
				continue
			}
			u.lost[i] = add(u.lost[i], r.lost)
			if r.kind == "delivery" || r.kind == "record_lag" {
				u.locked[i] = add(u.locked[i], r.lost)
			}
		}
	}
}

// allDatasetsOf are a unit's datasets, also those that its score leaves out.
func allDatasetsOf(w *workspace.Workspace, unit string) []*workspace.Dataset {
	return slices.DeleteFunc(slices.Clone(w.Datasets), func(d *workspace.Dataset) bool { return d.Unit != unit })
}

// judgedShare is the weight of the indicators that any slot assesses, of all 38.
func judgedShare(slots map[string][]ledger.Row) *big.Rat {
	assessed := map[string]bool{}
	for _, rows := range slots {
		for code := range slotRates(rows) {
			assessed[code] = true
		}
	}
	there, all := int64(0), int64(0)
	for _, d := range trueDimensions {
		for code, w := range d.indicators {
			all += w
			if assessed[code] {
				there += w
			}
		}
	}
	return rat(there, all)
}

// indicatorWeights are the parts of a dataset's whole that its assessed indicators carry.
func indicatorWeights(assessed map[string]int64) map[string]*big.Rat {
	out, dimensions := map[string]*big.Rat{}, int64(0)
	for _, d := range trueDimensions {
		all, here := int64(0), int64(0)
		for code, w := range d.indicators {
			all += w
			if assessed[code] > 0 {
				here += w
			}
		}
		if here == 0 {
			continue
		}
		dimensions += all
		for code, w := range d.indicators {
			if assessed[code] > 0 {
				out[code] = rat(w*all, here)
			}
		}
	}
	for code, w := range out {
		out[code] = div(w, rat(dimensions, 1))
	}
	return out
}

// addRules sums the rules of a dataset and shares out what it lost: each check group's
// loss over its rules by the rows that each fails, any other rule its own.
func (span *spanTruth) addRules(dataset string, slots map[string][]ledger.Row, share *big.Rat) []*ruleTruth {
	assessed, lost, failed := map[string]int64{}, map[string]*big.Rat{}, map[string]int64{}
	mine, group := map[string]*ruleTruth{}, map[string]string{}
	for _, rows := range slots {
		for code := range slotRates(rows) {
			assessed[code]++
		}
		for _, r := range rows {
			if r.Record == "rule" {
				if mine[r.Rule] == nil {
					mine[r.Rule] = &ruleTruth{lost: new(big.Rat)}
				}
				mine[r.Rule].add(r)
				if r.Scored && r.Group != "" { // "" also where nothing came to be grouped
					group[r.Rule] = r.Group
					failed[r.Group] += r.Failed
				}
			}
		}
	}
	weights := indicatorWeights(assessed)
	for _, rows := range slots {
		total := map[string]int64{}
		for _, r := range rows {
			if losesPoints(r) {
				total[r.Indicator] += int64(r.Weight)
			}
		}
		for _, r := range rows {
			if !losesPoints(r) {
				continue
			}
			missed := mul(rat(int64(r.Weight), total[r.Indicator]*assessed[r.Indicator]), add(rat(1, 1), mul(rat(-1, 1), rateOf(r))))
			key := r.Rule // the row of a check group has the group's key there
			if r.Record == "rule" {
				key = "rule " + r.Rule
			}
			if lost[key] == nil {
				lost[key] = new(big.Rat)
			}
			lost[key] = add(lost[key], mul(missed, mul(weights[r.Indicator], share)))
		}
	}
	var out []*ruleTruth
	for id, r := range mine {
		if g := group[id]; g != "" && failed[g] > 0 && lost[g] != nil {
			r.lost = mul(lost[g], rat(r.failed, failed[g]))
		} else if own := lost["rule "+id]; own != nil {
			r.lost = own
		}
		span.rules[dataset+" "+id] = r
		out = append(out, r)
	}
	return out
}

func (r *ruleTruth) add(row ledger.Row) {
	r.applicable += row.Applicable
	r.missing += row.Missing
	r.evaluated += row.Evaluated
	r.failed += row.Failed
	r.exempt += row.Exempt
	r.kind, r.indicator, r.weight, r.scored = row.Kind, row.Indicator, row.Weight, row.Scored
	if row.Credit != nil {
		r.credit += int64(*row.Credit)
		r.credited++
	}
}

// losesPoints says that a row earns or loses points, and rateOf what share of them it earns.
func losesPoints(r ledger.Row) bool {
	alone := r.Record == "rule" && r.Group == "" && r.Scored
	return (alone || r.Record == "group") && r.Evaluated > 0 && r.Weight > 0
}

func rateOf(r ledger.Row) *big.Rat {
	if r.Credit != nil && r.Exempt < r.Failed {
		return rat(int64(*r.Credit), 1000)
	}
	return rat(r.Evaluated-(r.Failed-r.Exempt), r.Evaluated)
}

// rank is a unit's place in its tier, by rounded score, and how many are ranked.
func (span *spanTruth) rank(u *unitTruth) (place, ranked int) {
	place = 1
	for _, other := range span.order {
		if other.unit.Tier != u.unit.Tier || other.whole == nil {
			continue
		}
		ranked++
		if roundedHundredths(other.whole) > roundedHundredths(u.whole) {
			place++
		}
	}
	return place, ranked
}

// median is the median of a figure over the units of a tier that have it.
func (span *spanTruth) median(tier string, of func(*unitTruth) *big.Rat) *big.Rat {
	var all []*big.Rat
	for _, u := range span.order {
		if x := of(u); u.unit.Tier == tier && x != nil {
			all = append(all, x)
		}
	}
	if len(all) == 0 {
		return nil
	}
	slices.SortFunc(all, func(a, b *big.Rat) int { return a.Cmp(b) })
	return div(add(all[(len(all)-1)/2], all[len(all)/2]), rat(2, 1))
}

func wholeOf(u *unitTruth) *big.Rat { return u.whole }

func dimensionOf(i int) func(*unitTruth) *big.Rat {
	return func(u *unitTruth) *big.Rat { return u.dimensions[i] }
}

// roundedHundredths are the points of a share of 1, half up, in hundredths.
func roundedHundredths(share *big.Rat) int64 {
	x := add(mul(share, rat(10_000, 1)), rat(1, 2))
	return new(big.Int).Div(x.Num(), x.Denom()).Int64()
}

// newestBy are, of each dataset, the rows of its newest slot that ended by a day: what a
// day's workbook shows.
func newestBy(t *testing.T, s *site, published map[string]map[string][]ledger.Row, day string) map[string]map[string][]ledger.Row {
	t.Helper()
	out := map[string]map[string][]ledger.Row{}
	for dataset, slots := range rowsWithin(t, s, published, "", day) {
		newest := ""
		for slot := range slots {
			newest = max(newest, slot)
		}
		if newest != "" {
			out[dataset] = map[string][]ledger.Row{newest: slots[newest]}
		}
	}
	return out
}

// deliveriesBetween are a unit's deliveries of slots that end in a span, oldest first.
func deliveriesBetween(t *testing.T, s *site, from, to string) map[string][]ledger.Delivery {
	t.Helper()
	list, err := s.ledger.Deliveries(t.Context(), ledger.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]ledger.Delivery{}
	for _, d := range list {
		if last := d.LastDay(); from <= last && last <= to {
			out[d.Dataset] = append(out[d.Dataset], d)
		}
	}
	for _, of := range out {
		slices.SortFunc(of, func(a, b ledger.Delivery) int { return cmp.Compare(a.Slot, b.Slot) })
	}
	return out
}

// serialOf is a moment as spreadsheets count: days since 1899-12-30, by the city's clock.
func serialOf(t time.Time, zone *time.Location) float64 {
	l := t.In(zone)
	wall := time.Date(l.Year(), l.Month(), l.Day(), l.Hour(), l.Minute(), l.Second(), 0, time.UTC)
	return wall.Sub(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)).Hours() / 24
}

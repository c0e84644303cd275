package main

import (
	"encoding/csv"
	"math/big"
	"os"
	"path/filepath"
	"strings"

	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/workspace"
)

// trueWeights are the default tier-2 weights, by tier-1 indicator.
var trueWeights = map[string]map[string]int64{
	"A": {"A1": 10, "A2": 10, "A3": 10, "A4": 4, "A6": 4},
	"B": {"B1": 5, "B2": 5, "B3": 5},
	"C": {"C1": 6, "C2": 4, "C3": 2},
	"D": {"D1": 4, "D2": 3, "D3": 2},
	"F": {"F1": 2},
}

var reviewedItems = []string{"A5", "D4", "E1", "E2", "F2", "H1"}

// expectUnit computes one unit's 100 points.
func expectUnit(w *workspace.Workspace, y *year, u *workspace.Unit, rows map[string]map[string][]ledger.Row) trueUnit {
	rates := expectRates(w, y, u.ID, rows)
	out := trueUnit{ID: u.ID, tier: u.Tier, Items: map[string]string{}}
	total := new(big.Rat)
	give := func(item string, points *big.Rat) {
		out.Items[item] = halfUp(points)
		p, _ := new(big.Rat).SetString(out.Items[item])
		total = add(total, p)
	}
	for item, points := range measuredPoints(rates) {
		give(item, points)
	}
	open := false
	reviewed := reviewedItems
	if rates["G1"] == nil {
		reviewed = append([]string{"G1"}, reviewed...)
	} else {
		give("G1", out.worth("G1", rates))
	}
	scores := readReviews(w.Dir)
	for _, item := range reviewed {
		self, confirmed := scores[u.ID+item][0], scores[u.ID+item][1]
		points := confirmed
		if confirmed == "" {
			open, points = true, self
		}
		if points == "" {
			points = "0"
		}
		p, _ := new(big.Rat).SetString(points)
		give(item, p)
	}
	out.Total = total.FloatString(2)
	out.Band = bandOf(total)
	out.Provisional = open || u.ID != "yuexiu" && u.ID != "metro"
	out.rated = yearRows(w, u.ID, rows) >= 30
	return out
}

// worth of G1: all that is homeless is spread over every measured item alike, G1
// among them.
func (trueUnit) worth(item string, rates map[string]*big.Rat) *big.Rat {
	return mul(mul(rat(4, 1), spread(rates)), rates[item])
}

// measuredPoints gives measured items their worth times their rate. The weight of
// those without a rate goes to their siblings, else to all measured items.
func measuredPoints(rates map[string]*big.Rat) map[string]*big.Rat {
	out := map[string]*big.Rat{}
	further := spread(rates)
	for _, items := range trueWeights {
		measured, all := int64(0), int64(0)
		for item, weight := range items {
			all += weight
			if rates[item] != nil {
				measured += weight
			}
		}
		for item, weight := range items {
			if rates[item] == nil {
				out[item] = new(big.Rat)
				continue
			}
			out[item] = mul(mul(mul(rat(weight, 1), rat(all, measured)), further), rates[item])
		}
	}
	return out
}

// spread is by how much measured items weigh more for tier-1 indicators of which
// nothing was measured.
func spread(rates map[string]*big.Rat) *big.Rat {
	home, homeless := int64(0), int64(0)
	for _, items := range trueWeights {
		any, all := false, int64(0)
		for item, weight := range items {
			all += weight
			any = any || rates[item] != nil
		}
		if any {
			home += all
		} else {
			homeless += all
		}
	}
	if rates["G1"] != nil {
		home += 4
	}
	return rat(home+homeless, home)
}

// expectRates computes every measured rate; nil where there is none.
func expectRates(w *workspace.Workspace, y *year, unit string, rows map[string]map[string][]ledger.Row) map[string]*big.Rat {
	importance := map[string]int64{}
	dimensions := map[string]map[string]*big.Rat{}
	wholes := map[string]int64{}
	punctual, came, stable, agrees, described := map[string]*big.Rat{}, map[string]*big.Rat{}, map[string]*big.Rat{}, map[string]*big.Rat{}, map[string]*big.Rat{}
	var sets []*workspace.Dataset
	for _, d := range datasetsOf(w, unit) {
		sets = append(sets, d)
		importance[d.ID] = int64(d.Importance)
		dims, whole := yearRates(rows[d.ID])
		if whole != nil {
			wholes[d.ID] = int64(d.Importance)
		}
		for item, rate := range dims {
			if dimensions[item] == nil {
				dimensions[item] = map[string]*big.Rat{}
			}
			dimensions[item][d.ID] = rate
		}
		punctual[d.ID], came[d.ID], stable[d.ID], agrees[d.ID] = deliveryRates(y.fates[d.ID])
		described[d.ID] = dictionaryRate(d.Catalogue)
	}
	out := map[string]*big.Rat{}
	shares := sharesOf(wholes)
	for item, byDataset := range dimensions {
		m := newWeighted()
		for id, rate := range byDataset {
			m.add(rate, shares[id])
		}
		out[item] = m.mean()
	}
	out["C1"], out["C2"], out["C3"] = overDatasets(punctual, importance), overDatasets(came, importance), overDatasets(stable, importance)
	out["B3"], out["B2"] = overDatasets(agrees, importance), overDatasets(described, importance)
	out["B1"] = rat(2, 3) // of three entries of the list one has no dataset
	catalogueRates(sets, out)
	out["G1"] = map[string]*big.Rat{"yuexiu": rat(1, 3), "haizhu": rat(1, 1)}[unit]
	return out
}

// deliveryRates come from what was simulated, not from the ledger.
func deliveryRates(fates map[string]*fate) (onTime, delivered, stable, agrees *big.Rat) {
	var due, punctual, came, good int64
	for _, f := range fates {
		switch f.state {
		case ledger.PlatformFailed, ledger.Excused:
			continue
		case ledger.OnTime:
			punctual++
			came++
		case ledger.Late:
			came++
		}
		due++
	}
	good = came
	if due > 0 {
		onTime, delivered = rat(punctual, due), rat(came, due)
	}
	if good > 1 { // the columns never change
		stable = rat(1, 1)
	}
	if good > 0 {
		agrees = rat(1, 1)
	}
	return onTime, delivered, stable, agrees
}

// dictionaryRate: nine items and four fields are described; a basis is asked for
// where sharing has conditions or is refused.
func dictionaryRate(c workspace.Catalogue) *big.Rat {
	switch {
	case c.SharingType == "unconditional":
		return rat(13, 13)
	case c.SharingBasis != "":
		return rat(14, 14)
	}
	return rat(13, 14)
}

func catalogueRates(sets []*workspace.Dataset, out map[string]*big.Rat) {
	var reasoned, shared, shareable, opened int64
	for _, d := range sets {
		c := d.Catalogue
		if c.SharingType == "unconditional" || c.SharingBasis != "" {
			reasoned++
		}
		if c.SharingType != "none" {
			shared++
			shareable++
			if c.OpeningType != "none" {
				opened++
			}
		} else if c.SharingBasis == "" {
			shareable++
		}
	}
	out["D1"] = rat(reasoned, int64(len(sets)))
	if shareable > 0 {
		out["D2"] = rat(shared, shareable)
	}
	if shared > 0 {
		out["D3"] = rat(opened, shared)
	}
}

// yearRows is on how many rows a unit is assessed: id is required, so that its rule
// evaluates every row.
func yearRows(w *workspace.Workspace, unit string, rows map[string]map[string][]ledger.Row) int64 {
	var n int64
	for _, d := range datasetsOf(w, unit) {
		for _, slot := range rows[d.ID] {
			for _, r := range slot {
				if r.Record == "rule" && r.Rule == "id.required" {
					n += r.Evaluated
				}
			}
		}
	}
	return n
}

// halfUp writes points with two decimals.
func halfUp(points *big.Rat) string {
	n := add(mul(points, rat(100, 1)), rat(1, 2))
	return new(big.Rat).SetFrac(new(big.Int).Div(n.Num(), n.Denom()), big.NewInt(100)).FloatString(2)
}

func bandOf(total *big.Rat) string {
	for _, b := range []struct {
		id   string
		from int64
	}{{"excellent", 90}, {"good", 80}, {"pass", 60}} {
		if total.Cmp(rat(b.from, 1)) >= 0 {
			return b.id
		}
	}
	return "improve"
}

// readReviews reads self-assessed and confirmed points by unit and item.
func readReviews(dir string) map[string][2]string {
	text, err := os.ReadFile(filepath.Join(dir, "reviews", "2026", "scores.csv"))
	if err != nil {
		panic(err)
	}
	records, err := csv.NewReader(strings.NewReader(string(text))).ReadAll()
	if err != nil {
		panic(err)
	}
	out := map[string][2]string{}
	for _, r := range records[1:] {
		out[r[0]+r[1]] = [2]string{r[2], r[3]}
	}
	return out
}

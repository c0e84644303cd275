package score

import "slices"

// Mode says who gives an annual item its points.
type Mode string

const (
	Auto     Mode = "auto"     // a measure
	Reviewer Mode = "reviewer" // a reviewer, from evidence
	Either   Mode = "either"   // a measure where it can be computed, else a reviewer
)

// Source says where an annual item's points come from.
type Source string

const (
	SourceMeasured  Source = "measured"
	SourceConfirmed Source = "confirmed" // 核定
	SourceSelf      Source = "self"      // 自评, not confirmed yet
	SourceNone      Source = "none"      // nothing measured, or nothing claimed
)

// AnnualIndicator is one tier-1 indicator of the annual assessment.
type AnnualIndicator struct {
	ID     string
	Weight float64 // of the unit's 100 points: the sum of its items'
	Items  []AnnualItem
}

// AnnualItem is one tier-2 indicator of one unit, with what is known about it.
type AnnualItem struct {
	ID     string
	Weight float64
	Mode   Mode
	// Measured is the automatic rate, 0 to 1; nil where it cannot be measured,
	// because nothing was evaluated or no log exists.
	Measured *float64
	// Self and Confirmed are points in hundredths; nil where none were given.
	Self, Confirmed *int64
}

// Adjustment is points in hundredths, of which no more than Cap count. A cap of 0
// is the adjustment switched off.
type Adjustment struct{ Points, Cap int64 }

// fullMarks is 100 points in hundredths.
const fullMarks = 100 * 100

func (a Adjustment) counted() int64 { return max(0, min(a.Points, a.Cap)) }

// Adjustments is what a unit gets or loses beside its indicators.
type Adjustments struct {
	Extra, Deduction Adjustment
	Veto             string // the best band that a vetoed unit can have; "" no veto
}

// AnnualResult is a unit's annual assessment. Points are in hundredths.
type AnnualResult struct {
	Indicators []AnnualIndicatorResult // in the order given
	Sum        int64                   // of the items' rounded points, exactly
	Extra      int64                   // counted, within its cap
	Deduction  int64                   // counted, within its cap
	// Total is Sum + Extra − Deduction, brought into 0 to 100 points once, at the
	// end: extra points may make up for a deduction, and never lift above 100.
	Total int64
	// Judged is the weight that could be assessed over the whole weight, 0 to 1.
	// A reviewer's item always can.
	Judged float64
	// Assessed is false where weight that was not measured found no measured item
	// to go to. The sum is then not of 100: the unit has no band and no rank.
	Assessed bool
	Band     string // from Total, lowered by a veto; "" without one
	// Provisional is true where a reviewer's item is not confirmed. Signing off
	// the whole is the caller's.
	Provisional bool
}

// AnnualIndicatorResult is a tier-1 indicator's points, the sum of its items'.
type AnnualIndicatorResult struct {
	ID          string
	Weight      float64
	Points      int64
	Judged      float64 // as AnnualResult.Judged, of this indicator
	Provisional bool
	Items       []AnnualItemResult
}

// AnnualItemResult is a tier-2 indicator's points.
type AnnualItemResult struct {
	ID     string
	Weight float64
	// Worth is what a rate of 1 would earn: Weight, and what a measured item takes
	// over from those that could not be measured; 0 for the latter.
	Worth           float64
	Rate            *float64 // as measured, 0 to 1; nil where it was not
	Points          int64
	Self, Confirmed *int64
	Source          Source
	Assessed        bool // false: could not be measured, and is no reviewer's
	Provisional     bool
}

// Annual computes the 100 points of one unit (semantics, From datasets to units,
// the city and the year).
//
//   - A measured item earns its worth × its rate. The weight of an automatic item
//     that cannot be measured goes to the measured items of its own tier-1
//     indicator, in proportion to weight; where that has none, to the measured
//     items of all tier-1 indicators; where there is none at all, to nobody.
//   - A reviewer's item earns its confirmed points, else the self-assessed ones,
//     else 0; the latter two are provisional. It neither gives nor takes weight:
//     its points are steps that stand in its own scale.
//   - Points round half up to two decimals, after weight has moved; the total is
//     the sum of the rounded points. Bands stand best first.
func Annual(indicators []AnnualIndicator, adjustments Adjustments, bands []Band) AnnualResult {
	factors, absorbed := takeOver(indicators)
	r := AnnualResult{Extra: adjustments.Extra.counted(), Deduction: adjustments.Deduction.counted(), Assessed: absorbed}
	var items []AnnualItem
	for _, i := range indicators {
		ir := annualIndicator(i, factors[i.ID])
		r.Indicators = append(r.Indicators, ir)
		r.Sum += ir.Points
		r.Provisional = r.Provisional || ir.Provisional
		items = append(items, i.Items...)
	}
	r.Total = max(0, min(r.Sum+r.Extra-r.Deduction, fullMarks))
	r.Judged = judged(items)
	if r.Assessed {
		r.Band = lowered(bands, BandOf(bands, float64(r.Total)/100), adjustments.Veto)
	}
	return r
}

func annualIndicator(i AnnualIndicator, factor float64) AnnualIndicatorResult {
	r := AnnualIndicatorResult{ID: i.ID, Weight: i.Weight, Judged: judged(i.Items)}
	for _, item := range i.Items {
		x := annualItem(item, factor)
		r.Items = append(r.Items, x)
		r.Points += x.Points
		r.Provisional = r.Provisional || x.Provisional
	}
	return r
}

// annualItem gives an item its points; a measured one is worth its weight × factor.
func annualItem(i AnnualItem, factor float64) AnnualItemResult {
	r := AnnualItemResult{ID: i.ID, Weight: i.Weight, Worth: i.Weight, Self: i.Self, Confirmed: i.Confirmed, Source: SourceNone, Assessed: i.assessed()}
	switch {
	case i.measured():
		r.Worth = float64(i.Weight * factor)
		r.Rate, r.Points, r.Source = i.Measured, hundredths(float64(r.Worth**i.Measured)), SourceMeasured
	case !r.Assessed:
		r.Worth = 0
	case i.Confirmed != nil:
		r.Points, r.Source = *i.Confirmed, SourceConfirmed
	case i.Self != nil:
		r.Points, r.Source, r.Provisional = *i.Self, SourceSelf, true
	default:
		r.Provisional = true
	}
	return r
}

func (i AnnualItem) measured() bool { return i.Mode != Reviewer && i.Measured != nil }

func (i AnnualItem) assessed() bool { return i.Mode != Auto || i.Measured != nil }

func (i AnnualItem) unmeasured() bool { return !i.assessed() }

// judged is the weight of the items that could be assessed over that of all.
func judged(items []AnnualItem) float64 {
	assessed := weight(items, AnnualItem.assessed)
	return share(assessed, assessed+weight(items, AnnualItem.unmeasured))
}

// weight sums the weights of the items that are of a kind.
func weight(items []AnnualItem, is func(AnnualItem) bool) float64 {
	var weights []float64
	for _, i := range items {
		if is(i) {
			weights = append(weights, i.Weight)
		}
	}
	return sum(weights)
}

// takeOver returns, by tier-1 id, the factor by which its measured items weigh more
// than declared, and whether all weight that was not measured found a taker.
func takeOver(indicators []AnnualIndicator) (map[string]float64, bool) {
	factor := map[string]float64{}
	var homeless, takers []float64
	for _, i := range indicators {
		measured, gone := weight(i.Items, AnnualItem.measured), weight(i.Items, AnnualItem.unmeasured)
		if measured == 0 {
			homeless = append(homeless, gone)
			continue
		}
		factor[i.ID] = (measured + gone) / measured
		takers = append(takers, measured+gone)
	}
	left, all := sum(homeless), sum(takers)
	if left == 0 || all == 0 {
		return factor, left == 0
	}
	for id := range factor {
		factor[id] *= (all + left) / all
	}
	return factor, true
}

// lowered returns the worse of a band and a veto's; bands stand best first. A veto
// that names no band lowers nothing.
func lowered(bands []Band, band, veto string) string {
	place := func(id string) int { return slices.IndexFunc(bands, func(b Band) bool { return b.ID == id }) }
	if band != "" && place(veto) > place(band) {
		return veto
	}
	return band
}

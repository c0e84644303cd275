package assessment

import (
	"slices"
	"time"

	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/workspace"
	"cdoscore/rules"
	"cdoscore/rules/score"
)

// Evidence is what stands behind a measured rate.
type Evidence struct {
	Measure string
	// Good of Of were counted: rows, slots, columns, entries, fields or requests, by
	// the measure. A rate that is a mean over datasets is not Good / Of.
	Good, Of int64
	Datasets int      // over which a mean was taken; 0: a plain share
	Lacking  []string // what is not good, at most namedLacking of it
}

// namedLacking is how many things that lack something are named.
const namedLacking = 10

func (e *Evidence) lack(name string) {
	if len(e.Lacking) < namedLacking && !slices.Contains(e.Lacking, name) {
		e.Lacking = append(e.Lacking, name)
	}
}

// measurer computes the measures of one unit over one cycle.
type measurer struct {
	workspace *workspace.Workspace
	quality   *Quality
	cycle     workspace.Cycle
	now       time.Time
	sensitive map[string][]string // fields with personal data, by dataset
}

// measure is how an annual item is computed; false: there is nothing to compute
// it from.
type measure func(m measurer, e *Evidence) (rate float64, ok bool)

// measures is the one list; workspace.Measures names the same.
var measures = map[string]measure{
	"completeness":       measurer.dimension,
	"accuracy":           measurer.dimension,
	"timeliness":         measurer.dimension,
	"authenticity":       measurer.dimension,
	"usability":          measurer.dimension,
	"inventory_covered":  measurer.inventoryCovered,
	"catalogue_complete": measurer.catalogueComplete,
	"schema_agrees":      measurer.schemaAgrees,
	"on_time":            measurer.onTime,
	"delivered":          measurer.delivered,
	"structure_stable":   measurer.structureStable,
	"sharing_reasoned":   measurer.sharingReasoned,
	"share_rate":         measurer.shareRate,
	"open_rate":          measurer.openRate,
	"sensitive_declared": measurer.sensitiveDeclared,
	"requests_answered":  measurer.requestsAnswered,
}

// dimension is the unit's score in a dimension of data quality over the cycle.
func (m measurer) dimension(e *Evidence) (float64, bool) {
	for _, d := range m.quality.Result.Dimensions {
		if d.ID != e.Measure || !d.Assessed() {
			continue
		}
		e.Datasets, e.Good, e.Of = m.quality.Datasets, int64(m.quality.Slots), int64(m.quality.Slots+m.quality.Unrun)
		return d.Points / 100, true
	}
	return 0, false
}

// overDatasets is the mean of a rate over the unit's datasets by importance, none
// above the cap. Of each dataset, good of `of` slots, columns or pairs count.
func (m measurer) overDatasets(e *Evidence, of func(s *series) (good, all int64)) (float64, bool) {
	var rates []score.Rate
	for _, s := range m.quality.series {
		good, all := of(s)
		if all == 0 {
			continue
		}
		e.Good, e.Of = e.Good+good, e.Of+all
		if good < all {
			e.lack(s.Dataset.ID)
		}
		rates = append(rates, score.Rate{Dataset: s.Dataset.ID, Importance: s.Dataset.Importance, Value: float64(good) / float64(all)})
	}
	e.Datasets = len(rates)
	return score.MeanRate(rates, m.workspace.Indicators.Limit())
}

// onTime is the share of due slots that were delivered on time.
func (m measurer) onTime(e *Evidence) (float64, bool) {
	return m.overDatasets(e, func(s *series) (good, all int64) { return s.delivered(ledger.OnTime) })
}

// delivered is the share of due slots that were delivered readable, late or not.
func (m measurer) delivered(e *Evidence) (float64, bool) {
	return m.overDatasets(e, func(s *series) (good, all int64) { return s.delivered(ledger.OnTime, ledger.Late) })
}

// delivered counts the due slots, and those in one of some states. What the
// platform or an outage prevented was not due.
func (s *series) delivered(states ...string) (good, due int64) {
	if !s.Dataset.Update.Scheduled() {
		return 0, 0
	}
	for _, d := range s.deliveries {
		switch {
		case d.State == ledger.PlatformFailed, d.State == ledger.Excused:
			continue
		case slices.Contains(states, d.State):
			good++
		}
		due++
	}
	return good, due
}

// structureStable is the share of extracts with the same columns, in the same
// order, as the one before.
func (m measurer) structureStable(e *Evidence) (float64, bool) {
	return m.overDatasets(e, func(s *series) (good, all int64) {
		before := ""
		for _, d := range s.deliveries {
			if d.StructureSHA256 == "" {
				continue
			}
			if before != "" {
				all++
				good += one(d.StructureSHA256 == before)
			}
			before = d.StructureSHA256
		}
		return good, all
	})
}

// schemaAgrees is the share of declared columns that extracts agree with.
func (m measurer) schemaAgrees(e *Evidence) (float64, bool) {
	return m.overDatasets(e, func(s *series) (good, all int64) {
		return s.Counts.Declared - s.Counts.Disagreeing, s.Counts.Declared
	})
}

// requestsAnswered is the share of requests due in the cycle, and by now, that
// were answered by their day.
func (m measurer) requestsAnswered(e *Evidence) (float64, bool) {
	today := m.now.In(m.workspace.Zone).Format(time.DateOnly)
	for _, q := range m.workspace.Requests {
		if q.Unit != m.quality.Unit.ID || q.DueOn < m.cycle.From || q.DueOn > m.cycle.To || q.DueOn >= today {
			continue
		}
		e.count(q.AnsweredOn != "" && q.AnsweredOn <= q.DueOn, q.ID)
	}
	return e.share()
}

// count counts one thing of a plain share.
func (e *Evidence) count(good bool, name string) {
	e.Of++
	if good {
		e.Good++
	} else {
		e.lack(name)
	}
}

func (e *Evidence) share() (float64, bool) {
	if e.Of == 0 {
		return 0, false
	}
	return float64(e.Good) / float64(e.Of), true
}

func one(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// catalogueFacts are enough for a rule that judges the catalogue alone.
var catalogueFacts = rules.Facts{Arrived: true}

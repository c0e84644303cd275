package html

import (
	"strconv"

	"cdoscore/reports"
)

// registerShown is how many of a dataset's slots its register lists: the workbook
// has all.
const registerShown = 31

// datasetView is one dataset with its rules.
type datasetView struct {
	ID, Title string
	Facts     []fact
	Rules     table
	Blocks    []ruleView
	Register  table
}

// ruleView is one rule that something is to be said of, with its masked samples.
type ruleView struct {
	ID, Title, Code, Note string
	Facts                 []fact
	Samples               *table
}

// datasets lists the unit's datasets; a name leads to the dataset's rules.
func (v *view) datasets(u reports.Unit) table {
	type line = reports.DatasetLine
	number := func(of func(line) int) func(int, line) cell {
		return func(_ int, d line) cell { return count(of(d)) }
	}
	columns := []column[line]{
		{head: "col.dataset_name", cell: func(_ int, d line) cell { x := v.datasetName(d).to("#" + datasetID(d.ID)); x.Sub = d.Code; return x }},
		{head: "col.office", cell: func(_ int, d line) cell { x := v.stringOr(d.Office, "value.none"); x.Sub = d.Person; return x }},
		{head: "col.cycle", kind: "sc-c", cell: func(_ int, d line) cell { return text(v.t("cycle." + d.Cycle)) }},
		{head: "col.due", kind: "sc-n", cell: number(func(d line) int { return d.Due })},
		{head: "col.on_time", kind: "sc-n", cell: number(func(d line) int { return d.OnTime })},
		{head: "col.late", kind: "sc-n", cell: number(func(d line) int { return d.Late })},
		{head: "col.missing", kind: "sc-n", cell: number(func(d line) int { return d.MissingCount })},
		{head: "col.excused", kind: "sc-n", cell: number(func(d line) int { return d.Excused })},
		{head: "col.rows", kind: "sc-n", cell: func(_ int, d line) cell { return v.countIf(d.HasRows, d.Rows) }},
	}
	for i, dimension := range u.Dimensions {
		columns = append(columns, column[line]{name: v.in(dimension.Name), kind: "sc-c", cell: func(_ int, d line) cell {
			p := reports.Points{}
			if i < len(d.Dimensions) {
				p = d.Dimensions[i]
			}
			return v.points(p).toned(heat(p))
		}})
	}
	columns = append(columns,
		column[line]{head: "col.score", kind: "sc-c", cell: func(_ int, d line) cell { return v.points(d.Score).toned(heat(d.Score) + " sc-strong") }},
		column[line]{head: "col.judged", kind: "sc-n", cell: func(_ int, d line) cell { return text(shareText(d.Judged)) }},
	)
	return lay(v, list[line]{caption: v.t("datasets.title"), kind: "sc-dense", columns: columns, rows: u.Datasets, notes: []string{v.t("datasets.note_missing")}})
}

func (v *view) datasetName(d reports.DatasetLine) cell {
	name := v.in(d.Title)
	if !d.InScope {
		name += v.t("datasets.out_of_scope")
	}
	return text(name)
}

// details tells of every dataset, in the order of the model.
func (v *view) details(u reports.Unit) []datasetView {
	lines, samples, slots := map[string][]reports.RuleLine{}, map[string][]reports.SampleLine{}, map[string]registered{}
	for _, r := range u.Rules {
		lines[r.Dataset] = append(lines[r.Dataset], r)
	}
	for _, s := range u.Samples {
		samples[s.Code] = append(samples[s.Code], s)
	}
	for i := range u.Deliveries {
		d := &u.Deliveries[i]
		slots[d.DatasetID] = slots[d.DatasetID].with(d)
	}
	var out []datasetView
	for _, d := range u.Datasets {
		x := datasetView{
			ID: datasetID(d.ID), Title: v.datasetName(d).Text, Facts: v.datasetFacts(d, u),
			Rules: v.rules(lines[d.ID], samples), Register: v.register(slots[d.ID]),
		}
		for _, r := range lines[d.ID] {
			if remarkable(r, samples[r.Code]) {
				x.Blocks = append(x.Blocks, v.rule(r, samples[r.Code]))
			}
		}
		out = append(out, x)
	}
	return out
}

func (v *view) datasetFacts(d reports.DatasetLine, u reports.Unit) []fact {
	facts := []fact{
		{v.t("col.score"), v.points(d.Score).toned("sc-strong")},
		{v.t("col.catalogue_code"), v.stringOr(d.Code, "value.none").toned("sc-code")},
		{v.t("col.office"), v.stringOr(d.Office, "value.none")},
		{v.t("col.person"), v.stringOr(d.Person, "value.none")},
		{v.t("col.cycle"), text(v.t("cycle." + d.Cycle))},
		{v.t("col.rows"), v.countIf(d.HasRows, d.Rows)},
	}
	for i, dimension := range u.Dimensions {
		if i < len(d.Dimensions) {
			facts = append(facts, fact{v.in(dimension.Name), v.points(d.Dimensions[i])})
		}
	}
	return append(facts, fact{v.t("col.judged"), text(shareText(d.Judged))})
}

// remarkable reports whether a rule has a block of its own: it failed, cost points, or
// there are samples. What else is to be said of a rule stands in its line.
func remarkable(r reports.RuleLine, samples []reports.SampleLine) bool {
	return r.Failed > 0 || r.Lost > 0 || len(samples) > 0
}

// rules lists a dataset's rules, each with its point code; a name leads to the block
// of the rule, where it has one.
func (v *view) rules(lines []reports.RuleLine, samples map[string][]reports.SampleLine) table {
	type line = reports.RuleLine
	columns := v.ruleColumns(samples)
	if v.links.Appeal != nil {
		columns = append(columns, column[line]{head: "col.appeal", kind: "sc-c", cell: func(_ int, r line) cell { return v.objection(r) }})
	}
	return lay(v, list[line]{
		caption: v.t("rules.title"), kind: "sc-dense", rows: lines, columns: columns,
		rowID: func(r line) string {
			if remarkable(r, samples[r.Code]) {
				return ""
			}
			return ruleID(r)
		},
	})
}

func (v *view) ruleColumns(samples map[string][]reports.SampleLine) []column[reports.RuleLine] {
	type line = reports.RuleLine
	number := func(of func(line) int64) func(int, line) cell {
		return func(_ int, r line) cell { return count(of(r)) }
	}
	return []column[line]{
		{head: "col.rule", cell: func(_ int, r line) cell {
			x := text(v.ruleTitle(r))
			if x.Sub = r.Code; remarkable(r, samples[r.Code]) {
				x.Href = "#" + ruleID(r)
			}
			return x
		}},
		{head: "col.field", cell: func(_ int, r line) cell { return v.stringOr(r.Field, "value.whole_dataset") }},
		{head: "method.indicator", cell: func(_ int, r line) cell { x := text(r.Indicator); x.Sub = v.in(r.IndicatorName); return x }},
		{head: "col.applicable", kind: "sc-n", cell: number(func(r line) int64 { return r.Applicable })},
		{head: "col.missing_values", kind: "sc-n", cell: number(func(r line) int64 { return r.Missing })},
		{head: "col.evaluated", kind: "sc-n", cell: number(func(r line) int64 { return r.Evaluated })},
		{head: "col.failed", kind: "sc-n", cell: number(func(r line) int64 { return r.Failed })},
		{head: "col.exempt", kind: "sc-n", cell: number(func(r line) int64 { return r.Exempt })},
		{head: "col.pass_rate", kind: "sc-n", cell: func(_ int, r line) cell { return v.rateOrWhy(r, samples[r.Code]) }},
		{head: "col.weight", kind: "sc-n", cell: func(_ int, r line) cell { return count(r.Weight) }},
		{head: "col.lost", kind: "sc-n", cell: func(_ int, r line) cell { return v.ruleLost(r, r.Lost) }},
		{head: "col.version", kind: "sc-code", cell: func(_ int, r line) cell { return v.stringOr(r.Version, "value.none") }},
	}
}

// objection leads to where an objection to the line is raised; a line that is contested
// already says so.
func (v *view) objection(r reports.RuleLine) cell {
	c := text(v.t("page.object")).to(v.links.Appeal(r.Code))
	if r.Appeal != "" {
		c.Text, c.Sub = v.t("page.contested"), r.Appeal
	}
	return c
}

func (v *view) passRate(r reports.RuleLine) cell {
	c := v.rate(r.Rate)
	if r.SmallSample {
		c.Sub = v.t("value.small_sample")
	}
	return c
}

// rateOrWhy is the rate, with the reason of a rule that has no block to say it.
func (v *view) rateOrWhy(r reports.RuleLine, samples []reports.SampleLine) cell {
	c := v.passRate(r)
	if !remarkable(r, samples) && r.Note.Key != "" {
		c.Sub = v.text.Note(r.Note)
	}
	return c
}

func (v *view) ruleLost(r reports.RuleLine, lost float64) cell {
	return v.comparable(reports.Points{Value: lost, Assessed: r.Scored && r.Rate.Assessed})
}

// rule tells all of one rule: its counts with their denominators, its version, the
// interval of its rate and its samples.
func (v *view) rule(r reports.RuleLine, samples []reports.SampleLine) ruleView {
	out := ruleView{ID: ruleID(r), Title: v.ruleTitle(r), Code: r.Code, Note: v.text.Note(r.Note), Facts: []fact{
		{v.t("col.field"), v.stringOr(r.Field, "value.whole_dataset")},
		{v.t("method.indicator"), text(r.Indicator + " " + v.in(r.IndicatorName))},
		{v.t("page.missing_of"), text(reports.CountText(r.Missing) + " / " + reports.CountText(r.Applicable))},
		{v.t("col.failed_evaluated"), text(reports.CountText(r.Failed) + " / " + reports.CountText(r.Evaluated))},
		{v.t("col.exempt"), count(r.Exempt)},
		{v.t("col.pass_rate"), v.passRate(r).toned("sc-strong")},
		{v.t("col.interval"), v.interval(r)},
		{v.t("col.weight"), count(r.Weight)},
		{v.t("col.lost"), v.ruleLost(r, r.Lost).toned("sc-strong")},
		{v.t("page.locked"), v.ruleLost(r, r.Locked)},
		{v.t("col.version"), v.stringOr(r.Version, "value.none").toned("sc-code")},
	}}
	if v.links.Appeal != nil {
		out.Facts = append(out.Facts, fact{v.t("col.appeal"), v.objection(r)})
	}
	if r.Slots > 1 {
		out.Facts = append(out.Facts, fact{v.t("page.slots"), count(r.Slots)})
	}
	if len(samples) > 0 {
		t := v.samples(samples)
		out.Samples = &t
	}
	return out
}

// interval is the Wilson interval of the pass rate.
func (v *view) interval(r reports.RuleLine) cell {
	switch {
	case r.SmallSample && r.Evaluated > 0:
		return v.word("value.small_sample")
	case !r.HasInterval:
		return v.word("value.none")
	}
	return text(rateText(r.Low) + " – " + rateText(r.High))
}

func (v *view) samples(lines []reports.SampleLine) table {
	type line = reports.SampleLine
	return lay(v, list[line]{
		caption: v.t("samples.title"), kind: "sc-dense sc-samples", rows: lines,
		columns: []column[line]{
			{head: "col.row", kind: "sc-n", cell: func(_ int, s line) cell { return count(s.Row) }},
			{head: "col.key", kind: "sc-code", cell: func(_ int, s line) cell { return v.cut(s.Key) }},
			{head: "col.field", cell: func(_ int, s line) cell { return v.stringOr(s.Field, "value.whole_dataset") }},
			{head: "col.value", kind: "sc-value", cell: func(_ int, s line) cell { return v.cut(s.Value) }},
			{head: "col.explanation", kind: "sc-w", cell: func(_ int, s line) cell { return text(v.text.Note(s.Reason)) }},
		},
	})
}

// registered are a dataset's newest slots, and how many there are beside them.
type registered struct {
	shown []*reports.DeliveryLine
	more  int
}

func (r registered) with(d *reports.DeliveryLine) registered {
	if len(r.shown) < registerShown {
		r.shown = append(r.shown, d)
	} else {
		r.more++
	}
	return r
}

// register lists the dataset's newest slots.
func (v *view) register(r registered) table {
	type line = *reports.DeliveryLine
	var notes []string
	if r.more > 0 {
		notes = append(notes, v.t("page.register_more", strconv.Itoa(r.more)))
	}
	return lay(v, list[line]{
		caption: v.t("deliveries.title"), kind: "sc-dense", rows: r.shown, notes: notes,
		columns: []column[line]{
			{head: "col.slot", cell: func(_ int, d line) cell { return text(d.Slot) }},
			{head: "col.due_at", kind: "sc-c", cell: func(_ int, d line) cell { return v.minute(d.Due) }},
			{head: "col.arrived_at", kind: "sc-c", cell: func(_ int, d line) cell { return v.minute(d.Arrived) }},
			{head: "col.state", kind: "sc-c", cell: func(_ int, d line) cell {
				return text(v.t("state." + d.State)).toned("sc-state sc-state-" + stateTone(d.State))
			}},
			{head: "col.reason", kind: "sc-w", cell: func(_ int, d line) cell { return text(v.text.Note(d.Reason)) }},
			{head: "col.rows", kind: "sc-n", cell: func(_ int, d line) cell { return v.countIf(d.HasRows, d.Rows) }},
			{head: "col.previous_rows", kind: "sc-n", cell: func(_ int, d line) cell { return v.countIf(d.HasPrevious, d.PreviousRows) }},
			{head: "col.hash", kind: "sc-code sc-hash", cell: func(_ int, d line) cell { return v.stringOr(d.Hash, "value.none") }},
		},
	})
}

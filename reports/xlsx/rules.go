package xlsx

import (
	"slices"
	"strconv"

	"cdoscore/reports"
)

// writeRules writes 规则明细. A point code leads to its samples where there are any.
func writeRules(b *book, u reports.Unit, at places) error {
	type line = reports.RuleLine
	notes := []string{
		b.text.Text("rules.note_rate"),
		b.text.Text("rules.note_small", strconv.FormatInt(u.Method.MinimumN, 10)),
		b.text.Text("rules.note_links"),
	}
	if slices.ContainsFunc(u.Rules, func(r line) bool { return r.Appeal != "" }) {
		notes = append(notes, b.text.Text("rules.note_contested"))
	}
	return writeTable(b, table[line]{
		sheet: "sheet.rules", title: b.text.Text("rules.title"), landscape: true, rows: u.Rules, notes: notes,
		columns: []column[line]{
			{head: "col.code", width: codeWidth, cell: func(_ int, r line) cell { return text(r.Code).to(at.samples[r.Code]) }},
			{head: "col.dataset", width: 18, cell: func(_ int, r line) cell { return b.textOr(r.DatasetName, "value.none") }},
			{head: "col.field", width: 14, cell: func(_ int, r line) cell { return b.stringOr(r.Field, "value.whole_dataset") }},
			{head: "col.rule", width: 20, cell: func(_ int, r line) cell { return b.ruleName(r) }},
			{head: "col.version", width: 10, cell: func(_ int, r line) cell { return b.stringOr(r.Version, "value.none") }},
			{head: "col.indicator_code", width: 8, cell: func(_ int, r line) cell { return label(r.Indicator) }},
			{head: "col.applicable", width: 12, cell: func(_ int, r line) cell { return count(r.Applicable) }},
			{head: "col.missing_values", width: 10, cell: func(_ int, r line) cell { return count(r.Missing) }},
			{head: "col.evaluated", width: 12, cell: func(_ int, r line) cell { return count(r.Evaluated) }},
			{head: "col.failed", width: 11, cell: func(_ int, r line) cell { return count(r.Failed) }},
			{head: "col.exempt", width: 9, cell: func(_ int, r line) cell { return count(r.Exempt) }},
			{head: "col.pass_rate", width: 9, cell: func(_ int, r line) cell { return b.rate(r.Rate) }},
			{head: "col.interval", width: 9, span: 2, cell: func(_ int, r line) cell { return b.bound(r, r.Low) }},
			{width: 9, cell: func(_ int, r line) cell { return b.bound(r, r.High) }},
			{head: "col.weight", width: 6, cell: func(_ int, r line) cell { return count(int64(r.Weight)) }},
			{head: "col.lost", width: 8, cell: func(_ int, r line) cell { return b.lost(r) }},
		},
	})
}

// ruleName is the rule's name, filled where an appeal contests the line.
func (b *book) ruleName(r reports.RuleLine) cell {
	c := text(b.ruleTitle(r))
	if r.Appeal != "" {
		c = c.filled(stateFills["late"])
	}
	return c
}

// ruleTitle is the rule's name; one that is not in force or is contested says so.
func (b *book) ruleTitle(r reports.RuleLine) string {
	title := b.in(r.Title)
	if title == "" {
		title = r.RuleID
	}
	if !r.Scored {
		title += b.text.Text("rules.shadow")
	}
	if r.Appeal != "" {
		title += b.text.Text("rules.contested")
	}
	return title
}

// bound is one end of the Wilson interval, given in percent.
func (b *book) bound(r reports.RuleLine, end float64) cell {
	switch {
	case r.SmallSample && r.Evaluated > 0:
		return b.word("value.small_sample")
	case !r.HasInterval:
		return b.word("value.none")
	}
	return percent(end)
}

func (b *book) lost(r reports.RuleLine) cell {
	if !r.Scored || !r.Rate.Assessed {
		return b.word("value.none")
	}
	return score(r.Lost)
}

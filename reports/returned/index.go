package returned

import (
	"fmt"
	"strings"

	"cdoscore/connectors/excel/sheetml"
	"cdoscore/pipeline/check"
	"cdoscore/rules"
)

// maxIndex is how many faults the index lists; all are in the column of words.
const maxIndex = 100_000

// indexPage writes 错误索引: one row for each fault.
type indexPage struct {
	page
	t      *teller
	o      Options
	listed int64
}

// open writes the headings, and the faults that are about the file as a whole.
func (x *indexPage) open(space string, comparison *check.Comparison) {
	text := x.t.texts.Text
	x.begin(space, 1, 8, 9, 16, 12, 9, 20, 26, 48, 42, 24, 13, 24, 9)
	x.headings(text("col.ordinal"), text("returned.index.level"), text("returned.index.sheet"), text("returned.index.cell"), text("returned.index.row"), text("returned.index.field"),
		text("returned.index.value"), text("returned.index.problem"), text("returned.index.mend"), text("returned.index.example"), text("returned.index.same"), text("returned.index.rule"), text("returned.index.state"))
	for _, c := range x.o.Causes {
		if c.Whole() {
			x.fault(x.t.rules[c.Rule.ID], 0, "", comparison.WholeState(c.Rule.ID))
		}
	}
}

// take writes the faults of a row.
func (x *indexPage) take(row check.Row, states []check.State) {
	if row.Rejected != nil {
		x.rejected(row, states[0])
		return
	}
	for i, r := range row.Rules {
		x.fault(x.t.rules[r.ID], row.Number, valueOf(row, r), states[i])
	}
}

// close writes what was fixed since the last check, and ends the sheet.
func (x *indexPage) close(comparison *check.Comparison) error {
	for _, f := range comparison.End() {
		x.fixed(f)
	}
	return x.end(fmt.Sprintf("A1:M%d", max(x.n, 1)))
}

// valueOf is the values of a rule's fields as received.
func valueOf(row check.Row, r *rules.Rule) string {
	fields := r.Fields()
	parts := make([]string, len(fields))
	for i, f := range fields {
		parts[i], _ = row.Value(f)
	}
	return strings.Join(parts, " | ")
}

// full reports whether the index has all the rows that it may; what comes after is
// in the column of words only.
func (x *indexPage) full() bool { return x.listed >= maxIndex }

func (x *indexPage) fault(f *told, row int64, value string, state check.State) {
	if x.full() {
		return
	}
	x.listed++
	l := x.looks
	cells := []cellValue{x.count(x.listed), {text: f.level.Word(x.t.texts), style: l.levels[f.level]}, {text: x.o.Layout.Sheet, style: l.text}, {style: l.text}, {style: l.text},
		{text: f.fields, style: l.wrapped}, x.said(value), {text: f.problem, style: l.wrapped}, {text: f.mend, style: l.wrapped}, x.said(f.example), x.count(f.count),
		{text: f.rule.ID, style: l.text}, {text: x.t.texts.Text("returned.state." + string(state)), style: l.text}}
	if row > 0 {
		x.point(cells, row, f.columns)
	}
	x.row(0, cells...)
}

// point fills in which cells a fault is about, with a link to the first.
func (x *indexPage) point(cells []cellValue, row int64, columns []int) {
	at := int(row) + x.o.Offset
	cells[4] = x.count(int64(at))
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = sheetml.CellName(c, at)
	}
	to := sheetml.CellName(x.o.Layout.Columns[0], at)
	if len(names) > 0 {
		to = names[0]
	}
	cells[3] = cellValue{text: strings.Join(names, ", "), style: x.looks.link, link: location(x.o.Layout.Sheet, to)}
	if len(names) == 0 {
		cells[3].text = fmt.Sprintf("%d:%d", at, at)
	}
}

func (x *indexPage) rejected(row check.Row, state check.State) {
	f := &told{level: Must, problem: x.t.rejectedWords(row), mend: x.t.texts.Text("returned.rejected.mend"), count: x.o.Result.Manifest.Rejected, rule: &rules.Rule{ID: "readable"}}
	x.fault(f, row.Number, "", state)
}

// fixed lists a fault of the last check that is gone. Its row may be gone too, so
// that it has no cell.
func (x *indexPage) fixed(f check.FixedFault) {
	if x.full() {
		return
	}
	x.listed++
	l := x.looks
	field, level := "", ""
	for _, r := range x.o.Result.Dataset.Rules {
		if r.ID == f.Rule {
			field, level = x.fieldsOf(r), LevelOf(r, x.o.Result.Slot.End).Word(x.t.texts)
		}
	}
	x.row(0, x.count(x.listed), cellValue{text: level, style: l.text}, cellValue{text: x.o.Layout.Sheet, style: l.text}, cellValue{style: l.text}, cellValue{style: l.text}, cellValue{text: field, style: l.wrapped}, cellValue{style: l.text},
		cellValue{text: x.t.texts.Text("returned.fixed"), style: l.wrapped}, cellValue{style: l.text}, cellValue{style: l.text}, cellValue{style: l.text},
		cellValue{text: f.Rule, style: l.text}, cellValue{text: x.t.texts.Text("returned.state.fixed"), style: l.text})
}

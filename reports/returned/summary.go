package returned

import (
	"fmt"
	"path/filepath"
	"strings"

	"cdoscore/connectors/excel/sheetml"
	"cdoscore/pipeline/check"
	"cdoscore/reports"
	"cdoscore/rules"
	"cdoscore/rules/score"
)

// summaryPage writes 检查结果汇总.
type summaryPage struct {
	page
	t       *teller
	o       Options
	compare *check.Comparison
	listed  int64 // in the index
	notes   *notes
	dropped dropped
	taken   int64 // formulas
}

func (x *indexPage) fieldsOf(r *rules.Rule) string {
	return reports.FieldTitles(x.o.Result.Dataset, r.Fields(), x.t.texts.Lang())
}

func (x *summaryPage) text(key string, args ...string) string { return x.t.texts.Text(key, args...) }

func (x *summaryPage) write(space string) error {
	x.begin(space, 0, 8, 10, 24, 46, 20, 12, 46, 12, 28, 24)
	x.row(32, cellValue{text: x.text("returned.summary.title"), style: x.looks.title})
	x.about()
	x.row(0)
	x.scores()
	x.row(0)
	x.section("returned.summary.causes")
	x.causes()
	x.row(0)
	x.section("returned.summary.more")
	for _, line := range x.remarks() {
		x.row(0, cellValue{text: "· " + line, style: x.looks.word})
	}
	return x.end("")
}

func (x *summaryPage) section(key string) {
	x.row(24, cellValue{text: x.text(key), style: x.looks.section})
}

// pair writes a line of a name and what it is.
func (x *summaryPage) pair(key string, value cellValue) {
	x.row(0, cellValue{text: x.text(key), style: x.looks.section}, cellValue{}, value)
}

func (x *summaryPage) about() {
	r, l := x.o.Result, x.looks
	plain := func(s string) cellValue { return cellValue{text: s, style: l.word} }
	x.pair("returned.summary.dataset", plain(x.text("returned.named", r.Dataset.Title.In(x.t.texts.Lang()), r.Dataset.ID)))
	x.pair("returned.summary.file", plain(filepath.Base(x.o.Name)))
	x.pair("returned.summary.sheet", plain(x.o.Layout.Sheet))
	x.pair("returned.summary.slot", plain(r.Slot.Name()))
	x.pair("returned.summary.rows", plain(grouped(r.Manifest.Rows)))
	if r.Manifest.Rejected > 0 {
		x.pair("returned.summary.rejected", plain(grouped(r.Manifest.Rejected)))
	}
	x.pair("returned.summary.faults", plain(grouped(x.compare.Left+x.compare.New)))
	if x.o.Earlier != nil {
		x.pair("returned.summary.previous", plain(x.text("returned.summary.compared", fmt.Sprint(x.compare.Fixed), fmt.Sprint(x.compare.Left), fmt.Sprint(x.compare.New))))
	}
}

// scores writes the total and the five dimensions.
func (x *summaryPage) scores() {
	x.section("returned.summary.score")
	l := x.looks
	x.row(22, cellValue{style: l.heading}, cellValue{text: x.text("col.weight"), style: l.heading}, cellValue{text: x.text("col.dimension"), style: l.heading}, cellValue{text: x.text("col.score"), style: l.heading}, cellValue{text: x.text("col.judged"), style: l.heading})
	points := x.o.Result.Score
	weight := 0
	for i, d := range x.o.Indicators.Dimensions {
		w := 0
		for _, n := range d.Indicators {
			w += n.Weight
		}
		weight += w
		if i < len(points.Dimensions) {
			x.scored(fmt.Sprint(w), d.Name.In(x.t.texts.Lang()), points.Dimensions[i].Score)
		}
	}
	x.scored(fmt.Sprint(weight), x.text("returned.summary.total"), points.Score)
}

func (x *summaryPage) scored(weight, name string, s score.Score) {
	l := x.looks
	value := cellValue{text: x.text("value.not_assessed"), style: l.points}
	if s.Judged > 0 {
		value = cellValue{value: fmt.Sprintf("%.2f", score.Round(s.Points)), style: l.points}
	}
	x.row(0, cellValue{}, cellValue{value: weight, style: l.count}, cellValue{text: name, style: l.text}, value, cellValue{text: fmt.Sprintf("%.0f%%", 100*s.Judged), style: l.points})
}

// causes writes one row for each cause.
func (x *summaryPage) causes() {
	if len(x.o.Causes) == 0 {
		x.row(0, cellValue{text: x.text("returned.summary.none"), style: x.looks.text})
		return
	}
	text, l := x.text, x.looks
	x.headings(text("col.ordinal"), text("returned.index.level"), text("returned.index.field"), text("returned.index.problem"), text("returned.summary.count"), text("col.evaluated"),
		text("returned.index.mend"), text("returned.summary.first"), text("returned.summary.first_value"), text("returned.index.rule"))
	for i, c := range x.o.Causes {
		f := x.t.rules[c.Rule.ID]
		field := f.fields
		if field == "" {
			field = text("value.whole_dataset")
		}
		cells := []cellValue{x.count(int64(i + 1)), {text: f.level.Word(x.t.texts), style: l.levels[f.level]}, {text: field, style: l.wrapped}, {text: f.problem, style: l.wrapped},
			{text: text("returned.summary.cause", grouped(c.Count)), style: l.text}, x.count(c.Over), {text: f.mend, style: l.wrapped}, {style: l.text}, x.said(c.Value), {text: c.Rule.ID, style: l.text}}
		if c.Row > 0 && len(f.columns) > 0 {
			at := sheetml.CellName(f.columns[0], int(c.Row)+x.o.Offset)
			cells[7] = cellValue{text: at, style: l.link, link: location(x.o.Layout.Sheet, at)}
		}
		x.row(0, cells...)
	}
}

// grouped writes a count with separators.
func grouped(n int64) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// remarks are what the officer must know of the check and of this file.
func (x *summaryPage) remarks() []string {
	word := func(l Level) string { return l.Word(x.t.texts) }
	out := []string{x.text("returned.summary.again"), x.text("returned.summary.legend", word(Must), word(Should), word(Hint))}
	for _, w := range x.o.Result.Manifest.Warnings {
		out = append(out, x.text("returned.summary.warning", x.t.texts.Note(rules.Note{Key: w.Key, Args: w.Args}), grouped(w.Count), strings.Join(w.Examples, "; ")))
	}
	for _, r := range x.o.Result.Unjudged() {
		title := r.Title.In(x.t.texts.Lang())
		if title == "" {
			title = r.ID
		}
		out = append(out, x.text("returned.summary.unjudged", title))
	}
	if x.taken > 0 {
		out = append(out, x.text("returned.summary.formulas", grouped(x.taken)))
	}
	d := x.dropped
	for _, part := range []struct {
		gone bool
		key  string
	}{{d.Macros, "returned.summary.macros"}, {d.Links, "returned.summary.links"}, {d.Connections, "returned.summary.connections"}, {d.Objects, "returned.summary.objects"}, {d.Signature, "returned.summary.signature"}, {x.o.Password != "", "returned.summary.password"}} {
		if part.gone {
			out = append(out, x.text(part.key))
		}
	}
	if more := x.notes.total - int64(len(x.notes.list)); more > 0 {
		out = append(out, x.text("returned.summary.notes", fmt.Sprint(maxNotes), fmt.Sprint(maxNotesPerCause), grouped(more)))
	}
	if all := x.compare.Fixed + x.compare.Left + x.compare.New; all > x.listed {
		out = append(out, x.text("returned.summary.index", grouped(x.listed), grouped(all)))
	}
	return out
}

package xlsx

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"cdoscore/reports"
)

// WriteAnnual writes the workbook of the annual result; see WriteUnit.
func WriteAnnual(path string, a reports.Annual, lang string) error {
	b, err := newBook(lang, a.Zone, nil)
	if err != nil {
		return fmt.Errorf("workbook of the annual result: %w", err)
	}
	defer b.close()
	state := b.text.Text("annual.draft")
	if a.State != "" {
		state = b.text.Text("state." + a.State)
	}
	if a.Version == 0 && a.State != "" {
		state = b.text.Text("annual.draft_state", state)
	}
	b.form = form{series: 4, title: b.text.Text("annual.title"), subject: b.text.Text("form.city", b.in(a.City)), issuer: b.in(a.Issuer), document: a.Document,
		cutoff: a.At, period: b.text.Text("annual.period", a.Cycle.Name, a.Cycle.From, a.Cycle.To, state)}
	sheets := []sheet{
		{"sheet.annual", func() error { return writeAnnualResult(b, a) }},
		{"sheet.items", func() error { return writeAnnualItems(b, a) }},
		{"sheet.evidence", func() error { return writeEvidence(b, a) }},
		{"sheet.history", func() error { return writeHistory(b, a) }},
	}
	if err := b.write(path, sheets); err != nil {
		return fmt.Errorf("workbook of the annual result: %w", err)
	}
	return nil
}

// writeAnnualResult writes 年度结果, by tier and rank.
func writeAnnualResult(b *book, a reports.Annual) error {
	type unit = reports.AnnualUnit
	notes := []string{b.text.Text("annual.note_totals"), b.text.Text("annual.note_final")}
	if a.Version == 0 {
		notes = append([]string{b.text.Text("annual.note_draft")}, notes...)
	}
	return writeTable(b, table[unit]{
		sheet: "sheet.annual", title: b.form.title, landscape: true, rows: a.Units, notes: notes,
		columns: []column[unit]{
			{head: "col.unit", width: 27, cell: func(_ int, u unit) cell { return text(b.in(u.Unit.Name)).strong() }},
			{head: "col.uscc", width: 23, cell: func(_ int, u unit) cell { return b.stringOr(u.Unit.USCC, "value.unknown") }},
			{head: "col.tier", width: 12, cell: func(_ int, u unit) cell { return label(b.text.Text("tier." + u.Unit.Tier)) }},
			{head: "col.self_total", width: 9, cell: func(_ int, u unit) cell { return b.stepTotal(u.Self) }},
			{head: "col.first_total", width: 9, cell: func(_ int, u unit) cell { return b.stepTotal(u.First) }},
			{head: "col.second_total", width: 9, cell: func(_ int, u unit) cell { return b.stepTotal(u.Second) }},
			{head: "col.final_total", width: 9, cell: func(_ int, u unit) cell { return b.given(&u.Result.Total).strong() }},
			{head: "col.band", width: 9, cell: func(_ int, u unit) cell { return b.annualBand(a, u) }},
			{head: "col.rank", width: 7, cell: func(_ int, u unit) cell { return b.place(u.Rank, "value.not_ranked") }},
			{head: "col.cdo", width: 11, cell: func(_ int, u unit) cell { return b.cdos(a, u, func(t reports.Tenure) string { return t.Name }) }},
			{head: "col.tenure", width: 27, cell: func(_ int, u unit) cell { return b.cdos(a, u, b.tenure) }},
			{head: "col.result_version", width: 8, cell: func(int, unit) cell { return b.version(a) }},
			{head: "col.approval_document", width: 24, cell: func(int, unit) cell { return b.stringOr(a.Document, "value.none") }},
			{head: "col.approved_on", width: 11, cell: func(int, unit) cell { return b.day(a.Approved) }},
		},
	})
}

// stepTotal is a step's sum; a dash before the step.
func (b *book) stepTotal(hundredths *int64) cell {
	if hundredths == nil {
		return b.word("value.none")
	}
	return b.given(hundredths)
}

func (b *book) version(a reports.Annual) cell {
	if a.Version == 0 {
		return b.word("annual.draft")
	}
	return count(int64(a.Version)).centred()
}

func (b *book) annualBand(a reports.Annual, u reports.AnnualUnit) cell {
	name, ok := a.Bands[u.Result.Band]
	if !ok {
		return b.word("value.no_band")
	}
	return label(b.in(name))
}

// cdos are those in office in the cycle, one on a line.
func (b *book) cdos(a reports.Annual, u reports.AnnualUnit, of func(reports.Tenure) string) cell {
	var lines []string
	for _, t := range u.Unit.Tenures(a.Cycle.From, a.Cycle.To) {
		lines = append(lines, of(t))
	}
	return b.stringOr(strings.Join(lines, "\n"), "value.unknown")
}

func (b *book) tenure(t reports.Tenure) string {
	to := t.To
	if to == "" {
		to = b.text.Text("annual.open_end")
	}
	return b.text.Text("annual.tenure", t.From, to)
}

// writeAnnualItems writes every unit's points item by item; they sum to its total.
func writeAnnualItems(b *book, a reports.Annual) error {
	type unit = reports.AnnualUnit
	columns := []column[unit]{{head: "col.unit", width: 27, cell: func(_ int, u unit) cell { return text(b.in(u.Unit.Name)).strong() }}}
	// A narrow column holds a name of Chinese characters; words would be torn apart,
	// and stand in a note.
	han := b.text.Lang() != "en"
	var legend []string
	for i, indicator := range a.Indicators {
		for k, item := range indicator.Items {
			name := item.ID
			if han {
				name += "\n" + b.in(item.Name)
			}
			legend = append(legend, item.ID+" "+b.in(item.Name))
			columns = append(columns, column[unit]{name: name, width: 7, cell: func(_ int, u unit) cell { return b.itemPoints(u, i, k) }})
		}
	}
	columns = append(columns,
		column[unit]{head: "col.sum", width: 8, cell: func(_ int, u unit) cell { return b.given(&u.Result.Sum) }},
		column[unit]{head: "col.adjusted", width: 12, cell: func(_ int, u unit) cell {
			c := score(float64(u.Result.Extra-u.Result.Deduction) / 100)
			c.look.format = formatChange
			return c
		}},
		column[unit]{head: "col.final_total", width: 8, cell: func(_ int, u unit) cell { return b.given(&u.Result.Total).strong() }})
	notes := []string{b.text.Text("annual.note_unmeasured")}
	if !han {
		notes = append(notes, strings.Join(legend, " · "))
	}
	if slices.ContainsFunc(a.Units, func(u unit) bool { return len(u.Contested) > 0 }) {
		notes = append(notes, b.text.Text("annual.note_contested"))
	}
	return writeTable(b, table[unit]{sheet: "sheet.items", title: b.text.Text("annual.items_title"), landscape: true, rows: a.Units, columns: columns, notes: notes})
}

// itemPoints are the points of one item, filled where they are contested.
func (b *book) itemPoints(u reports.AnnualUnit, indicator, item int) cell {
	x := u.Result.Indicators[indicator].Items[item]
	if !x.Assessed {
		return b.word("value.not_assessed")
	}
	c := b.given(&x.Points)
	if slices.Contains(u.Contested, x.ID) {
		c.look.fill, c.look.bold = fillInput, true
	}
	return c
}

func writeEvidence(b *book, a reports.Annual) error {
	type evidence = reports.Evidence
	names := map[string]string{}
	for _, u := range a.Units {
		names[u.Unit.ID] = b.in(u.Unit.Name)
	}
	return writeTable(b, table[evidence]{
		sheet: "sheet.evidence", title: b.text.Text("annual.evidence_title"), landscape: true, rows: a.Evidence,
		columns: []column[evidence]{
			{head: "col.evidence_number", width: 18, cell: func(_ int, e evidence) cell { return text(e.Number) }},
			{head: "col.unit", width: 22, cell: func(_ int, e evidence) cell { return text(names[e.Unit]) }},
			{head: "col.item_code", width: 9, cell: func(_ int, e evidence) cell { return label(e.Indicator) }},
			{head: "col.file_name", width: 30, cell: func(_ int, e evidence) cell { return text(e.Name) }},
			{head: "col.file_size", width: 12, cell: func(_ int, e evidence) cell { return count(e.Size) }},
			{head: "col.hash", width: 34, cell: func(_ int, e evidence) cell { return text(e.SHA256) }},
			{head: "col.added_at", width: 17, cell: func(_ int, e evidence) cell { return b.minute(e.At) }},
			{head: "col.added_by", width: 12, cell: func(_ int, e evidence) cell { return text(e.By) }},
		},
	})
}

func writeHistory(b *book, a reports.Annual) error {
	type state = reports.EvaluationState
	return writeTable(b, table[state]{
		sheet: "sheet.history", title: b.text.Text("annual.history_title"), landscape: true, rows: a.History,
		columns: []column[state]{
			{head: "col.ordinal", width: 7, cell: ordinal[state]},
			{head: "col.result_version", width: 9, cell: func(_ int, s state) cell { return text(strconv.Itoa(s.Version)).centred() }},
			{head: "col.state", width: 16, cell: func(_ int, s state) cell { return label(b.text.Text("state." + s.State)) }},
			{head: "col.at", width: 18, cell: func(_ int, s state) cell { return b.minute(s.At) }},
			{head: "col.signed_by", width: 18, cell: func(_ int, s state) cell { return text(s.By) }},
			{head: "col.document", width: 24, cell: func(_ int, s state) cell { return text(s.Document) }},
			{head: "col.remark", width: 40, cell: func(_ int, s state) cell { return text(s.Note) }},
		},
	})
}

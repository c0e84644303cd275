package xlsx

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/google/renameio/v2"
	"github.com/xuri/excelize/v2"

	"cdoscore/reports"
	"cdoscore/rules"
)

// The columns of a review form that may be filled in, from 1. The unit's is here
// because a foreign unit is told apart from other edited cells.
const (
	reviewUnit       = 5
	reviewSelf       = 7
	reviewSelfText   = 8
	reviewEvidence   = 9
	reviewFirst      = 10
	reviewFirstText  = 11
	reviewSecond     = 13
	reviewSecondText = 14
)

// identityMark begins the hidden sheet that says which form a workbook is.
const identityMark = "cdoscore-form"

// WriteReviewForm writes a form of the annual evaluation to path, in the language
// that it names. Only the cells of its stage are unlocked.
func WriteReviewForm(path string, f reports.ReviewForm) error {
	content, err := reviewForm(f)
	if err != nil {
		return fmt.Errorf("form %s: %w", f.Number, err)
	}
	if err := renameio.WriteFile(path, content, 0o644); err != nil {
		return fmt.Errorf("cannot write %s: %w", path, err)
	}
	return nil
}

func reviewForm(f reports.ReviewForm) ([]byte, error) {
	b, err := newBook(f.Lang, f.Zone, []map[string]rules.Text{reviewSheetNames(f)})
	if err != nil {
		return nil, err
	}
	defer b.close()
	b.form = form{series: 3, title: b.text.Text(reviewWords(f.Stage).title), issuer: b.in(f.Issuer), document: f.Document, cutoff: f.At,
		period: b.text.Text("review.period", f.Cycle, strconv.Itoa(f.Version), f.Number)}
	var sheets []sheet
	for i := range f.Sheets {
		sheets = append(sheets, sheet{reviewSheetKey(f, i), func() error { return writeReview(b, f, i) }})
	}
	sheets = append(sheets,
		sheet{"sheet.choices", func() error { return writeSteps(b, f) }},
		sheet{"sheet.identity", func() error { return writeIdentity(b, f) }})
	return b.pack(sheets, "sheet.choices", "sheet.identity")
}

// stageWords are the keys of what a stage's form is called, and of its note.
type stageWords struct{ title, note string }

func reviewWords(stage string) stageWords {
	switch stage {
	case reports.StageSelf:
		return stageWords{"review.title_self", "review.note_self"}
	case reports.StageFirst:
		return stageWords{"review.title_first", "review.note_first"}
	case reports.StageSecond:
		return stageWords{"review.title_second", "review.note_second"}
	}
	return stageWords{"review.title_feedback", "review.note_feedback"}
}

// reviewSheetKey is the key of a sheet's name: a unit's form has one sheet, a
// reviewer's one of each indicator.
func reviewSheetKey(f reports.ReviewForm, i int) string {
	switch {
	case f.Sheets[i].Indicator != "":
		return "indicator " + f.Sheets[i].Indicator
	case f.Stage == reports.StageFeedback:
		return "sheet.feedback"
	}
	return "sheet.self"
}

// longestSheetName is Excel's bound, in UTF-16 units; the names here are in the
// basic plane.
const longestSheetName = 31

// reviewSheetNames are the names of the sheets of indicators.
func reviewSheetNames(f reports.ReviewForm) map[string]rules.Text {
	names := map[string]rules.Text{}
	clean := strings.NewReplacer(":", " ", `\`, " ", "/", " ", "?", " ", "*", " ", "[", " ", "]", " ")
	for i, s := range f.Sheets {
		if s.Indicator != "" {
			name := []rune(clean.Replace(s.Indicator + " " + s.Name.In(f.Lang)))
			text := strings.Trim(string(name[:min(longestSheetName, len(name))]), " '")
			names[reviewSheetKey(f, i)] = rules.Text{ZhHans: text, ZhHant: text, En: text}
		}
	}
	return names
}

func writeReview(b *book, f reports.ReviewForm, i int) error {
	s := f.Sheets[i]
	b.form.subject = b.text.Text("form.unit", f.UnitName.In(f.Lang))
	if s.Indicator != "" {
		b.form.subject = b.text.Text("review.indicator", s.Indicator, b.in(s.Name), f.Reviewer)
	}
	notes := []string{b.text.Text(reviewWords(f.Stage).note)}
	if f.Stage != reports.StageFeedback {
		notes = append([]string{b.text.Text("review.note_open")}, notes...)
	}
	return writeTable(b, table[reports.ReviewRow]{
		sheet: reviewSheetKey(f, i), title: b.form.title, landscape: true, columns: reviewColumns(b, f), rows: s.Rows, notes: notes,
		finish: func(p *page, first, _ int) { finishReview(p, f, s, first) },
	})
}

// reviewColumns are those of the reports page, in order.
func reviewColumns(b *book, f reports.ReviewForm) []column[reports.ReviewRow] {
	type row = reports.ReviewRow
	fill := func(number int, c func(row) cell) func(int, row) cell {
		return func(_ int, r row) cell {
			x := c(r)
			if r.Open && slices.Contains(openColumns(f.Stage), number) {
				x.look.open, x.look.fill = true, fillInput
			}
			return x
		}
	}
	blank := func(s string) cell { return text(s) }
	return []column[row]{
		{head: "col.item_code", width: 7, cell: func(_ int, r row) cell { return label(r.Indicator) }},
		{head: "col.item", width: 13, cell: func(_ int, r row) cell { return text(b.in(r.Name)) }},
		{head: "col.worth", width: 6, cell: func(_ int, r row) cell { return b.given(&r.Most) }},
		{head: "col.steps", width: 34, cell: func(_ int, r row) cell { return b.steps(r) }},
		{head: "col.unit", width: 17, cell: func(_ int, r row) cell { return text(b.in(r.UnitName)) }},
		{head: "col.measured", width: 7, cell: func(_ int, r row) cell { return b.given(r.Measured) }},
		{head: "col.self_points", width: 7, cell: fill(reviewSelf, func(r row) cell { return b.given(r.Self) })},
		{head: "col.self_text", width: 15, cell: fill(reviewSelfText, func(r row) cell { return blank(r.SelfText) })},
		{head: "col.evidence_number", width: 15, cell: fill(reviewEvidence, func(r row) cell { return blank(r.Evidence) })},
		{head: "col.first_points", width: 7, cell: fill(reviewFirst, func(r row) cell { return b.given(r.First) })},
		{head: "col.first_text", width: 15, cell: fill(reviewFirstText, func(r row) cell { return b.recused(r) })},
		{head: "col.first_by", width: 8, cell: func(_ int, r row) cell { return label(r.FirstBy) }},
		{head: "col.second_points", width: 7, cell: fill(reviewSecond, func(r row) cell { return b.given(r.Second) })},
		{head: "col.second_text", width: 15, cell: fill(reviewSecondText, func(r row) cell { return blank(r.SecondText) })},
		{head: "col.second_by", width: 8, cell: func(_ int, r row) cell { return label(r.SecondBy) }},
		{head: "col.final_points", width: 7, cell: func(_ int, r row) cell { return b.given(r.Final) }},
	}
}

// openColumns are the columns that a stage fills in: points, text, and the unit's
// evidence.
func openColumns(stage string) []int {
	switch stage {
	case reports.StageSelf:
		return []int{reviewSelf, reviewSelfText, reviewEvidence}
	case reports.StageFirst:
		return []int{reviewFirst, reviewFirstText}
	case reports.StageSecond:
		return []int{reviewSecond, reviewSecondText}
	}
	return nil
}

// given is points in hundredths; an empty cell where there are none.
func (b *book) given(hundredths *int64) cell {
	if hundredths == nil {
		return cell{look: look{format: formatPoints, across: "right"}}
	}
	return score(float64(*hundredths) / 100)
}

func (b *book) recused(r reports.ReviewRow) cell {
	if r.Recused {
		return b.word("review.recused")
	}
	return text(r.FirstText)
}

func (b *book) steps(r reports.ReviewRow) cell {
	most := decimal(r.Most)
	var lines []string
	for _, s := range r.Steps {
		lines = append(lines, b.text.Text("review.step", decimal(s.Points), b.in(s.Text)))
	}
	switch {
	case r.Mode == "auto":
		lines = []string{b.text.Text("review.measured", most)}
	case len(lines) == 0:
		lines = []string{b.text.Text("review.any", most)}
	}
	c := text(strings.Join(lines, "\n"))
	c.look.size = 8
	return c
}

func decimal(hundredths int64) string {
	return strconv.FormatFloat(float64(hundredths)/100, 'f', -1, 64)
}

// finishReview adds the drop-downs and locks what is not to be filled in.
func finishReview(p *page, f reports.ReviewForm, s reports.ReviewSheet, first int) {
	if open := openColumns(f.Stage); open != nil {
		for from := 0; from < len(s.Rows); {
			to := from + 1
			for to < len(s.Rows) && s.Rows[to].Indicator == s.Rows[from].Indicator {
				to++
			}
			restrict(p, f, s.Rows[from], p.span(open[0], first+from, open[0], first+to-1))
			from = to
		}
	}
	p.do(func() error {
		return p.book.file.ProtectSheet(p.name, &excelize.SheetProtectionOptions{
			SelectLockedCells: true, SelectUnlockedCells: true, FormatColumns: true, FormatRows: true, AutoFilter: true,
		})
	})
}

// restrict allows the steps of an item in some cells, else points up to its worth.
func restrict(p *page, f reports.ReviewForm, r reports.ReviewRow, cells string) {
	words := p.book.text
	v := excelize.NewDataValidation(true)
	v.SetSqref(cells)
	title, message := words.Text("col.worth"), words.Text("review.points_wanted", decimal(r.Most))
	if column := stepsColumn(f, r.Indicator); column > 0 {
		message = words.Text("review.choose")
		choices := page{book: p.book, name: words.Text("sheet.choices")}
		v.SetSqrefDropList(choices.area(column, 2, column, 1+len(r.Steps)))
	} else {
		p.do(func() error {
			return v.SetRange(0.0, float64(r.Most)/100, excelize.DataValidationTypeDecimal, excelize.DataValidationOperatorBetween)
		})
	}
	v.SetError(excelize.DataValidationErrorStyleStop, title, message)
	p.do(func() error { return p.book.file.AddDataValidation(p.name, v) })
}

// stepped are the items of a form that have steps, in order, each once.
func stepped(f reports.ReviewForm) []reports.ReviewRow {
	var out []reports.ReviewRow
	for _, s := range f.Sheets {
		for _, r := range s.Rows {
			if len(r.Steps) > 0 && !slices.ContainsFunc(out, func(o reports.ReviewRow) bool { return o.Indicator == r.Indicator }) {
				out = append(out, r)
			}
		}
	}
	return out
}

// stepsColumn is where the hidden sheet lists an item's steps; 0: it has none.
func stepsColumn(f reports.ReviewForm, item string) int {
	return 1 + slices.IndexFunc(stepped(f), func(r reports.ReviewRow) bool { return r.Indicator == item })
}

// writeSteps writes the hidden sheet of choices, one column for an item.
func writeSteps(b *book, f reports.ReviewForm) error {
	items := stepped(f)
	widths, rows := []float64{10}, 0
	for _, r := range items {
		widths, rows = append(widths, 10), max(rows, len(r.Steps))
	}
	p := b.openPage("sheet.choices", sheetLayout{widths: widths})
	var heads []cell
	for _, r := range items {
		heads = append(heads, p.heading(r.Indicator))
	}
	p.put(heads...)
	for i := range rows {
		line := make([]cell, len(items))
		for k, r := range items {
			if i < len(r.Steps) {
				line[k] = b.given(&r.Steps[i].Points)
			}
		}
		p.put(line...)
	}
	return p.close()
}

// writeIdentity writes the hidden sheet by which a form that comes back is known.
// Its number is a hash of all that the form holds.
func writeIdentity(b *book, f reports.ReviewForm) error {
	p := b.openPage("sheet.identity", sheetLayout{widths: []float64{20, 40}})
	var items []string
	for _, s := range f.Sheets {
		items = append(items, s.Indicator)
	}
	for _, line := range [][2]string{
		{identityMark, f.Number}, {"cycle", f.Cycle}, {"version", strconv.Itoa(f.Version)}, {"stage", f.Stage},
		{"unit", f.Unit}, {"indicators", strings.Join(items, " ")}, {"reviewer", f.Reviewer}, {"language", f.Lang},
	} {
		p.put(text(line[0]), text(line[1]))
	}
	p.do(func() error { return p.book.file.ProtectSheet(p.name, &excelize.SheetProtectionOptions{}) })
	return p.close()
}

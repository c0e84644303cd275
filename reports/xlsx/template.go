package xlsx

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/google/renameio/v2"
	"github.com/xuri/excelize/v2"

	"cdoscore/reports/message"
	"cdoscore/rules"
)

// Template is a workbook for a department to fill in.
type Template struct {
	Title  rules.Text
	Fields []rules.Field
	Rules  []*rules.Rule
	At     time.Time // for codes that are valid for a time
	// Sheet and Header are where the dataset's source expects its data: the name of
	// the sheet, "" for any, and the row of the header, from 1.
	Sheet  string
	Header int
	// Marks are the rows of a hidden sheet by which the workbook is known again. They
	// are made by a function of the names that this writer gives its sheets and its
	// column, and the text that marks a row as an example.
	MarksSheet string
	Marks      func(sheet, column string, own []string) [][2]string
}

// templateLastRow is the last row that a template's lists and formats reach: all.
const templateLastRow = excelize.TotalRows

// shownChoices is how many choices a note names.
const shownChoices = 12

// WriteTemplate writes a template to path: titled columns with notes, formats,
// drop-down lists, and an example row that no reader takes for data.
func WriteTemplate(path string, t Template, lang string) error {
	text := message.New(lang)
	b, err := openBook(text, t.At.Location())
	if err != nil {
		return err
	}
	defer b.close()
	b.form = form{title: b.in(t.Title), cutoff: t.At}
	w := &templateWriter{book: b, t: t, sheet: cmp.Or(t.Sheet, text.Text("template.sheet")), choices: text.Text("template.choices"), column: text.Text("returned.column")}
	if err := w.write(); err != nil {
		return fmt.Errorf("template: %w", err)
	}
	content, err := b.bytes()
	if err != nil {
		return err
	}
	if err := renameio.WriteFile(path, content, 0o644); err != nil {
		return fmt.Errorf("cannot write %s: %w", path, err)
	}
	return nil
}

type templateWriter struct {
	*book
	t                      Template
	sheet, choices, column string
	lists                  int // columns taken in the sheet of choices
}

func (w *templateWriter) write() error {
	f := w.file
	if err := f.SetSheetName(f.GetSheetName(0), w.sheet); err != nil {
		return err
	}
	for _, name := range []string{w.choices, w.t.MarksSheet} {
		if _, err := f.NewSheet(name); err != nil {
			return err
		}
	}
	for i, field := range w.t.Fields {
		if err := w.field(i+1, field); err != nil {
			return fmt.Errorf("field %s: %w", field.Name, err)
		}
	}
	if err := w.ownColumn(len(w.t.Fields) + 1); err != nil {
		return err
	}
	if err := f.SetPanes(w.sheet, &excelize.Panes{Freeze: true, YSplit: w.t.Header, TopLeftCell: w.at("A", 1), ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	for i, row := range w.t.Marks(w.sheet, w.column, []string{w.choices}) {
		if err := f.SetSheetRow(w.t.MarksSheet, fmt.Sprintf("A%d", i+1), &[]string{row[0], row[1]}); err != nil {
			return err
		}
	}
	if err := f.SetSheetVisible(w.choices, false); err != nil {
		return err
	}
	return f.SetSheetVisible(w.t.MarksSheet, false, true)
}

// field writes one column: its title, note, format, list and example.
func (w *templateWriter) field(n int, field rules.Field) error {
	f := w.file
	column, err := excelize.ColumnNumberToName(n)
	if err != nil {
		return err
	}
	required, listed, allowed, example := w.about(field)
	body, err := f.NewStyle(&excelize.Style{CustomNumFmt: numberFormat(field)})
	if err != nil {
		return err
	}
	if err := f.SetColStyle(w.sheet, column, body); err != nil {
		return err
	}
	title := w.titleOf(field)
	if err := f.SetColWidth(w.sheet, column, column, float64(min(max(2*len([]rune(title))+6, 14), 40))); err != nil {
		return err
	}
	head, err := f.NewStyle(headStyle(required))
	if err != nil {
		return err
	}
	if err := f.SetCellStr(w.sheet, w.at(column, 0), title); err != nil {
		return err
	}
	if err := f.SetCellStyle(w.sheet, w.at(column, 0), w.at(column, 0), head); err != nil {
		return err
	}
	if err := w.note(w.at(column, 0), field, required, allowed, example); err != nil {
		return err
	}
	if err := w.example(w.at(column, 1), field, example); err != nil {
		return err
	}
	return w.list(column, listed)
}

// at is a cell below the header's row.
func (w *templateWriter) at(column string, below int) string {
	return fmt.Sprintf("%s%d", column, w.t.Header+below)
}

// titleOf is a field's title, or its name where another field bears the same.
func (w *templateWriter) titleOf(field rules.Field) string {
	title := field.Title.In(w.text.Lang())
	for _, other := range w.t.Fields {
		if title == "" || other.Name != field.Name && (other.Title.In(w.text.Lang()) == title || other.Name == title) {
			return field.Name
		}
	}
	return title
}

// about gathers what the field's rules say of its values.
func (w *templateWriter) about(field rules.Field) (required bool, listed []rules.Code, allowed []string, example string) {
	example = message.ExampleOf(field)
	for _, r := range w.t.Rules {
		if fields := r.Fields(); len(fields) != 1 || fields[0] != field.Name || r.When != nil {
			continue
		}
		required = required || r.Kind.Name == "required"
		how, sample := w.text.Advice(w.t.Fields, r, w.t.At)
		if _, advised := r.Check.(rules.Advised); advised {
			allowed = append(allowed, how)
		}
		if sample != "" && r.Kind.Name != "type" {
			example = sample
		}
		if c, ok := r.Check.(rules.Choosing); ok {
			listed = c.Choices(w.t.At)
		}
	}
	if example == "" && required {
		example = w.text.Text("template.any")
	}
	return required, listed, allowed, example
}

func (w *templateWriter) note(cell string, field rules.Field, required bool, allowed []string, example string) error {
	lines := []string{w.text.Text("template.type", w.text.Type(field)), w.text.Text("template.optional")}
	if required {
		lines[1] = w.text.Text("template.required")
	}
	lines = append(lines, allowed...)
	if example != "" {
		lines = append(lines, w.text.Text("template.sample", example))
	}
	text, height := strings.Join(lines, "\n"), 0
	for _, l := range lines {
		height += 22 * (1 + len([]rune(l))/18)
	}
	return w.file.AddComment(w.sheet, excelize.Comment{Cell: cell, Text: text, Width: 280, Height: uint(min(height+20, 400))})
}

// example fills the example row, numbers and dates as such.
func (w *templateWriter) example(cell string, field rules.Field, example string) error {
	f := w.file
	style, err := f.NewStyle(&excelize.Style{CustomNumFmt: numberFormat(field), Font: &excelize.Font{Color: "7F7F7F", Family: fontsOf(w.text.Lang()).body}})
	if err != nil {
		return err
	}
	var value any = example
	for _, form := range []struct {
		name   rules.TypeName
		layout string
	}{{rules.TypeDate, time.DateOnly}, {rules.TypeTimestamp, time.DateTime}} {
		if at, err := time.Parse(form.layout, example); err == nil && field.Type.Name == form.name {
			value = at
		}
	}
	var number float64
	if _, err := fmt.Sscan(example, &number); err == nil && field.Type.IsNumeric() {
		value = number
	}
	if err := f.SetCellValue(w.sheet, cell, value); err != nil {
		return err
	}
	return f.SetCellStyle(w.sheet, cell, cell, style)
}

// list writes the values that may be entered onto the hidden sheet, with their
// names, and lets the column drop them down. A range may be of any length, where a
// list within the rule may not.
func (w *templateWriter) list(column string, codes []rules.Code) error {
	if len(codes) == 0 {
		return nil
	}
	w.lists += 2
	from, err := excelize.ColumnNumberToName(w.lists - 1)
	if err != nil {
		return err
	}
	names, err := excelize.ColumnNumberToName(w.lists)
	if err != nil {
		return err
	}
	for i, c := range codes {
		if err := w.file.SetCellStr(w.choices, fmt.Sprintf("%s%d", from, i+1), c.Code); err != nil {
			return err
		}
		if err := w.file.SetCellStr(w.choices, fmt.Sprintf("%s%d", names, i+1), c.Name); err != nil {
			return err
		}
	}
	v := excelize.NewDataValidation(true)
	v.Sqref = fmt.Sprintf("%s:%s%d", w.at(column, 1), column, templateLastRow)
	v.SetSqrefDropList(fmt.Sprintf("'%s'!$%s$1:$%s$%d", w.choices, from, from, len(codes)))
	v.SetError(excelize.DataValidationErrorStyleWarning, w.text.Text("template.choices"), w.text.Text("template.prompt"))
	v.SetInput(w.text.Text("template.choices"), cut(w.text.Text("template.prompt")+"\n"+named(codes), 250))
	return w.file.AddDataValidation(w.sheet, v)
}

// named shows the first choices with their names.
func named(codes []rules.Code) string {
	var parts []string
	for _, c := range codes[:min(len(codes), shownChoices)] {
		parts = append(parts, strings.TrimSpace(c.Code+" "+c.Name))
	}
	if len(codes) > shownChoices {
		parts = append(parts, "…")
	}
	return strings.Join(parts, "\n")
}

// cut keeps a prompt within what Excel takes.
func cut(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}

// ownColumn is where the example is marked, and where faults will be told.
func (w *templateWriter) ownColumn(n int) error {
	column, err := excelize.ColumnNumberToName(n)
	if err != nil {
		return err
	}
	head, err := w.file.NewStyle(headStyle(false))
	if err != nil {
		return err
	}
	for cell, text := range map[string]string{w.at(column, 0): w.column, w.at(column, 1): w.text.Text("template.example")} {
		if err := w.file.SetCellStr(w.sheet, cell, text); err != nil {
			return err
		}
	}
	if err := w.file.SetCellStyle(w.sheet, w.at(column, 0), w.at(column, 0), head); err != nil {
		return err
	}
	return w.file.SetColWidth(w.sheet, column, column, 50)
}

func headStyle(required bool) *excelize.Style {
	s := &excelize.Style{Font: &excelize.Font{Bold: true}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E7E6E6"}},
		Alignment: &excelize.Alignment{Horizontal: "center", Vertical: "center", WrapText: true}, Border: []excelize.Border{{Type: "bottom", Color: "7F7F7F", Style: 1}}}
	if required {
		s.Fill.Color = []string{"FCE4D6"}
	}
	return s
}

// numberFormat keeps identifiers as text and shows dates as they are to be written.
func numberFormat(f rules.Field) *string {
	format := "@"
	switch f.Type.Name {
	case rules.TypeInteger:
		format = "0"
	case rules.TypeDecimal:
		format = "0"
		if f.Type.Scale > 0 {
			format += "." + strings.Repeat("0", f.Type.Scale)
		}
	case rules.TypeDate:
		format = "yyyy-mm-dd"
	case rules.TypeTimestamp:
		format = "yyyy-mm-dd hh:mm:ss"
	}
	return &format
}

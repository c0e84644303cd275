package returned

import (
	"bufio"
	"bytes"
	"fmt"
	"slices"
	"strings"

	"cdoscore/connectors/excel/sheetml"
)

// edit is what is to be done to the judged sheet. A nil edit only takes formulas
// off.
type edit struct {
	extent   extent
	header   int   // its last row
	first    int   // the first column of the data
	examples []int // rows whose words stay
	own      int   // the column for the faults in words
	heading  string
	was      int // the column in which an earlier check wrote them; 0: none
	styles   *styles
	headCell int                          // style of the heading
	wordCell int                          // style of the words
	legacy   string                       // link to the drawing of notes; "": there are none
	related  string                       // namespace of links
	next     func() (marked, bool, error) // failing rows in order
}

// marked is a row with its faults.
type marked struct {
	row   int
	cells []markedCell // by column, each once
	words string
}

// markedCell is a cell to be filled.
type markedCell struct {
	column int
	level  Level
}

// sheetWriter copies a sheet token by token. What it does not alter comes back byte
// for byte.
type sheetWriter struct {
	s        *scanner
	out      *bufio.Writer
	edit     *edit
	prefix   string
	linked   string // prefix of links
	declared string // its declaration, where the root has none
	at       place
	depth    int
	formulas int64 // taken off
	columns  []columnFormat
	due      marked // the next failing row
	more     bool   // there is one
	began    map[string]bool
}

// copySheet writes a sheet. It returns how many formulas gave way to their values.
func copySheet(s *scanner, out *bufio.Writer, e *edit) (int64, error) {
	w := &sheetWriter{s: s, out: out, edit: e, began: map[string]bool{}}
	if e != nil {
		if err := w.advance(); err != nil {
			return 0, err
		}
	}
	for {
		f, err := s.next()
		if err != nil {
			return 0, err
		}
		if f == ended {
			break
		}
		if err := w.token(f); err != nil {
			return 0, err
		}
	}
	if w.more {
		return 0, s.fail("row %d has a fault but is not in the sheet", w.due.row)
	}
	return w.formulas, out.Flush()
}

func (w *sheetWriter) advance() (err error) {
	w.due, w.more, err = w.edit.next()
	return err
}

func (w *sheetWriter) write(raw []byte) { w.out.Write(raw) }

// token deals with what stands around the rows.
func (w *sheetWriter) token(f form) error {
	switch f {
	case open, empty:
		return w.element(f)
	case closing:
		if w.depth--; w.depth == 0 {
			w.before("")
		}
	}
	w.write(w.s.raw)
	return nil
}

// sheetOrder is the order of the elements of a sheet.
var sheetOrder = []string{"sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection", "protectedRanges", "scenarios",
	"autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions",
	"pageMargins", "pageSetup", "headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing", "legacyDrawing",
	"legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst"}

func (w *sheetWriter) element(f form) error {
	name := string(w.s.name)
	switch {
	case w.depth == 0:
		w.prefix = prefixOf(w.s.raw)
		if w.edit != nil {
			w.linked, w.declared = relationPrefix(w.s.raw, w.edit.related)
		}
	case w.depth == 1:
		switch name {
		case "oleObjects", "controls", "webPublishItems":
			return w.skip(f)
		case "AlternateContent":
			if w.began["sheetData"] {
				return w.skip(f) // it wraps one of those
			}
		}
		w.before(name)
		w.began[name] = true
		if w.edit != nil {
			if done, err := w.edited(name, f); done || err != nil {
				return err
			}
		}
	case w.depth == 2 && name == "row":
		return w.row(f)
	}
	w.write(w.s.raw)
	if f == open {
		w.depth++
	}
	return nil
}

// skip leaves out the element that just began.
func (w *sheetWriter) skip(f form) error {
	for depth := 0; ; {
		switch f {
		case open:
			depth++
		case closing:
			depth--
		case ended:
			return w.s.fail("the XML ends inside an element")
		}
		if depth == 0 {
			return nil
		}
		var err error
		if f, err = w.s.next(); err != nil {
			return err
		}
	}
}

// whole takes the element that just began, all of it.
func (w *sheetWriter) whole(f form) ([]byte, error) {
	raw := bytes.Clone(w.s.raw)
	for depth := 0; ; {
		switch f {
		case open:
			depth++
		case closing:
			depth--
		case ended:
			return nil, w.s.fail("the XML ends inside an element")
		}
		if depth == 0 {
			return raw, nil
		}
		var err error
		if f, err = w.s.next(); err != nil {
			return nil, err
		}
		raw = append(raw, w.s.raw...)
	}
}

// before writes what the sheet lacks and must stand before an element; "": before
// its end.
func (w *sheetWriter) before(name string) {
	if w.edit == nil {
		return
	}
	due := func(own string) bool {
		if w.began[own] || name == own {
			return false
		}
		// An element that the standard does not name stands after all others.
		i := slices.Index(sheetOrder, name)
		if name != "" && i < 0 || i >= 0 && i < slices.Index(sheetOrder, own) {
			return false
		}
		w.began[own] = true
		return true
	}
	if due("cols") {
		w.out.WriteString(w.colsText(nil))
	}
	if due("autoFilter") {
		fmt.Fprintf(w.out, `<%sautoFilter ref="%s"/>`, w.prefix, w.edit.filterRange())
	}
	if w.edit.legacy != "" && w.edit.extent.legacy == "" && due("legacyDrawing") {
		fmt.Fprintf(w.out, `<%slegacyDrawing%s %s:id="%s"/>`, w.prefix, w.declared, w.linked, w.edit.legacy)
	}
}

// edited writes the elements around the rows that are altered.
func (w *sheetWriter) edited(name string, f form) (done bool, err error) {
	switch name {
	case "dimension":
		w.write(with(w.s.raw, "ref", w.edit.dimension(value(w.s.raw, "ref"))))
		if f == open {
			w.depth++
		}
		return true, nil
	case "cols":
		raw, err := w.whole(f)
		if err != nil {
			return true, err
		}
		w.out.WriteString(w.colsText(raw))
		return true, nil
	case "autoFilter":
		w.write(with(w.s.raw, "ref", w.edit.filterRange()))
		if f == open {
			w.depth++
		}
		return true, nil
	}
	return false, nil
}

// filterRange is what the sheet's filter spans: the header and all rows, or, beside
// tables of Excel with filters of their own, the column of words alone. A filter
// with another header stays as it is.
func (e *edit) filterRange() string {
	from := e.first
	if was, ok := parseRange(e.extent.filter); ok {
		if was.FromRow != e.header {
			return e.extent.filter
		}
		from = was.FromColumn
	}
	if e.extent.tables {
		from = e.own
	}
	return sheetml.Range{FromColumn: from, FromRow: e.header, ToColumn: e.own, ToRow: max(e.extent.row, e.header)}.String()
}

// dimension is the range of the sheet's cells with the column of words.
func (e *edit) dimension(was string) string {
	r, ok := parseRange(was)
	if !ok {
		r = sheetml.Range{FromColumn: 1, FromRow: 1, ToColumn: e.own, ToRow: max(e.extent.row, e.header)}
	}
	r.ToColumn = max(r.ToColumn, e.own)
	return r.String()
}

func parseRange(text string) (sheetml.Range, bool) {
	from, to, two := strings.Cut(strings.ReplaceAll(text, "$", ""), ":")
	if !two {
		to = from
	}
	var r sheetml.Range
	var a, b bool
	r.FromColumn, r.FromRow, a = sheetml.ParseCell([]byte(from))
	r.ToColumn, r.ToRow, b = sheetml.ParseCell([]byte(to))
	return r, a && b
}

package returned

import (
	"bufio"
	"bytes"
	"fmt"
	"slices"
	"strconv"
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

// row writes the row that just began.
func (w *sheetWriter) row(f form) error {
	w.at.row(w.s.raw)
	var m marked
	head := w.edit != nil && w.at.number == w.edit.header
	if w.edit != nil && w.more && w.due.row == w.at.number {
		m = w.due
		m.cells = slices.Clone(m.cells)
		if err := w.advance(); err != nil {
			return err
		}
	}
	if f == empty && !head && m.row == 0 {
		w.write(w.s.raw)
		return nil
	}
	tag := bytes.Clone(w.s.raw)
	if f == open {
		piece, err := w.s.through("</" + w.prefix + "row>")
		if err != nil {
			return err
		}
		if piece != nil && !head && m.row == 0 && w.plain(piece) {
			w.write(tag)
			w.write(piece)
			return nil
		}
		if piece != nil {
			outer := w.s
			w.s = outer.within(piece)
			defer func() { w.s = outer }()
		}
	}
	return w.editedRow(f, tag, m, head)
}

// plain reports whether a row may come back as it stands.
func (w *sheetWriter) plain(piece []byte) bool {
	return !bytes.Contains(piece, []byte("<"+w.prefix+"f")) && !bytes.Contains(piece, []byte(" cm=")) &&
		(w.edit == nil || w.edit.was == 0 && len(w.edit.styles.originals) == 0)
}

// editedRow writes a row cell by cell.
func (w *sheetWriter) editedRow(f form, tag []byte, m marked, head bool) error {
	if !head && m.row == 0 {
		w.write(tag)
		return w.cells(nil, nil)
	}
	start := without(tag, "spans")
	if f == empty {
		start = join(bytes.TrimRight(start[:len(start)-2], " "), []byte(">"))
	}
	rowStyle := 0
	if value(start, "customFormat") == "1" {
		rowStyle = max(number(value(start, "s")), 0)
	}
	w.write(start)
	own := w.ownCell(m.words)
	if head {
		own = w.headingCell()
	}
	pending := w.pending(m, own, rowStyle)
	if f == open {
		return w.cells(m.cells, pending)
	}
	for _, p := range pending {
		w.out.WriteString(p.text())
	}
	fmt.Fprintf(w.out, "</%srow>", w.prefix)
	return nil
}

// pendingCell is a cell to be written where the row has none in its column.
type pendingCell struct {
	column int
	text   func() string
}

// pending are the cells that a marked row may lack, by column.
func (w *sheetWriter) pending(m marked, own string, rowStyle int) []pendingCell {
	var out []pendingCell
	for _, c := range m.cells {
		out = append(out, pendingCell{c.column, func() string {
			style := rowStyle
			if style == 0 {
				style = w.columnStyle(c.column)
			}
			return fmt.Sprintf(`<%sc r="%s" s="%d"/>`, w.prefix, sheetml.CellName(c.column, w.at.number), w.edit.styles.fault(style, c.level))
		}})
	}
	if own != "" {
		out = append(out, pendingCell{w.edit.own, func() string { return own }})
	}
	slices.SortStableFunc(out, func(a, b pendingCell) int { return a.column - b.column })
	return out
}

func (w *sheetWriter) ownCell(words string) string {
	if words == "" {
		return ""
	}
	return w.textCell(w.edit.own, w.edit.wordCell, words)
}

func (w *sheetWriter) headingCell() string {
	return w.textCell(w.edit.own, w.edit.headCell, w.edit.heading)
}

// textCell is a cell that holds its text itself, which no program takes for a
// formula.
func (w *sheetWriter) textCell(column, style int, text string) string {
	p := w.prefix
	return fmt.Sprintf(`<%sc r="%s" s="%d" t="inlineStr"><%sis><%st xml:space="preserve">%s</%st></%sis></%sc>`,
		p, sheetml.CellName(column, w.at.number), style, p, p, cellText(text), p, p, p)
}

// cells writes the cells of a row up to its end tag.
func (w *sheetWriter) cells(marks []markedCell, pending []pendingCell) error {
	insert := func(before int) {
		for len(pending) > 0 && pending[0].column < before {
			w.out.WriteString(pending[0].text())
			pending = pending[1:]
		}
	}
	for {
		f, err := w.s.next()
		switch {
		case err != nil:
			return err
		case f == ended:
			return w.s.fail("the XML ends inside row %d", w.at.number)
		case f == closing: // only the row's own is left: cells are taken whole
			insert(sheetml.MaxColumns + 1)
			w.write(w.s.raw)
			return nil
		case f == other:
			w.write(w.s.raw)
			continue
		case string(w.s.name) != "c":
			if raw, err := w.whole(f); err != nil {
				return err
			} else {
				w.write(raw)
			}
			continue
		}
		w.at.cell(w.s.raw)
		column := w.at.column
		insert(column)
		if w.edit != nil && (column == w.edit.was || column == w.edit.own && f == empty) && w.isOwn(column) {
			if err := w.skip(f); err != nil {
				return err
			}
			continue
		}
		if w.edit != nil && column == w.edit.own && w.at.number >= w.edit.header && w.edit.was != column && f == open {
			return w.s.fail("cell %s has a value where the faults in words were to stand: clear it", sheetml.CellName(column, w.at.number))
		}
		if len(pending) > 0 && pending[0].column == column {
			pending = pending[1:]
		}
		if err := w.cell(f, marks); err != nil {
			return err
		}
	}
}

// isOwn is true for cells of the column of words: from the header on.
func (w *sheetWriter) isOwn(column int) bool {
	return w.at.number >= w.edit.header && !slices.Contains(w.edit.examples, w.at.number)
}

// cell writes the cell that just began, without its formula.
func (w *sheetWriter) cell(f form, marks []markedCell) error {
	start := w.s.raw
	if w.edit != nil {
		style := max(number(value(start, "s")), 0)
		to := w.edit.styles.original(style)
		for _, m := range marks {
			if m.column == w.at.column {
				to = w.edit.styles.fault(style, m.level)
			}
		}
		if to != style {
			start = with(start, "s", strconv.Itoa(to))
		}
	}
	if bytes.Contains(start, []byte(" cm=")) {
		start = without(start, "cm")
	}
	w.write(start)
	if f == empty {
		return nil
	}
	for depth := 1; ; {
		f, err := w.s.next()
		switch {
		case err != nil:
			return err
		case f == ended:
			return w.s.fail("the XML ends inside a cell of row %d", w.at.number)
		case (f == open || f == empty) && depth == 1 && string(w.s.name) == "f":
			w.formulas++
			if err := w.skip(f); err != nil {
				return err
			}
			continue
		case f == open:
			depth++
		case f == closing:
			depth--
		}
		w.write(w.s.raw)
		if depth == 0 {
			return nil
		}
	}
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

package returned

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"

	"cdoscore/connectors/excel/sheetml"
)

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

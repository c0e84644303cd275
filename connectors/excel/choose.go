package excel

import (
	"fmt"
	"strings"

	"cdoscore/connectors"
	"cdoscore/connectors/excel/sheetml"

	"golang.org/x/text/width"
)

// choose finds the sheet by name, or the first visible one; then the others are
// named in a warning.
func (p *part) choose(name string) error {
	for _, s := range p.book.Sheets {
		if p.marks.IsOwn(s.Name) {
			continue
		}
		if name == "" && !s.Hidden || name != "" && s.Name == name {
			p.sheet = s
			if name == "" {
				p.warnOfOthers()
			}
			return nil
		}
	}
	if name == "" {
		return connectors.NewError(connectors.Unreadable, p.origin, nil, "excel.no_sheet", names(p.book.Sheets))
	}
	for _, s := range p.book.Sheets {
		if resembles(s.Name, name) {
			return connectors.NewError(connectors.Unreadable, p.origin, nil, "excel.sheet_near", name, names(p.book.Sheets), s.Name)
		}
	}
	return connectors.NewError(connectors.Unreadable, p.origin, nil, "excel.sheet_absent", name, names(p.book.Sheets))
}

func (p *part) warnOfOthers() {
	var visible, hidden []sheetml.Sheet
	for _, s := range p.book.Sheets {
		switch {
		case p.marks.IsOwn(s.Name):
		case s.Hidden:
			hidden = append(hidden, s)
		case s != p.sheet:
			visible = append(visible, s)
		}
	}
	if len(visible) > 0 {
		p.notices = append(p.notices, notice{"sheet " + p.sheet.Name, "excel.other_sheets", []string{names(visible)}})
	}
	if len(hidden) > 0 {
		p.notices = append(p.notices, notice{"sheet " + p.sheet.Name, "excel.hidden_sheets", []string{names(hidden)}})
	}
}

// shownSheets is how many sheets a message names.
const shownSheets = 20

func names(sheets []sheetml.Sheet) string {
	var list []string
	for _, s := range sheets[:min(len(sheets), shownSheets)] {
		list = append(list, s.Name)
	}
	if len(sheets) > shownSheets {
		list = append(list, fmt.Sprintf("… (%d)", len(sheets)))
	}
	return strings.Join(list, ", ")
}

// resembles is true for names that differ in case, width or spaces, or of which
// one holds the other.
func resembles(a, b string) bool {
	fold := func(s string) string { return unspaced(strings.ToLower(width.Fold.String(s))) }
	a, b = fold(a), fold(b)
	return a != "" && b != "" && (strings.Contains(a, b) || strings.Contains(b, a))
}

// unspaced is a text without any white space.
func unspaced(s string) string { return strings.Join(strings.Fields(s), "") }

package returned

import (
	"errors"

	"cdoscore/connectors/excel/sheetml"
)

// extent is what must be known of a sheet before its first byte is written.
type extent struct {
	column    int    // the last one with a value, this program's own aside
	row       int    // the last one with a value
	tables    bool   // of Excel, which have filters of their own
	filter    string // the range of the sheet's own filter; "": none
	legacy    string // the link to the drawing of its notes; "": none
	headStyle int    // of the header's last cell
}

// measure reads a sheet once for its extent. own is a column to be passed over.
func measure(a *archive, part string, header, own int) (e extent, err error) {
	content, err := a.open(part)
	if err != nil {
		return extent{}, err
	}
	defer func() { err = errors.Join(err, content.Close()) }()
	s, err := newScanner(part, content)
	if err != nil {
		return extent{}, err
	}
	at := place{}
	for {
		f, err := s.next()
		if err != nil || f == ended {
			return e, err
		}
		if f != open && f != empty {
			continue
		}
		switch string(s.name) {
		case "row":
			at.row(s.raw)
		case "c":
			at.cell(s.raw)
			if f == open && at.column != own {
				e.row = max(e.row, at.number)
				e.column = max(e.column, at.column)
				if at.number == header {
					e.headStyle = max(number(value(s.raw, "s")), 0)
				}
			}
		case "autoFilter":
			e.filter = value(s.raw, "ref")
		case "tablePart":
			e.tables = true
		case "legacyDrawing":
			e.legacy = localValue(s.raw, "id")
		}
	}
}

// place counts rows and cells, whether they say where they are or not.
type place struct{ number, column int }

func (p *place) row(raw []byte) {
	p.column = 0
	if n := number(value(raw, "r")); n > 0 {
		p.number = n
		return
	}
	p.number++
}

func (p *place) cell(raw []byte) {
	if from, to, ok := attribute(raw, "r"); ok {
		if c, _, ok := sheetml.ParseCell(raw[from:to]); ok {
			p.column = c
			return
		}
	}
	p.column++
}

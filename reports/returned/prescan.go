package returned

import (
	"bytes"
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
	m := measurer{s: s, header: header, own: own}
	for {
		f, err := s.next()
		if err != nil || f == ended {
			return m.extent, err
		}
		if f != open && f != empty {
			continue
		}
		switch string(s.name) {
		case "row":
			m.at.row(s.raw)
			if f == open {
				if err := m.row("</" + prefixOf(s.raw) + "row>"); err != nil {
					return extent{}, err
				}
			}
		case "c":
			m.cell(s, f)
		case "autoFilter":
			m.filter = value(s.raw, "ref")
		case "tablePart":
			m.tables = true
		case "legacyDrawing":
			m.legacy = localValue(s.raw, "id")
		}
	}
}

type measurer struct {
	extent
	s           *scanner
	at          place
	header, own int
}

// row looks at a row's last cell alone, where that says where it is.
func (m *measurer) row(end string) error {
	piece, err := m.s.through(end)
	if err != nil || piece == nil {
		return err // its cells come as tokens
	}
	if m.at.number != m.header {
		last := bytes.LastIndex(piece, []byte("<"+end[2:len(end)-4]+"c "))
		if last < 0 {
			return nil
		}
		tag := firstCell(piece[last:])
		from, to, named := attribute(tag, "r")
		if c, _, ok := sheetml.ParseCell(tag[from:to]); named && ok && tag[len(tag)-2] != '/' && c != m.own {
			m.filled(c)
			return nil
		}
	}
	inner := m.s.within(piece)
	for {
		f, err := inner.next()
		if err != nil || f == ended {
			return err
		}
		if (f == open || f == empty) && string(inner.name) == "c" {
			m.cell(inner, f)
		}
	}
}

func firstCell(piece []byte) []byte {
	return piece[:bytes.IndexByte(piece, '>')+1]
}

func (m *measurer) filled(column int) {
	m.extent.row = max(m.extent.row, m.at.number)
	m.extent.column = max(m.extent.column, column)
}

func (m *measurer) cell(s *scanner, f form) {
	m.at.cell(s.raw)
	if f == open && m.at.column != m.own {
		m.filled(m.at.column)
		if m.at.number == m.header {
			m.headStyle = max(number(value(s.raw, "s")), 0)
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

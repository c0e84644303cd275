package xlsx

import (
	"time"

	"cdoscore/reports"
)

// scorecardMark begins the hidden sheet that says which edition a workbook is.
const scorecardMark = "cdoscore-scorecard"

// Identity says which edition a workbook is, so that it can be made again from the
// ledger.
type Identity struct {
	Unit      string // id; empty: the city's
	Period    string // name, as 2026-03 or 2026-03-15
	Lang      string
	CheckCode string    // of the results that it shows
	Made      time.Time // the clock with which it is made again
}

func unitIdentity(b *book, u reports.Unit) Identity {
	return Identity{Unit: u.ID, Period: u.Period.Name, Lang: b.text.Lang(), CheckCode: u.CheckCode, Made: u.Made}
}

func cityIdentity(b *book, c reports.City) Identity {
	return Identity{Period: c.Period.Name, Lang: b.text.Lang(), CheckCode: c.CheckCode, Made: c.Made}
}

// writeEdition writes the hidden sheet of identity.
func writeEdition(b *book, id Identity) error {
	p := b.openPage("sheet.identity", sheetLayout{widths: []float64{24, 40}})
	for _, line := range [][2]string{
		{scorecardMark, id.Period}, {"unit", id.Unit}, {"language", id.Lang}, {"check", id.CheckCode}, {"made", id.Made.Format(time.RFC3339)},
	} {
		p.put(text(line[0]), text(line[1]))
	}
	return p.close()
}

// identity reads what writeEdition wrote; false where it is not there.
func (w workbookCells) identity() (Identity, bool) {
	for _, s := range w {
		if s.cells[cellPlace{1, 1}].text != scorecardMark {
			continue
		}
		at := func(row int) string { return s.cells[cellPlace{row, 2}].text }
		made, err := time.Parse(time.RFC3339, at(5))
		return Identity{Period: at(1), Unit: at(2), Lang: at(3), CheckCode: at(4), Made: made}, err == nil
	}
	return Identity{}, false
}

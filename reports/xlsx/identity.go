package xlsx

import "cdoscore/reports"

// scorecardMark begins the hidden sheet that says which edition a workbook is.
const scorecardMark = "cdoscore-scorecard"

// Identity says which edition a workbook is, so that it can be made again from the
// ledger.
type Identity struct {
	Unit      string // id; empty: the city's
	Period    string // name, as 2026-03 or 2026-03-15
	Lang      string
	CheckCode string // of the results that it shows
	Closed    bool   // the assessment cycle was over when it was written
}

func unitIdentity(b *book, u reports.Unit) Identity {
	return Identity{Unit: u.ID, Period: u.Period.Name, Lang: b.text.Lang(), CheckCode: u.CheckCode, Closed: u.Closed}
}

func cityIdentity(b *book, c reports.City) Identity {
	return Identity{Period: c.Period.Name, Lang: b.text.Lang(), CheckCode: c.CheckCode}
}

// The words of Identity.Closed on the hidden sheet.
const (
	cycleOpen   = "open"
	cycleClosed = "closed"
)

// writeEdition writes the hidden sheet of identity.
func writeEdition(b *book, id Identity) error {
	cycle := cycleOpen
	if id.Closed {
		cycle = cycleClosed
	}
	p := b.openPage("sheet.identity", sheetLayout{widths: []float64{24, 40}})
	for _, line := range [][2]string{
		{scorecardMark, id.Period}, {"unit", id.Unit}, {"language", id.Lang}, {"check", id.CheckCode}, {"cycle", cycle},
	} {
		p.put(text(line[0]), text(line[1]))
	}
	return p.close()
}

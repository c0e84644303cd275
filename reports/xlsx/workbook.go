package xlsx

import (
	"fmt"
	"path/filepath"
	"slices"

	"github.com/google/renameio/v2"

	"cdoscore/reports"
	"cdoscore/reports/message"
	"cdoscore/rules"
)

// WriteUnit writes the workbook of one unit to path in a language of
// message.Languages, replacing what is there only once it is complete. Extra
// holds the texts of reasons that the product's own catalogue lacks, those of
// connectors. The sheets and their headings are those of the reports page.
func WriteUnit(path string, u reports.Unit, lang string, extra ...map[string]rules.Text) error {
	content, _, err := packUnit(u, lang, extra)
	if err == nil {
		err = writeFile(path, content)
	}
	if err != nil {
		return fmt.Errorf("workbook of unit %s: %w", u.ID, err)
	}
	return nil
}

// WriteCity writes the workbook of the city; see WriteUnit.
func WriteCity(path string, c reports.City, lang string, extra ...map[string]rules.Text) error {
	content, _, err := packCity(c, lang, extra)
	if err == nil {
		err = writeFile(path, content)
	}
	if err != nil {
		return fmt.Errorf("workbook of the city: %w", err)
	}
	return nil
}

// packUnit returns the finished file, and which of its cells people fill in.
func packUnit(u reports.Unit, lang string, extra []map[string]rules.Text) ([]byte, openCells, error) {
	b, err := newBook(lang, u.Method.Zone, extra)
	if err != nil {
		return nil, nil, err
	}
	defer b.close()
	b.form = form{
		series: 1, title: b.text.Text("unit.title"), subject: b.text.Text("form.unit", b.in(u.Name)),
		issuer: b.in(u.Issuer), document: u.Document, validUntil: u.ValidUntil,
		cutoff: u.Cutoff, period: b.formPeriod(u.Period, u.Slot), dated: b.dated(u.Cutoff),
	}
	content, err := b.pack(unitSheets(b, u), "sheet.choices", "sheet.identity")
	return content, b.open, err
}

// unitSheets are the sheets in the order of the reports page. A day has no trend,
// and a unit without daily datasets no calendar.
func unitSheets(b *book, u reports.Unit) []sheet {
	places := placesOf(b, u)
	return without([]sheet{
		{"sheet.cover", func() error { return writeCover(b, u) }},
		{"sheet.conclusion", func() error { return writeConclusion(b, u, places) }},
		{"sheet.trend", func() error { return writeUnitTrend(b, u) }},
		{"sheet.datasets", func() error { return writeDatasets(b, u, places) }},
		{"sheet.rules", func() error { return writeRules(b, u, places) }},
		{"sheet.deliveries", func() error { return writeDeliveries(b, u) }},
		{"sheet.calendar", func() error { return writeCalendar(b, u) }},
		{"sheet.samples", func() error { return writeSamples(b, u, places) }},
		{"sheet.rectify", func() error { return writeRectify(b, u, places) }},
		{"sheet.appeal", func() error { return writeAppeal(b, u) }},
		{"sheet.changes", func() error { return writeChanges(b, u) }},
		{"sheet.method", func() error { return writeMethod(b, u.Method) }},
		{"sheet.choices", func() error { return writeChoices(b, u) }},
		{"sheet.identity", func() error { return writeEdition(b, unitIdentity(b, u)) }},
	}, map[string]bool{"sheet.trend": len(u.Trend) == 0, "sheet.calendar": len(u.Calendar) == 0})
}

func packCity(c reports.City, lang string, extra []map[string]rules.Text) ([]byte, openCells, error) {
	b, err := newBook(lang, c.Method.Zone, extra)
	if err != nil {
		return nil, nil, err
	}
	defer b.close()
	b.form = form{
		series: 2, title: b.text.Text("city.title"), subject: b.text.Text("form.city", b.in(c.City)),
		issuer: b.in(c.Issuer), document: c.Document, validUntil: c.ValidUntil,
		cutoff: c.Cutoff, period: b.formPeriod(c.Period, c.Slot), dated: b.dated(c.Cutoff),
	}
	content, err := b.pack(citySheets(b, c), "sheet.identity")
	return content, b.open, err
}

func citySheets(b *book, c reports.City) []sheet {
	return without([]sheet{
		{"sheet.overview", func() error { return writeOverview(b, c) }},
		{"sheet.ranking", func() error { return writeRanking(b, c) }},
		{"sheet.heatmap", func() error { return writeHeatmap(b, c) }},
		{"sheet.reporting", func() error { return writeReporting(b, c) }},
		{"sheet.rectified", func() error { return writeRectified(b, c) }},
		{"sheet.disagreements", func() error { return writeDisagreements(b, c) }},
		{"sheet.trend", func() error { return writeCityTrend(b, c) }},
		{"sheet.method", func() error { return writeMethod(b, c.Method) }},
		{"sheet.identity", func() error { return writeEdition(b, cityIdentity(b, c)) }},
	}, map[string]bool{"sheet.trend": len(c.Trend) == 0})
}

// without leaves out the sheets of which there is nothing.
func without(sheets []sheet, empty map[string]bool) []sheet {
	return slices.DeleteFunc(sheets, func(s sheet) bool { return empty[s.key] })
}

func newBook(lang, zone string, extra []map[string]rules.Text) (*book, error) {
	place, err := reports.Location(zone)
	if err != nil {
		return nil, err
	}
	return openBook(message.New(lang, extra...), place)
}

// sheet is one sheet of a workbook: the key of its name, and what writes it.
type sheet struct {
	key   string
	write func() error
}

// write lays out the sheets in order and puts the finished file at path.
func (b *book) write(path string, sheets []sheet, hidden ...string) error {
	content, err := b.pack(sheets, hidden...)
	if err != nil {
		return err
	}
	return writeFile(path, content)
}

func writeFile(path string, content []byte) error {
	if err := renameio.WriteFile(path, content, 0o644, renameio.WithTempDir(filepath.Dir(path))); err != nil {
		return fmt.Errorf("cannot write %s: %w", path, err)
	}
	return nil
}

// pack lays out the sheets in order and returns the finished file.
func (b *book) pack(sheets []sheet, hidden ...string) ([]byte, error) {
	keys := make([]string, len(sheets))
	for i, s := range sheets {
		keys[i] = s.key
	}
	if err := b.addSheets(keys); err != nil {
		return nil, err
	}
	for _, key := range hidden {
		if err := b.hide(key); err != nil {
			return nil, err
		}
	}
	for _, s := range sheets {
		if err := s.write(); err != nil {
			return nil, err
		}
	}
	return b.bytes()
}

package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"time"

	"cdoscore/reports"
	"cdoscore/reports/html"
	"cdoscore/reports/xlsx"
	"cdoscore/rules"

	"golang.org/x/sync/errgroup"
)

// workbooks writes a day's workbooks into reports/<day>/: those of the main
// language under plain names, further languages under names with a suffix.
type workbooks struct{ s *site }

// Write writes the workbooks of the units named (none: all) and the city's.
func (b workbooks) Write(ctx context.Context, day time.Time, units []string) error {
	return b.s.issueDay(ctx, day, units, false)
}

// issueDay writes a day's workbooks into reports/<day>/ and, if they are wanted, its
// pages into html/ there.
func (s *site) issueDay(ctx context.Context, day time.Time, units []string, pages bool) error {
	edition, err := s.builder().Day(ctx, day)
	if err != nil {
		return err
	}
	i := issue{books: filepath.Join(s.w.ReportsDir(), day.Format(time.DateOnly)), languages: s.w.Languages, units: units}
	if pages {
		i.pages = filepath.Join(i.books, pagesFolder)
	}
	return i.write(ctx, edition)
}

// pagesFolder lies in the folder of the workbooks.
const pagesFolder = "html"

// issue says where an edition's workbooks and pages go. Those of the first language
// have plain names, further ones a suffix.
type issue struct {
	books, pages string // folders; pages may be "": none
	languages    []string
	units        []string // only these, and no page of the city; none: all
}

// write writes the units, some at once, and then the city: its workbook also for a
// day of which only some units are written.
func (i issue) write(ctx context.Context, edition *reports.Edition) error {
	writers, err := i.begin()
	if err != nil {
		return err
	}
	loaded := make(chan error, 1)
	go func() { loaded <- edition.Load(ctx, i.units) }()
	err = eachUnit(ctx, edition, i.units, func(ctx context.Context, id string) error {
		return edition.InLanguages(ctx, id, i.languages, func(lang string, u reports.Unit) error { return writers[lang].unit(u) })
	})
	err = cmp.Or(<-loaded, err) // the units wait for it, and fail likewise
	if err != nil || len(i.units) > 0 && edition.Period().Kind != reports.DayPeriod {
		return err
	}
	city, err := edition.City(ctx)
	if err != nil {
		return err
	}
	for _, lang := range i.languages {
		if err := writers[lang].city(city, len(i.units) == 0); err != nil {
			return err
		}
	}
	return nil
}

// begin makes the folders and what writes in each language.
func (i issue) begin() (map[string]languageWriter, error) {
	if err := os.MkdirAll(i.books, 0o755); err != nil {
		return nil, fmt.Errorf("folder of the workbooks: %w", err)
	}
	if err := sweepWorkbooks(i.books); err != nil {
		return nil, err
	}
	if i.pages != "" {
		if err := os.MkdirAll(i.pages, 0o755); err != nil {
			return nil, fmt.Errorf("folder of the pages: %w", err)
		}
	}
	writers := map[string]languageWriter{}
	for n, lang := range i.languages {
		w := languageWriter{issue: i, lang: lang, texts: reasonTexts()}
		if n > 0 {
			w.suffix = "." + lang
		}
		if i.pages != "" {
			var err error
			if w.html, err = html.New(lang, w.texts); err != nil {
				return nil, err
			}
		}
		writers[lang] = w
	}
	return writers, nil
}

// languageWriter writes an issue in one language. Several may write at once.
type languageWriter struct {
	issue
	lang, suffix string
	texts        map[string]rules.Text
	html         *html.Writer // nil: no pages
}

func (w languageWriter) unit(u reports.Unit) error {
	name := "unit-" + u.ID + w.suffix
	if err := xlsx.WriteUnit(filepath.Join(w.books, name+".xlsx"), u, w.lang, w.texts); err != nil {
		return fmt.Errorf("workbook of unit %s: %w", u.ID, err)
	}
	if w.html == nil {
		return nil
	}
	return writePage(filepath.Join(w.pages, name+".html"), func(out io.Writer) error { return w.html.UnitPage(out, u) })
}

// city writes the city's workbook and, where all units have pages, its own, which is
// the index and leads to theirs.
func (w languageWriter) city(c reports.City, whole bool) error {
	if err := xlsx.WriteCity(filepath.Join(w.books, "city"+w.suffix+".xlsx"), c, w.lang, w.texts); err != nil {
		return fmt.Errorf("workbook of the city: %w", err)
	}
	if w.html == nil || !whole {
		return nil
	}
	links := html.Links{Unit: func(id string) string { return url.PathEscape("unit-" + id + w.suffix + ".html") }}
	return writePage(filepath.Join(w.pages, "index"+w.suffix+".html"), func(out io.Writer) error { return w.html.CityPage(out, c, links) })
}

// sweepWorkbooks removes what a killed process left of workbooks it was writing.
// The caller holds the workspace's lease.
func sweepWorkbooks(dir string) error {
	left, err := filepath.Glob(filepath.Join(dir, ".*.xlsx*"))
	for _, path := range left {
		err = errors.Join(err, os.Remove(path))
	}
	if err != nil {
		return fmt.Errorf("clean up after an interrupted report: %w", err)
	}
	return nil
}

// unitsAtOnce bounds the memory of writing: a unit's model and workbook of a year
// take tens of megabytes.
const unitsAtOnce = 4

// eachUnit writes the units named (none: all) of an edition, some at once. The first
// failure ends it.
func eachUnit(ctx context.Context, model *reports.Edition, units []string, write func(ctx context.Context, id string) error) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(min(unitsAtOnce, runtime.GOMAXPROCS(0)))
	for _, id := range model.Units() {
		if len(units) > 0 && !slices.Contains(units, id) {
			continue
		}
		group.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			return write(ctx, id)
		})
	}
	return group.Wait()
}

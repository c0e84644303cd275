package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"cdoscore/reports"
	"cdoscore/reports/html"

	"github.com/google/renameio/v2"
)

// dayPages writes a day's pages into reports/<day>/html/.
func (s *site) dayPages(ctx context.Context, day time.Time, units []string) error {
	edition, err := s.builder().Day(ctx, day)
	if err != nil {
		return err
	}
	return writePages(ctx, edition, filepath.Join(s.w.ReportsDir(), day.Format(time.DateOnly), "html"), s.w.Languages, units)
}

// writePages writes an edition as pages into a folder, the first language under
// plain names: index.html for the city, which leads to the page of each unit. Where
// units are named, theirs alone are written.
func writePages(ctx context.Context, edition *reports.Edition, dir string, languages, units []string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("folder of the pages: %w", err)
	}
	for i, lang := range languages {
		suffix := ".html"
		if i > 0 {
			suffix = "." + lang + ".html"
		}
		w, err := html.New(lang, reasonTexts())
		if err != nil {
			return err
		}
		if err := writeUnitPages(ctx, w, edition, dir, suffix, lang, units); err != nil {
			return err
		}
		if len(units) > 0 {
			continue
		}
		city, err := edition.City(ctx)
		if err != nil {
			return err
		}
		links := html.Links{Unit: func(id string) string { return url.PathEscape("unit-" + id + suffix) }}
		if err := writePage(filepath.Join(dir, "index"+suffix), func(out io.Writer) error { return w.CityPage(out, city, links) }); err != nil {
			return err
		}
	}
	return nil
}

func writeUnitPages(ctx context.Context, w *html.Writer, edition *reports.Edition, dir, suffix, lang string, units []string) error {
	return eachUnit(ctx, edition, units, func(ctx context.Context, id string) error {
		unit, err := edition.Unit(ctx, id, lang)
		if err != nil {
			return err
		}
		return writePage(filepath.Join(dir, "unit-"+id+suffix), func(out io.Writer) error { return w.UnitPage(out, unit) })
	})
}

// writePage replaces a file only once the page is complete.
func writePage(path string, write func(io.Writer) error) error {
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return err
	}
	if err := renameio.WriteFile(path, b.Bytes(), 0o644); err != nil {
		return fmt.Errorf("cannot write %s: %w", path, err)
	}
	return nil
}

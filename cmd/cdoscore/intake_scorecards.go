package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"cdoscore/pipeline/intake"
	"cdoscore/pipeline/workspace"
	"cdoscore/reports"
	"cdoscore/reports/html"
	"cdoscore/reports/message"
)

// scorecardPages writes the scorecards of days as parts of the intake's pages. The
// model of a day, which takes a second to build, is kept until another run is
// published or the configuration changes.
type scorecardPages struct {
	site      *site
	workspace func() *workspace.Workspace
	writers   map[string]*html.Writer // by language

	mu    sync.Mutex
	state string // of the ledger and the configuration, of which days are
	days  map[string]*reports.Day
}

// daysKept bounds the models that are kept.
const daysKept = 4

func newScorecardPages(s *site, configuration func() *workspace.Workspace) (*scorecardPages, error) {
	p := &scorecardPages{site: s, workspace: configuration, writers: map[string]*html.Writer{}}
	for _, lang := range message.Languages {
		w, err := html.New(lang, reasonTexts())
		if err != nil {
			return nil, err
		}
		p.writers[lang] = w
	}
	return p, nil
}

// Days lists the days that were run, newest first.
func (p *scorecardPages) Days(ctx context.Context) ([]time.Time, error) {
	_, days, err := p.runs(ctx)
	return days, err
}

// runs returns the days that were run, newest first, and the newest run.
func (p *scorecardPages) runs(ctx context.Context) (newest string, days []time.Time, err error) {
	runs, err := p.site.ledger.Runs(ctx)
	if err != nil {
		return "", nil, err
	}
	seen := map[string]bool{}
	for _, r := range runs {
		newest = r.ID
		seen[r.Day] = true
	}
	for _, name := range slices.Backward(slices.Sorted(maps.Keys(seen))) {
		day, err := time.ParseInLocation(time.DateOnly, name, p.site.w.Zone)
		if err != nil {
			return "", nil, fmt.Errorf("day of a run: %w", err)
		}
		days = append(days, day)
	}
	return newest, days, nil
}

// City writes the city's scorecard, from which each unit's is reached.
func (p *scorecardPages) City(ctx context.Context, w io.Writer, day time.Time, lang string) error {
	model, err := p.day(ctx, day)
	if err != nil {
		return err
	}
	links := html.Links{Unit: func(id string) string { return "/units/" + url.PathEscape(id) + "?day=" + day.Format(time.DateOnly) }}
	return p.writers[lang].City(w, model.City(), links)
}

// Unit writes a unit's scorecard.
func (p *scorecardPages) Unit(ctx context.Context, w io.Writer, day time.Time, unit, lang string) error {
	model, err := p.day(ctx, day)
	if err != nil {
		return err
	}
	card, err := model.Unit(ctx, unit, lang)
	if err != nil {
		return err
	}
	return p.writers[lang].Unit(w, card)
}

// day is the model of a day.
func (p *scorecardPages) day(ctx context.Context, day time.Time) (*reports.Day, error) {
	newest, _, err := p.runs(ctx)
	if err != nil {
		return nil, err
	}
	w := p.workspace()
	p.mu.Lock()
	defer p.mu.Unlock()
	if state := newest + " " + w.ConfigHash; state != p.state || len(p.days) >= daysKept {
		p.state, p.days = state, map[string]*reports.Day{}
	}
	name := day.Format(time.DateOnly)
	if model, ok := p.days[name]; ok {
		return model, nil
	}
	s := *p.site
	s.w = w
	model, err := s.builder().Day(ctx, day)
	if err == nil {
		p.days[name] = model
	}
	return model, err
}

// Workbook is the file that the day's night wrote, in the reader's language where
// reports are written in it, else in the main one.
func (p *scorecardPages) Workbook(_ context.Context, day time.Time, unit, lang string) (string, error) {
	w := p.workspace()
	stem := filepath.Join(w.ReportsDir(), day.Format(time.DateOnly), "city")
	if unit != "" {
		stem = filepath.Join(filepath.Dir(stem), "unit-"+unit)
	}
	for _, path := range []string{stem + "." + lang + ".xlsx", stem + ".xlsx"} {
		_, err := os.Stat(path)
		if err == nil || !errors.Is(err, fs.ErrNotExist) {
			return path, err
		}
	}
	return "", intake.ErrNoResults
}

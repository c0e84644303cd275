package main

import (
	"context"
	"errors"
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

// scorecardPages writes the scorecards of days and months as parts of the intake's
// pages. An edition, which takes a while to build, is kept for a minute, unless another
// run is published or the configuration changes.
type scorecardPages struct {
	site      *site
	workspace func() *workspace.Workspace
	writers   map[string]*html.Writer // by language

	mu   sync.Mutex
	kept map[string]keptEdition // by period
}

type keptEdition struct {
	*reports.Edition
	state string // of the ledger and the configuration
	built time.Time
}

const (
	editionsKept = 4
	editionAge   = time.Minute
)

func newScorecardPages(s *site, configuration func() *workspace.Workspace) (*scorecardPages, error) {
	p := &scorecardPages{site: s, workspace: configuration, writers: map[string]*html.Writer{}, kept: map[string]keptEdition{}}
	for _, lang := range message.Languages {
		w, err := html.New(lang, reasonTexts())
		if err != nil {
			return nil, err
		}
		p.writers[lang] = w
	}
	return p, nil
}

// Periods lists the days that were run and their months, newest first.
func (p *scorecardPages) Periods(ctx context.Context) ([]string, error) {
	_, days, err := p.runs(ctx)
	months := map[string]bool{}
	for day := range days {
		months[day[:len("2026-03")]] = true
	}
	return append(backwards(days), backwards(months)...), err
}

func backwards(names map[string]bool) []string {
	out := slices.Sorted(maps.Keys(names))
	slices.Reverse(out)
	return out
}

// runs returns the newest run and the days that were run.
func (p *scorecardPages) runs(ctx context.Context) (newest string, days map[string]bool, err error) {
	runs, err := p.site.ledger.Runs(ctx)
	days = map[string]bool{}
	for _, r := range runs {
		newest = r.ID
		days[r.Day] = true
	}
	return newest, days, err
}

// City writes the city's scorecard, from which each unit's is reached.
func (p *scorecardPages) City(ctx context.Context, w io.Writer, period, lang string) error {
	edition, err := p.edition(ctx, period)
	if err != nil {
		return err
	}
	city, err := edition.City(ctx)
	if err != nil {
		return err
	}
	links := html.Links{Unit: func(id string) string { return "/units/" + url.PathEscape(id) + "?at=" + url.QueryEscape(period) }}
	return p.writers[lang].City(w, city, links)
}

// Unit writes a unit's scorecard.
func (p *scorecardPages) Unit(ctx context.Context, w io.Writer, period, unit, lang, appeals string) error {
	card, err := p.unit(ctx, period, unit, lang)
	if err != nil {
		return err
	}
	links := html.Links{}
	if appeals != "" {
		links.Appeal = func(code string) string { return appeals + "?code=" + url.QueryEscape(code) }
	}
	return p.writers[lang].Unit(w, card, links)
}

func (p *scorecardPages) unit(ctx context.Context, period, unit, lang string) (reports.Unit, error) {
	edition, err := p.edition(ctx, period)
	if err != nil {
		return reports.Unit{}, err
	}
	if !slices.Contains(edition.Units(), unit) {
		return reports.Unit{}, intake.ErrNoResults
	}
	return edition.Unit(ctx, unit, lang)
}

// Losses reads what the findings of a unit cost it off its newest day's list.
func (p *scorecardPages) Losses(ctx context.Context, unit string) (string, map[string]intake.Loss, error) {
	periods, err := p.Periods(ctx)
	if err != nil || len(periods) == 0 {
		return "", nil, err
	}
	card, err := p.unit(ctx, periods[0], unit, p.workspace().Language)
	if errors.Is(err, intake.ErrNoResults) {
		return "", nil, nil
	}
	out := map[string]intake.Loss{}
	for _, line := range card.Rectify {
		if line.Number != "" && line.Code != "" {
			out[line.Number] = intake.Loss{Lost: line.Lost, Recoverable: line.Recoverable}
		}
	}
	return periods[0], out, err
}

// edition builds the edition of a period, or takes that which was built a moment ago.
func (p *scorecardPages) edition(ctx context.Context, period string) (*reports.Edition, error) {
	newest, _, err := p.runs(ctx)
	if err != nil {
		return nil, err
	}
	s := p.site.of(p.workspace())
	state, now := newest+" "+s.w.ConfigHash, s.clock()
	p.mu.Lock()
	defer p.mu.Unlock()
	maps.DeleteFunc(p.kept, func(_ string, k keptEdition) bool { return k.state != state || now.Sub(k.built) > editionAge })
	if k, ok := p.kept[period]; ok {
		return k.Edition, nil
	}
	edition, err := s.edition(ctx, period)
	if err == nil && len(p.kept) < editionsKept {
		p.kept[period] = keptEdition{edition, state, now}
	}
	return edition, err
}

// edition is that of a day, named as 2026-03-15, or of a longer period.
func (s *site) edition(ctx context.Context, period string) (*reports.Edition, error) {
	return s.editionOf(ctx, s.builder(), period)
}

func (s *site) editionOf(ctx context.Context, b *reports.Builder, period string) (*reports.Edition, error) {
	if at, err := time.ParseInLocation(time.DateOnly, period, s.w.Zone); err == nil {
		return b.Day(ctx, at)
	}
	span, err := s.w.Period(period)
	if err != nil {
		return nil, err
	}
	return b.Period(ctx, span)
}

// Workbook is the file that a night, or for a longer period `scorecards`, wrote: in
// the reader's language where it was written in it, else in the main one.
func (p *scorecardPages) Workbook(_ context.Context, period, unit, lang string) (string, error) {
	w := p.workspace()
	dir := filepath.Join(w.ScorecardsDir(), period)
	if len(period) == len(time.DateOnly) {
		dir = filepath.Join(w.ReportsDir(), period)
	}
	stem := "city"
	if unit != "" {
		stem = "unit-" + unit
	}
	for _, name := range []string{stem + "." + lang + ".xlsx", stem + ".xlsx"} {
		path := filepath.Join(dir, name)
		_, err := os.Stat(path)
		if err == nil || !errors.Is(err, fs.ErrNotExist) {
			return path, err
		}
	}
	return "", intake.ErrNoResults
}

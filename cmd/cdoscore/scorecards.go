package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"cdoscore/reports"

	"github.com/google/renameio/v2"
	"github.com/spf13/cobra"
)

type scorecardsFlags struct {
	period, deliver, name string
	units                 []string
	pages                 bool
}

// defaultCopyName is how delivered copies are called.
const defaultCopyName = "{period}_{unit}_{title}.xlsx"

func newScorecards(g *globals) *cobra.Command {
	f := &scorecardsFlags{}
	c := &cobra.Command{
		Use:   "scorecards [DIR] --period PERIOD",
		Short: "Write the workbooks of a month, a quarter, a year or a cycle: every unit's and the city's",
		Long: "Each dataset's indicators are averaged over its slots in the period, each slot once, and rolled up to the unit. " +
			"The workbooks lie in scorecards/PERIOD/, as unit-<id>.xlsx and city.xlsx. With --deliver, copies under names that people read are put into a folder; " +
			"--name takes {period}, {unit} (the short_name of units.yaml, else the name), {title} and {id}. With --html the same figures are also written as pages for a browser, into scorecards/PERIOD/html/.",
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			g.folder(args)
			if f.period == "" {
				return errors.New("scorecards needs --period: a month (2026-03), a quarter (2026-Q1), a year (2026), or a cycle")
			}
			if err := f.checkName(); err != nil {
				return err
			}
			return g.withSite(c.Context(), true, func(s *site) error { return s.scorecards(c.Context(), f, g.lang, c.OutOrStdout()) })
		},
	}
	c.Flags().StringVar(&f.period, "period", "", "2026-03, 2026-Q1, 2026, or a cycle's name")
	c.Flags().StringSliceVar(&f.units, "unit", nil, "only these units, and not the city")
	c.Flags().StringVar(&f.deliver, "deliver", "", "put copies under their delivered names into this folder")
	c.Flags().BoolVar(&f.pages, "html", false, "also as pages for a browser")
	c.Flags().StringVar(&f.name, "name", defaultCopyName, "how delivered copies are called")
	return c
}

// checkName refuses a pattern that would give all units one name.
func (f *scorecardsFlags) checkName() error {
	switch {
	case strings.ContainsAny(f.name, `/\`):
		return fmt.Errorf("--name %q names a folder: give the folder by --deliver", f.name)
	case !strings.Contains(f.name, "{unit}") && !strings.Contains(f.name, "{id}"):
		return fmt.Errorf("--name %q gives every unit's copy the same name: put {unit} or {id} into it", f.name)
	case !strings.HasSuffix(f.name, ".xlsx"):
		return fmt.Errorf("--name %q must end in .xlsx", f.name)
	}
	return nil
}

func (s *site) scorecards(ctx context.Context, f *scorecardsFlags, lang string, stdout io.Writer) error {
	span, err := s.w.Period(f.period)
	if err != nil {
		return err
	}
	if err := s.knownUnits(f.units); err != nil {
		return err
	}
	defer roomy()()
	edition, err := s.builder().Period(ctx, span)
	if err != nil {
		return err
	}
	if err := existed(edition, f.units); err != nil {
		return err
	}
	dir := filepath.Join(s.w.ScorecardsDir(), span.Name)
	languages := s.w.Languages
	if lang != "" {
		languages = []string{lang}
	}
	i := issue{books: dir, languages: languages, units: f.units}
	if f.pages {
		i.pages = filepath.Join(dir, pagesFolder)
	}
	if err := i.write(ctx, edition); err != nil {
		return err
	}
	fmt.Fprintln(stdout, catalog(s.lang).Text("cli.run.look", dir))
	if f.deliver == "" {
		return nil
	}
	return s.deliverCopies(edition, f, dir, languages[0], stdout)
}

// existed refuses units that were no units in the period.
func existed(e *reports.Edition, units []string) error {
	for _, u := range units {
		if !slices.Contains(e.Units(), u) {
			return fmt.Errorf("unit %q was not assessed in %s: units.yaml says when it existed", u, e.Period().Name)
		}
	}
	return nil
}

// deliverCopies copies the workbooks of the first language under the names by which
// people know them.
func (s *site) deliverCopies(e *reports.Edition, f *scorecardsFlags, dir, lang string, stdout io.Writer) error {
	if err := os.MkdirAll(f.deliver, 0o755); err != nil {
		return fmt.Errorf("folder of the copies: %w", err)
	}
	texts := catalog(lang)
	names := map[string]string{} // file → copy
	for _, id := range e.Units() {
		if len(f.units) == 0 || slices.Contains(f.units, id) {
			names["unit-"+id+".xlsx"] = copyName(f.name, texts.Note(e.Period().Label()), s.w.Unit(id).FileName(lang), texts.Text("scorecards.title"), id)
		}
	}
	if len(f.units) == 0 {
		names["city.xlsx"] = copyName(f.name, texts.Note(e.Period().Label()), s.w.City.In(lang), texts.Text("scorecards.title"), "city")
	}
	for file, name := range names {
		content, err := os.ReadFile(filepath.Join(dir, file))
		if err != nil {
			return fmt.Errorf("copy a workbook: %w", err)
		}
		if err := renameio.WriteFile(filepath.Join(f.deliver, name), content, 0o644); err != nil {
			return fmt.Errorf("cannot write %s: %w", filepath.Join(f.deliver, name), err)
		}
	}
	fmt.Fprintln(stdout, catalog(s.lang).Text("scorecards.delivered", fmt.Sprint(len(names)), f.deliver))
	return nil
}

// copyName fills the pattern; what a file's name cannot hold becomes a dash.
func copyName(pattern, period, unit, title, id string) string {
	name := strings.NewReplacer("{period}", period, "{unit}", unit, "{title}", title, "{id}", id).Replace(pattern)
	return strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`/\:*?"<>|`, r) {
			return '-'
		}
		return r
	}, name)
}

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"time"

	"cdoscore/reports"
	"cdoscore/reports/xlsx"

	"golang.org/x/sync/errgroup"
)

// workbooks writes a day's workbooks into reports/<day>/: those of the main
// language under plain names, further languages under names with a suffix.
type workbooks struct{ s *site }

// Write writes the workbooks of the units named (none: all) and the city's.
func (b workbooks) Write(ctx context.Context, day time.Time, units []string) error {
	model, err := b.s.builder().Day(ctx, day)
	if err != nil {
		return err
	}
	return writeBooks(ctx, model, filepath.Join(b.s.w.ReportsDir(), day.Format(time.DateOnly)), b.s.w.Languages, units)
}

// writeBooks writes an edition into a folder, the first language under plain names.
// The city's workbook is written where no units are named, or for a day.
func writeBooks(ctx context.Context, model *reports.Edition, dir string, languages, units []string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("folder of the workbooks: %w", err)
	}
	if err := sweepWorkbooks(dir); err != nil {
		return err
	}
	for i, lang := range languages {
		suffix := ".xlsx"
		if i > 0 {
			suffix = "." + lang + ".xlsx"
		}
		if err := writeLanguage(ctx, model, dir, suffix, lang, units); err != nil {
			return err
		}
	}
	return nil
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

func writeLanguage(ctx context.Context, model *reports.Edition, dir, suffix, lang string, units []string) error {
	texts := reasonTexts()
	err := eachUnit(ctx, model, units, func(ctx context.Context, id string) error {
		unit, err := model.Unit(ctx, id, lang)
		if err != nil {
			return err
		}
		if err := xlsx.WriteUnit(filepath.Join(dir, "unit-"+id+suffix), unit, lang, texts); err != nil {
			return fmt.Errorf("workbook of unit %s: %w", id, err)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if len(units) > 0 && model.Period().Kind != reports.DayPeriod {
		return nil
	}
	city, err := model.City(ctx)
	if err != nil {
		return err
	}
	if err := xlsx.WriteCity(filepath.Join(dir, "city"+suffix), city, lang, texts); err != nil {
		return fmt.Errorf("workbook of the city: %w", err)
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

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"cdoscore/reports/docx"

	"github.com/spf13/cobra"
)

func newBulletin(g *globals) *cobra.Command {
	var period, file string
	c := &cobra.Command{
		Use:   "bulletin [DIR] --period PERIOD",
		Short: "Draft the data quality bulletin of a month, a quarter, a year or a cycle as a Word document",
		Long: "The draft is an official notice with the figures of the city's workbook of the same period. What a person must fill in, such as the document's number, is marked in the text.\n" +
			"It lies in scorecards/PERIOD/bulletin.docx, in further languages of the workspace as bulletin.LANG.docx. With --out there is one file, in --lang or the workspace's first language.",
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			g.folder(args)
			if period == "" {
				return errors.New("bulletin needs --period: a month (2026-03), a quarter (2026-Q1), a year (2026), or a cycle")
			}
			return g.withSite(c.Context(), false, func(s *site) error {
				return s.bulletin(c.Context(), period, file, g.lang, c.OutOrStdout(), c.ErrOrStderr())
			})
		},
	}
	c.Flags().StringVar(&period, "period", "", "2026-03, 2026-Q1, 2026, or a cycle's name")
	c.Flags().StringVarP(&file, "out", "o", "", "the file to write")
	return c
}

func (s *site) bulletin(ctx context.Context, period, file, lang string, stdout, stderr io.Writer) error {
	span, err := s.w.Period(period)
	if err != nil {
		return err
	}
	edition, err := s.builder().Period(ctx, span)
	if err != nil {
		return err
	}
	city, err := edition.City(ctx)
	if err != nil {
		return err
	}
	if city.Unended() {
		fmt.Fprintln(stderr, catalog(s.lang).Text("bulletin.unended", span.To))
	}
	languages := s.w.Languages
	switch {
	case lang != "":
		languages = []string{lang}
	case file != "":
		languages = languages[:1]
	}
	if file == "" {
		file = filepath.Join(s.w.ScorecardsDir(), span.Name, "bulletin.docx")
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return fmt.Errorf("folder of the bulletin: %w", err)
	}
	for i, lang := range languages {
		path := file
		if i > 0 {
			path = filepath.Join(filepath.Dir(file), "bulletin."+lang+".docx")
		}
		if err := writePage(path, func(out io.Writer) error { return docx.Bulletin(out, city, lang, reasonTexts()) }); err != nil {
			return err
		}
		fmt.Fprintln(stdout, path)
	}
	return nil
}

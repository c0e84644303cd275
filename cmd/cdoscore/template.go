package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"cdoscore/connectors"
	"cdoscore/connectors/excel"
	"cdoscore/pipeline/workspace"
	"cdoscore/reports/xlsx"

	"github.com/spf13/cobra"
)

func newTemplate(g *globals) *cobra.Command {
	out, spec := "", ""
	c := &cobra.Command{
		Use:   "template UNIT/DATASET -o FILE.xlsx",
		Short: "Write a workbook for a department to fill in",
		Long: "The workbook has the dataset's columns with notes and drop-down lists, identifiers as text, an example row that is not taken for data, and a hidden sheet by which it is known again when it is handed in.\n" +
			"With --spec the dataset is that of a file, without a workspace.",
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if !strings.EqualFold(filepath.Ext(out), ".xlsx") {
				return fmt.Errorf("--out %q: name an .xlsx to write the template to", out)
			}
			d, lang, at, err := g.templated(args, spec)
			if err != nil {
				return err
			}
			t, err := templateOf(d, lang, at)
			if err != nil {
				return err
			}
			if err := xlsx.WriteTemplate(out, t, lang); err != nil {
				return err
			}
			fmt.Fprintln(c.OutOrStdout(), catalog(lang).Text("cli.template.done", out))
			return nil
		},
	}
	c.Flags().StringVarP(&out, "out", "o", "", "the .xlsx to write (required)")
	c.Flags().StringVar(&spec, "spec", "", "a dataset file, instead of a dataset of the workspace")
	return c
}

// templated is the dataset of a template, its language, and the moment for which
// its codes are valid.
func (g *globals) templated(args []string, spec string) (*workspace.Dataset, string, time.Time, error) {
	clock, err := g.clock()
	if err != nil {
		return nil, "", time.Time{}, err
	}
	switch {
	case (len(args) == 1) == (spec != ""):
		return nil, "", time.Time{}, errors.New("name a dataset of the workspace, as hrss/contributions, or a dataset file with --spec")
	case spec != "":
		engine, done, err := parser()
		if err != nil {
			return nil, "", time.Time{}, err
		}
		d, err := workspace.LoadDatasetFile(spec, deps(engine.ParseExpr, clock()))
		return d, g.language(nil), clock().UTC(), errors.Join(err, done())
	}
	w, err := g.load()
	if err != nil {
		return nil, "", time.Time{}, err
	}
	d := w.Dataset(args[0])
	if d == nil {
		return nil, "", time.Time{}, unknownDataset(w, args[0])
	}
	return d, g.language(w), clock().In(w.Zone), nil
}

// templateOf fits the template to how the dataset's source reads workbooks.
func templateOf(d *workspace.Dataset, lang string, at time.Time) (xlsx.Template, error) {
	t := xlsx.Template{Title: d.Title, Fields: d.Fields, Rules: d.Rules, At: at, Header: 1, MarksSheet: excel.MarksSheet,
		Marks: func(sheet, column string, own []string) [][2]string {
			return excel.Marks{Version: excel.MarksVersion, Kind: excel.Template, Dataset: d.ID, Config: d.Fingerprint(), Language: lang, Sheet: sheet, Column: column, Sheets: own}.Rows()
		}}
	if len(d.Fields) == 0 {
		return t, fmt.Errorf("dataset %s declares no fields, so that a template would have no columns: declare them first", d.ID)
	}
	if d.SourceType != "excel" {
		return t, nil
	}
	options := connectors.Values(d.Source)
	rows, err := options.Int("header_rows", 1)
	if err == nil && rows > 1 {
		err = fmt.Errorf("dataset %s has a header of %d rows (header_rows): a template has one; give the department a workbook of its own form", d.ID, rows)
	}
	if err != nil {
		return t, err
	}
	row, err := options.Int("header_row", 1)
	t.Sheet, t.Header = options.Text("sheet", ""), int(row)
	return t, err
}

package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"cdoscore/pipeline/evaluation"
	"cdoscore/reports"
	"cdoscore/reports/xlsx"

	"github.com/google/renameio/v2"
	"github.com/spf13/cobra"
)

func newAssessExport(g *globals, cycle *string) *cobra.Command {
	var out string
	var version int
	c := &cobra.Command{
		Use:   "export -o DIR",
		Short: "Write the annual result as workbook, CSV and JSON",
		Long: "Writes annual-<cycle>.xlsx, .csv and .json: the newest approved version, or with --version another; what is not approved yet is marked as provisional.\n" +
			"`cdoscore assess schema` prints the JSON Schema of the JSON document, whose names are the CSV's columns as well.",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return g.withEvaluation(c.Context(), *cycle, false, func(s *site, e *evaluation.Evaluator) error {
				return s.exportAnnual(c.Context(), e, version, out, c.OutOrStdout())
			})
		},
	}
	c.Flags().StringVarP(&out, "output", "o", ".", "the folder")
	c.Flags().IntVar(&version, "version", 0, "an approved version of the result (default: the newest)")
	return c
}

func newAssessSchema() *cobra.Command {
	return &cobra.Command{
		Use:   "schema",
		Short: "Print the JSON Schema of the annual result",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			_, err := c.OutOrStdout().Write(annualSchema)
			return err
		},
	}
}

func (s *site) exportAnnual(ctx context.Context, e *evaluation.Evaluator, version int, dir string, w io.Writer) error {
	standing, err := e.Standing(ctx)
	if err != nil {
		return err
	}
	wanted := version
	if wanted == 0 {
		wanted = standing.Approved()
	}
	outcome, err := e.Outcome(ctx, wanted)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("folder of the result: %w", err)
	}
	name := "annual-" + e.Cycle.Name
	if version > 0 {
		name += "-v" + strconv.Itoa(version)
	}
	base := filepath.Join(dir, name)
	doc := annualDocument(s, e.Cycle, outcome)
	var text bytes.Buffer
	if err := writeJSON(&text, doc); err != nil {
		return err
	}
	table, err := annualCSV(doc)
	if err != nil {
		return err
	}
	if err := xlsx.WriteAnnual(base+".xlsx", reports.NewAnnual(s.w, e.Cycle, outcome, standing, s.clock().In(s.w.Zone)), s.lang); err != nil {
		return err
	}
	for _, f := range []struct {
		ending  string
		content []byte
	}{{".json", text.Bytes()}, {".csv", table}} {
		if err := renameio.WriteFile(base+f.ending, f.content, 0o644); err != nil {
			return fmt.Errorf("cannot write %s: %w", base+f.ending, err)
		}
	}
	for _, ending := range []string{".xlsx", ".csv", ".json"} {
		fmt.Fprintln(w, base+ending)
	}
	return nil
}

// annualCSV is one line for a unit, of the columns of 年度结果.
func annualCSV(doc annualJSON) ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	lines := [][]string{{"unit", "name", "uscc", "tier", "self_total", "first_total", "second_total", "total", "band", "rank", "cdo", "cdo_from", "cdo_to", "version", "document", "approved_on", "provisional"}}
	for _, u := range doc.Units {
		var names, from, to []string
		for _, c := range u.CDOs {
			names, from, to = append(names, c.Name), append(from, c.From), append(to, c.To)
		}
		document, on, rank := "", "", ""
		if a := doc.Approval; a != nil {
			document, on = a.Document, a.On
		}
		if u.Rank > 0 {
			rank = strconv.Itoa(u.Rank)
		}
		lines = append(lines, []string{u.Unit, u.Name, u.USCC, u.Tier, numberText(u.SelfTotal), numberText(u.FirstTotal), numberText(u.SecondTotal), u.Total.String(), u.Band, rank,
			strings.Join(names, ";"), strings.Join(from, ";"), strings.Join(to, ";"), strconv.Itoa(doc.Version), document, on, strconv.FormatBool(u.Provisional)})
	}
	for _, line := range lines {
		if err := w.Write(plainCells(line)); err != nil {
			return nil, fmt.Errorf("write CSV: %w", err)
		}
	}
	w.Flush()
	return b.Bytes(), w.Error()
}

// numberText writes points; "" where there are none.
func numberText(n *json.Number) string {
	if n == nil {
		return ""
	}
	return n.String()
}

package main

import (
	"cmp"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"

	"cdoscore/pipeline/ledger"
	"cdoscore/rules"
)

// outcome is one rule's counts as `check` and `results` print them.
type outcome struct {
	Unit       string `json:"unit"`
	Dataset    string `json:"dataset"`
	Slot       string `json:"slot"`
	Rule       string `json:"rule"`
	Kind       string `json:"kind"`
	Indicator  string `json:"indicator"`
	Total      int64  `json:"total"`
	Applicable int64  `json:"applicable"`
	Missing    int64  `json:"missing"`
	Evaluated  int64  `json:"evaluated"`
	Failed     int64  `json:"failed"`
	Exempt     int64  `json:"exempt"`
	Credit     *int32 `json:"credit_permille"`
	// Warnings are what was to be told of a checked file, on its readable rule.
	Warnings []readWarning `json:"warnings,omitempty"`
}

// readWarning is a warning of a file as `check` prints it.
type readWarning struct {
	Text     string   `json:"text"`
	Count    int64    `json:"count"`
	Examples []string `json:"examples"`
}

func fromRow(r ledger.Row) outcome {
	return outcome{Unit: r.Unit, Dataset: r.Dataset, Slot: r.Slot, Rule: r.Rule, Kind: r.Kind, Indicator: r.Indicator,
		Total: r.Total, Applicable: r.Applicable, Missing: r.Missing, Evaluated: r.Evaluated, Failed: r.Failed, Exempt: r.Exempt, Credit: r.Credit}
}

var outcomeHeader = []string{"unit", "dataset", "slot", "rule", "kind", "indicator", "total", "applicable", "missing", "evaluated", "failed", "exempt", "credit_permille"}

func (o outcome) record() []string {
	credit := ""
	if o.Credit != nil {
		credit = strconv.Itoa(int(*o.Credit))
	}
	n := func(v int64) string { return strconv.FormatInt(v, 10) }
	return []string{o.Unit, o.Dataset, o.Slot, o.Rule, o.Kind, o.Indicator, n(o.Total), n(o.Applicable), n(o.Missing), n(o.Evaluated), n(o.Failed), n(o.Exempt), credit}
}

// printOutcomes writes outcomes as table, csv or json.
func printOutcomes(w io.Writer, format string, list []outcome) error {
	switch format {
	case "json":
		e := json.NewEncoder(w)
		e.SetIndent("", "  ")
		e.SetEscapeHTML(false)
		if list == nil {
			list = []outcome{}
		}
		return e.Encode(list)
	case "csv":
		c := csv.NewWriter(w)
		if err := c.Write(outcomeHeader); err != nil {
			return err
		}
		for _, o := range list {
			if err := c.Write(plainCells(o.record())); err != nil {
				return err
			}
		}
		c.Flush()
		return c.Error()
	}
	t := tabwriter.NewWriter(w, 0, 8, 2, ' ', 0)
	printRecord(t, outcomeHeader)
	for _, o := range list {
		printRecord(t, o.record())
	}
	return t.Flush()
}

func printRecord(w io.Writer, cells []string) {
	for i, c := range cells {
		if i > 0 {
			fmt.Fprint(w, "\t")
		}
		fmt.Fprint(w, c)
	}
	fmt.Fprintln(w)
}

// plainCells keeps a spreadsheet from taking a text for a formula.
func plainCells(cells []string) []string {
	out := make([]string, len(cells))
	for i, c := range cells {
		out[i] = c
		if c != "" && (c[0] == '=' || c[0] == '+' || c[0] == '-' || c[0] == '@' || c[0] == '\t' || c[0] == '\r' || c[0] == 0) {
			out[i] = "'" + c
		}
	}
	return out
}

// checkFormat refuses an output format that a command does not have.
func checkFormat(format string, known ...string) error {
	for _, k := range known {
		if format == k {
			return nil
		}
	}
	return fmt.Errorf("--format %q: must be one of %s", format, strings.Join(known, ", "))
}

func compareOutcomes(a, b outcome) int {
	return cmp.Or(cmp.Compare(a.Unit, b.Unit), cmp.Compare(a.Dataset, b.Dataset), cmp.Compare(a.Slot, b.Slot), cmp.Compare(a.Rule, b.Rule))
}

// noteOf reads a row's note.
func noteOf(r ledger.Row) rules.Note {
	var n rules.Note
	if r.Note != "" && json.Unmarshal([]byte(r.Note), &n) != nil {
		return rules.Note{Key: "reason.platform"}
	}
	return n
}

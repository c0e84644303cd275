package ruletest

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"cdoscore/rules"
	"cdoscore/rules/score"
)

// columns are what a table of counts may have, in the order in which it is written.
var columns = []string{"rule", "total", "applicable", "missing", "evaluated", "failed", "groups", "credit", "score", "rows"}

// defaultColumns are those of a table that is written for the first time.
var defaultColumns = []string{"rule", "total", "missing", "evaluated", "failed", "score", "rows"}

// counted is one rule's counts as a table shows them, by column.
type counted map[string]string

// want is the table of a case.
type want struct {
	columns []string
	rules   []wantedRule
}

type wantedRule struct {
	counted
	pos rules.Pos
}

// want reads the table of a case.
func (c *Case) want(diags *rules.Diagnostics) want {
	var w want
	seen := map[string]bool{}
	for i, line := range strings.Split(string(c.files[wantFile].data), "\n") {
		pos := rules.Pos{File: wantFile, Line: i + 1, Col: 1}
		words, err := split(line)
		switch {
		case err != nil:
			diags.Addf(pos, "%v", err)
		case len(words) == 0:
		case w.columns == nil:
			w.columns = words
			checkColumns(pos, words, diags)
		case len(words) != len(w.columns):
			diags.Addf(pos, "this line has %d values where the first has %d columns", len(words), len(w.columns))
		default:
			row := wantedRule{counted{}, pos}
			for n, column := range w.columns {
				row.counted[column] = words[n]
			}
			if seen[row.counted["rule"]] {
				diags.Addf(pos, "rule %q stands twice: remove one of the two", row.counted["rule"])
			}
			seen[row.counted["rule"]] = true
			w.rules = append(w.rules, row)
		}
	}
	if w.columns == nil {
		w.columns = defaultColumns
	}
	return w
}

func checkColumns(pos rules.Pos, words []string, diags *rules.Diagnostics) {
	for i, word := range words {
		if !slices.Contains(columns, word) {
			diags.Addf(pos, "unknown column %q%s (there are %s)", word, rules.Suggest(word, columns), strings.Join(columns, ", "))
		}
		if slices.Contains(words[:i], word) {
			diags.Addf(pos, "column %q stands twice", word)
		}
	}
	if !slices.Contains(words, "rule") {
		diags.Addf(pos, "the first line must name the columns, rule among them, found %q", strings.Join(words, " "))
	}
}

// split parts a line at its white space; what stands between quotes is one word.
func split(line string) ([]string, error) {
	var out []string
	for rest := strings.TrimSpace(line); rest != ""; rest = strings.TrimSpace(rest) {
		if rest[0] != '"' {
			word, tail, _ := strings.Cut(rest, " ")
			if at := strings.IndexByte(rest, '\t'); at >= 0 && at < len(word) {
				word, tail = rest[:at], rest[at:]
			}
			out, rest = append(out, word), tail
			continue
		}
		quoted, err := strconv.QuotedPrefix(rest)
		if err != nil {
			return nil, fmt.Errorf("%s: a quote is not closed", rest)
		}
		word, err := strconv.Unquote(quoted)
		if err != nil {
			return nil, fmt.Errorf("%s cannot be read: %w", quoted, err)
		}
		out, rest = append(out, word), rest[len(quoted):]
	}
	return out, nil
}

// word quotes what would not be read back as one word.
func word(s string) string {
	if words, err := split(s); err == nil && len(words) == 1 && words[0] == s {
		return s
	}
	return strconv.Quote(s)
}

// show writes one rule's counts.
func show(rule string, o rules.Outcome, failing []int64) counted {
	n := func(v int64) string { return strconv.FormatInt(v, 10) }
	credit := "-"
	if o.Credit != nil {
		credit = strconv.Itoa(*o.Credit)
	}
	numbers := "-"
	if len(failing) > 0 {
		list := make([]string, len(failing))
		for i, row := range failing {
			list[i] = n(row)
		}
		numbers = strings.Join(list, ",")
	}
	return counted{"rule": rule, "total": n(o.Total), "applicable": n(o.Applicable), "missing": n(o.Missing), "evaluated": n(o.Evaluated), "failed": n(o.Failed),
		"groups": n(o.Groups), "credit": credit, "score": points(o), "rows": numbers}
}

// points is what a rule's counts are worth of 100.
func points(o rules.Outcome) string {
	switch {
	case o.Evaluated == 0:
		return "-"
	case o.Credit != nil:
		return fmt.Sprintf("%.2f", float64(*o.Credit)/10)
	}
	return fmt.Sprintf("%.2f", score.Round(100*float64(o.Evaluated-o.Failed)/float64(o.Evaluated)))
}

// text writes a table of the columns, aligned.
func text(columns []string, list []counted) string {
	var b strings.Builder
	t := tabwriter.NewWriter(&b, 0, 8, 2, ' ', 0)
	write := func(words []string) { fmt.Fprintln(t, strings.Join(words, "\t")) }
	write(columns)
	for _, row := range list {
		words := make([]string, len(columns))
		for i, column := range columns {
			words[i] = word(row[column])
		}
		write(words)
	}
	t.Flush() // into memory: it cannot fail
	return b.String()
}

package ruletest

import (
	"fmt"
	"slices"
	"strings"

	"cdoscore/pipeline/workspace"
	"cdoscore/rules"
	"cdoscore/rules/oracle"
)

// checkRules reports rules of the table that the dataset does not have.
func (w want) checkRules(ids []string, diags *rules.Diagnostics) {
	for _, row := range w.rules {
		if !slices.Contains(ids, row.counted["rule"]) {
			diags.Addf(row.pos, "the dataset has no rule %q%s", row.counted["rule"], rules.Suggest(row.counted["rule"], ids))
		}
	}
}

// compareWant compares the counts with the table, and keeps what it should say.
func (out *Result) compareWant(w want, found way, set *workspace.Dataset) {
	got := map[string]counted{}
	for _, r := range set.Rules {
		got[r.ID] = show(r.ID, found.outcomes[r.ID], found.failing[r.ID])
	}
	var wanted, shown []counted
	same := true
	for _, row := range w.rules {
		wanted, shown = append(wanted, row.counted), append(shown, got[row.counted["rule"]])
		for _, column := range w.columns {
			same = same && row.counted[column] == got[row.counted["rule"]][column]
		}
	}
	if w.rules == nil {
		for _, id := range ruleIDs(set) {
			shown = append(shown, got[id])
		}
	}
	out.Update = text(w.columns, shown)
	switch {
	case w.rules == nil:
		out.add(out.Case.files[wantFile].pos, "the table names no rule: run cdoscore test --update, and read what it writes")
	case !same:
		out.add(out.Case.files[wantFile].pos, "the counts are not as wanted\n%s", diff(text(w.columns, wanted), out.Update))
	}
}

// compareStates compares the columns want:RULE.
func (out *Result) compareStates(t table, states map[string][]oracle.State) {
	for rule, wanted := range t.wanted {
		if states[rule] == nil {
			out.add(out.Case.place(rules.Pos{File: rowsFile, Line: 1}), "column %q: the rule does not judge rows", wantPrefix+rule)
			continue
		}
		for i, s := range wanted {
			if got := states[rule][i].String(); s != "" && s != got {
				out.add(out.Case.place(rules.Pos{File: rowsFile, Line: t.lines[i]}), "row %d is %s under rule %s, and wanted as %s", i+1, got, rule, s)
			}
		}
	}
}

// diff shows two short texts line by line: - what is wanted, + what is found.
func diff(wanted, found string) string {
	a, b := strings.Split(strings.TrimRight(wanted, "\n"), "\n"), strings.Split(strings.TrimRight(found, "\n"), "\n")
	var lines []string
	for i := range max(len(a), len(b)) {
		switch {
		case i >= len(a):
			lines = append(lines, "+ "+b[i])
		case i >= len(b):
			lines = append(lines, "- "+a[i])
		case strings.Join(strings.Fields(a[i]), " ") == strings.Join(strings.Fields(b[i]), " "):
			lines = append(lines, "  "+a[i])
		default:
			lines = append(lines, "- "+a[i], "+ "+b[i])
		}
	}
	return fmt.Sprint(strings.Join(lines, "\n"))
}

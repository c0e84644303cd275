package ruletest_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cdoscore/pipeline/ruletest"
	"cdoscore/rules"
)

const payments = `Amounts are above nothing.
-- dataset.yaml --
title: Payments
fields:
  - {name: amount, type: "decimal(12,2)", range: {exclusive_min: 0}}
-- rows.csv --
amount
12.50
0
无
-- want --
rule          total  missing  evaluated  failed  score  rows
amount.range  3      1        2          1       50.00  2
amount.type   3      1        2          0       100.00 -
`

// only returns the one result of an archive with one case.
func only(t *testing.T, r *ruletest.Runner, archive string) ruletest.Result {
	t.Helper()
	results := run(t, r, "payments.txtar", []byte(archive))
	if len(results) != 1 {
		t.Fatalf("%d cases, want 1", len(results))
	}
	return results[0]
}

func said(r ruletest.Result) string {
	var lines []string
	for _, p := range r.Problems {
		lines = append(lines, p.String())
	}
	return strings.Join(lines, "\n")
}

func TestTheManualsCasePasses(t *testing.T) {
	if r := only(t, runner(t), payments); !r.Passed() {
		t.Error(said(r))
	}
	_, after, ok := strings.Cut(ruletest.Format(), "```\nAmounts")
	shown, _, closed := strings.Cut("Amounts"+after, "```")
	if !ok || !closed || shown != payments {
		t.Errorf("the manual shows another case:\n%s", shown)
	}
}

func TestRunReportsWhatIsNotAsWanted(t *testing.T) {
	r := runner(t)
	tests := []struct{ name, old, new, want string }{
		{"a count", "3      1        2          1 ", "3      0        3          1 ", "payments.txtar:11:1: the counts are not as wanted\n" +
			"  rule          total  missing  evaluated  failed  score   rows\n" +
			"- amount.range  3      0        3          1       50.00   2\n" +
			"+ amount.range  3      1        2          1       50.00   2\n" +
			"  amount.type   3      1        2          0       100.00  -"},
		{"a score", "50.00", "50.01", "+ amount.range  3      1        2          1       50.00   2"},
		{"failing rows", "50.00  2", "50.00  1", "- amount.range  3      1        2          1       50.00   1"},
		{"a state of a row", "amount\n12.50\n0\n无", "want:amount.range,amount\npass,12.50\nmissing,0\nmissing,无", "payments.txtar:9:1: row 2 is fail under rule amount.range, and wanted as missing"},
		{"a rule that is none", "amount.type ", "amount.tipe ", `payments.txtar:14:1: the dataset has no rule "amount.tipe": did you mean "amount.type"?`},
		{"a column that is none", "evaluated", "counted", `payments.txtar:12:1: unknown column "counted"`},
		{"a line that is too short", "100.00 -", "100.00", "payments.txtar:14:1: this line has 6 values where the first has 7 columns"},
		{"a wrong dataset", "exclusive_min: 0", "minimum: 0", `payments.txtar:5:51: range: unknown key "minimum"`},
		{"a row that is too long", "12.50\n", "12.50,1\n", "payments.txtar:8:1: this row has more or fewer values than the header"},
		{"a column of no rule", "amount\n12.50\n0\n无", "want:amount.rage,amount\npass,12.50\n,0\n,无", `column "want:amount.rage" names no rule of the dataset: did you mean "amount.range"?`},
		{"a state that is none", "amount\n12.50\n0\n无", "want:amount.range,amount\nok,12.50\n,0\n,无", `payments.txtar:8:1: "ok" is nothing that a row may be`},
		{"a dataset of both kinds", "-- rows.csv --", "-- case.yaml --\ndataset: hrss/payments\n-- rows.csv --", "payments.txtar:13:1: case payments has a dataset.yaml, and its case.yaml names one of a workspace: keep one"},
		{"an unknown setting", "-- rows.csv --", "-- case.yaml --\nday: 2026-01-01\n-- rows.csv --", `payments.txtar:7:1: case: unknown key "day"`},
		{"an escape that is none", "-- rows.csv --\namount\n12.50", "-- case.yaml --\nescapes: true\n-- rows.csv --\namount\n\\q", `holds an escape that is none`},
		{"a slot that is no day", "-- rows.csv --", "-- case.yaml --\nslot: January\n-- rows.csv --", `payments.txtar:7:7: case: "slot" must be a day`},
		{"rows of nothing", "-- rows.csv --", "-- case.yaml --\narrived: false\n-- rows.csv --", "or says arrived: false"},
		{"an earlier slot that is later", "-- rows.csv --", "-- earlier/2026-01-01.csv --\namount\n-- rows.csv --", "an earlier slot must lie before 2026-01-01"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			archive := strings.Replace(payments, tt.old, tt.new, 1)
			if archive == payments {
				t.Fatal("nothing was replaced")
			}
			if got := said(only(t, r, archive)); !strings.Contains(got, tt.want) {
				t.Errorf("says %q, want %q in it", got, tt.want)
			}
		})
	}
}

func TestParseReportsCasesThatAreNone(t *testing.T) {
	tests := []struct{ name, old, new, want string }{
		{"a file of no case", "-- rows.csv --", "-- notes.md --\n-- rows.csv --", "payments.txtar:6:1: notes.md belongs to no case"},
		{"no case", "-- want --", "-- wants --", "payments.txtar: the file holds no case"},
		{"both", "-- want --", "-- want.error --\nx\n-- want --", "needs one of want and want.error"},
		{"a file twice", "-- want --", "-- rows.csv --\n-- want --", "payments.txtar:11:1: rows.csv stands twice"},
		{"a path upwards", "-- rows.csv --", "-- codes/../../x.csv --\ncode,name\n-- rows.csv --", "codes/../../x.csv belongs to no case"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := ruletest.Parse("payments.txtar", []byte(strings.Replace(payments, tt.old, tt.new, 1)))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want %q in it", err, tt.want)
			}
		})
	}
}

func TestRunWantsADataset(t *testing.T) {
	_, rest, _ := strings.Cut(payments, "-- rows.csv --")
	result := only(t, runner(t), "-- rows.csv --"+rest)
	if got := said(result); !strings.Contains(got, "case payments has no dataset.yaml") || !result.Broken {
		t.Errorf("says %q", got)
	}
}

func TestRunComparesErrors(t *testing.T) {
	r := runner(t)
	const refused = `
-- dataset.yaml --
title: Payments
fields:
  - {name: amount, range: {min: 1}}
-- want.error --
dataset.yaml:3:27: range: field "amount" has no numeric or date type: declare one, as in type: integer
`
	if result := only(t, r, refused); !result.Passed() {
		t.Error(said(result))
	}
	result := only(t, r, strings.Replace(refused, ":3:27:", ":3:26:", 1))
	if got := said(result); !strings.HasPrefix(got, "payments.txtar:6:1: the dataset is to be refused otherwise\n- dataset.yaml:3:26") {
		t.Errorf("says %q", got)
	}
	if got := said(only(t, r, strings.Replace(refused, "amount,", "amount, type: integer,", 1))); !strings.Contains(got, "refused otherwise") {
		t.Errorf("a dataset that is taken: %q", got)
	}
}

// lying is a kind whose SQL says one thing and whose judge in Go another.
type lying struct {
	field string
	sql   string
	holds bool
}

func (k lying) Reads() []string           { return []string{k.field} }
func (k lying) Canonical() string         { return "lying" }
func (k lying) Pass(rules.Builder) string { return k.sql }
func (k lying) Holds(rules.Values) bool   { return k.holds }

func TestRunFindsWaysThatDiffer(t *testing.T) {
	tests := []struct {
		name  string
		check lying
		want  string
	}{
		{"the judge in Go", lying{"amount", "true", false}, "fails rows [] with all rules fused, and [1 2] with row by row in Go"},
		{"the order of rows", lying{"amount", "_row <> 1", true}, "with rows shuffled"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			kind := &rules.Kind{Name: "lying", Scope: rules.RowScope, Indicator: "0301", OnField: true, Parse: func(*rules.Context) rules.Check { return tt.check }}
			result := only(t, runner(t, kind), strings.Replace(payments, "range: {exclusive_min: 0}}", "range: {exclusive_min: 0}, lying: true}", 1))
			if got := said(result); !strings.Contains(got, tt.want) || !result.Torn {
				t.Errorf("says %q, want %q in it", got, tt.want)
			}
		})
	}
}

func TestUpdateWritesWhatWasFound(t *testing.T) {
	r := runner(t)
	file := filepath.Join(t.TempDir(), "payments.txtar")
	wrong := strings.Replace(payments, "3      1        2          1       50.00  2", "9 9 9 9 - -", 1)
	if err := os.WriteFile(file, []byte(wrong), 0o600); err != nil {
		t.Fatal(err)
	}
	n, err := ruletest.Update(file, run(t, r, file, []byte(wrong)))
	if err != nil || n != 1 {
		t.Fatalf("%d updated, %v", n, err)
	}
	mended, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if result := only(t, r, string(mended)); !result.Passed() {
		t.Errorf("%s\n%s", said(result), mended)
	}
	if before, _, _ := strings.Cut(payments, "-- want --"); !strings.HasPrefix(string(mended), before) {
		t.Errorf("more than the table was changed:\n%s", mended)
	}
}

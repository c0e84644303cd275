package rules_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"cdoscore/rules"
)

func TestParseFieldType(t *testing.T) {
	for text, want := range map[string]string{
		"string": "string", "integer": "integer", "date": "date", "timestamp": "timestamp", "boolean": "boolean",
		"decimal(12,2)": "decimal(12,2)", "decimal( 38 , 38 )": "decimal(38,38)",
		"decimal": "", "decimal(39,2)": "", "decimal(2,3)": "", "decimal(0,0)": "", "Integer": "", "": "", "decimal(12,-2)": "",
	} {
		got, err := rules.ParseFieldType(text)
		if want == "" {
			if err == nil {
				t.Errorf("%q was taken as %s", text, got)
			}
		} else if err != nil || got.String() != want {
			t.Errorf("%q: %s, %v, want %s", text, got, err, want)
		}
	}
}

func TestParseSpan(t *testing.T) {
	for text, want := range map[string]time.Duration{"30m": 30 * time.Minute, "24h": 24 * time.Hour, "90d": 90 * 24 * time.Hour, "0d": 0} {
		if got, err := rules.ParseSpan(text); err != nil || got != want {
			t.Errorf("%q: %v, %v, want %v", text, got, err, want)
		}
	}
	for _, text := range []string{"", "24", "h", "-1h", "1.5h", "1w", "1h30m", "9999999999d", " 1h"} {
		if got, err := rules.ParseSpan(text); err == nil {
			t.Errorf("%q was taken as %v", text, got)
		}
	}
}

func TestCodesAreValidToTheDayOrMonth(t *testing.T) {
	table := rules.CodeTable{Codes: []rules.Code{
		{Code: "always"},
		{Code: "month", From: "2020-03", To: "2020-05"},
		{Code: "day", From: "2020-03-15", To: "2020-03-20"},
	}}
	for day, want := range map[string][]string{
		"2020-02-29": {"always"},
		"2020-03-01": {"always", "month"},
		"2020-03-15": {"always", "month", "day"},
		"2020-03-20": {"always", "month", "day"},
		"2020-03-21": {"always", "month"},
		"2020-05-31": {"always", "month"},
		"2020-06-01": {"always"},
	} {
		at, err := time.Parse(time.DateOnly, day)
		if err != nil {
			t.Fatal(err)
		}
		if got := table.At(at); !slices.Equal(got, want) {
			t.Errorf("on %s %q are valid, want %q", day, got, want)
		}
	}
}

func TestSuggest(t *testing.T) {
	candidates := []string{"gbt2260", "required", "required_when", "身份证号"}
	for word, want := range map[string]string{"gbt226": "gbt2260", "requird": "required", "Required": "required", "reqiured": "required", "身份证": "身份证号", "xyz": "", "": ""} {
		got := rules.Suggest(word, candidates)
		if want == "" && got != "" || want != "" && !strings.Contains(got, `"`+want+`"`) {
			t.Errorf("%q: suggested %q, want %q", word, got, want)
		}
	}
}

func TestNodeAtCountsCharacters(t *testing.T) {
	pos := rules.Pos{File: "x.yaml", Line: 3, Col: 10}
	tests := []struct {
		name   string
		layout rules.Layout
		offset int
		want   int
	}{
		{"plain", rules.Plain, 6, 12}, // two Chinese characters are six bytes
		{"quoted", rules.Quoted, 6, 13},
		{"folded", rules.Folded, 6, 10},
		{"beyond the end", rules.Plain, 99, 14},
		{"before the start", rules.Plain, -1, 10},
	}
	for _, tt := range tests {
		n := rules.Node{Pos: pos, Text: "金额>0", Layout: tt.layout}
		if got := n.At(tt.offset); got.Col != tt.want || got.Line != 3 {
			t.Errorf("%s: %v, want column %d", tt.name, got, tt.want)
		}
	}
}

func TestDiagnosticsComeSortedAndOnce(t *testing.T) {
	var d rules.Diagnostics
	d.Addf(rules.Pos{File: "b.yaml", Line: 1, Col: 1}, "second")
	d.Addf(rules.Pos{File: "a.yaml", Line: 10, Col: 1}, "first of line ten")
	d.Addf(rules.Pos{File: "a.yaml", Line: 9, Col: 1}, "line nine")
	d.Addf(rules.Pos{File: "b.yaml", Line: 1, Col: 1}, "second")
	want := "a.yaml:9:1: line nine\na.yaml:10:1: first of line ten\nb.yaml:1:1: second"
	if err := d.Err(); err == nil || err.Error() != want {
		t.Errorf("got\n%v\nwant\n%s", err, want)
	}
}

func TestRulesInForce(t *testing.T) {
	cutoff := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	for name, tt := range map[string]struct {
		rule rules.Rule
		want bool
	}{
		"always":        {rules.Rule{}, true},
		"from that day": {rules.Rule{From: cutoff}, true},
		"later":         {rules.Rule{From: cutoff.AddDate(0, 0, 1)}, false},
		"shadow":        {rules.Rule{Shadow: true}, false},
	} {
		if got := tt.rule.InForce(cutoff); got != tt.want {
			t.Errorf("%s: in force %v, want %v", name, got, tt.want)
		}
	}
}

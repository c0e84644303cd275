package database

import (
	"fmt"
	"strings"
	"testing"
)

func numbered(_ string, n int) string { return fmt.Sprintf("$%d", n) }

// TestBind writes the markers found as $1, $2, …: all else must stay as it is.
func TestBind(t *testing.T) {
	postgres := Syntax{EscapeText: true, Dollar: true, Nested: true, Marker: numbered}
	mysql := Syntax{Backslash: true, Backtick: true, Hash: true, Marker: numbered}
	sqlserver := Syntax{Bracket: true, Nested: true, Marker: numbered}
	oracle := Syntax{OracleQuote: true, Marker: numbered}
	cases := []struct {
		name   string
		syntax Syntax
		query  string
		want   string
	}{
		{"both, twice", postgres, "a >= :slot_start AND a<:slot_end OR b=:slot_start", "a >= $1 AND a<$2 OR b=$3"},
		{"cast of a marker", postgres, ":slot_start::date", "$1::date"},
		{"a type of that name", postgres, "x::slot_start", "x::slot_start"},
		{"longer names", postgres, ":slot_started :slot_end2 :slot_end_", ":slot_started :slot_end2 :slot_end_"},
		{"text", postgres, "':slot_start''' || :slot_end", "':slot_start''' || $1"},
		{"backslash in standard text", postgres, `'\' || :slot_end || '`, `'\' || $1 || '`},
		{"escape text", postgres, `E'\':slot_end' || :slot_end`, `E'\':slot_end' || $1`},
		{"a name that ends in e", postgres, `like'\' || :slot_end`, `like'\' || $1`},
		{"quoted name", postgres, `":slot_end" = :slot_end`, `":slot_end" = $1`},
		{"line comment", postgres, "-- :slot_end\n:slot_end", "-- :slot_end\n$1"},
		{"comment at the end", postgres, "1 -- it's :slot_end", "1 -- it's :slot_end"},
		{"nested comment", postgres, "/* /* :slot_end */ ' :slot_end */ :slot_end", "/* /* :slot_end */ ' :slot_end */ $1"},
		{"dollar text", postgres, "$q$ ' :slot_end $$ $q$ || $$:slot_end$$ || :slot_end", "$q$ ' :slot_end $$ $q$ || $$:slot_end$$ || $1"},
		{"a parameter is no dollar text", postgres, "$1 :slot_end $1", "$1 $1 $1"},
		{"text without end", postgres, "':slot_end", "':slot_end"},
		{"comment without end", postgres, "/* :slot_end", "/* :slot_end"},
		{"backslash", mysql, `'\' :slot_end' = :slot_end`, `'\' :slot_end' = $1`},
		{"double quotes with backslash", mysql, `"\":slot_end" = :slot_end`, `"\":slot_end" = $1`},
		{"backtick", mysql, "`:slot_end`` `=:slot_end", "`:slot_end`` `=$1"},
		{"hash", mysql, "# it's :slot_end\n:slot_end", "# it's :slot_end\n$1"},
		{"no nesting", mysql, "/* /* */ :slot_end", "/* /* */ $1"},
		{"bracket", sqlserver, "[a]] :slot_end] = :slot_end", "[a]] :slot_end] = $1"},
		{"oracle's quotes", oracle, "q'[it's :slot_end]' || Q'!':slot_end!' || :slot_end", "q'[it's :slot_end]' || Q'!':slot_end!' || $1"},
		{"assignment", oracle, "a := :slot_end", "a := $1"},
		{"beyond ASCII", mysql, "付款=:slot_end AND 备注='；:slot_end'", "付款=$1 AND 备注='；:slot_end'"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, names := c.syntax.Bind(c.query)
			if got != c.want {
				t.Errorf("%s\nbecomes %s\nwant    %s", c.query, got, c.want)
			}
			if marks := strings.Count(c.want, "$1"); len(names) == 0 && marks > 0 && c.name != "a parameter is no dollar text" {
				t.Errorf("no names for %s", c.want)
			}
		})
	}
}

func TestBindNamesTheOrder(t *testing.T) {
	_, names := Syntax{Marker: numbered}.Bind("x < :slot_end AND x >= :slot_start AND y < :slot_end")
	if got := strings.Join(names, " "); got != "slot_end slot_start slot_end" {
		t.Error(got)
	}
}

func TestQuotedName(t *testing.T) {
	for name, want := range map[string]string{
		"payments": `"payments"`, "hrss.payments": `"hrss"."payments"`, `a"b`: `"a""b"`, `"a.b".c`: `"a.b"."c"`, `"a""b"`: `"a""b"`, "a.": `"a".""`,
		`"open.x`: `"open.x"`, `p; DROP TABLE x --`: `"p; DROP TABLE x --"`,
	} {
		if got := QuotedName(name, '"', '"', nil); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
	if got := QuotedName(`hrss."Payments"`, '"', '"', strings.ToUpper); got != `"HRSS"."Payments"` {
		t.Error(got)
	}
	if got := QuotedName("dbo.[a]]b]", '[', ']', nil); got != "[dbo].[a]]b]" {
		t.Error(got)
	}
}

func FuzzBind(f *testing.F) {
	f.Add("SELECT E'\\' :slot_start /* */ $a$ [x] `y` q'[z]' # :slot_end")
	all := Syntax{Backslash: true, EscapeText: true, Backtick: true, Bracket: true, Hash: true, Dollar: true, OracleQuote: true, Nested: true,
		Marker: func(name string, _ int) string { return ":" + name }}
	f.Fuzz(func(t *testing.T, query string) {
		if got, _ := all.Bind(query); got != query {
			t.Errorf("%q becomes %q although every marker is its own", query, got)
		}
	})
}

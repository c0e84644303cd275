package workspace

import (
	"strings"
	"testing"

	"cdoscore/rules"
)

// entry reads "k: <value>" and returns the value's node.
func entry(t *testing.T, text string) *rules.Node {
	t.Helper()
	var diags rules.Diagnostics
	n := parseYAML("f", []byte(text), &diags)
	if err := diags.Err(); err != nil {
		t.Fatal(err)
	}
	return n.Entries[len(n.Entries)-1].Value
}

func TestScalars(t *testing.T) {
	cases := []struct {
		name, yaml string
		want       rules.NodeType
		text       string
	}{
		{"text", "k: 甲 乙", rules.String, "甲 乙"},
		{"quoted number", `k: "12"`, rules.String, "12"},
		{"integer", "k: -12", rules.Int, "-12"},
		{"leading zero kept", "k: 0201", rules.Int, "0201"},
		{"hexadecimal is text", "k: 0x1A", rules.String, "0x1A"},
		{"underscores are text", "k: 1_000", rules.String, "1_000"},
		{"decimal", "k: 1.50", rules.Float, "1.50"},
		{"exponent", "k: 1e3", rules.Float, "1e3"},
		{"infinity is text", "k: .inf", rules.String, ".inf"},
		{"true", "k: true", rules.Bool, "true"},
		{"yes is text", "k: yes", rules.String, "yes"},
		{"date is text", "k: 2026-01-31", rules.String, "2026-01-31"},
		{"null", "k: null", rules.Null, ""},
		{"nothing", "k:", rules.Null, ""},
		{"quoted null", "k: 'null'", rules.String, "null"},
		{"empty text", `k: ""`, rules.String, ""},
		{"block", "k: |\n  a\n  b\n", rules.String, "a\nb\n"},
		{"carriage returns", "k: a\r\n", rules.String, "a"},
		{"byte order mark", "\ufeffk: a", rules.String, "a"},
		{"empty list", "k: []", rules.List, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			n := entry(t, c.yaml)
			check(t, "type", n.Type, c.want)
			check(t, "text", n.Text, c.text)
		})
	}
}

// TestPlaces finds the x of a text in the file.
func TestPlaces(t *testing.T) {
	cases := []struct {
		name, yaml string
		line, col  int
	}{
		{"plain", "k: a > x", 1, 8},
		{"double quotes", `k: "a > x"`, 1, 9},
		{"single quotes", `k: 'a > x'`, 1, 9},
		{"wide characters", `{前: 甲乙, k: '甲乙 x'}`, 1, 16},
		{"after a comment and carriage returns", "# 甲\r\na: 1 # 乙\r\nk: x", 3, 4},
		{"escapes: the scalar", `k: "\t > x"`, 1, 4},
		{"doubled quotes: the scalar", `k: 'it''s x'`, 1, 4},
		{"block: the scalar", "k: |\n  a > x", 1, 4},
		{"several lines: the scalar", "k: a >\n  x", 1, 4},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			n := entry(t, c.yaml)
			pos := n.At(strings.Index(n.Text, "x"))
			check(t, "place", pos, rules.Pos{File: "f", Line: c.line, Col: c.col})
		})
	}
}

func TestNotText(t *testing.T) {
	cases := []struct{ name, data, want string }{
		{"utf-16", "\xff\xfea\x00", "f:1:1: the file is UTF-16: save it as UTF-8"},
		{"gb18030", "a: 1\nk: \xca\xd0", "f:2:4: the file is not UTF-8 here: save it as UTF-8"},
		{"too large", strings.Repeat("#", maxYAMLBytes+1), "f:1:1: the file is larger than 1024 KiB: is it a configuration file at all?"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var diags rules.Diagnostics
			parseYAML("f", []byte(c.data), &diags)
			check(t, "message", diags.Err().Error(), c.want)
		})
	}
}

// FuzzParseDataset: whatever the file holds, it loads or is refused.
func FuzzParseDataset(f *testing.F) {
	f.Add([]byte("title: t\nfields: []\n"))
	f.Add([]byte("title: {en: t}\nfields: [{name: a, type: integer, range: {min: 1}}]\nkey: [a]\nrules: [{expr: 'a > 1', when: \"a\"}]\n"))
	f.Add([]byte("update: {cycle: daily, due: '03:00', late: [{within: 1d, credit: 0.5}]}\nsource: {csv: {path: '${A}', columns: [a]}}\n"))
	f.Add([]byte("? a\n: &b [*c, !!str d]\n<<: {}\n---\n- x"))
	deps := testDeps()
	f.Fuzz(func(t *testing.T, data []byte) {
		set, err := ParseDataset("f.yaml", data, deps)
		if (set == nil) == (err == nil) {
			t.Fatalf("dataset %v, error %v: exactly one is wanted", set, err)
		}
		if err != nil && err.Error() == "" {
			t.Fatal("an error without a message")
		}
	})
}

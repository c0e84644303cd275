package connectors

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

func TestPlainDecimal(t *testing.T) {
	for text, want := range map[string]string{
		"0": "0", "-5": "-5", "+5": "5", "1.10": "1.10", "007": "007", "1e2": "100", "1.1E+2": "110", "1.25e1": "12.5", "5e-3": "0.005", "-1.5E-1": "-0.15",
		"0e5": "0", "1.50e-1": "0.150", "12345678901234567890.123": "12345678901234567890.123", ".5": "0.5", "5.": "5", "1e0": "1", "0.00e1": "0.0",
	} {
		if got, ok := PlainDecimal(text); !ok || got != want {
			t.Errorf("%s: %q %v, want %q", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "-", ".", "e5", "1e", "1e+", "1e5.0", "1e99999", "1e-99999", "0x1A", "nan", "inf", "1 2", "1,000", "--1", "1e--2", "１"} {
		if got, ok := PlainDecimal(text); ok {
			t.Errorf("%q: %q, want none", text, got)
		}
	}
}

func TestPlainFloat(t *testing.T) {
	for text, want := range map[string]string{"0.1": "0.1", "1e21": "1000000000000000000000", "1e-7": "0.0000001", "NaN": "NaN", "Inf": "Infinity", "-Inf": "-Infinity", "-0": "-0"} {
		f, err := strconv.ParseFloat(text, 64)
		if err != nil {
			t.Fatal(err)
		}
		if got := PlainFloat(f, 64); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

func TestCheckOptions(t *testing.T) {
	typ := Type{Name: "x", Options: []Option{
		{Name: "path", Required: true, Doc: "where"}, {Name: "n", Type: OptionInt}, {Name: "b", Type: OptionBool},
		{Name: "w", Words: []string{"one", "two"}}, {Name: "l", Type: OptionList}, {Name: "password", Secret: true, Words: []string{"hidden"}},
	}}
	cases := []struct {
		name   string
		values Values
		want   []string // options at fault
	}{
		{"sound", Values{"path": {"p"}, "n": {"-3"}, "b": {"true"}, "w": {"two"}, "l": {"1", "2"}}, nil},
		{"nothing", Values{}, []string{"path"}},
		{"empty", Values{"path": {""}}, []string{"path"}},
		{"all wrong at once", Values{"path": {"p", "q"}, "n": {"x"}, "b": {"yes"}, "w": {"three"}, "z": {"1"}, "password": {"geheim"}}, []string{"b", "n", "password", "path", "w", "z"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, fault := range typ.Check(c.values) {
				got = append(got, fault.Option)
				if strings.Contains(fault.Error(), "geheim") {
					t.Errorf("a secret stands in %q", fault)
				}
			}
			if fmt.Sprint(got) != fmt.Sprint(c.want) {
				t.Errorf("faults %v, want %v", got, c.want)
			}
		})
	}
}

var mark = regexp.MustCompile(`\{\d+\}`)

func TestReasonsAreWholeInEveryLanguage(t *testing.T) {
	for key, m := range Reasons() {
		for language, text := range map[string]string{"zh-Hans": m.ZhHans, "zh-Hant": m.ZhHant, "en": m.En} {
			marks := map[string]bool{}
			for _, found := range mark.FindAllString(text, -1) {
				marks[found] = true
			}
			if text == "" || len(marks) != m.Marks() {
				t.Errorf("%s, %s: %q has the marks %v, want %d", key, language, text, marks, m.Marks())
			}
		}
	}
}

func TestNewReasonFillsEnglish(t *testing.T) {
	r := NewReason("csv.fields_few", "3", "{0}")
	if r.English != "too few fields: the header has 3, this record {0}" || len(r.Args) != 2 {
		t.Errorf("%+v", r)
	}
	for name, f := range map[string]func(){"unknown key": func() { NewReason("csv.none") }, "too few arguments": func() { NewReason("csv.fields_few", "3") }} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			f()
		}()
	}
}

// TestCatalogueIsWhatTheCodeUses compares the keys of the catalogue with the
// string literals of all connectors: none is missing, none left over.
func TestCatalogueIsWhatTheCodeUses(t *testing.T) {
	used := map[string]bool{}
	keyShape := regexp.MustCompile(`^"(source|file|csv|jsonl|excel|parquet|sqlite|database|json|remote|command|sftp|s3|http)\.[a-z][a-z0-9_]*"$`)
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.HasPrefix(filepath.Base(path), "reasons_") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if literal, ok := n.(*ast.BasicLit); ok && keyShape.MatchString(literal.Value) {
				used[strings.Trim(literal.Value, `"`)] = true
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	catalogue := Reasons()
	for key := range used {
		if _, ok := catalogue[key]; !ok {
			t.Errorf("%s is used but not in the catalogue", key)
		}
	}
	for key := range catalogue {
		if !used[key] {
			t.Errorf("%s is in the catalogue but never used", key)
		}
	}
}

package workspace

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
	"time"
	_ "time/tzdata"

	"cdoscore/rules"
	"cdoscore/rules/codes"
	"cdoscore/rules/kinds"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// testSecret is what HRSS_DSN holds; no message may tell it.
const testSecret = "postgres://hunter2@db.internal/hrss"

// testDeps are what cmd would hand in: the real kinds and tables, two connectors
// and a small stand-in for the engine's parser of expressions.
func testDeps() Deps {
	return Deps{
		Kinds:     kinds.All(),
		Tables:    codes.Tables(),
		Sources:   []SourceKind{testCSV(), testPostgres()},
		ParseExpr: testParseExpr,
		Getenv: func(name string) (string, bool) {
			v, ok := map[string]string{"HRSS_DSN": testSecret, "DATA": "/mnt/extracts"}[name]
			return v, ok
		},
		Now: time.Date(2026, 3, 10, 2, 0, 0, 0, time.UTC),
	}
}

func testCSV() SourceKind {
	return SourceKind{
		Name:  "csv",
		Known: []string{"path", "delimiter", "columns"},
		List:  func(option string) bool { return option == "columns" },
		Check: func(o map[string][]string) (out []OptionProblem) {
			if len(o["path"]) == 0 {
				out = append(out, OptionProblem{"", `option "path" is required`})
			}
			if d := o["delimiter"]; len(d) == 1 && len(d[0]) != 1 {
				out = append(out, OptionProblem{"delimiter", fmt.Sprintf("must be one character, found %q", d[0])})
			}
			return out
		},
	}
}

func testPostgres() SourceKind {
	return SourceKind{
		Name:   "postgres",
		Known:  []string{"dsn", "query"},
		List:   func(string) bool { return false },
		Secret: func(option string) bool { return option == "dsn" },
		Check: func(o map[string][]string) (out []OptionProblem) {
			if len(o["query"]) == 0 {
				out = append(out, OptionProblem{"", fmt.Sprintf("no query for %s", o["dsn"])})
			}
			if d := o["dsn"]; len(d) == 1 && !strings.Contains(d[0], "sslmode") {
				out = append(out, OptionProblem{"dsn", fmt.Sprintf("%s has no sslmode", d[0])})
			}
			return out
		},
	}
}

var identifier = regexp.MustCompile(`[a-z_]+`)

// testParseExpr takes every lower-case word as a column and refuses sub-queries.
func testParseExpr(text string, _ []rules.Field) (*rules.Expr, error) {
	if at := strings.Index(text, "SELECT"); at >= 0 {
		return nil, &rules.ExprError{Offset: at, Message: "a sub-query is not allowed"}
	}
	e := &rules.Expr{Text: text}
	end := 0
	for _, span := range identifier.FindAllStringIndex(text, -1) {
		e.Parts = append(e.Parts, text[end:span[0]])
		e.Refs = append(e.Refs, text[span[0]:span[1]])
		end = span[1]
	}
	e.Parts = append(e.Parts, text[end:])
	return e, nil
}

func archiveFS(a *txtar.Archive) fstest.MapFS {
	files := fstest.MapFS{}
	for _, f := range a.Files {
		if f.Name != "want" {
			files[f.Name] = &fstest.MapFile{Data: f.Data}
		}
	}
	return files
}

// baseFiles fill up an archive that needs a workspace around it.
func withBase(files fstest.MapFS) fstest.MapFS {
	for name, text := range map[string]string{
		"cdoscore.yaml": "city: 试点市\n",
		"units.yaml":    "- {id: hrss, tier: department, names: {zh-Hans: 人社局}}\n- {id: police, tier: department, names: {zh-Hans: 公安局}}\n",
	} {
		if _, own := files[name]; !own {
			files[name] = &fstest.MapFile{Data: []byte(text)}
		}
	}
	return files
}

// TestBadWorkspaces reports exactly the messages that each archive wants. An
// archive whose comment says "check" is one dataset file without a workspace.
func TestBadWorkspaces(t *testing.T) {
	archives, err := filepath.Glob("testdata/bad/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatalf("no archives (%v)", err)
	}
	distinct := map[string]bool{}
	for _, file := range archives {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := loadBad(t, a) + "\n"
			if strings.Contains(got, "hunter2") {
				t.Errorf("a message tells a secret:\n%s", got)
			}
			compareWant(t, file, a, got)
			for line := range strings.Lines(got) {
				_, message, _ := strings.Cut(line, ": ")
				distinct[message] = true
			}
		})
	}
	t.Logf("%d distinct messages", len(distinct))
}

func loadBad(t *testing.T, a *txtar.Archive) string {
	t.Helper()
	var err error
	if strings.Contains(string(a.Comment), "check") {
		_, err = ParseDataset(a.Files[0].Name, a.Files[0].Data, testDeps())
	} else {
		files := archiveFS(a)
		if !strings.Contains(string(a.Comment), "bare") {
			files = withBase(files)
		}
		_, err = Parse(files, testDeps())
	}
	if err == nil {
		t.Fatal("loaded without a complaint")
	}
	return err.Error()
}

func compareWant(t *testing.T, file string, a *txtar.Archive, got string) {
	t.Helper()
	last := len(a.Files) - 1
	if a.Files[last].Name != "want" {
		a.Files = append(a.Files, txtar.File{Name: "want"})
		last++
	}
	if *update {
		a.Files[last].Data = []byte(got)
		if err := os.WriteFile(file, txtar.Format(a), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(string(a.Files[last].Data), got); diff != "" {
		t.Errorf("messages (-want +got):\n%s", diff)
	}
}

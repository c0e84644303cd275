package returned_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"cdoscore/connectors"
	"cdoscore/connectors/csv"
	"cdoscore/connectors/excel"
	"cdoscore/pipeline/check"
	"cdoscore/pipeline/duck"
	"cdoscore/pipeline/snapshot"
	"cdoscore/pipeline/workspace"
	"cdoscore/reports/message"
	"cdoscore/reports/returned"
	"cdoscore/rules"
	"cdoscore/rules/codes"
	"cdoscore/rules/kinds"
)

var now = time.Date(2026, 3, 2, 6, 0, 0, 0, time.UTC)

// fixture checks files against one dataset and gives them back.
type fixture struct {
	dataset *workspace.Dataset
	lang    string
	path    string
	source  connectors.Type
	result  *check.Result
	dir     string
}

func newFixture(t testing.TB, spec string) *fixture {
	t.Helper()
	engine := openEngine(t, t.TempDir())
	deps := workspace.Deps{Kinds: kinds.All(), Tables: codes.Tables(), ParseExpr: engine.ParseExpr, Getenv: os.LookupEnv, Sources: sources()}
	d, err := workspace.ParseDataset("spec.yaml", []byte(spec), deps)
	if err != nil {
		t.Fatal(err)
	}
	return &fixture{dataset: d, lang: "zh-Hans"}
}

func sources() []workspace.SourceKind {
	t := excel.Type()
	none := func(string) bool { return false }
	return []workspace.SourceKind{{Name: t.Name, Known: t.OptionNames(), Check: func(map[string][]string) []workspace.OptionProblem { return nil },
		List: func(o string) bool { return o == "totals" }, Secret: none}}
}

func openEngine(t testing.TB, dir string) *duck.Engine {
	t.Helper()
	engine, err := duck.Open(duck.Options{Dirs: []string{dir}, Temp: filepath.Join(dir, "tmp"), Zone: time.UTC})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { engine.Close() })
	return engine
}

// check judges a file.
func (f *fixture) check(t testing.TB, path string) *check.Result {
	t.Helper()
	f.dir, f.path, f.source = t.TempDir(), path, excel.Type()
	if filepath.Ext(path) == ".csv" {
		f.source = csv.Type()
	}
	r, err := check.File(context.Background(), check.Options{Path: path, Type: f.source, Dataset: f.dataset, Slot: workspace.DaySlot(now),
		Indicators: workspace.DefaultIndicators(), Engine: openEngine(t, f.dir), Dir: f.dir, Clock: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	if r.Unreadable != nil {
		t.Fatalf("%s: %v", path, r.Unreadable)
	}
	f.result = r
	return r
}

// giveBack writes the marked workbook of the file checked last.
func (f *fixture) giveBack(t testing.TB, to string, earlier *check.Record) *returned.Outcome {
	t.Helper()
	out, err := os.Create(to)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	got, err := returned.Return(context.Background(), out, returned.Job{Path: f.path, Name: filepath.Base(f.path), Type: f.source, Result: f.result,
		Indicators: workspace.DefaultIndicators(), Earlier: earlier, Config: f.dataset.Fingerprint(), Texts: texts(f.lang), Dir: f.dir})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// texts is the catalogue with the connectors' reasons.
func texts(lang string) *message.Catalog {
	more := map[string]rules.Text{}
	for _, list := range []map[string]connectors.Message{connectors.Reasons(), snapshot.Reasons()} {
		for key, m := range list {
			more[key] = rules.Text{ZhHans: m.ZhHans, ZhHant: m.ZhHant, En: m.En}
		}
	}
	return message.New(lang, more)
}

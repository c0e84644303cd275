package pipeline_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"cdoscore/connectors"
	"cdoscore/connectors/csv"
	"cdoscore/pipeline"
	"cdoscore/pipeline/duck"
	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/workspace"
	"cdoscore/rules/codes"
	"cdoscore/rules/kinds"
)

// city is a workspace in a temporary folder with a clock that the test sets.
type city struct {
	t   *testing.T
	dir string
	now time.Time
	// broken makes a dataset's connector panic.
	broken string
}

var shanghai = time.FixedZone("Asia/Shanghai", 8*3600)

func newCity(t *testing.T, datasets map[string]string) *city {
	t.Helper()
	c := &city{t: t, dir: t.TempDir(), now: at("2026-03-03 06:00")}
	c.write("cdoscore.yaml", "city: 测试市\nstart: 2026-03-02\njobs: 2\n")
	c.write("units.yaml", "- {id: hrss, tier: department, names: 人社局}\n- {id: edu, tier: department, names: 教育局}\n")
	for id, text := range datasets {
		c.write("datasets/"+id+".yaml", text)
	}
	return c
}

func at(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, shanghai)
	if err != nil {
		panic(err)
	}
	return t
}

func (c *city) write(name, text string) {
	c.t.Helper()
	path := filepath.Join(c.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		c.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		c.t.Fatal(err)
	}
}

// deliver writes a file that arrived at a moment.
func (c *city) deliver(name, text, arrived string) {
	c.t.Helper()
	c.write(name, text)
	if err := os.Chtimes(filepath.Join(c.dir, name), at(arrived), at(arrived)); err != nil {
		c.t.Fatal(err)
	}
}

type noReports struct{}

func (noReports) Write(context.Context, time.Time, []string) error { return nil }

type noProgress struct{}

func (noProgress) Stage(string, int) {}
func (noProgress) Step()             {}
func (noProgress) Done()             {}

type panicking struct{}

func (panicking) Open(context.Context, connectors.Request) (connectors.Extract, error) {
	panic("a fault of the connector")
}

// run runs one batch with everything opened anew, as the command does.
func (c *city) run(q pipeline.Request) pipeline.Summary {
	c.t.Helper()
	var s pipeline.Summary
	c.with(func(r *pipeline.Runner) {
		var err error
		if s, err = r.Run(context.Background(), q); err != nil {
			c.t.Fatal(err)
		}
	})
	return s
}

func (c *city) with(do func(r *pipeline.Runner)) {
	c.t.Helper()
	ctx := context.Background()
	engine, err := duck.Open(duck.Options{Dirs: []string{c.dir}, Temp: filepath.Join(c.dir, "var", "tmp"), Zone: shanghai0(c.t)})
	if err != nil {
		c.t.Fatal(err)
	}
	defer engine.Close()
	kind := csv.Type()
	w, err := workspace.Load(c.dir, workspace.Deps{Kinds: kinds.All(), Tables: codes.Tables(), ParseExpr: engine.ParseExpr, Getenv: os.LookupEnv, Now: c.now,
		Sources: []workspace.SourceKind{{Name: kind.Name, Known: kind.OptionNames(),
			Check: func(map[string][]string) []workspace.OptionProblem { return nil }, List: func(string) bool { return false }}}})
	if err != nil {
		c.t.Fatal(err)
	}
	l, err := ledger.Open(ctx, w.VarDir(), c.now.In(w.Zone))
	if err != nil {
		c.t.Fatal(err)
	}
	defer l.Close()
	do(&pipeline.Runner{Workspace: w, Ledger: l, Engine: engine, Reports: noReports{}, Progress: noProgress{}, CodeVersion: "test",
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Clock: func() time.Time { return c.now },
		Source: func(d *workspace.Dataset) (connectors.Source, error) {
			if d.ID == c.broken {
				return panicking{}, nil
			}
			return kind.New(d.Source)
		}})
}

func shanghai0(t *testing.T) *time.Location {
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// states renders a summary as "dataset slot state" lines.
func states(s pipeline.Summary) []string {
	var out []string
	for _, x := range s.Slots {
		out = append(out, strings.Join([]string{x.Dataset, x.Slot, x.State}, " "))
	}
	return out
}

func (c *city) want(s pipeline.Summary, want ...string) {
	c.t.Helper()
	if got := states(s); !slices.Equal(got, want) {
		c.t.Errorf("slots = %q, want %q", got, want)
	}
}

const daily = `title: 日报
update: {cycle: daily, due: "03:00", grace: 1h, late: [{within: 24h, credit: 0.5}]}
source: {csv: {path: "in/{slot:2006-01-02}.csv"}}
key: [id]
fields: [{name: id, type: integer, required: true}]
`

func TestNightTakesALateExtractTheNextNight(t *testing.T) {
	c := newCity(t, map[string]string{"hrss/a": daily})
	c.want(c.run(pipeline.Request{}), "hrss/a 2026-03-02 missing")

	c.deliver("in/2026-03-02.csv", "id\n1\n", "2026-03-03 10:00")
	c.deliver("in/2026-03-03.csv", "id\n1\n2\n", "2026-03-04 02:00")
	c.now = at("2026-03-04 02:30")
	s := c.run(pipeline.Request{})
	c.want(s, "hrss/a 2026-03-02 late", "hrss/a 2026-03-03 on_time")
	if credit := s.Slots[0].Delivery.Credit; credit != 500 {
		t.Errorf("credit = %d permille, want the declared 500", credit)
	}
}

func TestASlotThatIsNotDueYetIsPending(t *testing.T) {
	c := newCity(t, map[string]string{"hrss/a": strings.Replace(daily, `"03:00"`, `"09:00"`, 1)})
	s := c.run(pipeline.Request{})
	c.want(s)
	if !slices.Equal(s.Pending, []string{"hrss/a"}) {
		t.Errorf("pending = %q", s.Pending)
	}
	c.deliver("in/2026-03-02.csv", "id\n1\n", "2026-03-03 08:00")
	c.now = at("2026-03-04 06:00")
	c.want(c.run(pipeline.Request{}), "hrss/a 2026-03-02 on_time")
}

func TestSlotsBeforeTheStartAreNotDue(t *testing.T) {
	c := newCity(t, map[string]string{"hrss/a": daily})
	c.now = at("2026-03-02 06:00")
	c.want(c.run(pipeline.Request{}))
}

func TestAnExtractAfterAcceptanceIsLateWithoutCredit(t *testing.T) {
	c := newCity(t, map[string]string{"hrss/a": daily})
	c.deliver("in/2026-03-02.csv", "id\n1\nx\n", "2026-03-09 10:00")
	c.now = at("2026-03-10 06:00")
	s := c.run(pipeline.Request{Day: at("2026-03-02 00:00")})
	c.want(s, "hrss/a 2026-03-02 late")
	if s.Slots[0].Delivery.Credit != 0 || !s.Slots[0].Assessed {
		t.Errorf("slot = %+v, want no credit, and its quality assessed", s.Slots[0])
	}
}

func TestStaticDatasetsGetASlotWhenTheyChange(t *testing.T) {
	static := "title: 路线\nupdate: {cycle: static}\nsource: {csv: {path: routes.csv}}\nfields: [{name: id, required: true}]\n"
	c := newCity(t, map[string]string{"edu/routes": static})
	c.want(c.run(pipeline.Request{}))
	c.deliver("routes.csv", "id\n1\n", "2026-03-03 10:00")
	c.now = at("2026-03-04 06:00")
	c.want(c.run(pipeline.Request{}), "edu/routes 2026-03-03 received")
	c.now = at("2026-03-05 06:00")
	c.want(c.run(pipeline.Request{}))
	c.deliver("routes.csv", "id\n1\n2\n", "2026-03-05 10:00")
	c.now = at("2026-03-06 06:00")
	c.want(c.run(pipeline.Request{}), "edu/routes 2026-03-05 received")
	// Run again, each slot keeps its own content.
	s := c.run(pipeline.Request{Day: at("2026-03-03 00:00")})
	c.want(s, "edu/routes 2026-03-03 received")
	if s.Slots[0].Delivery.Rows != 1 {
		t.Errorf("rows of the older slot = %d, want 1", s.Slots[0].Delivery.Rows)
	}
}

func TestAPanicOfOneConnectorIsThatDatasetsAlone(t *testing.T) {
	c := newCity(t, map[string]string{"hrss/a": daily, "edu/b": daily})
	c.deliver("in/2026-03-02.csv", "id\n1\n", "2026-03-03 02:00")
	c.broken = "hrss/a"
	s := c.run(pipeline.Request{})
	c.want(s, "edu/b 2026-03-02 on_time", "hrss/a 2026-03-02 platform_failed")
	if len(s.Unassessed()) != 1 || s.Slots[1].Assessed {
		t.Errorf("unassessed = %+v", s.Unassessed())
	}
	c.broken = ""
	c.now = at("2026-03-04 02:00")
	c.want(c.run(pipeline.Request{Day: at("2026-03-02 00:00")}), "edu/b 2026-03-02 on_time", "hrss/a 2026-03-02 on_time")
}

func TestACorrectionKeepsPunctuality(t *testing.T) {
	c := newCity(t, map[string]string{"hrss/a": daily})
	c.deliver("in/2026-03-02.csv", "id\nx\n", "2026-03-03 02:00")
	c.want(c.run(pipeline.Request{}), "hrss/a 2026-03-02 on_time")
	c.deliver("in/2026-03-02.csv", "id\n1\n2\n", "2026-03-08 12:00")
	c.now = at("2026-03-08 13:00")
	s := c.run(pipeline.Request{Day: at("2026-03-02 00:00"), Refetch: true})
	c.want(s, "hrss/a 2026-03-02 on_time")
	if d := s.Slots[0].Delivery; d.Version != 2 || d.Rows != 2 || d.Credit != 1000 {
		t.Errorf("delivery = %+v, want version 2 with two rows and full credit", d)
	}
}

func TestUnknownNamesAreRefused(t *testing.T) {
	c := newCity(t, map[string]string{"hrss/a": daily})
	c.with(func(r *pipeline.Runner) {
		var usage *pipeline.UsageError
		if _, err := r.Run(context.Background(), pipeline.Request{Datasets: []string{"hrss/b"}}); !errors.As(err, &usage) {
			t.Errorf("err = %v, want a *UsageError", err)
		}
	})
}

func TestNothingDeliveredScoresNothingEvenWhereEmptyIsAllowed(t *testing.T) {
	c := newCity(t, map[string]string{"hrss/a": daily, "hrss/b": strings.Replace(daily, "key: [id]\n", "allow_empty: true\nrules: [{dictionary: true, weight: 0}]\n", 1)})
	for _, x := range c.run(pipeline.Request{}).Slots {
		// Of 38 points completeness, delivery and usability are judged, all 0.
		if !x.Assessed || x.Points != 0 {
			t.Errorf("%s: assessed %t, %.2f points, want 0 assessed points", x.Dataset, x.Assessed, x.Points)
		}
	}
	c.deliver("in/2026-03-02.csv", "id\n", "2026-03-03 02:00")
	for _, x := range c.run(pipeline.Request{Day: at("2026-03-02 00:00")}).Slots {
		want := map[string]bool{"hrss/a": false, "hrss/b": true}[x.Dataset]
		if got := x.Points == 100; got != want {
			t.Errorf("%s, an extract without rows: %.2f points, full %t, want full %t", x.Dataset, x.Points, got, want)
		}
	}
}

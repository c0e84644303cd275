package submission_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"cdoscore/connectors"
	"cdoscore/connectors/csv"
	"cdoscore/connectors/excel"
	"cdoscore/connectors/upload"
	"cdoscore/pipeline"
	"cdoscore/pipeline/check"
	"cdoscore/pipeline/duck"
	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/submission"
	"cdoscore/pipeline/workspace"
	"cdoscore/rules"
	"cdoscore/rules/codes"
	"cdoscore/rules/kinds"
)

// The persons of the tests.
var (
	wang   = submission.Actor{Name: "wang", Title: "王某 科员", Unit: "hrss", Remote: "10.0.0.1"}
	li     = submission.Actor{Name: "li", Title: "李某 处长", Unit: "hrss", Remote: "10.0.0.2"}
	zhao   = submission.Actor{Name: "zhao", Title: "赵某", Unit: "edu", Remote: "10.0.0.3"}
	nobody = submission.Actor{Name: "city", Title: "市局", Remote: "10.0.0.4"}
)

const people = `title: 参保人员
update: {cycle: daily, due: "09:00", late: [{within: 24h, credit: 0.5}], accept_until: 48h}
source: {upload: {}}
key: [no]
fields:
  - {name: no, required: true}
  - {name: name, required: true, pii: name}
  - {name: fee, type: integer, range: {min: 1}}
`

const good = "no,name,fee\n1,张三,5\n2,李四,6\n"
const faulty = "no,name,fee\n1,,0\n2,李四,x\n2,=cmd|' /C calc'!A0,7\n"

// office is a workspace with a desk, and a clock that the test sets.
type office struct {
	t      *testing.T
	dir    string
	w      *workspace.Workspace
	ledger *ledger.Ledger
	engine *duck.Engine
	desk   *submission.Desk
	worker *fakeWorker

	mu  sync.Mutex
	now time.Time

	meanwhile func() // once, while the night reads an upload
}

// fakeWorker reports what the test says, at once or when the test lets it.
type fakeWorker struct {
	mu     sync.Mutex
	jobs   []submission.Job
	report submission.Report
	err    error
	hold   chan struct{} // nil: at once
}

func (f *fakeWorker) Check(ctx context.Context, job submission.Job) (submission.Report, error) {
	f.mu.Lock()
	f.jobs = append(f.jobs, job)
	report, err, hold := f.report, f.err, f.hold
	f.mu.Unlock()
	if hold != nil {
		select {
		case <-hold:
		case <-ctx.Done():
			return submission.Report{}, ctx.Err()
		}
	}
	return report, err
}

// newOffice opens a desk over two units; unit hrss asks for a second person where
// twoPersons.
func newOffice(t *testing.T, twoPersons bool) *office {
	t.Helper()
	o := &office{t: t, dir: t.TempDir(), now: at("2026-03-10 08:00"), worker: &fakeWorker{}}
	points := 88.5
	o.worker.report.Result = submission.CheckResult{Rows: 2, Score: &points, Judged: 1, Failed: 3}
	second := ""
	if twoPersons {
		second = ", second_person: true"
	}
	o.write("cdoscore.yaml", "city: 测试市\nstart: 2026-03-01\njobs: 1\nthreads: 1\n")
	o.write("units.yaml", "- {id: hrss, tier: department, names: 人社局"+second+"}\n- {id: edu, tier: department, names: 教育局}\n")
	o.write("datasets/hrss/people.yaml", people)
	o.write("datasets/hrss/notes.yaml", "title: 不定期\nupdate: {cycle: irregular}\nsource: {upload: {}}\nfields: [{name: a, required: true}]\n")
	o.write("datasets/edu/pupils.yaml", people)
	o.open()
	t.Cleanup(o.close)
	return o
}

func at(s string) time.Time {
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		panic(err)
	}
	v, err := time.ParseInLocation("2006-01-02 15:04", s, zone)
	if err != nil {
		panic(err)
	}
	return v
}

func (o *office) clock() time.Time {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.now
}

func (o *office) set(s string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.now = at(s)
}

func (o *office) write(name, text string) {
	o.t.Helper()
	path := filepath.Join(o.dir, name)
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(text), 0o644)); err != nil {
		o.t.Fatal(err)
	}
}

func deskFormats() []connectors.Type { return []connectors.Type{csv.Type(), excel.Type()} }

func (o *office) load() {
	o.t.Helper()
	var sources []workspace.SourceKind
	for _, typ := range []connectors.Type{csv.Type(), upload.Type(deskFormats())} {
		sources = append(sources, workspace.SourceKind{Name: typ.Name, Known: typ.OptionNames(), Check: func(map[string][]string) []workspace.OptionProblem { return nil }, List: func(string) bool { return false }})
	}
	var err error
	o.w, err = workspace.Load(o.dir, workspace.Deps{Kinds: kinds.All(), Tables: codes.Tables(), ParseExpr: o.engine.ParseExpr, Getenv: os.LookupEnv, Now: o.clock(), Sources: sources})
	if err != nil {
		o.t.Fatal(err)
	}
}

func (o *office) open() {
	o.t.Helper()
	ctx := context.Background()
	var err error
	if o.engine, err = duck.Open(duck.Options{Dirs: []string{o.dir}, Temp: filepath.Join(o.dir, "var", "tmp"), Threads: 1, Zone: at("2026-01-01 00:00").Location()}); err != nil {
		o.t.Fatal(err)
	}
	o.load()
	if o.ledger, err = ledger.Open(ctx, o.w.VarDir(), o.clock()); err != nil {
		o.t.Fatal(err)
	}
	o.desk = &submission.Desk{Workspace: func() *workspace.Workspace { return o.w }, Ledger: o.ledger, Engine: o.engine, Clock: o.clock, Dir: filepath.Join(o.w.VarDir(), "intake"),
		Worker: o.worker, Log: slog.New(slog.DiscardHandler), Limits: submission.Limits{CloseMargin: time.Millisecond},
		Text: func(_ string, n rules.Note) string { return n.Key + " " + strings.Join(n.Args, " ") }}
	if err := o.desk.Open(ctx); err != nil {
		o.t.Fatal(err)
	}
}

func (o *office) close() {
	if err := errors.Join(o.desk.Close(), o.ledger.Close(), o.engine.Close()); err != nil {
		o.t.Error(err)
	}
}

// checked hands a file in and waits for its check.
func (o *office) checked(who submission.Actor, dataset, slot, content string) submission.Upload {
	o.t.Helper()
	u, err := o.desk.Receive(context.Background(), who, dataset, slot, "名单.csv", strings.NewReader(content))
	if err != nil {
		o.t.Fatal(err)
	}
	if u, err = o.desk.Wait(context.Background(), who, u.ID); err != nil {
		o.t.Fatal(err)
	}
	return u
}

// confirmed hands in, and confirms.
func (o *office) confirmed(dataset, slot, content string) submission.Receipt {
	o.t.Helper()
	r, err := o.desk.Confirm(context.Background(), wang, o.checked(wang, dataset, slot, content).ID)
	if err != nil {
		o.t.Fatal(err)
	}
	return r
}

type quiet struct{}

func (quiet) Write(context.Context, time.Time, []string) error { return nil }
func (quiet) Stage(string, int)                                {}
func (quiet) Step()                                            {}
func (quiet) Done()                                            {}

// night runs the pipeline as of the clock.
func (o *office) night(q pipeline.Request) pipeline.Summary {
	o.t.Helper()
	r := &pipeline.Runner{Workspace: o.w, Ledger: o.ledger, Engine: o.engine, Reports: quiet{}, Progress: quiet{}, CodeVersion: "test", Clock: o.clock,
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		Source: func(d *workspace.Dataset) (connectors.Source, error) {
			if d.SourceType == "csv" {
				return csv.Type().New(d.Source)
			}
			return upload.Type(deskFormats()).New(d.Source)
		},
		Uploaded: func(d *workspace.Dataset, u ledger.Upload) (connectors.Source, error) {
			if f := o.meanwhile; f != nil {
				o.meanwhile = nil
				f()
			}
			return upload.Of(deskFormats(), nil, upload.File{Path: check.LiteralPath(submission.Original(o.desk.Dir, u.ID)), Format: u.Format, Encoding: u.Encoding})
		},
	}
	s, err := r.Run(context.Background(), q)
	if err != nil {
		o.t.Fatal(err)
	}
	return s
}

// slotOf is what a run made of a slot; its State is "" where the run did not hold it.
func slotOf(s pipeline.Summary, dataset, slot string) pipeline.SlotSummary {
	for _, x := range s.Slots {
		if x.Dataset == dataset && x.Slot == slot {
			return x
		}
	}
	return pipeline.SlotSummary{}
}

// audited are the actions on record, oldest first.
func (o *office) audited() []string {
	o.t.Helper()
	var out []string
	err := o.ledger.AuditTrail(context.Background(), func(a ledger.AuditRecord) error {
		out = append(out, a.Actor+" "+a.Action)
		return nil
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return out
}

// keyOf is the key of a refusal; "" where it is none.
func keyOf(err error) string {
	var r *submission.Refusal
	if errors.As(err, &r) {
		return r.Key
	}
	return ""
}

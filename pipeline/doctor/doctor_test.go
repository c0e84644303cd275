package doctor_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"cdoscore/connectors"
	"cdoscore/pipeline/doctor"
	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/workspace"
	"cdoscore/rules"
)

var (
	ctx  = context.Background()
	zone = time.FixedZone("CST", 8*3600)
	now  = time.Date(2026, 3, 3, 6, 0, 0, 0, zone)
)

// machine is a machine as a test wants it.
type machine struct {
	bytes, files uint64
	free         bool // its clock follows nothing
	fonts        []string
	fontsErr     error
	zone         *time.Location
}

func (m *machine) Space(string) (uint64, uint64, error)           { return m.bytes, m.files, nil }
func (m *machine) Synchronised(context.Context) (bool, error)     { return !m.free, nil }
func (m *machine) ChineseFonts(context.Context) ([]string, error) { return m.fonts, m.fontsErr }
func (m *machine) Zone() *time.Location                           { return m.zone }

// place is a source that answers as its dataset's name says.
type place struct{ name string }

func (p place) Open(context.Context, connectors.Request) (connectors.Extract, error) {
	return nil, errors.New("the doctor must not open a source")
}

func (p place) Reach(ctx context.Context, _ connectors.Request) error {
	switch {
	case strings.HasPrefix(p.name, "refusing"):
		return connectors.NewError(connectors.SourceFault, p.name, nil, "remote.denied", "db.example")
	case strings.HasPrefix(p.name, "hanging"):
		select {} // deaf to its context too
	}
	return nil
}

type unasked struct{ connectors.Source }

// ward is a workspace in good health, and its parts.
type ward struct {
	dir     string
	machine *machine
	ledger  *ledger.Ledger
	patient *doctor.Patient
}

func newWard(t *testing.T, datasets ...string) *ward {
	t.Helper()
	dir := t.TempDir()
	state := filepath.Join(dir, "var")
	l, err := ledger.Open(ctx, state, now.Add(-time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	w := &workspace.Workspace{Dir: dir, Zone: zone, Storage: workspace.Storage{Var: "var", Reports: "reports"}}
	for _, name := range datasets {
		w.Datasets = append(w.Datasets, &workspace.Dataset{ID: "a/" + name, Unit: "a", SourceType: name})
	}
	m := &machine{bytes: 1 << 40, files: 1 << 20, fonts: []string{"Noto Sans CJK SC"}, zone: zone}
	source := func(d *workspace.Dataset) (connectors.Source, error) {
		if d.SourceType == "unasked" {
			return unasked{}, nil
		}
		return place{d.SourceType}, nil
	}
	return &ward{dir, m, l, &doctor.Patient{Workspace: w, Ledger: l, Now: now, Source: source, Machine: m, Patience: 50 * time.Millisecond, AtOnce: 4}}
}

// run publishes one run with one delivery, whose snapshot is laid out too.
func (w *ward) run(t *testing.T) {
	t.Helper()
	path := filepath.Join("snapshots", "a", "good", "2026-03-01", "v1")
	start := time.Date(2026, 3, 1, 0, 0, 0, 0, zone)
	d, err := w.ledger.AddDelivery(ctx, ledger.Delivery{Dataset: "a/good", Slot: "2026-03-01", Version: 1, Start: start, End: start.AddDate(0, 0, 1), State: ledger.OnTime, Credit: 1000, Pulled: now.Add(-time.Hour), SHA256: "ab", Path: path})
	if err != nil {
		t.Fatal(err)
	}
	run, err := w.ledger.BeginRun(ctx, ledger.Run{Day: "2026-03-01", Started: now.Add(-time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.ledger.Publish(ctx, run, nil, []ledger.RunSlot{{Dataset: "a/good", Slot: "2026-03-01", DeliveryID: d.ID}}, nil, now.Add(-time.Minute)); err != nil {
		t.Fatal(err)
	}
	w.mkdir(t, path)
}

func (w *ward) mkdir(t *testing.T, path string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Join(w.dir, "var", path), 0o700); err != nil {
		t.Fatal(err)
	}
}

func (w *ward) audited(t *testing.T) {
	t.Helper()
	if err := w.ledger.Audit(ctx, ledger.AuditRecord{At: now, Actor: "chen", Action: "upload.confirm"}); err != nil {
		t.Fatal(err)
	}
}

// TestExamine makes a healthy workspace ill in one way at a time: that check, and no
// other, says so. Every text is asked for.
func TestExamine(t *testing.T) {
	healthy := map[string]string{"clock": "doctor.clock", "zone": "doctor.zone", "disk": "doctor.disk", "permissions": "doctor.permissions", "lock": "doctor.lock",
		"ledger": "doctor.ledger", "audit": "doctor.audit", "files": "doctor.files", "calendar": "doctor.calendar.unused", "fonts": "doctor.fonts", "sources": "doctor.sources"}
	working := func(until string) func(*testing.T, *ward) {
		return func(_ *testing.T, w *ward) {
			w.patient.Workspace.Calendar.Until = until
			w.patient.Workspace.Datasets = []*workspace.Dataset{{ID: "a/b", Update: workspace.Update{Cycle: "daily", WorkingDays: true}}}
		}
	}
	seen := map[string]bool{"doctor.config": true, "doctor.config.broken": true, "doctor.config.broken.remedy": true, // of the configuration, read before
		"doctor.unknown": true, "doctor.unknown.remedy": true, "doctor.because": true, "doctor.ledger.damaged": true, "doctor.ledger.damaged.remedy": true}
	for name, c := range map[string]struct {
		make  func(*testing.T, *ward)
		check string
		state doctor.State
		found string
	}{
		"healthy":           {func(*testing.T, *ward) {}, "", doctor.OK, ""},
		"run and published": {func(t *testing.T, w *ward) { w.run(t) }, "files", doctor.OK, "doctor.files"},
		"clock behind":      {func(t *testing.T, w *ward) { w.run(t); w.patient.Now = now.Add(-2 * time.Hour) }, "clock", doctor.Fail, "doctor.clock.behind"},
		"clock free":        {func(_ *testing.T, w *ward) { w.machine.free = true }, "clock", doctor.Warn, "doctor.clock.free"},
		"other zone":        {func(_ *testing.T, w *ward) { w.machine.zone = time.UTC }, "zone", doctor.Warn, "doctor.zone.differs"},
		"disk tight":        {func(_ *testing.T, w *ward) { w.machine.bytes = 5 << 30 }, "disk", doctor.Warn, "doctor.disk.tight"},
		"disk full":         {func(_ *testing.T, w *ward) { w.machine.bytes = 1 << 20 }, "disk", doctor.Fail, "doctor.disk.full"},
		"no more files":     {func(_ *testing.T, w *ward) { w.machine.files = 3 }, "disk", doctor.Fail, "doctor.disk.files"},
		"files not counted": {func(_ *testing.T, w *ward) { w.machine.files = 0 }, "disk", doctor.OK, "doctor.disk"},
		"open state":        {func(_ *testing.T, w *ward) { os.Chmod(filepath.Join(w.dir, "var"), 0o755) }, "permissions", doctor.Fail, "doctor.permissions.open"},
		"open file": {func(_ *testing.T, w *ward) { os.Chmod(filepath.Join(w.dir, "var", "ledger.db"), 0o644) },
			"permissions", doctor.Warn, "doctor.permissions.inside"},
		"owner elsewhere": {func(_ *testing.T, w *ward) { writeOwner(w, "elsewhere", now) }, "lock", doctor.OK, "doctor.lock.held"},
		"owner long gone": {func(_ *testing.T, w *ward) { writeOwner(w, "elsewhere", now.Add(-time.Hour)) }, "lock", doctor.OK, "doctor.lock.left"},
		"trail and anchor": {func(t *testing.T, w *ward) {
			w.audited(t)
			if _, err := w.ledger.AnchorAudit(ctx); err != nil {
				t.Fatal(err)
			}
		}, "audit", doctor.OK, "doctor.audit"},
		"no anchor": {func(t *testing.T, w *ward) { w.audited(t) }, "audit", doctor.Fail, "doctor.audit.anchor"},
		"anchor of another": {func(t *testing.T, w *ward) {
			if err := os.WriteFile(filepath.Join(w.dir, "var", ledger.AnchorFile), []byte(`{"seq":7,"hash":"ab","at":"2026-03-02T00:00:00Z"}`), 0o600); err != nil {
				t.Fatal(err)
			}
		}, "audit", doctor.Fail, "doctor.audit.broken"},
		"snapshot gone": {func(t *testing.T, w *ward) { w.run(t); os.RemoveAll(filepath.Join(w.dir, "var", "snapshots")) }, "files", doctor.Fail, "doctor.files.missing"},
		"results gone": {func(t *testing.T, w *ward) {
			w.run(t)
			os.Remove(filepath.Join(w.dir, "var", "runs", "r000001", "results.parquet"))
		}, "files", doctor.Fail, "doctor.files.missing"},
		"snapshot of nobody": {func(t *testing.T, w *ward) { w.mkdir(t, "snapshots/a/b/2026-03-02/v1") }, "files", doctor.Warn, "doctor.files.orphaned"},
		"calendar":           {working("2026-12-31"), "calendar", doctor.OK, "doctor.calendar"},
		"calendar ends":      {working("2026-03-31"), "calendar", doctor.Warn, "doctor.calendar.ends"},
		"no fonts":           {func(_ *testing.T, w *ward) { w.machine.fonts = nil }, "fonts", doctor.Warn, "doctor.fonts.none"},
		"fonts unknown":      {func(_ *testing.T, w *ward) { w.machine.fontsErr = doctor.ErrNotTold }, "fonts", doctor.Warn, "doctor.fonts.unknown"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWard(t)
			c.make(t, w)
			want := maps.Clone(healthy)
			if c.check != "" {
				want[c.check] = c.found
			}
			for _, f := range w.patient.Examine(ctx) {
				state := doctor.OK
				if f.Check == c.check {
					state = c.state
				}
				if f.Found.Key != want[f.Check] || f.State != state || (f.Remedy.Key == "") != (f.State == doctor.OK) {
					t.Errorf("%s: %s %v, want %s %s", f.Check, f.State, f.Found, state, want[f.Check])
				}
				delete(want, f.Check)
				checkTexts(t, f, seen)
			}
			if len(want) > 0 {
				t.Errorf("not examined: %v", slices.Sorted(maps.Keys(want)))
			}
		})
	}
	t.Run("sources", func(t *testing.T) { testSources(t, seen) })
	for key := range doctor.Texts() {
		if !seen[key] {
			t.Errorf("no finding says %s", key)
		}
	}
}

func writeOwner(w *ward, host string, beat time.Time) {
	text := fmt.Sprintf(`{"host":%q,"pid":7,"command":"serve","since":%q,"beat":%q}`, host, beat.Format(time.RFC3339), beat.Format(time.RFC3339))
	os.WriteFile(filepath.Join(w.dir, "var", "lock"), nil, 0o600)
	os.WriteFile(filepath.Join(w.dir, "var", "owner.json"), []byte(text), 0o600)
}

// checkTexts wants the notes of a finding in three languages, with every argument.
func checkTexts(t *testing.T, f doctor.Finding, seen map[string]bool) {
	t.Helper()
	texts := doctor.Texts()
	for _, n := range []rules.Note{f.Found, f.Remedy} {
		if n.Key == "" {
			continue
		}
		seen[n.Key] = true
		for _, text := range []string{texts[n.Key].ZhHans, texts[n.Key].ZhHant, texts[n.Key].En} {
			if text == "" || strings.Contains(text, fmt.Sprintf("{%d}", len(n.Args))) {
				t.Errorf("%s: %q with %d arguments", n.Key, text, len(n.Args))
			}
		}
	}
}

// testSources asks many sources, of which some refuse and some hang.
func testSources(t *testing.T, seen map[string]bool) {
	w := newWard(t, "good", "refusing", "hanging1", "hanging2", "hanging3", "unasked", "good2")
	var got []string
	for _, f := range w.patient.Examine(ctx) {
		if f.Check == "sources" {
			got = append(got, fmt.Sprintf("%s %s %v %s", f.State, f.Found.Key, f.Found.Args, f.Because.Key))
			checkTexts(t, f, seen)
			seen[f.Because.Key] = true
		}
	}
	want := []string{"ok doctor.sources [2 1] ", "fail doctor.sources.unreached [a/hanging1] doctor.sources.slow", "fail doctor.sources.unreached [a/hanging2] doctor.sources.slow",
		"fail doctor.sources.unreached [a/hanging3] doctor.sources.slow", "fail doctor.sources.unreached [a/refusing] remote.denied"}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

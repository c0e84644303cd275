package appeal

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"cdoscore/pipeline/entries"
	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/workspace"
)

// docket has one line in each of two units.
func docket(t *testing.T) *Docket {
	t.Helper()
	now := time.Date(2026, 3, 3, 9, 0, 0, 0, time.UTC)
	l, err := ledger.Open(context.Background(), t.TempDir(), now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	w := &workspace.Workspace{Zone: time.UTC, Appeals: workspace.Appeals{Accept: 3, Verify: 5}, Calendar: workspace.Calendar{Until: "2026-12-31"}}
	return &Docket{Workspace: w, Ledger: l, Now: now, Line: func(_ context.Context, code string) (Line, error) {
		unit, ok := map[string]string{"HRSS-202603-AA": "hrss", "POLICE-202603-AA": "police"}[code]
		switch {
		case code == "BROKEN":
			return Line{}, errors.New("the disk is gone")
		case !ok:
			return Line{}, ErrNoLine
		}
		return Line{unit, unit + "/x", "2026-03", "r"}, nil
	}}
}

var whole = ledger.Appeal{Code: "hrss-202603-aa", Content: "c", Facts: "f", Applicant: "a"}

func TestComplete(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*ledger.Appeal)
		want   []string // entries with a fault
	}{
		"whole":                {func(*ledger.Appeal) {}, nil},
		"of the unit":          {func(a *ledger.Appeal) { a.Unit = "hrss" }, nil},
		"of another unit":      {func(a *ledger.Appeal) { a.Unit = "police" }, []string{Code}},
		"unknown":              {func(a *ledger.Appeal) { a.Code = "X" }, []string{Code}},
		"no code":              {func(a *ledger.Appeal) { a.Code = "" }, []string{Code}},
		"nothing else":         {func(a *ledger.Appeal) { *a = ledger.Appeal{Code: a.Code} }, []string{Content, Facts, Applicant}},
		"too long":             {func(a *ledger.Appeal) { a.Facts, a.Phone = strings.Repeat("x", 2001), strings.Repeat("1", 201) }, []string{Facts, Phone}},
		"evidence not to show": {func(a *ledger.Appeal) { a.Evidence = "\x07" }, []string{Evidence}},
	} {
		t.Run(name, func(t *testing.T) {
			a := whole
			c.change(&a)
			out, faults, err := docket(t).Complete(context.Background(), a)
			var got []string
			for _, f := range faults {
				got = append(got, f.Entry)
			}
			if err != nil || !slices.Equal(got, c.want) {
				t.Errorf("faults in %q, %v; want %q", got, err, c.want)
			}
			if c.want == nil && (out.Unit != "hrss" || out.Dataset != "hrss/x" || out.Slot != "2026-03" || out.Rule != "r" || out.Code != "HRSS-202603-AA") {
				t.Errorf("completed to %+v", out)
			}
		})
	}
	if _, _, err := docket(t).Complete(context.Background(), ledger.Appeal{Code: "broken"}); err == nil || errors.Is(err, ErrNoLine) {
		t.Errorf("a line that cannot be read: %v", err)
	}
}

// TestOneAppealOfALine refuses another as long as one is open: those in one list, and
// those that were found good at the same time.
func TestOneAppealOfALine(t *testing.T) {
	ctx, d := context.Background(), docket(t)
	a, _, err := d.Complete(ctx, whole)
	if err != nil {
		t.Fatal(err)
	}
	var faults entries.Faults
	if _, err := d.File(ctx, []ledger.Appeal{a, a}, "x", ""); !errors.As(err, &faults) || faults[0].Entry != Code {
		t.Errorf("twice in one list: %v", err)
	}
	if _, err := d.File(ctx, []ledger.Appeal{a}, "x", ""); err != nil {
		t.Fatal(err)
	}
	if _, err := d.File(ctx, []ledger.Appeal{a}, "x", ""); !errors.As(err, &faults) {
		t.Errorf("found good before the other was filed: %v", err)
	}
	if _, faults, err := d.Complete(ctx, whole); err != nil || len(faults) != 1 || faults[0].Reason.Args[0] != "HRSS-Y2026-0001" {
		t.Errorf("an open line: %v, %v", faults, err)
	}
	if _, err := d.Take(ctx, "HRSS-Y2026-0001", Step{State: Withdrawn, Actor: "x"}, ""); err != nil {
		t.Fatal(err)
	}
	if filed, err := d.File(ctx, []ledger.Appeal{a}, "x", ""); err != nil || filed[0].Number != "HRSS-Y2026-0002" {
		t.Errorf("after it was withdrawn: %+v, %v", filed, err)
	}
}

// TestStepLacks names the entries that a step lacks, as ErrStep too.
func TestStepLacks(t *testing.T) {
	a := ledger.Appeal{Steps: []ledger.AppealStep{{State: Accepted}}}
	err := allowed(a, Step{State: Verified, Note: strings.Repeat("x", 2001)})
	var faults entries.Faults
	if !errors.Is(err, ErrStep) || !errors.As(err, &faults) || len(faults) != 3 || faults[0].Entry != Outcome || faults[1].Entry != Document || faults[2].Entry != Note {
		t.Errorf("%v", err)
	}
	for _, state := range States() {
		for _, next := range Next(ledger.Appeal{Steps: []ledger.AppealStep{{State: state}}}) {
			s := Step{State: next, Document: "d", Note: "n"}
			if next == Verified {
				s.Outcome = Upheld
			}
			if err := allowed(ledger.Appeal{Steps: []ledger.AppealStep{{State: state}}}, s); err != nil {
				t.Errorf("%s says that %s may follow: %v", state, next, err)
			}
		}
	}
}

package appeal

import (
	"context"
	"errors"
	"testing"
	"time"

	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/workspace"
)

// TestSteps tries every step after every state, with what a step needs.
func TestSteps(t *testing.T) {
	allowedSteps := map[string]bool{
		"filed accepted": true, "filed withdrawn": true, "filed archived": true,
		"accepted flagged": true, "accepted verified": true, "accepted withdrawn": true,
		"flagged verified": true, "flagged withdrawn": true,
		"verified archived": true, "withdrawn archived": true,
	}
	for _, from := range States() {
		for _, to := range States() {
			s := Step{State: to, Actor: "a", Document: "d", Note: "n"}
			if to == Verified {
				s.Outcome = Upheld
			}
			err := allowed(ledger.Appeal{Steps: []ledger.AppealStep{{State: from}}}, s)
			if want := allowedSteps[from+" "+to]; (err == nil) != want {
				t.Errorf("%s → %s: %v, want allowed = %t", from, to, err, want)
			}
			if err != nil && !errors.Is(err, ErrStep) {
				t.Errorf("%s → %s: %v is no ErrStep", from, to, err)
			}
		}
	}
}

func TestStepsWantWhatTheyNeed(t *testing.T) {
	for name, c := range map[string]struct {
		from string
		step Step
	}{
		"no outcome":            {Accepted, Step{State: Verified, Document: "d"}},
		"unknown outcome":       {Accepted, Step{State: Verified, Document: "d", Outcome: "maybe"}},
		"no document":           {Accepted, Step{State: Verified, Outcome: Upheld}},
		"outcome of another":    {Filed, Step{State: Accepted, Outcome: Upheld}},
		"refused without words": {Filed, Step{State: Archived}},
	} {
		t.Run(name, func(t *testing.T) {
			if err := allowed(ledger.Appeal{Steps: []ledger.AppealStep{{State: c.from}}}, c.step); !errors.Is(err, ErrStep) {
				t.Errorf("error %v", err)
			}
		})
	}
}

// TestDeadlines files before a long holiday: the working days are counted by hand.
func TestDeadlines(t *testing.T) {
	ctx := context.Background()
	zone := time.FixedZone("", 8*3600)
	now := time.Date(2026, 2, 12, 16, 0, 0, 0, zone) // a Thursday
	l, err := ledger.Open(ctx, t.TempDir(), now)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	w := &workspace.Workspace{Zone: zone, Appeals: workspace.Appeals{Accept: 3, Verify: 5}, Calendar: workspace.Calendar{
		Until:    "2026-03-31",
		Holidays: map[string]bool{"2026-02-16": true, "2026-02-17": true, "2026-02-18": true, "2026-02-19": true, "2026-02-20": true},
		Workdays: map[string]bool{"2026-02-14": true},
	}}
	d := Docket{Workspace: w, Ledger: l, Now: now}
	list, err := d.File(ctx, []ledger.Appeal{{Unit: "hrss", Code: "HRSS-20260201-00000"}, {Unit: "hrss", Code: "HRSS-20260201-11111"}}, "a", "")
	if err != nil {
		t.Fatal(err)
	}
	if list[0].Number != "HRSS-Y2026-0001" || list[1].Number != "HRSS-Y2026-0002" {
		t.Errorf("numbers %s, %s", list[0].Number, list[1].Number)
	}
	// Friday the 13th, Saturday the 14th (made up for), Monday the 23rd.
	if got := list[0].Steps[0].Deadline; got != "2026-02-23" {
		t.Errorf("to be accepted by %s, want 2026-02-23", got)
	}
	a, err := d.Take(ctx, "HRSS-Y2026-0001", Step{State: Accepted, Actor: "city"}, "")
	if err != nil {
		t.Fatal(err)
	}
	if got := a.Steps[1].Deadline; got != "2026-02-25" || !Contested(a) {
		t.Errorf("to be verified by %s, want 2026-02-25; contested %t", got, Contested(a))
	}
	if Overdue(a, "2026-02-25") || !Overdue(a, "2026-02-26") {
		t.Error("overdue on the wrong day")
	}
	if _, err := d.Take(ctx, "HRSS-Y2026-0009", Step{State: Accepted}, ""); !errors.Is(err, ledger.ErrUnknownAppeal) {
		t.Errorf("an unknown number: %v", err)
	}
	stored, err := l.Appeals(ctx, "hrss")
	if err != nil || len(stored) != 2 || len(stored[0].Steps) != 2 || stored[0].State() != Accepted || stored[1].State() != Filed {
		t.Errorf("stored %+v, %v", stored, err)
	}
}

package rectification

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"cdoscore/pipeline/entries"
	"cdoscore/pipeline/ledger"
)

func TestCheckReply(t *testing.T) {
	for name, c := range map[string]struct {
		reply ledger.Reply
		want  []string // entries with a fault
	}{
		"measures":           {ledger.Reply{Progress: "in_progress", Measures: "x"}, nil},
		"done with all":      {ledger.Reply{Progress: "done", Measures: "x", Analysis: "y", Planned: "2026-03-05", Evidence: "z"}, nil},
		"cannot, why":        {ledger.Reply{Progress: Cannot, Analysis: "x"}, nil},
		"nothing":            {ledger.Reply{}, []string{Progress}},
		"unknown progress":   {ledger.Reply{Progress: "soon", Measures: "x"}, []string{Progress}},
		"no measures":        {ledger.Reply{Progress: "not_started", Analysis: "x"}, []string{Measures}},
		"cannot, not why":    {ledger.Reply{Progress: Cannot, Measures: "x"}, []string{Analysis}},
		"no day":             {ledger.Reply{Progress: "done", Measures: "x", Planned: "2026-3-5"}, []string{Planned}},
		"too long":           {ledger.Reply{Progress: "done", Measures: strings.Repeat("x", 2001)}, []string{Measures}},
		"evidence too long":  {ledger.Reply{Progress: "done", Measures: "x", Evidence: strings.Repeat("x", 201)}, []string{Evidence}},
		"several, in order":  {ledger.Reply{Progress: "done", Analysis: "\x00", Planned: "x"}, []string{Analysis, Planned, Measures}},
		"of a workbook's \r": {ledger.Reply{Progress: "done", Measures: "a\r\nb"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, f := range CheckReply(c.reply) {
				got = append(got, f.Entry)
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("faults in %q, want %q", got, c.want)
			}
		})
	}
}

// TestAnswer records all of a unit's replies or none.
func TestAnswer(t *testing.T) {
	ctx, now := context.Background(), time.Date(2026, 3, 3, 9, 0, 0, 0, time.UTC)
	l, err := ledger.Open(ctx, t.TempDir(), now)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	of := func(unit, rule string) ledger.Finding {
		return ledger.Finding{Unit: unit, Dataset: unit + "/x", Rule: rule, Period: "2026-03", Slot: "2026-03-02", LastDay: "2026-03-02", Evaluated: 9, Failed: 1, Issued: now, Deadline: "2026-03-10"}
	}
	if _, err := l.IssueFindings(ctx, []ledger.Finding{of("hrss", "a"), of("hrss", "b"), of("police", "a")}, "cli:test"); err != nil {
		t.Fatal(err)
	}
	r := Register{Ledger: l, Now: now}
	good := ledger.Reply{Finding: "HRSS-Z2026-0001", Progress: "done", Measures: "x"}
	bad, foreign := good, good
	bad.Measures, foreign.Finding = "", "POLICE-Z2026-0001"
	var faults entries.Faults
	if err := r.Answer(ctx, "hrss", []ledger.Reply{good, bad}, "a", ""); !errors.As(err, &faults) || faults[0].Entry != Measures {
		t.Errorf("with a mistake: %v", err)
	}
	if err := r.Answer(ctx, "hrss", []ledger.Reply{good, foreign}, "a", ""); !errors.Is(err, ledger.ErrUnknownFinding) {
		t.Errorf("with another unit's: %v", err)
	}
	if list, err := l.Replies(ctx, ""); err != nil || len(list) != 0 {
		t.Errorf("%d replies are left of lists that were refused, %v", len(list), err)
	}
	if err := r.Answer(ctx, "hrss", []ledger.Reply{good}, "officer", "10.0.0.1"); err != nil {
		t.Fatal(err)
	}
	if list, err := l.Replies(ctx, "hrss"); err != nil || len(list) != 1 || list[0].Actor != "officer" || !list[0].At.Equal(now) {
		t.Errorf("on record %+v, %v", list, err)
	}
}

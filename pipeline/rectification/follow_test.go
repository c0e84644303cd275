package rectification

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"cdoscore/pipeline/ledger"
)

// TestFollow tells the life of a finding of 4 failed rows of 100 on 1 March, due by
// the 13th. Each word is one later day: failed/evaluated, R for a reply in the
// morning after the slot before it was checked.
func TestFollow(t *testing.T) {
	for name, c := range map[string]struct {
		life  string
		state State
		want  string // resolved on, closed on, in time, times
	}{
		"nothing later":                       {"", Open, "- - false 0"},
		"fails as before":                     {"4/100", Open, "- - false 0"},
		"fails at the same rate of more rows": {"8/200", Open, "- - false 0"},
		"fails less":                          {"3/100", Partly, "- - false 0"},
		"fails more, then less":               {"9/100 2/100", Partly, "- - false 0"},
		"less, then as before":                {"2/100 4/100", Open, "- - false 0"},
		"replied":                             {"R", Replied, "- - false 0"},
		"replied, then checked":               {"R 4/100", Open, "- - false 0"},
		"replied after a check":               {"4/100 R", Replied, "- - false 0"},
		"replied after it got better":         {"3/100 R", Partly, "- - false 0"},
		"clean once":                          {"0/100", Resolved, "2026-03-02 - true 0"},
		"clean twice":                         {"0/100 0/50", Closed, "2026-03-02 2026-03-03 true 0"},
		"clean, not judged, clean":            {"0/100 0/0 0/50", Closed, "2026-03-02 2026-03-04 true 0"},
		"not judged":                          {"0/0 0/0", Open, "- - false 0"},
		"came back":                           {"0/100 1/100", Recurred, "- - false 1"},
		"came back after closing":             {"0/100 0/100 0/100 1/100", Recurred, "- - false 1"},
		"came back and stays":                 {"0/100 1/100 2/100", Recurred, "- - false 1"},
		"came back and was answered":          {"0/100 1/100 R", Replied, "- - false 1"},
		"came back and went":                  {"0/100 1/100 0/100", Resolved, "2026-03-04 - true 1"},
		"came back twice":                     {"0/9 1/9 0/9 0/9 1/9 0/9 0/9", Closed, "2026-03-07 2026-03-08 true 2"},
		"too late":                            {strings.Repeat("4/100 ", 12) + "0/100 0/100", Closed, "2026-03-14 2026-03-15 false 0"},
	} {
		t.Run(name, func(t *testing.T) {
			f := ledger.Finding{Number: "HRSS-Z2026-0001", LastDay: "2026-03-01", Evaluated: 100, Failed: 4, Deadline: "2026-03-13"}
			day := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
			var checks []Check
			var replies []ledger.Reply
			for _, word := range strings.Fields(c.life) {
				if word == "R" {
					replies = append(replies, ledger.Reply{At: day.Add(9 * time.Hour)})
					continue
				}
				k := Check{Slot: day.Format(time.DateOnly), LastDay: day.Format(time.DateOnly), Cutoff: day.AddDate(0, 0, 1)}
				if _, err := fmt.Sscanf(word, "%d/%d", &k.Failed, &k.Evaluated); err != nil {
					t.Fatal(err)
				}
				checks = append(checks, k)
				day = day.AddDate(0, 0, 1)
			}
			s := Follow(f, replies, checks, 2)
			got := fmt.Sprintf("%s %s %t %d", dash(s.ResolvedOn), dash(s.ClosedOn), s.InTime, s.Times)
			if s.State != c.state || got != c.want {
				t.Errorf("%s, %s; want %s, %s", s.State, got, c.state, c.want)
			}
		})
	}
}

func dash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

func TestEarlierSlotsVerifyNothing(t *testing.T) {
	f := ledger.Finding{LastDay: "2026-03-10", Evaluated: 10, Failed: 1}
	s := Follow(f, nil, []Check{{LastDay: "2026-03-09", Evaluated: 10}, {LastDay: "2026-03-10", Evaluated: 10}}, 1)
	if s.State != Open || s.Checked != nil {
		t.Errorf("state %s, checked %v", s.State, s.Checked)
	}
}

func TestSummarise(t *testing.T) {
	at := func(day int) time.Time { return time.Date(2026, 3, day, 15, 0, 0, 0, time.UTC) }
	finding := func(issued int, deadline string) ledger.Finding {
		return ledger.Finding{Issued: at(issued), Deadline: deadline}
	}
	list := []Status{
		{Finding: finding(1, "2026-03-10"), State: Closed, ResolvedOn: "2026-03-05", InTime: true},
		{Finding: finding(1, "2026-03-10"), State: Resolved, ResolvedOn: "2026-03-12", Times: 1},
		{Finding: finding(2, "2026-03-10"), State: Recurred, Times: 2},
		{Finding: finding(9, "2026-03-30"), State: Open},
	}
	s := Summarise(list, at(15))
	want := Summary{Findings: 4, InTime: 1, Overdue: 1, Recurred: 2, Done: 2, Longest: 13}
	if s != want {
		t.Errorf("got %+v, want %+v", s, want)
	}
	if rate, ok := s.Rate(); !ok || rate != 0.5 {
		t.Errorf("rate %v, %v; want 0.5", rate, ok)
	}
	if _, ok := (Summary{}).Rate(); ok {
		t.Error("a rate of no findings")
	}
}

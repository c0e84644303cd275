package ledger_test

import (
	"errors"
	"testing"

	"cdoscore/pipeline/ledger"
)

func TestFindingsKeepTheirNumbers(t *testing.T) {
	l := open(t, t.TempDir(), now)
	of := func(unit, dataset, rule string) ledger.Finding {
		return ledger.Finding{Unit: unit, Dataset: dataset, Rule: rule, Period: "2026-03", Slot: "2026-03-01", LastDay: "2026-03-01", Evaluated: 10, Failed: 1, Issued: now, Deadline: "2026-03-16"}
	}
	issue := func(list ...ledger.Finding) []string {
		t.Helper()
		added, err := l.IssueFindings(ctx, list, "cli:test")
		if err != nil {
			t.Fatal(err)
		}
		var numbers []string
		for _, f := range added {
			numbers = append(numbers, f.Number)
		}
		return numbers
	}
	year := now.Format("2006")
	if got := issue(of("a", "a/x", "r1"), of("a", "a/x", "r2"), of("ab", "ab/x", "r1")); len(got) != 3 || got[0] != "A-Z"+year+"-0001" || got[1] != "A-Z"+year+"-0002" || got[2] != "AB-Z"+year+"-0001" {
		t.Errorf("first issue: %q", got)
	}
	if got := issue(of("a", "a/x", "r1"), of("a", "a/y", "r1")); len(got) != 1 || got[0] != "A-Z"+year+"-0003" {
		t.Errorf("second issue: %q; a finding on record is not issued again", got)
	}
	err := l.AddReplies(ctx, "a", []ledger.Reply{{Finding: "A-Z" + year + "-0001", At: now}, {Finding: "AB-Z" + year + "-0001", At: now}}, "")
	if !errors.Is(err, ledger.ErrUnknownFinding) {
		t.Errorf("a reply to another unit's finding: %v", err)
	}
	if replies, err := l.Replies(ctx, ""); err != nil || len(replies) != 0 {
		t.Errorf("%d replies are left of a list that was refused, %v", len(replies), err)
	}
	if err := l.AddReplies(ctx, "a", []ledger.Reply{{Finding: "A-Z" + year + "-0001", At: now, Progress: "done"}}, ""); err != nil {
		t.Fatal(err)
	}
	if replies, err := l.Replies(ctx, "a"); err != nil || len(replies) != 1 || replies[0].Progress != "done" {
		t.Errorf("replies %+v, %v", replies, err)
	}
	if last, err := l.VerifyAudit(ctx); err != nil || last.Action != "finding.reply" || last.Seq != 5 {
		t.Errorf("audit ends with %+v, %v", last, err)
	}
}

package evaluation_test

import (
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"cdoscore/pipeline/appeal"
	"cdoscore/pipeline/evaluation"
	"cdoscore/pipeline/ledger"
)

func TestStatesFollowOneAnother(t *testing.T) {
	b := newBureau(t, nil)
	for _, to := range slices.DeleteFunc(evaluation.States(), func(s string) bool { return s == evaluation.SelfAssessment }) {
		_, err := b.Advance(t.Context(), to, evaluation.Signature{By: "x", Document: "d"})
		b.refused(err, "cannot advance to "+to)
	}
	_, err := b.Advance(t.Context(), evaluation.SelfAssessment, evaluation.Signature{By: "x"})
	b.refused(err, "--document")
	_, err = b.Forms(t.Context(), evaluation.FormRequest{Stage: evaluation.SelfAssessment, Unit: "north"})
	b.refused(err, "is not opened")
	_, err = b.AddEvidence(t.Context(), "x", "north", "E1", "李")
	b.refused(err, "it takes no evidence")

	b.reviewed()
	b.to(evaluation.SecondReview, evaluation.Feedback)
	_, err = b.Object(t.Context(), ledger.Objection{Unit: "north", Indicator: "E1", By: "北局", Reason: "r"})
	b.refused(err, "in the state objection")
	b.to(evaluation.Objections, evaluation.Approved, evaluation.Bulletin)
	s, err := b.Standing(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var seen []string
	for _, x := range s.States {
		seen = append(seen, x.State+" "+x.By+" "+x.Document)
	}
	if len(seen) != 7 || seen[5] != "approved 办公室 文approved" {
		t.Errorf("states %q", seen)
	}
	early := *b.Evaluator
	early.Now = early.Now.Add(-time.Minute)
	_, err = early.Advance(t.Context(), evaluation.Correction, evaluation.Signature{By: "x", Document: "d"})
	var clock *ledger.ClockError
	if !errors.As(err, &clock) {
		t.Errorf("a clock behind the newest state: %v", err)
	}
}

func TestTheFirstReviewEndsWhenAllIsReviewed(t *testing.T) {
	b := newBureau(t, nil)
	b.to(evaluation.SelfAssessment, evaluation.FirstReview)
	_, err := b.Advance(t.Context(), evaluation.SecondReview, evaluation.Signature{By: "x", Document: "d"})
	b.refused(err, "4 points are not reviewed yet: unit north, item E1 (0 of 2 reviewers)")
}

func TestResultOfTheFirstReview(t *testing.T) {
	for _, test := range []struct {
		name    string
		points  []string // of E1, worth 4: two may differ by 0.8
		want    int64    // -1: open
		another bool
	}{
		{"one reviewer", []string{"4"}, -1, false},
		{"two agree", []string{"3", "3"}, 300, false},
		{"two differ beyond the threshold", []string{"4", "3"}, -1, true},
		{"the third is with the upper", []string{"4", "1", "3"}, 350, false},
		{"the third is with the lower", []string{"4", "0", "1"}, 50, false},
		{"the third agrees with one", []string{"0", "4", "4"}, 400, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			b := newBureau(t, map[string]string{"reviews/2026/reviewers.csv": "name,unit\n甲,\n乙,\n丙,\n丁,\n"})
			b.to(evaluation.SelfAssessment)
			b.prove()
			b.to(evaluation.FirstReview)
			for i, points := range test.points {
				f := b.form(evaluation.FormRequest{Stage: evaluation.FirstReview, Reviewer: []string{"甲", "乙", "丙"}[i]})
				b.take(f, map[string]entry{"south E1": {points: points, text: "原因"}})
			}
			s, err := b.Standing(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			got := s.First("south", "E1")
			if got.Third != test.another || (got.Points == nil) != (test.want < 0) || got.Points != nil && *got.Points != test.want {
				t.Errorf("%+v, want %d", got, test.want)
			}
			// Whoever is not asked any more finds the row locked.
			next := b.form(evaluation.FormRequest{Stage: evaluation.FirstReview, Reviewer: "丁"})
			if row := rowOf(t, next, "south", "E1"); row.Open != (test.want < 0) {
				t.Errorf("the row of another reviewer is open: %t", row.Open)
			}
		})
	}
}

func rowOf(t *testing.T, f evaluation.Form, unit, item string) evaluation.FormRow {
	t.Helper()
	for _, s := range f.Sheets {
		for _, r := range s.Rows {
			if r.Unit == unit && r.Indicator == item {
				return r
			}
		}
	}
	t.Fatalf("form %s has no row of unit %s, item %s", f.Number, unit, item)
	return evaluation.FormRow{}
}

func TestMeansRoundHalfUp(t *testing.T) {
	b := newBureau(t, nil)
	b.to(evaluation.SelfAssessment)
	b.prove()
	b.to(evaluation.FirstReview)
	for who, points := range map[string]string{"乙": "5.01", "丙": "5.02"} {
		b.take(b.form(evaluation.FormRequest{Stage: evaluation.FirstReview, Reviewer: who}), map[string]entry{"south E2": {points: points, text: "原因"}})
	}
	s, err := b.Standing(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if p := s.First("south", "E2").Points; p == nil || *p != 502 {
		t.Errorf("the mean of 5.01 and 5.02 is %v hundredths, want 502", p)
	}
}

func TestReviewersAreBlind(t *testing.T) {
	b := newBureau(t, nil)
	b.to(evaluation.SelfAssessment)
	b.prove()
	b.to(evaluation.FirstReview)
	before := b.form(evaluation.FormRequest{Stage: evaluation.FirstReview, Reviewer: "乙"})
	b.take(b.form(evaluation.FormRequest{Stage: evaluation.FirstReview, Reviewer: "丙"}), map[string]entry{"south E1": {points: "1", text: "丙的原因"}})
	after := b.form(evaluation.FormRequest{Stage: evaluation.FirstReview, Reviewer: "乙"})
	if before.Number != after.Number {
		t.Error("a reviewer's form changes with another's points")
	}
}

func TestWrongEntries(t *testing.T) {
	b := newBureau(t, nil)
	b.to(evaluation.SelfAssessment)
	b.prove()
	self := b.form(evaluation.FormRequest{Stage: evaluation.SelfAssessment, Unit: "north"})
	good := map[string]entry{"north E1": {"4", "", "NORTH-E01-001"}, "north E2": {"6", "", "NORTH-E02-001"}}
	for _, test := range []struct {
		name string
		at   string
		e    entry
		want string
	}{
		{"beyond the worth", "north A1", entry{points: "90.01"}, "!P1 wrong.beyond"},
		{"no step", "north E1", entry{"2", "", "NORTH-E01-001"}, "!P2 wrong.step"},
		{"three decimals", "north E2", entry{"1.234", "", "NORTH-E02-001"}, "!P3 wrong.number"},
		{"negative", "north E2", entry{"-1", "", "NORTH-E02-001"}, "!P3 wrong.number"},
		{"text", "north E2", entry{"3分", "", "NORTH-E02-001"}, "!P3 wrong.text"},
		{"no points", "north E2", entry{"", "说明", ""}, "!P3 wrong.no_points"},
		{"no evidence", "north E1", entry{"4", "", ""}, "!V2 wrong.no_evidence"},
		{"unknown evidence", "north E1", entry{"4", "", "NORTH-E01-002"}, "!V2 wrong.evidence"},
		{"another unit's evidence", "north E1", entry{"4", "", "SOUTH-E01-001"}, "!V2 wrong.foreign_evidence"},
		{"another item's evidence", "north E1", entry{"4", "", "NORTH-E01-001、NORTH-E02-001"}, "!V2 wrong.other_evidence"},
	} {
		t.Run(test.name, func(t *testing.T) {
			rows := maps.Clone(good)
			rows[test.at] = test.e
			inner := *b
			inner.t = t
			inner.wrong(fill(self, rows), "", test.want)
		})
	}
	b.wrong(fill(self, good), "south", "!E1 wrong.unit")
	b.take(self, good)
	b.wrong(fill(self, map[string]entry{"north E1": {"3", "", "NORTH-E01-001"}}), "", "!P2 wrong.stale")

	b.to(evaluation.FirstReview)
	b.wrong(fill(self, good), "", " wrong.stage")
	own := b.form(evaluation.FormRequest{Stage: evaluation.FirstReview, Reviewer: "甲"})
	b.wrong(fill(own, map[string]entry{"north E1": full}), "", "E1!P1 wrong.own_unit")
	b.wrong(fill(own, map[string]entry{"south E1": {points: "3"}}), "", "E1!T2 wrong.no_reason")
	_, err := b.Import(t.Context(), "", []evaluation.Filled{fill(own, nil), fill(own, nil)})
	if got := problemsOf(err); !slices.Equal(got, []string{" wrong.twice"}) {
		t.Errorf("the same form twice: %q", got)
	}
	b.files["reviews/2026/reviewers.csv"] = &fstest.MapFile{Data: []byte("name,unit\n乙,\n丙,\n")}
	b.load()
	b.wrong(fill(own, map[string]entry{"south E1": full}), "", " wrong.reviewer")
}

func TestPointsNeedProof(t *testing.T) {
	b := newBureau(t, nil)
	b.to(evaluation.SelfAssessment, evaluation.FirstReview)
	f := b.form(evaluation.FormRequest{Stage: evaluation.FirstReview, Reviewer: "乙"})
	b.wrong(fill(f, map[string]entry{"south E1": full}), "", "E1!P2 wrong.unproven")
	b.take(f, map[string]entry{"south E1": {"0", "无材料", ""}})
}

func TestAnEditedFormTakesNothingIn(t *testing.T) {
	b := newBureau(t, nil)
	b.to(evaluation.SelfAssessment)
	b.prove()
	f := fill(b.form(evaluation.FormRequest{Stage: evaluation.SelfAssessment, Unit: "north"}), map[string]entry{"north E1": {"4", "", "NORTH-E01-001"}})
	f.Problems = append(f.Problems, evaluation.EditedCell("自评表!C7", "4", "40"))
	b.wrong(f, "", "自评表!C7 wrong.edited")
	if entries, err := b.Ledger.EvaluationEntries(t.Context(), "2026"); err != nil || len(entries) != 0 {
		t.Errorf("%d entries, %v", len(entries), err)
	}
}

const scoresFile = "unit,indicator,self,confirmed,evidence,note,by,on\nnorth,E1,4,3,证1,,评审组,2027-01-05\nsouth,E1,,1,证2,,评审组,2027-01-05\n"

func TestFilesAreTakenInOnce(t *testing.T) {
	b := newBureau(t, map[string]string{"reviews/2026/scores.csv": scoresFile})
	b.to(evaluation.SelfAssessment)
	s, err := b.Standing(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	self, _ := s.Self("north", "E1")
	if p := s.Confirmed("north", "E1"); self.Points != 400 || p == nil || *p != 300 {
		t.Errorf("self %d, confirmed %v", self.Points, p)
	}
	if _, err := b.Outcome(t.Context(), 0); err != nil {
		t.Error(err)
	}
	// Another line in the file is another truth.
	b.files["reviews/2026/scores.csv"] = &fstest.MapFile{Data: []byte(strings.Replace(scoresFile, "4,3,证1", "3,3,证1", 1))}
	b.load()
	_, err = b.Outcome(t.Context(), 0)
	b.refused(err, "reviews/2026/scores.csv:2:1: the ledger holds the evaluation of cycle 2026, and not this line")
	claim := "unit,indicator,self,confirmed,evidence,note,by,on\nnorth,E1,3,,证1,,北局,2027-01-11\n"
	if n, err := b.ImportFile(t.Context(), "claim.csv", []byte(claim)); n != 1 || err != nil {
		t.Errorf("%d entries, %v", n, err)
	}
	if n, err := b.ImportFile(t.Context(), "claim.csv", []byte(claim)); n != 0 || err != nil {
		t.Errorf("the same file again: %d entries, %v", n, err)
	}
	_, err = b.ImportFile(t.Context(), "ruling.csv", []byte(strings.Replace(claim, "3,,", ",3,", 1)))
	b.refused(err, "ruling.csv:2:1: the evaluation of cycle 2026 is in the state self")
}

func TestSignOffsOfFilesAreRefused(t *testing.T) {
	b := newBureau(t, map[string]string{"reviews/2026/signoffs.csv": "unit,document,by,on\nnorth,文,评审组,2027-01-20\n"})
	_, err := b.Advance(t.Context(), evaluation.SelfAssessment, evaluation.Signature{By: "x", Document: "d"})
	b.refused(err, "reviews/2026/signoffs.csv:2:1: the file signs off unit north")
}

func TestObjectionsAndVersions(t *testing.T) {
	b := newBureau(t, nil)
	b.reviewed()
	b.to(evaluation.SecondReview, evaluation.Feedback, evaluation.Objections)
	o, err := b.Object(t.Context(), ledger.Objection{Unit: "south", Indicator: "E1", By: "南局", Reason: "有异议"})
	if err != nil {
		t.Fatal(err)
	}
	now, err := b.Outcome(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	if r := now.Results[1]; !slices.Equal(r.Contested, []string{"E1"}) || now.Version != 0 {
		t.Errorf("contested %q, version %d", r.Contested, now.Version)
	}
	_, err = b.Advance(t.Context(), evaluation.Approved, evaluation.Signature{By: "x", Document: "d"})
	b.refused(err, "objection 1 of unit south has no ruling yet")
	if err := b.Rule(t.Context(), o.ID, ledger.Ruling{By: "组", Document: "d", Reason: "r"}); err != nil {
		t.Fatal(err)
	}
	if err := b.Rule(t.Context(), o.ID, ledger.Ruling{By: "组", Document: "d", Reason: "r"}); !errors.Is(err, ledger.ErrRuled) {
		t.Errorf("a second ruling: %v", err)
	}
	b.to(evaluation.Approved)
	first := b.outcome(0)
	if first.Version != 1 || first.Results[1].Result.Total != 9100 || first.Results[1].SignOff == nil || *first.Results[1].First != 9100 {
		t.Errorf("version %d, %+v", first.Version, first.Results[1].Result)
	}

	calls := b.calls
	b.to(evaluation.Correction)
	f := b.form(evaluation.FormRequest{Stage: evaluation.SecondReview, Reviewer: "乙"})
	b.wrong(fill(f, map[string]entry{"south E1": {points: "3"}}), "", "E1!T2 wrong.no_opinion")
	b.take(f, map[string]entry{"south E1": {"3", "核减", ""}})
	if total := b.outcome(0).Results[1].Result.Total; total != 9000 {
		t.Errorf("while it is corrected the total is %d hundredths, want 9000", total)
	}
	if kept := b.outcome(1); kept.Results[1].Result.Total != 9100 || kept.State != evaluation.Approved {
		t.Errorf("the approved version: %s, %d hundredths", kept.State, kept.Results[1].Result.Total)
	}
	b.to(evaluation.Approved)
	if second := b.outcome(0); second.Version != 2 || second.Results[1].Result.Total != 9000 || *second.Results[1].First != 9100 || *second.Results[1].Second != 9000 {
		t.Errorf("version %d, total %d", second.Version, second.Results[1].Result.Total)
	}
	_, err = b.Evaluator.Outcome(t.Context(), 3)
	if !errors.Is(err, evaluation.ErrNoVersion) {
		t.Errorf("version 3: %v", err)
	}
	if b.calls == calls {
		t.Error("a correction computed nothing")
	}
	calls = b.calls
	b.outcome(0)
	b.outcome(1)
	if b.calls != calls {
		t.Error("an approved result was computed anew")
	}
}

// An approval looks at the appeals of its cycle that are not decided.
func TestApprovalWithPendingAppeals(t *testing.T) {
	b := newBureau(t, nil)
	b.reviewed()
	b.to(evaluation.SecondReview, evaluation.Feedback, evaluation.Objections)
	filed := func(slot, state string) string {
		t.Helper()
		list, err := b.Ledger.FileAppeals(t.Context(), []ledger.Appeal{{Unit: "south", Code: "SOUTH-1", Dataset: "south/a", Slot: slot, Rule: "r", Filed: b.Now}}, ledger.AppealStep{State: state, At: b.Now, Actor: "南局"}, "", func(ledger.Appeal, []ledger.Appeal) error { return nil })
		if err != nil {
			t.Fatal(err)
		}
		return list[0].Number
	}
	filed("2025-12-31", appeal.Filed) // of the year before
	filed("2026-01-01", appeal.Withdrawn)
	first, last := filed("2026-01-01", appeal.Filed), filed("2026-12-31", appeal.Flagged)
	sign := evaluation.Signature{By: "x", Document: "d", Note: "附注"}
	_, err := b.Advance(t.Context(), evaluation.Approved, sign)
	b.refused(err, "2 appeals of cycle 2026 are pending: "+first+", "+last)
	b.refused(err, "--with-pending-appeals")
	if o := b.outcome(0); o.Version != 0 {
		t.Errorf("version %d after the refusal", o.Version)
	}
	sign.PendingAppeals = "未办结："
	state, err := b.Advance(t.Context(), evaluation.Approved, sign)
	if want := "附注 未办结：" + first + "、" + last; err != nil || state.Note != want {
		t.Errorf("approved with the remark %q, %v; want %q", state.Note, err, want)
	}
	s, err := b.Standing(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if kept := s.States[len(s.States)-1]; kept.State != evaluation.Approved || kept.Note != state.Note {
		t.Errorf("the ledger keeps %+v", kept)
	}
}

func (b *bureau) outcome(version int) *evaluation.Outcome {
	b.t.Helper()
	o, err := b.Evaluator.Outcome(b.t.Context(), version)
	if err != nil {
		b.t.Fatal(err)
	}
	return o
}

func TestEvidenceIsNumberedAndKept(t *testing.T) {
	b := newBureau(t, nil)
	b.to(evaluation.SelfAssessment)
	b.prove()
	b.prove()
	s, err := b.Standing(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if got := s.EvidenceFor("north", "E1"); !slices.Equal(got, []string{"NORTH-E01-001", "NORTH-E01-002"}) {
		t.Errorf("numbers %q", got)
	}
	x := s.Evidence[0]
	if x.Name != "证明.pdf" || x.Size != 5 || strings.Contains(x.Path, "证明") {
		t.Errorf("evidence %+v", x)
	}
	path := filepath.Join(b.Workspace.VarDir(), filepath.FromSlash(x.Path))
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("kept file: %v, %v", info, err)
	}
	if err := os.WriteFile(path, []byte("other"), 0o600); err != nil {
		t.Fatal(err)
	}
	n, wrong, err := b.VerifyEvidence(t.Context())
	if n != 8 || len(wrong) != 1 || !strings.HasPrefix(wrong[0], x.Number+": SHA-256") || err != nil {
		t.Errorf("%d checked, wrong %q, %v", n, wrong, err)
	}
	_, err = b.AddEvidence(t.Context(), t.TempDir(), "north", "E1", "李")
	b.refused(err, "is no file")
}

func TestTheLedgerKeepsWhatWasEntered(t *testing.T) {
	b := newBureau(t, nil)
	b.to(evaluation.SelfAssessment)
	b.prove()
	for _, points := range []string{"4", "3"} {
		f := b.form(evaluation.FormRequest{Stage: evaluation.SelfAssessment, Unit: "north"})
		b.take(f, map[string]entry{"north E1": {points, "说明", "NORTH-E01-001"}})
	}
	entries, err := b.Ledger.EvaluationEntries(t.Context(), "2026")
	if err != nil || len(entries) != 2 || entries[0].Points != 400 || entries[1].Points != 300 {
		t.Errorf("entries %+v, %v", entries, err)
	}
	if _, err := b.Ledger.VerifyAudit(t.Context()); err != nil {
		t.Error(err)
	}
}
